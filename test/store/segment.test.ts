import { expect, it } from 'vitest';
import type { AnyEntry } from '../../src/model/entry.js';
import { utf8 } from '../../src/store/bytes.js';
import { keysOf, type Keys } from '../../src/store/keys.js';
import { sealBytes } from '../../src/store/seal-bytes.js';
import { openEntries, SEGMENT, SMALL, sealEntries } from '../../src/store/segment.js';
import { hostRing } from './support.js';

const keys = async (): Promise<Keys> => keysOf(await hostRing('support'), 'acme', 'support', Date.now);
const notes = (count: number): AnyEntry[] => Array.from({ length: count }, (_, i) => ({ kind: 'step', step: 'note', words: `Rang about the bill of day ${i}. שלום 🌧️`, stamp: `${i}` }) as unknown as AnyEntry);

it.each([1, SMALL - 1, SMALL, SEGMENT])('%i entries come out of a sealed record as they went in', async (count) => {
  const ring = await keys();
  const record = await sealEntries(ring, 'place', 1, notes(count), '2026-11-22');
  expect(await openEntries(ring, 'place', 1, record)).toEqual(notes(count));
});

it('a full segment takes a third of its bytes at most, a single entry only its seal', async () => {
  const ring = await keys();
  const plain = (count: number): number => utf8(JSON.stringify(notes(count))).length;
  expect((await sealEntries(ring, 'place', 1, notes(SEGMENT), '2026-11-22')).box.length).toBeLessThan(plain(SEGMENT) / 3);
  expect((await sealEntries(ring, 'place', 1, notes(1), '2026-11-22')).box.length).toBe(plain(1) + 28);
});

it.each([
  ['that ends too early', [0, 0x4b, 0x4c]],
  ['that is no deflated text', [0, 255, 255, 255]],
  ['that is empty', [0]],
  ['of which the text is no JSON', [...utf8('hello')]],
])('a record that opens, with something in it %s, is «broken-record» by name', async (_, bytes) => {
  const ring = await keys();
  const sealed = await sealBytes(ring, 'journal', 'place/1', new Uint8Array(bytes));
  await expect(openEntries(ring, 'place', 1, { ...sealed, n: 1, day: '' })).rejects.toMatchObject({ code: 'broken-record' });
});
