/** A browser killed while it catches up with what other machines wrote: nothing is lost, and nothing is there twice. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Profile, type Served, servePage } from './page/serve.js';

let served: Served;

beforeAll(async () => {
  served = await servePage();
}, 120_000);

afterAll(() => served.close());

const CUSTOMERS = 200;
const ROUNDS = 6;
const PER = 10;

interface Caught {
  /** entries of the first and of the last customer */
  entries: number[];
  /** messages that were fed */
  fed: number;
  refused: number;
  whole: boolean;
}

/** In the page: everybody's messages take turns, and a relay that keeps them feeds them from a cursor. Resolves when the desk has caught up. */
const catchUp = async ([customers, rounds, per]: readonly [number, number, number]): Promise<Caught> => {
  const { digest, fold, hostRing, keysOf, openTouchpoint, sealEnvelope } = window.page;
  const keys = await hostRing('support');
  const { newest } = await keysOf(keys, 'acme', 'support', Date.now);
  const at = Date.UTC(2026, 5, 1);
  const sealed = Array.from({ length: customers * rounds }, async (_, n) => {
    const [customer, round] = [`cus_${n % customers}`, Math.floor(n / customers)];
    const entries = Array.from({ length: per }, (_none, i) => {
      const when = at + round * 1_000 + i;
      return { kind: 'step', step: 'note', words: `Note ${round}/${i}`, stamp: `${when.toString(36).padStart(9, '0')}000${String(n % customers).padStart(12, '0')}`, customer, at: when, by: { audience: 'support', id: 'eve' } };
    });
    return { envelope: { id: `m${n}`, to: 'support' as const, subject: await digest(newest.subject, `customer:${customer}`), sealed: await sealEnvelope({ company: 'acme', box: 'support' }, { id: newest.id, key: newest.envelope }, { v: 1, kind: 'shared', entries }) }, cursor: String(n + 1), author: 'eve', at: Date.now() };
  });
  const all = await Promise.all(sealed);
  let fed = 0;
  const wire: NonNullable<Parameters<typeof openTouchpoint>[0]['carriers']>[number] = {
    name: 'wire',
    boxes: new Set(['support'] as const),
    publish: () => Promise.resolve(),
    erase: () => Promise.resolve(0),
    close: () => {},
    feed: async (_box, after, take, signal) => {
      for (let from = Number(after ?? 0); from < all.length; from += 300) {
        const some = all.slice(from, from + 300);
        await take(some, false, all.length - from - some.length);
        fed += some.length;
      }
      await take([]);
      await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
    },
  };
  const desk = await openTouchpoint({ name: 'acme', as: { audience: 'support', id: 'ben' }, keys, carriers: [wire] });
  desk.watch('cus_0', ({ entries }) => entries > 0 && window.page.heard.push(entries));
  await new Promise<void>((done) => desk.onState(({ relay }) => relay?.behind === false && done()));
  const contexts = await Promise.all([0, customers - 1].map((c) => desk.read(`cus_${c}`)));
  const { entries, group } = await desk.export('cus_0');
  const { due: _, ...context } = await desk.read('cus_0');
  const { refused } = desk.state;
  await desk.close();
  return { entries: contexts.map((one) => one.entries), fed, refused: refused?.count ?? 0, whole: JSON.stringify(fold(entries, { customer: 'cus_0', group }).context) === JSON.stringify(context) };
};

const lying = async (): Promise<{ entries: number; cursor: unknown }> => {
  const [contexts, meta] = [await window.page.rawRead('say-once/acme/support', 'contexts'), await window.page.rawRead('say-once/acme/support', 'meta')];
  return { entries: contexts.reduce((sum, { value }) => sum + (value.seq as number), 0), cursor: meta.find(({ key }) => key === 'from/wire')?.value };
};

describe('kill -9 in the middle of catching up', () => {
  it('loses nothing and doubles nothing: it goes on where all that lies before is written', async () => {
    const profile = new Profile(served.address);
    try {
      const page = await profile.page();
      const broken = page.evaluate(catchUp, [CUSTOMERS, ROUNDS, PER] as const).catch(() => undefined);
      await page.waitForFunction(() => window.page.heard.length > 0, undefined, { polling: 5 });
      await profile.kill();
      expect(await broken).toBeUndefined();

      const again = await profile.page();
      const before = await again.evaluate(lying);
      const all = CUSTOMERS * ROUNDS * PER;
      expect(before.entries).toBeGreaterThan(0);
      expect(before.entries).toBeLessThan(all);
      // The cursor never stands after what is not written.
      expect(Number(before.cursor ?? 0) * PER).toBeLessThanOrEqual(before.entries);
      const caught = await again.evaluate(catchUp, [CUSTOMERS, ROUNDS, PER] as const);
      expect(caught).toEqual({ entries: [ROUNDS * PER, ROUNDS * PER], fed: CUSTOMERS * ROUNDS - Number(before.cursor ?? 0), refused: 0, whole: true });
      expect(await again.evaluate(lying)).toEqual({ entries: all, cursor: String(CUSTOMERS * ROUNDS) });
    } finally {
      await profile.remove();
    }
  }, 90_000);
});
