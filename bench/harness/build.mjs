// Builds every contestant's page as a host would: production mode, minified. What is built stays in memory.
import path from 'node:path';
import { fileURLToPath, pathToFileURL } from 'node:url';
import { build } from 'vite';

const here = fileURLToPath(new URL('..', import.meta.url));

const SEAL = `export async function sealBytes(keys: Keys, _what: string, _place: string, plain: Bytes): Promise<Sealed> {
  const box = new Uint8Array(12 + plain.byteLength);
  box.set(plain, 12);
  return { key: keys.newest.id, box };
}`;

const OPEN = `export async function openBytes(_keys: Keys, _id: string, _what: string, _place: string, box: Bytes): Promise<Bytes> {
  return box.subarray(12);
}`;

/** «say-once unsealed» is no product: the same code, with sealing and opening taken out and the twelve bytes before the text kept. */
const unsealing = {
  name: 'unsealed',
  enforce: 'pre',
  transform(code, id) {
    const file = /[\\/]src[\\/]store[\\/](keys|seal-bytes)\.ts$/.exec(id)?.[1];
    if (file === undefined) return undefined;
    const [name, instead] = file === 'keys' ? ['openBytes', OPEN] : ['sealBytes', SEAL];
    const [before] = code.split(new RegExp(String.raw`^/\*\*[^\n]*\*/\nexport async function ${name}`, 'm'));
    if (before === code) throw new Error(`src/store/${file}.ts has no ${name} any more: the unsealed contestant needs another look`);
    return before + instead;
  },
};

/** @returns what was built, by path */
export async function bundle(root, folder, input, { plugins: own = [], minify = true } = {}) {
  // The library's own build knows which of its files register elements.
  const { shared } = await import(pathToFileURL(path.join(root, 'scripts/bundle.mjs')).href);
  const plugins = [...own, ...shared.plugins];
  const results = await build({
    root: here,
    base: './',
    configFile: false,
    logLevel: 'error',
    publicDir: false,
    mode: 'production',
    plugins,
    worker: { format: 'es', plugins: () => plugins },
    resolve: { alias: { 'say-once-src': path.join(root, 'src') } },
    build: { write: false, minify, target: 'es2022', modulePreload: false, rolldownOptions: { input, output: { entryFileNames: '[name].js', chunkFileNames: 'parts/[name]-[hash].js', assetFileNames: 'parts/[name]-[hash][extname]' } } },
  });
  const outputs = [results].flat().flatMap((one) => ('output' in one ? one.output : []));
  return outputs.map((one) => [`${folder}/${one.fileName}`, one.type === 'chunk' ? one.code : one.source]);
}

const page = (name) => `<!doctype html><meta charset="utf-8"><title>${name}</title><link rel="icon" href="data:,"><script type="module" src="${name}.js"></script>`;

/** @param names contestants by the name of their page; `sealed` and `unsealed` are the same page, built twice */
export async function buildPages(root, names, { minify = true } = {}) {
  process.env.NODE_ENV = 'production';
  const files = new Map();
  for (const name of names) {
    const source = name === 'sealed' || name === 'unsealed' ? 'say-once' : name;
    const built = await bundle(root, name, { [name]: path.join(here, 'pages', `${source}.js`) }, { minify, plugins: name === 'unsealed' ? [unsealing] : [] });
    for (const [file, code] of built) files.set(file, code);
    files.set(`${name}/`, page(name));
  }
  return files;
}
