import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { fold } from '../../src/model/fold.js';
import { customerView } from '../../src/model/views.js';
import { journal, WHOSE } from './generate.js';
import { ANA, BEN, MENU, minute, Scene, VISITOR } from './scene.js';

describe('what the customer may know of their own context', () => {
  it('is what is known of them and where from, their words, and their wish', () => {
    const scene = new Scene();
    const account = scene.add({ kind: 'told', fact: 'account', value: '4821-77', channel: 'ivr', contact: 'call-1', chain: 'chain-1' }, { by: MENU, at: 1 });
    const email = scene.add({ kind: 'told', fact: 'email', value: 'ruth@example.com' }, { by: VISITOR, at: 2 });
    const issue = scene.add({ kind: 'issue', words: 'Was her service cancelled?', channel: 'web-form' }, { by: VISITOR, at: 3 });
    scene.add({ kind: 'asked', fact: 'account', contact: 'call-2' }, { at: 4 });
    expect(customerView(scene.context)).toEqual({
      customer: 'cus_1',
      facts: [
        { fact: 'account', class: 'person', value: '4821-77', at: minute(1), since: minute(1), stamp: account, standing: 'claimed', mine: false, channel: 'ivr' },
        { fact: 'email', class: 'person', value: 'ruth@example.com', at: minute(2), since: minute(2), stamp: email, standing: 'claimed', mine: true },
      ],
      issues: [{ stamp: issue, at: minute(3), words: 'Was her service cancelled?', mine: true, channel: 'web-form', facts: [] }],
      wish: false,
      repeats: 1,
    });
  });

  it('also their wish not to be called, however it was noted, and no other flag', () => {
    for (const [flag, reason, wish] of [['do-not-pitch', 'wish', true], ['support-need', 'wish', true], ['do-not-pitch', 'fraud', false], ['bereavement', 'bereavement', false]] as const) {
      const scene = new Scene();
      scene.add({ kind: 'flag', flag, reason, words: 'SECRET' });
      const view = customerView(scene.context);
      expect(view.wish).toBe(wish);
      expect(JSON.stringify(view)).not.toMatch(/SECRET|bereavement|fraud|support-need/);
    }
  });

  it('holds no summary, topic, note, link, receipt or hand-off, and no name of staff', () => {
    const scene = new Scene();
    const issue = scene.add({ kind: 'issue', words: 'My line is dead.', topic: 'fraud', summary: 'Difficult customer' }, { by: BEN });
    scene.add({ kind: 'step', step: 'note', words: 'Shouts a lot', issue });
    scene.add({ kind: 'linked', with: 'prov_9', because: 'same voice' });
    scene.add({ kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: minute(60), chain: 'chain-1' });
    scene.add({ kind: 'handoff', offer: 'offer-1', state: 'offered', to: 'billing', note: 'Beware' }, { by: ANA });
    scene.add({ kind: 'felt', felt: 'furious' });
    expect(JSON.stringify(customerView(scene.context))).not.toMatch(/Ana|Ben|rep-|fraud|Difficult|Shouts|prov_9|voice|otp|offer|billing|Beware|furious/);
  });

  it('whatever the journal', () => {
    fc.assert(
      fc.property(journal({ max: 80, spread: 20 }), (entries) => {
        const { context } = fold(entries, WHOSE);
        const view = customerView(context);
        expect(JSON.stringify(view)).not.toMatch(/Ana|Ben|Sam|Phone menu|rep-|did \d|same voice|relieved|otp|offer-|cause-|billing|bereavement|complaint|do-not-pitch|life-event|contact-|chain-/);
        expect(view.facts.length).toBe(context.facts.reduce((sum, { values }) => sum + values.length, 0));
        expect(view.issues.map(({ stamp }) => stamp)).toEqual(context.issues.map(({ stamp }) => stamp));
      }),
      { numRuns: 150 },
    );
  });
});
