import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyEntry, Draft } from '../../src/model/entry.js';
import { byPlace, fold } from '../../src/model/fold.js';
import { isRefusal } from '../../src/model/errors.js';
import type { Stamp } from '../../src/model/stamp.js';
import { databaseName } from '../../src/store/early.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import type { ExportDocument, Touchpoint } from '../../src/touchpoint/types.js';
import { IDS, journal, PLAIN } from '../model/generate.js';
import { START } from '../model/scene.js';
import { company, open } from '../touchpoint/desks.js';
import { positions, rawRead, rawWrite, type Row, wordsOf } from './support.js';

type Support = Touchpoint<'support'>;
const note = (words: string, at?: number): Draft => ({ kind: 'step', step: 'note', words, ...(at === undefined ? {} : { at }) });
const HOUR = 3_600_000;

/** A customer's whole history, page by page. */
async function pages(desk: Support, customer: string, limit: number): Promise<AnyEntry[]> {
  const entries: AnyEntry[] = [];
  let before: string | undefined;
  do {
    const page = await desk.history(customer, { limit, ...(before === undefined ? {} : { before }) });
    expect(page.entries.length).toBeLessThanOrEqual(limit);
    if (page.next !== undefined) expect(page.entries.length).toBe(limit);
    entries.push(...page.entries);
    before = page.next;
  } while (before !== undefined);
  return entries;
}

/** The law, on the disk: what is read is the fold of all that was written, and history is all of it, newest first, each once. */
async function expectLaw(name: string, desk: Support, customers: readonly string[], limits: readonly number[] = [1, 3, 50]): Promise<void> {
  for (const customer of customers) {
    const { entries, group } = await desk.export(customer);
    const { due: _, ...context } = await desk.read(customer);
    expect(context).toEqual(fold(entries, { customer, group, life: context.life }).context);
    for (const limit of limits) expect((await pages(desk, customer, limit)).map(({ stamp }) => stamp)).toEqual(entries.toSorted(byPlace).reverse().map(({ stamp }) => stamp));
  }
  const rows = await rawRead(databaseName(name, 'support'), 'journal');
  for (const { key, value } of await rawRead(databaseName(name, 'support'), 'contexts')) expect(positions(rows, key as string)).toEqual({ count: value.seq, whole: true });
}

const document = (entries: readonly AnyEntry[], customer: string = IDS[0]): ExportDocument => ({ format: 'say-once/export', version: 1, audience: 'support', customer, group: [...IDS], entries: [...entries], proof: '' });

/** What a day brings, as numbers: small, so that a counterexample shrinks to a short story. */
const action = fc.record({ what: fc.nat(99), who: fc.nat(2), other: fc.nat(2), ref: fc.nat(999), past: fc.nat(9), passes: fc.nat(3) });
type Action = typeof action extends fc.Arbitrary<infer T> ? T : never;

/** Does one thing at a desk; what may not be done is refused by name, and that is all right. */
async function act(desk: Support, { what, who, other, ref, past }: Action, now: number, imports: readonly AnyEntry[][], exported: ExportDocument[]): Promise<void> {
  const customer = IDS[who % 3] ?? 'cus_1';
  const known = async (...kinds: string[]): Promise<Stamp[]> => (await desk.export(customer)).entries.filter(({ kind }) => kinds.length === 0 || kinds.includes(kind)).map(({ stamp }) => stamp);
  const one = async (...kinds: string[]): Promise<Stamp | undefined> => {
    const stamps = await known(...kinds);
    return stamps[ref % Math.max(1, stamps.length)];
  };
  const at = past < 4 ? { at: now - past * HOUR } : {};
  const answering = async (kind: 'resolved' | 'lowered' | 'undone', ...kinds: string[]): Promise<void> => {
    const stamp = await one(...kinds);
    if (stamp !== undefined) await desk.record(customer, { kind, answers: [stamp], ...at });
  };
  if (what < 15) await desk.record(customer, { kind: 'told', fact: ['account', 'phone', 'given-name', 'order'][ref % 4] ?? 'account', value: ['4821-77', '020 7946 0018', 'Ruth'][past % 3] ?? 'x', ...at });
  else if (what < 30) await desk.recordAll(customer, [note(`did ${ref}`, at.at), { kind: 'issue', words: `needs ${ref}`, ...at }]);
  else if (what < 38) await desk.record(customer, { kind: 'flag', flag: 'do-not-pitch', reason: 'complaint', ...at });
  else if (what < 44) await desk.record(customer, { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: now + HOUR, ...at });
  else if (what < 52) await answering('resolved', 'issue');
  else if (what < 56) await answering('lowered', 'flag');
  else if (what < 64) await answering('undone');
  else if (what < 74) await desk.link(customer, IDS[other % 3] ?? 'cus_1', { because: 'same voice' });
  else if (what < 80) await desk.unlink(customer, IDS[other % 3] ?? 'cus_1');
  else if (what < 85) await desk.strike((await one()) ?? '', customer);
  else if (what < 90) exported.push(await desk.export(customer));
  else if (what < 94) await desk.import(exported[ref % Math.max(1, exported.length)] ?? document([]));
  else await desk.import(document(imports[ref % Math.max(1, imports.length)] ?? []));
}

describe('the law on the disk: a context is the fold of everything that was written', () => {
  it('whatever is recorded, late or not, linked, unlinked, undone, struck and read in, in whatever order', { timeout: 240_000 }, async () => {
    const fromElsewhere = journal({ max: 12 }).map((entries) => entries.filter(({ kind }) => kind !== 'held' && kind !== 'released'));
    let [tried, told] = [0, 0];
    await fc.assert(
      fc.asyncProperty(fc.array(action, { minLength: 4, maxLength: 24, size: 'max' }), fc.array(fromElsewhere, { minLength: 1, maxLength: 2 }), async (actions, imports) => {
        const name = company();
        // A clock that often stands still: many things are said at the same time.
        let now = START + 2 * HOUR;
        const desk = await open(name, 'support', { now: () => now });
        const exported: ExportDocument[] = [];
        for (const one of actions) {
          now += one.passes === 0 ? 60_000 : 0;
          tried += 1;
          await act(desk, one, now, imports, exported).then(
            () => (told += 1),
            (error: unknown) => {
              if (!isRefusal(error)) throw error;
            },
          );
        }
        await expectLaw(name, desk, IDS);
        await desk.close();
      }),
      { numRuns: 40, endOnFailure: false },
    );
    // Most of it was done, and not refused; how much was tried depends on the machine.
    expect(told).toBeGreaterThan(tried / 2);
  });

  it('after more than two hundred entries, what is older than a context remembers is folded in all the same', async () => {
    const name = company();
    let now = START + 3 * HOUR;
    const desk = await open(name, 'support', { now: () => now });
    const recorded = await desk.recordAll('cus_1', Array.from({ length: 230 }, (_, i) => note(`note ${i}`)));
    await desk.record('cus_1', { kind: 'issue', words: 'on the disk only', at: now - HOUR });
    // Something that this context no longer holds is undone.
    await desk.record('cus_1', { kind: 'undone', answers: [recorded[3]?.stamp ?? ''] });
    await expectLaw(name, desk, ['cus_1'], [50]);
    now += HOUR;
    // Old entries come in from elsewhere, with stamps older than the oldest it remembers.
    const elsewhere = await open(`${name}-2`, 'support', { now: () => START });
    await elsewhere.recordAll('cus_1', [note('long ago'), { kind: 'told', fact: 'account', value: '4821-77' }]);
    expect(await desk.import(await elsewhere.export('cus_1'))).toEqual({ added: 2 });
    expect((await desk.read('cus_1')).entries).toBe(234);
    // Reading in is reading in once, also when the stamps are older than it remembers.
    expect(await desk.import(await elsewhere.export('cus_1'))).toEqual({ added: 0 });
    expect(await desk.import(await desk.export('cus_1'))).toEqual({ added: 0 });
    expect((await desk.read('cus_1')).entries).toBe(234);
    await expectLaw(name, desk, ['cus_1'], [50]);
  });

  it('a journal too long to be put in order is read in order all the same, and a link does not make it slow', async () => {
    const name = company();
    let now = START + 3 * HOUR;
    const desk = await open(name, 'support', { now: () => now });
    for (let part = 0; part < 14; part++) {
      now += 1000;
      await desk.recordAll('cus_1', Array.from({ length: 50 }, (_, i) => note(`${part}/${i}`)));
    }
    const records = async (): Promise<number> => {
      let read = 0;
      const getAll = IDBObjectStore.prototype.getAll;
      IDBObjectStore.prototype.getAll = function (this: IDBObjectStore, ...query: Parameters<IDBObjectStore['getAll']>) {
        const request = getAll.apply(this, query);
        if (this.name === 'journal') request.addEventListener('success', () => (read += request.result.length));
        return request;
      };
      try {
        await desk.history('cus_1', { limit: 5 });
      } finally {
        IDBObjectStore.prototype.getAll = getAll;
      }
      return read;
    };
    now += 1000;
    for (let i = 0; i < 40; i++) await desk.record('cus_1', note(`one by one ${i}`));
    expect(await records()).toBe(32);
    now += 1000;
    await desk.record('cus_2', note('somebody'));
    await desk.link('cus_1', 'cus_2', { because: 'same voice' });
    // A chunk of the one, and all of the other: 32 of 55 records, and 2.
    expect(await records()).toBe(34);
    await expectLaw(name, desk, ['cus_1', 'cus_2'], [7, 100]);

    // One that is late: no longer in order on the disk, and still in history's.
    await desk.record('cus_1', note('late', START));
    expect(wordsOf(await pages(desk, 'cus_2', 100)).at(-1)).toBe('late');
    await expectLaw(name, desk, ['cus_1', 'cus_2'], [33]);

    // Nor is that forgotten when its context is damaged, and the linked customer's is written next.
    const [place] = await (desk as unknown as Desk<'support'>).store.places('cus_1');
    const row = (await rawRead(databaseName(name, 'support'), 'contexts')).find(({ key }) => key === place) as Row;
    row.value.box[40] ^= 1;
    await rawWrite(databaseName(name, 'support'), 'contexts', [row]);
    now += 1000;
    await desk.record('cus_2', note('of the other'));
    await expectLaw(name, desk, ['cus_1', 'cus_2'], [33]);
  });
});

describe('history is all of it, newest first, each once', () => {
  it('with late arrivals, equal times and a link in the middle, whatever the size of a page', async () => {
    const name = company();
    let now = START;
    const desk = await open(name, 'support', { now: () => now });
    for (let i = 0; i < 30; i++) {
      now += i % 3 === 0 ? 1000 : 0;
      await desk.record(i % 2 === 0 ? 'cus_1' : 'cus_2', note(`${i}`, i % 5 === 4 ? now - 10_000 : undefined));
      if (i === 12) await desk.link('cus_1', 'cus_2', { because: 'same voice' });
    }
    const all = await pages(desk, 'cus_1', 500);
    expect(all).toHaveLength(31);
    for (const limit of [1, 2, 3, 5, 7, 30, 31, 32]) expect(await pages(desk, 'cus_1', limit)).toEqual(all);
    expect(await pages(desk, 'cus_2', 4)).toEqual(all);
    expect(all.filter(({ kind }) => kind === 'linked')).toHaveLength(1);
  });

  it('while pages are turned, what is written, put in order and struck neither repeats nor drops what was there', async () => {
    const name = company();
    let now = START;
    const desk = await open(name, 'support', { now: () => now });
    for (let i = 0; i < 80; i++) {
      now += 1000;
      await desk.record('cus_1', note(`${i}`));
    }
    const before = await pages(desk, 'cus_1', 500);
    const turned: AnyEntry[] = [];
    let next: string | undefined;
    const meanwhile = [
      () => desk.record('cus_1', note('new')),
      // So many that what was on the next page comes to lie where the last page ended, and after it.
      () => desk.recordAll('cus_1', Array.from({ length: 120 }, (_, i) => note(`late ${i}`, START + 500))),
      () => desk.strike(before[50]?.stamp ?? '', 'cus_1'),
      () => desk.link('cus_1', 'cus_2', { because: 'same voice' }),
    ];
    do {
      const page = await desk.history('cus_1', { limit: 9, ...(next === undefined ? {} : { before: next }) });
      turned.push(...page.entries);
      next = page.next;
      await meanwhile.shift()?.();
    } while (next !== undefined);
    const stamps = turned.map(({ stamp }) => stamp);
    expect(new Set(stamps).size).toBe(stamps.length);
    expect(turned).toEqual(turned.toSorted(byPlace).reverse());
    for (const { stamp } of before) expect(stamps).toContain(stamp);
  });

  it('a place that is none of ours is the beginning; a page is at least one entry, and at most five hundred', async () => {
    const desk = await open(company(), 'support');
    await desk.recordAll('cus_1', Array.from({ length: 510 }, (_, i) => note(`${i}`)));
    for (const before of ['', 'x', '{}', '[]', 'null', '{"at":"1"}', '{"at":1}', '7']) expect((await desk.history('cus_1', { limit: 2, before })).entries).toHaveLength(2);
    // One that somebody made up is a place like any other.
    for (const before of ['{"at":1,"stamp":"","from":7}', '{"at":9e15,"stamp":"zz","from":{"x":[1,2]}}', '{"at":9e15,"stamp":"zz","from":null}']) await desk.history('cus_1', { before });
    expect((await desk.history('cus_1', { limit: 0 })).entries).toHaveLength(1);
    expect((await desk.history('cus_1', { limit: -5 })).entries).toHaveLength(1);
    expect((await desk.history('cus_1', { limit: 1e9 })).entries).toHaveLength(500);
    expect((await desk.history('cus_1', { limit: 2.5 })).entries.length).toBeLessThanOrEqual(3);
    expect((await desk.history('nobody')).entries).toEqual([]);
  });

  it('what is handed out is frozen through and through', async () => {
    const desk = await open(company(), 'support');
    await desk.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: { channels: ['phone'] } });
    const deep = (value: unknown): boolean => typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(deep));
    expect(deep(await desk.read('cus_1'))).toBe(true);
    expect(deep(await desk.history('cus_1'))).toBe(true);
  });
});

describe('import: once is once', () => {
  it('a round trip is identical, in another store of the same company and key', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.begin('cus_1', { channel: 'phone' });
    await desk.recordAll('cus_1', [{ kind: 'told', fact: 'phone', value: '020 7946 0018' }, { kind: 'issue', words: 'the line is dead' }, note('x')]);
    await desk.record('cus_2', note('y'));
    await desk.link('cus_1', 'cus_2', { because: 'same voice' });
    const before = await desk.export('cus_1');
    const context = await desk.read('cus_1');
    await desk.close({ wipe: true, force: true });
    const again = await open(name, 'support');
    expect(await again.import(JSON.parse(JSON.stringify(before)))).toEqual({ added: before.entries.length });
    expect(await again.export('cus_1')).toEqual(before);
    expect(await again.read('cus_1')).toEqual(context);
    expect((await again.read('cus_2')).group).toEqual(['cus_1', 'cus_2']);
    await expectLaw(name, again, ['cus_1', 'cus_2']);
  });

  it('one that proves nothing is read in under the name of who read it, once, whoever reads it again', async () => {
    const name = company();
    const ana = await open(name, 'support');
    const ben = await open(name, 'support', { as: { audience: 'support', id: 'rep-22', label: 'Ben' } });
    const elsewhere = await open(`${name}-2`, 'support', { as: { audience: 'support', id: 'boss', label: 'The boss' } });
    await elsewhere.recordAll('cus_1', [note('x'), { kind: 'told', fact: 'account', value: '1' }]);
    const foreign = await elsewhere.export('cus_1');
    expect(await ana.import(foreign)).toEqual({ added: 2 });
    expect(await ben.import(foreign)).toEqual({ added: 0 });
    expect(await ana.import(foreign)).toEqual({ added: 0 });
    for (const { by } of (await ana.history('cus_1')).entries) expect(by.id).toBe('support-1');
  });

  it('a known stamp with another body is refused whole: nothing of the document is read in', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.recordAll('cus_1', [note('as it was'), note('beside it')]);
    const known = await desk.export('cus_1');
    const forged = { ...known, entries: [{ ...known.entries[0], words: 'as it never was' }, { ...known.entries[1], stamp: `${known.entries[1]?.stamp.slice(0, 23)}${known.entries[1]?.stamp.endsWith('0') ? '1' : '0'}` }] };
    await expect(desk.import(forged)).rejects.toMatchObject({ code: 'stamp-reused' });
    expect(wordsOf((await desk.history('cus_1')).entries).sort()).toEqual(['as it was', 'beside it']);
    // Two bodies under one stamp within the document itself, too.
    const twice = { ...document([]), entries: [{ ...known.entries[0], customer: 'cus_1', stamp: 'a'.repeat(9) + '0'.repeat(15) }].flatMap((entry) => [{ ...entry, at: 1, stamp: `000000001${'0'.repeat(15)}` }, { ...entry, at: 1, stamp: `000000001${'0'.repeat(15)}`, words: 'other' }]) };
    await expect(desk.import(twice)).rejects.toMatchObject({ code: 'stamp-reused' });
    expect((await desk.read('cus_1')).entries).toBe(2);
  });

  it('a stamp over five minutes ahead is refused, and nothing of the document is read in', async () => {
    const name = company();
    let now = START;
    const desk = await open(name, 'support', { now: () => now });
    const ahead = await open(`${name}-2`, 'support', { now: () => START + 6 * 60_000 });
    await ahead.record('cus_1', note('from the future'));
    await expect(desk.import(await ahead.export('cus_1'))).rejects.toMatchObject({ code: 'stamp-ahead' });
    expect((await desk.read('cus_1')).entries).toBe(0);
    now += 2 * 60_000;
    expect(await desk.import(await ahead.export('cus_1'))).toEqual({ added: 1 });
    // What is recorded next is newer than what was read in, though this clock is behind it.
    await desk.record('cus_1', note('next'));
    expect((await desk.history('cus_1')).entries.map(({ stamp }) => stamp)).toEqual((await desk.export('cus_1')).entries.toSorted(byPlace).reverse().map(({ stamp }) => stamp));
    const [a, b] = (await desk.export('cus_1')).entries.map(({ stamp }) => stamp).toSorted();
    expect((await desk.export('cus_1')).entries.find(({ stamp }) => stamp === b)).toMatchObject({ words: 'next' });
    expect(a).not.toBe(b);
  });

  it('what was struck does not come back with an old document', async () => {
    const name = company();
    const desk = await open(name, 'support');
    const slip = await desk.record('cus_1', note('a slip'));
    await desk.record('cus_1', note('kept'));
    const before = await desk.export('cus_1');
    await desk.strike(slip.stamp, 'cus_1');
    expect(await desk.import(before)).toEqual({ added: 0 });
    expect(JSON.stringify(await desk.export('cus_1'))).not.toContain('a slip');
    await expectLaw(name, desk, ['cus_1']);
  });

  it('who was forgotten does not come back with an old document; what was said since does', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.record('cus_1', note('before'));
    await desk.record('cus_2', note('a friend'));
    await desk.link('cus_1', 'cus_2', { because: 'same voice' });
    const before = await desk.export('cus_2');
    expect(await desk.forget('cus_1')).toEqual({ done: true });
    await expect(desk.import(before)).rejects.toMatchObject({ code: 'forgotten' });
    for (const id of ['cus_1', 'cus_2']) expect(await desk.read(id)).toMatchObject({ entries: 0, life: 1, group: [id] });
    await desk.record('cus_1', note('after'));
    const after = await desk.export('cus_1');
    await desk.forget('cus_1');
    await expect(desk.import(after)).rejects.toMatchObject({ code: 'forgotten' });
    expect(await desk.record('cus_1', note('a third life'))).toMatchObject({ saved: true });
    expect(await desk.read('cus_1')).toMatchObject({ entries: 1, life: 2 });
  });

  it('thousands of entries are read in at once, in segments, and quickly', { timeout: 60_000 }, async () => {
    const name = company();
    const desk = await open(name, 'support', { now: () => START + 72 * HOUR });
    const [entries = []] = fc.sample(journal({ min: 6_000, max: 6_000, weights: PLAIN, orderly: true }), { numRuns: 1, seed: 7 });
    const mine = entries.filter(({ kind }) => kind !== 'held');
    const began = performance.now();
    const { added } = await desk.import(document(mine));
    expect(added).toBe(mine.length);
    expect(performance.now() - began).toBeLessThan(20_000);
    const rows = await rawRead(databaseName(name, 'support'), 'journal');
    expect(rows.length).toBeLessThan(mine.length / 40);
    expect((await pages(desk, 'cus_1', 500)).length + (await pages(desk, 'prov_9', 500)).length + (await pages(desk, 'prov_7', 500)).length).toBe(mine.length);
  });

  it('what is not a document of ours is refused by name', async () => {
    const desk = await open(company(), 'support');
    await desk.record('cus_1', note('x'));
    const good = await desk.export('cus_1');
    for (const bad of [null, undefined, 7, 'x', [], {}, { ...good, format: 'other' }, { ...good, version: 2 }, { ...good, audience: 'boss' }, { ...good, group: 'x' }, { ...good, group: [7] }, { ...good, entries: {} }, { ...good, customer: 7 }, { ...good, group: [] }]) {
      await expect(desk.import(bad)).rejects.toMatchObject({ code: 'bad-document' });
    }
    for (const entry of [null, 7, {}, { ...good.entries[0], kind: 7 }, { ...good.entries[0], at: -1 }, { ...good.entries[0], stamp: 'x' }, { ...good.entries[0], by: { audience: 'boss' } }]) {
      await expect(desk.import({ ...good, entries: [entry] })).rejects.toMatchObject({ code: 'bad-entry' });
    }
    expect((await desk.read('cus_1')).entries).toBe(1);
  });
});
