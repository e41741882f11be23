/** A browser killed in the middle of an import: what was written is whole, and the import goes on where it stopped. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { Profile, type Served, servePage } from './page/serve.js';

let served: Served;

beforeAll(async () => {
  served = await servePage();
}, 120_000);

afterAll(() => served.close());

const CUSTOMERS = 400;
const PER = 120;

/** In the page: reads the dump in, as far as it comes. */
const importing = async ([customers, per]: readonly [number, number]): Promise<{ customers: number; added: number; refused: number }> => {
  const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: await window.page.hostRing('support') });
  const at = Date.UTC(2026, 5, 1);
  const documents = Array.from({ length: customers }, (_, c) => ({
    format: 'say-once/export', version: 1, audience: 'support', customer: `cus_${c}`, group: [`cus_${c}`],
    entries: Array.from({ length: per }, (_none, i) => ({ kind: 'step', step: 'note', words: `Note ${i}`, stamp: (at + i).toString(36).padStart(9, '0') + `000${String(c).padStart(6, '0')}${String(i).padStart(6, '0')}`, customer: `cus_${c}`, at: at + i, by: { audience: 'support' } })),
  }));
  const { refused, ...done } = await desk.importAll(documents, { source: 'crm', onProgress: () => window.page.heard.push(1) });
  await desk.close();
  return { ...done, refused: refused.length };
};

describe('kill -9 in the middle of an import', () => {
  it('leaves whole customers, and the next import adds just the rest', async () => {
    const profile = new Profile(served.address);
    try {
      const page = await profile.page();
      const broken = page.evaluate(importing, [CUSTOMERS, PER] as const).catch(() => undefined);
      await page.waitForFunction(() => window.page.heard.length >= 3);
      await profile.kill();
      expect(await broken).toBeUndefined();

      const again = await profile.page();
      const rows = await again.evaluate(async () => {
        const [contexts, meta] = [await window.page.rawRead('say-once/acme/support', 'contexts'), await window.page.rawRead('say-once/acme/support', 'meta')];
        return { seqs: contexts.map(({ value }) => value.seq as number), done: meta.find(({ key }) => (key as string).startsWith('import/'))?.value as number | undefined };
      });
      expect(new Set(rows.seqs)).toEqual(new Set([PER]));
      expect(rows.seqs.length).toBeLessThan(CUSTOMERS);
      expect(rows.done).toBe(rows.seqs.length);
      const { customers, added, refused } = await again.evaluate(importing, [CUSTOMERS, PER] as const);
      expect({ customers, added, refused }).toEqual({ customers: CUSTOMERS - rows.seqs.length, added: (CUSTOMERS - rows.seqs.length) * PER, refused: 0 });
      const whole = await again.evaluate(async () => {
        const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support' }, keys: await window.page.hostRing('support') });
        const { entries, group } = await desk.export('cus_7');
        const { due: _, ...context } = await desk.read('cus_7');
        await desk.close();
        return [entries.length, JSON.stringify(window.page.fold(entries, { customer: 'cus_7', group }).context) === JSON.stringify(context)];
      });
      expect(whole).toEqual([PER, true]);
    } finally {
      await profile.remove();
    }
  }, 90_000);
});
