/** A real Chromium with a profile of its own on disk, on an origin that stays the same however often it is started again. */
import { spawnSync } from 'node:child_process';
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs';
import { createServer } from 'node:http';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { type BrowserContext, chromium, type Page } from 'playwright';
import { build } from 'vite';
import { chromiumOptions } from '../../support/chromium.js';
import { once } from '../../support/once.js';

export type { Page as Exposed } from './page.js';

type Files = Map<string, string>;

/** Builds the page. `version`: as a later version of say-once would be, with that database version. */
async function bundle(version?: number): Promise<Files> {
  const folder = await once(`page-${version ?? 'as it is'}`, (outDir) => build({
    configFile: false,
    logLevel: 'error',
    root: fileURLToPath(new URL('.', import.meta.url)),
    plugins: version === undefined ? [] : [{ name: 'later', transform: (code, id) => (id.endsWith('/store/early.ts') ? code.replace(/DATABASE_VERSION = \d+/, `DATABASE_VERSION = ${version}`) : undefined) }],
    build: { outDir, minify: false, target: 'es2022', modulePreload: false, rolldownOptions: { input: fileURLToPath(new URL('page.ts', import.meta.url)), output: { entryFileNames: 'page.js', chunkFileNames: '[name]-[hash].js' } } },
  }));
  const names = readdirSync(folder, { recursive: true, encoding: 'utf8' }).filter((name) => name.endsWith('.js'));
  return new Map(names.map((name) => [name.split(path.sep).join('/'), readFileSync(path.join(folder, name), 'utf8')]));
}

export interface Served {
  address: string;
  /** Adds the page as another version, under `/2/`. */
  add: (version: number) => Promise<void>;
  close: () => void;
}

/** Serves the page under `/`, at a port that stays. */
export async function servePage(): Promise<Served> {
  const folders = new Map<string, Files>([['', await bundle()]]);
  const server = createServer((request, response) => {
    const [, folder = '', file = ''] = /^(?:\/(\d+))?\/([^?]*)/.exec(request.url ?? '/') ?? [];
    const files = folders.get(folder);
    const code = files?.get(file);
    response.setHeader('access-control-allow-origin', '*'); // for a sandboxed frame, which has no origin
    if (code !== undefined) response.setHeader('content-type', 'text/javascript; charset=utf-8').end(code);
    else if (file === '' && files !== undefined) response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html><meta charset="utf-8"><title>say-once</title><link rel="icon" href="data:,"><script type="module" src="page.js"></script>');
    else if (file === 'blank') response.setHeader('content-type', 'text/html; charset=utf-8').end('<!doctype html><title>blank</title><link rel="icon" href="data:,">');
    else response.writeHead(404).end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const at = server.address();
  if (typeof at !== 'object' || at === null) throw new Error('the server has no port');
  return {
    address: `http://localhost:${at.port}`,
    add: async (version) => void folders.set(String(version), await bundle(version)),
    close: () => {
      server.close();
      server.closeAllConnections();
    },
  };
}

/** A profile on disk: what a browser leaves behind lies in `folder`. */
export class Profile {
  readonly folder = mkdtempSync(path.join(tmpdir(), 'say-once-'));
  readonly #address: string;
  #context: BrowserContext | undefined;

  constructor(address: string) {
    this.#address = address;
  }

  /** The browser with this profile; started if it is not running. */
  async context(): Promise<BrowserContext> {
    this.#context ??= await chromium.launchPersistentContext(this.folder, chromiumOptions);
    return this.#context;
  }

  /** A page with the library on `window.page`. */
  async page(url = '/'): Promise<Page> {
    const page = await (await this.context()).newPage();
    await page.goto(this.#address + url);
    await page.waitForFunction(() => 'page' in window);
    return page;
  }

  async close(): Promise<void> {
    await this.#context?.close();
    this.#context = undefined;
  }

  /** Ends the browser as a power cut to the process would: `kill -9`, in whatever it is doing. */
  async kill(): Promise<void> {
    const context = await this.context();
    const gone = new Promise((resolve) => context.once('close', resolve));
    const pids = processesOf(this.folder);
    if (pids.length === 0) throw new Error('no process of this browser was found');
    for (const pid of pids) process.kill(pid, 'SIGKILL');
    await gone;
    this.#context = undefined;
  }

  async remove(): Promise<void> {
    await this.close().catch(() => {});
    rmSync(this.folder, { recursive: true, force: true, maxRetries: 10 });
  }
}

/** The processes of the browser with this profile: those that were started with its folder. */
function processesOf(folder: string): number[] {
  const flag = `--user-data-dir=${folder}`;
  if (existsSync('/proc/self/cmdline')) {
    return readdirSync('/proc')
      .filter((name) => /^\d+$/.test(name))
      .filter((pid) => {
        try {
          return readFileSync(`/proc/${pid}/cmdline`, 'utf8').split('\0').includes(flag);
        } catch {
          return false; // it ended while we looked
        }
      })
      .map(Number);
  }
  const { stdout } = spawnSync('ps', ['-axo', 'pid=,command='], { encoding: 'utf8' });
  return stdout.split('\n').filter((line) => line.includes(flag)).map((line) => Number.parseInt(line, 10));
}
