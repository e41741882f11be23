import { chromium, type Browser, type BrowserContext, type Frame, type Page } from 'playwright';
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

/** A page that was prepared before its first line. */
async function pageWith(script: string): Promise<Page> {
  const page = await context.newPage();
  await page.addInitScript(script);
  await page.goto(served.address);
  await page.waitForFunction(() => 'page' in window);
  return page;
}

/** A day at a desk, at a form and at a sales desk, on a page that can keep nothing. */
const day = (where: Page | Frame, keys: 'device' | 'host') =>
  where.evaluate(async (whose) => {
    const stray: string[] = [];
    addEventListener('unhandledrejection', ({ reason }) => stray.push(String(reason)));
    addEventListener('error', ({ message }) => stray.push(message));
    const { openTouchpoint, hostRing } = window.page;
    const ring = async (audience: 'support' | 'customer' | 'sales') => (whose === 'device' ? 'device' : await hostRing(audience));
    const desk = await openTouchpoint({ name: 'acme', as: { audience: 'support', id: 'rep-17' }, keys: await ring('support') });
    const opened = desk.state;
    await desk.begin('cus_1', { channel: 'phone' });
    const recorded = await desk.recordAll('cus_1', [{ kind: 'told', fact: 'phone', value: '020 7946 0018' }, { kind: 'issue', words: 'the line is dead' }]);
    await desk.record('cus_2', { kind: 'felt', felt: 'fine' });
    await desk.link('cus_1', 'cus_2', { because: 'same voice' });
    const views: number[] = [];
    const stop = desk.watch('cus_2', ({ entries }) => views.push(entries));
    await desk.record('cus_1', { kind: 'step', step: 'note', words: 'looked at it' });
    await new Promise((later) => setTimeout(later, 100));
    stop();
    const [last] = recorded.slice(-1);
    await desk.strike(last?.stamp ?? '', 'cus_1');
    const read = await desk.read('cus_1');
    const found = await desk.find({ phone: '+442079460018' });
    const history = await desk.history('cus_2');
    const document = await desk.export('cus_1');
    await desk.forget('cus_1');
    const imported = await desk.import(document).catch((error: { code: string }) => error.code);
    const held = (await desk.pitch({ phone: '020 7946 0018' })).pitch;

    const form = await openTouchpoint({ name: 'acme', as: { audience: 'customer' }, keys: await ring('customer') });
    const person = await form.person();
    const said = await form.record(person, { kind: 'issue', words: 'please call' });
    const again = await form.person();
    const other = await form.notYou();
    const sales = await openTouchpoint({ name: 'acme', as: { audience: 'sales' }, keys: await ring('sales') });
    const pitch = (await sales.pitch({ phone: '020 7946 0018' })).pitch;
    await new Promise((later) => setTimeout(later, 200));
    const states = [desk.state, form.state, sales.state];
    await desk.close({ wipe: true, force: true });
    await form.close();
    await sales.close();
    await new Promise((later) => setTimeout(later, 100));
    return { opened, recorded, views, read, found, history: history.entries.length, imported, held, said, same: person === again, other: other !== person, pitch, states, stray };
  }, keys);

const MEANS: Record<string, string> = {
  'there is no IndexedDB': `Object.defineProperty(globalThis, 'indexedDB', { value: undefined })`,
  'touching it throws, as in a frame that is blocked': `Object.defineProperty(globalThis, 'indexedDB', { get() { throw new DOMException('The operation is insecure.', 'SecurityError'); } })`,
  'opening throws': `IDBFactory.prototype.open = function () { throw new DOMException('No.', 'SecurityError'); }`,
  // A real request that really fails: its upgrade is aborted.
  'opening fails': `{ const { open } = IDBFactory.prototype; IDBFactory.prototype.open = function (...args) { const request = open.apply(this, args); Object.defineProperty(request, 'onupgradeneeded', { set: (upgrade) => request.addEventListener('upgradeneeded', (event) => { upgrade(event); request.transaction.abort(); }) }); return request; }; }`,
};

describe('invariant 11: nothing can be kept on this page', () => {
  for (const [how, script] of Object.entries(MEANS)) {
    for (const keys of ['device', 'host'] as const) {
      it(`${how}, with ${keys === 'device' ? 'keys of the device' : 'a host’s keys'}: it opens, says so with every record, and all of it works as long as the page is open`, async () => {
        expectDay(await day(await pageWith(script), keys));
      });
    }
  }

  it('in a sandboxed frame, which has no origin, no storage and no locks', async () => {
    const page = await context.newPage();
    await page.goto(`${served.address}/blank`);
    await page.evaluate((address) => {
      const frame = document.createElement('iframe');
      frame.setAttribute('sandbox', 'allow-scripts');
      frame.src = `${address}/`;
      document.body.append(frame);
    }, served.address);
    await page.waitForSelector('iframe');
    const frame = page.frames().find((one) => one !== page.mainFrame());
    if (frame === undefined) throw new Error('no frame');
    await frame.waitForFunction(() => 'page' in window);
    expect(await frame.evaluate(() => [origin, 'locks' in navigator])).toEqual(['null', true]);
    expectDay(await day(frame, 'device'));
  });

  it('without BroadcastChannel, and without locks, two desks on one page still write for each other', async () => {
    const page = await pageWith(`delete globalThis.BroadcastChannel; Object.defineProperty(Navigator.prototype, 'locks', { value: undefined }); delete Navigator.prototype.locks;`);
    const entries = await page.evaluate(async () => {
      if ('locks' in navigator || 'BroadcastChannel' in globalThis) throw new Error('they are still there');
      const { openTouchpoint } = window.page;
      const [one, two] = await Promise.all([0, 1].map(() => openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: 'device' })));
      await Promise.all([one, two].flatMap((desk) => (desk === undefined ? [] : Array.from({ length: 20 }, () => desk.record('cus_1', { kind: 'felt', felt: 'fine' })))));
      const form = await openTouchpoint({ name: 'acme', as: { audience: 'customer' } });
      const person = await form.person();
      return [(await one?.read('cus_1'))?.entries, (await two?.read('cus_1'))?.entries, person === (await form.person())];
    });
    expect(entries).toEqual([40, 40, true]);
  });
});

function expectDay(seen: Awaited<ReturnType<typeof day>>): void {
  expect(seen.opened).toMatchObject({ storage: 'memory', problem: 'no-storage' });
  for (const one of [...seen.recorded, seen.said]) expect(one).toMatchObject({ saved: false, problem: 'no-storage' });
  expect(seen.views.at(-1)).toBe(6);
  expect(seen.read).toMatchObject({ customer: 'cus_1', group: ['cus_1', 'cus_2'], issues: [] });
  expect(seen.found).toEqual([{ customer: 'cus_1', matchedOn: ['tel'], strength: 'unproven' }]);
  expect(seen.history).toBe(7);
  expect(seen.imported).toBe('forgotten');
  expect([seen.same, seen.other]).toEqual([true, true]);
  expect(seen.pitch).toBe('not-checked');
  for (const state of seen.states) expect(state).toMatchObject({ storage: 'memory', problem: 'no-storage' });
  expect(seen.stray).toEqual([]);
}
