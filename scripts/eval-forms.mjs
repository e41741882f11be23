// `npm run eval:forms -- DIR`: opens every page of a folder of captured forms (by default ../shared/data/forms, which is not
// part of this repository), fills it with what one invented person told, and prints per hand label what came of it.
//   --part 1 | 2   only the pages that rules were written by, or only those held out (a third, by a hash of the file's name)
//   --list         also each control that was not right
// The pages' own scripts do not run, and nothing is fetched.
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { chromium } from 'playwright';
import { build } from 'vite';
import { root, shared } from './bundle.mjs';

const { values, positionals } = parseArgs({ allowPositionals: true, options: { part: { type: 'string' }, list: { type: 'boolean' } } });
const folder = path.resolve(positionals[0] ?? path.join(root, '../shared/data/forms'));
const pages = existsSync(folder) ? readdirSync(folder).filter((file) => file.endsWith('.html')).toSorted() : [];
if (pages.length === 0) {
  console.error(`There are no pages in ${folder}: name a folder of captured forms, as in «npm run eval:forms -- DIR».`);
  process.exit(1);
}

const heldOut = (file) => Number.parseInt(createHash('sha256').update(file).digest('hex').slice(0, 8), 16) % 3 === 0;
const chosen = pages.filter((file) => values.part === undefined || heldOut(file) === (values.part === '2'));

const entry = path.join(root, 'scripts/eval-forms.page.ts');
const built = await build({ ...shared, build: { write: false, minify: false, lib: { entry, formats: ['iife'], name: 'evalForms' } } });
const { code } = (Array.isArray(built) ? built[0] : built).output[0];

const ready = path.join(root, 'node_modules/.cache/ready/chromium.json');
const { executablePath, env } = existsSync(ready) ? JSON.parse(readFileSync(ready, 'utf8')) : {};
const browser = await chromium.launch({ ...(executablePath ? { executablePath } : {}), ...(env ? { env: { ...process.env, ...env } } : {}), args: ['--disable-gpu'] });
const rows = new Map();
const notRight = [];
const mustNot = [];
const total = { n: 0, right: 0, wrong: 0, other: 0, filled: 0, secrets: 0 };

function count(file, { label, fact, shown, what, state, verdict, secret }) {
  const row = rows.get(label ?? '(no label)') ?? { n: 0, value: 0, name: 0, wrong: 0, left: 0, filled: 0, contact: verdict !== 'well' && verdict !== 'filled' };
  rows.set(label ?? '(no label)', row);
  row.n += 1;
  if (row.contact) {
    row[verdict] += 1;
    total.n += 1;
    if (verdict === 'value' || verdict === 'name') total.right += 1;
    else notRight.push(`${file}: ${label} ${verdict === 'wrong' ? `got ${fact} «${shown}»` : 'left empty'} ${what}`);
    if (verdict === 'wrong') total.wrong += 1;
    return;
  }
  total.other += 1;
  if (verdict === 'well') return;
  row.filled += 1;
  total.filled += 1;
  if (secret) total.secrets += 1;
  mustNot.push(`${file}: ${label ?? '(no label)'} got ${fact}${state === 'closed' ? ', once it is shown' : ''} ${what}`);
}

try {
  const context = await browser.newContext({ offline: true });
  await context.route('**/*', (route) => route.abort());
  const page = await context.newPage();
  for (const file of chosen) {
    // A policy in the page stops its scripts and its event handlers; ours comes from outside, and is not asked.
    const html = `<meta http-equiv="Content-Security-Policy" content="script-src 'none'">${readFileSync(path.join(folder, file), 'utf8')}`;
    await page.setContent(html, { waitUntil: 'domcontentloaded' });
    const outcomes = await page.evaluate(`${code};evalForms.run(document.documentElement, ${Date.now()})`);
    for (const one of outcomes) count(file, one);
  }
} finally {
  await browser.close();
}

const percent = (part, whole) => (whole === 0 ? '–' : ((100 * part) / whole).toFixed(1));
console.log(`${chosen.length} pages of ${folder}\n`);
console.log('| label | controls | right value | right name, cannot be filled now | wrong | left empty |\n|---|--:|--:|--:|--:|--:|');
for (const [label, row] of rows) {
  if (row.contact) console.log(`| ${label} | ${row.n} | ${row.value} | ${row.name} | ${row.wrong} | ${row.left} |`);
}
console.log('\n| must not be filled | controls | filled |\n|---|--:|--:|');
for (const [label, row] of rows) if (!row.contact) console.log(`| ${label} | ${row.n} | ${row.filled} |`);
if (mustNot.length > 0) console.log(`\nFilled, and labelled otherwise or not at all:\n${mustNot.map((line) => `- ${line}`).join('\n')}`);
if (values.list) console.log(`\nNot right:\n${notRight.map((line) => `- ${line}`).join('\n')}`);
console.log(`\nright ${total.right} of ${total.n} (${percent(total.right, total.n)} %), wrong ${total.wrong}, filled that must not be ${total.filled} of ${total.other} (${percent(total.filled, total.other)} %), secrets filled ${total.secrets}`);
