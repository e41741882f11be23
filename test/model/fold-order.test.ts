import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyEntry } from '../../src/model/entry.js';
import { canonical } from '../../src/model/canonical.js';
import { admit, fold, once } from '../../src/model/fold.js';
import { parseEntry } from '../../src/model/schema.js';
import { AUTHORS, IDS, journal, shuffled, WHOSE } from './generate.js';
import { ANA, Scene } from './scene.js';

const text = (entries: readonly AnyEntry[]): string => JSON.stringify(fold(entries, WHOSE));

const CROWDED = { max: 80 };
const WIDE = { max: 250, spread: 40 };

describe('invariant 1: order does not matter', () => {
  for (const [name, options] of Object.entries({ CROWDED, WIDE })) {
    it(`folds a shuffled journal to the same bytes (${name.toLowerCase()})`, () => {
      fc.assert(
        fc.property(journal(options).chain((entries) => fc.tuple(fc.constant(entries), shuffled(entries))), ([entries, others]) => {
          expect(text(others)).toBe(text(entries));
        }),
        { numRuns: name === 'WIDE' ? 60 : 300 },
      );
    });
  }

  it('folds entries that came twice as if they came once', () => {
    fc.assert(
      fc.property(journal(CROWDED).chain((entries) => fc.tuple(fc.constant(entries), shuffled([...entries, ...structuredClone(entries)]), fc.subarray(entries))), ([entries, doubled, some]) => {
        expect(text(doubled)).toBe(text(entries));
        expect(text([...entries, ...some])).toBe(text(entries));
      }),
      { numRuns: 200 },
    );
  });

  it('does not depend on which of two bodies under one stamp came first', () => {
    const twins = journal(CROWDED).chain((entries) =>
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.boolean()), { maxLength: 12 }).chain((pairs) => {
        const copies = pairs.flatMap(([a, b, stub]): AnyEntry[] => {
          const body = entries[a % Math.max(1, entries.length)];
          const under = entries[b % Math.max(1, entries.length)];
          if (body === undefined || under === undefined) return [];
          return [stub ? { kind: 'struck', was: body.kind, answers: [], stamp: under.stamp, customer: body.customer, at: body.at, by: ANA } : { ...body, stamp: under.stamp }];
        });
        const all = [...entries, ...copies];
        return fc.tuple(shuffled(all), shuffled(all));
      }),
    );
    fc.assert(fc.property(twins, ([one, other]) => {
      expect(text(one)).toBe(text(other));
    }), { numRuns: 300 });
  });

  it('leaves what it folds as it was', () => {
    fc.assert(
      fc.property(journal(CROWDED), (entries) => {
        const before = JSON.stringify(entries);
        fold(entries, WHOSE);
        expect(JSON.stringify(entries)).toBe(before);
      }),
      { numRuns: 50 },
    );
  });

  it('folds nothing to an empty context, and counts unknown kinds and stubs without showing them', () => {
    const empty = fold([], { customer: 'cus_1' });
    expect(empty.context).toMatchObject({ customer: 'cus_1', group: ['cus_1'], life: 0, entries: 0, first: 0, last: 0, facts: [], issues: [], more: {} });
    const scene = new Scene();
    const stamp = scene.add({ kind: 'told', fact: 'account', value: '4821-77' });
    const [told] = scene.entries;
    const later = { stamp: 'zzzzzzzzzzzzzzzzzzzzzzzz', kind: 'dreamt', customer: 'cus_1', at: told?.at ?? 0, by: ANA };
    const stub = { ...later, stamp, kind: 'struck', was: 'told', answers: [] };
    expect(fold([later, stub], { customer: 'cus_1' }).context).toEqual({ ...empty.context, entries: 2 });
  });

  it('lets a stub win over the body that it replaces', () => {
    const scene = new Scene();
    const stamp = scene.add({ kind: 'told', fact: 'account', value: '4111 1111 1111 1111' });
    const stub: AnyEntry = { kind: 'struck', was: 'told', answers: [], stamp, customer: 'cus_1', at: 0, by: ANA };
    for (const both of [[...scene.entries, stub], [stub, ...scene.entries]]) {
      expect(once(both).get(stamp)).toBe(stub);
      expect(JSON.stringify(fold(both, WHOSE))).not.toContain('4111');
    }
  });
});

describe('generated journals', () => {
  it('are what the borders let in', () => {
    fc.assert(fc.property(journal(CROWDED), (entries) => {
      for (const entry of entries) expect(parseEntry(entry)).toEqual(entry);
    }), { numRuns: 30 });
  });

  it('hold what the laws are about', () => {
    const sample = fc.sample(journal({ max: 80, min: 60 }), { numRuns: 40, seed: 7 }).flat();
    const kinds = new Set(sample.map(({ kind }) => kind));
    expect(kinds.size).toBe(22);
    expect(new Set(sample.map(({ customer }) => customer)).size).toBe(IDS.length);
    expect(new Set(sample.map(({ by }) => by.id)).size).toBe(AUTHORS.length);
    expect(sample.some((entry) => 'was' in entry)).toBe(true);
  });
});

describe('a known stamp with another body is refused', () => {
  const scene = new Scene();
  scene.add({ kind: 'told', fact: 'account', value: '4821-77' });
  scene.add({ kind: 'told', fact: 'account', value: '4821-78' });
  const [first, second] = scene.entries as [AnyEntry, AnyEntry];
  const known = new Map([[first.stamp, first]]);
  const refusal = expect.objectContaining({ name: 'SayOnceError', code: 'stamp-reused' }) as unknown;
  const refused = (entries: AnyEntry[]): unknown => {
    try {
      return admit(known, entries);
    } catch (error) {
      return error;
    }
  };

  it('admits what is new, once, and passes over what is known', () => {
    expect(admit(known, [first, second, { ...second }])).toEqual([second]);
    expect(admit(known, [JSON.parse(canonical(first)) as AnyEntry])).toEqual([]);
  });

  it('refuses another body, whether the other is known or comes along', () => {
    expect(refused([{ ...second, stamp: first.stamp }])).toEqual(refusal);
    expect(refused([second, { ...first, stamp: second.stamp }])).toEqual(refusal);
  });

  it('honours a stub: what was struck does not come back', () => {
    const stub: AnyEntry = { kind: 'struck', was: 'told', answers: [], stamp: first.stamp, customer: 'cus_1', at: first.at, by: ANA };
    expect(admit(new Map([[stub.stamp, stub]]), [first])).toEqual([]);
  });

  it('takes the order of keys for nothing', () => {
    fc.assert(fc.property(fc.object(), (value) => {
      const turned = (part: unknown): unknown => (part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).reverse().map(([key, one]) => [key, turned(one)])) : part);
      expect(canonical(turned(value))).toBe(canonical(value));
    }));
  });
});
