import { describe, expect, it } from 'vitest';
import { Company } from './company.js';

describe('x', () => {
  it('reads in', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const docs = Array.from({ length: 50 }, (_, c) => ({ format: 'say-once/export', version: 1, audience: 'support', customer: `cus_${c}`, group: [`cus_${c}`], proof: '', entries: Array.from({ length: 100 }, (_x, i) => ({ kind: 'step', step: 'note', words: `w ${i}`, stamp: acme.stamp(), customer: `cus_${c}`, at: acme.now(), by: { audience: 'support' } })) }));
    const t = performance.now();
    const p: unknown[] = [];
    expect(await support.importAll(docs, { onProgress: (x) => p.push(x) })).toEqual({ customers: 50, added: 5000, refused: [] });
    console.log(performance.now() - t, JSON.stringify(p));
    expect((await support.read('cus_3')).entries).toBe(100);
    expect(await support.importAll(docs)).toEqual({ customers: 50, added: 0, refused: [] });
  });
});
