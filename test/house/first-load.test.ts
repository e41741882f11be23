/**
 * What a browser really fetches for a page until nobody and nothing asks for more. sizes.json says what it counts of every
 * page, and this holds that to the truth: the same files, no more and no fewer.
 */
import { mkdirSync, readFileSync, rmSync, symlinkSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser, type BrowserContext, type Page } from 'playwright';
import { parseSync } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOptions } from '../support/chromium.js';
import { browserFiles, sized } from '../support/once.js';
import { emptyFolder } from './run.js';
import { serve, type Served } from './serve.js';

const folder = emptyFolder('first-load');
let counted: Record<string, string[]>;
let served: Served;
let browser: Browser;

beforeAll(async () => {
  const [files, { stdout, pages }] = [await browserFiles(), await sized()];
  ({ counted } = JSON.parse(stdout));
  mkdirSync(path.join(folder, 'dist'));
  symlinkSync(files, path.join(folder, 'dist/browser'), 'junction');
  symlinkSync(pages, path.join(folder, 'pages'), 'junction');
  served = await serve(folder);
  browser = await chromium.launch(chromiumOptions);
}, 120_000);

afterAll(async () => {
  await browser?.close();
  served?.close();
  rmSync(folder, { recursive: true, force: true });
});

/** What a page asked for and what went wrong in it. */
function watched(page: Page): { asked: string[]; faults: string[] } {
  const asked: string[] = [];
  const faults: string[] = [];
  page.on('request', (request) => {
    const url = decodeURI(request.url().replace(served.address, ''));
    if (url.endsWith('.js')) asked.push(url);
  });
  page.on('pageerror', (error) => faults.push(String(error)));
  page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
  return { asked, faults };
}

/** A browser that was here before: a customer with an issue, a sales desk that was told, a visitor who said who they are, and elsewhere one who said nothing. */
async function visited(): Promise<BrowserContext> {
  const context = await browser.newContext();
  served.page(
    '/seed.html',
    `<script type="module" nonce="house">
      import { openTouchpoint } from '/pages/index/first.js';
      const open = (audience) => openTouchpoint({ name: 'acme', as: { audience, id: audience, label: 'Ana' }, keys: 'device' });
      const until = async (so) => { while (!so()) await new Promise((again) => setTimeout(again, 20)); };
      const [support, sales, customer] = [await open('support'), await open('sales'), await open('customer')];
      await support.recordAll('cus_1', [
        { kind: 'told', fact: 'given-name', value: 'Ada' }, { kind: 'told', fact: 'family-name', value: 'Okafor' },
        { kind: 'told', fact: 'account', value: '4821-77' }, { kind: 'told', fact: 'tel', value: '+44 20 7946 0018' },
        { kind: 'issue', words: 'The line is dead.' }]);
      await customer.recordAll(await customer.person(), [{ kind: 'told', fact: 'given-name', value: 'Ada' }]);
      const stranger = await openTouchpoint({ name: 'blank', as: { audience: 'customer' }, keys: 'device' });
      await stranger.person();
      await stranger.close();
      await until(() => sales.state.fresh && customer.state.unsent === 0 && support.state.unsent === 0);
      await support.close();
      await customer.close();
      await new Promise((later) => setTimeout(later, 500));
      await sales.close();
      document.title = 'done';
    </script>`,
  );
  const page = await context.newPage();
  const { faults } = watched(page);
  await page.goto(`${served.address}/seed.html`);
  await page.waitForFunction(() => document.title === 'done', undefined, { timeout: 20_000 }).catch(() => faults.push('it was not made ready'));
  expect(faults).toEqual([]);
  await page.close();
  return context;
}

const CARD = '<say-once name="acme" audience="support" rep="rep-17" keys="device"><say-once-card customer="cus_1"></say-once-card></say-once>';
const FORM = '<say-once name="acme" audience="customer"><say-once-form><form><input autocomplete="given-name"><textarea></textarea></form></say-once-form></say-once>';
const STRANGER = FORM.replace('acme', 'blank').replace('<input', '<input class="empty"');
const GUARD = '<say-once name="acme" audience="sales" rep="rep-18" keys="device"><say-once-guard><a href="tel:+442079460018">Call</a></say-once-guard></say-once>';

/** Whether everything on the page has said what it has to say. */
const told = (): boolean =>
  [...document.querySelectorAll('say-once-card')].every((card) => card.shadowRoot?.textContent?.includes('The line is dead.')) &&
  [...document.querySelectorAll('input')].every((field) => field.value === (field.className === 'empty' ? '' : 'Ada')) &&
  [...document.querySelectorAll('say-once-guard')].every((guard) => guard.getAttribute('pitch') === 'held');

/** Opens a page, waits until nobody asks for anything any more, and answers with the scripts that it fetched. */
async function fetchedBy(context: BrowserContext, url: string): Promise<string[]> {
  const page = await context.newPage();
  const { asked, faults } = watched(page);
  await page.goto(served.address + url);
  await page.waitForFunction(told, undefined, { timeout: 10_000 }).catch(() => faults.push('it does not show what is known'));
  // Idle work waits two seconds at most.
  await page.waitForTimeout(3_000);
  expect(faults).toEqual([]);
  await page.close();
  return asked;
}

describe('what is fetched before anybody has touched the page is what sizes.json counts', () => {
  it.each([
    ["a card's page", CARD],
    ["a form's page", STRANGER],
    ["a form's page, with something known", FORM],
    ["a guard's page", GUARD],
    ['all together', CARD + FORM + GUARD],
  ])('%s', async (label, body) => {
    const context = await visited();
    const url = `/${label.replaceAll(/\W/g, '-')}.html`;
    served.page(url, `<script type="module" src="/pages/${label}/first.js"></script>${body}`);
    expect((await fetchedBy(context, url)).toSorted()).toEqual((counted[label] ?? []).map((file) => `/pages/${label}/${file}`).toSorted());
    await context.close();
  });
});

it('the published script and the elements beside it: the same, and nothing of anybody else', async () => {
  const context = await visited();
  served.page('/script.html', `<script async src="/dist/browser/say-once.js" data-name="acme" data-audience="support" data-keys="device"></script>${CARD}`);
  const files = await fetchedBy(context, '/script.html');
  await context.close();
  expect(files.toSorted()).toEqual(['/dist/browser/say-once.js', ...view('support')].toSorted());
});

it.each(['support', 'sales', 'customer'])('the published script asks for all that the first view of %s is in before any of it is here', async (audience) => {
  const page = await browser.newPage();
  const { asked, faults } = watched(page);
  // Nothing that it asks for comes: what is asked for all the same was not found in an answer.
  await page.route(/\/(?:define|parts\/.*)\.js$/, () => {});
  served.page('/at-once.html', `<script async src="/dist/browser/say-once.js" data-name="acme" data-audience="${audience}"></script>`);
  await page.goto(`${served.address}/at-once.html`);
  const files = view(audience);
  // A desk's keys are the host's, where the page does not say otherwise, and those are looked at.
  if (audience !== 'customer') files.add('/dist/browser/parts/options.js');
  await expect.poll(() => asked.toSorted()).toEqual(['/dist/browser/say-once.js', ...files].toSorted());
  expect(faults).toEqual([]);
  await page.close();
});

/** In which files the first view of an audience is: at sales nobody needs a desk for it. */
function view(audience: string): Set<string> {
  const first = closure(`/dist/browser/parts/${audience}.js`, closure('/dist/browser/define.js'));
  return audience === 'sales' ? first : closure('/dist/browser/parts/desk.js', first);
}

it.each(['__proto__', 'constructor'])('an audience that is none, by a name that every object knows («%s»), gets the elements and no fault', async (audience) => {
  const page = await browser.newPage();
  const { asked, faults } = watched(page);
  served.page('/nobody.html', `<script async src="/dist/browser/say-once.js" data-name="acme" data-audience="${audience}"></script>`);
  await page.goto(`${served.address}/nobody.html`);
  await expect.poll(() => asked).toContain('/dist/browser/define.js');
  expect(faults).toEqual([]);
  await page.close();
});

/** A script and all that it imports statically, as addresses. */
function closure(url: string, found = new Set<string>()): Set<string> {
  if (found.has(url)) return found;
  found.add(url);
  const { module } = parseSync(url, readFileSync(path.join(folder, url), 'utf8'));
  for (const { moduleRequest } of module.staticImports) closure(path.posix.join(path.posix.dirname(url), moduleRequest.value), found);
  return found;
}
