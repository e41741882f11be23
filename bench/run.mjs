// `npm run bench`: say-once against the floor and its neighbours, in a real Chromium. See README.md.
//   --quick          smaller stores and fewer rounds, under two minutes
//   --only a,b       these rows alone (names: the files in rows/)
//   --without a,b    not these contestants: `--without libraries` leaves the floor and say-once
//   --root folder    the say-once to measure; its own node_modules must be there
//   --out folder     where the results go (bench/results)
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { buildPages } from './harness/build.mjs';
import { serve } from './harness/serve.mjs';
import { Session, STORES } from './harness/session.mjs';
import { Bench } from './harness/bench.mjs';
import { print, write } from './harness/report.mjs';

const here = path.dirname(fileURLToPath(import.meta.url));

const { values } = parseArgs({
  options: {
    quick: { type: 'boolean', default: false },
    only: { type: 'string' },
    without: { type: 'string', default: '' },
    root: { type: 'string', default: path.dirname(here) },
    out: { type: 'string', default: path.join(here, 'results') },
  },
});

const LIBRARIES = ['dexie', 'rxdb', 'pouchdb', 'tinybase'];
/** The order of the rows: what writes comes after what reads, and what ends the browser last. */
const ORDER = ['warm', 'find', 'history', 'stores', 'tall', 'scroll', 'leads', 'list', 'first', 'cold', 'bytes', 'append', 'tabs', 'hand-off', 'import', 'during', 'relay', 'heap', 'size', 'firefox'];

const without = values.without.split(',');
const libraries = without.includes('libraries') ? [] : LIBRARIES.filter((name) => !without.includes(name));
const only = values.only?.split(',');
const rows = readdirSync(path.join(here, 'rows'))
  .map((file) => path.basename(file, '.mjs'))
  .filter((name) => only?.includes(name) ?? true)
  .sort((a, b) => (ORDER.indexOf(a) + 1 || 99) - (ORDER.indexOf(b) + 1 || 99));

const began = Date.now();
const root = path.resolve(values.root);
const served = serve(await buildPages(root, ['raw', 'sealed', 'unsealed', ...libraries]));
const session = new Session(served, values.quick ? STORES.quick : STORES.full);
const bench = new Bench({ session, quick: values.quick, asked: only !== undefined, root, libraries, served });
const took = {};
const run = { bench, session, values, took, root, here };
let written;
// Playwright ends its browser when we are told to stop, and every row after that would only fail.
for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void session.remove().finally(() => process.exit(1)));
try {
  for (const name of rows) {
    const from = Date.now();
    console.log(`${name} …`);
    try {
      const { default: row } = await import(pathToFileURL(path.join(here, 'rows', `${name}.mjs`)).href);
      await row.run(bench);
    } catch (error) {
      bench.trouble(name, error);
      if (process.env.BENCH_DEBUG) console.error(error);
    }
    took[name] = Math.round((Date.now() - from) / 1000);
    console.log(`  ${took[name]} s`);
    written = await write({ ...run, seconds: Math.round((Date.now() - began) / 1000) });
  }
  if (written !== undefined) print(run, written);
} finally {
  await session.remove();
  served.close();
}
