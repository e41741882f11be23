/** What another desk of the company says over a relay, rightly sealed: nothing of it keeps the rest from being heard. */
import { expect, it, onTestFinished } from 'vitest';
import type { Carrier, Take } from '../../src/carry/carrier.js';
import { digest } from '../../src/store/keys.js';
import { randomId } from '../../src/store/bytes.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { Company, MINUTE } from './company.js';

/** A relay without a server: what it delivers is what a test says. */
class Wire implements Carrier {
  readonly name = 'wire';
  readonly boxes = new Set(['support'] as const);
  take: Take = () => Promise.reject(new Error('nobody follows'));
  publish = (): Promise<void> => Promise.resolve();
  erase = (): Promise<number> => Promise.resolve(0);
  close(): void {}
  async feed(_box: string, _after: unknown, take: Take, signal: AbortSignal): Promise<void> {
    this.take = take;
    await take([]);
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  }
}

interface Scene {
  acme: Company;
  desk: Touchpoint<'support'>;
  /** Eve's own words about somebody, as Eve's client would never send them. */
  says(...entries: Record<string, unknown>[]): Promise<void>;
}

async function scene(): Promise<Scene> {
  const acme = await Company.make();
  const wire = new Wire();
  const desk = await acme.back({ as: { audience: 'support', id: 'ben' }, carriers: [wire] });
  onTestFinished(() => desk.close());
  await expect.poll(() => desk.state.relay?.behind, { timeout: 10_000 }).toBe(false);
  const { newest } = await acme.keys('support');
  let seq = 0;
  const says = async (...entries: Record<string, unknown>[]): Promise<void> => {
    const deliveries = await Promise.all(
      entries.map(async (entry) => {
        const whole = { stamp: acme.stamp(), customer: 'cus_1', at: acme.now(), by: { audience: 'support', id: 'eve' }, ...entry };
        const subject = await digest(newest.subject, `customer:${whole.customer}`);
        return { envelope: { id: randomId(), to: 'support' as const, subject, sealed: await acme.sealed('support', { v: 1, kind: 'shared', entries: [whole] }) }, cursor: `${++seq}`, author: 'eve', at: acme.now() };
      }),
    );
    await wire.take(deliveries);
  };
  return { acme, desk, says };
}

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
  ['what is struck', { kind: 'struck', answers: ['0mwq6g9ij000ed2dlcn324sv'] }],
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
  const { acme, desk, says } = await scene();
  const told = { kind: 'issue', words: 'Long ago.', stamp: acme.stamp(), at: acme.now(), life };
  await says(told);
  expect((await desk.read('cus_1')).issues).toHaveLength(1);
  acme.now.go(MINUTE);
  await desk.forget('cus_1');
  acme.now.go(MINUTE);
  await says(told);
  expect((await desk.read('cus_1')).entries).toBe(0);
  // Another machine that forgot them too goes on.
  await says({ kind: 'issue', words: 'Today.', life: 2 });
  expect((await desk.read('cus_1')).issues.map(({ words }) => words)).toEqual(['Today.']);
});
