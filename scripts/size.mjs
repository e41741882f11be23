// `npm run size`: what each published entry weighs, in exact bytes (minified, gzip -9), as sizes.json remembers it.
//   --write   make today's numbers the remembered ones
//   --json    only today's numbers, for test/house/size.test.ts
// gzip is pako's, zlib's own algorithm in JavaScript: Node's zlib answers some bytes more or less on another processor, and these are compared exactly.
import { readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { gzip } from 'pako';
import { build } from 'vite';
import { entries, forPages, root, shared, source } from './bundle.mjs';

const file = path.join(root, 'sizes.json');
const { values } = parseArgs({ options: { write: { type: 'boolean' }, json: { type: 'boolean' } } });

const remembered = JSON.parse(readFileSync(file, 'utf8'));

/** What is weighed: every published entry, and what a page that shows a card really needs. */
const weighed = {
  ...Object.fromEntries(entries.map((name) => [name.replace(/^elements\/define\//, '').replace(/\/index$/, ''), [name]])),
  'say-once + card': ['elements/define/say-once', 'elements/define/card'],
};

/** @returns the chunks of these sources bundled together, by file name */
async function bundle(names) {
  const entry = Object.fromEntries(names.map((name) => [name, source(name)]));
  const results = await build({ ...shared, build: { write: false, target: 'es2022', lib: { entry, formats: ['es'] }, rolldownOptions: forPages } });
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

/** `first` loads with the entry, `opening` by itself as soon as a touchpoint opens (see sizes.json), `later` when it is asked for. */
async function weigh(names) {
  const chunks = await bundle(names);
  const demanded = new Map([...chunks.values()].filter((chunk) => chunk.isDynamicEntry).map((chunk) => [known(chunk.facadeModuleId ?? chunk.fileName), chunk.fileName]));
  const first = closure(chunks, [...chunks.values()].filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName));
  const atOnce = closure(chunks, remembered.opening.map((name) => demanded.get(name)).filter((fileName) => fileName !== undefined), new Set(first));
  const later = {};
  for (const [name, fileName] of [...demanded].toSorted(([a], [b]) => (a < b ? -1 : 1))) {
    if (!atOnce.has(fileName)) later[name] = bytes(chunks, [...closure(chunks, [fileName])].filter((more) => !atOnce.has(more)));
  }
  const opening = bytes(chunks, [...atOnce].filter((fileName) => !first.has(fileName)));
  return { size: { first: bytes(chunks, first), opening, later }, heaviest: heaviest(chunks, atOnce) };
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
  for (const [label, { first, opening, later }] of Object.entries(sizes)) {
    const before = remembered.sizes[label];
    const changed = before !== undefined && (before.first !== first || before.opening !== opening);
    console.log(`${String(first + opening).padStart(7)}  ${label}${opening ? ` (${first} + ${opening} when it opens)` : ''}`);
    if (changed) console.log(`         was ${before.first + before.opening}; largest, before minifying: ${heavy[label].join(', ')}`);
    for (const [name, size] of Object.entries(later)) console.log(`${`+ ${size}`.padStart(14)}  on demand: ${name}`);
  }
  if (values.write) writeFileSync(file, `${JSON.stringify({ ...remembered, sizes }, null, 2)}\n`);
}
