import { describe, expect, it } from 'vitest';
import type { Draft, Flag } from '../../src/model/entry.js';
import { guide } from '../../src/model/guidance.js';
import { allHolds, type Hold, liveHolds, type Where } from '../../src/model/holds.js';
import { policyOf } from '../../src/model/policy-of.js';
import type { PolicyInput } from '../../src/model/policy.js';
import { ANA, BEN, day, minute, OTHER_VISITOR, SAM, Scene, VISITOR } from './scene.js';

const flag = (reason: Flag['reason'], more: Partial<Flag> = {}): Draft => ({ kind: 'flag', flag: 'do-not-pitch', reason, ...more });
const issue = (more: object = {}): Draft => ({ kind: 'issue', words: 'Was her service cancelled?', ...more });
const holds = (scene: Scene, now = minute(60), where: Where = {}, policy: PolicyInput = {}): Hold[] => liveHolds(scene.context, policyOf(policy), now, where);
const of = (...drafts: Draft[]): Scene => {
  const scene = new Scene();
  for (const draft of drafts) scene.add(draft);
  return scene;
};
const reasons = (scene: Scene, now?: number, where?: Where): string[] => holds(scene, now, where).map(({ reason }) => reason);

describe('a call is held', () => {
  it('by an open issue, by itself, until that is resolved', () => {
    const scene = new Scene();
    const open = scene.add(issue());
    expect(holds(scene)).toEqual([{ stamp: open, reason: 'issue', from: minute(1), until: null, review: minute(1) + 7 * 86_400_000, scope: {}, scheduled: false, provisional: false }]);
    expect(reasons(scene, day(400))).toEqual(['issue']);
    const resolved = scene.add({ kind: 'resolved', answers: [open] });
    expect(holds(scene)).toEqual([]);
    scene.add({ kind: 'undone', answers: [resolved] });
    expect(reasons(scene)).toEqual(['issue']);
  });

  it.each(['complaint', 'bereavement', 'vulnerability', 'fraud'])('by an issue about %s, under that name', (topic) => {
    expect(reasons(of(issue({ topic })))).toEqual([topic]);
    expect(allHolds(of(issue({ topic })).context, policyOf({ holds: { [topic]: false } }))[0]?.reason).toBe('issue');
  });

  it.each(['wish', 'complaint', 'bereavement', 'vulnerability', 'fraud', 'life-event', 'other'] as const)('by a flag for %s', (reason) => {
    expect(reasons(of(flag(reason)))).toEqual([reason]);
  });

  it('by a bereavement, a life event or a support need noted for another reason', () => {
    expect(reasons(of(flag('other', { flag: 'bereavement' }), flag('other', { flag: 'life-event' }), flag('other', { flag: 'support-need' })))).toEqual(['bereavement', 'life-event', 'vulnerability']);
  });

  it('by several at once, oldest first; not by a flag that was lowered, nor by one that sales or the public raised', () => {
    const scene = of(flag('fraud'), issue(), flag('wish'));
    expect(reasons(scene)).toEqual(['fraud', 'issue', 'wish']);
    scene.add({ kind: 'lowered', answers: [scene.entries[0]?.stamp ?? ''] });
    scene.add(flag('fraud'), { by: SAM });
    scene.add(flag('fraud'), { by: VISITOR });
    expect(reasons(scene)).toEqual(['issue', 'wish']);
  });

  it('not for a reason that the policy lets pass, but always for the customer’s own wish', () => {
    const scene = of(flag('fraud'), flag('wish'));
    expect(holds(scene, undefined, {}, { holds: { fraud: false, wish: false } }).map(({ reason }) => reason)).toEqual(['wish']);
  });
});

describe('a hold has a scope, a beginning, an end and a review', () => {
  it('reaches the channels and products it names; nowhere named is everywhere; cautious where one does not say where one asks from', () => {
    const scene = of(flag('other', { scope: { channels: ['phone'], products: ['broadband'] } }));
    const reached = (where: Where): number => holds(scene, undefined, where).length;
    expect([reached({}), reached({ channel: 'phone' }), reached({ product: 'broadband' }), reached({ channel: 'phone', product: 'broadband' })]).toEqual([1, 1, 1, 1]);
    expect([reached({ channel: 'email' }), reached({ product: 'tv' }), reached({ channel: 'phone', product: 'tv' })]).toEqual([0, 0, 0]);
    expect(holds(of(flag('other', { scope: { channels: ['*'] } })), undefined, { channel: 'email' })).toHaveLength(1);
    expect(holds(of(flag('other')), undefined, { channel: 'email', product: 'tv' })).toHaveLength(1);
  });

  it('begins and ends when it says', () => {
    const scene = of(flag('life-event', { from: minute(10), until: minute(20), review: minute(15) }));
    expect([9, 10, 19, 20].map((now) => reasons(scene, minute(now)).length)).toEqual([0, 1, 1, 0]);
    expect(allHolds(scene.context, policyOf())[0]?.review).toBe(minute(15));
  });

  it('the customer’s own objection never ends by itself, even with an end', () => {
    const scene = of(flag('wish', { until: minute(20) }), flag('wish', { flag: 'support-need', until: minute(20) }));
    expect(holds(scene, day(3650)).map(({ until }) => until)).toEqual([null, null]);
    scene.add({ kind: 'lowered', answers: scene.entries.map(({ stamp }) => stamp) });
    expect(holds(scene)).toEqual([]);
  });
});

describe('a hold that rests on claims alone is provisional', () => {
  const claimed = (): { scene: Scene; stamp: string } => {
    const scene = new Scene();
    return { scene, stamp: scene.add(issue({ contact: 'form-1' }), { by: VISITOR, at: 0, customer: 'prov_9' }) };
  };

  it('and ends after two days, or the policy’s', () => {
    const { scene } = claimed();
    expect(holds(scene)).toMatchObject([{ provisional: true, until: day(2) }]);
    expect([reasons(scene, day(2) - 1), reasons(scene, day(2))]).toEqual([['issue'], []]);
    expect(holds(scene, day(4), {}, { provisionalDays: 5 })).toHaveLength(1);
  });

  it('unless support takes it up by a step', () => {
    const { scene, stamp } = claimed();
    scene.add({ kind: 'step', step: 'note', words: 'I called back.', issue: stamp });
    expect(holds(scene, day(9))).toMatchObject([{ provisional: false, until: null }]);
  });

  it('or by a link, and again when that is undone', () => {
    const { scene } = claimed();
    const link = scene.add({ kind: 'linked', with: 'prov_9', because: 'same account' });
    expect(holds(scene, day(9))).toMatchObject([{ provisional: false }]);
    scene.add({ kind: 'unlinked', with: 'prov_9', answers: [link] });
    expect(holds(scene, day(9))).toEqual([]);
    expect(holds(scene)).toMatchObject([{ provisional: true }]);
  });

  it('or by taking the customer over, not by offering or by looking at what is offered', () => {
    const { scene } = claimed();
    scene.add({ kind: 'handoff', offer: 'o1', state: 'offered', rep: 'rep-22' });
    scene.add({ kind: 'handoff', offer: 'o1', state: 'opened' }, { by: BEN });
    scene.add({ kind: 'handoff', offer: 'o1', state: 'accepted' }, { by: ANA });
    expect(holds(scene)).toMatchObject([{ provisional: true }]);
    scene.add({ kind: 'handoff', offer: 'o1', state: 'accepted' }, { by: BEN });
    expect(holds(scene, day(9))).toMatchObject([{ provisional: false, until: null }]);
  });

  it('not by taking over what somebody only claims to have handed over', () => {
    const { scene } = claimed();
    scene.add({ kind: 'handoff', offer: 'o1', state: 'opened', claimed: { audience: 'support', id: 'rep-9' } }, { by: BEN });
    scene.add({ kind: 'handoff', offer: 'o1', state: 'accepted' }, { by: BEN });
    expect(holds(scene)).toMatchObject([{ provisional: true }]);
  });

  it('not by anything the public says or does', () => {
    const { scene, stamp } = claimed();
    scene.add({ kind: 'step', step: 'note', words: 'me again', issue: stamp }, { by: OTHER_VISITOR });
    scene.add({ kind: 'linked', with: 'prov_9', because: 'it is me' }, { by: OTHER_VISITOR });
    scene.add({ kind: 'step', step: 'note', words: 'sold', issue: stamp }, { by: SAM });
    expect(holds(scene)).toMatchObject([{ provisional: true, until: day(2) }]);
  });
});

describe('what to say first, and what the rep may do', () => {
  const guidance = (scene: Scene, policy: PolicyInput = {}, now = minute(60)): ReturnType<typeof guide> => guide(scene.context, policyOf(policy), { now });

  it('story 2: it names the loss before anything else, whether flagged or written', () => {
    expect(guidance(of(issue(), flag('bereavement', { flag: 'bereavement' }))).sayFirst).toContain('sorry for your loss');
    expect(guidance(of(issue({ topic: 'bereavement' }))).sayFirst).toContain('sorry for your loss');
    expect(guidance(of(flag('complaint'))).sayFirst).toContain('I know about your complaint');
    expect(guidance(of()).sayFirst).toBeUndefined();
    expect(guidance(of(flag('other', { flag: 'bereavement', until: minute(30) }))).sayFirst).toBeUndefined();
  });

  it.each(['web-form', 'email', 'chat', 'sms', 'letter'])('what came by %s was written, and has been read', (channel) => {
    expect(guidance(of(issue({ channel }))).sayFirst).toBe('I have read what you wrote. You do not have to tell it again.');
    expect(guidance(of(issue({ channel, topic: 'bereavement' }))).sayFirst).toBe('I have read what you wrote. I am sorry for your loss.');
  });

  it.each(['phone', 'ivr', 'shop', undefined])('what came by %s was said, and nobody claims to have read it', (channel) => {
    const by = channel === undefined ? {} : { channel };
    expect(guidance(of(issue(by))).sayFirst).toBe('I know what you told us. You do not have to tell it again.');
    expect(guidance(of(issue({ ...by, topic: 'bereavement' }), issue({ channel: 'web-form' }))).sayFirst).toBe('I know what you told us. I am sorry for your loss.');
    expect(guidance(of(issue({ ...by, topic: 'complaint' }))).sayFirst).not.toContain('read');
  });

  it('takes the first that fits, all of its conditions together', () => {
    const sayFirst = [{ when: { flag: 'bereavement', topic: 'billing' }, say: 'both' }, { when: { topic: 'billing' }, say: 'one' }, { when: {}, say: 'any' }];
    expect(guidance(of(issue({ topic: 'billing' })), { sayFirst }).sayFirst).toBe('one');
    expect(guidance(of(issue({ topic: 'billing' }), flag('other', { flag: 'bereavement' })), { sayFirst }).sayFirst).toBe('both');
    expect(guidance(of(), { sayFirst }).sayFirst).toBe('any');
  });

  const storm: PolicyInput = {
    circumstances: [{ id: 'storm', label: 'Hit by the storm', fact: 'postal-code', startsWith: ['ls', 'BD'], from: minute(10), until: minute(90) }],
    offers: [{ offer: 'Waive the rebooking fee.', when: { circumstance: 'storm' } }, { offer: 'Send a new router.', when: { topic: 'outage' }, from: minute(10), until: minute(90) }, { offer: 'A gesture.', when: { repeats: 2 } }],
    sayFirst: [{ when: { circumstance: 'storm' }, say: 'I know that the storm hit your street.' }],
  };
  const postal = (value: string): Draft => ({ kind: 'told', fact: 'zip', value });

  it('story 4: after a storm, those hit are known by their postal code, and the rep may waive the fee now', () => {
    const { circumstances, mayOffer, sayFirst } = guidance(of(postal('LS1 4AP')), storm);
    expect([circumstances, mayOffer, sayFirst]).toEqual([[{ id: 'storm', label: 'Hit by the storm' }], ['Waive the rebooking fee.'], 'I know that the storm hit your street.']);
    expect(guidance(of(postal('bd1 1aa')), storm).mayOffer).toHaveLength(1);
    for (const scene of [of(postal('M1 1AA')), of()]) expect(guidance(scene, storm)).toMatchObject({ circumstances: [], mayOffer: [] });
    for (const now of [minute(9), minute(90)]) expect(guidance(of(postal('LS1 4AP')), storm, now)).toMatchObject({ circumstances: [], mayOffer: [] });
    expect(guidance(of(postal('LS1 4AP')), storm, minute(9)).due).toBe(minute(10));
  });

  it('a circumstance without a list is that the fact is known at all', () => {
    const circumstances = [{ id: 'c', label: 'Member', fact: 'membership', from: 0, until: day(1) }];
    expect(guidance(of({ kind: 'told', fact: 'membership', value: 'since 1998' }), { circumstances }).circumstances).toHaveLength(1);
    expect(guidance(of(), { circumstances }).circumstances).toEqual([]);
  });

  it('offers by topic, by time and by what the customer had to repeat', () => {
    expect(guidance(of(issue({ topic: 'outage' })), storm).mayOffer).toEqual(['Send a new router.']);
    expect(guidance(of(issue({ topic: 'outage' })), storm, minute(90)).mayOffer).toEqual([]);
    const asked = (contact: string): Draft => ({ kind: 'asked', fact: 'account', contact });
    expect(guidance(of(asked('a')), storm).mayOffer).toEqual([]);
    expect(guidance(of(asked('a'), asked('b')), storm)).toMatchObject({ mayOffer: ['A gesture.'], effort: { repeats: 2 } });
  });
});
