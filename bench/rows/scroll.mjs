// The whole history of a customer, scrolled to its very end and about in: the card's own list against one of `@lit-labs/virtualizer`.
import { fileURLToPath } from 'node:url';
import { bundle } from '../harness/build.mjs';
import { quantile } from '../harness/stats.mjs';

/** Frames in one go: a page answers in between, so that nothing waits for minutes. */
const FRAMES = 120;
/** Who has not come to the end after so long is stopped where they are, ms: the whole way down takes minutes, which only who asks for this row has. */
const LONGEST = { asked: 150_000, among: 40_000 };

async function memory(page, cdp) {
  for (let times = 0; times < 2; times++) await cdp.send('HeapProfiler.collectGarbage');
  const { usedSize } = await cdp.send('Runtime.getHeapUsage');
  const { metrics } = await cdp.send('Performance.getMetrics');
  const { bytes } = await page.evaluate(() => performance.measureUserAgentSpecificMemory());
  return { heap: usedSize / 2 ** 20, all: bytes / 2 ** 20, nodes: metrics.find(({ name }) => name === 'Nodes').value };
}

async function measure(bench, name, index, count) {
  const { session } = bench;
  const page = await (await session.context()).newPage();
  page.on('pageerror', (error) => bench.trouble(name, error));
  await page.goto(await session.address('sealed', 'scroll', 'scroll'));
  await page.waitForFunction(() => 'scrolling' in window);
  const cdp = await (await session.context()).newCDPSession(page);
  await cdp.send('Performance.enable');
  const tell = (title, value, unit) => {
    console.log(`  ${name}: ${title}: ${value.toFixed(1)} ${unit}`); // it takes minutes, and somebody waits
    bench.note('scroll', `history of ${count.toLocaleString('en')} entries: ${title}`, name, value, unit);
  };
  const frames = (title, seen) => {
    const times = seen.flatMap((one) => one.frames);
    bench.lines.push({ row: 'scroll', title: `history of ${count.toLocaleString('en')} entries: a frame, ${title}`, contestant: name, unit: 'ms', p50: quantile(times, 0.5), p95: quantile(times, 0.95), n: times.length });
    console.log(`  ${name}: a frame, ${title}: p50 ${quantile(times, 0.5).toFixed(1)}, p95 ${quantile(times, 0.95).toFixed(1)} ms`);
    tell(`the longest task, ${title}`, Math.max(...seen.map(({ longest }) => longest)), 'ms');
  };
  await page.evaluate(([which, whose]) => window.scrolling.open(which, whose), [name, index]);
  const before = await memory(page, cdp);
  const from = Date.now();
  const down = [];
  do down.push(await page.evaluate((most) => window.scrolling.down(most), FRAMES));
  while (!down.at(-1).done && Date.now() - from < (bench.asked ? LONGEST.asked : LONGEST.among));
  const { read } = await page.evaluate(() => window.scrolling.size());
  tell(down.at(-1).done ? 'all the way down' : `down, stopped at entry ${read.toLocaleString('en')}, after`, (Date.now() - from) / 1000, 's');
  frames('on the way down', down);
  frames('from the end upwards', [await page.evaluate(() => window.scrolling.through(1, 300))]);
  frames('in the middle', [await page.evaluate(() => window.scrolling.through(0.49, 300))]);
  frames('pulled about by the scrollbar', [await page.evaluate(() => window.scrolling.jump(60))]);
  frames('made narrower and wide again', [await page.evaluate(() => window.scrolling.resize())]);
  const { elements } = await page.evaluate(() => window.scrolling.size());
  const after = await memory(page, cdp);
  tell('elements in the document', elements, '');
  tell('nodes in memory', after.nodes, '');
  tell('heap, more than before', after.heap - before.heap, 'MB');
  tell('memory with the document, more than before', after.all - before.all, 'MB');
  await page.close();
}

export default {
  name: 'scroll',
  async run(bench) {
    const { session, served } = bench;
    const counts = [bench.of(20_000, 1_000), bench.of(100_000, 2_000)];
    const page = fileURLToPath(new URL('../pages/scroll.js', import.meta.url));
    for (const [file, code] of await bundle(bench.root, 'sealed', { scroll: page })) served.files.set(file, code);
    served.files.set('sealed/scroll', '<!doctype html><meta charset="utf-8"><title>scroll</title><link rel="icon" href="data:,"><script type="module" src="scroll.js"></script>');
    const writer = await session.page('sealed', 'scroll');
    await writer.evaluate(() => window.bench.open());
    session.seeding['sealed/scroll'] = 0;
    for (const [index, count] of counts.entries()) session.seeding['sealed/scroll'] += await writer.evaluate(([at, per]) => window.bench.seed(at, at + 1, per), [index, count]);
    await writer.close();
    for (const [index, count] of counts.entries()) for (const name of ['card', 'virtualizer']) await measure(bench, name, index, count);
  },
};
