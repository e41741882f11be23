import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyEntry, Draft } from '../../src/model/entry.js';
import { isRefusal } from '../../src/model/errors.js';
import { byPlace, fold } from '../../src/model/fold.js';
import { compact, compactAll } from '../../src/store/compact.js';
import { databaseName } from '../../src/store/early.js';
import type { Store } from '../../src/store/store.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import { reseal, sweep } from '../../src/touchpoint/sweep.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { company, open, until } from '../touchpoint/desks.js';
import { hostKey, hostRing, positions, rawRead, rawWrite, type Row, wordsOf } from './support.js';

type Support = Touchpoint<'support'>;
const note = (words: string): Draft => ({ kind: 'step', step: 'note', words });
const storeOf = (desk: Support): Store => (desk as unknown as Desk<'support'>).store;
const placeOf = async (desk: Support, customer: string): Promise<string> => (await storeOf(desk).places(customer))[0] ?? '';
const records = async (name: string): Promise<Row[]> => rawRead(databaseName(name, 'support'), 'journal');

/** So many entries, each in a record of its own. */
async function said(desk: Support, customer: string, count: number, from = 0): Promise<string[]> {
  const words = Array.from({ length: count }, (_, i) => `${customer} ${from + i}`);
  for (const one of words) await desk.record(customer, note(one));
  return words;
}

async function pages(desk: Support, customer: string, limit: number, between = async (): Promise<void> => {}): Promise<AnyEntry[]> {
  const entries: AnyEntry[] = [];
  let before: string | undefined;
  do {
    const page = await desk.history(customer, { limit, ...(before === undefined ? {} : { before }) });
    entries.push(...page.entries);
    before = page.next;
    await between();
  } while (before !== undefined);
  return entries;
}

/** Read by somebody who has nothing in memory: the law, the history, and a journal without a hole. */
async function expectLaw(name: string, customers: readonly string[]): Promise<void> {
  const desk = await open(name, 'support');
  for (const customer of customers) {
    const { entries, group } = await desk.export(customer);
    const { due: _, ...context } = await desk.read(customer);
    expect(context).toEqual(fold(entries, { customer, group, life: context.life }).context);
    expect((await pages(desk, customer, 7)).map(({ stamp }) => stamp)).toEqual(entries.toSorted(byPlace).reverse().map(({ stamp }) => stamp));
  }
  const rows = await records(name);
  for (const { key, value } of await rawRead(databaseName(name, 'support'), 'contexts')) expect(positions(rows, key as string)).toEqual({ count: value.seq, whole: true });
  await desk.close();
}

describe('small records of a journal are merged in idle time', () => {
  it('by itself after many writes in this tab: a few segments hold the same', async () => {
    const name = company();
    const desk = await open(name, 'support');
    const words = await said(desk, 'cus_1', 120);
    await until(async () => (await records(name)).length, (count) => count <= 60);
    await compact(storeOf(desk), await placeOf(desk, 'cus_1'));
    const left = await records(name);
    expect(left.length).toBeLessThanOrEqual(26);
    expect(Math.max(...left.map(({ value }) => value.n as number))).toBeLessThanOrEqual(50);
    expect(wordsOf(await pages(desk, 'cus_1', 20))).toEqual(words.toReversed());
    await expectLaw(name, ['cus_1']);
  });

  it('at the next opening, what an earlier page left behind', async () => {
    const name = company();
    const desk = await open(name, 'support');
    // As a page that was closed before it had time for it.
    await desk.recordAll('cus_1', Array.from({ length: 10 }, (_, i) => note(`${i}`)));
    const place = await placeOf(desk, 'cus_1');
    for (let i = 0; i < 45; i++) await desk.record('cus_1', note(`later ${i}`));
    const [{ value }] = (await rawRead(databaseName(name, 'support'), 'contexts')) as [Row];
    await desk.close();
    await rawWrite(databaseName(name, 'support'), 'contexts', [{ key: place, value: { ...value, marks: [...value.marks, '+'] } }]);
    await open(name, 'support');
    await until(async () => (await records(name)).length, (count) => count < 10);
    await until(async () => ((await rawRead(databaseName(name, 'support'), 'contexts')) as [Row])[0].value.marks as string[], (marks) => !marks.includes('+'));
    await expectLaw(name, ['cus_1']);
  });

  it('a cursor of before reads on, and no page has anything twice, whenever it happens', async () => {
    for (const limit of [1, 7, 20, 33]) {
      const name = company();
      const [desk, other] = [await open(name, 'support'), await open(name, 'support')];
      const words = await said(desk, 'cus_1', 49);
      let turn = 0;
      const merging = async (): Promise<void> => {
        turn += 1;
        if (turn === 2) await compact(storeOf(other), await placeOf(other, 'cus_1'));
      };
      expect(wordsOf(await pages(desk, 'cus_1', limit, merging))).toEqual(words.toReversed());
    }
  });

  it('merged between two reads of one page: each entry once', async () => {
    const name = company();
    const desk = await open(name, 'support');
    const words = await said(desk, 'cus_1', 49);
    const store = storeOf(desk);
    const place = await placeOf(desk, 'cus_1');
    const { journal } = store.disk;
    let reads = 0;
    store.disk.journal = async (...query): ReturnType<typeof journal> => {
      // Its loose records are many, but it does not know.
      const found = await journal.apply(store.disk, [query[0], { ...query[1], limit: Math.min(query[1]?.limit ?? 999, reads === 0 ? 5 : 999) }]);
      reads += 1;
      if (reads === 1) await compact(storeOf(await open(name, 'support')), place);
      return found;
    };
    const { entries } = await desk.history('cus_1', { limit: 49 });
    expect(wordsOf(entries)).toEqual(words.toReversed().slice(0, entries.length));
    expect(new Set(entries.map(({ stamp }) => stamp)).size).toBe(entries.length);
  });

  it('two tabs merge at once while a third writes: nothing is lost, and nobody waits for them', async () => {
    const name = company();
    const desks = [await open(name, 'support'), await open(name, 'support'), await open(name, 'support')] as const;
    const words = await said(desks[0], 'cus_1', 60);
    const place = await placeOf(desks[0], 'cus_1');
    const merging = async (desk: Support): Promise<void> => {
      for (let i = 0; i < 6; i++) await compact(storeOf(desk), place);
    };
    const writing = async (): Promise<void> => {
      words.push(...(await said(desks[2], 'cus_1', 40, 60)));
    };
    await Promise.all([merging(desks[0]), merging(desks[1]), writing()]);
    await compact(storeOf(desks[1]), place);
    expect(wordsOf(await pages(desks[2], 'cus_1', 50))).toEqual(words.toReversed());
    await expectLaw(name, ['cus_1']);
  });

  it('a record that does not open stays where it is, and what is around it is merged', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await said(desk, 'cus_1', 45);
    const place = await placeOf(desk, 'cus_1');
    const rows = await records(name);
    const bad = rows.find(({ key }) => (key as [string, number])[1] === -40) as Row;
    await rawWrite(databaseName(name, 'support'), 'journal', [{ key: bad.key, value: { ...bad.value, box: new Uint8Array(40) } }]);
    await compact(storeOf(desk), place);
    const left = (await records(name)).map(({ key, value }) => [-(key as [string, number])[1], value.n as number]).toSorted(([a = 0], [b = 0]) => a - b);
    expect(left[0]).toEqual([1, 39]);
    expect(left).toContainEqual([40, 1]);
    expect(wordsOf((await desk.history('cus_1', { limit: 50 })).entries)).toHaveLength(44);
  });

  it('what was merged is struck, forgotten, swept and sealed anew like the rest, and expires with its first entry', async () => {
    const name = company();
    const ring = await hostRing('support');
    let now = Date.now();
    const desk = await open(name, 'support', { keys: ring, now: () => now });
    await said(desk, 'cus_1', 30);
    now += 5 * 86_400_000;
    await said(desk, 'cus_1', 19, 30);
    const days = new Set((await records(name)).map(({ value }) => value.day as string));
    await compact(storeOf(desk), await placeOf(desk, 'cus_1'));
    const merged = await records(name);
    expect(merged).toHaveLength(1);
    expect(merged[0]?.value.day).toBe([...days].toSorted()[0]);
    const { entries } = await desk.history('cus_1', { limit: 50 });
    await desk.strike(entries[10]?.stamp ?? '', 'cus_1');
    expect(wordsOf((await desk.history('cus_1', { limit: 100 })).entries)).not.toContain(wordsOf(entries)[10]);
    const rotated = await open(name, 'support', { keys: { ...ring, support: [await hostKey('k2'), ...(ring.support ?? [])] }, now: () => now });
    await reseal(rotated as unknown as Desk<'support'>);
    expect((await rotated.read('cus_1')).entries).toBe(50);
    expect(new Set((await records(name)).map(({ value }) => value.key as string))).toEqual(new Set(['k2']));
    now += 3_650 * 86_400_000;
    await sweep(rotated as unknown as Desk<'support'>);
    expect(await records(name)).toEqual([]);
    await rotated.forget('cus_1');
    await compactAll(storeOf(rotated));
  });

  it('whatever two desks write, link, strike and undo meanwhile: each context is the fold of its journals', { timeout: 120_000 }, async () => {
    const action = fc.record({ what: fc.nat(9), who: fc.nat(1), desk: fc.nat(1), ref: fc.nat(99) });
    const ids = ['cus_1', 'prov_0000000000000000000002'];
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 10, maxLength: 30 }), async (actions) => {
        const name = company();
        const desks = [await open(name, 'support'), await open(name, 'support')] as const;
        await Promise.all(ids.map((id, index) => said(desks[index] as Support, id, 30)));
        const act = async ({ what, who, desk: at, ref }: (typeof actions)[number]): Promise<void> => {
          const desk = desks[at] as Support;
          const [customer = '', other = ''] = who === 0 ? ids : ids.toReversed();
          if (what < 4) await desk.record(customer, note(`${ref}`));
          else if (what < 7) await compact(storeOf(desk), await placeOf(desk, customer));
          else if (what === 7) await desk.link(customer, other, { because: 'same voice' });
          else if (what === 8) await desk.unlink(customer, other);
          else {
            const { entries } = await desk.history(customer, { limit: 50 });
            await desk.strike(entries[ref % entries.length]?.stamp ?? '', customer);
          }
        };
        const results = await Promise.allSettled(actions.map(act));
        for (const result of results) if (result.status === 'rejected' && !isRefusal(result.reason)) throw result.reason;
        // What each has in memory is what lies on the disk.
        const fresh = await open(name, 'support');
        for (const id of ids) for (const desk of desks) expect(await desk.read(id)).toStrictEqual(await fresh.read(id));
        await expectLaw(name, ids);
        for (const desk of [...desks, fresh]) await desk.close();
      }),
      { numRuns: 8, endOnFailure: true },
    );
  });
});
