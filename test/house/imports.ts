/** Reads what a source file imports and which global names it says, and follows its static imports. Nothing is run. */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from 'vite';

export const root = fileURLToPath(new URL('../../', import.meta.url));

export interface Import {
  /** As written: 'lit', '../model/index.js'. */
  word: string;
  /** The source file it means, or the bare word itself. */
  target: string;
  kind: 'static' | 'dynamic' | 'type';
  /** `*` for a namespace, else the names taken. */
  names: string[];
}

export interface Source {
  file: string;
  imports: Import[];
  /** What its running code says: `fetch`, as a member `.fetch` and `window.fetch`, `new Date()`. Not types, comments or texts. */
  names: Set<string>;
}

interface Node {
  type: string;
  [key: string]: unknown;
}

const isNode = (value: unknown): value is Node => typeof value === 'object' && value !== null && 'type' in value && typeof value.type === 'string';
const identifier = (value: unknown): string | undefined => (isNode(value) && value.type === 'Identifier' && typeof value['name'] === 'string' ? value['name'] : undefined);
const text = (value: unknown): string | undefined => (isNode(value) && typeof value['value'] === 'string' ? value['value'] : undefined);

/** Type syntax that wraps a value: what is inside still runs. */
const WRAPPERS = new Set(['TSAsExpression', 'TSSatisfiesExpression', 'TSNonNullExpression', 'TSTypeAssertion', 'TSInstantiationExpression']);

/** Where a value's node keeps its types. */
const TYPES = new Set(['typeAnnotation', 'returnType', 'typeArguments', 'typeParameters', 'superTypeArguments', 'implements']);

function target(file: string, word: string): string {
  if (!word.startsWith('.')) return word;
  const found = path.posix.join(path.posix.dirname(file), word).replace(/\.js$/, '.ts');
  if (!existsSync(path.join(root, found))) throw new Error(`${file} imports "${word}", and there is no ${found}`);
  return found;
}

const read = new Map<string, Source>();

/** Every file is read once, however many entries it loads with. */
export function readSource(file: string): Source {
  const known = read.get(file) ?? parsed(file);
  read.set(file, known);
  return known;
}

function parsed(file: string): Source {
  const { program, errors } = parseSync(file, readFileSync(path.join(root, file), 'utf8'));
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const source: Source = { file, imports: [], names: new Set() };
  const add = (kind: Import['kind'], from: unknown, names: string[] = []): void => {
    const word = text(from);
    // A computed import() leads to where nobody can follow; only the script that a page embeds may have one.
    if (word !== undefined) source.imports.push({ word, target: target(file, word), kind, names });
    else if (kind === 'dynamic') source.imports.push({ word: '(computed)', target: '(computed)', kind, names });
  };
  const visit = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visit);
    if (!isNode(value)) return;
    const node = value;
    switch (node.type) {
      case 'ImportDeclaration':
        // `import { type A }` stays as `import {}` in the output (verbatimModuleSyntax): only `import type` imports nothing.
        return add(node['importKind'] === 'type' ? 'type' : 'static', node['source'], imported(node['specifiers']));
      case 'ExportAllDeclaration':
        return add(node['exportKind'] === 'type' ? 'type' : 'static', node['source'], ['*']);
      case 'ExportNamedDeclaration':
        if (isNode(node['source'])) return add(node['exportKind'] === 'type' ? 'type' : 'static', node['source']);
        break;
      case 'ImportExpression':
        add('dynamic', node['source']);
        break;
      case 'TSImportType':
        return add('type', node['source'] ?? node['argument']);
      case 'Identifier':
        source.names.add(String(node['name']));
        return visitTypes(node['typeAnnotation']);
      case 'MemberExpression': {
        const member = node['computed'] === true ? text(node['property']) : identifier(node['property']);
        if (member === undefined) break;
        source.names.add(`.${member}`);
        const owner = identifier(node['object']);
        if (owner !== undefined) source.names.add(`${owner}.${member}`);
        return visit(node['object']);
      }
      case 'NewExpression':
        if (identifier(node['callee']) === 'Date' && Array.isArray(node['arguments']) && node['arguments'].length === 0) source.names.add('new Date()');
        break;
      case 'Property':
      case 'PropertyDefinition':
      case 'MethodDefinition':
        visit(node['decorators']);
        if (node['computed'] === true) visit(node['key']);
        visitTypes(node['typeAnnotation']);
        return visit(node['value']);
    }
    if (WRAPPERS.has(node.type)) return visit(node['expression']);
    if (node.type.startsWith('TS')) {
      // Only the types that this type imports are of interest.
      return Object.values(node).forEach(visitTypes);
    }
    for (const [key, child] of Object.entries(node)) (TYPES.has(key) ? visitTypes : visit)(child);
  };
  const visitTypes = (value: unknown): void => {
    if (Array.isArray(value)) return value.forEach(visitTypes);
    if (!isNode(value)) return;
    if (value.type === 'TSImportType') return visit(value);
    Object.values(value).forEach(visitTypes);
  };
  visit(program.body);
  return source;
}

function imported(specifiers: unknown): string[] {
  if (!Array.isArray(specifiers)) return [];
  return specifiers.filter(isNode).map((one) => {
    if (one.type === 'ImportNamespaceSpecifier') return '*';
    return identifier(one['imported']) ?? 'default';
  });
}

/** Every source file, as `src/…`. */
export function sources(folder = 'src'): string[] {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: 'utf8' })
    .map((name) => `${folder}/${name.split(path.sep).join('/')}`)
    .filter((file) => file.endsWith('.ts'))
    .toSorted();
}

export interface Reached {
  /** Source files and bare words that load with the entry, each with the way that leads there. */
  loaded: Map<string, string[]>;
  /** What those files import on demand. */
  onDemand: Set<string>;
}

/** What loads with an entry; with `all`, also what is only imported on demand. */
export function reach(entry: string, all = false): Reached {
  const loaded = new Map<string, string[]>();
  const onDemand = new Set<string>();
  const follow = (file: string, way: string[]): void => {
    if (loaded.has(file)) return;
    loaded.set(file, [...way, file]);
    if (!file.startsWith('src/')) return;
    for (const one of readSource(file).imports) {
      if (one.kind === 'dynamic') onDemand.add(one.target);
      if (one.kind === 'static' || (all && one.kind === 'dynamic')) follow(one.target, [...way, file]);
    }
  };
  follow(entry, []);
  return { loaded, onDemand };
}
