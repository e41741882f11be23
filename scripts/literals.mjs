// A vite plugin: what stands in css`…` and html`…` is written for people, and shipped without the white space that only they need.
import MagicString from 'magic-string';
import { parseSync } from 'vite';

/** Style sheets of ours have no text with meaningful gaps (`content: 'a  b'`) and no url(): such a one is left as it is. */
const left = (text) => text.includes('url(') || [...text.matchAll(/'([^']*)'|"([^"]*)"/g)].some(([, one = '', other = '']) => /\s/.test(one + other));

/** Comments and white space out; a gap that separates stays one blank. */
const css = (text) =>
  left(text)
    ? text
    : text
        .replace(/\/\*[^]*?\*\//g, '')
        .replace(/\s+/g, ' ')
        .replace(/ ?([{};,]) ?/g, '$1')
        .replace(/: /g, ':')
        .replace(/(?<=[\s:(,])0\.(?=\d)/g, '.')
        .replace(/;}/g, '}');

/** Every run of white space is one blank to a browser too; where there is one, one stays. */
const html = (text) => text.replace(/\s+/g, ' ');

const SHORTER = { css, html };

/** @returns the pieces of every css`…` and html`…` in this syntax tree, with the name of their tag */
function* literals(node) {
  if (Array.isArray(node)) {
    for (const one of node) yield* literals(one);
  } else if (typeof node?.type === 'string') {
    if (node.type === 'TaggedTemplateExpression' && node.tag.name in SHORTER) yield* node.quasi.quasis.map((piece) => ({ tag: node.tag.name, piece }));
    for (const child of Object.values(node)) if (typeof child === 'object') yield* literals(child);
  }
}

/** `file` tells TypeScript from JavaScript. `undefined`: nothing to shorten. */
export function shorten(code, file) {
  if (!/\b(?:css|html)`/.test(code)) return undefined;
  const { program, errors } = parseSync(file, code);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0].message}`);
  const text = new MagicString(code);
  for (const { tag, piece } of literals(program)) {
    const shorter = SHORTER[tag](piece.value.raw);
    if (shorter !== piece.value.raw) text.update(code.indexOf(piece.value.raw, piece.start), code.indexOf(piece.value.raw, piece.start) + piece.value.raw.length, shorter);
  }
  return { code: text.toString(), map: text.generateMap({ hires: 'boundary' }) };
}

export const shortLiterals = {
  name: 'short-literals',
  transform: { filter: { id: /[\\/]src[\\/].+\.ts$/ }, handler: (code, id) => shorten(code, id) },
};
