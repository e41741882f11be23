import { describe, expect, it, onTestFinished } from 'vitest';
import type { Context } from '../../src/model/context.js';
import { databaseName } from '../../src/store/early.js';
import type { SalesContext } from '../../src/model/views.js';
import { Company, DAY, done, emptied, HOUR, MINUTE, PROV, quiet, refusal, ring, shown } from './company.js';
import { until } from './desks.js';

const words = ({ issues }: Context): string[] => issues.map((issue) => issue.words);

/** Errors that nobody caught, while the test runs. */
function uncaught(): string[] {
  const errors: string[] = [];
  const hear = (event: ErrorEvent | PromiseRejectionEvent): void => void errors.push(String('reason' in event ? event.reason : event.message));
  window.addEventListener('error', hear);
  window.addEventListener('unhandledrejection', hear);
  onTestFinished(() => {
    window.removeEventListener('error', hear);
    window.removeEventListener('unhandledrejection', hear);
  });
  return errors;
}

describe('watch: at once, then on every change; returns its undo', () => {
  it('tabs of one audience see changes in the order in which they were made, and the last of them', async () => {
    const acme = await Company.make();
    const [ana, ben] = [await acme.open('support'), await acme.open('support')];
    const seen = shown<number>((show) => ben.watch('cus_1', ({ entries }) => show(entries)));
    await until(() => seen.views.length === 1);
    expect(seen.views).toEqual([0]);
    for (let i = 0; i < 40; i++) await ana.record('cus_1', { kind: 'step', step: 'note', words: `${i}` });
    await until(() => seen.last() === 40);
    expect(seen.views).toEqual([...seen.views].sort((a, b) => a - b));
  });

  it('two tabs that write at once: nothing is lost, and both see all of it', async () => {
    const acme = await Company.make();
    const desks = await Promise.all([1, 2, 3].map(() => acme.open('support')));
    const seen = desks.map((desk) => shown<number>((show) => desk.watch('cus_1', ({ entries }) => show(entries))));
    await Promise.all(desks.flatMap((desk, n) => Array.from({ length: 15 }, (_, i) => desk.record('cus_1', { kind: 'step', step: 'note', words: `${n}/${i}` }))));
    await until(() => seen.every((one) => one.last() === 45));
    for (const one of seen) expect(one.views).toEqual([...one.views].sort((a, b) => a - b));
    expect(new Set((await desks[0]?.history('cus_1', { limit: 100 }))?.entries.map(({ stamp }) => stamp)).size).toBe(45);
  });

  it('of somebody else’s changes it shows nothing, not even in the moment in which it begins', async () => {
    const acme = await Company.make();
    const [ana, ben] = [await acme.open('support'), await acme.open('support')];
    await ana.record('cus_1', { kind: 'issue', words: 'Of the first' });
    const seen: { customer: string; words: string[] }[] = [];
    const stops: (() => void)[] = [];
    for (let i = 0; i < 30; i++) {
      const writing = ana.record('cus_2', { kind: 'issue', words: `Of the second ${i}` });
      stops.push(ben.watch('cus_1', (context) => void seen.push({ customer: context.customer, words: words(context) })));
      await Promise.resolve();
      stops.push(ana.watch('cus_1', (context) => void seen.push({ customer: context.customer, words: words(context) })));
      await writing;
    }
    await until(() => seen.length >= 60);
    await quiet(50);
    expect(new Set(seen.map((one) => JSON.stringify(one)))).toEqual(new Set([JSON.stringify({ customer: 'cus_1', words: ['Of the first'] })]));
    for (const stop of stops) stop();
  });

  it('stopped, it is silent, though a look was under way, and however often it is stopped', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const other = await acme.open('support');
    let calls = 0;
    const stop = desk.watch('cus_1', () => void calls++);
    stop();
    stop();
    await desk.record('cus_1', { kind: 'issue', words: 'x' });
    await other.record('cus_1', { kind: 'issue', words: 'y' });
    await quiet();
    expect(calls).toBe(0);
    const soon = shown<number>((show) => desk.watch('cus_1', ({ issues }) => show(issues.length)));
    await until(() => soon.last() === 2);
    const before = soon.views.length;
    const writing = other.record('cus_1', { kind: 'issue', words: 'z' });
    soon.stop();
    await writing;
    await quiet();
    expect(soon.views).toHaveLength(before);
  });

  it('one watcher stopped, or throwing, leaves the others be', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const errors: unknown[] = [];
    const hear = (event: PromiseRejectionEvent): void => {
      errors.push(event.reason);
      event.preventDefault();
    };
    window.addEventListener('unhandledrejection', hear);
    onTestFinished(() => window.removeEventListener('unhandledrejection', hear));
    const one = shown<Context>((show) => desk.watch('cus_1', show));
    const two = shown<Context>((show) => desk.watch('cus_1', show));
    desk.watch('cus_1', ({ issues }) => {
      throw new Error(`boo ${issues.length}`);
    });
    await until(() => one.views.length > 0 && two.views.length > 0);
    one.stop();
    await desk.record('cus_1', { kind: 'issue', words: 'x' });
    await until(() => two.last()?.issues.length === 1);
    expect(one.last()?.issues).toEqual([]);
    await until(() => errors.map(String).includes('Error: boo 1'));
  });

  it('what is handed out is frozen through and through', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.recordAll('cus_1', [{ kind: 'told', fact: 'name', value: 'Ada' }, { kind: 'issue', words: 'Help' }]);
    const sales = await acme.salesDesk();
    const page = await acme.open('customer');
    const deep = (value: unknown): boolean => typeof value !== 'object' || value === null || (Object.isFrozen(value) && Object.values(value).every(deep));
    const seen = shown<Context>((show) => desk.watch('cus_1', show));
    await until(() => seen.views.length > 0);
    const all = [seen.last(), await desk.read('cus_1'), await desk.history('cus_1'), await desk.unlinked(), await sales.read('cus_1'), await sales.pitch({ customer: 'cus_1' }), await page.read(await page.person()), desk.state];
    expect(all.map(deep)).toEqual(all.map(() => true));
    expect(() => ((seen.last() as { issues: unknown[] }).issues.length = 0)).toThrow(TypeError);
    expect((await desk.read('cus_1')).issues).toHaveLength(1);
  });

  it('closed, a touchpoint’s watchers are silent, and nothing is thrown at the page when something falls due', async () => {
    const acme = await Company.make();
    const errors = uncaught();
    const desk = await acme.open('support');
    const sales = await acme.salesDesk();
    const soon = acme.now() + 400;
    await desk.record('cus_1', { kind: 'flag', flag: 'support-need', reason: 'vulnerability', until: soon });
    const seen = shown<Context>((show) => desk.watch('cus_1', show));
    const lists = shown<Context[]>((show) => desk.watchUnlinked(show));
    const pitch = shown<SalesContext>((show) => sales.watchPitch({ customer: 'cus_1' }, show));
    await until(() => seen.views.length > 0 && lists.views.length > 0 && pitch.views.length > 0);
    // In the middle of a look, too.
    void desk.record('cus_1', { kind: 'issue', words: 'x' }).catch(() => {});
    await desk.close();
    await sales.close();
    const counts = [seen.views.length, lists.views.length, pitch.views.length];
    await quiet(600);
    expect([seen.views.length, lists.views.length, pitch.views.length]).toEqual(counts);
    expect(errors).toEqual([]);
    for (const work of [() => desk.read('cus_1'), () => desk.record('cus_1', { kind: 'issue', words: 'x' }), () => desk.find({ account: '1' }), () => desk.history('cus_1'), () => desk.unlinked(), () => desk.forget('cus_1'), () => desk.export('cus_1'), () => sales.pitch({ customer: 'cus_1' })]) expect(await refusal(work())).toBe('closed');
    await desk.close();
  });

  it('an error goes to who gave a place for it', async () => {
    const acme = await Company.make();
    await (await acme.open('support')).record('cus_1', { kind: 'issue', words: 'Help' });
    const desk = await acme.open('support');
    const database = await done(indexedDB.open(databaseName(acme.name, 'support')));
    const store = database.transaction('contexts', 'readwrite').objectStore('contexts');
    const [place] = await done(store.getAllKeys());
    await done(store.put({ ...((await done(store.get(place as IDBValidKey))) as object), key: 'a key of another ring' }, place as IDBValidKey));
    database.close();
    const errors: unknown[] = [];
    const stop = desk.watch('cus_1', () => {}, (error) => void errors.push(error));
    await until(() => errors.length > 0);
    expect(errors).toMatchObject([{ code: 'wrong-key' }]);
    stop();
  });

  it('a forged message on the bell changes nothing that is shown', async () => {
    const acme = await Company.make();
    const errors = uncaught();
    const desk = await acme.open('support');
    await desk.record('cus_1', { kind: 'issue', words: 'True' });
    const { contexts: [mine] } = await acme.opened('support');
    const seen = shown<string>((show) => desk.watch('cus_1', (context) => show(words(context).join())));
    await until(() => seen.views.length > 0);
    const { place, record } = mine ?? { place: '', record: undefined };
    ring(
      `say-once/${acme.name}/support`,
      { place, record: { ...record, box: undefined, rev: 9e15 } },
      { place, record: { ...record, rev: 9e15 } },
      { place, record: { ...record, box: new Uint8Array(80), rev: 9e15 } },
      { place, record: { ...record, box: 'text', key: 5, marks: [5], rev: 9e15 } },
      { place, record: { rev: 9e15, marks: [], key: 'no such key', life: 9, box: new Uint8Array(3) } },
      { place: 5 }, null, 'x', { place },
    );
    await quiet();
    await desk.record('cus_1', { kind: 'issue', words: 'Truer' });
    await until(() => seen.last() === 'True,Truer');
    expect(new Set(seen.views)).toEqual(new Set(['True', 'True,Truer']));
    expect(errors).toEqual([]);
  });
});

describe('a sales page holds and opens again without a reload', () => {
  it('held by a form, let go by a resolution; by number, by account, by id, and by one that is told later', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const sales = await acme.salesDesk();
    const byPhone = shown<string>((show) => sales.watchPitch({ phone: '020 7946 0018' }, ({ pitch }) => show(pitch)));
    const byAccount = shown<string>((show) => sales.watchPitch({ account: '4821-77' }, ({ pitch }) => show(pitch)));
    const byId = shown<string>((show) => sales.watchPitch({ customer: 'cus_1' }, ({ pitch }) => show(pitch)));
    const read = shown<string>((show) => sales.watch('cus_1', ({ pitch }) => show(pitch)));
    await until(() => [byPhone, byAccount, byId, read].every((one) => one.last() === 'clear'));
    await acme.said(PROV('ada'), { kind: 'told', fact: 'tel', value: '+44 20 7946 0018' }, { kind: 'issue', words: 'Help' });
    await until(() => byPhone.last() === 'held');
    expect([byAccount.last(), byId.last()]).toEqual(['clear', 'clear']);
    await support.link('cus_1', PROV('ada'), { because: 'x' });
    await until(() => byId.last() === 'held' && read.last() === 'held');
    expect(byAccount.last()).toBe('clear');
    await support.record('cus_1', { kind: 'told', fact: 'account', value: '482177' });
    await until(() => byAccount.last() === 'held');
    await support.record('cus_1', { kind: 'resolved', answers: [(await support.read('cus_1')).issues[0]?.stamp ?? ''] });
    await until(() => [byPhone, byAccount, byId, read].every((one) => one.last() === 'clear'));
    byPhone.stop();
    await support.record('cus_1', { kind: 'issue', words: 'Again' });
    await until(() => byAccount.last() === 'held');
    expect(byPhone.last()).toBe('clear');
  });

  it('on a second sales tab too, whichever of them hears', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const [first, second] = [await acme.salesDesk(), await acme.salesDesk()];
    const seen = [first, second].map((desk) => shown<string>((show) => desk.watchPitch({ customer: 'cus_1' }, ({ pitch }) => show(pitch))));
    await support.record('cus_1', { kind: 'issue', words: 'Help' });
    await until(() => seen.every((one) => one.last() === 'held'));
    await first.close();
    const stamp = (await support.read('cus_1')).issues[0]?.stamp ?? '';
    await support.record('cus_1', { kind: 'resolved', answers: [stamp] });
    await until(() => seen[1]?.last() === 'clear');
    expect(seen[0]?.last()).toBe('held');
  });

  it('from «not checked» to clear when it has caught up, on read and watch as on pitch', async () => {
    const acme = await Company.make();
    const sales = await acme.open('sales');
    const seen = shown<string>((show) => sales.watchPitch({ customer: 'cus_1' }, ({ pitch }) => show(pitch)));
    const read = shown<string>((show) => sales.watch('cus_1', ({ pitch }) => show(pitch)));
    await until(() => seen.last() === 'not-checked' && read.last() === 'not-checked');
    await acme.open('support');
    await until(() => seen.last() === 'clear' && read.last() === 'clear');
  });

  it('becomes «not checked» when it is stale, though a hold is to begin only later', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', from: acme.now() + 5 * DAY });
    const sales = await acme.salesDesk();
    await support.close();
    acme.now.go(24 * HOUR - 1_500);
    const seen = shown<string>((show) => sales.watchPitch({ customer: 'cus_1' }, ({ pitch }) => show(pitch)));
    const read = shown<string>((show) => sales.watch('cus_1', ({ pitch }) => show(pitch)));
    await until(() => seen.last() === 'clear' && read.last() === 'clear');
    await until(() => seen.last() === 'not-checked' && read.last() === 'not-checked');
  });

  it('whoever cannot look does not know, and does not seem to', async () => {
    const acme = await Company.make();
    await acme.open('support');
    const sales = await acme.salesDesk();
    const seen = shown<string>((show) => sales.watchPitch({ customer: 'cus_1' }, ({ pitch }) => show(pitch)));
    await until(() => seen.last() === 'clear');
    // A record of this customer’s that nobody here can open.
    const [place = ''] = await (sales as unknown as { store: { places(id: string): Promise<string[]> } }).store.places('cus_1');
    const database = await done(indexedDB.open(databaseName(acme.name, 'sales')));
    await done(database.transaction('contexts', 'readwrite').objectStore('contexts').put({ marks: [], rev: 1, seq: 1, key: 'of another ring', life: 0, box: new Uint8Array(40) }, place));
    database.close();
    ring(`say-once/${acme.name}/sales`, { place });
    await until(() => seen.last() === 'not-checked');
    expect(await refusal(sales.pitch({ customer: 'cus_1' }))).toBe('wrong-key');
  });
});

describe('contacts', () => {
  it('what is recorded belongs to the contact that is on; after half an hour of silence to another', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const ids = await desk.begin('cus_1', { channel: 'phone' });
    expect(desk.contactOf('cus_1')).toEqual(ids);
    acme.now.go(29 * MINUTE);
    await desk.record('cus_1', { kind: 'step', step: 'note', words: 'still on' });
    acme.now.go(29 * MINUTE);
    await desk.record('cus_1', { kind: 'step', step: 'note', words: 'still on' });
    acme.now.go(31 * MINUTE);
    expect(desk.contactOf('cus_1')).toBeUndefined();
    await desk.record('cus_1', { kind: 'step', step: 'note', words: 'later' });
    const contacts = (await desk.history('cus_1')).entries.map(({ contact }) => contact);
    expect(new Set(contacts.slice(1))).toEqual(new Set([ids.contact]));
    expect(contacts[0]).not.toBe(ids.contact);
    await desk.end('cus_1', 90);
    expect(desk.contactOf('cus_1')).toBeUndefined();
  });

  it('begun with what is no channel, id or chain, it is begun without, or not at all', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const ids = await desk.begin('cus_1', { channel: '', contact: '', chain: '' });
    expect(ids).toEqual({ contact: expect.stringMatching(/./) as string, chain: ids.contact });
    expect(await desk.record('cus_1', { kind: 'issue', words: 'x' })).toMatchObject({ saved: true });
    await desk.end('cus_1');
    expect(await refusal(desk.begin('cus_1', { channel: 'x'.repeat(300) }))).toBe('too-large');
    expect(desk.contactOf('cus_1')).toBeUndefined();
    expect(await desk.record('cus_1', { kind: 'issue', words: 'y' })).toMatchObject({ saved: true });
  });

  it('two customers at once are two contacts', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const [one, two] = [await desk.begin('cus_1'), await desk.begin('cus_2')];
    expect(one.contact).not.toBe(two.contact);
    await desk.record('cus_1', { kind: 'issue', words: 'x' });
    expect((await desk.history('cus_1')).entries[0]?.contact).toBe(one.contact);
    await emptied(acme, 'intake');
  });
});
