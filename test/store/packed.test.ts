import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyEntry } from '../../src/model/entry.js';
import { byPlace, extend, fold, unseen } from '../../src/model/fold.js';
import type { Folded } from '../../src/model/folded.js';
import { utf8 } from '../../src/store/bytes.js';
import type { ContextRecord } from '../../src/store/database.js';
import { keysOf, type Keys } from '../../src/store/keys.js';
import { sealBytes } from '../../src/store/seal-bytes.js';
import { type Memo, openMemo } from '../../src/store/memo.js';
import { pack } from '../../src/store/pack.js';
import { sealMemo } from '../../src/store/seal-memo.js';
import { unpack } from '../../src/store/unpack.js';
import { EVERYTHING, journal, PLAIN, WHOSE } from '../model/generate.js';
import { hostRing } from './support.js';

const keys = async (): Promise<Keys> => keysOf(await hostRing('support'), 'acme', 'support', Date.now);
const memoOf = (entries: readonly AnyEntry[]): Memo => ({ folded: fold(entries, WHOSE), posted: [{ key: '{"a":[1]}', cause: 'c', stamp: 's', customer: '#x' }], ordered: true, epoch: 3 });
const text = ({ folded, ...memo }: Memo): string => JSON.stringify([folded, memo]);
const opened = (ring: Keys, box: ContextRecord['box'] & object): Promise<Memo> => openMemo(ring, 'place', { key: ring.newest.id, rev: 1, marks: [], seq: 0, life: 0 }, box);
const through = async (ring: Keys, memo: Memo): Promise<Memo> => opened(ring, (await sealMemo(ring, 'place', 1, memo)).box);
const plain = async (ring: Keys, bytes: Uint8Array<ArrayBuffer>): Promise<Memo> => opened(ring, (await sealBytes(ring, 'context', 'place/1', bytes)).box);

describe('a context in its record', () => {
  it('comes out as it went in, letter for letter, frozen, and is gone on from as if it had never been away', async () => {
    const ring = await keys();
    await fc.assert(
      fc.asyncProperty(journal({ max: 60, weights: EVERYTHING }), journal({ max: 10, weights: PLAIN, orderly: true }), async (entries, more) => {
        const memo = memoOf(entries);
        const again = await through(ring, memo);
        expect(text(again)).toBe(text(memo));
        for (const part of Object.values(again.folded.context)) expect(Object.isFrozen(part)).toBe(true);
        const known = new Set(entries.map(({ stamp }) => stamp));
        const late = more.filter(({ stamp }) => !known.has(stamp)).map((entry) => ({ ...entry, at: entry.at + 1e9 })).sort(byPlace);
        const on = (folded: Folded): Folded | undefined => extend(folded, unseen(folded, late) ?? []);
        expect(JSON.stringify(on(again.folded))).toBe(JSON.stringify(on(memo.folded)));
      }),
      { numRuns: 60 },
    );
  });

  it.each(['Grüße aus Köln', 'مرحبا', '你好', '🙂 one', 'plain'])('comes out letter for letter where somebody said «%s»', async (words) => {
    const entries = Array.from({ length: 9 }, (_, i): AnyEntry => ({ kind: 'step', step: 'note', words: `${i} ${i < 8 ? 'plain' : words}`, stamp: `stamp${i}`, customer: WHOSE.customer, at: i, by: { audience: 'support' } }));
    const memo = memoOf(entries);
    expect(text(await through(await keys(), memo))).toBe(text(memo));
  });

  it('is opened as it lay before contexts were packed: two lines of JSON', async () => {
    const memo = memoOf(fc.sample(journal({ max: 40, weights: PLAIN }), { numRuns: 1, seed: 7 })[0] ?? []);
    const { folded: { version, context, ...rest }, ...others } = memo;
    expect(text(await plain(await keys(), utf8(`${JSON.stringify({ ...others, version, context })}\n${JSON.stringify(rest)}`)))).toBe(text(memo));
  });

  it('takes less than two thirds of the bytes that JSON takes', async () => {
    const memo = memoOf(fc.sample(journal({ max: 120, min: 100, weights: PLAIN, orderly: true }), { numRuns: 1, seed: 7 })[0] ?? []);
    const { box } = await sealMemo(await keys(), 'place', 1, memo);
    expect(box.length).toBeLessThan((utf8(text(memo)).length * 2) / 3);
  });

  it.each([
    ['has no second part', [91, 91, 93, 93]],
    ['has a table that is no JSON', [91, 91, 10, 123, 125, 10, 0]],
    ['names a shape that is not there', [91, 91, 93, 93, 10, 123, 125, 10, 99]],
    ['has no codes', [91, 91, 93, 93, 10, 123, 125, 10]],
    ['is empty', []],
  ])('that opens and %s is «broken-record» by name', async (_, bytes) => {
    await expect(plain(await keys(), new Uint8Array(bytes))).rejects.toMatchObject({ code: 'broken-record' });
  });
});

describe('packing', () => {
  const there = (value: unknown): unknown => {
    const packed = pack(value);
    return packed === undefined ? undefined : unpack(packed.text, Uint8Array.from(packed.codes));
  };

  it('gives back all that JSON can say', () => {
    const names = fc.string().filter((name) => name !== '__proto__' && !name.includes(','));
    fc.assert(
      fc.property(fc.jsonValue({ maxDepth: 5 }), fc.dictionary(names, fc.jsonValue()), (value, object) => {
        for (const one of [value, object, [object, object]]) {
          const again = there(one);
          if (again !== undefined) expect(JSON.stringify(again)).toBe(JSON.stringify(one));
        }
      }),
      { numRuns: 300 },
    );
    expect(there({ '': {}, a: '1', b: [{ a: 1 }, { a: '1' }, { a: null }, { a: 1 }, {}], c: undefined })).toEqual({ '': {}, a: '1', b: [{ a: 1 }, { a: '1' }, { a: null }, { a: 1 }, {}] });
  });

  it('of more than a byte can count', () => {
    const many = Array.from({ length: 20_000 }, (_, i) => ({ [`name ${i % 300}`]: i, and: `text ${i}` }));
    expect(JSON.stringify(there(many))).toBe(JSON.stringify(many));
  });

  it.each(['__proto__', 'a,b'])('says no to an object with the name «%s»', (name) => {
    expect(pack([Object.fromEntries([[name, 1]])])).toBeUndefined();
    expect(pack([{ a: 1, b: 2 }, Object.fromEntries([[name, 1]])])).toBeUndefined();
    expect(pack({ deep: [Object.fromEntries([[name, 1], ['a', 2], ['b', 3], ['c', 4]])] })).toBeUndefined();
  });
});

it('the stamps that a context remembers come back, whatever took them', async () => {
  const ring = await keys();
  const memo = memoOf([]);
  const letters = fc.string({ unit: fc.constantFrom('0', '7', 'a', 'z'), minLength: 24, maxLength: 24 });
  const stamps = fc.uniqueArray(fc.oneof(letters, letters.map((one) => `${one.slice(0, 9)}000node00000001`), fc.constant('foreign'), fc.string()));
  await fc.assert(
    fc.asyncProperty(stamps, async (some) => {
      const seen = [...some].sort();
      expect((await through(ring, { ...memo, folded: { ...memo.folded, seen } })).folded.seen).toEqual(seen);
    }),
    { numRuns: 60 },
  );
});
