/** The elements' manifest leaves nothing out and makes nothing up, and the README's tables are made from it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import { root } from './imports.js';
import { run, script } from './run.js';

interface Named {
  name: string;
  description?: string;
  type?: { text: string };
}
interface Described {
  name: string;
  tagName: string;
  description: string;
  members: (Named & { kind: string })[];
  attributes: Named[];
  events: Named[];
  slots?: Named[];
  cssParts?: Named[];
  cssProperties?: Named[];
}

const folder = path.join(root, 'src/elements');
const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
/** card.ts and what it is made of: card-head.ts, … Without comments, which may name anything. */
const sourcesOf = (tag: string): string => {
  const name = tag.replace('say-once-', '');
  const files = readdirSync(folder).filter((file) => file.endsWith('.ts') && (file === `${name}.ts` || file.startsWith(`${name}-`)));
  if (tag === 'say-once') return code(read('say-once.ts'));
  return files.map((file) => code(read(file))).join('\n');
};
const code = (text: string): string => text.replace(/\/\*[\s\S]*?\*\//g, '').replace(/^\s*\/\/.*$/gm, '');
const all = (text: string, pattern: RegExp): string[] => [...new Set([...text.matchAll(pattern)].map(([, found = '']) => found))].toSorted();
const names = (list: readonly Named[] = []): string[] => list.map(({ name }) => name).toSorted();
const TAGS = ['say-once', 'say-once-card', 'say-once-form', 'say-once-guard', 'say-once-inbox', 'say-once-transfer'];

let elements: Map<string, Described>;
let modules: { path: string; exports: { kind: string; name: string; declaration: { name: string; module?: string } }[] }[];

beforeAll(async () => {
  const { stdout } = await script('manifest', ['--json']);
  const manifest = JSON.parse(stdout) as { modules: (typeof modules[number] & { declarations: Described[] })[] };
  modules = manifest.modules;
  elements = new Map(manifest.modules.flatMap(({ declarations }) => declarations).map((element) => [element.tagName, element]));
});

const element = (tag: string): Described => elements.get(tag) as Described;

it('tells of every element, under the tag by which it is registered', () => {
  const registered = all(readdirSync(path.join(folder, 'define')).map((file) => read(`define/${file}`)).join('\n'), /'(say-once[\w-]*)'/g);
  expect([...elements.keys()].toSorted()).toEqual(registered);
  expect(registered).toEqual(TAGS);
  const definitions = modules.flatMap(({ exports }) => exports).filter(({ kind }) => kind === 'custom-element-definition');
  expect(names(definitions)).toEqual(registered);
  for (const { name, declaration } of definitions) expect(modules.find(({ path: file }) => file === declaration.module)?.exports.map((one) => one.declaration.name), name).toContain(declaration.name);
});

it('its modules are built', () => {
  expect(modules.filter(({ path: file }) => !/^dist\/elements\/.+\.js$/.test(file))).toEqual([]);
});

describe.each(TAGS)('<%s>', (tag) => {
  it('says of everything what it is, and of which type', () => {
    const { description, members, attributes, events, slots = [], cssParts = [], cssProperties = [] } = element(tag);
    expect(description).not.toBe('');
    const dumb = [...members, ...attributes, ...events, ...slots, ...cssParts, ...cssProperties].filter((one) => !one.description);
    expect(dumb.map(({ name }) => name)).toEqual([]);
    // A method answers with nothing, and says so in its declaration.
    expect([...members.filter((one) => (one as { kind?: string }).kind !== 'method'), ...attributes, ...events].filter(({ type }) => !type?.text).map(({ name }) => name)).toEqual([]);
  });

  it('attributes: those the element observes, and those it sets on itself', async () => {
    const file = path.join(folder, `${tag.replace('say-once-', '')}.ts`);
    const { [element(tag).name]: made } = (await import(/* @vite-ignore */ file)) as Record<string, { observedAttributes: string[] }>;
    const sets = all(sourcesOf(tag), /this\.(?:set|toggle)Attribute\('([\w-]+)'/g);
    expect(names(element(tag).attributes)).toEqual([...new Set([...(made?.observedAttributes ?? []), ...sets])].toSorted());
  });

  it('events: those it fires', () => {
    const types = read('events.ts');
    const fired = all(sourcesOf(tag), /dispatchEvent\(new (SayOnce\w+)\(/g);
    const named = fired.map((type) => new RegExp(`'(say-once-[\\w-]+)': ${type};`).exec(types)?.[1] ?? type);
    expect(names(element(tag).events)).toEqual(named.toSorted());
  });

  it('parts and slots: those that it shows', () => {
    expect(names(element(tag).cssParts)).toEqual(all(sourcesOf(tag), /\bpart(?:="|: ')([\w-]+)/g));
    expect(names(element(tag).slots)).toEqual(all(sourcesOf(tag), /(?:<slot|make\('slot'(?:, \{)?)(?: name(?:="|: ')([\w-]+))?/g));
  });

  it('custom properties: those its style sheets ask for', () => {
    const themed = sourcesOf(tag).includes('theme');
    const used = themed ? all(sourcesOf(tag) + code(read('styles.ts')), /var\(--_([\w-]+)/g) : [];
    expect(used.filter((name) => !names(element(tag).cssProperties).includes(`--say-once-${name}`))).toEqual([]);
    if (!themed) expect(element(tag).cssProperties ?? []).toEqual([]);
  });
});

it('a custom property that no style sheet asks for is not promised', () => {
  const used = all(readdirSync(folder).filter((file) => file.endsWith('.ts')).map((file) => code(read(file))).join('\n'), /var\(--_([\w-]+)/g).map((name) => `--say-once-${name}`);
  expect(names(element('say-once-card').cssProperties).filter((name) => !used.includes(name))).toEqual([]);
});

it('the README’s tables are made from it: `npm run manifest` writes them', async () => {
  const { ok, output } = await run(process.execPath, [path.join(root, 'scripts/manifest.mjs'), '--check']);
  expect(ok, output).toBe(true);
});
