import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/model/context.js';
import type { AnyEntry, Draft } from '../../src/model/entry.js';
import { fold } from '../../src/model/fold.js';
import { journal, stampOf, WHOSE } from './generate.js';
import { ANA, BEN, MENU, Scene, START, VISITOR } from './scene.js';

const ISSUE: Draft = { kind: 'issue', words: 'My mother has died. Was her service cancelled?', contact: 'form-1' };

/** What a context shows, without the counts of what it was folded from. */
const shown = ({ facts, issues, flags, receipts, recent, handoffs, held, effort, more }: Context): unknown => ({ facts, issues, flags, receipts, recent, handoffs, held, effort, more });
const contextOf = (entries: readonly AnyEntry[]): Context => fold(entries, WHOSE).context;

describe('what answers something wins over exactly what it names, whatever the clocks say', () => {
  it.each([
    ['said an hour before its issue', { at: 0 }],
    ['stamped by a clock that is an hour behind', { at: 62, clock: 2 }],
    ['said and stamped before', { at: 0, clock: 0 }],
    ['said after it', { at: 90 }],
  ])('a resolution closes its issue: %s', (_, said) => {
    const scene = new Scene();
    const issue = scene.add(ISSUE, { by: VISITOR, at: 60 });
    scene.add({ kind: 'resolved', answers: [issue] }, said);
    expect(scene.openIssues).toEqual([]);
  });

  it('a resolution does not close a message that arrived beside it', () => {
    const scene = new Scene();
    const first = scene.add(ISSUE, { by: VISITOR });
    scene.add({ kind: 'issue', words: 'And a bill came.' }, { by: VISITOR, at: 10 });
    scene.add({ kind: 'resolved', answers: [first] }, { at: 10 });
    scene.add({ kind: 'issue', words: 'And another one.' }, { by: VISITOR, at: 10 });
    expect(scene.openIssues).toEqual(['And a bill came.', 'And another one.']);
  });

  it('an undone resolution opens its issue again, with what was done about it', () => {
    const scene = new Scene();
    const issue = scene.add(ISSUE, { by: VISITOR });
    scene.add({ kind: 'step', step: 'found', words: 'Cancelled on Monday.', issue });
    const before = shown(scene.context);
    const resolved = scene.add({ kind: 'resolved', answers: [issue] });
    expect(scene.openIssues).toEqual([]);
    scene.add({ kind: 'undone', answers: [resolved] }, { by: BEN });
    expect(shown(scene.context)).toEqual(before);
  });

  it('taking back is not itself taken back: one says it again', () => {
    const scene = new Scene();
    const issue = scene.add(ISSUE, { by: VISITOR });
    const resolved = scene.add({ kind: 'resolved', answers: [issue] });
    const undone = scene.add({ kind: 'undone', answers: [resolved] });
    const again = scene.add({ kind: 'undone', answers: [undone] });
    scene.add({ kind: 'undone', answers: [again] });
    expect(scene.openIssues).toHaveLength(1);
    scene.add({ kind: 'resolved', answers: [issue] });
    expect(scene.openIssues).toEqual([]);
  });

  it('a correction replaces what it corrects, though it was said before; undone, the former value is back', () => {
    const scene = new Scene();
    const wrong = scene.add({ kind: 'told', fact: 'account', value: '4821-78' }, { at: 60 });
    const right = scene.add({ kind: 'told', fact: 'account', value: '4821-77', answers: [wrong] }, { at: 30 });
    expect(scene.values('account')).toEqual(['4821-77']);
    scene.add({ kind: 'undone', answers: [right] });
    expect(scene.values('account')).toEqual(['4821-78']);
  });

  it('two corrections of one telling are both there; a chain of corrections leaves the last', () => {
    const scene = new Scene();
    const wrong = scene.add({ kind: 'told', fact: 'account', value: 'a' });
    const second = scene.add({ kind: 'told', fact: 'account', value: 'b', answers: [wrong] });
    scene.add({ kind: 'told', fact: 'account', value: 'c', answers: [wrong] });
    expect(scene.values('account')).toEqual(['c', 'b']);
    scene.add({ kind: 'told', fact: 'account', value: 'd', answers: [second] });
    expect(scene.values('account')).toEqual(['d', 'c']);
  });

  it('a lowered flag, a kept promise and a released hold are answered whenever that was said', () => {
    const scene = new Scene();
    const issue = scene.add(ISSUE, { by: VISITOR, at: 50 });
    const flag = scene.add({ kind: 'flag', flag: 'bereavement', reason: 'bereavement' }, { at: 50 });
    const promise = scene.add({ kind: 'step', step: 'promised', words: 'I call you back.', issue }, { at: 51 });
    const held = scene.add({ kind: 'held', cause: 'q', digests: [], from: '2026-11-21', until: null, review: '2026-11-28', scope: {} }, { at: 52 });
    expect([scene.context.flags.length, scene.context.held.length, scene.context.issues[0]?.steps[0]?.kept]).toEqual([1, 1, undefined]);
    scene.add({ kind: 'lowered', answers: [flag] }, { at: 1 });
    scene.add({ kind: 'step', step: 'note', words: 'Called.', issue, answers: [promise] }, { at: 60 });
    scene.add({ kind: 'released', cause: 'q', answers: [held] }, { at: 1 });
    expect([scene.context.flags.length, scene.context.held.length, scene.context.issues[0]?.steps[0]?.kept]).toEqual([0, 0, true]);
  });

  it('of two words about one cause the newest stands; a release ends exactly the one it names', () => {
    const hold = (review: string): Draft => ({ kind: 'held', cause: 'q', digests: [], from: '2026-11-21', until: null, review, scope: {} });
    const scene = new Scene();
    const first = scene.add(hold('2026-11-28'));
    const second = scene.add(hold('2026-12-05'));
    expect(scene.context.held.map(({ review }) => review)).toEqual(['2026-12-05']);
    scene.add({ kind: 'released', cause: 'q', answers: [second] });
    expect(scene.context.held.map(({ review }) => review)).toEqual(['2026-11-28']);
    scene.add({ kind: 'released', cause: 'q', answers: [first] });
    expect(scene.context.held).toEqual([]);
  });

  it('answers only what it can: a resolution lowers no flag, a lowering resolves no issue', () => {
    const scene = new Scene();
    const issue = scene.add(ISSUE);
    const flag = scene.add({ kind: 'flag', flag: 'do-not-pitch', reason: 'wish' });
    scene.add({ kind: 'resolved', answers: [flag] });
    scene.add({ kind: 'lowered', answers: [issue] });
    expect([scene.context.issues.length, scene.context.flags.length]).toEqual([1, 1]);
  });

  it('hostile circles of answers end', () => {
    const told = (n: number, answers: number[]): AnyEntry => ({ kind: 'told', fact: 'account', value: `${n}`, answers: answers.map((one) => stampOf(START, one, 0)), stamp: stampOf(START, n, 0), customer: 'cus_1', at: START, by: ANA });
    const undone = (n: number, answers: number[]): AnyEntry => ({ ...told(n, answers), kind: 'undone' });
    expect(contextOf([told(1, [2]), told(2, [1]), told(3, [3]), undone(4, [4, 5]), undone(5, [4])]).facts).toEqual([]);
  });
});

describe('invariant 6: a link can be undone with both people restored', () => {
  it('unlinking gives back what each journal alone gave before', () => {
    const arbitrary = fc.tuple(journal({ max: 40, weights: { told: 4, issue: 3, step: 2, checked: 1, flag: 1, resolved: 1, contact: 1 } }), fc.nat(60), fc.nat(60));
    fc.assert(
      fc.property(arbitrary, ([all, early, late]) => {
        const own = all.filter(({ customer }) => customer === 'cus_1');
        const before = shown(contextOf(own));
        const at = (minutes: number): number => START + minutes * 60_000;
        const linked: AnyEntry = { kind: 'linked', with: 'prov_9', because: 'same voice', stamp: stampOf(at(early), 999, 5), customer: 'cus_1', at: at(early), by: ANA };
        const unlinked: AnyEntry = { kind: 'unlinked', with: 'prov_9', answers: [linked.stamp], stamp: stampOf(at(late), 999, 6), customer: 'cus_1', at: at(late), by: BEN };
        const undone: AnyEntry = { ...unlinked, kind: 'undone' };
        for (const back of [unlinked, undone]) {
          expect(shown(contextOf([...own, linked, back]))).toEqual(before);
          expect(contextOf([...own, linked, back]).links).toEqual([]);
        }
      }),
      { numRuns: 150 },
    );
  });

  it('a link shows in both, takes up what was written, and raises no standing of a fact', () => {
    const scene = new Scene();
    scene.add(ISSUE, { by: VISITOR, customer: 'prov_9' });
    scene.add({ kind: 'told', fact: 'account', value: '4821-77', contact: 'form-1' }, { by: VISITOR, customer: 'prov_9' });
    scene.add({ kind: 'told', fact: 'account', value: '4821-77', contact: 'menu' }, { by: MENU });
    const apart = scene.context;
    expect(apart.issues[0]?.standing).toBe('claimed');
    const link = scene.add({ kind: 'linked', with: 'prov_9', because: 'She said so.' });
    expect(scene.context.links).toMatchObject([{ ids: ['cus_1', 'prov_9'], because: 'She said so.', by: ANA }]);
    expect(scene.context.issues[0]?.standing).toBe('confirmed');
    expect(scene.standings('account')).toEqual(['claimed']);
    scene.add({ kind: 'unlinked', with: 'prov_9', answers: [link] });
    expect(shown(scene.context)).toEqual(shown(apart));
  });
});
