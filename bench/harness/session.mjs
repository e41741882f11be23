// One Chromium with one profile on disk, and a page for each contestant and store. (An ordinary automation context keeps IndexedDB in memory.)
import { mkdtempSync, readFileSync, existsSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';

const answer = fileURLToPath(new URL('../../node_modules/.cache/ready/chromium.json', import.meta.url));
const { executablePath, env } = existsSync(answer) ? JSON.parse(readFileSync(answer, 'utf8')) : {};

const launch = {
  ...(executablePath ? { executablePath } : {}),
  ...(env ? { env: { ...process.env, ...env } } : {}),
  args: ['--disable-gpu', '--disable-quic', '--disable-background-networking', '--disable-component-update', '--disable-sync', '--enable-precise-memory-info'],
};

/** How large the stores are: customers, and entries each. */
export const STORES = {
  full: { base: [1_000, 100], small: [10, 100], million: [10_000, 100], tall: [20, 10] },
  quick: { base: [120, 50], small: [10, 100], tall: [20, 10] },
};

export class Session {
  folder = mkdtempSync(path.join(tmpdir(), 'say-once-bench-'));
  /** how long each seeding took: `sealed/base` → ms */
  seeding = {};
  #served;
  #stores;
  #context;
  #desks = new Map();

  constructor(served, stores) {
    this.#served = served;
    this.#stores = stores;
  }

  size(store) {
    return this.#stores[store];
  }

  async context() {
    this.#context ??= await chromium.launchPersistentContext(this.folder, launch);
    this.#context.setDefaultTimeout(30_000);
    return this.#context;
  }

  get version() {
    return this.#context?.browser()?.version();
  }

  /** The address of a contestant's page on its own origin: one for each store, or their records would share files. */
  async address(contestant, store, file = '') {
    return `${await this.#served.origin(`${contestant}/${store}`)}/${contestant}/${file}`;
  }

  /** A new page of a contestant, with nothing opened. */
  async page(contestant, store) {
    const page = await (await this.context()).newPage();
    page.on('pageerror', (error) => console.error(`${contestant}: ${error.message}`));
    await page.goto(await this.address(contestant, store));
    await page.waitForFunction(() => 'bench' in window);
    return page;
  }

  /** A contestant's page with its store open and filled; kept open for the next row. */
  async desk(contestant, store = 'base', options = {}) {
    const name = `${contestant}/${store}`;
    if (!this.#desks.has(name)) {
      const page = await this.page(contestant, store);
      await page.evaluate((how) => window.bench.open(how), options);
      const [customers, per] = this.#stores[store];
      if (!(name in this.seeding)) {
        this.seeding[name] = await page.evaluate(([to, each]) => window.bench.seed(0, to, each), [customers, per]);
        console.log(`  filled ${name}: ${customers * per} entries in ${(this.seeding[name] / 1000).toFixed(1)} s`);
      }
      this.#desks.set(name, page);
    }
    return this.#desks.get(name);
  }

  /** Closes a contestant's page; what it wrote stays. */
  async leave(contestant, store = 'base') {
    const name = `${contestant}/${store}`;
    await this.#desks.get(name)?.close();
    this.#desks.delete(name);
  }

  /** Ends the browser, so that everything is on the disk and nothing is warm. It starts again with the next page. */
  async rest() {
    await this.#context?.close();
    this.#context = undefined;
    this.#desks.clear();
  }

  async remove() {
    await this.rest().catch(() => {});
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}
