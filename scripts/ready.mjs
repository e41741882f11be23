// Makes a bare clone ready: `node scripts/ready.mjs deps [bench] [browser]`. npm runs it before `start` and `test`, when there may be
// no node_modules yet, so until `deps` has run only Node's own modules may be used here. When all is there it says nothing.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, statSync, writeFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const cache = path.join(root, 'node_modules/.cache/ready');
const answer = path.join(cache, 'chromium.json'); // read by test/support/chromium.ts
const SPARTICUZ = '153.0.0';

const say = (text) => console.log(`ready: ${text}`);

function run(command, args, options = {}) {
  say([path.basename(command), ...args].join(' '));
  return spawnSync(command, args, { cwd: root, stdio: 'inherit', ...options }).status === 0;
}

/** npm's own script under this very node: no search on the PATH, no trouble with .cmd files on Windows. */
const npm = (args, options) =>
  process.env.npm_execpath ? run(process.execPath, [process.env.npm_execpath, ...args], options) : run('npm', args, { shell: process.platform === 'win32', ...options });

/** Whether what is installed is what the lock file says. (A change of branch makes an unchanged lock file look new.) */
function installedAs(lock, done) {
  if (!existsSync(done)) return false;
  if (!existsSync(lock) || statSync(done).mtimeMs >= statSync(lock).mtimeMs) return true;
  const [wanted, has] = [lock, done].map((file) => JSON.parse(readFileSync(file, 'utf8')).packages);
  delete wanted['']; // the project itself
  const same = ([where, { version, optional, devOptional }]) => (has[where] ? has[where].version === version : optional || devOptional);
  return Object.keys(has).every((where) => where in wanted) && Object.entries(wanted).every(same);
}

/** … of the project, or of a folder in it that has packages of its own. */
function deps(folder = root, ...more) {
  const lock = path.join(folder, 'package-lock.json');
  const done = path.join(folder, 'node_modules/.package-lock.json'); // npm writes it last, so it also tells of an install that was broken off
  if (installedAs(lock, done)) return;
  if (npm([existsSync(lock) ? 'ci' : 'install', '--no-audit', '--no-fund', ...more], { cwd: folder })) return;
  console.error('ready: npm could not install the packages; see above, then run the command again.');
  process.exit(1);
}

/** Whether a file that could be a browser is one: only starting it tells (missing libraries, wrappers, snaps). */
async function starts({ executablePath, env }) {
  try {
    const { chromium } = await import('playwright');
    const browser = await chromium.launch({ executablePath, env: { ...process.env, ...env }, timeout: 30_000 });
    try {
      const page = await browser.newPage();
      const works = (await page.evaluate(() => 6 * 7)) === 42;
      if (works) say(`tests will use Chromium ${browser.version()} at ${executablePath}`);
      return works;
    } finally {
      await browser.close();
    }
  } catch (error) {
    say(`${executablePath} does not start: ${String(error).split('\n')[0]}`);
    return false;
  }
}

function* installed() {
  const { platform, env } = process;
  if (platform === 'darwin') {
    for (const app of ['Google Chrome', 'Chromium', 'Microsoft Edge']) yield `/Applications/${app}.app/Contents/MacOS/${app}`;
  } else if (platform === 'win32') {
    for (const base of [env.PROGRAMFILES, env['PROGRAMFILES(X86)'], env.LOCALAPPDATA]) {
      if (base) yield* [path.join(base, 'Google/Chrome/Application/chrome.exe'), path.join(base, 'Microsoft/Edge/Application/msedge.exe')];
    }
  } else {
    const names = ['chromium', 'chromium-browser', 'google-chrome-stable', 'google-chrome', 'microsoft-edge', 'chromium-headless-shell'];
    for (const folder of (env.PATH ?? '').split(path.delimiter)) for (const name of names) yield path.join(folder, name);
  }
}

/** A Chromium that comes as an npm package (Linux x64, 68 MB): it needs neither root nor any host but the registry. */
async function fromNpm() {
  if (process.platform !== 'linux' || process.arch !== 'x64') return undefined;
  const home = path.join(cache, `sparticuz-${SPARTICUZ}`);
  mkdirSync(home, { recursive: true });
  const manifest = path.join(home, 'package.json');
  if (!existsSync(manifest)) writeFileSync(manifest, '{"private":true}\n');
  if (!npm(['install', '--prefix', home, '--no-audit', '--no-fund', `@sparticuz/chromium@${SPARTICUZ}`], { stdio: 'ignore' })) return undefined;
  const entry = createRequire(manifest).resolve('@sparticuz/chromium');
  process.env.TMPDIR = home; // it unpacks into the temporary folder, and would take any `chromium` that lies there for its own
  const { default: chromium, inflate } = await import(pathToFileURL(entry).href);
  const executablePath = await chromium.executablePath();
  const libraries = await inflate(path.join(path.dirname(entry), '../bin/al2023.tar.br')); // nss, nspr, expat: a bare machine lacks them
  return { executablePath, env: { LD_LIBRARY_PATH: path.join(libraries, 'lib'), FONTCONFIG_PATH: path.join(home, 'fonts') } };
}

/** Where a Chromium may be, cheapest first; the last three fetch one. */
async function* candidates() {
  if (process.env.CHROMIUM_PATH) yield { executablePath: process.env.CHROMIUM_PATH };
  const { chromium } = await import('playwright');
  yield { executablePath: chromium.executablePath() };
  for (const executablePath of installed()) yield { executablePath };
  const cli = path.join(root, 'node_modules/playwright/cli.js');
  if (run(process.execPath, [cli, 'install', 'chromium'], { stdio: 'ignore', timeout: 600_000 })) yield { executablePath: chromium.executablePath() };
  yield await fromNpm();
  if (process.getuid?.() === 0 && existsSync('/usr/bin/apt-get')) {
    const quietly = { stdio: 'ignore', env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' } };
    if (run('apt-get', ['update', '-qq'], quietly) && run('apt-get', ['install', '-y', '-qq', '--no-install-recommends', 'chromium'], quietly)) yield { executablePath: '/usr/bin/chromium' };
  }
}

/** A browser that was tried once need not be tried again while its file is the same. */
function remembered() {
  if (!existsSync(answer)) return false;
  const { executablePath, changed } = JSON.parse(readFileSync(answer, 'utf8'));
  const wanted = process.env.CHROMIUM_PATH ?? executablePath;
  return wanted === executablePath && existsSync(executablePath) && statSync(executablePath).mtimeMs === changed;
}

async function findBrowser() {
  if (remembered()) return;
  for await (const candidate of candidates()) {
    if (!candidate || !existsSync(candidate.executablePath) || !(await starts(candidate))) continue;
    mkdirSync(cache, { recursive: true });
    writeFileSync(answer, JSON.stringify({ ...candidate, changed: statSync(candidate.executablePath).mtimeMs }));
    return;
  }
  console.error('ready: no Chromium was found and none could be installed: install Chrome or Chromium, or set CHROMIUM_PATH to one, and run the command again.');
  process.exit(1);
}

const wanted = process.argv.slice(2);
if (wanted.includes('deps')) deps();
if (wanted.includes('bench')) deps(path.join(root, 'bench'), '--ignore-scripts');
if (wanted.includes('browser')) await findBrowser();
