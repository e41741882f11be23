// `npm run build`: everything that is published, into dist/ (or the folder given after --out).
// --only modules|browser builds one half, for tests that need no more.
import { spawnSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { writeManifest } from './manifest.mjs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { build } from 'vite';
import { dependency, entries, forBundlers, forPages, root, shared, source, worker, workerAt } from './bundle.mjs';

const { values } = parseArgs({ options: { out: { type: 'string', default: path.join(root, 'dist') }, only: { type: 'string' } } });
const out = path.resolve(values.out);

const write = (outDir, lib, rolldownOptions, more = {}, where = './import-worker.js') =>
  build({ ...shared, plugins: [...shared.plugins, workerAt(where)], build: { outDir, emptyOutDir: false, target: 'es2022', lib, rolldownOptions, ...more } });

async function modules() {
  const entry = Object.fromEntries(entries.map((name) => [name, source(name)]));
  await write(out, { entry, formats: ['es'] }, forBundlers, { minify: false, sourcemap: true });
  await write(out, { entry: { [worker]: source(worker) }, formats: ['es'] }, { external: dependency, output: { entryFileNames: '[name].js', codeSplitting: false } }, { minify: false, sourcemap: true });
  const declarations = ['-p', path.join(root, 'tsconfig.build.json'), '--outDir', out];
  const done = spawnSync(path.join(root, 'node_modules/.bin/tsc'), declarations, { cwd: root, stdio: 'inherit', shell: process.platform === 'win32' });
  if (done.status !== 0) throw new Error('the declarations could not be written: see above');
  writeManifest(out);
}

/** The files in which a page's first view is, by audience: what a file imports is asked for only once it is here, so the first script asks for all of them at once. */
function firstFiles([{ output }]) {
  const chunks = output.filter(({ type }) => type === 'chunk');
  const closure = (file, found = new Set()) => {
    if (!found.has(file)) for (const next of chunks.find(({ fileName }) => fileName === file).imports) closure(next, found.add(file));
    return found.add(file);
  };
  const holding = (name) => chunks.find((chunk) => path.join(root, name) in chunk.modules).fileName;
  const of = (...names) => [...names.reduce((found, name) => closure(holding(`src/touchpoint/${name}.ts`), found), closure('define.js'))];
  return { support: of('sit', 'seat-support'), sales: of('lookout'), customer: of('sit', 'seat-customer'), ring: [holding('src/touchpoint/options.ts')] };
}

async function browser() {
  const folder = path.join(out, 'browser');
  const files = firstFiles(await write(folder, { entry: { define: source('define') }, formats: ['es'] }, forPages, {}, '../import-worker.js'));
  await write(folder, { entry: { 'import-worker': source(worker) }, formats: ['es'] }, { output: { minify: true, comments: false, entryFileNames: '[name].js', codeSplitting: false } });
  // Written into the script as it stands, it has no prototype: an audience by the name of «constructor» is nobody's.
  const known = { ['__proto__']: null, ...files };
  // A classic script: only such a one knows where it came from (document.currentScript) and runs before it has loaded anything else.
  await write(folder, { entry: source('script'), formats: ['iife'], name: 'sayOnce', fileName: () => 'say-once.js' }, { transform: { define: { FILES: JSON.stringify(known) } }, output: { minify: true, comments: false } });
}

rmSync(out, { recursive: true, force: true });
if (values.only !== 'browser') await modules();
if (values.only !== 'modules') await browser();
