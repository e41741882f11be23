import { describe, expect, it, onTestFinished } from 'vitest';
import type { Context } from '../../src/model/context.js';
import type { ContextRecord } from '../../src/store/database.js';
import { databaseName } from '../../src/store/early.js';
import { Shown } from '../../src/store/shown.js';
import type { Store } from '../../src/store/store.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { quiet } from '../touchpoint/company.js';
import { company, open, until } from '../touchpoint/desks.js';
import { hostKey, rawRead, rawWrite, type Row, wordsOf } from './support.js';

type Support = Touchpoint<'support'>;
const note = (words: string) => ({ kind: 'step', step: 'note', words }) as const;
const storeOf = (desk: Support): Store => (desk as unknown as Desk<'support'>).store;
const record = (rev: number): ContextRecord => ({ marks: [], rev, seq: rev, key: 'k1', life: 0, box: new Uint8Array([1]) });
const count = async (desk: Support, customer = 'cus_1'): Promise<number> => (await desk.read(customer)).entries;

/** Which stores were read or written from now on. */
function asked(): string[] {
  const stores: string[] = [];
  const { transaction } = IDBDatabase.prototype;
  IDBDatabase.prototype.transaction = function (this: IDBDatabase, names, ...rest) {
    stores.push(...(typeof names === 'string' ? [names] : names));
    return transaction.call(this, names, ...rest);
  };
  onTestFinished(() => void (IDBDatabase.prototype.transaction = transaction));
  return stores;
}

/** From now on this page hears nothing of what others write, until `again`. */
function deaf(): () => void {
  const { heard } = Shown.prototype;
  Shown.prototype.heard = () => {};
  const again = (): void => void (Shown.prototype.heard = heard);
  onTestFinished(again);
  return again;
}

describe('what was shown lately', () => {
  it('is shown again without asking the disk, frozen, and so is who was found by a number', async () => {
    const name = company();
    const before = await open(name, 'support');
    await before.recordAll('cus_1', [{ kind: 'told', fact: 'phone', value: '+44 20 7946 0018' }, note('one')]);
    const desk = await open(name, 'support');
    const [match] = await desk.find({ phone: '020 7946 0018' });
    const stores = asked();
    const context = await desk.read(match?.customer ?? '');
    expect(context.entries).toBe(2);
    expect(Object.isFrozen(context.recent[0])).toBe(true);
    expect(await desk.read('cus_1')).toBe(context);
    expect(stores.filter((store) => store !== 'mail')).toEqual([]);
  });

  it('is written to without reading it first, in the stores it touches', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.record('cus_1', note('one'));
    // The office has come, and has looked at what waits for it.
    await (desk as unknown as Desk<'support'>).flush();
    await quiet(400);
    const stores = asked();
    await desk.record('cus_1', note('two'));
    // Mail is another database: what came for this desk.
    expect(stores.filter((store) => store !== 'mail')).toEqual(['contexts', 'journal']);
    expect(await count(await open(name, 'support'))).toBe(2);
  });

  it('is the same as what lies on the disk, to the last name, whatever was written', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.begin('cus_1', { channel: 'phone' });
    await desk.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '4821-77' }, { kind: 'issue', words: 'dead line' }, { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: Date.now() + 60_000 }]);
    await desk.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: { channels: ['phone'] } });
    await desk.record('cus_1', note('done'));
    const fresh = await open(name, 'support');
    expect(await desk.read('cus_1')).toStrictEqual(await fresh.read('cus_1'));
    expect(storeOf(desk).unsaved.size).toBe(0);
  });

  it('what is due by itself is worked out anew when it falls due', async () => {
    const name = company();
    let now = Date.now();
    const desk = await open(name, 'support', { now: () => now });
    await desk.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'complaint', until: now + 1_000 });
    const { due } = await desk.read('cus_1');
    expect(due).toBe(now + 1_000);
    now += 1_000;
    expect((await desk.read('cus_1')).due).not.toBe(due);
  });

  it('another tab’s write is there at once in the same page, and with the news in another', async () => {
    const name = company();
    const [one, two] = [await open(name, 'support'), await open(name, 'support')];
    for (let i = 1; i <= 20; i++) {
      await one.record('cus_1', note(`${i}`));
      expect(await count(two)).toBe(i);
    }
  });

  it('a stale one does no harm: the write notices, reads, and is written after what it had missed', async () => {
    const name = company();
    const [one, two] = [await open(name, 'support'), await open(name, 'support')];
    await one.record('cus_1', note('one'));
    await count(two);
    const again = deaf();
    await one.record('cus_1', note('two'));
    again();
    expect(await count(two)).toBe(1); // it was told nothing
    expect(await two.record('cus_1', note('three'))).toMatchObject({ saved: true });
    expect(await count(two)).toBe(3);
    expect(wordsOf((await two.history('cus_1')).entries)).toEqual(['three', 'two', 'one']);
    expect(await count(one)).toBe(3);
  });

  it.each<[string, () => void]>([
    ['was frozen', () => document.dispatchEvent(new Event('freeze'))],
    ['came back to life', () => document.dispatchEvent(new Event('resume'))],
    ['was hidden or shown', () => document.dispatchEvent(new Event('visibilitychange'))],
    ['came back from the cache of pages', () => window.dispatchEvent(new PageTransitionEvent('pageshow', { persisted: true }))],
  ])('is read again once the page %s', async (_, happens) => {
    const name = company();
    const [one, two] = [await open(name, 'support'), await open(name, 'support')];
    await one.record('cus_1', note('one'));
    await count(two);
    const again = deaf();
    await one.record('cus_1', note('two'));
    again();
    expect(await count(two)).toBe(1);
    happens();
    expect(await count(two)).toBe(2);
  });

  it('is read again once the database was deleted under the page, or emptied by another tab', async () => {
    const name = company();
    const [one, two] = [await open(name, 'support'), await open(name, 'support')];
    await one.record('cus_1', note('one'));
    expect(await count(two)).toBe(1);
    await new Promise((done) => (indexedDB.deleteDatabase(databaseName(name, 'support')).onsuccess = done));
    expect(await count(two)).toBe(0);
    await two.record('cus_1', note('anew'));
    expect(await count(two)).toBe(1);
    const three = await open(name, 'support');
    expect(await count(three)).toBe(1);
    await two.close({ wipe: true, force: true });
    expect(await count(three)).toBe(0);
  });

  it('somebody forgotten is not remembered, here or in another tab', async () => {
    const name = company();
    const [one, two] = [await open(name, 'support'), await open(name, 'support')];
    await one.record('cus_1', note('one'));
    expect(await count(two)).toBe(1);
    await one.forget('cus_1');
    expect([await count(one), await count(two)]).toEqual([0, 0]);
    await two.record('cus_1', note('anew'));
    expect((await one.read('cus_1')).life).toBe(1);
  });

  it('a tab that seals with another key is believed by nobody’s memory', async () => {
    const name = company();
    const [k1, k2] = [await hostKey('k1'), await hostKey('k2')];
    const old = await open(name, 'support', { keys: { support: [k1] } });
    await old.record('cus_1', note('one'));
    const desk = await open(name, 'support', { keys: { support: [k2, k1] } });
    await desk.record('cus_1', note('two'));
    expect(await count(desk)).toBe(2);
    await old.record('cus_1', note('three'));
    await until(() => count(desk), (entries) => entries === 3);
  });

  it('a forged record on the channel is not believed, and drops at most what was known', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.record('cus_1', note('one'));
    const [{ key, value }] = (await rawRead(databaseName(name, 'support'), 'contexts')) as [Row];
    const channel = new BroadcastChannel(`say-once/${name}/support`);
    onTestFinished(() => channel.close());
    const heard = new Promise((done) => onTestFinished(storeOf(desk).listen(done)));
    // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a channel has none
    channel.postMessage({ place: key, record: { ...value, rev: value.rev + 1 } });
    await heard;
    expect(await count(desk)).toBe(1);
    expect(desk.state.problem).toBeUndefined();
    await desk.record('cus_1', note('two'));
    expect(await count(desk)).toBe(2);
  });

  it('of somebody who lies under two keys nothing is kept until they lie in one place', async () => {
    const name = company();
    const [k1, k2] = [await hostKey('k1'), await hostKey('k2')];
    const old = await open(name, 'support', { keys: { support: [k1] } });
    await old.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '4821-77' }]);
    const desk = await open(name, 'support', { keys: { support: [k2, k1] } });
    expect(await desk.find({ account: '4821-77' })).toHaveLength(1);
    const rows = await rawRead(databaseName(name, 'support'), 'contexts');
    await rawWrite(databaseName(name, 'support'), 'contexts', rows.map(({ key }) => ({ key, value: undefined })));
    expect(await count(desk)).toBe(0);
  });
});

describe('the memory of what was shown', () => {
  const fresh = (): Shown<string> => {
    const shown = new Shown<string>(company());
    onTestFinished(() => shown.close());
    return shown;
  };

  it('a read that began before a write does not put the older over the newer that was heard meanwhile', () => {
    const shown = fresh();
    const reading = shown.begin();
    shown.heard('a', record(2));
    shown.found('a', 1, 'older', reading);
    expect(shown.at('a')).toBeUndefined();
    shown.found('a', 2, 'newer', reading);
    expect(shown.at('a')?.made).toBe('newer');
    shown.heard('a', record(3));
    shown.found('a', 2, 'newer', reading);
    expect(shown.at('a')).toMatchObject({ rev: 3, record: { rev: 3 } });
    shown.end();
  });

  it('nor one that was on its way when all was dropped, or this place', () => {
    const shown = fresh();
    for (const drop of [() => shown.clear(), () => shown.drop('a'), () => shown.heard('a', { ...record(9), box: undefined } as unknown as ContextRecord)]) {
      const reading = shown.begin();
      drop();
      shown.found('a', 1, 'before', reading);
      expect(shown.at('a')).toBeUndefined();
      shown.end();
    }
  });

  it('what is heard late, twice or of nobody shown changes nothing', () => {
    const shown = fresh();
    shown.found('a', 5, 'made', shown.begin());
    shown.end();
    for (const rev of [1, 5, Number.NaN]) shown.heard('a', record(rev));
    shown.heard('b', record(1));
    expect(shown.at('a')?.made).toBe('made');
    expect(shown.at('b')).toBeUndefined();
  });

  it('ten thousand cards shown and left are fifty in memory', async () => {
    const shown = fresh();
    for (let i = 0; i < 10_000; i++) {
      const reading = shown.begin();
      shown.heard(`heard ${i}`, record(i));
      shown.found(`${i}`, i, 'made', reading);
      shown.end();
    }
    expect(shown.size).toBe(50);
    expect(shown.at('9999')?.made).toBe('made');
    expect(shown.at('9000')).toBeUndefined();
  });

  it('maps of a desk do not grow with the customers it showed', { timeout: 60_000 }, async () => {
    const name = company();
    const desk = await open(name, 'support');
    const sizes = new Map<object, number>();
    const { set } = Map.prototype;
    Map.prototype.set = function (this: Map<unknown, unknown>, key: unknown, value: unknown) {
      const map = set.call(this, key, value);
      if (this !== sizes) set.call(sizes, this, this.size);
      return map;
    } as typeof set;
    const show = async (from: number, to: number): Promise<number> => {
      for (let i = from; i < to; i++) {
        const views: Context[] = [];
        const stop = desk.watch(`cus_${i}`, (view) => views.push(view));
        await until(() => views.length > 0);
        stop();
        await desk.find({ account: `4821-${i}` });
      }
      return Math.max(...sizes.values());
    };
    try {
      expect(await show(0, 700)).toBeLessThanOrEqual(2_001);
      sizes.clear();
      expect(await show(700, 1_400)).toBeLessThanOrEqual(2_001);
    } finally {
      Map.prototype.set = set;
    }
  });
});
