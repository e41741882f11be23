import { describe, expect, it } from 'vitest';
import { KINDS } from '../../src/model/entry.js';
import { SayOnceError } from '../../src/model/errors.js';
import { policyOf } from '../../src/model/policy-of.js';
import { classOf } from '../../src/model/policy.js';
import { POLICY } from '../../src/model/policy-built-in.js';
import { MAX_ENTRY, MAX_TEXT, parseDraft, parseEntry, parsePolicy } from '../../src/model/schema.js';
import { DRAFTS, MAY_BE_LEFT_OUT, SAMPLES } from './samples.js';
import { START } from './scene.js';

/** The refusal's code and message; `ok` where there is none. */
const refusal = (read: () => unknown): [string, string] => {
  try {
    read();
    return ['ok', ''];
  } catch (error) {
    if (!(error instanceof SayOnceError)) throw error;
    return [error.code, error.message];
  }
};
const code = (read: () => unknown): string => refusal(read)[0];
const without = (entry: object, key: string): object => Object.fromEntries(Object.entries(entry).filter(([name]) => name !== key));
const COMMON_OPTIONAL = ['channel', 'contact', 'chain', 'life'];

describe('every border lets in each kind, and refuses it with one field broken', () => {
  it('has a sample of every kind', () => {
    expect(SAMPLES.map(({ kind }) => kind).sort()).toEqual([...KINDS].sort());
  });

  it.each(SAMPLES.map((entry) => [entry.kind, entry] as const))('%s', (kind, entry) => {
    expect(parseEntry(entry)).toEqual(entry);
    for (const key of Object.keys(entry)) {
      const optional = [...COMMON_OPTIONAL, ...MAY_BE_LEFT_OUT[kind]].includes(key);
      expect([key, code(() => parseEntry(without(entry, key)))]).toEqual([key, optional ? 'ok' : 'bad-entry']);
      for (const broken of [Symbol('x'), null, [{}], { deep: { x: 1 } }, 1.5, '', true]) {
        if (key === 'seconds' && broken === 1.5) continue;
        if (['confirms', 'forget'].includes(key) && broken === true) continue;
        if (key === 'kind' && typeof broken === 'string') continue;
        if (['value', 'summary', 'outcome', 'words', 'because', 'note', 'readBack'].includes(key) && broken === '') continue;
        if (key === 'until' && kind === 'held' && broken === null) continue;
        expect([key, broken, code(() => parseEntry({ ...entry, [key]: broken }))]).toEqual([key, broken, 'bad-entry']);
      }
    }
  });

  it.each(DRAFTS.map((draft) => [draft.kind, draft] as const))('%s as a host hands it over, which names neither its author nor its stamp', (_, draft) => {
    expect(parseDraft(draft)).toEqual(draft);
    expect(parseDraft({ ...draft, channel: undefined })).toEqual(without(draft, 'channel'));
    expect(parseDraft(without(draft, 'at'))).toEqual(without(draft, 'at'));
    for (const given of ['stamp', 'customer', 'by', 'life', 'colour']) {
      expect(refusal(() => parseDraft({ ...draft, [given]: 1 }))).toEqual(['bad-entry', `What was given to record() is not one: ${given} is not known.`]);
    }
  });

  it('refuses texts that must say something and do not, and days that no calendar has', () => {
    const broken = (kind: string, fields: object): string => code(() => parseEntry({ ...SAMPLES.find((one) => one.kind === kind), ...fields }));
    expect([broken('issue', { words: '' }), broken('linked', { because: '' }), broken('told', { value: '' }), broken('issue', { summary: '' })]).toEqual(['bad-entry', 'bad-entry', 'ok', 'ok']);
    for (const day of ['2026-02-30', '2026-99-99', '26-01-01', '2026-11-21T00:00Z', '']) {
      for (const field of ['from', 'until', 'review']) expect(broken('held', { [field]: day })).toBe('bad-entry');
    }
    expect(broken('held', { until: null, from: '2028-02-29' })).toBe('ok');
    for (const at of [-1, 0.5, NaN, Infinity, 9e15]) expect(broken('asked', { at })).toBe('bad-entry');
    for (const e164 of ['442079460018', '+44 20', '+1234567890123456']) expect(broken('told', { e164 })).toBe('bad-entry');
  });

  it('refuses a scope that names no place: it would hold nowhere', () => {
    expect(code(() => parseDraft({ kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: { channels: [] } }))).toBe('bad-entry');
    expect(code(() => parseDraft({ kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: {} }))).toBe('ok');
  });

  it('keeps what a newer version added to a kind, and to its author', () => {
    const newer = { ...SAMPLES[0], mood: 'calm', by: { audience: 'support', id: 'rep-17', desk: 4 } };
    expect(parseEntry(newer)).toEqual(newer);
  });

  it('names the part that is wrong, and what would be right', () => {
    const [told] = SAMPLES;
    expect(refusal(() => parseEntry({ ...told, by: { audience: 'boss' } }))[1]).toContain('by.audience must be support or sales or customer');
    expect(refusal(() => parseEntry({ ...told, value: 7 }))[1]).toContain('value must be string');
  });
});

describe('an unknown kind is carried untouched', () => {
  const later = { ...SAMPLES[2], kind: 'dreamt', fact: 7, dream: { of: ['electric', { sheep: null }] }, answers: 'none' };

  it('with what all entries have, checked; and whatever else it holds, not', () => {
    expect(parseEntry(later)).toEqual(later);
    for (const key of ['stamp', 'customer', 'at', 'by']) expect(code(() => parseEntry(without(later, key)))).toBe('bad-entry');
    for (const kind of ['', 'x'.repeat(201), 7, null, undefined]) expect(code(() => parseEntry({ ...later, kind }))).not.toBe('ok');
  });

  it('but a host records only kinds that this version knows', () => {
    const [refused, why] = refusal(() => parseDraft({ kind: 'dreamt', dream: 'x' }));
    expect(refused).toBe('bad-entry');
    expect([...KINDS].filter((kind) => !why.includes(kind))).toEqual([]);
    expect(why).toContain('«dreamt»');
    for (const kind of [undefined, 5, null]) expect(code(() => parseDraft({ kind }))).toBe('bad-entry');
  });
});

describe('what is too large is refused by that name', () => {
  const [told] = SAMPLES;
  it.each([
    ['one text', { ...told, value: 'x'.repeat(MAX_TEXT + 1) }],
    ['a name', { ...told, fact: 'x'.repeat(201) }],
    ['all of it', { ...told, note: 'x'.repeat(MAX_ENTRY) }],
    ['a text that grows as JSON', { ...told, value: '\u0000'.repeat(MAX_TEXT / 2) }],
  ])('%s', (_, entry) => {
    expect(code(() => parseEntry(entry))).toBe('too-large');
  });

  it('while a text of just the limit passes', () => {
    expect(code(() => parseEntry({ ...told, value: 'x'.repeat(MAX_TEXT) }))).toBe('ok');
    expect(code(() => parseDraft({ kind: 'issue', words: 'x'.repeat(MAX_TEXT + 1) }))).toBe('too-large');
  });
});

describe('a policy is the host’s JSON', () => {
  it('any part may be left out; the built-in one passes its own gate', () => {
    expect(parsePolicy({})).toEqual({});
    expect(parsePolicy(POLICY)).toEqual(POLICY);
    expect(policyOf(parsePolicy(POLICY))).toEqual(POLICY);
    expect(parsePolicy({ region: undefined, sales: { freshHours: undefined } })).toStrictEqual({ sales: {} });
  });

  it.each<[unknown, string]>([
    [{ actions: { refund: { level: 'sure' } } }, 'actions.refund.level'],
    [{ actions: { refund: { level: 'strong', proof: [] } } }, 'actions.refund.proof'],
    [{ facts: { account: { staleDays: -1 } } }, 'facts.account.staleDays'],
    [{ colour: 'amber' }, 'colour is not known'],
    [{ holds: { boredom: true } }, 'holds'],
    [{ sayFirst: [{ when: {}, say: '' }] }, 'sayFirst.0.say'],
    [{ offers: [{ offer: 'Waive it.', when: { topics: 'x' } }] }, 'offers.0.when.topics'],
    [{ circumstances: [{ id: 'storm', label: 'Storm', fact: 'postal-code', from: 0 }] }, 'circumstances.0.until'],
    [{ region: 'gb' }, 'region'],
    [{ provisionalDays: NaN }, 'provisionalDays'],
    [{ version: 2 }, 'version'],
    [{ sales: { reviewDays: '7' } }, 'sales.reviewDays'],
  ])('%j is refused, naming the part', (policy, part) => {
    const [refused, message] = refusal(() => parsePolicy(policy));
    expect([refused, message]).toEqual(['bad-policy', expect.stringContaining(part)]);
  });

  it('is laid over the built-in one: tables joined, lists replaced', () => {
    const policy = policyOf({ sales: { reviewDays: 30 }, holds: { other: false }, actions: { greet: { level: 'none' } }, sayFirst: [], retention: { device: 1 }, provisionalDays: 5 });
    expect(policy.sales).toEqual({ ...POLICY.sales, reviewDays: 30 });
    expect(policy.holds).toEqual({ ...POLICY.holds, other: false });
    expect(Object.keys(policy.actions)).toEqual([...Object.keys(POLICY.actions), 'greet']);
    expect([policy.sayFirst, policy.retention.device, policy.retention.person, policy.provisionalDays, policy.region]).toEqual([[], 1, 730, 5, 'GB']);
    expect(policyOf()).toEqual(POLICY);
  });

  it('takes nothing from a fact by naming it, and knows facts in any usual spelling', () => {
    const policy = policyOf({
      facts: { 'Account number': { label: 'Kundennummer' }, phone: { staleDays: 30 }, colour: { class: 'issue' } },
      actions: { refund: { level: 'verified', proofs: ['zip'] } },
      circumstances: [{ id: 'storm', label: 'Storm', fact: 'zip', from: 0, until: START }],
    });
    expect(policy.facts['account']).toEqual({ identifier: true, identity: true, label: 'Kundennummer' });
    expect(policy.facts['tel']).toEqual({ identifier: true, staleDays: 30 });
    expect([policy.actions['refund']?.proofs, policy.circumstances[0]?.fact]).toEqual([['postal-code'], 'postal-code']);
    expect([classOf(policy, 'colour', 'person'), classOf(policy, 'order'), classOf(policy, 'size', 'issue'), classOf(policy, 'size'), classOf(policy, 'constructor')]).toEqual(['issue', 'issue', 'issue', 'person', 'person']);
    expect(POLICY.facts['account']).toEqual({ identifier: true, identity: true });
  });
});
