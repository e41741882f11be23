import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/model/entry.js';
import { fold } from '../../src/model/fold.js';
import { journal, WHOSE } from './generate.js';
import { ANA, MENU, minute, Scene, VISITOR } from './scene.js';

const told = (fact: string, value: string, more: Partial<Extract<Draft, { kind: 'told' }>> = {}): Draft => ({ kind: 'told', fact, value, ...more });

describe('a fact keeps its former values until the customer confirms', () => {
  it('shows two that disagree, newest first, each with who said it, where and when', () => {
    const scene = new Scene();
    scene.add(told('email', 'ruth@old.example', { channel: 'phone', contact: 'call-1', chain: 'chain-1' }), { at: 1 });
    scene.add(told('email', 'ruth@new.example', { channel: 'web-form', contact: 'form-1' }), { by: VISITOR, at: 5 });
    expect(scene.context.facts).toMatchObject([
      {
        fact: 'email',
        class: 'person',
        values: [
          { value: 'ruth@new.example', at: minute(5), since: minute(5), by: VISITOR, channel: 'web-form', contact: 'form-1', standing: 'claimed' },
          { value: 'ruth@old.example', at: minute(1), by: ANA, channel: 'phone', contact: 'call-1', chain: 'chain-1' },
        ],
      },
    ]);
  });

  it('newest goes by when it was said, not by when it arrived or was stamped', () => {
    const scene = new Scene();
    scene.add(told('email', 'said last'), { at: 50, clock: 1 });
    scene.add(told('email', 'said first'), { at: 2, clock: 90 });
    expect(scene.values('email')).toEqual(['said last', 'said first']);
  });

  it('lets the former ones go when the customer confirms one, and keeps what is said after', () => {
    const scene = new Scene();
    scene.add(told('email', 'a@example.com'));
    scene.add(told('email', 'b@example.com'));
    scene.add(told('email', 'a@example.com', { confirms: true }));
    expect(scene.values('email')).toEqual(['a@example.com']);
    scene.add(told('email', 'c@example.com'));
    expect(scene.values('email')).toEqual(['c@example.com', 'a@example.com']);
  });

  it('a confirmed confirmation lets go of confirmed values too', () => {
    const call = { contact: 'call-1', chain: 'chain-1' };
    const scene = new Scene();
    scene.add({ kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: minute(60), ...call });
    scene.add(told('email', 'a@example.com', call));
    scene.add(told('email', 'b@example.com', { ...call, confirms: true }));
    expect(scene.values('email')).toEqual(['b@example.com']);
  });

  it('takes another spelling for the same value, and another name for the same fact', () => {
    const scene = new Scene();
    scene.add(told('account', '4821-77'), { at: 1 });
    scene.add(told('Account number', '4821 77'), { at: 2 });
    scene.add(told('phone', '020 7946 0018', { e164: '+442079460018' }), { at: 3 });
    scene.add(told('tel', '+44 20 7946 0018', { e164: '+442079460018' }), { at: 4 });
    expect(scene.context.facts.map(({ fact, values }) => [fact, values.length, values[0]?.value, values[0]?.since])).toEqual([
      ['account', 1, '4821 77', minute(1)],
      ['tel', 1, '+44 20 7946 0018', minute(3)],
    ]);
  });

  it('withdrawn by its customer, it is gone; the other source stays', () => {
    const scene = new Scene();
    scene.add(told('email', 'menu@example.com'), { by: MENU });
    const mine = scene.add(told('email', 'mine@example.com'), { by: VISITOR });
    scene.add({ kind: 'withdrawn', answers: [mine] }, { by: VISITOR });
    expect(scene.values('email')).toEqual(['menu@example.com']);
  });

  it('whatever the journal: facts by name, values newest first, none twice, and none that nobody said', () => {
    fc.assert(
      fc.property(journal({ max: 80, spread: 20 }), (entries) => {
        const said = new Map(entries.filter(({ kind }) => kind === 'told').map((entry) => [entry.stamp, entry]));
        const { facts } = fold(entries, WHOSE).context;
        expect(facts.map(({ fact }) => fact)).toEqual(facts.map(({ fact }) => fact).sort());
        for (const { values } of facts) {
          expect(values.length).toBeGreaterThan(0);
          for (const [index, value] of values.entries()) {
            expect(said.get(value.stamp)).toMatchObject({ at: value.at, by: value.by });
            expect(value.since).toBeLessThanOrEqual(value.at);
            expect(value.at).toBeLessThanOrEqual(values[index - 1]?.at ?? Infinity);
            expect(values.filter((other) => other.value === value.value)).toHaveLength(1);
          }
        }
      }),
      { numRuns: 150 },
    );
  });
});

describe('a fact of class «issue» belongs to its issue', () => {
  const order = (more: Partial<Extract<Draft, { kind: 'told' }>> = {}): Draft => told('order', 'A-1', { class: 'issue', ...more });

  it('whether it was said before the issue, after it, by name or in the same contact; and goes with it', () => {
    const scene = new Scene();
    scene.add(order({ contact: 'form-1' }));
    const issue = scene.add({ kind: 'issue', words: 'Where is my parcel?', contact: 'form-1' }, { by: VISITOR });
    scene.add(told('colour', 'red', { class: 'issue', contact: 'form-1' }));
    scene.add(told('size', '9', { class: 'issue', contact: 'call-2', issue }));
    scene.add(told('street', 'elsewhere', { class: 'issue', contact: 'call-3' }));
    expect(scene.context.facts).toEqual([]);
    expect(scene.context.issues[0]?.facts.map(({ fact }) => fact)).toEqual(['colour', 'order', 'size']);
    scene.add({ kind: 'resolved', answers: [issue] });
    expect(JSON.stringify(scene.context)).not.toContain('A-1');
  });

  it('is not carried to the next issue', () => {
    const scene = new Scene();
    scene.add({ kind: 'issue', words: 'One', contact: 'form-1' });
    scene.add(order({ contact: 'form-1' }));
    scene.add({ kind: 'issue', words: 'Two', contact: 'form-2' });
    expect(scene.context.issues.map(({ facts }) => facts.length)).toEqual([1, 0]);
  });
});

describe('steps go to their issue', () => {
  it('the one named, else the newest of the contact, else the only one; else nowhere', () => {
    const scene = new Scene();
    const one = scene.add({ kind: 'issue', words: 'One', contact: 'call-1' }, { by: VISITOR });
    scene.add({ kind: 'step', step: 'note', words: 'the only one', contact: 'call-9' }, { by: VISITOR });
    expect(scene.context.issues[0]?.standing).toBe('claimed');
    scene.add({ kind: 'issue', words: 'Two', contact: 'call-1' }, { by: VISITOR });
    scene.add({ kind: 'step', step: 'note', words: 'the newest', contact: 'call-1' });
    scene.add({ kind: 'step', step: 'note', words: 'the named', issue: one });
    scene.add({ kind: 'step', step: 'note', words: 'nowhere', contact: 'call-9' });
    expect(scene.context.issues.map(({ words, standing, steps }) => [words, standing, steps.map((step) => step.words)])).toEqual([
      ['One', 'confirmed', ['the only one', 'the named']],
      ['Two', 'confirmed', ['the newest']],
    ]);
  });
});

describe('a hand-off goes forward only', () => {
  it('whatever order its news come in, and keeps what was said at its start', () => {
    const scene = new Scene();
    scene.add({ kind: 'handoff', offer: 'o', state: 'accepted', readBack: 'Her bill is wrong.' }, { at: 3 });
    scene.add({ kind: 'handoff', offer: 'o', state: 'offered', to: 'billing', note: 'Please call.' }, { at: 1 });
    scene.add({ kind: 'handoff', offer: 'o', state: 'expired' }, { at: 9 });
    expect(scene.context.handoffs).toMatchObject([{ offer: 'o', state: 'accepted', to: 'billing', note: 'Please call.', readBack: 'Her bill is wrong.' }]);
  });

  it('who took it first has it, and a second one comes to light', () => {
    const scene = new Scene();
    scene.add({ kind: 'handoff', offer: 'o', state: 'accepted' }, { at: 3, by: { audience: 'support', id: 'rep-5', label: 'Cara' } });
    scene.add({ kind: 'handoff', offer: 'o', state: 'accepted', confirmed: ['Checked.'] }, { at: 2, by: { audience: 'support', id: 'rep-4', label: 'Ben' } });
    scene.add({ kind: 'handoff', offer: 'o', state: 'offered', team: 'billing', until: 9 }, { at: 1, by: { audience: 'support', id: 'rep-17', label: 'Ana' } });
    expect(scene.context.handoffs).toMatchObject([{ by: { label: 'Ben' }, from: { label: 'Ana' }, team: 'billing', until: 9, confirmed: ['Checked.'], also: [{ label: 'Cara' }] }]);
  });

  it('who says a thousand times that they took it too is named once', () => {
    const scene = new Scene();
    scene.add({ kind: 'handoff', offer: 'o', state: 'accepted' }, { at: 1, by: { audience: 'support', id: 'rep-4', label: 'Ben' } });
    for (let at = 2; at < 1_002; at++) scene.add({ kind: 'handoff', offer: 'o', state: 'accepted' }, { at, by: { audience: 'support', id: 'eve' } });
    expect(scene.context.handoffs[0]?.also).toHaveLength(1);
  });
});
