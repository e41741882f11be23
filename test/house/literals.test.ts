/** What is shipped of a style sheet or a template says what was written. */
import { expect, it } from 'vitest';

// oxlint-disable-next-line typescript/no-unnecessary-type-assertion -- a script without types
const { shorten } = (await import('../../scripts/literals.mjs' as string)) as { shorten: (code: string, file: string) => { code: string } | undefined };

it('a style sheet loses its comments and white space, and what is put into it stays', () => {
  expect(shorten('const a = css`\n  /* ours */\n  p > b,\n  i {\n    margin: 0 calc(1em - 2px);\n    ${more};\n  }\n`;', 'a.ts')?.code).toBe('const a = css` p > b,i{margin:0 calc(1em - 2px);${more}}`;');
});

it('a gap in a text that is shown stays as it is', () => {
  const code = 'const a = css`p::before { content: "a  b"; }`;';
  expect(shorten(code, 'a.ts')?.code).toBe(code);
});

it('in a template one blank stays where there was white space, and other templates are left alone', () => {
  expect(shorten('const a = html`<p>\n    ${one}\n    ${two}\n  </p>`; const b = `x\n  y`;', 'a.ts')?.code).toBe('const a = html`<p> ${one} ${two} </p>`; const b = `x\n  y`;');
});
