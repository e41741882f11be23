/** The weight of every published entry is a number in the repository: no change of it goes unseen, neither up nor down. */
import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { sized } from '../support/once.js';
import { root } from './imports.js';

interface Size {
  first: number;
  itself: number;
  later: Record<string, number>;
}
type Sizes = Record<string, Size>;

const remembered: { pages: Record<string, { itself: string[] }>; goal: Record<string, number>; sizes: Sizes } = JSON.parse(readFileSync(path.join(root, 'sizes.json'), 'utf8'));
let today: { sizes: Sizes; heavy: Record<string, string[]> };

beforeAll(async () => {
  today = JSON.parse((await sized()).stdout);
}, 120_000);

/** Every number as a line, so that two lists can be compared. */
const lines = (sizes: Sizes): Map<string, number> =>
  new Map(Object.entries(sizes).flatMap(([label, { first, itself, later }]) => [[label, first] as const, [`${label}, by itself`, itself] as const, ...Object.entries(later).map(([name, size]) => [`${label}, later ${name}`, size] as const)]));

describe('sizes', () => {
  it('are those of sizes.json, to the byte', () => {
    const [before, now] = [lines(remembered.sizes), lines(today.sizes)];
    const faults = [...new Set([...before.keys(), ...now.keys()])]
      .filter((line) => before.get(line) !== now.get(line))
      .map((line) => {
        const largest = today.heavy[line.replace(/, by itself$/, '')];
        return `${line}: ${before.get(line) ?? 'nothing'} → ${now.get(line) ?? 'nothing'}${largest ? ` (largest, before minifying: ${largest.join(', ')})` : ''}`;
      });
    expect(faults, ['run npm run size -- --write and look at what grew:', ...faults].join('\n')).toEqual([]);
  });

  it('the list of what loads by itself names files that there are', () => {
    expect(Object.values(remembered.pages).flatMap(({ itself }) => itself).filter((file) => !existsSync(path.join(root, file)))).toEqual([]);
  });

  it.each(Object.entries(remembered.goal))('%s stays below %i bytes', (label, most) => {
    const size = today.sizes[label];
    expect(size && size.first + size.itself).toBeLessThan(most);
  });
});
