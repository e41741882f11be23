// `npm run test:engines`: the browser tests in Chromium, Firefox and WebKit, one after the other, and a table at the end.
// An engine that is not on this machine is said to be missing, and then the run has failed: what was not tried did not pass.
// Words after `npm run test:engines --` go to vitest; `--engines=firefox,webkit` chooses among the three.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const tally = path.join(root, 'node_modules/.cache/say-once/engines.json');
const CHOICE = '--engines=';
const words = process.argv.slice(2);
const rest = words.filter((word) => !word.startsWith(CHOICE));
const chosen = words.find((word) => word.startsWith(CHOICE))?.slice(CHOICE.length).split(',');

const onPath = (...names) =>
  (process.env.PATH ?? '').split(path.delimiter).flatMap((folder) => names.map((name) => path.join(folder, name))).find((file) => existsSync(file));

/** WebKitGTK's own browser for tests lies outside the PATH, in a folder named for the machine's kind and the release. */
function miniBrowser() {
  if (process.platform !== 'linux' || !onPath('WebKitWebDriver') || !onPath('Xvfb')) return undefined;
  const libraries = ['/usr/lib', '/usr/lib64', '/usr/libexec', ...readdirSync('/usr/lib').map((name) => `/usr/lib/${name}`)];
  const places = libraries.flatMap((folder) => ['webkit2gtk-4.1', 'webkit2gtk-4.0', 'webkitgtk-6.0'].map((name) => path.join(folder, name, 'MiniBrowser')));
  return places.find((file) => existsSync(file));
}

const firefox = [process.env.FIREFOX_PATH, onPath('firefox-esr', 'firefox')].find((file) => file && existsSync(file));
const webkit = miniBrowser();
const engines = [
  { name: 'chromium', project: 'browser', at: 'found by scripts/ready.mjs' },
  { name: 'firefox', project: 'firefox-esr', at: firefox, get: 'apt-get install firefox-esr, or set FIREFOX_PATH' },
  { name: 'webkit', project: 'webkit-gtk', at: webkit, get: 'apt-get install webkit2gtk-driver xvfb (Linux only)' },
].filter(({ name }) => chosen === undefined || chosen.includes(name));

const found = engines.filter(({ at }) => at !== undefined);
if (found.length === 0) {
  console.error(`test:engines: none of these is here: ${(chosen ?? engines.map(({ name }) => name)).join(', ')}`);
  process.exit(1);
}
mkdirSync(path.dirname(tally), { recursive: true });
rmSync(tally, { force: true });
const env = { ...process.env, SAY_ONCE_TALLY: tally, SAY_ONCE_FIREFOX: firefox ?? '', SAY_ONCE_WEBKIT: webkit ?? '' };
const args = ['run', '--allowOnly=false', '--reporter=default', '--reporter=./scripts/tally.mjs', ...found.flatMap(({ project }) => ['--project', project]), ...rest];
const { status } = spawnSync(path.join(root, 'node_modules/.bin/vitest'), args, { cwd: root, stdio: 'inherit', env });

const { counts = {}, unsure = [], stray = 1 } = existsSync(tally) ? JSON.parse(readFileSync(tally, 'utf8')) : {};
let passed = 0;
let failed = stray;
let skipped = 0;
console.log('\nengine    passed  failed  skipped');
for (const { name, project, at, get } of engines) {
  if (at === undefined) {
    failed += 1;
    console.log(`${name.padEnd(8)}  not here, so not tried: ${get}`);
    continue;
  }
  const count = counts[`${project} (${name})`] ?? { passed: 0, failed: 1, skipped: 0 };
  // An engine in which nothing ran at all is no good engine.
  if (count.passed + count.failed === 0) count.failed = 1;
  passed += count.passed;
  failed += count.failed;
  skipped += count.skipped;
  console.log(`${name.padEnd(8)}  ${[count.passed, count.failed, count.skipped].map((n) => String(n).padStart(6)).join('  ')}`);
}
for (const name of unsure) console.log(`? passed only the second time: ${name}`);
if (stray > 0) console.log(`✗ ${stray} errors outside any test`);
if (status !== 0 && failed === 0) failed = 1;
console.log(`\n${passed} passed, ${failed} failed, ${skipped} skipped`);
process.exit(failed > 0 || passed === 0 ? 1 : 0);
