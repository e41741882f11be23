/**
 * Nothing in README.md is only claimed: commands exist, TypeScript type-checks, HTML runs in a browser, sizes are those of sizes.json.
 * CONTRIBUTING.md tells how to write snippets and figures so that this test can read them.
 */
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { chromium, type Browser } from 'playwright';
import { build } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { KINDS } from '../../src/model/entry.js';
import { BY_PUBLIC, BY_SALES, NOT_BY_RECORD } from '../../src/touchpoint/by.js';
import { chromiumOptions } from '../support/chromium.js';
import { browserFiles } from '../support/once.js';
import { registering } from '../support/registering.js';
import { root } from './imports.js';
import { emptyFolder, tool } from './run.js';
import { serve, type Served } from './serve.js';

interface Snippet {
  language: string;
  line: number;
  /** What the comment `<!-- with … -->` right above it lends it. */
  lent: string;
  code: string;
}

const readme = existsSync(path.join(root, 'README.md')) ? readFileSync(path.join(root, 'README.md'), 'utf8') : '';
const { scripts, exports }: { scripts: Record<string, string>; exports: Record<string, string | { types: string }> } = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

const snippets: Snippet[] = [...readme.matchAll(/(?:<!--\s*with\s([\s\S]*?)-->\s*?\n)?^```(\w+)[^\n]*\n([\s\S]*?)^```/gm)].map((found) => ({
  language: found[2] ?? '',
  line: readme.slice(0, found.index + found[0].indexOf('```')).split('\n').length,
  lent: found[1] ?? '',
  code: found[3] ?? '',
}));
const inLanguage = (...languages: string[]): [string, Snippet][] => snippets.filter(({ language }) => languages.includes(language)).map((snippet) => [`line ${snippet.line}`, snippet]);

const folder = emptyFolder('readme');
afterAll(() => rmSync(folder, { recursive: true, force: true }));

it('there is a README.md, with snippets', () => {
  expect(readme, 'README.md is missing').not.toBe('');
  expect(snippets.length).toBeGreaterThan(0);
});

it('the table of entries has every kind once, and says who may record it', () => {
  const rows = [...(/## What can be recorded[\s\S]*?(?=\n## )/.exec(readme)?.[0] ?? '').matchAll(/^\| (`.*?) \|.*\| (.*) \|$/gm)].flatMap(([, kinds = '', who = '']) => [...kinds.matchAll(/`(\w+)`/g)].map(([, kind = '']) => ({ kind, who })));
  expect(rows.map(({ kind }) => kind).toSorted()).toEqual([...KINDS].toSorted());
  const may = (kind: string): string[] => [
    ...(NOT_BY_RECORD.has(kind) ? ['nobody'] : []),
    ...(NOT_BY_RECORD.has(kind) || kind === 'withdrawn' ? [] : ['support']),
    ...(BY_SALES.has(kind) ? ['sales'] : []),
    ...(BY_PUBLIC.has(kind) ? ['public'] : []),
  ];
  expect(rows.map(({ kind, who }) => [kind, who.split(/;| by hand/)[0]?.split(', ')])).toEqual(rows.map(({ kind }) => [kind, may(kind)]));
});

it('the table of entries to import has each of package.json', () => {
  const table = /^\| entry \|[\s\S]*?\n\n/m.exec(readme)?.[0] ?? '';
  const named = table.split('\n').flatMap((row) => [...(row.split('|')[1] ?? '').matchAll(/`(say-once[\w/-]*)`/g)].map(([, entry = '']) => entry));
  const published = Object.keys(exports).filter((entry) => !/[*]|\.json$/.test(entry)).map((entry) => `say-once${entry.slice(1)}`);
  expect(named.toSorted()).toEqual(published.toSorted());
});

it('names every code of a refusal', () => {
  const codes = [...readFileSync(path.join(root, 'src/model/errors.ts'), 'utf8').matchAll(/^ {2}\| '([a-z-]+)'/gm)].map(([, code = '']) => code);
  expect(codes.length).toBeGreaterThan(0);
  expect(codes.filter((code) => !readme.includes(`\`${code}\``))).toEqual([]);
});

it('git keeps away from what deploy/README.md has its reader make there', () => {
  const commands = [...readFileSync(path.join(root, 'deploy/README.md'), 'utf8').matchAll(/^```sh\n([\s\S]*?)^```/gm)].map(([, code]) => code).join('');
  const made = [...commands.matchAll(/(?: > |-P |--out |--auditors |--log )([\w./-]+)/g)].map(([, file = '']) => `deploy/${file}`);
  expect(made).toEqual(expect.arrayContaining(['deploy/one/operator.conf', 'deploy/keys.json', 'deploy/auditors.json']));
  const patterns = readFileSync(path.join(root, '.gitignore'), 'utf8').split('\n').filter(Boolean);
  const ignored = (file: string): boolean => patterns.some((pattern) => new RegExp(`(?:^|/)${pattern.replace(/[.]/g, '\\$&').replaceAll('*', '[^/]*')}$`).test(file));
  expect(made.filter((file) => !ignored(file))).toEqual([]);
});

describe.skipIf(inLanguage('sh', 'bash').length === 0)('commands', () => {
  const known = [/^npm (?:install|i) say-once$/, /^npm (?:ci|install)$/, /^git clone \S+(?: \S+)?$/, /^cd \S+$/];

  it.each(inLanguage('sh', 'bash'))('at %s', (_, { code }) => {
    const commands = code
      .split(/\n|&&/)
      .map((command) => command.replace(/^\s*\$ /, '').replace(/(?:^|\s)#.*$/, '').trim())
      .filter((command) => command !== '');
    const unknown = commands.filter((command) => {
      const asked = /^npm (?:run )?([\w:]+)(?: -- .*)?$/.exec(command)?.[1];
      return !(asked !== undefined && asked in scripts) && !known.some((pattern) => pattern.test(command));
    });
    expect(unknown, 'neither a script of package.json nor a command that everybody has').toEqual([]);
  });
});

describe.skipIf(inLanguage('ts').length === 0)('TypeScript', () => {
  it('type-checks against the sources', async () => {
    const paths = Object.fromEntries(
      Object.entries(exports).flatMap(([key, entry]) => (typeof entry === 'string' ? [] : [[`say-once${key.slice(1)}`, [path.join(root, entry.types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts'))]]])),
    );
    const files = inLanguage('ts').map(([, { code, lent, line }]) => {
      const file = `README-line-${line}.ts`;
      writeFileSync(path.join(folder, file), `${lent}\n${code}\nexport {};\n`);
      return file;
    });
    const compilerOptions = { noEmit: true, noUnusedLocals: false, noUnusedParameters: false, paths };
    writeFileSync(path.join(folder, 'tsconfig.json'), JSON.stringify({ extends: path.join(root, 'tsconfig.json'), compilerOptions, include: [], files }));
    const { ok, output } = await tool('tsc', ['-p', folder], folder);
    expect(ok, output).toBe(true);
  });
});

describe.skipIf(inLanguage('ts').length === 0)('TypeScript in a browser', () => {
  const pages = emptyFolder('readme-run');
  let served: Served;
  let browser: Browser;

  // As a host's bundler does, all of them at once: their pages share what they load.
  beforeAll(async () => {
    const alias = Object.entries(exports).flatMap(([key, entry]) =>
      typeof entry === 'string' ? [] : [{ find: new RegExp(`^say-once${key.slice(1)}$`), replacement: path.join(root, entry.types.replace('./dist/', 'src/').replace(/\.d\.ts$/, '.ts')) }],
    );
    const input = inLanguage('ts').map(([, { code, lent, line }]) => {
      const file = path.join(pages, `line-${line}.ts`);
      writeFileSync(file, `${lent}\n${code}\ndocument.title = 'done';\n`);
      return file;
    });
    const rolldownOptions = { input, output: { entryFileNames: '[name].js' } };
    await build({ root: pages, configFile: false, logLevel: 'error', plugins: [registering], resolve: { alias }, build: { minify: false, target: 'es2022', modulePreload: false, rolldownOptions } });
    [served, browser] = await Promise.all([serve(path.join(pages, 'dist')), chromium.launch(chromiumOptions)]);
  }, 60_000);

  afterAll(async () => {
    await browser?.close();
    served?.close();
    rmSync(pages, { recursive: true, force: true });
  });

  it.each(inLanguage('ts'))('at %s runs to its end', async (_, { line }) => {
    served.page(`/line-${line}.html`, `<script type="module" src="/line-${line}.js"></script>`);
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(String(error)));
      await page.goto(`${served.address}/line-${line}.html`);
      await page.waitForFunction(() => document.title === 'done', undefined, { timeout: 20_000 }).catch(() => faults.push(`the snippet at line ${line} did not come to its end`));
      expect(faults).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

/** The snippet as a page's body, with our files where it names them and its own inline scripts allowed. */
const asBody = ({ lent, code }: Snippet): string => {
  const map = { imports: { 'say-once/define': '/define.js' } };
  const body = `${lent}${code}`.replace(/\bsrc="[^"]*?((?:say-once|define)\.js)"/g, 'src="/$1"').replace(/<script(?![^>]*\bsrc=)/g, '<script nonce="house"');
  const loads = /<script/.test(body) ? '' : '<script async src="/say-once.js" data-name="acme"></script>';
  return `<script type="importmap" nonce="house">${JSON.stringify(map)}</script>${loads}${body}`;
};

describe.skipIf(inLanguage('html').length === 0)('HTML', () => {
  let served: Served;
  let browser: Browser;

  beforeAll(async () => {
    served = await serve(await browserFiles());
    browser = await chromium.launch(chromiumOptions);
  }, 90_000);

  afterAll(async () => {
    await browser?.close();
    served?.close();
  });

  it.each(inLanguage('html'))('at %s runs on a strict page', async (_, snippet) => {
    const url = `/README-line-${snippet.line}.html`;
    served.page(url, asBody(snippet));
    const context = await browser.newContext();
    try {
      const page = await context.newPage();
      const faults: string[] = [];
      page.on('pageerror', (error) => faults.push(String(error)));
      page.on('console', (message) => message.type() === 'error' && faults.push(message.text()));
      page.on('requestfailed', (request) => faults.push(`could not load ${request.url()}`));
      await page.goto(served.address + url, { waitUntil: 'networkidle' });
      await page.waitForFunction(() => document.querySelector(':not(:defined)') === null, undefined, { timeout: 10_000 }).catch(() => faults.push('an element was never defined'));
      expect(faults).toEqual([]);
    } finally {
      await context.close();
    }
  });
});

describe('links', () => {
  it('to files of the project lead somewhere', () => {
    const links = [...readme.matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
    expect(links.filter((link) => !existsSync(path.join(root, link)))).toEqual([]);
  });
});

describe('figures', () => {
  /** As scripts/size.mjs writes them: all that an entry loads before the first action, or one thing that comes on demand. */
  const claims = [...readme.matchAll(/<!--\s*size:\s*(.+?)(?:\s\/\s(.+?))?\s*-->\s*\**([\d.]+)\s*kB/g)].map(([, label = '', part, figure = '']) => ({ label, part, figure }));
  const { sizes }: { sizes: Record<string, { first: number; itself: number; later: Record<string, number> }> } = JSON.parse(readFileSync(path.join(root, 'sizes.json'), 'utf8'));

  it('the README names at least one size', () => {
    expect(claims.length).toBeGreaterThan(0);
  });

  it('are those of sizes.json', () => {
    const faults = claims.filter(({ label, part, figure }) => {
      const size = sizes[label];
      const weight = part === undefined ? size && size.first + size.itself : size?.later[part];
      return weight === undefined || figure !== (weight / 1000).toFixed(1);
    });
    expect(faults, 'npm run size -- --write writes them').toEqual([]);
  });
});
