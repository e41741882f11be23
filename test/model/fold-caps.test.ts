import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { CAPS, type Context } from '../../src/model/context.js';
import type { AnyEntry, Author, Draft } from '../../src/model/entry.js';
import { extend, fold } from '../../src/model/fold.js';
import { REMEMBERED } from '../../src/model/folded.js';
import { journal, stampOf, WHOSE } from './generate.js';
import { ANA, MINUTE, Scene, SOMEBODY, START, VISITOR } from './scene.js';

const sizes = (context: Context): Record<string, [number, number]> => ({
  facts: [context.facts.length, CAPS.facts],
  values: [Math.max(0, ...context.facts.map(({ values }) => values.length)), CAPS.values],
  issues: [context.issues.length, CAPS.issues],
  steps: [Math.max(0, ...context.issues.map(({ steps }) => steps.length)), CAPS.steps],
  flags: [context.flags.length, CAPS.flags],
  receipts: [context.receipts.length, CAPS.receipts],
  recent: [context.recent.length, CAPS.recent],
  handoffs: [context.handoffs.length, CAPS.handoffs],
  links: [context.links.length, CAPS.links],
  held: [context.held.length, CAPS.held],
});

/** `count` entries, a minute apart, each in its own contact. */
const many = (count: number, make: (n: number) => Draft, by: Author = ANA): AnyEntry[] =>
  Array.from({ length: count }, (_, n) => ({ contact: `contact-${n}`, chain: `chain-${n}`, ...make(n), stamp: stampOf(START + n * MINUTE, 0, 0), customer: 'cus_1', at: START + n * MINUTE, by }));
const contextOf = (entries: AnyEntry[]): Context => fold(entries, WHOSE).context;

describe('caps are visible, never silent', () => {
  it('holds every cap, whatever comes', () => {
    fc.assert(
      fc.property(journal({ min: 100, max: 300, spread: 80 }), (entries) => {
        const folded = fold(entries, WHOSE);
        for (const [size, cap] of Object.values(sizes(folded.context))) expect(size).toBeLessThanOrEqual(cap);
        expect(folded.seen.length).toBe(Math.min(REMEMBERED, entries.length));
      }),
      { numRuns: 40 },
    );
  });

  it.each<[keyof Context['more'], number, (n: number) => Draft]>([
    ['facts', CAPS.facts, (n) => ({ kind: 'told', fact: `fact-${n}`, value: 'x' })],
    ['issues', CAPS.issues, (n) => ({ kind: 'issue', words: `Issue ${n}` })],
    ['flags', CAPS.flags, () => ({ kind: 'flag', flag: 'do-not-pitch', reason: 'wish' })],
    ['recent', CAPS.recent, () => ({ kind: 'contact', phase: 'began' })],
    ['receipts', CAPS.receipts, () => ({ kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: START })],
    ['links', CAPS.links, (n) => ({ kind: 'linked', with: `prov_${n}`, because: 'same voice' })],
  ])('says how many %s are not there', (name, cap, make) => {
    const full = contextOf(many(cap, make));
    expect([full[name].length, full.more[name]]).toEqual([cap, undefined]);
    const over = contextOf(many(cap + 12, make));
    expect([over[name].length, over.more[name]]).toEqual([cap, 12]);
  });

  it('keeps the oldest open issues and the newest of everything else', () => {
    const issues = contextOf(many(CAPS.issues + 1, (n) => ({ kind: 'issue', words: `Issue ${n}` }))).issues;
    expect([issues[0]?.words, issues.at(-1)?.words]).toEqual(['Issue 0', 'Issue 99']);
    const recent = contextOf(many(CAPS.recent + 1, () => ({ kind: 'contact', phase: 'began' }))).recent;
    expect([recent[0]?.id, recent.at(-1)?.id]).toEqual(['contact-20', 'contact-1']);
  });

  it('says how many former values and steps are not there', () => {
    const [fact] = contextOf(many(CAPS.values + 3, (n) => ({ kind: 'told', fact: 'account', value: `${n}` }))).facts;
    expect([fact?.values.length, fact?.more, fact?.values[0]?.value]).toEqual([CAPS.values, 3, '8']);
    const scene = new Scene();
    const issue = scene.add({ kind: 'issue', words: 'My line is dead.' });
    for (let n = 0; n < CAPS.steps + 4; n++) scene.add({ kind: 'step', step: 'tried', words: `${n}`, issue });
    const [open] = scene.context.issues;
    expect([open?.steps.length, open?.moreSteps, open?.steps.at(-1)?.words]).toEqual([CAPS.steps, 4, '13']);
  });

  it('says that a text was cut, and never cuts a character in two', () => {
    const scene = new Scene();
    scene.add({ kind: 'told', fact: 'note', value: `${'x'.repeat(CAPS.value - 1)}😀` });
    scene.add({ kind: 'issue', words: 'w'.repeat(CAPS.words + 1) });
    const { facts, issues } = scene.context;
    expect(facts[0]?.values[0]).toMatchObject({ value: 'x'.repeat(CAPS.value - 1), clipped: true });
    expect(issues[0]).toMatchObject({ words: 'w'.repeat(CAPS.words), clipped: true });
    const waiting = new Scene();
    waiting.add({ kind: 'told', fact: 'order', value: 'o'.repeat(100_000), class: 'issue', contact: 'c1' });
    expect(JSON.stringify(waiting.folded.loose).length).toBeLessThan(1_000);
    waiting.add({ kind: 'issue', words: 'Where is it?', contact: 'c1' });
    expect(waiting.context.issues[0]?.facts[0]?.values[0]).toMatchObject({ value: 'o'.repeat(CAPS.value), clipped: true });
  });
});

describe('a context stays small', () => {
  /** Calls with a check, what was told again, an issue raised and, but for the last three, resolved. */
  function history(count: number): AnyEntry[] {
    const entries: AnyEntry[] = [];
    let issue = '';
    for (let n = 0; n < count; n++) {
      const at = START + n * 10 * MINUTE;
      const call = Math.floor(n / 10);
      const common = { stamp: stampOf(at, 0, 0), customer: 'cus_1', at, by: n % 10 === 0 ? VISITOR : ANA, channel: 'phone', contact: `call-${call}`, chain: `chain-${Math.floor(call / 2)}` };
      const say = (draft: Draft): void => void entries.push({ ...common, ...draft, at });
      if (n % 10 === 0) issue = common.stamp;
      if (n % 10 === 0) say({ kind: 'issue', words: `My bill of month ${call} is wrong again, and I was promised a credit.` });
      else if (n % 10 === 1) say({ kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: at + 30 * MINUTE });
      else if (n % 10 === 8) say({ kind: 'step', step: 'found', words: 'Credit was booked to the wrong month.', issue });
      else if (n % 10 === 9 && n < count - 30) say({ kind: 'resolved', answers: [issue] });
      else say({ kind: 'told', fact: ['account', 'email', 'tel', 'postal-code', 'given-name'][n % 5] ?? 'account', value: `value ${n % 7}` });
    }
    return entries;
  }

  it('folds a journal of 100,000 entries to a few kB', () => {
    const folded = fold(history(100_000), WHOSE);
    expect(folded.context.entries).toBe(100_000);
    expect(folded.context.issues.length).toBe(3);
    expect(JSON.stringify(folded.context).length).toBeLessThan(20_000);
    expect(folded.seen.length).toBe(REMEMBERED);
    expect(JSON.stringify(folded).length).toBeLessThan(30_000);
  });
});

describe('a hostile journal stays bounded', () => {
  const long = (n: number): string => `${n}${'x'.repeat(3_000)}`;
  const floods: Record<string, (n: number) => Draft> = {
    facts: (n) => ({ kind: 'told', fact: `fact-${n % 100}`, value: long(n) }),
    'facts that wait for an issue': (n) => ({ kind: 'told', fact: `fact-${n}`, value: long(n), class: 'issue' }),
    issues: (n) => ({ kind: 'issue', words: long(n), summary: long(n) }),
    steps: (n) => ({ kind: 'step', step: 'note', words: long(n) }),
    questions: (n) => ({ kind: 'asked', fact: `fact-${n}`, contact: 'one' }),
    feelings: (n) => ({ kind: 'felt', felt: long(n) }),
    'hand-offs': (n) => ({ kind: 'handoff', offer: `${n}`, state: 'offered', note: long(n), readBack: long(n) }),
    'answers to nothing': (n) => ({ kind: 'undone', answers: Array.from({ length: 50 }, (_, k) => stampOf(n, k, 1)) }),
  };
  for (const [name, make] of Object.entries(floods)) {
    it(`flooded with ${name}`, () => {
      const [some, more] = [1_000, 4_000].map((count) => JSON.stringify(fold(many(count, make, VISITOR), WHOSE)).length) as [number, number];
      expect(more).toBeLessThan(some * 1.05 + 100);
      expect(more).toBeLessThan(700_000);
    });
  }

  it('and is folded anew once it waits for more than it can remember', () => {
    const folded = fold(many(30, floods['answers to nothing'] ?? (() => ({ kind: 'asked', fact: 'x' })), SOMEBODY), WHOSE);
    const next = { ...many(40, () => ({ kind: 'asked', fact: 'account' })).at(-1) } as AnyEntry;
    expect(extend(folded, [next])).toBeUndefined();
  });

  it('with an unknown kind that answers what is no stamp', () => {
    const odd = { stamp: stampOf(START, 0, 0), kind: 'dreamt', customer: 'cus_1', at: START, by: ANA, answers: [{ a: 1 }, 7, null] } as unknown as AnyEntry;
    expect(fold([odd], WHOSE).pending).toEqual([]);
  });
});
