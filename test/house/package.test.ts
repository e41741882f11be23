/** What `npm publish` would send is what it should be, and works for those who install it. */
import { cpSync, existsSync, mkdirSync, readFileSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { publint } from 'publint';
import { formatMessage } from 'publint/utils';
import { build, parseSync } from 'vite';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { root } from './imports.js';
import { emptyFolder, npm, run, script, tool } from './run.js';

interface Manifest {
  name: string;
  exports: Record<string, string | { types: string; default: string }>;
  dependencies: Record<string, string>;
  sideEffects: string[];
  customElements: string;
  [key: string]: unknown;
}

const manifest: Manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));
const folder = emptyFolder('package');
const packed = path.join(folder, 'packed');
const consumer = path.join(folder, 'consumer');
const installed = path.join(consumer, 'node_modules', manifest.name);
let tarball: string;
let contents: string[];

/** 'say-once/card' of './card' */
const specifier = (key: string): string => manifest.name + key.slice(1);
const modules = Object.keys(manifest.exports).filter((key) => typeof manifest.exports[key] === 'object');

beforeAll(async () => {
  mkdirSync(packed);
  await script('build', ['--out', path.join(packed, 'dist')]);
  for (const file of ['package.json', 'README.md', 'LICENSE', 'CHANGELOG.md', 'CONTRIBUTING.md', 'deploy', 'docs']) if (existsSync(path.join(root, file))) cpSync(path.join(root, file), path.join(packed, file), { recursive: true });
  const { ok, stdout, output } = await npm(['pack', '--json', '--ignore-scripts', '--pack-destination', folder], packed);
  if (!ok) throw new Error(output);
  const [told]: { filename: string; files: { path: string }[] }[] = JSON.parse(stdout);
  tarball = path.join(folder, told?.filename ?? '');
  contents = (told?.files ?? []).map((file) => file.path);

  // As an install would leave it, without asking any registry: our tarball unpacked, its dependencies those that lie here.
  mkdirSync(installed, { recursive: true });
  const unpacked = await run('tar', ['-xzf', tarball, '-C', installed, '--strip-components=1']);
  if (!unpacked.ok) throw new Error(unpacked.output);
  for (const name of Object.keys(manifest.dependencies)) {
    const link = path.join(consumer, 'node_modules', name);
    mkdirSync(path.dirname(link), { recursive: true });
    symlinkSync(path.join(root, 'node_modules', name), link, 'junction');
  }
  writeFileSync(path.join(consumer, 'package.json'), JSON.stringify({ name: 'consumer', private: true, type: 'module' }));
}, 120_000);

afterAll(() => rmSync(folder, { recursive: true, force: true }));

/** What editors and documentation tools read. */
const tooling = ['custom-elements.json', 'vscode.css-custom-data.json', 'vscode.html-custom-data.json', 'web-types.json'].map((name) => `dist/${name}`);

describe('the tarball', () => {
  it('holds the build, what editors read, the readme and what it leads to, the licence, the changelog and what sets up a relay, and nothing else', () => {
    const besides = contents.filter((file) => !file.startsWith('dist/')).toSorted();
    // No secret that somebody made there while trying it out.
    expect(besides.filter((file) => file.startsWith('deploy/') && !/^deploy\/(?:README\.md|[a-z]+\.mjs|(?:one|three)\/(?:nats|shared|[abc])\.conf)$/.test(file))).toEqual([]);
    expect(besides.filter((file) => file.startsWith('docs/') && !/^docs\/(?:\w+\.md|demo\.png|decisions\/[\w-]+\.md)$/.test(file))).toEqual([]);
    expect(besides.filter((file) => !/^(?:deploy|docs)\//.test(file))).toEqual(['CHANGELOG.md', 'CONTRIBUTING.md', 'LICENSE', 'README.md', 'package.json']);
    expect(contents.filter((file) => !/\.(?:js|js\.map|d\.ts)$/.test(file) && !besides.includes(file)).toSorted()).toEqual(tooling);
  });

  it('has no link in it that leads nowhere', () => {
    const dangling = ['README.md', 'CHANGELOG.md', 'CONTRIBUTING.md', 'deploy/README.md', ...contents.filter((file) => /^docs\/.*\.md$/.test(file))].flatMap((file) => {
      const links = [...readFileSync(path.join(installed, file), 'utf8').matchAll(/\]\(([^)#\s]+)[^)]*\)/g)].map(([, link = '']) => link).filter((link) => !/^[a-z]+:/.test(link));
      return links.filter((link) => !existsSync(path.join(installed, path.dirname(file), link))).map((link) => `${file}: ${link}`);
    });
    expect(dangling).toEqual([]);
  });

  it('holds every file that package.json promises', () => {
    const promised = [`./${manifest.customElements}`, ...Object.values(manifest.exports).flatMap((entry) => (typeof entry === 'string' ? [entry] : [entry.types, entry.default]))];
    expect(promised.filter((file) => !file.includes('*') && !contents.includes(file.slice(2)))).toEqual([]);
    expect(contents).toEqual(expect.arrayContaining(['dist/browser/define.js', 'dist/browser/say-once.js']));
  });

  it('is never made without the build: who packs or publishes need not think of it', () => {
    expect(manifest['scripts']).toMatchObject({ prepack: 'npm run build' });
  });

  it('names as having side effects just what registers elements', () => {
    const registering = ['./dist/define.js', './dist/elements/define/*.js', './dist/browser/*.js'];
    expect(manifest.sideEffects).toEqual(registering);
    const elsewhere = contents
      .filter((file) => file.endsWith('.js') && !/^dist\/(?:browser|elements\/define)\//.test(file))
      .filter((file) => readFileSync(path.join(installed, file), 'utf8').includes('customElements.define('));
    expect(elsewhere).toEqual([]);
  });

  it('tells nothing of the machine that made it', () => {
    expect(contents.filter((file) => readFileSync(path.join(installed, file), 'utf8').includes(root))).toEqual([]);
  });
});

describe('those who check packages', () => {
  it('publint finds nothing', async () => {
    const { messages } = await publint({ pack: { tarball: new Uint8Array(readFileSync(tarball)).buffer }, strict: true });
    expect(messages.map((message) => formatMessage(message, manifest))).toEqual([]);
  });

  it('are the types wrong? no', async () => {
    const { ok, output } = await tool('attw', [tarball, '--profile', 'esm-only', '--format', 'ascii', '--no-emoji']);
    expect(ok, output).toBe(true);
  }, 60_000);
});

describe('a host', () => {
  it('type-checks every entry strictly, our declarations included', async () => {
    const lines = modules.map((key, n) => `import * as entry${n} from '${specifier(key)}';\nexport type Entry${n} = typeof entry${n};`);
    const tags = "export const card: HTMLElement = document.createElement('say-once-card');\nexport const customer: HTMLElementTagNameMap['say-once-card'] = document.createElement('say-once-card');";
    writeFileSync(path.join(consumer, 'host.ts'), `${lines.join('\n')}\n${tags}\n`);
    const compilerOptions = { strict: true, module: 'nodenext', target: 'es2022', lib: ['es2023', 'esnext.disposable', 'dom', 'dom.iterable'], types: [], skipLibCheck: false, noEmit: true };
    writeFileSync(path.join(consumer, 'tsconfig.json'), JSON.stringify({ compilerOptions, files: ['host.ts'] }));
    const { ok, output } = await tool('tsc', ['-p', consumer], consumer);
    expect(ok, output).toBe(true);
  }, 60_000);

  // Node 20, which the README names, has no `navigator`; newer ones have.
  it.each(modules)('imports %s where there is no DOM', async (key) => {
    const { ok, output } = await run(process.execPath, ['--input-type=module', '--eval', `delete globalThis.navigator; await import('${specifier(key)}')`], consumer);
    expect(ok, output).toBe(true);
  });

  it('keeps the registration of an element that it only imports', async () => {
    const entry = path.join(consumer, 'page.js');
    writeFileSync(entry, `import '${specifier('./card')}';\n`);
    const result = await build({ root: consumer, configFile: false, logLevel: 'error', build: { write: false, rolldownOptions: { input: entry } } });
    const parts = (Array.isArray(result) ? result : [result]).flatMap((one) => ('output' in one ? one.output : []));
    const code = parts.map((part) => (part.type === 'chunk' ? part.code : '')).join('\n');
    expect(code).toContain('say-once-card');
    expect(code).toContain('customElements.define(');
  });

  it('that has no bundler gets files that import only each other', () => {
    const files = contents.filter((file) => file.startsWith('dist/browser/'));
    const bare = files.flatMap((file) => {
      const code = readFileSync(path.join(installed, file), 'utf8');
      const { module } = parseSync(file, code);
      const words = [...module.staticImports, ...module.dynamicImports].map(({ moduleRequest }) => code.slice(moduleRequest.start, moduleRequest.end));
      return words.filter((word) => /^["'`]/.test(word) && !/^.\.{1,2}\//.test(word)).map((word) => `${file}: ${word}`);
    });
    expect(bare).toEqual([]);
  });
});
