/** A call list of ten thousand rows: it opens, it scrolls, and the one who must not be called is held wherever she stands. */
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumOptions } from '../support/chromium.js';
import { type Demo, serveDemo } from '../support/demo.js';

declare global {
  interface Window {
    /** transactions that read contexts of the sales store */
    passes?: number;
  }
}

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  [demo, browser] = await Promise.all([serveDemo(), chromium.launch(chromiumOptions)]);
});
afterAll(async () => {
  await browser?.close();
  await demo?.close();
});

async function list(width = 1200): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height: 900 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  onTestFinished(() => expect(faults).toEqual([]));
  await page.addInitScript(() => {
    const { transaction } = IDBDatabase.prototype;
    IDBDatabase.prototype.transaction = function (...[stores, mode, options]) {
      if (this.name.endsWith('/sales') && [stores].flat().includes('contexts') && mode !== 'readwrite') window.passes = (window.passes ?? 0) + 1;
      return transaction.call(this, stores, mode, options);
    };
  });
  await page.goto(`${demo.url}leads.html`);
  await page.getByRole('link', { name: 'Call' }).first().waitFor({ timeout: 50_000 });
  return page;
}

/** Few rows are given their link, or say something, at a time, however long the list is. */
const shown = (page: Page): Promise<number> => page.locator('li[data-pitch]').count();

describe('a call list of ten thousand', () => {
  it('opens with everybody on it, checked in one pass over the store before anybody scrolls; shows something in the rows in sight, and has nothing to dial elsewhere', async () => {
    const page = await list();
    expect(await page.locator('li').count()).toBe(10_000);
    await page.locator('#sum').getByText('10,000 leads: 0 held, 10,000 clear, 0 not checked.').waitFor({ timeout: 50_000 });
    expect(await page.locator('a[href^="tel:"]').count()).toBeLessThan(400);
    // Once before this desk had heard from support, and once when it had; all else is one number, nobody's, or whether
    // anything is due, which is looked for with who looks out and again with the desk (two reads of one record each).
    expect(await page.evaluate(() => window.passes)).toBeLessThan(12);
    await page.getByRole('link', { name: 'The whole story' }).click();
    await page.getByRole('link', { name: 'ten thousand leads' }).waitFor();
  });

  it('scrolled from end to end it never leaves a row open that nobody has asked about', async () => {
    const page = await list();
    await page.locator('#sum').getByText('10,000 clear').waitFor({ timeout: 50_000 });
    for (let part = 0; part <= 6; part += 1) {
      await page.evaluate((share) => window.scrollTo(0, document.documentElement.scrollHeight * share), part / 6);
      await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
      expect(await page.locator('a[href^="tel:"]').count()).toBeLessThan(400 * (part + 1));
      expect(await page.locator('li:not([data-pitch=clear]) a[href]').count()).toBe(0);
    }
    await page.locator('li').last().getByRole('link', { name: 'Call' }).waitFor();
    expect(await shown(page)).toBeLessThan(3_000);
  });

  it('who writes to support is held among them, out of sight or in it, until that is resolved', async () => {
    const page = await list();
    await page.getByRole('button', { name: 'Let Ada write to support' }).click();
    await page.locator('#sum').getByText('10,000 leads: 1 held, 9,999 clear, 0 not checked.').waitFor();
    await page.getByRole('button', { name: 'Find' }).click();
    const ada = page.locator('li', { hasText: 'Ada Okafor' });
    await ada.getByRole('button', { name: 'Held' }).waitFor();
    expect(await ada.locator('a').getAttribute('href')).toBeNull();
    await ada.getByText('until support lifts it').waitFor();
    await page.evaluate(() => window.scrollTo(0, 0));
    await ada.getByRole('button', { name: 'Held' }).waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Find' }).click();
    await ada.getByRole('button', { name: 'Held' }).waitFor();
    await page.getByRole('button', { name: 'Let support resolve it' }).click();
    await ada.getByRole('link', { name: 'Call Ada Okafor' }).waitFor();
  });
});
