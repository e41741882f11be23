// The memory of a desk on which card after card is shown and left, after collecting garbage: what grows, leaks.
import { fileURLToPath } from 'node:url';
import { bundle } from '../harness/build.mjs';

export default {
  name: 'heap',
  async run(bench) {
    const { session, served } = bench;
    const store = session.size('million') === undefined ? 'base' : 'million';
    const [customers] = session.size(store);
    const page = fileURLToPath(new URL('../pages/heap.js', import.meta.url));
    for (const [file, code] of await bundle(bench.root, 'sealed', { heap: page })) served.files.set(file, code);
    served.files.set('sealed/heap', '<!doctype html><meta charset="utf-8"><title>heap</title><link rel="icon" href="data:,"><script type="module" src="heap.js"></script>');
    await session.desk('sealed', store);
    await session.leave('sealed', store);
    const tab = await (await session.context()).newPage();
    await tab.goto(await session.address('sealed', store, 'heap'));
    await tab.waitForFunction(() => 'show' in window);
    const cdp = await (await session.context()).newCDPSession(tab);
    const step = bench.of(1_000, 200);
    const used = [];
    for (let from = 0; from < step * bench.of(10, 3); from += step) {
      await tab.evaluate(([a, count, of]) => window.show(a, count, of), [from, step, customers]);
      for (let times = 0; times < 2; times++) await cdp.send('HeapProfiler.collectGarbage');
      const { usedSize } = await cdp.send('Runtime.getHeapUsage');
      used.push(usedSize / 2 ** 20);
    }
    await tab.close();
    for (const [k, size] of used.entries()) bench.note('heap', 'heap of a desk after so many cards', `sealed ${((k + 1) * step).toLocaleString('en')}`, size, 'MB');
    bench.figures['heap/growth'] = bench.quick ? undefined : (used.at(-1) - used[0]) / (used.length - 1);
  },
};
