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

/** The custom properties of styles.ts: each is an array of its name, its value in light and in dark, below a comment that says what it is. */
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

/** What an attribute can hold of a property's type: words, text, or being there at all. */
const ofAttribute = (type = 'string') => {
  const held = type.split('|').map((one) => one.trim()).filter((one) => /^(?:string|boolean|number|'.*')$/.test(one));
  return { text: held.length > 0 ? held.join(' | ') : 'string' };
};

/** @returns the manifest (custom-elements.json, schema 1.0.0), with what is private left out and what the analyzer cannot know put in */
export function readManifest() {
  const sources = names.map((name) => parsed(`src/elements/${name}.ts`));
  const definitions = names.map((name) => parsed(`src/elements/define/${name}.ts`));
  const tags = new Map([...augmented(sources, 'HTMLElementTagNameMap')].map(([tag, type]) => [type, tag]));
  const events = augmented([parsed('src/elements/events.ts')], 'GlobalEventHandlersEventMap');
  const words = choices(parsed('src/model/entry.ts'));
  const themed = customProperties(parsed('src/elements/styles.ts'));
  const manifest = create({ modules: [...sources, ...definitions], plugins: litPlugin() });
  for (const definition of definitions) {
    const module = manifest.modules.find(({ path: file }) => file === definition.fileName);
    for (const { arguments: [tag, element] } of [...below(definition)].filter(ts.isCallExpression)) {
      module.exports.push({ kind: 'custom-element-definition', name: tag.text, declaration: { name: element.text, module: definition.fileName.replace('define/', '') } });
    }
  }

  for (const module of manifest.modules) {
    const source = sources.find(({ fileName }) => fileName === module.path);
    module.declarations = module.declarations.filter(({ name }) => tags.has(name));
    for (const element of module.declarations) {
      element.tagName = tags.get(element.name);
      element.members = (element.members ?? []).filter(({ name, privacy }) => !name.startsWith('#') && (privacy ?? 'public') === 'public' && !/^(?:properties|styles)$/.test(name));
      // A type that is only a name here is what an `@attr` of the same name says, or a choice of words written out.
      const told = new Map((element.attributes ?? []).map(({ name, type }) => [name, type?.text]));
      for (const { name, type } of element.members) if (type) type.text = [...new Set((words.get(type.text) ?? (/^[A-Z]\w+$/.test(type.text) ? told.get(name) : undefined) ?? type.text).split(' | '))].join(' | ');
      const typeOf = new Map(element.members.map(({ name, type }) => [name, type?.text]));
      element.attributes = (element.attributes ?? []).filter(({ name, fieldName }) => typeOf.has(fieldName ?? name));
      for (const attribute of element.attributes) attribute.type = ofAttribute(typeOf.get(attribute.fieldName ?? attribute.name));
      // The analyzer takes every `dispatchEvent(new …)` for an event; what has a name is what the comment says.
      element.events = (element.events ?? []).filter(({ name }) => events.has(name)).map((event) => ({ ...event, type: { text: events.get(event.name) } }));
      if (/\btheme\b/.test(source.text)) element.cssProperties = themed;
    }
    for (const one of module.exports) one.declaration.module &&= published(one.declaration.module);
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
