import { describe, expect, it, onTestFinished } from 'vitest';
import { type Disk, IndexedDisk } from '../../src/store/disk.js';
import { databaseName, openPart } from '../../src/store/early.js';
import { MemoryDisk } from '../../src/store/memory-disk.js';
import { ReadingDisk } from '../../src/store/reading.js';
import type { AnyEntry, Audience, Draft } from '../../src/model/entry.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import { company, open } from '../touchpoint/desks.js';
import { diskContract } from './disk-contract.js';
import { rawRead } from './support.js';

const opened = async (name = company()): Promise<Disk> => {
  const disk = await IndexedDisk.open(name, 'support', () => {});
  onTestFinished(() => disk.close());
  return disk;
};

diskContract('in IndexedDB', (): Promise<Disk> => opened());
diskContract('in IndexedDB, as a page opens it', async (): Promise<Disk> => {
  const disk = await ReadingDisk.open(company(), 'support', () => {});
  onTestFinished(() => disk.close());
  return disk;
});
diskContract('in memory', async () => new MemoryDisk());

describe('a disk in IndexedDB', () => {
  it('is one, for all who open it', async () => {
    const name = company();
    const [one, two] = [await opened(name), await opened(name)];
    await one.commit({ expect: new Map(), meta: new Map([['m', 1]]), durability: 'strict' });
    expect(await two.meta('m')).toBe(1);
    await one.wipe();
    expect(await two.meta('m')).toBeUndefined();
    for (const store of ['contexts', 'journal', 'meta', 'outbox']) expect(await rawRead(databaseName(name, 'support'), store)).toEqual([]);
  });

  it('opens again by itself when its connection was closed under it', async () => {
    const name = company();
    const said: unknown[] = [];
    const disk = await IndexedDisk.open(name, 'support', (code) => said.push(code));
    onTestFinished(() => disk.close());
    await disk.commit({ expect: new Map(), meta: new Map([['m', 1]]), durability: 'strict' });
    await new Promise((resolve, reject) => {
      const request = indexedDB.deleteDatabase(databaseName(name, 'support'));
      request.onsuccess = resolve;
      request.onerror = reject;
      // Chromium may hear of the close after the deletion; a connection that stays open would be in the way for good.
      request.onblocked = () => setTimeout(reject, 3_000);
    });
    expect(said).toEqual(['storage-lost']);
    expect(await disk.meta('m')).toBeUndefined();
    expect(await disk.commit({ expect: new Map(), meta: new Map([['m', 2]]), durability: 'strict' })).toBe(true);
    expect(await disk.meta('m')).toBe(2);
  });

  it('takes over a connection that a page opened at its first line', async () => {
    const { openEarly } = await import('../../src/store/early.js');
    const name = company();
    openEarly(name, 'support');
    openEarly(name, 'support');
    let opens = 0;
    const { open: really } = IDBFactory.prototype;
    IDBFactory.prototype.open = function (this: IDBFactory, ...args) {
      opens++;
      return really.apply(this, args);
    };
    onTestFinished(() => void (IDBFactory.prototype.open = really));
    const disk = await opened(name);
    await disk.commit({ expect: new Map(), meta: new Map([['m', 1]]), durability: 'strict' });
    expect(opens).toBe(0);
    // The next one opens its own.
    (await openPart(name, 'support', {})).close();
    expect(opens).toBe(1);
  });
});

/** How each transaction that was begun from now on was asked to be written: which stores, and how durable. */
function watchDurability(): { stores: string[]; durability: string; mode: string }[] {
  const begun: { stores: string[]; durability: string; mode: string }[] = [];
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, stores, mode, options) {
    if (mode === 'readwrite') begun.push({ stores: [stores].flat() as string[], durability: options?.durability ?? 'default', mode });
    return transaction.call(this, stores, mode, options);
  };
  onTestFinished(() => void (IDBDatabase.prototype.transaction = transaction));
  return begun;
}

describe('what a person just typed is on the disk when it is answered', () => {
  const drafts: Draft[] = [
    { kind: 'told', fact: 'account', value: '4821-77' },
    { kind: 'issue', words: 'the line is dead' },
    { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' },
    { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: 9_999_999_999_999 },
    { kind: 'handoff', offer: 'o1', state: 'offered', to: 'billing' },
    { kind: 'revealed', fact: 'account' },
  ];

  it('every entry a desk records, links, unlinks, strikes or forgets asks for strict durability', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.record('cus_2', { kind: 'felt', felt: 'fine' });
    await (desk as unknown as Desk<Audience>).office();
    const begun = watchDurability();
    const strict = async (what: () => Promise<unknown>): Promise<void> => {
      begun.length = 0;
      await what();
      const writes = begun.filter(({ stores }) => stores.includes('journal'));
      expect(writes.length).toBeGreaterThan(0);
      expect(writes.filter(({ durability }) => durability !== 'strict')).toEqual([]);
    };
    for (const draft of drafts) await strict(() => desk.record('cus_1', draft));
    await strict(() => desk.link('cus_1', 'cus_2', { because: 'same voice' }));
    await strict(() => desk.unlink('cus_1', 'cus_2'));
    const [{ stamp } = { stamp: '' }] = (await desk.history('cus_1')).entries;
    await strict(() => desk.strike(stamp, 'cus_1'));
    await strict(() => desk.forget('cus_1'));
  });

  it('what waited in memory, though what is said with it may be relaxed', async () => {
    const name = company();
    const desk = (await open(name, 'support')) as unknown as Desk<Audience>;
    const { stamp } = await desk.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' });
    const [flag] = (await desk.history('cus_1')).entries.filter((entry) => entry.stamp === stamp);
    await desk.store.holdBack('cus_2', [{ ...flag, customer: 'cus_2' } as AnyEntry]);
    const begun = watchDurability();
    await desk.record('cus_2', { kind: 'felt', felt: 'fine' }, { durability: 'relaxed' });
    await desk.record('cus_2', { kind: 'felt', felt: 'better' }, { durability: 'relaxed' });
    expect(begun.filter(({ stores }) => stores.includes('journal')).map(({ durability }) => durability)).toEqual(['strict', 'relaxed']);
    expect((await desk.read('cus_2') as { entries: number }).entries).toBe(3);
  });

  it('an override on a sales desk, and what a customer types, too; what is merely read in from a document need not', async () => {
    const name = company();
    const sales = await open(name, 'sales', { policy: { sales: { override: true } } });
    const customer = await open(name, 'customer');
    const support = await open(name, 'support');
    const person = await customer.person();
    await support.record('cus_1', { kind: 'felt', felt: 'fine' });
    const document = await support.export('cus_1');
    const begun = watchDurability();
    await sales.record('#x', { kind: 'overridden', because: 'they asked for the call' });
    await customer.record(person, { kind: 'told', fact: 'tel', value: '020 7946 0018' });
    expect(begun.filter(({ stores, durability }) => stores.includes('journal') && durability !== 'strict')).toEqual([]);
    begun.length = 0;
    await support.import({ ...document, entries: document.entries.map((entry) => ({ ...entry, stamp: `${entry.stamp.slice(0, 12)}000000000000` })) });
    expect(begun.filter(({ stores, durability }) => stores.includes('journal') && durability === 'relaxed')).toHaveLength(1);
  });

  it('the keys of a device are written strictly: what they seal is worth nothing without them', async () => {
    const begun = watchDurability();
    const { deviceRing } = await import('../../src/store/device.js');
    await deviceRing(company(), 'support');
    expect(begun).toEqual([{ stores: ['keys'], durability: 'strict', mode: 'readwrite' }]);
  });
});
