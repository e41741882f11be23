// What is written of what was measured: a table, a picture, and everything as JSON, into a folder that git ignores.
import { mkdirSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { isMet, judge } from '../goals.mjs';
import { machine } from './machine.mjs';
import { picture } from './picture.mjs';

const short = (value) => (value === undefined || Number.isNaN(value) ? '–' : value >= 1000 ? Math.round(value).toLocaleString('en') : value >= 100 ? value.toFixed(0) : value >= 10 ? value.toFixed(1) : value.toFixed(value < 1 ? 3 : 2));

function table(head, rows) {
  const cells = [head, head.map(() => '---'), ...rows];
  return cells.map((row) => `| ${row.join(' | ')} |`).join('\n');
}

function linesTable(lines) {
  return table(
    ['work', 'contestant', 'p50', 'p95', 'unit', 'ratio', 'middle half', 'against'],
    lines.map((line, index) => [
      lines[index - 1]?.title === line.title ? '' : line.title,
      line.contestant,
      short(line.p50),
      short(line.p95),
      line.unit,
      line.ratio === undefined ? '' : `**${line.ratio.median.toFixed(2)}**`,
      line.ratio === undefined ? '' : `${line.ratio.low.toFixed(2)}–${line.ratio.high.toFixed(2)}`,
      line.base ?? '',
    ]),
  );
}

function goalsTable(goals) {
  return table(
    ['goal', 'limit', 'figure', ''],
    goals.map(({ name, sense, limit, unit, value, outcome }) => [name, `${sense === 'at least' ? '≥' : '≤'} ${limit.toLocaleString('en')} ${unit}`, value === undefined ? '–' : `${short(value)} ${unit}`, outcome === 'not met' ? '**not met**' : outcome]),
  );
}

/** Writes what there is by now; so a run that is stopped leaves what it had measured. */
export async function write({ bench, session, values, took, seconds, root, here }) {
  const about = await machine(session, root, here);
  const goals = judge(bench.figures, values).filter(({ value }) => values.only === undefined || value !== undefined);
  const met = `goals met ${goals.filter(isMet).length} of ${goals.length}`;
  const markdown = [
    `# say-once, measured${values.quick ? ' (--quick)' : ''}`,
    '',
    ...Object.entries(about).map(([name, what]) => `- ${name}: ${what}`),
    `- took ${seconds} s; rows: ${Object.keys(took).join(', ')}`,
    '',
    '## Goals',
    '',
    goalsTable(goals),
    '',
    '## All that was measured',
    '',
    'Ratios are medians over rounds of (median of the contestant / median of the other in the same round).',
    '',
    linesTable(bench.lines),
    '',
    `Filled before: ${Object.entries(session.seeding).map(([name, ms]) => `${name} ${(ms / 1000).toFixed(1)} s`).join(', ')}.`,
    ...(bench.troubles.length > 0 ? ['', '## Not measured', '', ...bench.troubles.map((text) => `- ${text}`)] : []),
    '',
    met,
    '',
  ].join('\n');
  mkdirSync(values.out, { recursive: true });
  writeFileSync(path.join(values.out, 'results.md'), markdown);
  writeFileSync(path.join(values.out, 'results.json'), `${JSON.stringify({ about, quick: values.quick, seconds, took, goals, figures: bench.figures, lines: bench.lines, seeding: session.seeding, troubles: bench.troubles }, null, 2)}\n`);
  if (bench.lines.length > 0) writeFileSync(path.join(values.out, 'results.svg'), picture(bench.lines, `${about.machine}, Chromium ${about.chromium}, say-once ${about['say-once']}`));
  return { goals, met };
}

/** What is printed when all is measured. */
export function print({ bench, values }, { goals, met }) {
  console.log(`\n${linesTable(bench.lines)}\n\n${goalsTable(goals)}\n`);
  if (bench.troubles.length > 0) console.log(`not measured: ${bench.troubles.join('; ')}`);
  console.log(`written to ${path.relative(process.cwd(), values.out) || values.out}`);
  console.log(met);
}
