/** The demo, driven from outside as a stranger would: five pages, no reload. */
import { createRequire } from 'node:module';
import { type Browser, type BrowserContext, chromium, type Frame, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { chromiumOptions } from '../support/chromium.js';
import { type Demo, serveDemo } from '../support/demo.js';

const axe = createRequire(import.meta.url).resolve('axe-core/axe.min.js');
const WORDS = 'My mother has passed away. I want to be sure her service was disconnected. She was billed after I cancelled it.';

let demo: Demo;
let browser: Browser;

beforeAll(async () => {
  [demo, browser] = await Promise.all([serveDemo(), chromium.launch(chromiumOptions)]);
  // The first page of all waits for the server to prepare its packages; no test should be measured by that.
  const page = await browser.newPage();
  await page.goto(demo.url);
  await page.frameLocator('iframe[name=sales]').getByText('of 214').waitFor({ timeout: 50_000 });
  await page.close();
});
afterAll(async () => {
  await browser?.close();
  await demo?.close();
});

type Name = 'form' | 'menu' | 'ana' | 'ben' | 'sales';

interface Open {
  context: BrowserContext;
  page: Page;
  in: (name: Name) => Frame;
  next: () => Promise<string | null>;
}

async function open(): Promise<Open> {
  const context = await browser.newContext({ viewport: { width: 1440, height: 1000 } });
  onTestFinished(() => context.close());
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(String(error)));
  onTestFinished(() => expect(faults).toEqual([]));
  await page.goto(demo.url);
  const frame = (name: Name): Frame => {
    const found = page.frame({ name });
    if (found === null) throw new Error(`no frame ${name}`);
    return found;
  };
  await frame('sales').getByRole('link', { name: 'Call Ada Okafor' }).waitFor();
  return { context, page, in: frame, next: () => page.locator('#next').textContent() };
}

async function write(frame: Frame): Promise<void> {
  await frame.getByLabel('First name').fill('Ada');
  await frame.getByLabel('Last name').fill('Okafor');
  await frame.getByLabel('Account number').fill('4821-77');
  await frame.getByLabel('Phone').fill('020 7946 0946');
  await frame.getByLabel('Email').fill('ada.okafor@mail.example');
  await frame.getByLabel('What is it about?').selectOption('Somebody has died');
  await frame.getByLabel('How can we help?').fill(WORDS);
  await frame.getByRole('button', { name: 'Send' }).click();
  await frame.getByText('Thank you, Ada.').waitFor();
}

async function link(frame: Frame): Promise<void> {
  await frame.getByText('1 message that nobody has linked yet').waitFor();
  await frame.locator('say-once-inbox').getByRole('button', { name: 'Open' }).click();
  await frame.getByText('Unconfirmed: somebody told us this (web form)').waitFor();
  await frame.getByRole('button', { name: 'Link', exact: true }).click();
  await frame.getByLabel('Why are they the same person?').fill('She knows the date of the cancellation.');
  await frame.getByRole('button', { name: 'Link them' }).click();
  await frame.getByText('Open issue, in the customer’s words').waitFor();
}

const row = (frame: Frame): ReturnType<Frame['locator']> => frame.locator('li', { hasText: 'Ada Okafor' });

/** All text that could be read in a frame, its shadows too. */
const everything = (frame: Frame): Promise<string> =>
  frame.evaluate(() => {
    const walk = (root: ParentNode): string => [...root.querySelectorAll('*')].map((one) => `${one.outerHTML}${one.shadowRoot === null ? '' : one.shadowRoot.innerHTML + walk(one.shadowRoot)}`).join('\n');
    return document.documentElement.outerHTML + walk(document);
  });

describe('story 2: nobody read the form', () => {
  it('what was written holds the call, is linked and resolved, and the call is free again, with no reload', async () => {
    const { page, in: frame, next } = await open();
    for (const name of ['sales', 'ana', 'ben'] as const) await frame(name).evaluate(() => void ((globalThis as { here?: boolean }).here = true));
    await expect.poll(next).toContain('then Send');
    await write(frame('form'));

    // Sales is stopped before dialling, and not told the rest.
    const ada = row(frame('sales'));
    await ada.getByRole('button', { name: 'Held' }).waitFor();
    expect(await ada.locator('a').getAttribute('href')).toBeNull();
    expect(await ada.textContent()).toContain('Do not pitch until support lifts it');
    await ada.getByRole('button', { name: 'Held' }).click();
    await frame('sales').getByText('Offer nothing, ask nothing. Say that you will call another day.').waitFor();
    expect(await everything(frame('sales'))).not.toMatch(/passed away|billed|bereave|mother|died|open issue/i);
    await frame('sales').getByRole('button', { name: 'Close' }).click();

    // Support reads it in the writer's words, and knows what to say first.
    await expect.poll(next).toContain('open her message at Ana’s desk');
    const ana = frame('ana');
    await ana.locator('say-once-inbox').getByText('My mother has passed away.').waitFor();
    await link(ana);
    expect(await ana.locator('say-once-card').getByText(WORDS).count()).toBe(1);
    await ana.getByText('Say first: “⁨I have read what you wrote. I’m sorry for your loss.⁩”').waitFor();
    await ana.getByText('Every message is with somebody.').waitFor();
    expect(await ana.getByText('Verified').count()).toBe(0);
    await ada.getByRole('button', { name: 'Held' }).waitFor();

    await ana.getByRole('button', { name: 'Add note' }).click();
    await ana.getByLabel('A note for whoever comes next').fill('Found the cancellation order of 2 Nov.');
    await page.keyboard.press('Control+Enter');
    await ana.getByText('Note saved.').waitFor();
    await ana.getByRole('button', { name: 'Resolve', exact: true }).click();
    await ana.getByLabel('How was it resolved?').fill('Disconnected on 2 Nov. The final bill is waived.');
    await ana.getByRole('button', { name: 'Resolved' }).click();

    await frame('sales').getByRole('link', { name: 'Call Ada Okafor' }).waitFor();
    expect(await ada.locator('a').getAttribute('href')).toBe('tel:+442079460946');
    await expect.poll(next).toContain('Sales may call again; nothing was reloaded.');
    expect(await ana.getByText('Do not pitch').count()).toBe(0);
    // The next person sees what it was about.
    await frame('ana').getByText('Resolved lately').waitFor();
    await ana.locator('say-once-card q', { hasText: WORDS }).waitFor();
    await ana.getByText('Disconnected on 2 Nov. The final bill is waived.').first().waitFor();
    for (const name of ['sales', 'ana', 'ben'] as const) expect(await frame(name).evaluate(() => (globalThis as { here?: boolean }).here)).toBe(true);
  });
});

describe('story 1: the account number, again', () => {
  it('what the phone menu took is on the next desk and the one after, and nobody asks', async () => {
    const { in: frame, next } = await open();
    const menu = frame('menu');
    for (const key of '482177#') await menu.getByRole('button', { name: key, exact: true }).click();
    await menu.getByText('Whoever answers will have it in front of them.').waitFor();
    await expect.poll(next).toContain('Press “Connect me to a person”');
    await menu.getByRole('button', { name: 'Connect me to a person' }).click();
    await menu.getByText('Ana is on the line, and sees what you keyed in.').waitFor();

    const ana = frame('ana');
    await ana.getByText(/Keyed account .?4821-77.? into the phone menu/).waitFor();
    // The number matched; that proves nothing.
    await ana.getByText('Only a number matched. It does not prove who this is.').waitFor();
    expect(await ana.getByText('Verified').count()).toBe(0);
    await ana.getByRole('button', { name: 'She read back the code' }).click();
    await ana.getByText('Verified').waitFor();
    expect(await ana.getByRole('button', { name: 'Account', exact: true }).count()).toBe(1);

    const repeats = async (desk: Frame): Promise<number> => Number.parseInt((await desk.getByText(/\d+ repeats?/).textContent()) ?? '', 10);
    const keyed = await repeats(ana);
    // Ana hands over; Ben sees it at once, reads it back before hello, and she sees which.
    await ana.getByRole('button', { name: 'Transfer', exact: true }).click();
    await ana.getByRole('heading', { name: 'Transfer ⁨Ada Okafor⁩' }).waitFor();
    await ana.getByText('⁨Billing⁩').click();
    await ana.getByLabel('Anything else, in a line').fill('Please waive the final bill, I could not.');
    await ana.getByRole('button', { name: 'Hand over' }).click();
    await expect.poll(next).toContain('Ben sees it before hello');
    const ben = frame('ben');
    await ben.getByRole('heading', { name: '⁨Ana⁩ hands you ⁨Ada Okafor⁩' }).waitFor();
    await ben.getByText('Please waive the final bill, I could not.').waitFor();
    await ben.getByRole('listitem').filter({ hasText: /^Account$/ }).waitFor();
    for (const desk of [ana, ben]) {
      await desk.addScriptTag({ path: axe });
      expect(await faultsIn(desk)).toEqual([]);
    }
    await ben.getByRole('checkbox').first().check();
    await ana.getByText('⁨Ben⁩ is reading it').waitFor();
    await ben.getByRole('button', { name: 'I have it' }).click();
    await ana.getByText('⁨Ben⁩ has it').waitFor();
    await ana.getByText('⁨Ben⁩ read it back', { exact: true }).waitFor();
    await menu.getByText('Ben is on the line, and sees what you keyed in.').waitFor();
    expect(await ana.locator('#line').isVisible()).toBe(false);
    expect(await ben.locator('#line').isVisible()).toBe(true);
    await ben.getByText('Verified').waitFor();
    await ben.getByText(/One-time code, with .?Ana/).waitFor();
    await ben.getByText(/Keyed account .?4821-77.? into the phone menu/).waitFor();
    expect(await ben.getByRole('button', { name: 'Account', exact: true }).count()).toBe(1);
    // Nobody asked: she keyed it in, and that was the last time.
    expect(await repeats(ben)).toBe(keyed);
    await expect.poll(next).toContain('Ben has the call and the same card, live');

    // Both desks show one card: what is noted on one is on the other, and if somebody must repeat, it is counted.
    await ana.getByRole('button', { name: 'Account', exact: true }).click();
    await ana.getByRole('button', { name: 'The customer had to repeat this' }).click();
    await expect.poll(() => repeats(ben)).toBe(keyed + 1);
    // Once Ben has the call, a check in it no longer proves anything at Ana's desk.
    expect(await ana.getByText('Verified').count()).toBe(0);
  });

  it('the form knows her when she comes back, says where each value came from, and asks «Not you?»', async () => {
    const { in: frame } = await open();
    await write(frame('form'));
    await frame('form').getByRole('button', { name: 'Write another' }).click();
    await frame('form').getByText('Welcome back, ⁨Ada⁩. We filled in what you told us before.').waitFor();
    const form = frame('form');
    // The number is put into the field's own spelling by a part that comes a moment later.
    await expect.poll(() => form.getByLabel('Phone').inputValue()).toBe('020 7946 0946');
    expect(await form.getByLabel('How can we help?').inputValue()).toBe('');
    expect(await form.getByText('You told us today').count()).toBe(5);
    await form.getByRole('button', { name: 'Not you?' }).click();
    await expect.poll(() => form.getByLabel('Phone').inputValue()).toBe('');
  });
});

describe('whoever writes', () => {
  it('as somebody the company does not know is told so, and can start over', async () => {
    const { page, in: frame, next } = await open();
    const form = frame('form');
    await form.getByRole('button', { name: 'Send' }).click();
    expect(await form.evaluate(() => document.activeElement?.id)).toBe('given');
    await form.getByLabel('First name').fill('Kim');
    await form.getByLabel('Last name').fill('Lund');
    await form.getByLabel('Phone').fill('020 7946 0777');
    await form.getByLabel('How can we help?').fill('My line is dead.');
    await form.getByRole('button', { name: 'Send' }).click();
    await expect.poll(next).toContain('Nobody the company knows');
    await frame('ana').locator('say-once-inbox').getByRole('button', { name: 'Open' }).click();
    await frame('ana').getByText('Open issue, in the customer’s words').waitFor();
    expect(await next()).toContain('Nobody the company knows');
    await page.getByRole('button', { name: 'Start over' }).click();
    await expect.poll(next).toContain('then Send');
  });

  it('is linked, and the link is taken back where it was made', async () => {
    const { in: frame } = await open();
    await write(frame('form'));
    await link(frame('ana'));
    await frame('ana').getByRole('button', { name: 'Take it back' }).click();
    await frame('ana').getByText('Taken back. They are two again.').waitFor();
    await frame('ana').getByText('1 message that nobody has linked yet').waitFor();
    await frame('ana').getByText('Unconfirmed: somebody told us this (web form)').waitFor();
  });
});

describe('the page around', () => {
  it('at 390 px keeps what comes next in view: the line, and the frame', async () => {
    const { page, in: frame } = await open();
    await page.setViewportSize({ width: 390, height: 800 });
    const help = page.getByRole('button', { name: 'Let Ada write' });
    await help.click();
    await frame('form').getByRole('button', { name: 'Send' }).click();
    const seen = (name: Name): Promise<number> => page.locator(`figure.${name}`).evaluate((one) => one.getBoundingClientRect().top);
    for (const name of ['sales', 'ana'] as const) {
      await expect.poll(() => seen(name), { timeout: 8_000 }).toBeLessThan(200);
      expect(await page.locator('#next').evaluate((one) => one.getBoundingClientRect().top)).toBeGreaterThanOrEqual(0);
    }
  });

  it('«Let Ada …» walks the story, and «Start over» forgets all of it', async () => {
    const { page, in: frame, next } = await open();
    await page.getByRole('button', { name: 'Let Ada write' }).click();
    await frame('form').getByRole('button', { name: 'Send' }).click();
    await row(frame('sales')).getByRole('button', { name: 'Held' }).waitFor();
    await page.getByRole('button', { name: 'Start over' }).click();
    await frame('sales').getByRole('link', { name: 'Call Ada Okafor' }).waitFor();
    await expect.poll(next).toContain('then Send');
    await frame('ana').getByText('Every message is with somebody.').waitFor();
    expect(await frame('form').getByLabel('First name').inputValue()).toBe('');
    await page.getByRole('button', { name: 'Let Ada write' }).click();
    await frame('form').getByRole('button', { name: 'Send' }).click();
    await row(frame('sales')).getByRole('button', { name: 'Held' }).waitFor();
  });

  it('says that its keys are made in this browser', async () => {
    const { page } = await open();
    expect(await page.locator('footer').textContent()).toContain('keys that were made in this browser for the demo');
  });

  it('in light, dark, right to left and at 320 px nothing sticks out, every frame is as high as what is in it, and all is accessible', async () => {
    const { page, in: frame } = await open();
    await write(frame('form'));
    await link(frame('ana'));
    await frame('ana').getByRole('button', { name: 'Add note' }).click();
    await frame('ana').getByLabel('A note for whoever comes next').waitFor();
    const turn = async (dir: string): Promise<void> => {
      for (const one of page.frames()) await one.evaluate((to) => void (document.documentElement.dir = to), dir);
    };
    const looks: [string, () => Promise<unknown>][] = [
      ['light', () => page.emulateMedia({ colorScheme: 'light' })],
      ['dark', () => page.emulateMedia({ colorScheme: 'dark' })],
      ['right to left', () => turn('rtl')],
      ['320 px', async () => Promise.all([turn('ltr'), page.setViewportSize({ width: 320, height: 700 })])],
    ];
    for (const one of page.frames()) await one.addScriptTag({ path: axe });
    for (const [look, take] of looks) {
      await take();
      await page.waitForTimeout(300);
      for (const one of page.frames()) {
        const { wide, high } = await one.evaluate(() => {
          const { scrollWidth, clientWidth, scrollHeight, clientHeight } = document.documentElement;
          return { wide: scrollWidth - clientWidth, high: scrollHeight - clientHeight };
        });
        const where = `${look}, ${one.name() || 'the page around'}`;
        expect(wide, `${where} sticks out`).toBeLessThanOrEqual(0);
        if (one !== page.mainFrame()) expect(high, `${where} scrolls`).toBeLessThanOrEqual(0);
        expect(await faultsIn(one), where).toEqual([]);
      }
    }
  });
});

type Axe = { run: (root: Document, options: object) => Promise<{ violations: { id: string; nodes: { html: string }[] }[] }> };

const faultsIn = (frame: Frame): Promise<string[]> =>
  frame.evaluate(async () => {
    const { violations } = await (globalThis as unknown as { axe: Axe }).axe.run(document, { iframes: false });
    return violations.map(({ id, nodes }) => `${id}: ${nodes.map(({ html }) => html.slice(0, 120)).join(' | ')}`);
  });
