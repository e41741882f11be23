import { describe, expect, it, onTestFinished } from 'vitest';
import type { Audience, Draft } from '../../src/model/entry.js';
import { databaseName, DATABASE_VERSION, openRaw } from '../../src/store/early.js';
import { openTouchpoint } from '../../src/touchpoint.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import type { Touchpoint, TouchpointState } from '../../src/touchpoint/types.js';
import { company, open, until } from '../touchpoint/desks.js';
import { rawRead, wordsOf } from './support.js';

type Support = Touchpoint<'support'>;
const note = (words: string): Draft => ({ kind: 'step', step: 'note', words });
const support = (name: string): string => databaseName(name, 'support');

/**
 * Somebody clears the site's data, or a script of the host's does. A connection that stays open is in the way for good;
 * `blocked` alone does not tell: on a busy machine Chromium hears of a close after the deletion that came later.
 */
const removed = (name: string): Promise<unknown> =>
  new Promise((resolve, reject) => {
    const request = indexedDB.deleteDatabase(name);
    request.onsuccess = resolve;
    request.onerror = () => reject(request.error);
    request.onblocked = () => setTimeout(() => reject(new Error('somebody is in the way')), 3_000);
  });

/** All that a desk says of itself, from now on. */
function states(desk: Support): TouchpointState[] {
  const said: TouchpointState[] = [];
  onTestFinished(desk.onState((state) => said.push(state)));
  return said;
}

describe('invariant 11: the database is deleted under an open page', () => {
  it('that is said, the page goes on, what is recorded next is saved, and it is not said any longer', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    const said = states(desk);
    await removed(support(name));
    expect(said.map(({ problem }) => problem)).toContain('storage-lost');
    expect((await desk.read('cus_1')).entries).toBe(0);
    expect(await desk.find({ account: '4821-77' })).toEqual([]);
    expect(await desk.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' })).toMatchObject({ saved: true });
    expect(desk.state.problem).toBeUndefined();
    expect((await desk.find({ account: '482177' }))[0]?.customer).toBe('cus_1');
    await desk.close();
    // It is a store like any other: its keys are noted, another tab opens it.
    expect((await (await open(name, 'support')).read('cus_1')).entries).toBe(1);
    await expect(openTouchpoint({ name, as: { audience: 'support' }, keys: { support: [{ id: 'other', key: await crypto.subtle.importKey('raw', new Uint8Array(32), 'HKDF', false, ['deriveKey', 'deriveBits']) }] } })).rejects.toMatchObject({ code: 'wrong-key' });
  });

  it('with writes under way: each is answered, and what was not saved at once is saved later, once', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.record('cus_1', note('warm'));
    const writing = Promise.all(Array.from({ length: 40 }, (_, i) => desk.record('cus_1', note(`${i}`)).then(({ saved }) => [`${i}`, saved, performance.now()] as const)));
    await new Promise((later) => setTimeout(later, 25));
    await removed(support(name));
    const gone = performance.now();
    const answers = await writing;
    await until(() => desk.state.unsaved === 0);
    const words = wordsOf((await desk.history('cus_1', { limit: 500 })).entries);
    expect(new Set(words).size).toBe(words.length);
    for (const [word, , answered] of answers) if (answered > gone) expect(words).toContain(word);
  });

  it('a watcher goes on: it shows what is written after', async () => {
    const name = company();
    const [desk, other] = [await open(name, 'support'), await open(name, 'support')];
    for (let i = 0; i < 4; i++) await desk.record('cus_1', note(`${i}`));
    const seen: number[] = [];
    onTestFinished(desk.watch('cus_1', ({ entries }) => seen.push(entries)));
    await until(() => seen.at(-1) === 4);
    await removed(support(name));
    await other.record('cus_1', note('after'));
    await until(() => seen.at(-1) === 1);
  });
});

describe('invariant 11: an old tab meets a new version', () => {
  /** A newer say-once in another tab: opens the database with the next version. */
  async function upgraded(name: string): Promise<void> {
    const newer = await openRaw(support(name), 'support', { blocked: () => expect.fail('the old tab is in the way') }, DATABASE_VERSION + 1);
    onTestFinished(() => newer.close());
  }

  it('it gets out of the way, says so, keeps what is typed in memory, and touches nothing any more', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.recordAll('cus_1', [note('before'), { kind: 'issue', words: 'the line is dead' }]);
    const [issue] = (await desk.read('cus_1')).issues;
    const said = states(desk);
    await upgraded(name);
    await until(() => said.at(-1)?.problem === 'outdated');

    expect(await desk.record('cus_1', note('typed after'))).toMatchObject({ saved: false, problem: 'outdated', cut: [] });
    // Also what answers something that can no longer be looked up, and what is about somebody new.
    expect(await desk.record('cus_1', { kind: 'resolved', answers: [issue?.stamp ?? ''] })).toMatchObject({ saved: false, problem: 'outdated' });
    expect(await desk.recordAll('cus_2', [{ kind: 'told', fact: 'phone', value: '020 7946 0018' }, note('also')])).toMatchObject([{ saved: false }, { saved: false }]);
    expect(desk.state).toMatchObject({ problem: 'outdated', unsaved: 4 });
    expect((await desk.read('cus_1')).recent[0]?.note).toBe('typed after');
    expect((await desk.read('cus_2')).facts.map(({ fact }) => fact)).toEqual(['tel']);
    expect(wordsOf((await desk.history('cus_1')).entries)).toEqual(['resolved', 'typed after']);
    // What is not in memory cannot be had, and that is said by name, not shown as «nobody».
    await expect(desk.read('cus_3')).rejects.toMatchObject({ code: 'outdated' });
    await expect(desk.find({ account: '1' })).rejects.toMatchObject({ code: 'outdated' });
    await expect(desk.link('cus_1', 'cus_2', { because: 'x' })).rejects.toMatchObject({ code: 'outdated' });
    await expect(openTouchpoint({ name, as: { audience: 'support' }, keys: 'device' })).rejects.toMatchObject({ code: 'outdated' });
    await expect(desk.close({ wipe: true })).rejects.toMatchObject({ code: 'outdated' });
    await expect(desk.close({ wipe: true, force: true })).rejects.toMatchObject({ code: 'outdated' });
    // Closed it is all the same: no key is left in it.
    await expect(desk.read('cus_1')).rejects.toMatchObject({ code: 'closed' });
    const lies = await new Promise<number>((resolve) => {
      const request = indexedDB.open(support(name));
      request.onsuccess = () => {
        const count = request.result.transaction('journal').objectStore('journal').count();
        count.onsuccess = () => {
          request.result.close();
          resolve(count.result);
        };
      };
    });
    expect(lies).toBe(1);
  });

  it('a watcher in it shows what is typed there', async () => {
    const name = company();
    const desk = await open(name, 'support');
    await desk.record('cus_1', note('before'));
    const notes: (string | undefined)[] = [];
    const errors: unknown[] = [];
    onTestFinished(desk.watch('cus_1', ({ recent }) => notes.push(recent[0]?.note), (error) => errors.push(error)));
    await until(() => notes.length === 1);
    await upgraded(name);
    await desk.record('cus_1', note('typed after'));
    await until(() => notes.at(-1) === 'typed after');
    expect(errors).toEqual([]);
  });

  it('a new version that an old tab does not make room for hears «blocked», and opens when it does', async () => {
    const name = company();
    const stubborn = await openRaw(support(name), 'support', {});
    stubborn.onversionchange = null; // an older version that does not get out of the way
    let blocked = false;
    const opening = openRaw(support(name), 'support', { blocked: () => (blocked = true) }, DATABASE_VERSION + 1);
    await until(() => blocked);
    stubborn.close();
    (await opening).close();
  });
});

describe('closing', () => {
  it('whatever is asked of a closed touchpoint is answered «closed»', async () => {
    const name = company();
    const desk = await open(name, 'support');
    const customer = await open(name, 'customer');
    const sales = await open(name, 'sales');
    await desk.record('cus_1', note('x'));
    const document = await desk.export('cus_1');
    const context = await desk.read('cus_1');
    await Promise.all([desk.close(), customer.close(), sales.close()]);
    const calls: (() => Promise<unknown>)[] = [
      () => desk.record('cus_1', note('x')), () => desk.recordAll('cus_1', [note('x')]), () => desk.begin('cus_1'), () => desk.end('cus_1'),
      () => desk.read('cus_1'), () => desk.find({ account: '1' }), () => desk.find({ customer: 'cus_1' }), () => desk.history('cus_1'), () => desk.pitch({ account: '1' }), () => desk.unlinked(),
      () => desk.link('cus_1', 'cus_2', { because: 'x' }), () => desk.unlink('cus_1', 'cus_2'), () => desk.strike('x', 'cus_1'), () => desk.forget('cus_1'), () => desk.export('cus_1'), () => desk.import(document),
      () => customer.person(), () => customer.notYou(), () => sales.pitch({ account: '1' }),
    ];
    for (const [index, call] of calls.entries()) await expect(call(), `call ${index}`).rejects.toMatchObject({ code: 'closed' });
    await desk.close();
    await desk.close({ wipe: true });
    desk.watch('cus_1', () => expect.fail('it shows something'))();
    // What needs nothing but what it is given still works, and the store was not touched.
    expect(desk.guide(context)).toBeTruthy();
    expect((await (await open(name, 'support')).read('cus_1')).entries).toBe(1);
  });

  it('nothing is left that runs on: no timer, no connection in the way, no listener on the channel', async () => {
    const name = company();
    const desks = await Promise.all([open(name, 'support'), open(name, 'sales'), open(name, 'customer')]);
    await desks[0].record('cus_1', { kind: 'issue', words: 'x' });
    await Promise.all(desks.map((desk) => desk.close()));
    for (const part of ['support', 'sales', 'customer', 'exchange', 'keys']) await removed(databaseName(name, part));
    await new Promise((later) => setTimeout(later, 300));
    expect((await indexedDB.databases()).filter((one) => one.name?.includes(`/${name}/`))).toEqual([]);
  });

  it('with a wipe: what is sealed for others and not sent yet is not thrown away, unless forced', async () => {
    const name = company();
    const dead = { name: 'dead', publish: () => Promise.reject(new Error('no line')), feed: () => new Promise<void>(() => {}), erase: async () => 0, close: () => {} };
    const page = await open(name, 'customer', { carriers: [dead] });
    const person = await page.person();
    await page.record(person, { kind: 'issue', words: 'please call' });
    await until(() => page.state.unsent > 0);
    await expect(page.close({ wipe: true })).rejects.toMatchObject({ code: 'unsent' });
    // It is as open as before.
    expect((await page.read(person)).issues).toHaveLength(1);
    expect(await page.record(person, { kind: 'felt', felt: 'fine' })).toMatchObject({ saved: true });
    await page.close({ wipe: true, force: true });
    for (const store of ['contexts', 'journal', 'meta', 'outbox']) expect(await rawRead(databaseName(name, 'customer'), store)).toEqual([]);
  });

  it('with a wipe and all sent: the store is empty, and only this audience’s', async () => {
    const name = company();
    const [desk, page] = [await open(name, 'support'), await open(name, 'customer')];
    await desk.record('cus_1', note('x'));
    const person = await page.person();
    await page.record(person, { kind: 'issue', words: 'please call' });
    await until(async () => (await desk.unlinked()).length === 1);
    await until(async () => (await rawRead(databaseName(name, 'customer'), 'outbox')).length === 0);
    await page.close({ wipe: true });
    for (const store of ['contexts', 'journal', 'meta', 'outbox']) expect(await rawRead(databaseName(name, 'customer'), store)).toEqual([]);
    expect((await desk.read('cus_1')).entries).toBe(1);
    // Somebody new, on an empty device.
    const next = await open(name, 'customer');
    expect(await next.person()).not.toBe(person);
  });

  it('with a wipe while something is being recorded: it is in the store before and gone with it, or refused; it never comes after', async () => {
    for (const wait of [0, 1, 2, 3, 5, 8, 13]) {
      const name = company();
      const desk = await open(name, 'support');
      await desk.record('cus_1', note('x'));
      await (desk as unknown as Desk<Audience>).office();
      const writing = Promise.allSettled(Array.from({ length: 10 }, (_, i) => desk.record('cus_1', note(`${i}`))));
      await new Promise((later) => setTimeout(later, wait));
      await desk.close({ wipe: true, force: true });
      await writing;
      for (const store of ['contexts', 'journal', 'outbox']) expect(await rawRead(support(name), store)).toEqual([]);
    }
  });
});
