/** vCons that somebody made to hang a desk, or to make it fall without a name. */
import { expect, it } from 'vitest';
import { importVcon } from '../../src/wire/vcon.js';
import { codeOf } from './scene.js';

const WHEN = '2023-07-18T08:14:05Z';

it('one that is nested without end is refused by name', async () => {
  const deep = '['.repeat(200_000) + ']'.repeat(200_000);
  const file = `{"vcon":"0.0.1","created_at":"${WHEN}","parties":[{"role":"customer","name":"R"}],"attachments":[{"purpose":"x","body":${deep}}]}`;
  expect(await codeOf(() => importVcon(file, { customer: 'cus_9' }))).toBe('bad-vcon');
});

it('very many summaries of very many dialogs do not hang the desk', async () => {
  const dialog = Array.from({ length: 100_000 }, () => ({ type: 'incomplete', start: WHEN }));
  const analysis = dialog.map(() => ({ type: 'summary', dialog: 0, body: 'No answer.' }));
  const started = performance.now();
  const { document } = await importVcon({ uuid: 'u', created_at: WHEN, parties: [{ role: 'customer' }], dialog, analysis }, { customer: 'cus_9' });
  expect(document.entries).toMatchObject([{ kind: 'step', words: 'No answer.' }]);
  // Each looked for among all of them, it took ten seconds and more.
  expect(performance.now() - started).toBeLessThan(4_000);
}, 60_000);

it('keys of JavaScript’s own are only keys', async () => {
  const file = `{"__proto__":{"uuid":"p"},"constructor":{"prototype":{"x":1}},"uuid":"u","created_at":"${WHEN}","parties":[{"role":"customer","name":"R","__proto__":{"tel":"tel:1"},"civicaddress":{"__proto__":"x","constructor":"y","PC":"LS1"}}],"dialog":[]}`;
  const { document } = await importVcon(file, { customer: 'cus_9' });
  expect(document.entries.map((one) => (one as { fact?: string }).fact)).toEqual(['name', 'postal-code']);
  expect(({} as Record<string, unknown>)['x']).toBeUndefined();
});
