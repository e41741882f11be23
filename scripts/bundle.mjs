// What the build and the sizes share: how vite is told to bundle our sources.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { shortLiterals } from './literals.mjs';

// Whatever the caller's shell or test runner says: what is published, and weighed, is the production build.
process.env.NODE_ENV = 'production';

export const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
export const source = (name) => path.join(root, 'src', `${name}.ts`);

const manifest = JSON.parse(readFileSync(path.join(root, 'package.json'), 'utf8'));

/** The published entries as names under src/, from package.json's own list: there is no second one to forget. */
export const entries = Object.values(manifest.exports)
  .map((entry) => /^\.\/dist\/(.+)\.js$/.exec(entry.default ?? '')?.[1])
  .filter((name) => name !== undefined);

export const dependency = new RegExp(`^(?:${Object.keys(manifest.dependencies).join('|')})(?:/|$)`);

/** package.json's sideEffects speaks of dist/; vite reads it as speaking of src/ too, which would empty the files that register. */
const registering = {
  name: 'registering-files-have-effects',
  load: (id) => (/^(?:define|script|elements[\\/]define[\\/].+)\.ts$/.test(path.relative(path.join(root, 'src'), id)) ? { code: readFileSync(id, 'utf8'), moduleSideEffects: true } : undefined),
};

/** The worker in which documents are read in: built by itself, as one file, since not every host's bundler lets a worker have parts. */
export const worker = 'touchpoint/import-worker';
const PLACE = '__SAY_ONCE_WORKER__';

/**
 * Leaves `new Worker(new URL(…, import.meta.url))` as it is written, pointing at that file: a host's bundler knows these very words, and
 * a page without one runs them. (Left to itself vite would put the worker into a text.) `where`: its address as the script sees it.
 */
export const workerAt = (where) => ({
  name: 'worker-as-written',
  enforce: 'pre',
  transform: (code) => (code.includes(`new URL('./import-worker.ts', import.meta.url)`) ? { code: code.replace(`new URL('./import-worker.ts', import.meta.url)`, PLACE), map: null } : undefined),
  renderChunk: (code) => (code.includes(PLACE) ? { code: code.replace(PLACE, `new URL("${where}", import.meta.url)`), map: null } : undefined),
});

/** What the page's own file imports, some of it for nothing but to lie in there: a bundler that follows what is used would fetch that later. */
let atOnce = new Set();
const walking = {
  name: 'walking',
  buildEnd() {
    atOnce = new Set();
    const walk = (id) => {
      if (atOnce.has(id)) return;
      atOnce.add(id);
      this.getModuleInfo(id)?.importedIds.forEach(walk);
    };
    for (const id of this.getModuleIds()) if (this.getModuleInfo(id)?.isEntry) walk(id);
  },
};

export const shared = { root, configFile: false, logLevel: 'warn', publicDir: false, plugins: [registering, walking, shortLiterals] };

/** ES modules for bundlers: one per source file, dependencies left to the host's own install, names as written. */
export const forBundlers = {
  external: dependency,
  // Without preserveModules an element moves to a chunk that sideEffects does not name, and a host's build drops it.
  output: { preserveModules: true, preserveModulesRoot: path.join(root, 'src'), entryFileNames: '[name].js' },
};

/** What is fetched together lies together: a request of its own for each small file would cost more than the file. */
const parts = {
  where: /^src\/model\/where\.ts$/, // support's and sales': neither shall bring the other
  support: /^src\/(?:touchpoint\/seat-support|model\/(?:guidance|holds|holds-for-sales|policy-built-in|written))\.ts$/,
  customer: /^src\/(?:touchpoint\/(?:seat-customer|persons)|model\/view-customer|store\/alone)\.ts$/,
  welcome: /^src\/elements\/form-(?:welcome|filling|beside|lines|known|set|unseen|where)\.ts$/,
  sales: /^src\/(?:touchpoint\/(?:lookout|seat-sales|fresh)|model\/(?:view-sales|e164))\.ts$/,
  desk: /^src\/(?:touchpoint\/(?:sit|desk|ids)|store\/(?:store|memo|reading)|model\/folded)\.ts$/,
  pitch: /^src\/touchpoint\/(?:pitch|pass|lookup)\.ts$/,
};
/** One of our own files as package.json or sizes.json would name it. */
export const known = (id) => path.relative(root, id).split(path.sep).join('/');

/** Complete, small files for a page without a bundler: one that loads first, one for each audience, and one for each thing that waits for a wish. */
export const forPages = {
  preserveEntrySignatures: 'allow-extension', // or the first file becomes two, the one doing nothing but to import the other
  output: {
    minify: true,
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'parts/[name].js',
    codeSplitting: {
      groups: [
        { name: 'first', test: (id) => atOnce.has(id), priority: 2 },
        ...Object.entries(parts).map(([name, files]) => ({ name, test: (id) => files.test(known(id)), priority: 1 })),
      ],
      includeDependenciesRecursively: false,
    },
  },
};
