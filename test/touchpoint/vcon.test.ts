import { describe, expect, it } from 'vitest';
import { exportVcon, importVcon, signVcon, type Signing } from '../../src/wire/vcon.js';
import { Company, HOUR } from './company.js';

const signing = async (): Promise<{ how: Signing; publicKey: CryptoKey }> => {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, false, ['sign', 'verify']);
  return { how: { key: privateKey, alg: 'ES256', x5u: 'https://acme.example/key.pem' }, publicKey };
};

describe('a journal that goes away as a vCon and comes back', () => {
  it('signed by a pinned key, it is the same journal at a new desk of the company, by the same people', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.begin('cus_1', { channel: 'phone' });
    await support.recordAll('cus_1', [
      { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: acme.now() + HOUR },
      { kind: 'told', fact: 'name', value: 'Ada Okafor' },
      { kind: 'issue', words: 'My line is dead.', summary: 'No sync' },
    ]);
    const [document, context] = [await support.export('cus_1'), await support.read('cus_1')];
    const { how, publicKey } = await signing();
    const file = JSON.stringify(await signVcon(exportVcon(document, { view: 'support', now: acme.now() }), how));

    await support.close({ wipe: true, force: true });
    const again = await acme.open('support', { as: { audience: 'support', id: 'rep-99' } });
    const read = await importVcon(file, { customer: 'cus_1', pinned: [{ who: 'acme', key: publicKey }] });
    expect(await again.import(read.document)).toEqual({ added: document.entries.length });
    expect(await again.export('cus_1')).toEqual(document);
    expect(await again.read('cus_1')).toEqual(context);
  });

  it('from anybody, it claims, and who reads it in stands for that with their name: what it says of a check counts for nothing, and read in twice it is read in once', async () => {
    const [acme, other] = [await Company.make(), await Company.make()];
    const theirs = await other.open('support');
    const { contact, chain } = await theirs.begin('cus_1', { channel: 'phone' });
    await theirs.recordAll('cus_1', [
      { kind: 'checked', method: 'otp-sms', level: 'strong', goodFor: ['*'], until: other.now() + HOUR },
      { kind: 'told', fact: 'tel', value: '+44 20 7946 0018' },
      { kind: 'issue', words: 'My line is dead.' },
    ]);
    const vcon = exportVcon(await theirs.export('cus_1'), { view: 'support', now: other.now() });

    const ours = await acme.open('support');
    await ours.begin('cus_9', { contact, chain, channel: 'phone' });
    await ours.record('cus_9', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: acme.now() + HOUR });
    const { document } = await importVcon(vcon, { customer: 'cus_9' });
    expect(await ours.import(document)).toEqual({ added: 2 });
    expect(await ours.import((await importVcon(vcon, { customer: 'cus_9' })).document)).toEqual({ added: 0 });
    const context = await ours.read('cus_9');
    expect(context.receipts).toHaveLength(1);
    expect(context.facts).toMatchObject([{ fact: 'tel', values: [{ standing: 'claimed' }] }]);
    expect(context.issues).toMatchObject([{ words: 'My line is dead.', by: ours.author }]);
  });
});
