// What the elements take and give, as their sources say it: the custom elements manifest, data for editors, the README's tables.
// `npm run manifest` writes the README's tables anew (`--check`: only says whether they are those, `--json`: prints the manifest);
// the build puts the rest into dist/.
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { create, ts } from '@custom-elements-manifest/analyzer';
import { litPlugin } from '@custom-elements-manifest/analyzer/src/features/framework-plugins/lit/lit.js';
import { getWebTypesData } from 'custom-element-jet-brains-integration';
import { getVsCodeCssCustomData, getVsCodeHtmlCustomData } from 'custom-element-vs-code-integration';
import { withTables } from './tables.mjs';

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const names = readdirSync(path.join(root, 'src/elements/define')).map((file) => path.basename(file, '.ts')).filter((name) => readdirSync(path.join(root, 'src/elements')).includes(`${name}.ts`));

const parsed = (file) => ts.createSourceFile(file, readFileSync(path.join(root, file), 'utf8'), ts.ScriptTarget.ES2022, true);

/** All nodes below this one, itself included. */
function* below(node) {
  yield node;
  const children = [];
  ts.forEachChild(node, (child) => void children.push(child));
  for (const child of children) yield* below(child);
}

/** The members of an interface that the sources add to the page's own: name to type. */
function augmented(sources, name) {
  const found = sources.flatMap((source) => [...below(source)].filter((node) => ts.isInterfaceDeclaration(node) && node.name.text === name));
  return new Map(found.flatMap(({ members }) => members.map((member) => [member.name.text, member.type.getText()])));
}

/** Types that are nothing but a choice of words, written out: an editor offers these. */
function choices(source) {
  const types = [...below(source)].filter((node) => ts.isTypeAliasDeclaration(node) && ts.isUnionTypeNode(node.type));
  return new Map(types.filter(({ type }) => type.types.every((one) => ts.isLiteralTypeNode(one))).map(({ name, type }) => [name.text, type.types.map((one) => one.getText()).join(' | ')]));
}

/** The custom properties of a file with `properties`: each is an array of its name, its value in light and in dark, below a comment that says what it is. */
function customProperties(source) {
  const list = [...below(source)].find((node) => ts.isVariableDeclaration(node) && node.name.getText() === 'properties');
  return list.initializer.elements.map((element) => {
    const [comment] = ts.getLeadingCommentRanges(source.text, element.pos) ?? [];
    const [name, light, dark] = element.elements.map(({ text }) => text);
    return {
      name: `--say-once-${name}`,
      default: dark === undefined ? light : `light-dark(${light}, ${dark})`,
      ...(comment && { description: source.text.slice(comment.pos, comment.end).replace(/^\/\/\s*/, '') }),
    };
  });
}

/** Whether an element, or a part of it, has our colours. */
const isThemed = (name) =>
  readdirSync(path.join(root, 'src/elements')).some((file) => file.endsWith('.ts') && (file === `${name}.ts` || (name !== 'say-once' && file.startsWith(`${name}-`))) && /\btheme\b/.test(readFileSync(path.join(root, 'src/elements', file), 'utf8')));

/** What an attribute can hold of a property's type: words, text, or being there at all. */
const ofAttribute = (type = 'string') => {
  const held = type.split('|').map((one) => one.trim()).filter((one) => /^(?:string|boolean|number|'.*')$/.test(one));
  return { text: held.length > 0 ? held.join(' | ') : 'string' };
};

/** Whether somebody outside the class can see it. (`properties` and `styles` are Lit's.) */
const isPublic = ({ name, privacy = 'public' }) => privacy === 'public' && !name.startsWith('#') && name !== 'properties' && name !== 'styles';

/** Leaves out of an element what is private, and puts in what the analyzer cannot know. */
function complete(element, { words, events, themed }) {
  const { members = [], attributes = [] } = element;
  const told = new Map(attributes.map(({ name, type }) => [name, type?.text]));
  element.members = members.filter(isPublic);
  for (const { name, type } of element.members) {
    if (type === undefined) continue;
    // A type that is only a name here is a choice of words written out, or what an `@attr` of the same name says.
    const text = words.get(type.text) ?? (/^[A-Z]\w+$/.test(type.text) ? told.get(name) : undefined) ?? type.text;
    type.text = [...new Set(text.split(' | '))].join(' | ');
  }
  const types = new Map(element.members.map(({ name, type }) => [name, type?.text]));
  element.attributes = attributes
    .filter(({ name, fieldName = name }) => types.has(fieldName))
    .map((attribute) => ({ ...attribute, type: ofAttribute(types.get(attribute.fieldName ?? attribute.name)) }));
  // The analyzer takes every `dispatchEvent(new …)` for an event of its own; those with a name are what the comment says.
  element.events = (element.events ?? []).filter(({ name }) => events.has(name)).map((event) => ({ ...event, type: { text: events.get(event.name) } }));
  if (themed !== undefined) element.cssProperties = themed;
}

/** The tags that a file of src/elements/define registers, as the manifest has them. */
const definitionsIn = (source) =>
  [...below(source)].filter(ts.isCallExpression).map(({ arguments: [tag, element] }) => ({
    kind: 'custom-element-definition',
    name: tag.text,
    declaration: { name: element.text, module: source.fileName.replace('define/', '') },
  }));

/** @returns the manifest (custom-elements.json, schema 1.0.0) */
export function readManifest() {
  const sources = names.flatMap((name) => [parsed(`src/elements/${name}.ts`), parsed(`src/elements/define/${name}.ts`)]);
  const tags = new Map([...augmented(sources, 'HTMLElementTagNameMap')].map(([tag, type]) => [type, tag]));
  const events = augmented([parsed('src/elements/events.ts')], 'GlobalEventHandlersEventMap');
  const words = choices(parsed('src/model/entry.ts'));
  const properties = ['colours', 'styles'].flatMap((name) => customProperties(parsed(`src/elements/${name}.ts`)));
  const manifest = create({ modules: sources, plugins: litPlugin() });
  for (const module of manifest.modules) {
    const source = sources.find(({ fileName }) => fileName === module.path);
    module.declarations = module.declarations.filter(({ name }) => tags.has(name));
    for (const element of module.declarations) {
      element.tagName = tags.get(element.name);
      complete(element, { words, events, themed: isThemed(path.basename(source.fileName, '.ts')) ? properties : undefined });
    }
    if (module.path.includes('/define/')) module.exports.push(...definitionsIn(source));
    for (const { declaration } of module.exports) declaration.module &&= published(declaration.module);
    module.path = published(module.path);
  }
  return manifest;
}

const published = (file) => file.replace(/^\/?src\//, 'dist/').replace(/\.ts$/, '.js');

/** The elements alone. */
export const elementsOf = (manifest) => manifest.modules.flatMap(({ declarations }) => declarations);

/** Writes the manifest, and what VS Code and JetBrains' editors read, into a folder. */
export function writeManifest(folder) {
  const manifest = readManifest();
  const quiet = { outdir: folder, hideLogs: true };
  mkdirSync(folder, { recursive: true });
  const files = {
    'custom-elements.json': `${JSON.stringify(manifest, null, 2)}\n`,
    'vscode.html-custom-data.json': getVsCodeHtmlCustomData(manifest, quiet),
    'vscode.css-custom-data.json': getVsCodeCssCustomData(manifest, quiet),
    'web-types.json': getWebTypesData(manifest, { ...quiet, packageJson: false, modulePathTemplate: (_, file) => `./${file}` }),
  };
  for (const [name, text] of Object.entries(files)) writeFileSync(path.join(folder, name), text);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  if (process.argv.includes('--json')) console.log(JSON.stringify(readManifest()));
  else {
    const readme = path.join(root, 'README.md');
    const before = readFileSync(readme, 'utf8');
    const after = withTables(before, elementsOf(readManifest()));
    if (!process.argv.includes('--check')) writeFileSync(readme, after);
    else if (before !== after) {
      console.error('manifest: the tables in README.md are not those of the sources: npm run manifest writes them');
      process.exit(1);
    }
  }
}
