import type { Page } from 'playwright';
import { afterAll, afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest';
import { Profile, servePage, type Served } from './page/serve.js';

let served: Served;
let profile: Profile;
beforeAll(async () => {
  served = await servePage();
});
afterAll(() => served.close());
beforeEach(() => {
  profile = new Profile(served.address);
});
afterEach(() => profile.remove());

/** A page with a desk that has shown a card, on a disk of its own. */
const opened = async (company: string): Promise<Page> => {
  const page = await profile.page();
  await page.evaluate(async (name) => {
    window.page.desks['a'] = await window.page.openTouchpoint({ name, as: { audience: 'support' }, keys: await window.page.hostRing('support') });
    await window.page.desks['a'].read('cus_1');
  }, company);
  return page;
};

/** Records what needs most parts; answers how it went, and how many entries there are then. */
const recorded = (page: Page): Promise<[how: string, entries: number | string]> =>
  page.evaluate(async () => {
    const desk = window.page.desks['a'];
    if (desk === undefined) throw new Error('no desk');
    const said = [{ kind: 'told', fact: 'Phone', value: '020 7946 0018' }, { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }] as const;
    const how = await desk.recordAll('cus_1', said).then((all) => (all.every(({ saved }) => saved) ? 'saved' : `not saved: ${all[0]?.problem}`), ({ code = 'no name' }: { code?: string }) => code);
    return [how, await desk.read('cus_1').then(({ entries }) => entries, String)];
  });

describe('a part that cannot be fetched', () => {
  it('whichever of those that a write needs, nothing is half done, the reason has a name, and the next try does it', { timeout: 60_000 }, async () => {
    const first = await opened('first');
    const parts = new Set<string>();
    first.on('request', (request) => void (request.url().endsWith('.js') && parts.add(request.url())));
    expect(await recorded(first)).toEqual(['saved', 2]);
    await first.waitForTimeout(500);
    for (const name of ['recorder', 'write', 'phone', 'envelope', 'disk', 'office']) {
      const part = [...parts].find((url) => url.includes(`/${name}-`));
      if (part === undefined) throw new Error(`There is no part called ${name} any more`);
      const page = await opened(name);
      await page.route(part, (route) => route.abort());
      const [how, entries] = await recorded(page);
      // What only sends is not needed to write.
      expect([how, entries], part).toEqual(how === 'saved' ? ['saved', 2] : ['not-loaded', 0]);
      await page.unroute(part);
      expect(await recorded(page), part).toEqual(['saved', how === 'saved' ? 4 : 2]);
      await page.close();
    }
  });

  it.each(['recorder', 'hear', 'envelope', 'office'])('where what takes a message in is missing (%s), the message stays in its box, sales does not seem clear, and it is taken in when the part is there', { timeout: 60_000 }, async (name) => {
    const support = await opened('acme');
    const sales = await profile.page();
    const seen = (): Promise<string | undefined> => sales.evaluate(async () => (await window.page.sales?.pitch({ account: '4821' }))?.pitch);
    await sales.evaluate(async () => {
      window.page.sales = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'sales' }, keys: await window.page.hostRing('sales') });
    });
    await expect.poll(seen, { timeout: 10_000 }).toBe('clear');
    // The same desk on a new page, which has fetched nothing yet.
    await sales.reload();
    const missing = new RegExp(`/${name}-[^/]+\\.js$`);
    await sales.route(missing, (route) => route.abort());
    await sales.evaluate(async () => {
      window.page.sales = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'sales' }, keys: await window.page.hostRing('sales') });
    });
    await expect.poll(seen, { timeout: 10_000 }).toBe('clear');
    await support.evaluate(async () => {
      await window.page.desks['a']?.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '4821' }, { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }]);
    });
    await expect.poll(seen, { timeout: 10_000 }).toBe('not-checked');
    await sales.waitForTimeout(1_000);
    expect(await seen()).toBe('not-checked');
    await sales.unroute(missing);
    await expect.poll(seen, { timeout: 15_000 }).toBe('held');
  });

  it('what another tab writes is seen without the part that remembers what was shown', { timeout: 60_000 }, async () => {
    const page = await profile.page();
    await page.route(/\/lately-[^/]+\.js$/, (route) => route.abort());
    await page.evaluate(async () => {
      const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: await window.page.hostRing('support') });
      desk.watch('cus_1', ({ entries }) => (document.title = `${entries} entries`));
    });
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('0 entries');
    expect(await recorded(await opened('acme'))).toEqual(['saved', 2]);
    await expect.poll(() => page.title(), { timeout: 10_000 }).toBe('2 entries');
  });
});
