/** The story between five origins, with a real server, gateway and intake between them; the server is stopped in the middle. */
import { once } from 'node:events';
import { createServer } from 'node:net';
import { type Browser, chromium, type Frame, type Locator, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { chromiumOptions } from '../support/chromium.js';
import { natsHere } from '../support/nats.js';

const { startRelayDemo } = (await import(new URL('../../demo/relay/host.mjs', import.meta.url).href)) as { startRelayDemo: (options: { port: number }) => Promise<{ url: string; origins: Record<string, string>; end(): Promise<void> }> };

const file = natsHere();

describe.skipIf(file === undefined)('with nothing between the panes but the relay', { timeout: 180_000 }, () => {
  let demo: Awaited<ReturnType<typeof startRelayDemo>>;
  let browser: Browser;
  let page: Page;
  const taken = createServer();

  beforeAll(async () => {
    await once(taken.listen(0, '127.0.0.1'), 'listening');
    const at = taken.address();
    [demo, browser] = await Promise.all([startRelayDemo({ port: typeof at === 'object' && at !== null ? at.port : 0 }), chromium.launch(chromiumOptions)]);
    page = await browser.newPage({ viewport: { width: 1440, height: 1000 } });
    // Each of these waits for another machine; how fast that is, nothing here says.
    page.setDefaultTimeout(30_000);
    await page.goto(demo.url);
    await opened();
  }, 120_000);
  afterAll(async () => {
    await browser?.close();
    await demo?.end();
    taken.close();
  });

  const frame = (name: string): Frame => {
    const found = page.frame({ name });
    if (found === null) throw new Error(`no frame ${name}`);
    return found;
  };

  /** Where it does not come, what the pane itself says of it is said. */
  const shows = async (pane: Frame, wanted: Locator, timeout = 30_000): Promise<void> => {
    await wanted.waitFor({ timeout }).catch(async (cause: unknown) => {
      const state = await pane.evaluate(() => JSON.stringify(document.querySelector('say-once')?.touchpoint?.state));
      throw new Error(`It did not come to ${pane.name()}, which shows «${await pane.locator('body').innerText()}» and whose state is ${state}`, { cause });
    });
  };

  /** All panes are opened, each with parts of its own to load, and have read what lies on the relay. */
  const opened = async (): Promise<void> => {
    await shows(frame('sales'), frame('sales').getByRole('link', { name: 'Call Ada Okafor' }), 50_000);
    for (const name of ['ana', 'ben']) await shows(frame(name), frame(name).getByText('Every message is with somebody.'));
  };

  it('the form stops the call, support answers while the server is stopped, and a hand-off goes from desk to desk', async () => {
    const faults: string[] = [];
    page.on('pageerror', (error) => faults.push(String(error)));
    const [form, menu, ana, ben, sales] = ['form', 'menu', 'ana', 'ben', 'sales'].map(frame) as [Frame, Frame, Frame, Frame, Frame];

    // The port that was wished for was somebody else's.
    const origins = page.frames().map((one) => new URL(one.url()).origin);
    expect(new Set(origins).size).toBe(6);
    expect(origins).not.toContain(`http://127.0.0.1:${(taken.address() as { port: number }).port}`);

    await page.getByRole('button', { name: 'Let Ada write' }).click();
    await form.getByRole('button', { name: 'Send' }).click();
    const ada = sales.locator('li', { hasText: 'Ada Okafor' });
    await ada.getByRole('button', { name: 'Held' }).waitFor();
    for (const desk of [ana, ben]) await shows(desk, desk.locator('say-once-inbox').getByText('My mother has passed away.'));
    const kept = (of: Frame): Promise<string[]> => of.evaluate(async () => (await indexedDB.databases()).map(({ name = '' }) => name.split('/').at(-1) ?? '').sort());
    expect(await kept(form)).not.toContain('support');
    expect(await kept(sales)).not.toContain('support');

    const isQuiet = (): Promise<boolean> => page.locator('#power-said').evaluate((said) => getComputedStyle(said).color === getComputedStyle(said.parentElement as Element).color);
    expect(await isQuiet(), 'that the server runs is no warning').toBe(true);
    await page.getByRole('button', { name: 'Stop the server' }).click();
    await page.getByText('The server is stopped. Go on').waitFor();
    expect(await isQuiet()).toBe(false);
    await ana.locator('say-once-inbox').getByRole('button', { name: 'Open' }).click();
    await ana.getByRole('button', { name: 'Link', exact: true }).click();
    await ana.getByLabel('Why are they the same person?').fill('She knows the date of the cancellation.');
    await ana.getByRole('button', { name: 'Link them' }).click();
    await ana.getByText('Offline. What you record is kept on this machine').waitFor();
    await ana.getByRole('button', { name: 'Resolve', exact: true }).click();
    await ana.getByLabel('How was it resolved?').fill('Disconnected on 2 Nov.');
    await ana.getByRole('button', { name: 'Resolved' }).click();
    await ana.getByText('Resolved lately').waitFor();
    // Nobody else can know of it.
    await ben.getByText('1 message that nobody has linked yet').waitFor();
    expect(await ada.getByRole('button', { name: 'Held' }).count()).toBe(1);

    await page.getByRole('button', { name: 'Start the server' }).click();
    await sales.getByRole('link', { name: 'Call Ada Okafor' }).waitFor();
    await ben.getByText('Every message is with somebody.').waitFor();
    await ana.getByText('Offline. What you record').waitFor({ state: 'detached' });

    await page.getByRole('button', { name: 'Let Ada call' }).click();
    await menu.getByText('Ana is on the line').waitFor();
    await ana.getByText(/Keyed account .?4821-77.? into the phone menu/).waitFor();
    await ana.getByRole('button', { name: 'Transfer', exact: true }).click();
    await ana.getByText('⁨Billing⁩').click();
    await ana.getByRole('button', { name: 'Hand over' }).click();
    await ben.getByRole('heading', { name: '⁨Ana⁩ hands you ⁨Ada Okafor⁩' }).waitFor();
    await ben.getByRole('button', { name: 'I have it' }).click();
    await ana.getByText('⁨Ben⁩ has it').waitFor();
    await ben.getByText(/Keyed account .?4821-77.? into the phone menu/).waitFor();
    expect(faults).toEqual([]);
  });

  it('over again, nothing of the last telling is there', async () => {
    await page.getByRole('button', { name: 'Start over' }).click();
    // Shown when the host has done with it: what the panes show before that is of the last telling.
    await page.getByRole('button', { name: 'Let Ada write' }).waitFor();
    await opened();
    await expect.poll(() => frame('ana').evaluate(async () => (await indexedDB.databases()).filter(({ name }) => name?.includes('/support')).length)).toBe(1);
  });
});
