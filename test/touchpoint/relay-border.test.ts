/** What another desk of the company says over a relay, rightly sealed: nothing of it keeps the rest from being heard. */
import { expect, it, vi } from 'vitest';
import type { Envelope } from '../../src/carry/carrier.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import { raw } from '../store/support.js';
import { MINUTE } from './company.js';
import { scene } from './wire.js';

it.each([
  ['a link with a place of the store', { kind: 'linked', with: '#abcdefghijklmnopqrstuv', because: 'x' }],
  ['a link with what is no Unicode', { kind: 'linked', with: 'a\ud800b', because: 'x' }],
  ['a link with oneself', { kind: 'linked', with: 'cus_1', because: 'x' }],
  ['an end of a link that never was', { kind: 'unlinked', with: 'cus_9', answers: [] }],
  ['a life without end', { kind: 'issue', words: 'x', life: Number.MAX_SAFE_INTEGER }],
  ['a kind of tomorrow', { kind: 'toString', words: 'x' }],
  ['a kind of tomorrow, deep', { kind: 'deep', more: Array.from({ length: 3_000 }).reduce((inner) => [inner], 'x') }],
  ['a name of Object’s', { kind: 'told', fact: '__proto__', value: 'x' }],
  ['another name of Object’s', { kind: 'told', fact: 'constructor', value: 'x', channel: '__proto__', contact: '__proto__', chain: 'constructor' }],
  ['a time without end', { kind: 'checked', method: '__proto__', level: 'strong', goodFor: ['*'], until: 8_640_000_000_000_000 }],
  ['a hand-off that nobody offered', { kind: 'handoff', offer: '__proto__', state: 'accepted' }],
  ['what was asked to be struck', { kind: 'struck', answers: ['0mwq6g9ij000ed2dlcn324sv'] }],
  ['what is struck already', { kind: 'struck', answers: [], was: 'told' }],
  ['a hold', { kind: 'held', cause: 'x', digests: [], from: '2026-01-01', until: null, review: '2026-01-01', scope: {} }],
  ['a flag of nobody', { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', by: { audience: 'support' }, until: 8_640_000_000_000_000, from: 0 }],
  ['a wish to be forgotten', { kind: 'withdrawn', answers: [], forget: true, by: { audience: 'customer', id: 'prov_x' } }],
])('after %s the rest is heard', async (_what, entry) => {
  const { desk, says } = await scene();
  await says({ kind: 'issue', words: 'before' }, entry, { kind: 'issue', words: 'after' });
  await says({ kind: 'issue', words: 'later' });
  expect((await desk.read('cus_1')).issues.map(({ words }) => words).filter((words) => words !== 'x')).toEqual(['before', 'after', 'later']);
  expect(desk.state.problem).toBeUndefined();
  await desk.record('cus_1', { kind: 'issue', words: 'and mine' });
  expect((await desk.export('cus_1')).entries.length).toBeGreaterThan(3);
});

it.each([1, 1_000_000, Number.MAX_SAFE_INTEGER])('what was said before they were forgotten does not come back, whatever life it names: %s', async (life) => {
  const { acme, desk, says, ended } = await scene();
  const told = { kind: 'issue', words: 'Long ago.', stamp: acme.stamp(), at: acme.now(), life };
  await says(told);
  expect((await desk.read('cus_1')).issues).toHaveLength(1);
  acme.now.go(MINUTE);
  // With others to tell, a desk asks, though its ring has the right.
  expect(await desk.forget('cus_1')).toEqual({ done: false });
  await ended('cus_1', 7);
  expect((await desk.read('cus_1')).entries).toBe(0);
  acme.now.go(MINUTE);
  await says(told);
  expect((await desk.read('cus_1')).entries).toBe(0);
  // Another machine that forgot them too goes on; said twice, it is done once.
  await says({ kind: 'issue', words: 'Today.', life: 7 });
  await ended('cus_1', 7);
  expect((await desk.read('cus_1')).issues.map(({ words }) => words)).toEqual(['Today.']);
});

it('what comes back as this desk sent it needs no journal and waits no longer; under another’s name it is looked at', async () => {
  const { desk, wire, says } = await scene();
  const { store } = desk as unknown as Desk<'support'>;
  const sent: Envelope[] = [];
  wire.publish = (envelopes) => Promise.resolve(void sent.push(...envelopes));
  await says({ kind: 'issue', words: 'before' });
  for (const words of ['one', 'two']) await desk.record('cus_1', { kind: 'step', step: 'note', words });
  await expect.poll(() => sent.length).toBeGreaterThanOrEqual(2);
  const [one, two] = [...new Map(sent.map((envelope) => [envelope.id, envelope])).values()] as [Envelope, Envelope];
  const journal = vi.spyOn(store.disk, 'journal');
  await wire.take([{ envelope: one, cursor: '7', author: 'ben', at: Date.now() }]);
  expect([journal.mock.calls.length, await store.disk.meta('from/wire'), desk.state.relay?.waiting]).toEqual([0, '7', 1]);
  await wire.take([{ envelope: two, cursor: '8', author: 'eve', at: Date.now() }]);
  expect(desk.state.refused).toEqual({ count: 1, code: 'not-allowed' });
  expect((await desk.read('cus_1')).entries).toBe(3);
});

it('an offer to one rep is that rep’s to answer, and over when its time is, whoever says so before', async () => {
  const { acme, desk, says } = await scene();
  await desk.record('cus_1', { kind: 'issue', words: 'The line is dead.' });
  const { offer } = await desk.handOff('cus_1', { to: { rep: 'cy' } });
  const state = async (): Promise<string | undefined> => (await desk.read('cus_1')).handoffs.find((one) => one.offer === offer)?.state;
  for (const step of ['opened', 'accepted', 'declined', 'expired']) await says({ kind: 'handoff', offer, state: step });
  await says({ kind: 'handoff', offer, state: 'accepted', at: acme.now() - MINUTE, rep: 'eve' });
  expect(await state()).toBe('offered');
  await says({ kind: 'handoff', offer, state: 'accepted', by: { audience: 'support', id: 'eve' } });
  expect(desk.state.refused).toBeUndefined();
  expect(await state()).toBe('offered');
});

it('a name to show is the sender’s own word: beside it stands who it is', async () => {
  const { desk, says } = await scene();
  await says({ kind: 'issue', words: 'one', by: { audience: 'support', id: 'eve', label: 'Ana' } }, { kind: 'issue', words: 'two', by: { audience: 'support', id: 'eve', label: 'Eve' } }, { kind: 'issue', words: 'three', by: { audience: 'customer', id: 'prov_x', label: 'The bank' } });
  expect((await desk.read('cus_1')).issues.map(({ words, by }) => [words, by.label])).toEqual([['one', 'Ana (eve)'], ['two', 'Eve'], ['three', undefined]]);
});

it('of whom the context was lost is heard all the same, and so are those beside them', async () => {
  const { acme, desk, says } = await scene();
  await says({ kind: 'issue', words: 'before' }, { kind: 'issue', words: 'before', customer: 'cus_2' });
  const { store } = desk as unknown as Desk<'support'>;
  const [place = ''] = await store.places('cus_1');
  const { databases } = indexedDB;
  const [{ name = '' } = {}] = (await databases.call(indexedDB)).filter((one) => one.name?.includes(acme.name) && one.name.includes('support'));
  await raw(name, (database) => new Promise<void>((done, failed) => {
    const tx = database.transaction('contexts', 'readwrite');
    tx.objectStore('contexts').delete(place);
    tx.oncomplete = () => done();
    tx.onerror = () => failed(tx.error ?? new Error('not deleted'));
  }));
  await says({ kind: 'issue', words: 'after' }, { kind: 'issue', words: 'after', customer: 'cus_2' });
  for (const id of ['cus_1', 'cus_2']) expect((await desk.read(id)).issues.map(({ words }) => words)).toEqual(['before', 'after']);
});
