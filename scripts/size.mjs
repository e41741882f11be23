// `npm run size`: what each published entry weighs, in exact bytes (minified, gzip -9), as sizes.json remembers it.
//   --write   make today's numbers the remembered ones, and those that README.md names
//   --json    only today's numbers, for test/house/size.test.ts
//   --files   … and the files themselves, a folder for each, for test/house/first-load.test.ts
// gzip is pako's, zlib's own algorithm in JavaScript: Node's zlib answers some bytes more or less on another processor, and these are compared exactly.
import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzip } from 'pako';
import { build } from 'vite';
import { entries, forPages, known, root, shared, source, workerAt } from './bundle.mjs';

const file = path.join(root, 'sizes.json');
const readme = path.join(root, 'README.md');
const { values } = parseArgs({ options: { write: { type: 'boolean' }, json: { type: 'boolean' }, files: { type: 'string' } } });

const remembered = JSON.parse(readFileSync(file, 'utf8'));

/** What is weighed: every published entry, and pages that really show something. `itself`: what it imports without being asked. */
const weighed = {
  ...Object.fromEntries(entries.map((name) => [name.replace(/^elements\/define\//, '').replace(/\/index$/, ''), { names: [name] }])),
  ...remembered.pages,
};

/** Entries that are weighed together are those of one page; it exists only here. */
const pageFile = source('(page)');
const page = (names) => ({
  name: 'page',
  resolveId: (id) => (id === pageFile ? id : undefined),
  load: (id) => (id === pageFile ? { code: names.map((name) => `import ${JSON.stringify(source(name))};`).join('\n'), moduleSideEffects: true } : undefined),
});

/** Modules that something imports when it needs them. */
const asked = new Set();

/** @returns the chunks of these sources bundled together, by file name */
async function bundle(names) {
  const entry = { first: names.length === 1 ? source(names[0]) : pageFile };
  const results = await build({
    ...shared,
    plugins: [...shared.plugins, workerAt('../import-worker.js'), page(names), { name: 'asked', buildEnd() { for (const id of this.getModuleIds()) for (const one of this.getModuleInfo(id)?.dynamicallyImportedIds ?? []) asked.add(one); } }],
    build: { write: false, target: 'es2022', lib: { entry, formats: ['es'] }, rolldownOptions: forPages },
  });
  const { output } = Array.isArray(results) ? results[0] : results;
  return new Map(output.filter((part) => part.type === 'chunk').map((chunk) => [chunk.fileName, chunk]));
}

/** The named chunks and all that they import statically. */
function closure(chunks, fileNames, found = new Set()) {
  for (const fileName of fileNames) {
    if (found.has(fileName) || !chunks.has(fileName)) continue;
    found.add(fileName);
    closure(chunks, chunks.get(fileName).imports, found);
  }
  return found;
}

const bytes = (chunks, fileNames) => [...fileNames].reduce((sum, fileName) => sum + gzip(chunks.get(fileName).code, { level: 9 }).length, 0);

/** A module as a reader knows it: our own file, or the package. */
function nameOf(id) {
  if (id.startsWith('\0')) return id.slice(1); // a helper of the bundler's own
  const inPackage = id.split(/[\\/]node_modules[\\/]/).at(-1);
  if (inPackage === undefined || inPackage === id) return known(id);
  return /^(?:@[^\\/]+[\\/])?[^\\/]+/.exec(inPackage)?.[0] ?? inPackage;
}

function heaviest(chunks, fileNames) {
  const weights = new Map();
  for (const fileName of fileNames) {
    for (const [id, { renderedLength }] of Object.entries(chunks.get(fileName).modules)) weights.set(nameOf(id), (weights.get(nameOf(id)) ?? 0) + renderedLength);
  }
  return [...weights].toSorted(([, a], [, b]) => b - a).slice(0, 8).map(([name, length]) => `${name} ${length}`);
}

/** `first` loads with the entry, `itself` is fetched before anybody has asked for anything, `later` when it is asked for. */
async function weigh({ names, itself = [] }) {
  const chunks = await bundle(names);
  const all = [...chunks.values()];
  const holding = (source) => all.find(({ modules }) => path.join(root, source) in modules)?.fileName;
  const first = closure(chunks, all.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName));
  const atOnce = closure(chunks, itself.map(holding), new Set(first));
  const later = {};
  for (const chunk of all) {
    if (atOnce.has(chunk.fileName)) continue;
    // Several parts may lie in one file; each is a wish of its own.
    for (const id of Object.keys(chunk.modules).filter((one) => asked.has(one))) later[nameOf(id)] = bytes(chunks, [...closure(chunks, [chunk.fileName])].filter((fileName) => !atOnce.has(fileName)));
  }
  const rest = bytes(chunks, [...atOnce].filter((fileName) => !first.has(fileName)));
  const sorted = Object.fromEntries(Object.entries(later).toSorted(([a], [b]) => (a < b ? -1 : 1)));
  return { size: { first: bytes(chunks, first), itself: rest, later: sorted }, heaviest: heaviest(chunks, atOnce), chunks, counted: [...atOnce].toSorted((a, b) => (a < b ? -1 : 1)) };
}

/** `<!-- size: card -->19.3 kB`, or `<!-- size: card / src/store/phone.ts -->29 kB` of what comes on demand. */
const FIGURE = /(<!--\s*size:\s*(.+?)(?:\s\/\s(.+?))?\s*-->\s*\**)[\d.]+(?=\s*kB)/g;

function figure(all, before, label, part) {
  const size = sizes[label];
  const weight = part === undefined ? size && size.first + size.itself : size?.later[part];
  if (weight === undefined) throw new Error(`README.md names a size that is not weighed: ${all}`);
  return `${before}${(weight / 1000).toFixed(1)}`;
}

const sizes = {};
const heavy = {};
const counted = {};
for (const [label, what] of Object.entries(weighed)) {
  const result = await weigh(what);
  sizes[label] = result.size;
  heavy[label] = result.heaviest;
  counted[label] = result.counted;
  if (values.files === undefined) continue;
  for (const [fileName, { code }] of result.chunks) {
    const at = path.join(values.files, label, fileName);
    mkdirSync(path.dirname(at), { recursive: true });
    writeFileSync(at, code);
  }
}

if (values.json) {
  console.log(JSON.stringify({ sizes, heavy, counted }));
} else {
  for (const [label, { first, itself, later }] of Object.entries(sizes)) {
    const before = remembered.sizes[label];
    const changed = before !== undefined && (before.first !== first || before.itself !== itself);
    console.log(`${String(first + itself).padStart(7)}  ${label}${itself > 0 ? ` (${first} + ${itself} fetched by itself)` : ''}`);
    if (changed) console.log(`         was ${before.first + before.itself}; largest, before minifying: ${heavy[label].join(', ')}`);
    for (const [name, size] of Object.entries(later)) console.log(`${`+ ${size}`.padStart(14)}  on demand: ${name}`);
  }
  if (values.write) {
    writeFileSync(file, `${JSON.stringify({ ...remembered, sizes }, null, 2)}\n`);
    if (existsSync(readme)) writeFileSync(readme, readFileSync(readme, 'utf8').replace(FIGURE, figure));
  }
}
