// The warm card in Firefox, where there is one: a profile on disk of its own, driven over WebDriver BiDi.
import { existsSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { firefox } from 'playwright';
import { some } from '../harness/bench.mjs';

export default {
  name: 'firefox',
  async run(bench) {
    // A second browser takes as long to start as all of a quick row.
    if (bench.quick) return;
    const executablePath = process.env.FIREFOX_PATH ?? '/usr/bin/firefox-esr';
    if (!existsSync(executablePath)) throw new Error(`there is no Firefox at ${executablePath}; set FIREFOX_PATH to one`);
    const folder = mkdtempSync(path.join(tmpdir(), 'say-once-bench-firefox-'));
    const browser = await firefox.launchPersistentContext(folder, { channel: 'moz-firefox', executablePath });
    try {
      const [customers, per] = bench.of([300, 100], [60, 50]);
      const pages = {};
      for (const name of ['raw', 'unsealed', 'sealed']) {
        pages[name] = await browser.newPage();
        await pages[name].goto(await bench.session.address(name, 'firefox'));
        await pages[name].waitForFunction(() => 'bench' in window);
        await pages[name].evaluate(() => window.bench.open());
        await pages[name].evaluate(([to, each]) => window.bench.seed(0, to, each), [customers, per]);
      }
      const all = await bench.rounds(bench.of(12, 6), Object.keys(pages), (name) => pages[name].evaluate((ids) => window.bench.read('card', ids), some(bench.of(60, 40), customers)));
      bench.add('firefox', `warm card, Firefox ${browser.browser()?.version() ?? ''}`.trim(), all, 'raw');
    } finally {
      await browser.close();
      rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
    }
  },
};
