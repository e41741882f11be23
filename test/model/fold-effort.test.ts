import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/model/entry.js';
import { Scene, VISITOR } from './scene.js';

const told = (contact: string | undefined, value = '4821-77', more: Partial<Extract<Draft, { kind: 'told' }>> = {}): Draft => ({ kind: 'told', fact: 'account', value, ...(contact === undefined ? {} : { contact }), ...more });

const effort = (...drafts: Draft[]): Record<string, number> => {
  const scene = new Scene();
  for (const draft of drafts) scene.add(draft);
  const { context } = scene;
  const { repeats, avoided } = context.effort;
  expect(context.recent.reduce((sum, one) => sum + one.repeats, 0)).toBe(repeats);
  expect(context.recent.reduce((sum, one) => sum + one.avoided, 0)).toBe(avoided);
  return { repeats, avoided };
};

describe('repeats are counted, never estimated', () => {
  it('the same fact with the same value in another contact is a repeat', () => {
    expect(effort(told('c1'), told('c2'))).toEqual({ repeats: 1, avoided: 0 });
    expect(effort(told('c1'), told('c2', '4821 77'))).toEqual({ repeats: 1, avoided: 0 });
  });

  it('a transfer is another contact of the same chain', () => {
    expect(effort(told('c1', '4821-77', { chain: 'k' }), told('c2', '4821-77', { chain: 'k' }))).toEqual({ repeats: 1, avoided: 0 });
  });

  it('another value, the same contact, a correction, a confirmation, or no contact is none', () => {
    expect(effort(told('c1'), told('c2', '9001-13'))).toEqual({ repeats: 0, avoided: 0 });
    expect(effort(told('c1'), told('c1'))).toEqual({ repeats: 0, avoided: 0 });
    expect(effort(told('c1'), told('c2', '4821-77', { confirms: true }))).toEqual({ repeats: 0, avoided: 0 });
    expect(effort(told('c1'), told(undefined))).toEqual({ repeats: 0, avoided: 0 });
    const scene = new Scene();
    const first = scene.add(told('c1'));
    scene.add(told('c2', '4821-77', { answers: [first] }));
    const wrong = scene.add(told('c3', '4821-78'));
    scene.add(told('c3', '4821-77', { answers: [wrong] }));
    expect(scene.context.effort.repeats).toBe(0);
  });

  it('once for each fact and contact', () => {
    expect(effort(told('c1'), told('c2'), told('c2'), told('c2'))).toEqual({ repeats: 1, avoided: 0 });
    expect(effort(told('c1'), told('c2'), told('c3'))).toEqual({ repeats: 2, avoided: 0 });
    const facts = Array.from({ length: 12 }, (_, n) => `fact-${n}`);
    const all = (contact: string): Draft[] => facts.map((fact) => ({ kind: 'told', fact, value: 'x', contact }));
    const asked: Draft[] = facts.map((fact) => ({ kind: 'asked', fact, contact: 'c2' }));
    expect(effort(...all('c1'), ...all('c2'), ...all('c2'), ...asked, ...asked)).toEqual({ repeats: 12, avoided: 0 });
  });

  it('being asked is a repeat, once with the telling that answers it', () => {
    expect(effort(told('c1'), { kind: 'asked', fact: 'account', contact: 'c2' })).toEqual({ repeats: 1, avoided: 0 });
    expect(effort(told('c1'), { kind: 'asked', fact: 'Account number', contact: 'c2' }, told('c2'))).toEqual({ repeats: 1, avoided: 0 });
    expect(effort({ kind: 'asked', fact: 'account', contact: 'c2' }, { kind: 'asked', fact: 'email', contact: 'c2' })).toEqual({ repeats: 2, avoided: 0 });
  });

  it('a known value used instead of asked is a repeat avoided', () => {
    expect(effort(told('c1'), { kind: 'used', fact: 'account', contact: 'c2' })).toEqual({ repeats: 0, avoided: 1 });
  });

  it('also for what belongs to an issue: the order number, told again about the same parcel', () => {
    const scene = new Scene();
    const issue = scene.add({ kind: 'issue', words: 'Where is my parcel?', contact: 'form-1' }, { by: VISITOR });
    scene.add({ kind: 'told', fact: 'order', value: 'A-1', class: 'issue', contact: 'form-1' }, { by: VISITOR });
    scene.add({ kind: 'told', fact: 'order', value: 'A-1', class: 'issue', issue, contact: 'call-2' });
    expect(scene.context.effort.repeats).toBe(1);
    scene.add({ kind: 'told', fact: 'order', value: 'A-1', class: 'issue', contact: 'call-3' });
    scene.add({ kind: 'issue', words: 'And now it is broken.', contact: 'call-3' });
    expect(scene.context.effort.repeats).toBe(1);
  });

  it('says in which contact what was repeated', () => {
    const scene = new Scene();
    scene.add(told('c1'));
    scene.add(told('c2'));
    expect(scene.context.recent.map(({ id, repeats, again }) => [id, repeats, again])).toEqual([['c2', 1, ['account']], ['c1', 0, undefined]]);
  });
});

describe('effort: contacts, transfers, waiting', () => {
  const began = (contact: string, chain: string): Draft => ({ kind: 'contact', phase: 'began', contact, chain });

  it('counts contacts, and those of the same chain as transfers', () => {
    const scene = new Scene();
    for (const [contact, chain] of [['c1', 'k1'], ['c2', 'k1'], ['c3', 'k1'], ['c4', 'k2'], ['c1', 'k1']] as const) scene.add(began(contact, chain));
    scene.add({ kind: 'handoff', offer: 'o', state: 'offered', contact: 'c4', chain: 'k2' });
    scene.add({ kind: 'told', fact: 'account', value: '1' });
    expect(scene.context.effort).toMatchObject({ contacts: 4, transfers: 2 });
  });

  it('counts seconds waited, and how long a contact took: as recorded, else as it was', () => {
    const scene = new Scene();
    scene.add(began('c1', 'k1'), { at: 0 });
    scene.add({ kind: 'contact', phase: 'waited', seconds: 90, contact: 'c1', chain: 'k1' }, { at: 2 });
    scene.add({ kind: 'contact', phase: 'waited', seconds: 30, contact: 'c1', chain: 'k1' }, { at: 3 });
    scene.add({ kind: 'contact', phase: 'ended', contact: 'c1', chain: 'k1' }, { at: 5 });
    scene.add({ kind: 'contact', phase: 'ended', seconds: 12, contact: 'c2' }, { at: 6 });
    expect(scene.context.effort.waited).toBe(120);
    expect(scene.context.recent).toMatchObject([{ id: 'c2', seconds: 12, ended: true }, { id: 'c1', seconds: 300, waited: 120, ended: true }]);
  });

  it('shows what each interaction was about, and nothing of entries about the record itself', () => {
    const scene = new Scene();
    const issue = scene.add({ kind: 'issue', words: 'It is dead.', contact: 'c1', channel: 'web-form' }, { by: VISITOR });
    scene.add({ kind: 'felt', felt: 'ignored', contact: 'c1' }, { by: VISITOR });
    scene.add({ kind: 'step', step: 'note', words: 'Reset the line.', contact: 'c2', channel: 'phone', issue });
    scene.add({ kind: 'resolved', answers: [issue], contact: 'c2' });
    scene.add({ kind: 'revealed', fact: 'account', contact: 'c3' });
    scene.add({ kind: 'overridden', because: 'They asked.', contact: 'c4' });
    expect(scene.context.recent).toMatchObject([
      { id: 'c2', channel: 'phone', note: 'Reset the line.', resolved: true, by: { label: 'Ana' } },
      { id: 'c1', channel: 'web-form', issue, felt: 'ignored', by: VISITOR },
    ]);
    expect(scene.context.recent).toHaveLength(2);
  });
});
