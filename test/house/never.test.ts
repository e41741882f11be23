/** docs/never.md names tests that are there. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { expect, it } from 'vitest';
import { root } from './imports.js';

const read = (file: string): string => readFileSync(path.join(root, file), 'utf8');
const rows = [...read('docs/never.md').matchAll(/^\|[^|]*\| (.+?) \| `(test\/\S+)` \|$/gm)].map(([, name = '', file = '']) => ({ name, file }));

it('every test that docs/never.md names is in the file beside it', () => {
  expect(rows.length).toBeGreaterThan(10);
  expect(rows.filter(({ name, file }) => !read(file).includes(`('${name}'`))).toEqual([]);
});
