// `npm run eval:forms -- DIR`: opens every page of a folder of captured forms (by default ../shared/data/forms, which is not
// part of this repository), fills it with what one invented person told, and prints per hand label what came of it.
//   --part 1 | 2   only the pages that rules were written by, or only those held out (a third, by a hash of the file's name)
//   --list         also each control that was not right
// The pages' own scripts do not run, and nothing is fetched. A control that is hidden, disabled or given a value by its page
// just now is judged by the name we gave it alone; so is one that cannot take this person's value: no option, too short.
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

const TOLD = {
  'given-name': 'Ada', 'additional-name': 'M.', 'family-name': 'Okafor', email: 'ada.okafor@mail.example', tel: '+1 503 555 0142',
  'address-line1': '12 Hill Road', 'address-line2': 'Apt 4', 'address-level2': 'Portland', 'address-level1': 'Oregon', 'postal-code': '97205', 'country-name': 'United States', bday: '1984-03-07',
};

/** By label: the facts that are a right answer, and the value that is. */
const CONTACT = {
  firstName: [['given-name'], /^Ada$/],
  lastName: [['family-name'], /^Okafor$/],
  middleName: [['additional-name'], /^M\.$/],
  fullName: [['name'], /^Ada (M\. )?Okafor$/],
  emailAddress: [['email'], /^ada\.okafor@mail\.example$/],
  phone: [['tel', 'tel-national', 'tel-local'], /^(\+?1?[ (]*503)?[) -]*555[ -]?0142$/],
  addressStreet: [['street-address', 'address-line1'], /^12 Hill Road(\s*,?\s*Apt 4)?$/],
  addressStreet2: [['address-line2'], /^Apt 4$/],
  addressCity: [['address-level2'], /^Portland\b/],
  addressProvince: [['address-level1'], /^(Oregon|OR)\b/i],
  addressPostalCode: [['postal-code'], /^97205$/],
  addressCountryCode: [['country', 'country-name', 'tel-country-code'], /^(United States|Vereinigte Staaten|Estados Unidos|États-Unis|Stati Uniti|Verenigde Staten|Stany Zjednoczone|США|الولايات المتحدة|美国|美國|アメリカ|미국)(?!\p{L}| Minor)|^USA?\b|^\W*\+1\b(?!\s*\((?!United States|USA?\b))|^[^(]*\(\+1\)\D*$/iu],
  birthday: [['bday'], /^(1984-03-07|03\/07\/1984|07[./-]03[./-]1984)$/],
  birthdayDay: [['bday-day'], /^0?7\b/],
  birthdayMonth: [['bday-month'], /^(0?3|Mar(ch|zo)?|März|mars|maart|março|marzec|март|3月|مارس)(?!\p{L})/iu],
  birthdayYear: [['bday-year'], /^1984\b/],
  // Only on pages of our own (test/elements/forms): the pieces of a number.
  phoneAreaCode: [['tel-area-code'], /^503$/],
  phonePrefix: [['tel-local-prefix'], /^555$/],
  phoneSuffix: [['tel-local-suffix'], /^0142$/],
};
const SECRET = /^(password|totp|card|expiration)/;

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

function judge(file, one) {
  const { label, fact, state, hidden, shown, options, maxLength, what } = one;
  const contact = CONTACT[label];
  const row = rows.get(label ?? '(no label)') ?? { n: 0, value: 0, name: 0, wrong: 0, left: 0, filled: 0 };
  rows.set(label ?? '(no label)', row);
  row.n += 1;
  if (contact) {
    const [facts, right] = contact;
    total.n += 1;
    const named = facts.includes(fact);
    // This person's number has ten digits.
    const possible = (options.length === 0 ? one.type !== 'select-one' : options.some((option) => right.test(option))) && !(label === 'phone' && maxLength > 0 && maxLength < 10);
    if (state === 'filled' && right.test(shown.trim())) row.value += 1;
    else if (named && (state === 'closed' || !possible) && state !== 'filled') row.name += 1;
    else {
      const wrong = state === 'filled' || (fact !== undefined && !named);
      row[wrong ? 'wrong' : 'left'] += 1;
      if (wrong) total.wrong += 1;
      notRight.push(`${file}: ${label} ${wrong ? `got ${fact} «${shown}»` : 'left empty'} ${what}`);
      return;
    }
    total.right += 1;
    return;
  }
  total.other += 1;
  // A login by e-mail may be filled with it.
  const either = / OR /.test(label ?? '') && fact === 'email';
  if (either || !(state === 'filled' || (state === 'closed' && hidden && fact !== undefined))) return;
  row.filled += 1;
  total.filled += 1;
  if (SECRET.test(label ?? '') || one.type === 'password') total.secrets += 1;
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
    const outcomes = await page.evaluate(`${code};evalForms.run(${JSON.stringify(TOLD)}, ${Date.now()})`);
    for (const one of outcomes) judge(file, one);
  }
} finally {
  await browser.close();
}

const percent = (part, whole) => (whole === 0 ? '–' : ((100 * part) / whole).toFixed(1));
console.log(`${chosen.length} pages of ${folder}\n`);
console.log('| label | controls | right value | right name, cannot be filled now | wrong | left empty |\n|---|--:|--:|--:|--:|--:|');
for (const label of Object.keys(CONTACT)) {
  const row = rows.get(label);
  if (row) console.log(`| ${label} | ${row.n} | ${row.value} | ${row.name} | ${row.wrong} | ${row.left} |`);
}
console.log('\n| must not be filled | controls | filled |\n|---|--:|--:|');
for (const [label, row] of rows) if (!(label in CONTACT)) console.log(`| ${label} | ${row.n} | ${row.filled} |`);
if (mustNot.length > 0) console.log(`\nFilled, and labelled otherwise or not at all:\n${mustNot.map((line) => `- ${line}`).join('\n')}`);
if (values.list) console.log(`\nNot right:\n${notRight.map((line) => `- ${line}`).join('\n')}`);
console.log(`\nright ${total.right} of ${total.n} (${percent(total.right, total.n)} %), wrong ${total.wrong}, filled that must not be ${total.filled} of ${total.other} (${percent(total.filled, total.other)} %), secrets filled ${total.secrets}`);
