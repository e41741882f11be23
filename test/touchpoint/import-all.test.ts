/** Documents by the thousand: in a worker and on the page alike, whatever else goes on meanwhile. */
import { afterEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Context } from '../../src/model/context.js';
import type { AnyEntry } from '../../src/model/entry.js';
import { fold } from '../../src/model/fold.js';
import { databaseName } from '../../src/store/early.js';
import type { ContextRecord } from '../../src/store/database.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { saidIn } from '../support/said-in.js';
import { Company, quiet, refusal, shown } from './company.js';
import { until } from './desks.js';

const id = (c: number): string => `cus_${String(c).padStart(4, '0')}`;

/** What a host might make of a CRM's dump: no proof, stamps of its own. */
function dump(acme: Company, customers: number, per: number, more: (c: number, i: number) => object | undefined = () => undefined, from = 0): { format: string; version: number; audience: string; customer: string; group: string[]; entries: object[] }[] {
  const at = acme.now() - 3_600_000;
  return Array.from({ length: customers }, (_, n) => {
    const c = from + n;
    const entries = Array.from({ length: per }, (_none, i) => {
      const stamp = (at + i).toString(36).padStart(9, '0') + `000${String(c).padStart(6, '0')}${String(i).padStart(6, '0')}`;
      const body = more(c, i) ?? (i === 0 ? { kind: 'told', fact: 'account', value: `4821-${c}` } : { kind: 'step', step: 'note', words: `Note ${i} about ${c}` });
      return { ...body, stamp, customer: id(c), at: at + i, by: { audience: 'support', id: 'crm' }, channel: 'phone' };
    });
    return { format: 'say-once/export', version: 1, audience: 'support', customer: id(c), group: [id(c)], entries };
  });
}

/** Counts the workers that are hired, which are real ones. */
function workers(): { count: number } {
  const hired = { count: 0 };
  const Real = Worker;
  vi.stubGlobal('Worker', class extends Real {
    constructor(...given: ConstructorParameters<typeof Real>) {
      super(...given);
      hired.count += 1;
    }
  });
  return hired;
}

afterEach(() => void vi.unstubAllGlobals());

/** A context is the fold of what is in the journal, byte for byte. */
async function lawful(desk: Touchpoint<'support'>, customer: string): Promise<AnyEntry[]> {
  const { entries, group } = await desk.export(customer);
  const { due: _, ...context } = await desk.read(customer);
  expect(JSON.stringify(context)).toBe(JSON.stringify(fold(entries, { customer, group, life: context.life }).context));
  return entries;
}

describe.each(['in a worker', 'on the page'])('%s', (where) => {
  const set = (): { count: number } => {
    if (where === 'in a worker') return workers();
    vi.stubGlobal('Worker', undefined);
    return { count: 0 };
  };
  const hires = where === 'in a worker' ? 1 : 0;

  it('everybody is read in, each context is the fold of its journal, and journals lie in segments', async () => {
    const hired = set();
    const acme = await Company.make();
    const support = await acme.open('support');
    const documents = dump(acme, 30, 70);
    const progress: number[] = [];
    expect(await support.importAll(documents, { onProgress: ({ entries }) => progress.push(entries) })).toEqual({ customers: 30, added: 2100, refused: [] });
    expect(hired.count).toBe(hires);
    expect(progress.at(-1)).toBe(2100);
    for (let c = 0; c < 30; c++) {
      const entries = await lawful(support, id(c));
      expect(entries.map(({ stamp }) => stamp)).toEqual(((documents[c]?.entries ?? []) as AnyEntry[]).map(({ stamp }) => stamp));
      // The border names the author.
      expect(entries.every(({ by }) => by.id === 'support-1')).toBe(true);
    }
    expect(await support.find({ account: '482117' })).toEqual([{ customer: id(17), matchedOn: ['account'], strength: 'unproven' }]);
    const { journal = [] } = await acme.rows('support');
    expect(journal.map(({ value }) => (value as { n: number }).n).sort((a, b) => a - b)).toEqual([...Array<number>(30).fill(20), ...Array<number>(30).fill(50)]);
    expect(Object.keys((await acme.opened('support')).meta).filter((key) => key.startsWith('import/'))).toEqual([]);
  });

  it('twice is once, from any list, as objects or as their JSON', async () => {
    set();
    const acme = await Company.make();
    const support = await acme.open('support');
    const documents = dump(acme, 5, 60);
    await support.importAll((async function* lines() {
      for (const document of documents) yield await Promise.resolve(JSON.stringify(document));
    })());
    const revs = async (): Promise<unknown> => (await acme.rows('support'))['contexts']?.map(({ key, value }) => [key, (value as ContextRecord).rev]);
    const before = await revs();
    expect(await support.importAll(new Set(documents))).toEqual({ customers: 5, added: 0, refused: [] });
    expect(await revs()).toEqual(before);
    expect(await support.importAll([...documents, ...dump(acme, 1, 3, undefined, 90), documents[0]])).toMatchObject({ customers: 7, added: 3 });
  });

  it('one that is refused takes no other along, and nothing of it is written', async () => {
    set();
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record(id(5), { kind: 'issue', words: 'Help' });
    await support.forget(id(5));
    const documents: unknown[] = dump(acme, 8, 60, (c, i) => (i < 59 ? undefined : c === 1 ? { kind: 'told', fact: 'pin', value: '4821', class: 'once' } : c === 2 ? { kind: 'held' } : undefined));
    const stale = documents[3] as { entries: { at: number }[] };
    stale.entries.push({ ...stale.entries[0], at: 5 });
    documents[4] = 'no JSON {';
    documents[6] = { get format(): string { throw new Error('boo'); } };
    const { customers, refused } = await support.importAll(documents);
    expect(refused).toEqual([
      { index: 1, customer: id(1), code: 'secret-refused' },
      { index: 2, customer: id(2), code: 'bad-entry' },
      { index: 3, customer: id(3), code: 'stamp-reused' },
      { index: 4, code: 'bad-document' },
      { index: 5, customer: id(5), code: 'forgotten' },
      { index: 6, code: 'bad-document' },
    ]);
    expect(customers).toBe(2);
    for (const c of [1, 2, 3, 5]) expect((await support.read(id(c))).entries).toBe(0);
    for (const c of [0, 7]) await lawful(support, id(c));
  });

  it('of somebody who is here already, and of linked ones, nothing is lost', async () => {
    set();
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record(id(1), { kind: 'issue', words: 'Here before' });
    await support.record(id(2), { kind: 'issue', words: 'A friend' });
    await support.link(id(1), id(2), { because: 'they said so' });
    const document = await support.export(id(1));
    const [first, second] = dump(acme, 2, 55);
    expect(await support.importAll([first, second, document])).toEqual({ customers: 3, added: 110, refused: [] });
    expect((await lawful(support, id(1))).length).toBe(58);
    expect((await support.read(id(2))).group).toEqual([id(1), id(2)]);
    await support.close({ wipe: true, force: true });
    const again = await acme.open('support');
    expect(await again.importAll([document])).toEqual({ customers: 1, added: document.entries.length, refused: [] });
    expect(await again.export(id(1))).toEqual(document);
    expect((await lawful(again, id(2))).length).toBe(document.entries.length);
  });

  it('secrets are cut, holds reach sales, and an objection outlives forgetting by this door too', async () => {
    set();
    const acme = await Company.make();
    const support = await acme.open('support');
    const sales = await acme.salesDesk();
    await support.record('gone', { kind: 'told', fact: 'account', value: '4821-2' });
    await support.record('gone', { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' });
    await support.forget('gone');
    await support.importAll(dump(acme, 12, 4, (c, i) => (i === 1 ? { kind: 'issue', words: `My card is 4111 1111 1111 1111, number ${c}` } : undefined)));
    for (const c of [0, 2, 11]) await until(() => sales.pitch({ account: `4821-${c}` }), ({ pitch }) => pitch === 'held');
    expect((await support.read(id(2))).flags).toMatchObject([{ flag: 'do-not-pitch', reason: 'wish' }]);
    expect((await support.read(id(3))).flags).toEqual([]);
    expect(saidIn((await acme.opened('support')).entries)).not.toContain('4111');
    expect(sales.state.fresh).toBe(true);
    await lawful(support, id(2));
  });

  it('stopped in the middle it leaves what it wrote whole, and goes on there when it is called again', async () => {
    set();
    const acme = await Company.make();
    const support = await acme.open('support');
    const documents = dump(acme, 60, 120);
    const stop = new AbortController();
    const stopped = new Promise((resolve) => stop.signal.addEventListener('abort', resolve));
    let asked = 0;
    const slowly = async function* each(): AsyncGenerator<object> {
      for (const document of documents) {
        asked += 1;
        yield document;
        await quiet(1);
        // A worker that is slow to come must not be given all of it before it tells of the first.
        if (asked === 40) await stopped;
      }
    };
    const onProgress = ({ customers }: { customers: number }): void => {
      if (customers >= 10) stop.abort(new Error('enough'));
    };
    await expect(support.importAll(slowly(), { source: 'the old one', signal: stop.signal, onProgress })).rejects.toThrow('enough');
    expect(asked).toBeLessThan(60);
    const { contexts = [], meta = [] } = await acme.rows('support');
    expect(contexts.length).toBeGreaterThanOrEqual(10);
    expect(contexts.length).toBeLessThan(60);
    for (const { value } of contexts) expect((value as ContextRecord).seq).toBe(120);
    expect(meta.find(({ key }) => (key as string).startsWith('import/'))?.value).toBe(contexts.length);
    expect(JSON.stringify(meta)).not.toContain('the old one');
    const { customers, added } = await support.importAll(documents, { source: 'the old one' });
    expect([customers, added]).toEqual([60 - contexts.length, 120 * (60 - contexts.length)]);
    for (const c of [0, 10, 30, 59]) await lawful(support, id(c));
    expect((await acme.rows('support'))['meta']?.filter(({ key }) => (key as string).startsWith('import/'))).toEqual([]);
  });

  it('a touchpoint that closes meanwhile ends it by name, and what is wiped stays wiped', async () => {
    set();
    const acme = await Company.make();
    const support = await acme.open('support');
    let began = (): void => {};
    const under = new Promise<void>((resolve) => (began = resolve));
    const importing = refusal(support.importAll(dump(acme, 80, 120), { onProgress: began }));
    await under;
    await support.close({ wipe: true, force: true });
    expect(await importing).toBe('closed');
    await quiet();
    expect((await acme.rows('support'))['contexts']).toEqual([]);
    expect(await refusal(support.importAll([]))).toBe('closed');
  });

  // WebKitGTK goes on holding the connection of a worker that is ended so early, and every database that is opened after it waits.
  it('a touchpoint that closes before anybody has come to read leaves what it wiped wiped', async () => {
    set();
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.importAll([]);
    const importing = refusal(support.importAll(dump(acme, 600, 2)));
    await new Promise((soon) => setTimeout(soon));
    await support.close({ wipe: true, force: true });
    expect(await importing).toBe('closed');
    await quiet();
    expect((await acme.rows('support'))['contexts']).toEqual([]);
  });

  it('a dump that stops coming for a while: who was read in until then is seen', async () => {
    set();
    const acme = await Company.make();
    const support = await acme.open('support');
    const documents = dump(acme, 40, 60, () => ({ kind: 'felt', felt: 'so so, '.repeat(40) }));
    // Shown lately: nobody is there.
    for (let c = 0; c < 40; c++) expect((await support.read(id(c))).entries).toBe(0);
    let go = (): void => {};
    const waits = new Promise<void>((resolve) => (go = resolve));
    const importing = support.importAll((async function* () {
      yield* documents;
      await waits;
    })());
    const lying = async (): Promise<number> => ((await acme.rows('support'))['contexts'] ?? []).length;
    const seen = async (): Promise<number> => (await Promise.all(documents.map(({ customer }) => support.read(customer)))).filter(({ entries }) => entries > 0).length;
    await until(async () => [await lying(), await seen()] as const, ([lie, see]) => lie > 10 && lie === see);
    let lain = 0;
    await until(async () => {
      const before = lain;
      lain = await lying();
      await quiet();
      return lain === before;
    });
    expect(await seen()).toBe(lain);
    go();
    expect((await importing).customers).toBe(40);
  });

  it('two at once, and a desk that writes about the same customers meanwhile: everything is there once', async () => {
    set();
    const acme = await Company.make();
    const [one, two, three] = [await acme.open('support'), await acme.open('support'), await acme.open('support')];
    const documents = dump(acme, 24, 60);
    const record = async (): Promise<void> => {
      for (let c = 23; c >= 0; c--) await three.record(id(c), { kind: 'step', step: 'note', words: 'By hand' });
    };
    const [a, b] = await Promise.all([one.importAll(documents), two.importAll([...documents].reverse()), record()]);
    expect([a.refused, b.refused]).toEqual([[], []]);
    expect(a.added + b.added).toBe(24 * 60);
    for (let c = 0; c < 24; c++) expect((await lawful(one, id(c))).length).toBe(61);
  });
});

it('a worker and the page leave the same behind', async () => {
  const acme = await Company.make();
  const documents = dump(acme, 12, 75, (c, i) => (i === 3 && c % 2 === 0 ? { kind: 'issue', words: 'Help' } : i === 4 && c % 3 === 0 ? { kind: 'told', fact: 'tel', value: `020 7946 ${1000 + c}` } : undefined));
  const left: unknown[] = [];
  for (const where of [Worker, undefined]) {
    vi.stubGlobal('Worker', where);
    const support = await acme.open('support');
    await support.importAll(documents);
    const { contexts } = await acme.opened('support');
    const { journal = [] } = await acme.rows('support');
    left.push([
      contexts.map(({ place, record: { marks, seq, life }, memo }) => [place, marks, seq, life, memo?.folded, memo?.ordered, memo?.posted?.map(({ key }) => key)]),
      journal.map(({ key, value }) => [key, (value as { n: number; day: string }).n, (value as { day: string }).day]),
    ]);
    await support.close({ wipe: true, force: true });
  }
  expect(left[0]).toEqual(left[1]);
});

it.each([
  ['where the page’s policy forbids workers', () => vi.stubGlobal('Worker', class { constructor() { throw new DOMException('no', 'SecurityError'); } })],
  ['where the worker’s script does not come', () => { const Real = Worker; vi.stubGlobal('Worker', class extends Real { constructor() { super('/there-is-none.js', { type: 'module' }); } }); }],
])('%s, the page does it', async (_, hinder) => {
  hinder();
  const acme = await Company.make();
  const support = await acme.open('support');
  expect(await support.importAll(dump(acme, 3, 20))).toEqual({ customers: 3, added: 60, refused: [] });
  await lawful(support, id(2));
});

it('without storage it is read into this page’s memory', async () => {
  const hired = workers();
  const acme = await Company.make();
  vi.spyOn(indexedDB, 'open').mockImplementation(() => { throw new DOMException('private', 'SecurityError'); });
  onTestFinished(() => void vi.restoreAllMocks());
  const support = await acme.open('support');
  expect(support.state.storage).toBe('memory');
  expect(await support.importAll(dump(acme, 3, 20))).toEqual({ customers: 3, added: 60, refused: [] });
  expect((await support.read(id(2))).entries).toBe(20);
  expect(hired.count).toBe(0);
});

it('sales is told of several in one message; of whoever is forgotten before anybody reads it nothing is left in it, and the others are held', async () => {
  const acme = await Company.make();
  const support = await acme.open('support');
  await support.importAll(dump(acme, 12, 3, (_, i) => (i === 1 ? { kind: 'issue', words: 'Help' } : undefined)));
  const told = async (): Promise<string[]> => ((await acme.letters('sales')) as { entries?: { kind: string; customer: string }[] }[]).flatMap(({ entries = [] }) => entries.filter(({ kind }) => kind === 'held').map(({ customer }) => customer));
  const before = await until(told, (all) => all.length === 12);
  expect((await acme.mail('sales')).length).toBeLessThan(6);
  await support.forget(id(3));
  const after = await until(told, (all) => all.length === 11);
  expect(before.filter((customer) => !after.includes(customer))).toHaveLength(1);
  const sales = await acme.salesDesk();
  for (const c of [0, 2, 11]) await until(() => sales.pitch({ account: `4821-${c}` }), ({ pitch }) => pitch === 'held');
  expect((await sales.pitch({ account: '4821-3' })).pitch).toBe('clear');
});

it('a page that ends between taking back what told of several and telling of them anew: the next one tells', async () => {
  const acme = await Company.make();
  const support = (await acme.open('support')) as Desk<'support'>;
  await support.importAll(dump(acme, 12, 3, (_, i) => (i === 1 ? { kind: 'issue', words: 'Help' } : undefined)));
  const told = async (): Promise<number> => ((await acme.letters('sales')) as { entries?: { kind: string }[] }[]).flatMap(({ entries = [] }) => entries.filter(({ kind }) => kind === 'held')).length;
  await until(told, (count) => count === 12);
  vi.spyOn((await support.office())!.telling, 'all').mockRejectedValue(new Error('The page is gone.'));
  await expect(support.forget(id(3))).rejects.toThrow('The page is gone.');
  expect(await told()).toBeLessThan(11);
  await support.close();
  await ((await acme.open('support')) as Desk<'support'>).office();
  await until(told, (count) => count === 11);
});

it('other tabs see it, without a message for each customer; a card is read meanwhile', async () => {
  const acme = await Company.make();
  const [one, two] = [await acme.open('support'), await acme.open('support')];
  await one.record('somebody', { kind: 'issue', words: 'Help' });
  const heard: unknown[] = [];
  const bell = new BroadcastChannel(databaseName(acme.name, 'support'));
  bell.onmessage = ({ data }) => void heard.push(data);
  onTestFinished(() => bell.close());
  const here = shown<Context>((show) => one.watch(id(150), show));
  const there = shown<Context>((show) => two.watch(id(150), show));
  await until(() => there.last()?.entries === 0 && here.last()?.entries === 0);
  const importing = one.importAll(dump(acme, 200, 60));
  let over = false;
  void importing.finally(() => (over = true));
  for (let read = 0; !over; read++) {
    expect((await two.read('somebody')).issues).toHaveLength(1);
    await quiet(2);
  }
  await importing;
  await until(() => there.last()?.entries === 60 && here.last()?.entries === 60);
  expect(heard.length).toBeLessThan(100);
  expect(JSON.stringify(heard)).not.toContain('"box"');
});

it('is for those who may, and says what it cannot use', async () => {
  const acme = await Company.make();
  const sales = await acme.open('sales');
  expect(await refusal(sales.importAll([]))).toBe('not-allowed');
  const support = await acme.open('support');
  expect(await support.importAll([])).toEqual({ customers: 0, added: 0, refused: [] });
  for (const bad of [undefined, null, 5, 'text', {}]) expect(await refusal(support.importAll(bad as never))).toBe('bad-option');
  expect(await refusal(support.importAll([], { source: '' }))).toBe('bad-option');
  await expect(support.importAll(dump(acme, 1, 1), { signal: AbortSignal.abort(new Error('no')) })).rejects.toThrow('no');
  const broken = (function* each(): Generator<object> {
    yield* dump(acme, 2, 3);
    throw new Error('the dump ends');
  })();
  await expect(support.importAll(broken)).rejects.toThrow('the dump ends');
  const page = await acme.open('customer');
  expect(await page.importAll(dump(acme, 2, 1))).toEqual({ customers: 2, added: 2, refused: [] });
  expect((await page.read(id(1))).facts).toMatchObject([{ mine: true, standing: 'claimed' }]);
});
