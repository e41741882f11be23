/**
 * What a browser really loads until a card is shown. sizes.json counts static imports and what it lists under `opening`:
 * this holds that list to the truth.
 */
import { readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright';
import { parseSync } from 'vite';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { chromiumOptions } from '../support/chromium.js';
import { emptyFolder, script } from './run.js';
import { serve, type Served } from './serve.js';

const folder = emptyFolder('first-load');
const files = path.join(folder, 'dist/browser');
let served: Served;
let browser: Browser;

beforeAll(async () => {
  await script('build', ['--only', 'browser', '--out', path.join(folder, 'dist')]);
  served = await serve(files);
  browser = await chromium.launch(chromiumOptions);
}, 90_000);

afterAll(async () => {
  await browser?.close();
  served?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** A script and all that it imports statically, as addresses. */
function closure(url: string, found = new Set<string>()): Set<string> {
  if (found.has(url)) return found;
  found.add(url);
  const { module } = parseSync(url, readFileSync(path.join(files, url), 'utf8'));
  for (const { moduleRequest } of module.staticImports) closure(path.posix.join(path.posix.dirname(url), moduleRequest.value), found);
  return found;
}

it('a page that shows a card has loaded neither zod nor jose nor phone numbers, and nothing of anybody else', async () => {
  served.page(
    '/card.html',
    `<script async src="/say-once.js" data-name="acme" data-audience="support"></script>
     <say-once name="acme" audience="support" rep="rep-17" keys="device"><say-once-card customer="cus_1"></say-once-card></say-once>`,
  );
  const page = await browser.newPage();
  const asked: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => asked.push(request.url()));
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  await page.goto(`${served.address}/card.html`);
  await page.waitForFunction(() => document.querySelector('say-once-card')?.shadowRoot?.textContent?.trim());
  await page.waitForLoadState('networkidle');
  const scripts = asked.filter((url) => !url.endsWith('.html') && !url.endsWith('.ico')).map((url) => url.replace(served.address, ''));
  expect(faults).toEqual([]);
  expect(scripts.toSorted()).toEqual(['/say-once.js', ...closure('/parts/opening.js', closure('/define.js'))].toSorted());
});
