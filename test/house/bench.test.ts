/** The benchmark is not run here (no test asserts a time); that it could be, and that its goals are about what it measures, is. */
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { pathToFileURL } from 'node:url';
import { describe, expect, it } from 'vitest';
import { root } from './imports.js';

interface Goal {
  name: string;
  figure: string;
  limit: number;
  slack: number;
}
interface Judged extends Goal {
  outcome: string;
}

const { GOALS, judge } = (await import(pathToFileURL(path.join(root, 'bench/goals.mjs')).href)) as { GOALS: Goal[]; judge: (figures: Record<string, number>, options?: { quick?: boolean }) => Judged[] };
const rows = readdirSync(path.join(root, 'bench/rows')).map((file) => path.basename(file, '.mjs'));
const json = (file: string): Record<string, unknown> => JSON.parse(readFileSync(path.join(root, file), 'utf8')) as Record<string, unknown>;

describe('the benchmark', () => {
  it('has a row for every goal', () => {
    const lacking = GOALS.filter(({ figure }) => !rows.includes(figure.split(/[ /]/)[0] ?? ''));
    expect(lacking).toEqual([]);
    expect(new Set(GOALS.map(({ figure }) => figure)).size).toBe(GOALS.length);
  });

  it('calls no goal met that was not measured', () => {
    expect(judge({}).every(({ outcome }) => outcome === 'not measured')).toBe(true);
    expect(judge({}, { quick: true }).some(({ outcome }) => outcome.startsWith('met'))).toBe(false);
  });

  it('takes what is within the slack for noise, in the right direction', () => {
    const outcome = (figure: string, value: number): string | undefined => judge({ [figure]: value }).find((goal) => goal.figure === figure)?.outcome;
    expect(['1.2', '1.38', '1.39'].map((value) => outcome('warm/sealed', Number(value)))).toEqual(['met', 'met within the slack', 'not met']);
    expect([4, 3.5, 3.4].map((value) => outcome('import/sealed', value))).toEqual(['met', 'met within the slack', 'not met']);
    expect([20_000, 20_001].map((value) => outcome('size/card', value))).toEqual(['met', 'not met']);
  });

  it('keeps its contestants out of the library, and names no registry', () => {
    const its = Object.keys(json('bench/package.json')['devDependencies'] as object);
    const { dependencies, devDependencies } = json('package.json') as Record<string, Record<string, string>>;
    expect(its.filter((name) => name in { ...dependencies, ...devDependencies })).toEqual([]);
    expect(readFileSync(path.join(root, 'bench/package-lock.json'), 'utf8')).not.toMatch(/https?:\/\/[^"]*\.tgz/);
    expect(existsSync(path.join(root, 'bench/.npmrc'))).toBe(true);
  });
});
