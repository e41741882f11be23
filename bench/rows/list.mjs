// A call list of ten thousand, scrolled with the wheel: with a guard around it, and the same list without one, in turns.
import { fileURLToPath } from 'node:url';
import { bundle } from '../harness/build.mjs';

/** Turns of the wheel in one go, and pixels a turn. */
const TURNS = 90;
const STEP = 240;
/** Between two of them, ms. */
const PAUSE = 16;

export default {
  name: 'list',
  async run(bench) {
    const { session, served } = bench;
    const count = bench.of(10_000, 2_000);
    for (const [file, code] of await bundle(bench.root, 'sealed', { list: fileURLToPath(new URL('../pages/list.js', import.meta.url)) })) served.files.set(file, code);
    served.files.set('sealed/list', '<!doctype html><meta charset="utf-8"><title>list</title><link rel="icon" href="data:,"><script type="module" src="list.js"></script>');
    const seats = {};
    for (const name of ['no guard', 'guard']) {
      const page = await (await session.context()).newPage();
      page.on('pageerror', (error) => bench.trouble(name, error));
      await page.goto(await session.address('sealed', 'list', 'list'));
      await page.waitForFunction(() => 'list' in window);
      const opened = await page.evaluate(([of, guarded]) => window.list.open(of, guarded), [count, name === 'guard']);
      if (opened > 0) bench.note('list', `a call list of ${count.toLocaleString('en')}: known of all`, name, opened, 'ms');
      const cdp = await (await session.context()).newCDPSession(page);
      await cdp.send('Performance.enable');
      const busy = async () => (await cdp.send('Performance.getMetrics')).metrics.find((metric) => metric.name === 'TaskDuration').value * 1000;
      seats[name] = { page, busy, work: [], longest: 0 };
    }
    const frames = await bench.rounds(bench.of(6, 2), Object.keys(seats), async (name, round) => {
      const { page, busy } = seats[name];
      await page.bringToFront();
      await page.mouse.move(300, 300);
      // Every round somewhere that was not drawn yet.
      await page.evaluate((share) => window.scrollTo(0, document.documentElement.scrollHeight * share), (round + 1.5) / 10);
      await page.waitForTimeout(300);
      const [before, from] = [await busy(), await page.evaluate(() => (window.list.start(), scrollY))];
      for (let turn = 0; turn < TURNS; turn++) {
        await page.mouse.wheel(0, STEP);
        await page.waitForTimeout(PAUSE);
      }
      const seen = await page.evaluate(() => window.list.stop());
      if (seen.at - from < (TURNS * STEP) / 2) throw new Error(`it scrolled ${seen.at - from} pixels only`);
      if (round >= 0) {
        seats[name].work.push([((await busy()) - before) / seen.frames.length]);
        seats[name].longest = Math.max(seats[name].longest, seen.longest);
      }
      return seen.frames;
    });
    const title = `a call list of ${count.toLocaleString('en')}, scrolled by the wheel`;
    bench.add('list', `${title}: a frame`, frames, 'no guard');
    bench.add('list work', `${title}: work of the page in a frame`, Object.fromEntries(Object.entries(seats).map(([name, { work }]) => [name, work])), 'no guard');
    for (const [name, { longest, page }] of Object.entries(seats)) {
      bench.note('list', `${title}: the longest task`, name, longest, 'ms');
      await page.close();
    }
  },
};
