/** A whole list asks about its calls: the store is gone through for all of them together. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { SalesContext } from '../../src/model/views.js';
import { Company } from './company.js';
import { until } from './desks.js';

/** How many transactions on contexts were begun while this ran. */
async function passes(work: () => Promise<unknown>): Promise<number> {
  const { transaction } = IDBDatabase.prototype;
  let count = 0;
  IDBDatabase.prototype.transaction = function (...[stores, mode, options]) {
    if ([stores].flat().includes('contexts') && mode !== 'readwrite') count += 1;
    return transaction.call(this, stores, mode, options);
  };
  const restore = (): void => void (IDBDatabase.prototype.transaction = transaction);
  onTestFinished(restore);
  await work();
  restore();
  return count;
}

/** A call list has ten thousand; the passes are counted, and are as many. */
const MANY = 1_000;
const phone = (index: number): string => `+44113496${String(index).padStart(4, '0')}`;

describe('a list of a thousand calls', () => {
  it('is checked in one pass over the store; who is held is held, by whatever they are known', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    for (const index of [17, 421]) {
      await support.record(`cus_${index}`, { kind: 'told', fact: 'tel', value: phone(index) });
      await support.record(`cus_${index}`, { kind: 'issue', words: 'My line is dead.' });
    }
    const sales = await acme.salesDesk();
    await until(async () => (await sales.pitch({ customer: 'cus_421' })).pitch === 'held');
    let views: SalesContext[] = [];
    const count = await passes(async () => {
      views = await Promise.all(Array.from({ length: MANY }, (_, index) => sales.pitch(index % 2 === 0 ? { phone: phone(index) } : { customer: `cus_${index}` })));
    });
    expect(views.flatMap(({ pitch }, index) => (pitch === 'clear' ? [] : [[index, pitch]]))).toEqual([[17, 'held'], [421, 'held']]);
    expect(count).toBeLessThan(20);
  });

  it('asked as one list, in one transaction; nobody on it is asked about again when it is heard of somebody else', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.recordAll('cus_17', [{ kind: 'told', fact: 'tel', value: phone(17) }, { kind: 'issue', words: 'My line is dead.' }]);
    const sales = await acme.salesDesk();
    await until(async () => (await sales.pitch({ customer: 'cus_17' })).pitch === 'held');
    const queries = [...Array.from({ length: MANY }, (_, index) => ({ phone: phone(index) })), { phone: 'unknown' }, {}];
    let once: readonly SalesContext[] = [];
    expect(await passes(async () => void (once = await sales.pitch(queries)))).toBe(1);
    expect(once.flatMap(({ pitch }, index) => (pitch === 'clear' ? [] : [[index, pitch]]))).toEqual([[17, 'held'], [MANY, 'not-checked'], [MANY + 1, 'not-checked']]);

    const seen: (readonly SalesContext[])[] = [];
    const stop = sales.watchPitch(queries, (views) => void seen.push(views));
    await until(() => seen.length === 1);
    expect(seen[0]).toEqual(once);
    const again = await passes(async () => {
      await support.recordAll('cus_7', [{ kind: 'told', fact: 'tel', value: phone(7) }, { kind: 'issue', words: 'My line is dead.' }]);
      await until(() => seen.at(-1)?.[7]?.pitch === 'held');
    });
    expect(again).toBeLessThan(20);
    expect(seen.at(-1)?.filter((view, index) => view !== seen[0]?.[index])).toEqual([seen.at(-1)?.[7]]);
    await support.record('cus_17', { kind: 'resolved', answers: (await support.read('cus_17')).issues.map(({ stamp }) => stamp) });
    await until(() => seen.at(-1)?.[17]?.pitch === 'clear');
    stop();
  });

  it('a hold that begins while they are watched is heard by the one it concerns', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const sales = await acme.salesDesk();
    const seen = new Map<number, string>();
    const stops = Array.from({ length: 50 }, (_, index) => sales.watchPitch({ phone: phone(index) }, ({ pitch }) => void seen.set(index, pitch)));
    await until(() => seen.size === 50 && [...seen.values()].every((pitch) => pitch === 'clear'));
    await support.recordAll('cus_7', [{ kind: 'told', fact: 'tel', value: phone(7) }, { kind: 'issue', words: 'My line is dead.' }]);
    await until(() => seen.get(7) === 'held');
    expect([...seen].filter(([, pitch]) => pitch !== 'clear')).toEqual([[7, 'held']]);
    for (const stop of stops) stop();
  });
});
