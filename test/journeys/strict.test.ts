/**
 * The built files on pages as strict as a page can be: no inline script or style at all, Trusted Types with Lit's one
 * policy, nothing from anywhere else; and a form that the browser itself sends to a server.
 */
import { existsSync, readFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import path from 'node:path';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { HOSTILE } from '../elements/hostile.js';
import { root } from '../house/imports.js';
import { chromiumOptions } from '../support/chromium.js';
import { browserFiles } from '../support/once.js';

const POLICY = "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; require-trusted-types-for 'script'; trusted-types lit-html";

const page = (body: string, audience: string, lang = 'en'): string =>
  `<!doctype html><html lang="${lang}"><head><meta charset="utf-8"><title>Strict</title><script async src="/say-once.js" data-name="strict" data-audience="${audience}"></script></head><body><main><h1>Strict</h1>${body}</main></body></html>`;

const PAGES: Record<string, string> = {
  '/form': page(
    `<say-once name="strict" audience="customer"><say-once-form><form action="/sent" method="post">
      <label>First name <input name="given" autocomplete="given-name"></label> <label>Phone <input name="tel" autocomplete="tel"></label> <label>Account <input name="account" data-say-once="account"></label>
      <label>Message <textarea name="message"></textarea></label> <button name="via" value="first">Send</button> <button name="via" value="second">Send differently</button></form></say-once-form></say-once>`,
    'customer',
  ),
  '/desk': page('<say-once name="strict" audience="support" rep="rep-1" label="Ana" keys="device"><say-once-card phone="020 7946 0946"></say-once-card></say-once>', 'support'),
  '/desk-in-arabic': page('<say-once name="strict" audience="support" rep="rep-1" label="Ana" keys="device"><say-once-card customer="cus_1"></say-once-card></say-once>', 'support', 'ar'),
  '/sales': page('<say-once name="strict" audience="sales" keys="device"><say-once-guard label="Ada"><a href="tel:+442079460946">Call</a></say-once-guard></say-once>', 'sales'),
};

/** The Big List of Naughty Strings, where it lies beside us (or SAY_ONCE_BLNS says where); it is not ours to ship. */
const naughty = process.env['SAY_ONCE_BLNS'] ?? path.join(root, '../shared/data/blns/blns.json');
const STRINGS: readonly string[] = [...HOSTILE, ...(existsSync(naughty) ? (JSON.parse(readFileSync(naughty, 'utf8')) as string[]) : [])];
/** How many of them one customer has said. */
const AT_ONCE = 20;

let server: Server;
let browser: Browser;
let address: string;
let sent: string[] = [];

beforeAll(async () => {
  const files = await browserFiles();
  server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://localhost').pathname;
    const file = path.join(files, url);
    response.setHeader('content-security-policy', POLICY);
    response.setHeader('content-type', 'text/html; charset=utf-8');
    if (url === '/sent' && request.method === 'POST') {
      let body = '';
      request.on('data', (chunk: Buffer) => (body += chunk.toString()));
      request.on('end', () => {
        sent.push(body);
        response.end(page('<p>Thank you.</p>', 'customer'));
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

/** A visitor. Whatever the policy of the page forbids, or goes wrong, fails the test. */
async function visitor(): Promise<{ context: BrowserContext; visit: (url: string) => Promise<Page> }> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  sent = [];
  const faults: string[] = [];
  await context.exposeFunction('violated', (what: string) => faults.push(what));
  await context.addInitScript(() => {
    document.addEventListener('securitypolicyviolation', ({ violatedDirective, blockedURI, sample, sourceFile }) => {
      (globalThis as unknown as { violated: (what: string) => void }).violated(`${violatedDirective}: ${blockedURI} ${sample} ${sourceFile}`);
    });
  });
  onTestFinished(() => expect(faults).toEqual([]));
  const visit = async (url: string): Promise<Page> => {
    const opened = await context.newPage();
    opened.on('pageerror', (error) => faults.push(String(error)));
    opened.on('dialog', (dialog) => {
      faults.push(`a dialog: ${dialog.message()}`);
      void dialog.dismiss();
    });
    await opened.goto(address + url);
    await opened.waitForFunction(() => document.querySelector(':not(:defined)') === null);
    return opened;
  };
  return { context, visit };
}

describe('under a strict Content-Security-Policy with Trusted Types', () => {
  it('a form goes to its server with its button once it is saved, is known again, and holds the call', async () => {
    const { visit } = await visitor();
    const desk = await visit('/desk');
    await desk.getByText('Nobody known fits.').waitFor();
    const sales = await visit('/sales');
    await sales.getByRole('link', { name: 'Call' }).waitFor();

    const form = await visit('/form');
    await form.getByLabel('First name').fill('Ada');
    await form.getByLabel('Phone').fill('020 7946 0946');
    await form.getByLabel('Account').fill('4821-77');
    await form.getByLabel('Message').fill('She was billed after I cancelled it.');
    await form.getByRole('button', { name: 'Send differently' }).click();
    await form.getByText('Thank you.').waitFor();
    expect(sent).toHaveLength(1);
    expect(Object.fromEntries(new URLSearchParams(sent[0]))).toEqual({ given: 'Ada', tel: '020 7946 0946', account: '4821-77', message: 'She was billed after I cancelled it.', via: 'second' });

    await sales.getByRole('button', { name: 'Held' }).waitFor();
    expect(await sales.locator('a').getAttribute('href')).toBeNull();
    await desk.getByText('She was billed after I cancelled it.').waitFor();
    await form.goto(`${address}/form`);
    await form.getByText('You told us today').first().waitFor();
    // What reads a number as one of its country comes when it is needed.
    await expect.poll(() => form.getByLabel('Phone').inputValue()).toBe('020 7946 0946');

    await desk.getByRole('button', { name: 'Open' }).click();
    await desk.getByRole('button', { name: 'Resolve', exact: true }).click();
    await desk.getByRole('button', { name: 'Resolved' }).click();
    await sales.getByRole('link', { name: 'Call' }).waitFor();
  });

  it('our styles do apply, and none of them stands in the page', async () => {
    const { visit } = await visitor();
    const desk = await visit('/desk');
    await desk.getByText('Nobody known fits.').waitFor();
    const { styles, attributes, radius } = await desk.evaluate(() => {
      const shadow = document.querySelector('say-once-card')?.shadowRoot;
      return {
        styles: document.querySelectorAll('style').length + (shadow?.querySelectorAll('style').length ?? 0),
        attributes: document.querySelectorAll('[style]').length + (shadow?.querySelectorAll('[style]').length ?? 0),
        radius: getComputedStyle(shadow?.querySelector('article') as Element).borderTopLeftRadius,
      };
    });
    expect({ styles, attributes, radius }).toEqual({ styles: 0, attributes: 0, radius: '16px' });
  });

  it('invariant 12: hostile text in every field is text on the desk, and runs nowhere', async () => {
    const { visit } = await visitor();
    const desk = await visit('/desk');
    await desk.getByText('Nobody known fits.').waitFor();
    const form = await visit('/form');
    for (const [index, hostile] of HOSTILE.slice(0, 4).entries()) {
      await form.getByLabel('First name').fill(hostile);
      await form.getByLabel('Phone').fill('020 7946 0946');
      await form.getByLabel('Message').fill(`${hostile} number ${index}`);
      await form.getByRole('button', { name: 'Send', exact: true }).click();
      await form.getByText('Thank you.').waitFor();
      await form.goto(`${address}/form`);
      await form.getByText(/You told us today|still right/).first().waitFor();
      await desk.getByText(`number ${index}`).first().waitFor();
    }
    for (const opened of [desk, form]) expect(await opened.evaluate(() => (globalThis as { hostile?: number }).hostile)).toBeUndefined();
  });

  it('all that is fetched when somebody asks for it works: a note, a fact, the panel of a held call, another language', async () => {
    const { visit } = await visitor();
    const desk = await visit('/desk-in-arabic');
    await desk.getByRole('button', { name: 'إضافة ملاحظة' }).click();
    await desk.getByRole('textbox').fill('She will call again.');
    await desk.getByRole('button', { name: 'حفظ الملاحظة' }).click();
    await desk.getByText('حُفظت الملاحظة.').waitFor();
    await desk.evaluate(async () => {
      const { touchpoint } = document.querySelector('say-once') as unknown as { touchpoint: { recordAll(customer: string, drafts: object[]): Promise<unknown> } };
      await touchpoint.recordAll('cus_1', [{ kind: 'checked', method: 'login', level: 'verified', goodFor: ['*'], until: Date.now() + 60_000 }, { kind: 'told', fact: 'tel', value: '020 7946 0946' }, { kind: 'issue', words: 'The line is dead.' }]);
    });
    await desk.getByRole('button', { name: 'الهاتف', exact: true }).click();
    await desk.getByRole('button', { name: 'اضطر العميل إلى تكرار هذا' }).waitFor();
    const sales = await visit('/sales');
    await sales.getByRole('button', { name: 'Held' }).click();
    await sales.getByText('Offer nothing, ask nothing.').waitFor();
  });

  it(`invariant 12: ${STRINGS.length} hostile strings as names, facts, messages, notes and labels are text, everywhere`, { timeout: 180_000 }, async () => {
    const { visit } = await visitor();
    const desk = await visit('/desk');
    const sales = await visit('/sales');
    const form = await visit('/form');
    for (let first = 0; first < STRINGS.length; first += AT_ONCE) {
      const some = STRINGS.slice(first, first + AT_ONCE);
      const customer = `cus_${first}`;
      const shown = await desk.evaluate(async ({ id, texts }) => {
        const around = document.querySelector('say-once') as unknown as { touchpoint: { recordAll(customer: string, drafts: object[]): Promise<unknown> } };
        const card = document.querySelector('say-once-card') as HTMLElement & { customer: string; phone: string; action: string };
        let issues = 0;
        for (const [index, text] of texts.entries()) {
          const short = text.slice(0, 60);
          const drafts = [
            { kind: 'issue', words: text, summary: text, channel: short, topic: short },
            { kind: 'told', fact: `x-${short}`, value: text },
            { kind: 'told', fact: 'name', value: text },
            { kind: 'step', step: 'promised', words: text, due: Date.now() },
            { kind: 'step', step: 'note', words: text },
            { kind: 'felt', felt: text },
            { kind: 'checked', method: short, level: 'verified', goodFor: [short], until: Date.now() + 600_000 },
          ].map((draft) => ({ contact: `c${index}`, chain: `c${index}`, ...draft }));
          const said = (those: object[]): Promise<boolean> => around.touchpoint.recordAll(id, those).then(() => true, () => false);
          if (await said(drafts)) issues += 1;
          // What is refused is not shown either; the others are.
          else for (const [place, draft] of drafts.entries()) if ((await said([draft])) && place === 0) issues += 1;
        }
        Object.assign(card, { phone: '', customer: id, action: texts[0] });
        const shadow = card.shadowRoot as ShadowRoot;
        for (const end = performance.now() + 20_000; shadow.querySelectorAll('[part=issue]').length < issues && performance.now() < end; ) await new Promise((again) => setTimeout(again, 20));
        for (const details of shadow.querySelectorAll('details')) details.open = true;
        for (const chip of shadow.querySelectorAll<HTMLElement>('.chip')) chip.click();
        await new Promise((again) => setTimeout(again, 50));
        return { issues, sections: shadow.querySelectorAll('[part=issue]').length };
      }, { id: customer, texts: some });
      expect(shown.sections, some[0]).toBe(shown.issues);
      await sales.evaluate(async (labels) => {
        const guard = document.querySelector('say-once-guard') as HTMLElement & { label: string; updateComplete: Promise<unknown> };
        guard.shadowRoot?.querySelector('button')?.focus();
        for (const label of labels) {
          guard.label = label;
          await guard.updateComplete;
        }
      }, some);
      await form.evaluate(async (values) => {
        const { touchpoint } = document.querySelector('say-once') as unknown as { touchpoint: { person(): Promise<string>; record(customer: string, draft: object): Promise<unknown>; notYou(): Promise<unknown> } };
        const person = await touchpoint.person();
        for (const value of values) for (const fact of ['given-name', 'tel', 'account']) await touchpoint.record(person, { kind: 'told', fact, value }).catch(() => undefined);
      }, some.slice(0, 2));
    }
    await form.reload();
    await form.getByText(/still right/).first().waitFor();
    for (const opened of [desk, sales, form]) {
      const found = await opened.evaluate(() => {
        const all = [...document.querySelectorAll('*')].flatMap((one) => [one, ...(one.shadowRoot?.querySelectorAll('*') ?? [])]);
        return {
          strange: all.filter((one) => one.matches('img, iframe, object, embed, link, meta:not([charset]), script:not([src="/say-once.js"]), style, body *:is(base, h1:not(main > h1))') || [...one.attributes].some(({ name }) => name.startsWith('on'))).map(({ outerHTML }) => outerHTML),
          ran: (globalThis as { hostile?: number }).hostile,
          title: document.title,
        };
      });
      expect(found).toEqual({ strange: [], ran: undefined, title: 'Strict' });
    }
  });
});
