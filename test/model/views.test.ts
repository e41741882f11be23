import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context, HeldCause } from '../../src/model/context.js';
import type { AnyEntry, Flag, Scope } from '../../src/model/entry.js';
import { fold } from '../../src/model/fold.js';
import { liveHolds } from '../../src/model/holds.js';
import { policyOf } from '../../src/model/policy-of.js';
import { type HoldForSales, holdsForSales, salesView } from '../../src/model/views.js';
import { journal, stampOf, WHOSE } from './generate.js';
import { ANA, BEN, day, MENU, minute, Scene, START, VISITOR } from './scene.js';

const POLICY = policyOf();
const MIDNIGHT = Date.UTC(2026, 10, 21);
const DAY = 86_400_000;
const HOUR = 3_600_000;

/** What support tells sales, as sales' own journal holds it: opaque causes, and the digests to find it by. */
const salesJournal = (holds: readonly HoldForSales[]): AnyEntry[] =>
  holds.map(({ source: _, ...hold }, n) => ({ kind: 'held', cause: `opaque-${n}`, digests: ['digest'], ...hold, stamp: stampOf(START, n, 0), customer: 'x', at: START + n, by: MENU }));
const heldOf = (context: Context, now: number): HeldCause[] => fold(salesJournal(holdsForSales(context, POLICY, now)), { customer: 'x' }).context.held;

describe('for sales, two holds with different reasons are byte for byte alike', () => {
  type Cause = { kind: 'issue' | 'flag'; hour: number; public: boolean; taken: boolean; topic: string | undefined; flag: Flag['flag']; reason: Flag['reason']; until: number | undefined; review: number | undefined; words: string };
  const cause: fc.Arbitrary<Cause> = fc.record({
    kind: fc.constantFrom('issue', 'flag'),
    hour: fc.nat(23),
    public: fc.boolean(),
    taken: fc.boolean(),
    topic: fc.constantFrom(undefined, 'bereavement', 'complaint', 'fraud', 'vulnerability', 'billing'),
    flag: fc.constantFrom('do-not-pitch', 'bereavement', 'support-need', 'life-event'),
    reason: fc.constantFrom('wish', 'complaint', 'bereavement', 'vulnerability', 'fraud', 'life-event', 'other'),
    until: fc.option(fc.integer({ min: 3, max: 400 }), { nil: undefined }),
    review: fc.option(fc.integer({ min: 3, max: 400 }), { nil: undefined }),
    words: fc.string({ minLength: 1, maxLength: 30 }),
  });
  const scopes: Scope[] = [{}, { channels: ['phone'] }, { channels: ['phone', 'email'], products: ['tv'] }];

  /** A support context held on these days for some causes; an issue has no scope, so with one there are flags alone. */
  function held(days: number[], causes: Cause[], scope: Scope): Context {
    const scene = new Scene();
    for (const [n, one] of causes.entries()) {
      const at = (MIDNIGHT - START + (days[n % days.length] ?? 0) * DAY + one.hour * HOUR) / 60_000;
      if (one.kind === 'issue' && Object.keys(scope).length === 0) {
        const stamp = scene.add({ kind: 'issue', words: one.words, ...(one.topic === undefined ? {} : { topic: one.topic }) }, { at, by: one.public ? VISITOR : ANA });
        if (one.taken) scene.add({ kind: 'step', step: 'note', words: one.words, issue: stamp }, { at: at + 1 });
      } else {
        const moments = Object.fromEntries(Object.entries({ until: one.until, review: one.review }).flatMap(([name, value]) => (value === undefined ? [] : [[name, MIDNIGHT + value * DAY]])));
        scene.add({ kind: 'flag', flag: one.flag, reason: one.reason, words: one.words, scope, ...moments }, { at, by: BEN });
      }
    }
    return scene.context;
  }

  const situation = fc.record({ days: fc.uniqueArray(fc.nat(1), { minLength: 1 }), scope: fc.constantFrom(...scopes), one: fc.array(cause, { minLength: 2, maxLength: 6 }), other: fc.array(cause, { minLength: 2, maxLength: 6 }) });
  const told = MIDNIGHT + 2 * DAY - 1;
  const bare = (holds: HoldForSales[]): string[] => [...new Set(holds.map(({ source: _, ...hold }) => JSON.stringify(hold)))].sort();

  it('as they leave support, and as a sales desk reads them at any later time, from anywhere', () => {
    fc.assert(
      fc.property(situation, fc.nat(20 * 24), fc.constantFrom({}, { channel: 'phone' }, { channel: 'letter' }, { product: 'tv' }), fc.boolean(), ({ days, scope, one, other }, hours, where, fresh) => {
        const [a, b] = [held(days, one, scope), held(days, other, scope)];
        expect(bare(holdsForSales(a, POLICY, told))).toEqual(bare(holdsForSales(b, POLICY, told)));
        const view = (context: Context): string => JSON.stringify(salesView('cus_1', heldOf(context, told), fresh, MIDNIGHT + hours * HOUR, where));
        expect(view(a)).toBe(view(b));
      }),
      { numRuns: 500 },
    );
  });

  it('and what sales reads has only these words: that it is held, since which day, where, and when to look again', () => {
    const scene = new Scene();
    scene.add({ kind: 'issue', words: 'My mother has died.', topic: 'bereavement', product: 'broadband', summary: 'Widow' }, { by: VISITOR });
    scene.add({ kind: 'flag', flag: 'bereavement', reason: 'bereavement', words: 'Her mother', until: day(300), review: day(30) });
    expect(salesView('cus_1', heldOf(scene.context, minute(5)), true, minute(5))).toEqual({
      customer: 'cus_1',
      pitch: 'held',
      hold: { from: '2026-11-21', until: null, review: '2026-11-28', scope: {} },
      due: Date.UTC(2026, 10, 28),
    });
  });
});

describe('what support tells sales', () => {
  it('is every hold that has not ended, in days', () => {
    fc.assert(
      fc.property(journal({ max: 40, weights: { issue: 3, flag: 3, resolved: 2, lowered: 2, linked: 1, undone: 2, step: 2 } }), fc.nat(60), (entries, when) => {
        const { context } = fold(entries, WHOSE);
        const now = START + when * 60_000;
        const told = holdsForSales(context, POLICY, now);
        const sources = new Set(told.map(({ source }) => source));
        for (const { stamp } of liveHolds(context, POLICY, now)) expect(sources.has(stamp)).toBe(true);
        for (const { from, until, review } of told) {
          expect([from, review]).toEqual(['2026-11-21', '2026-11-28']);
          expect(until).toBeNull();
        }
      }),
      { numRuns: 150 },
    );
  });

  it('is nothing once an issue is resolved, a flag lowered, or a claim has ended', () => {
    const scene = new Scene();
    const issue = scene.add({ kind: 'issue', words: 'x' });
    const flag = scene.add({ kind: 'flag', flag: 'do-not-pitch', reason: 'wish' });
    scene.add({ kind: 'issue', words: 'y' }, { by: VISITOR });
    expect(holdsForSales(scene.context, POLICY, minute(9))).toHaveLength(3);
    scene.add({ kind: 'resolved', answers: [issue] });
    scene.add({ kind: 'lowered', answers: [flag] });
    expect(holdsForSales(scene.context, POLICY, minute(9))).toHaveLength(1);
    expect(holdsForSales(scene.context, POLICY, day(3))).toHaveLength(0);
  });

  it('stands where somebody says a time that no calendar has', () => {
    const scene = new Scene();
    scene.add({ kind: 'issue', words: 'x' }, { at: (8_640_000_000_000_000 - START) / 60_000, clock: 1 });
    scene.add({ kind: 'flag', flag: 'do-not-pitch', reason: 'wish', from: 8_640_000_000_000_000 }, { clock: 2, at: 1 });
    for (const { from, review } of holdsForSales(scene.context, POLICY, START)) expect([from, review]).toEqual([expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/), expect.stringMatching(/^\d{4}-\d{2}-\d{2}$/)]);
  });
});

describe('what a sales desk reads', () => {
  const one = (more: Partial<HeldCause> = {}): HeldCause => ({ stamp: stampOf(START, 0, 0), cause: 'q', digests: [], from: '2026-11-21', until: null, review: '2026-11-28', scope: {}, ...more });
  const at = (text: string): number => Date.parse(text);

  it('is clear only while it is fresh; otherwise «not checked»; a hold stands either way', () => {
    expect(salesView('c', [], true, START)).toEqual({ customer: 'c', pitch: 'clear' });
    expect(salesView('c', [], false, START)).toEqual({ customer: 'c', pitch: 'not-checked' });
    expect([true, false].map((fresh) => salesView('c', [one()], fresh, START).pitch)).toEqual(['held', 'held']);
  });

  it('is held if any candidate is, and shows one hold: first day, last end, widest scope', () => {
    const held = [
      one({ from: '2026-11-20', until: '2026-11-25', scope: { channels: ['phone', 'chat'], products: ['tv'] } }),
      one({ from: '2026-11-18', until: '2026-11-30', review: '2026-11-24', scope: { channels: ['email', 'phone'], products: ['tv'] } }),
    ];
    expect(salesView('c', held, true, START).hold).toEqual({ from: '2026-11-18', until: '2026-11-30', review: '2026-11-24', scope: { channels: ['chat', 'email', 'phone'], products: ['tv'] } });
    expect(salesView('c', [...held, one()], true, START).hold).toMatchObject({ until: null, scope: {} });
    expect(salesView('c', held, true, START, { product: 'broadband' })).toEqual({ customer: 'c', pitch: 'clear' });
  });

  it('does not tell one hold from two alike', () => {
    const scope = { products: ['tv'], channels: ['phone', 'email', 'phone'] };
    const view = (...held: HeldCause[]): string => JSON.stringify(salesView('c', held, true, START));
    expect(view(one({ scope }))).toBe(view(one({ scope }), one({ scope, cause: 'r' })));
  });

  it('goes by whole days: the last day is held to its end', () => {
    const held = [one({ until: '2026-11-22' })];
    expect(['2026-11-20T23:59:59.999Z', '2026-11-21T00:00Z', '2026-11-22T23:59:59.999Z', '2026-11-23T00:00Z'].map((text) => salesView('c', held, true, at(text)).pitch)).toEqual(['clear', 'held', 'held', 'clear']);
  });

  it('names the moment when it changes by itself, and until then does not', () => {
    const days = fc.integer({ min: -12, max: 12 }).map((n) => new Date(MIDNIGHT + n * DAY).toISOString().slice(0, 10));
    const cause = fc.record({ from: days, until: fc.option(days), review: days, scope: fc.constantFrom<Scope[]>({}, { channels: ['phone'] }, { channels: ['email'] }) });
    fc.assert(
      fc.property(fc.array(cause, { maxLength: 4 }), fc.integer({ min: -300, max: 300 }), fc.nat(9999), (causes, hours, part) => {
        const held = causes.map((each, n) => one({ ...each, cause: `${n}` }));
        const now = MIDNIGHT + hours * HOUR;
        const view = salesView('c', held, true, now, { channel: 'phone' });
        const due = view.due ?? now + 100 * DAY;
        const between = now + Math.floor(((due - now) * part) / 10_000);
        for (const later of [between, due - 1]) expect(salesView('c', held, true, later, { channel: 'phone' })).toEqual(view);
        if (!held.some(({ scope }) => scope.channels?.[0] !== 'email')) expect(view.due).toBeUndefined();
      }),
      { numRuns: 500 },
    );
  });
});
