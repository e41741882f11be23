/** `src/elements/html.ts` understands what it says it does, and nothing else: here every template of ours is held to it. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { parseSync } from 'vite';
import { expect, it } from 'vitest';
import { root } from './imports.js';

// oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- a script without types
const { literals } = (await import('../../scripts/literals.mjs' as string)) as { literals: (node: unknown) => Iterable<{ tag: string; whole: { quasis: { value: { cooked: string } }[] } }> };

const NAME = String.raw`[a-z][\w-]*`;
/** A tag's beginning or end, a hole, or text. */
const PIECE = new RegExp(String.raw`<(?<end>/?)(?<tag>${NAME})(?:\s+(?:[\w-]+="[^"\0]*"|[@.?]?[\w-]+=\0|[\w-]+(?=[\s>/])))*\s*(?<empty>/?)>|\0|[^<>&\0]+`, 'y');
/** These have no inside, and say so. */
const EMPTY = new Set(['br', 'hr', 'img', 'input', 'path', 'rect']);

/** What is wrong with a template, its holes as `\0`. */
function fault(text: string): string | undefined {
  const open: string[] = [];
  PIECE.lastIndex = 0;
  while (PIECE.lastIndex < text.length) {
    const at = PIECE.lastIndex;
    const { end, tag, empty } = PIECE.exec(text)?.groups ?? (PIECE.lastIndex === 0 ? { end: '!' } : {});
    if (end === '!') return `is not understood at: ${text.slice(at, at + 60).replaceAll('\0', '${…}')}`;
    if (tag === undefined) continue;
    if (end === '/' && open.pop() !== tag) return `</${tag}> ends what had not begun`;
    if (end === '' && (empty === '/') !== EMPTY.has(tag)) return `<${tag}> ${EMPTY.has(tag) ? 'has no inside, and must say so' : 'must have an end of its own'}`;
    if (end === '' && empty === '') open.push(tag);
  }
  return open.length > 0 ? `<${open.at(-1)}> has no end` : undefined;
}

it('every template of ours is one that is understood', () => {
  const folder = path.join(root, 'src/elements');
  const faults = readdirSync(folder)
    .filter((file) => file.endsWith('.ts'))
    .flatMap((file) => {
      const { program } = parseSync(file, readFileSync(path.join(folder, file), 'utf8'));
      return [...new Set([...literals(program)].filter(({ tag }) => tag === 'html').map(({ whole }) => whole))].flatMap(({ quasis }) => {
        const wrong = fault(quasis.map(({ value }) => value.cooked).join('\0'));
        return wrong === undefined ? [] : [`${file}: ${wrong}`];
      });
    });
  expect(faults).toEqual([]);
});

it.each(['<p class="a \0">', '<p>&nbsp;</p>', '<!-- a -->', '<p>', '<br>', '<div />', '<p></b>', "<p class='a'></p>"])('%j is not', (text) => {
  expect(fault(text)).toBeDefined();
});
