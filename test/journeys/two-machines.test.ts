/** Two reps on two machines, each a browser with a profile of its own, that have nothing in common but the keys of their company. */
import { createServer, type Server } from 'node:http';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { exportJWK, generateKeyPair, type JWK, SignJWT } from 'jose';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { root } from '../house/imports.js';
import { chromiumOptions } from '../support/chromium.js';
import { registering } from '../support/registering.js';
import type { SignedIn } from './two-machines/desk.js';

type Desk = HTMLElement & { touchpoint: Touchpoint<'support'> };

const NOTE = 'Please waive the final bill, I could not.';
const ANA = { id: 'rep-17', label: 'Ana', teams: 'care' };
const BEN = { id: 'rep-4', label: 'Ben', teams: 'billing' };

let server: Server;
let address: string;
/** what the server was asked for */
let asked: string[] = [];

beforeAll(async () => {
  const page = path.join(root, 'test/journeys/two-machines');
  const built = await build({ configFile: false, logLevel: 'error', root: page, plugins: [registering], build: { write: false, minify: false, target: 'es2022', modulePreload: false } });
  const files = new Map([built].flat().flatMap((one) => ('output' in one ? one.output : [])).map((one) => [`/${one.fileName}`, one.type === 'chunk' ? one.code : one.source]));
  server = createServer((request, response) => {
    asked.push(request.url ?? '');
    const url = request.url === '/' ? '/index.html' : (request.url ?? '');
    const file = files.get(url);
    if (file === undefined) response.writeHead(404).end();
    else response.setHeader('content-type', url.endsWith('.html') ? 'text/html' : 'text/javascript').end(file);
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  address = typeof at === 'object' && at !== null ? `http://localhost:${at.port}/` : '';
}, 90_000);
afterAll(() => void server?.close());

/** The host's server: signs in, and certifies the key that a page has made. */
async function hostOf(): Promise<(rep: SignedIn['rep']) => (own: JWK) => Promise<SignedIn>> {
  const support = [...crypto.getRandomValues(new Uint8Array(32))];
  const { privateKey, publicKey } = await generateKeyPair('ES256', { extractable: true });
  const host = (await exportJWK(publicKey)) as JsonWebKey;
  return (rep) => async (jwk) => ({
    rep,
    support,
    host,
    certificate: await new SignJWT({ company: 'acme', audience: 'support', ...rep, jwk }).setProtectedHeader({ alg: 'ES256', typ: 'say-once-session+1', kid: 'host-1' }).setExpirationTime('8h').sign(privateKey),
  });
}

let ana: BrowserContext;
let ben: BrowserContext;
let folders: string[];

beforeEach(async () => {
  const host = await hostOf();
  folders = [];
  const machine = async (rep: SignedIn['rep']): Promise<BrowserContext> => {
    const folder = mkdtempSync(path.join(tmpdir(), 'say-once-'));
    folders.push(folder);
    const context = await chromium.launchPersistentContext(folder, { ...chromiumOptions, viewport: { width: 480, height: 900 }, permissions: ['clipboard-read', 'clipboard-write'] });
    context.setDefaultTimeout(10_000);
    await context.exposeFunction('signIn', host(rep));
    return context;
  };
  [ana, ben] = await Promise.all([machine(ANA), machine(BEN)]);
});
afterEach(async () => {
  await Promise.all([ana?.close(), ben?.close()]);
  for (const folder of folders) rmSync(folder, { recursive: true, force: true, maxRetries: 10 });
});

async function visit(machine: BrowserContext, url = address): Promise<Page> {
  const page = await machine.newPage();
  asked = [];
  await page.goto(url);
  await page.waitForFunction(() => (document.querySelector('say-once') as Desk | null)?.touchpoint !== undefined);
  return page;
}

/** Ana hands Ada over, by the element. */
async function offered(): Promise<Page> {
  const page = await visit(ana);
  await page.evaluate(async () => {
    const { touchpoint } = document.querySelector('say-once') as Desk;
    await touchpoint.begin('cus_1', { channel: 'phone' });
    await touchpoint.recordAll('cus_1', [
      { kind: 'told', fact: 'name', value: 'Ada Okafor' },
      { kind: 'told', fact: 'account', value: '4821-77' },
      { kind: 'checked', method: 'one-time code', level: 'verified', goodFor: ['*'], until: Date.now() + 1_700_000 },
      { kind: 'issue', words: 'She was billed after I cancelled it.' },
    ]);
    document.querySelector('say-once-transfer')?.setAttribute('customer', 'cus_1');
  });
  await page.getByText(/^.?billing.?$/).click();
  await page.getByLabel('Anything else, in a line').fill(NOTE);
  await page.getByRole('button', { name: 'Hand over' }).click();
  await page.getByText('Nobody has taken it yet').waitFor();
  return page;
}

interface Known {
  taken: string[];
  facts: [string, string][];
  words: string[];
  standings: string[];
  receipts: number;
  from: string | undefined;
}

/** What Ben's machine knows once he has it. */
async function taken(page: Page): Promise<Known> {
  await page.getByRole('heading', { name: /Ana.? hands you .?Ada Okafor/ }).waitFor();
  await page.getByText(NOTE).waitFor();
  await page.getByRole('button', { name: 'I have it' }).click();
  await page.getByText(/You have .?Ada Okafor.? now/).waitFor();
  return page.evaluate(async () => {
    const { facts, issues, receipts, handoffs } = await (document.querySelector('say-once') as Desk).touchpoint.read('cus_1');
    return {
      taken: window.taken,
      facts: facts.map(({ fact, values }): [string, string] => [fact, values[0]?.value ?? '']),
      words: issues.map(({ words }) => words),
      standings: [...new Set(facts.flatMap(({ values }) => values.map(({ standing }) => standing)))],
      receipts: receipts.length,
      from: handoffs[0]?.from?.label,
    };
  });
}

const ADA = { taken: ['cus_1'], facts: [['account', '4821-77'], ['name', 'Ada Okafor']], words: ['She was billed after I cancelled it.'] };
const copied = (page: Page): Promise<string> => page.evaluate(() => navigator.clipboard.readText());

it('by the link: no server sees the token, it leaves the address bar at once, and all is known with its authors', async () => {
  const at = await offered();
  await at.getByRole('button', { name: 'Copy link' }).click();
  await at.getByText('The link is copied.').waitFor();
  const link = await copied(at);
  expect(link).toContain(`${address}#say-once=`);
  const page = await visit(ben, link);
  expect(asked.join()).not.toContain('say-once=');
  expect(page.url()).toBe(address);
  expect(await taken(page)).toEqual({ ...ADA, standings: ['confirmed'], receipts: 1, from: 'Ana' });
  await page.reload();
  expect(page.url()).toBe(address);
  // Once: the same link again is refused, and says so.
  const again = await visit(ben, link);
  await again.getByText(/Ben.? has taken it already/).waitFor();
});

it('by pasted text: the message it came in may stand around it', async () => {
  const at = await offered();
  await at.getByRole('button', { name: 'Copy link' }).click();
  const page = await visit(ben);
  await page.getByLabel('Paste a hand-off').fill(`Hi Ben, this is yours:\n${await copied(at)}\nThanks, Ana`);
  expect(await taken(page)).toMatchObject({ ...ADA, standings: ['confirmed'], from: 'Ana' });
});

it('by the QR code on the screen, read back from a picture of it, straight, or turned and smaller', async () => {
  const at = await offered();
  await at.getByText('QR code', { exact: true }).click();
  const picture = at.getByRole('img', { name: 'QR code' });
  const png = (await picture.screenshot()).toString('base64');
  const reads = await at.evaluate(async (seen) => [await window.look(seen, 1, 0), await window.look(seen, 0.9, 0.1)], png);
  expect(reads[0]).toContain(`${address}#say-once=`);
  expect(reads[1]).toBe(reads[0]);
  const page = await visit(ben, reads[0]);
  expect(page.url()).toBe(address);
  await page.getByText('Nothing proves who sent this.').waitFor();
  expect(await taken(page)).toEqual({ ...ADA, standings: ['claimed'], receipts: 0 });
});
