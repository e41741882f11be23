/** Putting parts together again, whoever sends them. */
import { expect, it } from 'vitest';
import { Parts } from '../../src/carry/nats-parts.js';

const MINUTE = 60_000;

it('what is never ended holds a reader up for twenty minutes, however often a part of it comes', () => {
  const parts = new Parts();
  for (let minute = 0; minute <= 60; minute++) {
    parts.take('eve', { number: (minute % 9) + 1, of: 10, text: 'x' }, minute + 1, minute * MINUTE);
    expect(parts.since(minute * MINUTE) ?? minute).toBeGreaterThan(minute - 21);
  }
});

it('a hundred thousand that are never ended keep nobody waiting', () => {
  const parts = new Parts();
  const began = performance.now();
  for (let seq = 1; seq <= 100_000; seq++) {
    parts.take(`eve ${seq}`, { number: 1, of: 2, text: 'x' }, seq, 0);
    if (parts.since(0) !== 1) throw new Error('the first one is where to begin');
  }
  expect(performance.now() - began).toBeLessThan(3_000);
  expect(parts.since(21 * MINUTE)).toBeUndefined();
});
