// `npm run shots`: a picture of every state of every element, in light, dark, 320 px, text at 200 %, forced colours and right-to-left, in .shots/ (never committed).
// Words after `npm run shots --` choose states by how their names begin: `npm run shots -- card-check guard`.
import { mkdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { chromium } from 'playwright';
import { createServer } from 'vite';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const folder = path.join(root, '.shots');
const begins = process.argv.slice(2);
/** How long a state may take to come about, ms. */
const PATIENCE = 20_000;

const LOOKS = {
  light: (page) => page.emulateMedia({ colorScheme: 'light' }),
  dark: (page) => page.emulateMedia({ colorScheme: 'dark' }),
  narrow: async (page) => {
    await page.emulateMedia({ colorScheme: 'light' });
    await page.setViewportSize({ width: 320, height: 640 });
  },
  large: async (page) => {
    await page.setViewportSize({ width: 640, height: 640 });
    await page.evaluate(() => (document.documentElement.style.fontSize = '200%'));
  },
  forced: async (page) => {
    await page.emulateMedia({ colorScheme: 'dark', forcedColors: 'active', reducedMotion: 'reduce' });
    await page.setViewportSize({ width: 752, height: 640 });
    await page.evaluate(() => (document.documentElement.style.fontSize = ''));
  },
  rtl: async (page) => {
    await page.emulateMedia({ colorScheme: 'light', forcedColors: 'none', reducedMotion: 'no-preference' });
    // The states come about in English; then the page changes its language, and what is shown follows.
    await page.evaluate(() => Object.assign(document.documentElement, { dir: 'rtl', lang: 'ar' }));
    await page.waitForFunction(() => [...document.querySelectorAll('*')].filter(({ shadowRoot }) => shadowRoot).every((one) => [...one.shadowRoot.children].every((child) => child.localName === 'slot' || child.dir === 'rtl')));
  },
};

/** What is out of sight is not drawn (content-visibility): the window is made as high as the page, and has a moment. */
async function drawn(page) {
  const { width } = page.viewportSize();
  const height = await page.evaluate(() => document.documentElement.scrollHeight);
  await page.setViewportSize({ width, height: Math.max(640, height) });
  await page.evaluate(() => new Promise((done) => requestAnimationFrame(() => requestAnimationFrame(done))));
}

mkdirSync(folder, { recursive: true });
const { executablePath, env } = JSON.parse(readFileSync(path.join(root, 'node_modules/.cache/ready/chromium.json'), 'utf8'));
const server = await createServer({ root: path.join(root, 'test/shots'), configFile: false, cacheDir: path.join(root, 'node_modules/.vite/shots'), logLevel: 'error', server: { port: 0, host: 'localhost', hmr: false, watch: null, fs: { allow: [root] } } });
await server.listen();
const address = server.resolvedUrls.local[0];
const browser = await chromium.launch({ executablePath, env: { ...process.env, ...env } });

const failed = [];
try {
  const list = await browser.newPage();
  await list.goto(address);
  await list.waitForFunction(() => document.title === 'list', undefined, { timeout: 60_000 });
  const all = (await list.locator('a').allTextContents()).filter((name) => begins.length === 0 || begins.some((word) => name.startsWith(word)));
  await list.close();
  for (const name of all) {
    // A browser of its own each: what one state left on the disk is none of the next one's.
    const context = await browser.newContext({ viewport: { width: 752, height: 640 }, colorScheme: 'light' });
    const page = await context.newPage();
    await page.goto(`${address}?${name}`);
    const came = await page.waitForFunction(() => /^(?:ready|failed)/.test(document.title), undefined, { timeout: PATIENCE }).then(() => page.title(), () => 'failed: it took too long');
    if (came !== 'ready') failed.push(`${name}: ${came}`);
    for (const [look, change] of Object.entries(LOOKS)) {
      await change(page);
      await drawn(page);
      await page.screenshot({ path: path.join(folder, `${name}.${look}.png`), fullPage: true, animations: 'disabled' });
    }
    await context.close();
  }
  console.log(`shots: ${all.length} states × ${Object.keys(LOOKS).length} in ${path.relative(process.cwd(), folder) || '.'}`);
} finally {
  await browser.close();
  await server.close();
}
for (const why of failed) console.error(`✗ ${why}`);
process.exit(failed.length > 0 ? 1 : 0);
