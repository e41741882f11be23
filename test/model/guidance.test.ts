import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/model/context.js';
import type { Checked, Draft } from '../../src/model/entry.js';
import { fold } from '../../src/model/fold.js';
import { type Asking, guide } from '../../src/model/guidance.js';
import { policyOf } from '../../src/model/policy-of.js';
import type { PolicyInput } from '../../src/model/policy.js';
import { journal, WHOSE } from './generate.js';
import { ANA, day, MENU, minute, SAM, Scene, START, VISITOR } from './scene.js';

const POLICY = policyOf();
const HERE: Asking = { now: minute(20), chain: 'chain-1' };
const CHAIN = { contact: 'call-1', chain: 'chain-1', channel: 'phone' };
const check = (level: Checked['level'], more: Partial<Checked> = {}): Draft => ({ kind: 'checked', method: 'otp-sms', level, goodFor: ['*'], until: minute(120), ...CHAIN, ...more });
const contextOf = (...drafts: Draft[]): Context => {
  const scene = new Scene();
  for (const draft of drafts) scene.add(draft);
  return scene.context;
};
const missing = (context: Context, action: string, asking: Asking = HERE, policy: PolicyInput = {}): unknown => guide(context, policyOf(policy), { ...asking, action }).missing;

describe('the proof still missing for an action', () => {
  it('is a check of the level it needs', () => {
    expect(missing(contextOf(), 'billing')).toEqual([{ check: 'verified' }]);
    expect(missing(contextOf(check('verified')), 'billing')).toEqual([]);
    expect(missing(contextOf(check('verified')), 'change-bank')).toEqual([{ check: 'strong' }]);
    expect(missing(contextOf(check('strong')), 'change-bank')).toEqual([]);
  });

  it('is nothing where no action was named, or none that the policy knows', () => {
    expect(guide(contextOf(), POLICY, HERE).missing).toEqual([]);
    for (const action of ['small-talk', 'constructor', '__proto__', 'toString']) expect(missing(contextOf(), action)).toEqual([{ check: 'strong' }]);
  });

  it('counts a receipt for what it is good for, and no more', () => {
    const context = contextOf(check('verified', { goodFor: ['refund'] }));
    expect(missing(context, 'billing')).toEqual([{ check: 'verified' }]);
    expect(missing(context, 'refund')).toEqual([{ fact: 'last-bill-amount' }]);
  });

  it('asks for the facts that must be said in this contact, said to support', () => {
    const bill = (more: object): Draft => ({ kind: 'told', fact: 'last-bill-amount', value: '31.40', ...CHAIN, ...more });
    expect(missing(contextOf(check('verified'), bill({})), 'refund')).toEqual([]);
    expect(missing(contextOf(check('verified'), bill({ chain: 'chain-2' })), 'refund')).toEqual([{ fact: 'last-bill-amount' }]);
    const scene = new Scene();
    scene.add(check('verified'));
    scene.add(bill({}), { by: VISITOR });
    expect(missing(scene.context, 'refund')).toEqual([{ fact: 'last-bill-amount' }]);
  });

  it('asks for no check where an action needs none', () => {
    const actions = { greet: { level: 'none' as const }, 'read-back': { level: 'none' as const, proofs: ['account'] } };
    expect(missing(contextOf(), 'greet', HERE, { actions })).toEqual([]);
    expect(missing(contextOf(), 'read-back', HERE, { actions })).toEqual([{ fact: 'account' }]);
  });
});

describe('a receipt counts in its own chain, until it expires', () => {
  it('in another chain, or without one, it is history and satisfies nothing', () => {
    const context = contextOf(check('strong'));
    for (const asking of [{ now: HERE.now, chain: 'chain-2' }, { now: HERE.now }]) {
      const { receipts, level } = guide(context, POLICY, asking);
      expect([receipts.length, receipts[0]?.good, level]).toEqual([1, false, 'none']);
      expect(missing(context, 'billing', asking)).toEqual([{ check: 'verified' }]);
    }
    const loose = contextOf({ kind: 'checked', method: 'otp-sms', level: 'strong', goodFor: ['*'], until: minute(120) });
    expect(guide(loose, POLICY, { now: HERE.now }).level).toBe('none');
  });

  it('ends at its own time, and at the policy’s minutes at the latest', () => {
    const soon = contextOf(check('verified', { until: minute(10) }));
    expect(missing(soon, 'billing', { ...HERE, now: minute(10) - 1 })).toEqual([]);
    expect(missing(soon, 'billing', { ...HERE, now: minute(10) })).toEqual([{ check: 'verified' }]);
    const long = contextOf(check('verified'));
    expect(guide(long, POLICY, { ...HERE, now: minute(31) - 1 })).toMatchObject({ level: 'verified', due: minute(31) });
    expect(guide(long, POLICY, { ...HERE, now: minute(31) }).level).toBe('none');
    expect(guide(long, policyOf({ receiptMinutes: 60 }), { ...HERE, now: minute(31) }).level).toBe('verified');
  });

  it('is not there once it was undone', () => {
    const scene = new Scene();
    const receipt = scene.add(check('strong'));
    scene.add({ kind: 'undone', answers: [receipt] });
    expect(guide(scene.context, POLICY, HERE)).toMatchObject({ receipts: [], level: 'none' });
  });
});

describe('invariant 5: a number that matched is never «verified»', () => {
  it('whatever the journal: the level is one that support proved in this chain, and `matched` satisfies nothing that needs more', () => {
    let proven = 0;
    fc.assert(
      fc.property(journal({ max: 40, weights: { checked: 6, told: 2, undone: 1 } }), fc.nat(40), fc.nat(2), (entries, when, chain) => {
        const asking = { now: START + when * 60_000, chain: `chain-${chain}`, action: 'billing' };
        const { level, missing: lacks } = guide(fold(entries, WHOSE).context, POLICY, asking);
        const proofs = entries.filter((entry): entry is Checked => entry.kind === 'checked' && entry.by.audience === 'support' && entry.chain === asking.chain && entry.at <= asking.now && (entry as Checked).until > asking.now);
        if (level !== 'none') expect(proofs.map((one) => one.level)).toContain(level);
        if (level === 'none' || level === 'matched') expect(lacks).toEqual([{ check: 'verified' }]);
        else proven += 1;
      }),
      { numRuns: 300 },
    );
    expect(proven).toBeGreaterThan(10);
  });
});

describe('what need not be asked again', () => {
  const known = (context: Context, now = HERE.now): Record<string, string> => {
    const { dontAsk, doubleCheck } = guide(context, POLICY, { now });
    return Object.fromEntries([...dontAsk.map(({ fact }) => [fact, 'known']), ...doubleCheck.map(({ fact, doubt }) => [fact, doubt])]) as Record<string, string>;
  };
  const told = (fact: string, value = 'x', more: object = {}): Draft => ({ kind: 'told', fact, value, ...more });

  it('is what was told; an identity question only once it is confirmed', () => {
    expect(known(contextOf(told('account'), told('preferred-time')))).toEqual({ account: 'claimed', 'preferred-time': 'known' });
    expect(known(contextOf(check('verified'), told('account', 'x', CHAIN)))).toEqual({ account: 'known' });
    expect(known(contextOf(check('matched'), told('account', 'x', CHAIN)))).toEqual({ account: 'claimed' });
  });

  it('is asked gently where two sources disagree, newest first', () => {
    const context = contextOf(check('verified'), told('account', 'old', CHAIN), told('account', 'new', CHAIN));
    expect(known(context)).toEqual({ account: 'disagree' });
    expect(guide(context, POLICY, HERE).doubleCheck[0]?.value.value).toBe('new');
    expect(known(contextOf(told('preferred-time', 'a'), told('preferred-time', 'b'), told('preferred-time', 'b', { confirms: true })))).toEqual({ 'preferred-time': 'known' });
  });

  it('is asked gently once it is old, from the day the policy says', () => {
    const context = contextOf(told('tel', '020 7946 0018'));
    expect(known(context, minute(1) + 730 * 86_400_000)).toEqual({ tel: 'stale' });
    expect(known(context, minute(1) + 730 * 86_400_000 - 1)).toEqual({ tel: 'known' });
  });

  it('is nothing that belongs to an issue, or that was withdrawn', () => {
    const scene = new Scene();
    const mine = scene.add(told('preferred-time'), { by: VISITOR });
    scene.add({ kind: 'issue', words: 'Where is it?', contact: 'c' });
    scene.add(told('order', 'A-1', { class: 'issue', contact: 'c' }));
    scene.add({ kind: 'withdrawn', answers: [mine] }, { by: VISITOR });
    expect(known(scene.context)).toEqual({});
  });
});

describe('a context names the moment its next derived change falls due', () => {
  const storm = { id: 'storm', label: 'Storm', fact: 'postal-code', startsWith: ['LS'], from: minute(7), until: minute(33) };
  const policy = policyOf({ circumstances: [storm], offers: [{ offer: 'Waive it.', when: { circumstance: 'storm' }, from: minute(11), until: minute(29) }], facts: { email: { staleDays: 0.01 } }, holds: { bereavement: false } });

  it('and until then nothing changes by itself', () => {
    let changed = 0;
    fc.assert(
      fc.property(journal({ max: 20 }), fc.nat(60), fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true }), (entries, when, part) => {
        const { context } = fold(entries, WHOSE);
        const asking = { now: START + when * 60_000, chain: 'chain-0', action: 'billing' };
        const guidance = guide(context, policy, asking);
        const due = guidance.due ?? asking.now + 400 * 86_400_000;
        expect(due).toBeGreaterThan(asking.now);
        const between = asking.now + Math.floor((due - asking.now) * part);
        for (const now of [between, Math.ceil(due) - 1]) expect(guide(context, policy, { ...asking, now })).toEqual(guidance);
        if (JSON.stringify(guide(context, policy, { ...asking, now: due })) !== JSON.stringify(guidance)) changed += 1;
      }),
      { numRuns: 400 },
    );
    expect(changed).toBeGreaterThan(200);
  });

  it('among them a promise, a review, the end of a hold', () => {
    const scene = new Scene();
    const issue = scene.add({ kind: 'issue', words: 'It is dead.' }, { by: ANA, at: 1 });
    scene.add({ kind: 'step', step: 'promised', words: 'I call you.', issue, due: minute(50) }, { by: MENU });
    scene.add({ kind: 'flag', flag: 'life-event', reason: 'other', until: minute(70), review: minute(60) }, { by: SAM });
    scene.add({ kind: 'flag', flag: 'life-event', reason: 'other', until: minute(70), review: minute(60) });
    const moments: number[] = [];
    for (let now: number | undefined = HERE.now; now !== undefined; now = guide(scene.context, POLICY, { now }).due) moments.push(now);
    expect(moments).toEqual([HERE.now, minute(50), minute(60), minute(70), minute(1) + day(7) - START]);
  });
});
