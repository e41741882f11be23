/**
 * A form sent in the first moments of a page, with nothing of ours in the cache and slow parts, natively: the message
 * reaches a desk that is open in another tab, and the form goes to its server whatever becomes of that.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { PATIENCE } from '../../src/elements/form-submit.js';
import { chromiumOptions } from '../support/chromium.js';
import { browserFiles } from '../support/once.js';

const html = (body: string): string => `<!doctype html><html lang="en"><head><meta charset="utf-8"><title>Cold</title></head><body>${body}</body></html>`;
const FIELDS = '<label>Name <input name="name" autocomplete="name"></label> <label>Message <textarea name="message"></textarea></label> <button>Send</button>';
const PAGES: Record<string, string> = {
  '/form': html(`<script async src="/say-once.js" data-name="cold" data-audience="customer"></script><say-once name="cold"><say-once-form><form action="/sent" method="post">${FIELDS}</form></say-once-form></say-once>`),
  '/untold': html(`<script async src="/say-once.js" data-name="cold" data-audience="customer"></script><say-once name="cold"><say-once-form><form action="/sent" method="post">${FIELDS.replace(' autocomplete="name"', '')}</form></say-once-form></say-once>`),
  '/desk': html('<script async src="/say-once.js" data-name="cold" data-audience="support"></script><say-once name="cold" audience="support" rep="rep-1" label="Ana" keys="device"><say-once-inbox></say-once-inbox></say-once>'),
};

let files: string;
let server: Server;
let browser: Browser;
let address: string;
let sent: URLSearchParams[] = [];

beforeAll(async () => {
  files = await browserFiles();
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = path.join(files, url);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (url === '/sent') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        sent.push(new URLSearchParams(body));
        // Nothing of ours is on the page that answers: what was left behind would stay behind.
        response.end(html('<p>Thank you.</p>'));
      });
    } else if (url in PAGES) response.end(PAGES[url]);
    else if (url.endsWith('.js') && existsSync(file)) {
      response.setHeader('content-type', 'text/javascript; charset=utf-8');
      response.end(readFileSync(file));
    } else {
      response.statusCode = url === '/favicon.ico' ? 204 : 404;
      response.end();
    }
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  address = typeof at === 'object' && at !== null ? `http://localhost:${at.port}` : '';
  browser = await chromium.launch(chromiumOptions);
}, 90_000);

afterAll(async () => {
  await browser?.close();
  server?.close();
});

const WORDS = 'She was billed after I cancelled it.';
const isDefined = (page: Page): Promise<unknown> => page.waitForFunction(() => customElements.get('say-once-form'), undefined, { polling: 5 });
const SEND = {
  click: (page: Page) => page.getByRole('button', { name: 'Send' }).click({ noWaitAfter: true }),
  Enter: (page: Page) => page.getByLabel('Name').press('Enter', { noWaitAfter: true }),
  'requestSubmit()': (page: Page) => page.evaluate(() => document.querySelector('form')?.requestSubmit()),
};

/** A busy machine must not decide whether a second and a half was enough. */
const longer = (patience: number): void => {
  const { setTimeout: later } = globalThis;
  globalThis.setTimeout = ((work: TimerHandler, ms?: number, ...more: unknown[]) => later(work, ms === patience ? 20_000 : ms, ...more)) as typeof setTimeout;
};

/** A desk, and a form, filled in, of whose scripts some wait until `come` is called; `hurried`: it holds a submission no longer than it does. */
async function visit(waits: (script: string) => boolean, url = '/form', hurried = false): Promise<{ desk: Page; form: Page; come: () => void }> {
  sent = [];
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const desk = await context.newPage();
  await desk.goto(`${address}/desk`);
  await desk.getByText('Every message is with somebody.').waitFor();
  const form = await context.newPage();
  if (!hurried) await form.addInitScript(longer, PATIENCE);
  let come = (): void => {};
  const here = new Promise<void>((resolve) => (come = resolve));
  await form.route('**/*.js', async (route) => {
    if (waits(new URL(route.request().url()).pathname)) await here;
    await route.continue().catch(() => {}); // the page has gone
  });
  await form.goto(address + url, { waitUntil: 'commit' });
  await form.getByLabel('Message').fill(WORDS);
  await form.getByLabel('Name').fill('Ada Okafor');
  return { desk, form, come };
}

const SEAT = /\/parts\/customer\.js$/;

describe('a form that is sent while its page is still loading', () => {
  it.each(Object.entries(SEND))('by %s, once the elements are there and before the store is open, is at the desk', async (_, send) => {
    const { desk, form, come } = await visit((script) => SEAT.test(script));
    await isDefined(form);
    await send(form);
    setTimeout(come, 50);
    await form.getByText('Thank you.').waitFor();
    await desk.getByText(WORDS).waitFor();
    expect(sent.map((said) => said.get('message'))).toEqual([WORDS]);
  });

  it('before what guesses its fields has come, tells the desk who wrote', async () => {
    const { desk, form, come } = await visit((script) => /\/(?:customer|fill)[^/]*\.js$/.test(script), '/untold');
    await isDefined(form);
    await SEND.click(form);
    setTimeout(come, 50);
    await form.getByText('Thank you.').waitFor();
    await desk.getByText(WORDS).waitFor();
    await desk.getByText('Ada Okafor').waitFor();
  });

  it('before the elements are there, goes to its server and nowhere else', async () => {
    const { desk, form, come } = await visit((script) => script.endsWith('define.js'));
    await SEND.click(form);
    await form.getByText('Thank you.').waitFor();
    come();
    expect(sent.map((said) => said.get('message'))).toEqual([WORDS]);
    expect(await desk.getByText(WORDS).count()).toBe(0);
  });

  it('when what opens the store never comes, goes to its server all the same', async () => {
    const { form } = await visit((script) => SEAT.test(script), '/form', true);
    await isDefined(form);
    await SEND.click(form);
    await form.getByText('Thank you.').waitFor();
    expect(sent.map((said) => said.get('message'))).toEqual([WORDS]);
  });
});
