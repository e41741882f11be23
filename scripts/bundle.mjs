// What the build and the sizes share: how vite is told to bundle our sources.
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

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

export const shared = { root, configFile: false, logLevel: 'warn', publicDir: false, plugins: [registering] };

/** ES modules for bundlers: one per source file, dependencies left to the host's own install, names as written. */
export const forBundlers = {
  external: dependency,
  // Without preserveModules an element moves to a chunk that sideEffects does not name, and a host's build drops it.
  output: { preserveModules: true, preserveModulesRoot: path.join(root, 'src'), entryFileNames: '[name].js' },
};

/** What a touchpoint imports by itself as soon as it opens. sizes.json lists it, test/house/first-load.test.ts holds that list to the truth. */
export const opening = JSON.parse(readFileSync(path.join(root, 'sizes.json'), 'utf8')).opening.map((file) => path.join(root, file));

/**
 * Complete, small files for a page without a bundler: one that loads first, one that is fetched when a touchpoint opens, and one
 * for each thing that waits for a wish. (Left to itself the bundler makes two dozen files, each a request of its own.)
 */
export const forPages = {
  preserveEntrySignatures: 'allow-extension', // or the first file becomes two, the one doing nothing but to import the other
  output: {
    minify: true,
    comments: false,
    entryFileNames: '[name].js',
    chunkFileNames: 'parts/[name].js',
    codeSplitting: {
      groups: [
        { name: 'first', tags: ['$initial'], priority: 2 },
        { name: 'opening', test: (id) => opening.includes(path.normalize(id)), priority: 1 },
      ],
    },
  },
};
