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

const opened = async (): Promise<Page> => {
  const page = await profile.page();
  await page.evaluate(async () => {
    const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: await window.page.hostRing('support') });
    window.page.desks['a'] = desk;
    desk.watch('cus_1', ({ entries }) => window.page.heard.push(entries));
  });
  return page;
};

describe('invariant 9: two tabs writing at once lose nothing', () => {
  it('two real pages, two hundred entries, with a link made and undone meanwhile; each page sees numbers that only grow, and ends with all', { timeout: 60_000 }, async () => {
    const pages = [await opened(), await opened()];
    await Promise.all(
      pages.map((page, tab) =>
        page.evaluate(async (name) => {
          const desk = window.page.desks['a'];
          if (desk === undefined) throw new Error('no desk');
          const all: Promise<unknown>[] = [];
          for (let i = 0; i < 100; i++) {
            all.push(desk.record(i % 4 === 3 ? 'cus_2' : 'cus_1', { kind: 'step', step: 'note', words: `${name}/${i}` }));
            if (i % 25 === 20 && name === 0) all.push(desk.link('cus_1', 'cus_2', { because: 'same voice' }).then(() => desk.unlink('cus_1', 'cus_2')));
            await new Promise((later) => setTimeout(later, Math.random() * 8));
          }
          await Promise.all(all);
        }, tab),
      ),
    );
    for (const page of pages) {
      await page.waitForFunction(() => window.page.heard.at(-1) === 158, undefined, { timeout: 10_000 });
      const seen = await page.evaluate(async () => {
        const desk = window.page.desks['a'];
        if (desk === undefined) throw new Error('no desk');
        const words: string[] = [];
        const lawful: boolean[] = [];
        for (const id of ['cus_1', 'cus_2']) {
          const { entries, group } = await desk.export(id);
          const { due: _, ...context } = await desk.read(id);
          lawful.push(JSON.stringify(window.page.fold(entries, { customer: id, group }).context) === JSON.stringify(context));
          words.push(...entries.flatMap((entry) => ('words' in entry ? [String(entry.words)] : [])));
        }
        return { words: words.toSorted(), lawful, problem: desk.state.problem };
      });
      expect(seen.words).toEqual([0, 1].flatMap((tab) => Array.from({ length: 100 }, (_, i) => `${tab}/${i}`)).toSorted());
      expect(seen.lawful).toEqual([true, true]);
      expect(seen.problem).toBeUndefined();
    }
  });

  it('what one page writes, the other shows, without being asked', { timeout: 60_000 }, async () => {
    const [one, two] = [await opened(), await opened()];
    await two.evaluate(() => window.page.desks['a']?.record('cus_1', { kind: 'felt', felt: 'fine' }));
    await one.waitForFunction(() => window.page.heard.at(-1) === 1, undefined, { timeout: 5_000 });
  });
});
