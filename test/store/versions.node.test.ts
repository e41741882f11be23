import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { chromiumOptions } from '../support/chromium.js';
import { servePage, type Served } from './page/serve.js';

let served: Served;
let browser: Browser;
let context: BrowserContext;
beforeAll(async () => {
  [served, browser] = await Promise.all([servePage(), chromium.launch(chromiumOptions)]);
  // The same sources, built as the next version would be.
  await served.add(2);
});
afterAll(async () => {
  await browser.close();
  served.close();
});
beforeEach(async () => {
  context = await browser.newContext();
});
afterEach(() => context.close());

async function pageOf(version: '/' | '/2/'): Promise<Page> {
  const page = await context.newPage();
  await page.goto(served.address + version);
  await page.waitForFunction(() => 'page' in window);
  return page;
}

/** Opens a desk and writes; answers with how that went. */
const write = (page: Page, words: string) =>
  page.evaluate(async (text) => {
    try {
      window.page.desks['a'] ??= await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' });
      const { saved, problem } = await window.page.desks['a'].record('cus_1', { kind: 'step', step: 'note', words: text });
      return { saved, problem, notes: (await window.page.desks['a'].history('cus_1')).entries.map((entry) => String((entry as { words?: string }).words)) };
    } catch (error) {
      return { code: (error as { code?: string }).code ?? String(error) };
    }
  }, words);

describe('invariant 11: an old tab meets a new version', () => {
  it('the new one has everything; the old one gets out of the way, keeps what is typed in memory, and says so', { timeout: 60_000 }, async () => {
    const [before, after] = [await pageOf('/'), await pageOf('/2/')];
    expect([await before.evaluate(() => window.page.DATABASE_VERSION), await after.evaluate(() => window.page.DATABASE_VERSION)]).toEqual([1, 2]);
    expect(await write(before, 'old')).toMatchObject({ saved: true });
    expect(await write(after, 'new')).toMatchObject({ saved: true, notes: ['new', 'old'] });
    await before.waitForFunction(() => window.page.desks['a']?.state.problem === 'outdated');
    expect(await write(before, 'typed in the old tab')).toEqual({ saved: false, problem: 'outdated', notes: ['typed in the old tab'] });
    expect(await before.evaluate(() => window.page.desks['a']?.state)).toMatchObject({ problem: 'outdated', unsaved: 1 });
    // Reloaded as what it is, it is refused by name; the database is the new one's.
    await before.reload();
    await before.waitForFunction(() => 'page' in window);
    expect(await write(before, 'again')).toEqual({ code: 'outdated' });
    expect(await write(after, 'newer')).toMatchObject({ saved: true, notes: ['newer', 'new', 'old'] });
  });

  it('an old tab that does not get out of the way: the new one is answered «blocked», and once the old one is gone it opens', { timeout: 60_000 }, async () => {
    const [before, after] = [await pageOf('/'), await pageOf('/2/')];
    await write(before, 'old');
    await before.evaluate(
      () =>
        new Promise<void>((resolve) => {
          // As a version that knew of no successor, or one that sleeps.
          const request = indexedDB.open('say-once/acme/support');
          request.onsuccess = () => resolve();
          (window as unknown as { held: unknown }).held = request;
        }),
    );
    expect(await write(after, 'new')).toEqual({ code: 'blocked' });
    await before.close();
    expect(await write(after, 'new')).toMatchObject({ saved: true, notes: ['new', 'old'] });
  });

  it('an old tab that gets out of the way a little later is waited for', { timeout: 60_000 }, async () => {
    const [before, after] = [await pageOf('/'), await pageOf('/2/')];
    await write(before, 'old');
    await before.evaluate(
      () =>
        new Promise<void>((resolve) => {
          const request = indexedDB.open('say-once/acme/support');
          request.onsuccess = () => {
            request.result.onversionchange = () => setTimeout(() => request.result.close(), 800);
            resolve();
          };
        }),
    );
    const opened = await write(after, 'new');
    expect(opened).toMatchObject({ saved: true, notes: ['new', 'old'] });
    expect(await after.evaluate(() => window.page.desks['a']?.state.problem)).toBeUndefined();
  });
});
