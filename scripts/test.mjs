// `npm test`: types, lint, every test; ends with the line `N passed, N failed`. Words after `npm test --` go to vitest.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tally = path.join(root, 'node_modules/.cache/say-once/tally.json');
const chosen = process.argv.slice(2);
const faults = [];
const doubts = [];
let passed = 0;
let failed = 0;

function fault(text, count = 1) {
  faults.push(text);
  failed += count;
}

function step(command, args) {
  console.log(`\n> ${[command, ...args].join(' ')}`);
  const env = { ...process.env, SAY_ONCE_TALLY: tally };
  return spawnSync(path.join(root, 'node_modules/.bin', command), args, { cwd: root, stdio: 'inherit', env, shell: process.platform === 'win32' }).status === 0;
}

if (!step('tsc', [])) fault('tsc found faults');
if (!step('oxlint', ['--type-aware', 'src', 'test', 'demo', 'scripts', 'bench'])) fault('oxlint found faults');

mkdirSync(path.dirname(tally), { recursive: true });
rmSync(tally, { force: true });
const ended = step('vitest', ['run', '--allowOnly=false', '--reporter=default', '--reporter=./scripts/tally.mjs', ...chosen]);
if (existsSync(tally)) {
  const { counts, unsure, stray } = JSON.parse(readFileSync(tally, 'utf8'));
  for (const [project, count] of Object.entries(counts)) {
    passed += count.passed;
    if (count.failed > 0) fault(`${project}: ${count.failed} failed`, count.failed);
    else if (count.passed === 0 && chosen.length === 0) fault(`${project}: no test was run`);
  }
  // Not a failure, not hidden either: such a test, or what it tests, has a race.
  doubts.push(...unsure.map((name) => `? passed only the second time: ${name}`));
  if (stray > 0) fault(`${stray} errors outside any test`, stray);
} else {
  fault('vitest wrote no results');
}
if (!ended && failed === 0) fault('vitest ended badly');

console.log(['', ...doubts, ...faults.map((text) => `✗ ${text}`), `${passed} passed, ${failed} failed`].join('\n'));
process.exit(failed > 0 || passed === 0 ? 1 : 0);
