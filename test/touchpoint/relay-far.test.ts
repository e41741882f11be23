/** A desk that was away for long: what lies far behind goes to a worker, and comes to the same as if each had come when it was said. */
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Desk } from '../../src/touchpoint/desk.js';
import type { Told } from '../../src/touchpoint/relay-border.js';
import { Far, type Page } from '../../src/touchpoint/relay-far.js';
import { type Parcel, parcelOf } from '../../src/touchpoint/relay-parcel.js';
import { Taker } from '../../src/touchpoint/relay-take.js';
import { MINUTE } from './company.js';
import { scene } from './wire.js';

const CUSTOMERS = 30;

/** Counts the workers that are hired meanwhile. */
function workers(): { count: number } {
  const hired = { count: 0 };
  const Real = Worker;
  vi.stubGlobal('Worker', class extends Real {
    constructor(...given: ConstructorParameters<typeof Worker>) {
      super(...given);
      hired.count += 1;
    }
  });
  onTestFinished(() => void vi.unstubAllGlobals());
  return hired;
}

const about = (n: number): string => `cus_${n % CUSTOMERS}`;

it('forgetting keeps its place in the order, what is refused is named, links stand in both journals, and what comes after is there at once', async () => {
  const hired = workers();
  const { acme, desk, wire, sealed, end, says } = await scene();
  const { store } = desk as unknown as Desk<'support'>;
  const first = await sealed(...Array.from({ length: 300 }, (_, n) => ({ kind: 'issue', words: `first ${n}`, customer: about(n) })));
  acme.now.go(MINUTE);
  const over = await end('cus_1', 7);
  acme.now.go(MINUTE);
  const later = await sealed(
    ...Array.from({ length: 300 }, (_, n) => ({ kind: 'step', step: 'note', words: `later ${n}`, customer: about(n), ...(about(n) === 'cus_1' ? { life: 7 } : {}) })),
    { kind: 'step', step: 'note', words: 'of the life before', customer: 'cus_1' },
    { kind: 'issue', words: 'by another', customer: 'cus_2', by: { audience: 'support', id: 'ana' } },
    { kind: 'linked', customer: 'cus_3', with: 'cus_4', because: 'the same' },
  );
  const all = [...first, over, ...later];
  for (let from = 0; from < all.length; from += 200) await wire.take(all.slice(from, from + 200), false, Math.max(0, all.length - from - 200));
  expect(hired.count).toBe(1);
  expect((await desk.read('cus_0')).entries).toBe(20);
  const ended = await desk.read('cus_1');
  expect([ended.entries, ended.life, ended.issues]).toEqual([10, 7, []]);
  expect((await desk.read('cus_2')).entries).toBe(20);
  for (const id of ['cus_3', 'cus_4']) expect((await desk.read(id)).group).toEqual(['cus_3', 'cus_4']);
  expect(desk.state.refused).toEqual({ count: 1, code: 'not-allowed' });
  expect(await store.disk.meta('from/wire')).toBe(all.at(-1)?.cursor);
  // A card that is on the screen shows what the worker wrote, and then what comes one by one.
  await says({ kind: 'issue', words: 'now', customer: 'cus_0' });
  expect((await desk.read('cus_0')).issues.some(({ words }) => words === 'now')).toBe(true);
  expect(hired.count).toBe(1);
});

it('what is resolved by what came with it is resolved; what is said twice is there once', async () => {
  const { acme, desk, wire, sealed } = await scene();
  const issues = Array.from({ length: 300 }, (_, n) => ({ kind: 'issue', words: `issue ${n}`, customer: about(n), stamp: acme.stamp(), at: acme.now() }));
  acme.now.go(MINUTE);
  const answers = issues.map(({ stamp, customer }) => ({ kind: 'resolved', answers: [stamp], customer, stamp: acme.stamp(), at: acme.now() }));
  const all = [...(await sealed(...issues)), ...(await sealed(...answers))];
  await wire.take(all.slice(0, 400), false, 200);
  await wire.take([...all.slice(100, 400), ...all.slice(400)], false, 0);
  const context = await desk.read('cus_5');
  expect([context.entries, context.issues, context.resolved.length > 0]).toEqual([20, [], true]);
  expect((await desk.export('cus_5')).entries).toHaveLength(20);
  expect(desk.state.refused).toBeUndefined();
});

it('what lies far behind is seen after a moment, long before its end; what stands on both sides of the border of two lots is one context', async () => {
  const { acme, desk, sealed, end } = await scene();
  const { store, author } = desk as unknown as Desk<'support'>;
  const heard = new Set<string>();
  const page: Page = { execute: () => Promise.resolve(), hear: ({ contexts }) => contexts.forEach((_, place) => heard.add(place)) };
  const far = await Far.open(store, author, acme.ring('support'), 'from/there', page, { first: 1_000, later: 100_000 });
  const seen = async (): Promise<unknown[]> => {
    // As long as more comes, there is no quiet in which all would be written and told.
    await far.take(parcelOf([], undefined), 900);
    return [(await desk.export('cus_5')).entries.length, heard.size, await store.disk.meta('from/there')];
  };
  const issues = Array.from({ length: 60 }, (_, n) => ({ kind: 'issue', words: `issue ${n}`, customer: about(n), stamp: acme.stamp(), at: acme.now() }));
  acme.now.go(MINUTE);
  const first = await sealed(...issues);
  // What is resolved in the second lot was said in the first; some of it comes again; a link joins two of whom much is written.
  const second = await sealed(
    ...issues.slice(0, 5).map(({ stamp, customer }) => ({ kind: 'resolved', answers: [stamp], customer })),
    { kind: 'linked', customer: 'cus_3', with: 'cus_5', because: 'the same' },
  );
  const parcel = (list: Parameters<typeof parcelOf>[0]): Parcel => parcelOf(list, list.at(-1)?.cursor);
  await far.take(parcel(first), 900);
  await expect.poll(seen).toEqual([2, CUSTOMERS, first.at(-1)?.cursor]);
  // The next lot is larger: so little is only held.
  await far.take(parcel(second.slice(0, 1)), 900);
  await far.take(parcel([...second.slice(1), ...first.slice(0, 10)]), 890);
  const over = await end('cus_1', 7);
  await far.take(parcel([over]), 0);
  const context = await desk.read('cus_5');
  expect([context.group, (await desk.export('cus_5')).entries.length, await store.disk.meta('from/there')]).toEqual([['cus_3', 'cus_5'], 6, over.cursor]);
  expect((await desk.read('cus_4')).issues.map(({ words }) => words)).toEqual(['issue 34']);
  await far.stop();
});

it('a desk that closes in the middle leaves the cursor before what is not written', async () => {
  const { desk, wire, sealed } = await scene();
  const { store } = desk as unknown as Desk<'support'>;
  const all = await sealed(...Array.from({ length: 600 }, (_, n) => ({ kind: 'issue', words: `issue ${n}`, customer: about(n) })));
  await wire.take(all.slice(0, 300), false, 300);
  expect(await store.disk.meta('from/wire')).toBeUndefined();
  await desk.close();
  await expect(wire.take(all.slice(300), false, 0)).rejects.toMatchObject({ code: 'closed' });
});

it('who executes what is asked looks at each message by itself, in the order in which they came', async () => {
  const { desk, sealed } = await scene();
  const inner = desk as unknown as Desk<'support'>;
  const { store, author } = inner;
  const seen: [string, number][] = [];
  const took = async (told: readonly Told[]): Promise<void> => {
    expect(await store.disk.meta('from/there')).toBeUndefined();
    for (const { journals } of told) for (const [customer, entries] of journals) seen.push([customer, entries.length]);
  };
  const { writer } = await inner.recorder();
  const taker = new Taker({ store, author, writers: [writer], mark: 'from/there', refused: () => {}, sent: () => {}, execute: () => Promise.resolve(), took });
  await taker.take(await sealed({ kind: 'issue', words: 'one', customer: 'cus_1' }, { kind: 'issue', words: 'two', customer: 'cus_2' }, { kind: 'issue', words: 'three', customer: 'cus_1' }), '3');
  await taker.end();
  expect(seen).toEqual([['cus_1', 1], ['cus_2', 1], ['cus_1', 1]]);
  expect([await store.disk.meta('from/there'), (await desk.read('cus_1')).entries]).toEqual(['3', 2]);
});
