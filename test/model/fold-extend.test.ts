import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyEntry } from '../../src/model/entry.js';
import { byPlace, extend, fold, unseen } from '../../src/model/fold.js';
import { type Folded, foldNothing, REMEMBERED } from '../../src/model/folded.js';
import { FOREIGN, type Journal, journal, parts, PLAIN, shuffled, WHOSE } from './generate.js';
import { Scene } from './scene.js';

const text = (folded: Folded | undefined): string | undefined => folded && JSON.stringify(folded);
/** What a page shows is frozen through and through, and is gone on from all the same. */
function freeze<T>(value: T): T {
  if (typeof value !== 'object' || value === null || Object.isFrozen(value)) return value;
  for (const part of Object.values(Object.freeze(value))) freeze(part);
  return value;
}
const anew = (entries: readonly AnyEntry[]): Folded => fold(entries, WHOSE);

interface Tally {
  tried: number;
  extended: number;
}

/** What a store does: goes on where it can, folds anew where it cannot. After each part, what it holds is the fold of all. */
function follow(arriving: readonly AnyEntry[][], tally: Tally): void {
  let held = foldNothing(WHOSE);
  const all: AnyEntry[] = [];
  for (const part of arriving) {
    all.push(...part);
    const before = text(held);
    const fresh = unseen(held, part);
    const longer = fresh && extend(held, fresh);
    expect(text(held)).toBe(before);
    const whole = anew(all);
    if (part.length > 0) tally.tried += 1;
    if (part.length > 0 && longer !== undefined) tally.extended += 1;
    if (longer !== undefined) expect(text(longer)).toBe(text(whole));
    held = freeze(longer ?? whole);
  }
}

/** Journals in which going on often works, and some in which it hardly ever does. */
const SITUATIONS: Record<string, { journal: Journal; runs: number; share: number }> = {
  'an orderly day': { journal: { max: 60, orderly: true, weights: { ...PLAIN, resolved: 2, issue: 4 } }, runs: 300, share: 0.5 },
  'a long orderly history of many contacts and facts': { journal: { max: 300, orderly: true, spread: 60, weights: { ...PLAIN, resolved: 0.5, issue: 2 } }, runs: 60, share: 0.3 },
  'an orderly day in which things are answered and taken back': { journal: { max: 80, orderly: true }, runs: 300, share: 0.1 },
  'more issues than a context keeps': { journal: { min: 90, max: 300, orderly: true, spread: 40, weights: { issue: 30, told: 1, step: 1, resolved: 1 } }, runs: 60, share: 0.2 },
  'more issues than a context keeps, in a few contacts': { journal: { min: 90, max: 180, orderly: true, weights: { issue: 60, resolved: 1 } }, runs: 60, share: 0.2 },
  'issues that all sorts of people try to close': { journal: { min: 5, max: 30, orderly: true, weights: { issue: 2, told: 4, step: 3, resolved: 6 } }, runs: 400, share: 0.2 },
  'times and clocks all over the place': { journal: { max: 60 }, runs: 200, share: 0.05 },
};

describe('invariant 1: going on folding gives what folding everything would', () => {
  for (const [name, situation] of Object.entries(SITUATIONS)) {
    it(`in ${name}`, () => {
      const tally: Tally = { tried: 0, extended: 0 };
      fc.assert(fc.property(journal(situation.journal).chain(parts), (arriving) => follow(arriving, tally)), { numRuns: situation.runs });
      expect(tally.extended / tally.tried).toBeGreaterThan(situation.share);
    });
  }

  it('for parts that arrive in any order, twice, or mixed', () => {
    const mixed = journal({ max: 50, orderly: true, weights: { ...PLAIN, resolved: 2, undone: 1, linked: 1 } }).chain((entries) =>
      fc.tuple(shuffled(entries), fc.subarray(entries)).chain(([others, again]) => parts([...others, ...again])),
    );
    fc.assert(fc.property(mixed, (arriving) => follow(arriving, { tried: 0, extended: 0 })), { numRuns: 300 });
  });

  it('one entry after the other, always where nothing is answered or taken back', () => {
    fc.assert(
      fc.property(journal({ max: 120, orderly: true, spread: 30, weights: PLAIN }), (entries) => {
        const plain = entries.filter((entry) => !('answers' in entry)).sort(byPlace);
        let held = foldNothing(WHOSE);
        for (const entry of plain) {
          const longer = extend(held, [entry]);
          expect(longer).toBeDefined();
          held = longer ?? held;
        }
        expect(text(held)).toBe(text(anew(plain)));
      }),
      { numRuns: 60 },
    );
  });

  it('for any two halves, whatever order they are in', () => {
    fc.assert(
      fc.property(journal({ max: 60, orderly: true }).chain((entries) => fc.tuple(shuffled(entries), fc.nat(60))), ([entries, cut]) => {
        const longer = extend(anew(entries.slice(0, cut)), entries.slice(cut));
        if (longer !== undefined) expect(text(longer)).toBe(text(anew(entries)));
      }),
      { numRuns: 500 },
    );
  });
});

describe('a folded journal says when it must be folded anew', () => {
  const scene = new Scene();
  const issue = scene.add({ kind: 'issue', words: 'My line is dead.' });
  scene.add({ kind: 'undone', answers: [FOREIGN] });
  const { folded } = scene;
  const after = (...drafts: Parameters<Scene['add']>[]): AnyEntry[] => {
    const later = new Scene();
    for (const [draft, said] of drafts) later.add(draft, { at: 60, ...said });
    return later.entries;
  };

  it('goes on with nothing, with what comes after it, and with the end of an open issue', () => {
    expect(extend(folded, [])).toBe(folded);
    expect(extend(folded, after([{ kind: 'told', fact: 'account', value: '4821-77' }]))?.context.facts).toHaveLength(1);
    expect(extend(folded, after([{ kind: 'resolved', answers: [issue] }]))?.context.issues).toEqual([]);
  });

  it.each<[string, AnyEntry[]]>([
    ['something said before', after([{ kind: 'asked', fact: 'account' }, { at: 0 }])],
    ['something taken back', after([{ kind: 'undone', answers: [issue] }])],
    ['a link', after([{ kind: 'linked', with: 'prov_9', because: 'same voice' }])],
    ['an answer to what it does not hold', after([{ kind: 'resolved', answers: [FOREIGN] }])],
    ['what was answered before it came', after([{ kind: 'asked', fact: 'account' }]).map((entry) => ({ ...entry, stamp: FOREIGN }))],
  ])('on %s', (_, entries) => {
    expect(extend(folded, entries)).toBeUndefined();
  });

  it('when another version folded it', () => {
    expect(extend({ ...folded, version: 0 }, after([{ kind: 'asked', fact: 'account' }]))).toBeUndefined();
  });

  it('counts an entry once that came twice at once', () => {
    const [entry] = after([{ kind: 'asked', fact: 'account' }]);
    if (entry === undefined) throw new Error('no entry');
    expect(text(extend(folded, [entry, { ...entry }]))).toBe(text(fold([...scene.entries, entry], { customer: 'cus_1' })));
  });
});

describe('which entries a folded journal does not hold yet', () => {
  it('is known exactly, or not at all', () => {
    const cut = journal({ max: 400, min: 150, spread: 20, orderly: true }).chain((entries) => fc.tuple(fc.constant(entries), fc.subarray(entries), fc.subarray(entries)));
    let said = 0;
    let silent = 0;
    fc.assert(
      fc.property(cut, ([entries, some, others]) => {
        for (const known of [some, entries]) {
          const held = anew(known);
          const stamps = new Set(known.map(({ stamp }) => stamp));
          for (const asked of [others, entries.slice(-20)]) {
            const fresh = unseen(held, asked);
            if (fresh === undefined) silent += 1;
            else {
              said += 1;
              expect(fresh.map(({ stamp }) => stamp).sort()).toEqual(asked.map(({ stamp }) => stamp).filter((stamp) => !stamps.has(stamp)).sort());
            }
            if (known.length <= REMEMBERED) expect(fresh).toBeDefined();
          }
        }
      }),
      { numRuns: 60 },
    );
    expect(said).toBeGreaterThan(silent);
    expect(silent).toBeGreaterThan(0);
  });

  it('passes over what comes twice', () => {
    const scene = new Scene();
    scene.add({ kind: 'asked', fact: 'account' });
    expect(unseen(foldNothing(WHOSE), [...scene.entries, ...scene.entries])).toEqual(scene.entries);
  });
});
