// `npm run size`: what each published entry weighs, in exact bytes (minified, gzip -9), as sizes.json remembers it.
//   --write   make today's numbers the remembered ones, and those that README.md names
//   --json    only today's numbers, for test/house/size.test.ts
// gzip is pako's, zlib's own algorithm in JavaScript: Node's zlib answers some bytes more or less on another processor, and these are compared exactly.
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzip } from 'pako';
import { build } from 'vite';
import { entries, forPages, opening, root, shared, source, workerAt } from './bundle.mjs';

const file = path.join(root, 'sizes.json');
const readme = path.join(root, 'README.md');
const { values } = parseArgs({ options: { write: { type: 'boolean' }, json: { type: 'boolean' } } });

const remembered = JSON.parse(readFileSync(file, 'utf8'));

/** What is weighed: every published entry, and what a page that shows a card really needs. */
const weighed = {
  ...Object.fromEntries(entries.map((name) => [name.replace(/^elements\/define\//, '').replace(/\/index$/, ''), [name]])),
  'say-once + card': ['elements/define/say-once', 'elements/define/card'],
};

/** Entries that are weighed together are those of one page; it exists only here. */
const pageFile = source('(page)');
const page = (names) => ({
  name: 'page',
  resolveId: (id) => (id === pageFile ? id : undefined),
  load: (id) => (id === pageFile ? { code: names.map((name) => `import ${JSON.stringify(source(name))};`).join('\n'), moduleSideEffects: true } : undefined),
});

/** @returns the chunks of these sources bundled together, by file name */
async function bundle(names) {
  const entry = { first: names.length === 1 ? source(names[0]) : pageFile };
  const results = await build({
    ...shared,
    plugins: [...shared.plugins, workerAt('../import-worker.js'), page(names)],
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
function known(id) {
  if (id.startsWith('\0')) return id.slice(1); // a helper of the bundler's own
  const inPackage = id.split(/[\\/]node_modules[\\/]/).at(-1);
  if (inPackage === undefined || inPackage === id) return path.relative(root, id).split(path.sep).join('/');
  return /^(?:@[^\\/]+[\\/])?[^\\/]+/.exec(inPackage)?.[0] ?? inPackage;
}

function heaviest(chunks, fileNames) {
  const weights = new Map();
  for (const fileName of fileNames) {
    for (const [id, { renderedLength }] of Object.entries(chunks.get(fileName).modules)) weights.set(known(id), (weights.get(known(id)) ?? 0) + renderedLength);
  }
  return [...weights].toSorted(([, a], [, b]) => b - a).slice(0, 8).map(([name, length]) => `${name} ${length}`);
}

/** `first` loads with the entry, `opening` by itself as soon as a touchpoint opens, `later` when it is asked for. */
async function weigh(names) {
  const chunks = await bundle(names);
  const all = [...chunks.values()];
  const first = closure(chunks, all.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName));
  const atOnce = closure(chunks, all.filter((chunk) => opening.some((id) => id in chunk.modules)).map((chunk) => chunk.fileName), new Set(first));
  const later = {};
  for (const chunk of all.filter(({ isDynamicEntry, fileName }) => isDynamicEntry && !atOnce.has(fileName)).toSorted((a, b) => (a.facadeModuleId < b.facadeModuleId ? -1 : 1))) {
    later[known(chunk.facadeModuleId)] = bytes(chunks, [...closure(chunks, [chunk.fileName])].filter((fileName) => !atOnce.has(fileName)));
  }
  const rest = bytes(chunks, [...atOnce].filter((fileName) => !first.has(fileName)));
  return { size: { first: bytes(chunks, first), opening: rest, later }, heaviest: heaviest(chunks, atOnce) };
}

/** `<!-- size: card -->19.3 kB`, or `<!-- size: card / src/store/phone.ts -->29 kB` of what comes on demand. */
const FIGURE = /(<!--\s*size:\s*(.+?)(?:\s\/\s(.+?))?\s*-->\s*\**)[\d.]+(?=\s*kB)/g;

function figure(all, before, label, part) {
  const size = sizes[label];
  const weight = part === undefined ? size && size.first + size.opening : size?.later[part];
  if (weight === undefined) throw new Error(`README.md names a size that is not weighed: ${all}`);
  return `${before}${(weight / 1000).toFixed(1)}`;
}

const sizes = {};
const heavy = {};
for (const [label, names] of Object.entries(weighed)) {
  const result = await weigh(names);
  sizes[label] = result.size;
  heavy[label] = result.heaviest;
}

if (values.json) {
  console.log(JSON.stringify({ sizes, heavy }));
} else {
  for (const [label, { first, opening: rest, later }] of Object.entries(sizes)) {
    const before = remembered.sizes[label];
    const changed = before !== undefined && (before.first !== first || before.opening !== rest);
    console.log(`${String(first + rest).padStart(7)}  ${label}${rest > 0 ? ` (${first} + ${rest} when it opens)` : ''}`);
    if (changed) console.log(`         was ${before.first + before.opening}; largest, before minifying: ${heavy[label].join(', ')}`);
    for (const [name, size] of Object.entries(later)) console.log(`${`+ ${size}`.padStart(14)}  on demand: ${name}`);
  }
  if (values.write) {
    writeFileSync(file, `${JSON.stringify({ ...remembered, sizes }, null, 2)}\n`);
    if (existsSync(readme)) writeFileSync(readme, readFileSync(readme, 'utf8').replace(FIGURE, figure));
  }
}
