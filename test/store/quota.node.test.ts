import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumOptions } from '../support/chromium.js';
import { servePage, type Served } from './page/serve.js';

let served: Served;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  [served, browser] = await Promise.all([servePage(), chromium.launch(chromiumOptions)]);
});
afterAll(async () => {
  await browser.close();
  served.close();
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

async function freshPage(): Promise<Page> {
  const page = await context.newPage();
  await page.goto(served.address);
  await page.waitForFunction(() => 'page' in window);
  return page;
}

/**
 * Gives the site so much room, in bytes; without a number, as much as it likes. To be called before anything is stored:
 * Chromium remembers for half a minute that there was plenty, and asks again only when what it remembers is used up.
 */
async function room(page: Page, quotaSize?: number): Promise<void> {
  const session = await context.newCDPSession(page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: served.address, ...(quotaSize === undefined ? {} : { quotaSize }) });
}

describe('invariant 11: the browser has no room left', () => {
  it('what is recorded stays in memory, says so, is read and listed all the same, and is saved by itself when there is room, once', { timeout: 60_000 }, async () => {
    const page = await freshPage();
    await room(page, 600_000);
    await page.evaluate(async () => {
      const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      window.page.desks['a'] = desk;
      await desk.recordAll('cus_1', [{ kind: 'told', fact: 'phone', value: '020 7946 0018' }, { kind: 'step', step: 'note', words: 'before' }]);
    });
    const full = await page.evaluate(async () => {
      const desk = window.page.desks['a'];
      if (desk === undefined) throw new Error('no desk');
      const { noise } = window.page;
      const filled: string[] = [];
      let problem: string | undefined;
      for (let i = 0; i < 40 && problem === undefined; i++) {
        const words = `fill ${i} ${noise(100_000)}`;
        const recorded = await desk.record('cus_1', { kind: 'step', step: 'note', words });
        filled.push(words.slice(0, 8));
        problem = recorded.saved ? undefined : recorded.problem;
      }
      // Several at once, about one customer and another, typed while there is no room.
      const typed = await Promise.all([
        ...Array.from({ length: 6 }, (_, i) => desk.record('cus_1', { kind: 'step', step: 'note', words: `typed ${i} ${noise(120_000)}` })),
        desk.record('cus_2', { kind: 'issue', words: `somebody else ${noise(120_000)}` }),
      ]);
      return {
        problem, filled, typed, state: desk.state,
        entries: (await desk.read('cus_1')).entries,
        other: (await desk.read('cus_2')).issues.length,
        history: (await desk.history('cus_1', { limit: 500 })).entries.map((entry) => String((entry as { words?: string }).words).slice(0, 8)),
        exported: (await desk.export('cus_1')).entries.length,
        found: await desk.find({ phone: '+442079460018' }),
        onDisk: (await window.page.rawRead('say-once/acme/support', 'journal')).length,
        wipe: await desk.close({ wipe: true }).catch((error: { code: string }) => error.code),
      };
    });
    expect(full.problem).toBe('storage-full');
    for (const one of full.typed) expect(one).toMatchObject({ saved: false, problem: 'storage-full' });
    const wanted = 2 + full.filled.length + 6;
    expect(full.state).toMatchObject({ storage: 'disk', problem: 'storage-full', unsaved: 8 });
    expect([full.entries, full.exported, full.history.length, full.other]).toEqual([wanted, wanted, wanted, 1]);
    expect(full.history.slice(0, 6).toSorted()).toEqual(Array.from({ length: 6 }, (_, i) => `typed ${i} `.slice(0, 8)));
    expect(full.found).toHaveLength(1);
    expect(full.onDisk).toBe(full.filled.length); // the first two in one record; and all that fitted
    expect(full.wipe).toBe('unsent');

    await room(page);
    await page.waitForFunction(() => window.page.desks['a']?.state.unsaved === 0, undefined, { timeout: 20_000 });
    const other = await freshPage();
    const later = await other.evaluate(async () => {
      const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      const { entries, group } = await desk.export('cus_1');
      const { due: _, ...law } = await desk.read('cus_1');
      return { entries: entries.length, stamps: new Set(entries.map(({ stamp }) => stamp)).size, lawful: JSON.stringify(window.page.fold(entries, { customer: 'cus_1', group }).context) === JSON.stringify(law), other: (await desk.read('cus_2')).entries };
    });
    expect(later).toEqual({ entries: wanted, stamps: wanted, lawful: true, other: 1 });
    expect(await page.evaluate(() => window.page.desks['a']?.state)).toMatchObject({ storage: 'disk', unsaved: 0 });
    expect(await page.evaluate(() => window.page.desks['a']?.state.problem)).toBeUndefined();
  });

  it('some are saved while others wait: none of them is dropped on the way', { timeout: 60_000 }, async () => {
    const page = await freshPage();
    await room(page, 200_000);
    await page.evaluate(async () => {
      window.page.desks['a'] = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      await window.page.desks['a'].record('cus_1', { kind: 'felt', felt: 'fine' });
    });
    // Room comes bit by bit, and is used up again, while a rep goes on typing.
    const typing = page.evaluate(async () => {
      const desk = window.page.desks['a'];
      const saved: boolean[] = [];
      const all: Promise<unknown>[] = [];
      for (let i = 0; i < 60; i++) {
        all.push((desk as NonNullable<typeof desk>).record('cus_1', { kind: 'step', step: 'note', words: `${i} ${window.page.noise(40_000)}` }).then((one) => saved.push(one.saved)));
        await new Promise((later) => setTimeout(later, 25));
      }
      await Promise.all(all);
      return saved;
    });
    for (const size of [500_000, 800_000, 1_000_000, 1_200_000, 1_500_000]) {
      await room(page, size);
      await page.waitForTimeout(300);
    }
    const saved = await typing;
    expect(saved).toContain(false);
    expect(saved).toContain(true);
    expect(await page.evaluate(async () => (await window.page.desks['a']?.read('cus_1'))?.entries)).toBe(61);
    await room(page);
    await page.waitForFunction(() => window.page.desks['a']?.state.unsaved === 0, undefined, { timeout: 20_000 });
    const words = await page.evaluate(async () => (await window.page.desks['a']?.export('cus_1'))?.entries.map((entry) => String((entry as { words?: string }).words).split(' ')[0]));
    expect(words?.filter((word) => word !== 'undefined').map(Number).toSorted((a, b) => a - b)).toEqual(Array.from({ length: 60 }, (_, i) => i));
  });

  it('who is forgotten while something about them waits in memory, is forgotten there too; struck is struck there too', { timeout: 60_000 }, async () => {
    const page = await freshPage();
    await room(page, 500_000);
    await page.evaluate(async () => {
      window.page.desks['a'] = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      window.page.desks['b'] = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      for (const id of ['cus_1', 'cus_2', 'cus_3']) if (!(await window.page.desks['a'].record(id, { kind: 'felt', felt: 'fine' })).saved) throw new Error('too little room');
    });
    const seen = await page.evaluate(async () => {
      const { a, b } = window.page.desks;
      if (a === undefined || b === undefined) throw new Error('no desk');
      // Too much for the room that there is, though little else would be.
      const waits = async (id: string) => a.recordAll(id, Array.from({ length: 3 }, () => ({ kind: 'issue', words: `waits ${window.page.noise(190_000)}` })));
      const [[here], [there], struck] = [await waits('cus_1'), await waits('cus_2'), await waits('cus_3')];
      const before = a.state.unsaved;
      for (const { stamp } of struck) await a.strike(stamp, 'cus_3');
      await a.forget('cus_1');
      await b.forget('cus_2');
      return { saved: [here?.saved, there?.saved, struck[0]?.saved], before, after: a.state.unsaved, one: (await a.read('cus_1')).entries, three: (await a.read('cus_3')).issues.length };
    });
    expect(seen).toEqual({ saved: [false, false, false], before: 9, after: 3, one: 0, three: 0 });
    await room(page);
    await page.waitForFunction(() => window.page.desks['a']?.state.unsaved === 0, undefined, { timeout: 20_000 });
    const after = await page.evaluate(async () => {
      const { a } = window.page.desks;
      // What is said since belongs to the new life, and is saved.
      const recorded = await a?.record('cus_2', { kind: 'felt', felt: 'better' });
      return [recorded?.saved, (await a?.read('cus_2'))?.entries, (await a?.read('cus_2'))?.life, a?.state.problem];
    });
    expect(after).toEqual([true, 1, 1, undefined]);
  });

  it('a form on a full disk: what was typed is sent once there is room, and arrives once', { timeout: 60_000 }, async () => {
    const page = await freshPage();
    await room(page, 200_000);
    await page.evaluate(async () => {
      const form = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'customer' } });
      window.page.forms['a'] = form;
      await form.record(await form.person(), { kind: 'felt', felt: 'fine' });
    });
    const said = await page.evaluate(async () => {
      const form = window.page.forms['a'];
      if (form === undefined) throw new Error('no form');
      const person = await form.person();
      return Promise.all(['first', 'second'].map((word) => form.record(person, { kind: 'issue', words: `${word} ${window.page.noise(190_000)}` })));
    });
    for (const one of said) expect(one).toMatchObject({ saved: false, problem: 'storage-full' });
    await room(page);
    await page.waitForFunction(() => window.page.forms['a']?.state.unsaved === 0, undefined, { timeout: 20_000 });
    const desk = await freshPage();
    const arrived = await desk.evaluate(async () => {
      const support = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      for (let i = 0; i < 200; i++) {
        const [one] = await support.unlinked();
        if (one?.issues.length === 2) return one.issues.map(({ words }) => words.split(' ')[0]);
        await new Promise((later) => setTimeout(later, 25));
      }
      return undefined;
    });
    expect(arrived?.toSorted()).toEqual(['first', 'second']);
  });

  it('a form that has no room for its own key seals nothing for support that support could not open, and says that it is not saved', { timeout: 60_000 }, async () => {
    const page = await freshPage();
    await room(page, 1);
    const said = await page.evaluate(async () => {
      const form = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'customer' } });
      window.page.forms['a'] = form;
      return { said: await form.record(await form.person(), { kind: 'issue', words: 'please call' }), state: form.state };
    });
    expect(said.said).toMatchObject({ saved: false });
    expect(said.state).toMatchObject({ storage: 'memory' });
    await room(page);
    const refused = await page.evaluate(async () => {
      const form = window.page.forms['a'];
      await form?.record(await form.person(), { kind: 'felt', felt: 'fine' });
      const support = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      await new Promise((later) => setTimeout(later, 400));
      return [support.state.refused, (await window.page.rawRead('say-once/acme/exchange', 'mail')).length];
    });
    expect(refused).toEqual([undefined, 0]);
  });

  it('a desk that has no room for its own keys leaves what others sealed where it is', { timeout: 60_000 }, async () => {
    const page = await freshPage();
    // The form has host’s keys, and its letter lies in the exchange; the desks come with keys of the device.
    await page.evaluate(async () => {
      const form = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'customer' }, keys: await window.page.hostRing('customer') });
      await form.record(await form.person(), { kind: 'issue', words: 'please call' });
      for (let i = 0; i < 200 && (await window.page.rawRead('say-once/acme/exchange', 'mail')).length === 0; i++) await new Promise((later) => setTimeout(later, 20));
      // No more keys can be made in this browser.
      IDBObjectStore.prototype.put = new Proxy(IDBObjectStore.prototype.put, {
        apply(target, store, args) {
          if ((store as IDBObjectStore).name === 'keys') throw new DOMException('', 'QuotaExceededError');
          return Reflect.apply(target, store, args) as IDBRequest;
        },
      });
      const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      await window.page.openTouchpoint({ name: 'acme', as: { audience: 'sales' }, keys: 'device' });
      if (desk.state.storage !== 'memory') throw new Error('it has keys');
      await new Promise((later) => setTimeout(later, 400));
    });
    expect(await page.evaluate(async () => (await window.page.rawRead('say-once/acme/exchange', 'mail')).length)).toBe(1);
  });

  it('no room for the keys of the device themselves: everything is in memory, nothing of it comes to lie on the disk that nobody could open again', { timeout: 60_000 }, async () => {
    const page = await freshPage();
    await room(page, 1);
    const opened = await page.evaluate(async () => {
      const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      window.page.desks['a'] = desk;
      return { state: desk.state, recorded: await desk.record('cus_1', { kind: 'felt', felt: 'fine' }) };
    });
    expect(opened.state).toMatchObject({ storage: 'memory' });
    expect(['storage-full', 'no-storage']).toContain(opened.state.problem);
    expect(opened.recorded).toMatchObject({ saved: false });
    await room(page);
    await page.evaluate(async () => {
      await window.page.desks['a']?.record('cus_1', { kind: 'felt', felt: 'better' });
      await window.page.desks['a']?.close();
    });
    const again = await page.evaluate(async () => {
      const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      return { state: desk.state.storage, saved: (await desk.record('cus_1', { kind: 'felt', felt: 'fine' })).saved, entries: (await desk.read('cus_1')).entries };
    });
    expect(again).toEqual({ state: 'disk', saved: true, entries: 1 });
  });
});
