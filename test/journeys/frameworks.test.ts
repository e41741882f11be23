/** The same small page in plain HTML (from the built files), React and Vue: properties go in, events come out, and a form's owner notices what was filled. */
import { cpSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { root } from '../house/imports.js';
import { emptyFolder } from '../house/run.js';
import { serve, type Served } from '../house/serve.js';
import { chromiumOptions } from '../support/chromium.js';
import { type Demo, serveDemo } from '../support/demo.js';
import { browserFiles } from '../support/once.js';

/** A busy machine is slow; a fault is never right, however long one waits. */
const SOON = { timeout: 15_000 };

const folder = emptyFolder('frameworks');
let built: Served;
let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  const files = await browserFiles();
  cpSync(files, path.join(folder, 'dist/browser'), { recursive: true });
  cpSync(path.join(root, 'demo/plain.js'), path.join(folder, 'demo/plain.js'));
  // A second copy of the library, as another version would be.
  cpSync(files, path.join(folder, 'other/browser'), { recursive: true });
  built = await serve(folder);
  built.page('/demo/plain.html', readFileSync(path.join(root, 'demo/plain.html'), 'utf8'));
  demo = await serveDemo();
  browser = await chromium.launch(chromiumOptions);
}, 90_000);

afterAll(async () => {
  await browser?.close();
  await demo?.close();
  built?.close();
  rmSync(folder, { recursive: true, force: true });
});

interface State {
  given: string;
  tel: string;
  message: string;
  told: string[];
}

/** A visit: what the page knows, as it shows it itself. */
async function visit(page: Page, url: string): Promise<{ state: () => Promise<State>; field: (name: string) => ReturnType<Page['locator']>; connect: () => Promise<void> }> {
  await page.goto(url);
  await page.locator('output').waitFor();
  return {
    state: async () => JSON.parse((await page.locator('output').textContent()) || '{}') as State,
    field: (name) => page.locator(`[name=${name}]`),
    connect: () => page.getByRole('button', { name: 'Connect' }).click(),
  };
}

async function newPage(): Promise<{ page: Page; faults: string[]; warnings: string[] }> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const [faults, warnings]: string[][] = [[], []];
  page.on('pageerror', (error) => faults?.push(String(error)));
  page.on('console', (message) => (message.type() === 'error' ? faults : message.type() === 'warning' ? warnings : undefined)?.push(message.text()));
  return { page, faults: faults as string[], warnings: warnings as string[] };
}

describe.each([
  ['plain HTML', () => `${built.address}/demo/plain.html`],
  ['React', () => `${demo.url}react.html`],
  ['Vue', () => `${demo.url}vue.html`],
])('%s', (_, address) => {
  it('says once: what was sent is filled in on the next visit, its owner knows of it, and what is typed stays', async () => {
    const { page, faults } = await newPage();

    const first = await visit(page, address());
    await first.connect();
    await expect.poll(async () => (await first.state()).told, SOON).toEqual(['say-once-ready']);
    expect(await page.locator('say-once').evaluate((element) => (element as HTMLElement & { policy?: object }).policy)).toEqual({ region: 'GB' });
    await first.field('given').fill('Ada');
    await first.field('tel').fill('020 7946 0946');
    await first.field('message').fill('She was billed after I cancelled it.');
    await page.getByRole('button', { name: 'Send' }).click();
    await expect.poll(async () => (await first.state()).told, SOON).toContain('say-once-recorded');

    const second = await visit(page, address());
    await second.connect();
    await expect.poll(() => second.state(), SOON).toMatchObject({ given: 'Ada', tel: '020 7946 0946', message: '' });
    expect((await second.state()).told).toContain('say-once-filled');
    await second.field('given').fill('Grace');
    await second.field('message').fill('Another thing.');
    expect(await second.state()).toMatchObject({ given: 'Grace', tel: '020 7946 0946', message: 'Another thing.' });
    expect(await second.field('given').inputValue()).toBe('Grace');

    const third = await visit(page, address());
    expect(await page.locator('main h1, main form').count()).toBe(2);
    await third.field('given').fill('Grace');
    // Whoever takes their time to connect has done nothing wrong: by now a page without a name would have been told so.
    await page.waitForTimeout(2_300);
    expect(faults).toEqual([]);
    await third.connect();
    await expect.poll(async () => (await third.state()).tel, SOON).toBe('020 7946 0946');
    expect(await third.state()).toMatchObject({ given: 'Grace' });
    expect(await third.field('given').inputValue()).toBe('Grace');
    expect(faults).toEqual([]);
  });
});

describe('loaded twice', () => {
  const body = (...folders: string[]): string =>
    `${folders.map((name) => `<script src="/${name}/browser/say-once.js" data-name="twice" data-audience="support"></script>`).join('')}
     <say-once name="twice" audience="support" rep="rep-1" keys="device"><say-once-card customer="cus_1"></say-once-card></say-once>`;

  it.each([
    ['the same files: nothing is said', ['dist', 'dist'], []],
    ['two copies: the first serves the page, the second says so once', ['dist', 'other'], [expect.stringContaining('by another copy of say-once: this one is not used.')]],
  ])('%s', async (_, folders, said) => {
    const { page, faults, warnings } = await newPage();
    built.page('/twice.html', body(...folders));
    await page.goto(`${built.address}/twice.html`, { waitUntil: 'networkidle' });
    await page.getByText('Nothing is known yet').waitFor();
    expect(warnings).toEqual(said);
    expect(faults).toEqual([]);
  });
});
