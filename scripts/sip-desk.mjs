// For scripts/sip.mjs: the two desks of test/sip/desk.ts in a real browser.
import { readFileSync } from 'node:fs';
import { createServer } from 'node:http';
import path from 'node:path';
import { chromium } from 'playwright';
import { build } from 'vite';
import { root, shared } from './bundle.mjs';

const folder = path.join(root, 'test/sip');

async function serve() {
  const { output } = await build({ ...shared, root: folder, base: './', build: { write: false, minify: false, modulePreload: false, rolldownOptions: { input: path.join(folder, 'desk.html') } } });
  const files = new Map(output.map((one) => [`/${one.fileName}`, one.type === 'chunk' ? one.code : one.source]));
  const server = createServer((request, response) => {
    const file = files.get(request.url);
    if (file === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', request.url.endsWith('.html') ? 'text/html' : 'text/javascript').end(file);
  });
  await new Promise((done) => server.listen(0, '127.0.0.1', done));
  return server;
}

/** @returns what B and C do at their desks */
export async function desks() {
  const server = await serve();
  const { executablePath, env } = JSON.parse(readFileSync(path.join(root, 'node_modules/.cache/ready/chromium.json'), 'utf8'));
  const browser = await chromium.launch({ executablePath, env: { ...process.env, ...env } });
  const page = await browser.newPage();
  await page.goto(`http://localhost:${server.address().port}/desk.html`);
  await page.waitForFunction(() => document.querySelector('say-once').touchpoint !== undefined);
  return {
    handOff: (customer, name) => page.evaluate(([id, said]) => window.handOff(id, said), [customer, name]),
    /** Opens the card from a header, and waits until it shows this name and what they said. */
    async opens(header, name) {
      await page.evaluate((value) => window.called(value), header);
      await page.getByText(`${name} was billed after cancelling.`).first().waitFor({ timeout: 10_000 });
    },
    async close() {
      await browser.close();
      server.close();
    },
  };
}
