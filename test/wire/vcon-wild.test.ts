import { existsSync, readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyEntry } from '../../src/model/entry.js';
import { isRefusal } from '../../src/model/errors.js';
import { fold } from '../../src/model/fold.js';
import { parseEntry } from '../../src/model/schema.js';
import { exportVcon, importVcon, signVcon, type SignedVcon } from '../../src/wire/vcon.js';
import { stampOf } from '../model/generate.js';
import { SAMPLES } from '../model/samples.js';
import { ANA, SOMEBODY, START } from '../model/scene.js';
import { codeOf, documentOf, example, SHARED, type Signer, signerOf } from './scene.js';

const CUSTOMER = { customer: 'cus_9' };
const THEN = Date.UTC(2023, 6, 18, 8, 14, 5);

let acme: Signer;
let mallory: Signer;
beforeAll(async () => {
  acme = await signerOf('acme');
  mallory = await signerOf('mallory');
});

describe('a vCon of 2023, with every old name for a thing', () => {
  const read = (): ReturnType<typeof importVcon> => importVcon(example('of-2023.vcon'), CUSTOMER);
  const saidIn = async (): Promise<unknown[]> => (await read()).document.entries.map(({ stamp: _, customer: __, by: ___, contact: ____, ...said }) => said);

  it('says who the customer is', async () => {
    expect((await saidIn()).slice(0, 6)).toEqual([
      { kind: 'told', at: THEN, fact: 'name', value: 'R. Okafor' },
      { kind: 'told', at: THEN, fact: 'tel', value: '+442079460018' },
      { kind: 'told', at: THEN, fact: 'email', value: 'r.okafor@example.org' },
      { kind: 'told', at: THEN, fact: 'postal-code', value: 'LS1 4AP' },
      { kind: 'told', at: THEN, fact: 'address-level2', value: 'Leeds' },
      { kind: 'told', at: THEN, fact: 'country', value: 'GB' },
    ]);
  });

  it('what they wrote first is their issue, the rest notes of who said what; a recording is a contact', async () => {
    expect((await saidIn()).slice(6)).toEqual([
      { kind: 'issue', at: THEN, channel: 'chat', words: 'It has been cold since Monday and nobody rang me back.', summary: 'Heating fault, second repair failed.' },
      { kind: 'step', step: 'note', at: THEN + 55_123, channel: 'chat', words: 'Agent 17: I call the engineer.' },
      { kind: 'contact', phase: 'ended', at: Date.UTC(2023, 6, 18, 8, 0, 0) + 61_400, channel: 'phone', seconds: 61.4 },
    ]);
  });

  it('what cannot be kept is counted', async () => {
    expect((await read()).left).toBe(6);
  });

  it('read again it is the same, and a border takes every entry of it', async () => {
    const [one, two] = [await read(), await read()];
    expect(one).toEqual(two);
    expect(new Set(one.document.entries.map(({ stamp }) => stamp)).size).toBe(one.document.entries.length);
    for (const entry of one.document.entries) expect(parseEntry(entry)).toEqual(entry);
  });
});

describe('whose word it is', () => {
  // Each with a stamp of its own, and nothing in it that answers another.
  const ours = documentOf(SAMPLES.filter(({ kind }) => !['resolved', 'withdrawn', 'undone', 'struck'].includes(kind)).map((entry, index) => ({ ...entry, stamp: stampOf(START, index + 10, 2) })));
  const PLAIN = [{ kind: 'issue', words: 'Help' }, { kind: 'told', fact: 'email', value: 'wrong@example.org' }];
  const journalOf = (...said: object[]): AnyEntry[] => said.map((one, index) => ({ stamp: stampOf(START, index, 1), customer: 'cus_1', at: START + index, by: SOMEBODY, ...one }) as AnyEntry);
  const claims = async (entries: AnyEntry[]): Promise<AnyEntry[]> => (await importVcon(exportVcon(documentOf(entries), { view: 'support' }), CUSTOMER)).document.entries;

  it('unsigned, our own export only claims: facts and words, in contacts of its own', async () => {
    const { document, signer } = await importVcon(exportVcon(ours, { view: 'support' }), CUSTOMER);
    expect(signer).toBeUndefined();
    expect(document).toMatchObject({ customer: 'cus_9', group: ['cus_9'], proof: '' });
    expect(document.entries.map(({ kind }) => kind).sort()).toEqual(['felt', 'issue', 'told']);
    for (const entry of document.entries) {
      expect(entry).toMatchObject({ customer: 'cus_9', by: { audience: 'customer' } });
      expect(entry.contact).toMatch(/^vcon:/);
      for (const key of ['chain', 'confirms', 'answers', 'e164', 'life', 'summary']) expect(entry).not.toHaveProperty(key);
    }
  });

  it('what it says to be resolved or corrected is not claimed anew', async () => {
    const { context } = fold([...await claims(journalOf(...PLAIN))], CUSTOMER);
    expect(context.issues).toHaveLength(1);
    const corrected = journalOf(...PLAIN, { kind: 'told', fact: 'email', value: 'right@example.org', by: ANA, answers: [stampOf(START, 1, 1)] }, { kind: 'resolved', by: ANA, answers: [stampOf(START, 0, 1)] });
    expect((await claims(corrected)).map((entry) => ('value' in entry ? entry['value'] : entry.kind))).toEqual(['right@example.org']);
  });

  it('signed by somebody who is not pinned, it only claims too', async () => {
    const signed = await signVcon(exportVcon(ours, { view: 'support' }), mallory.signing);
    const { document, signer } = await importVcon(signed, { ...CUSTOMER, pinned: [acme.pin] });
    expect(signer).toBeUndefined();
    expect(document.entries).toHaveLength(3);
  });

  it('a key may be pinned as its certificate', async () => {
    const signed = await signVcon(exportVcon(ours, { view: 'support' }), acme.signing);
    expect((await importVcon(signed, { ...CUSTOMER, pinned: [mallory.pin, { who: 'acme', key: acme.pem }] })).signer).toBe('acme');
  });

  it('one of several signatures is enough', async () => {
    const vcon = exportVcon(ours, { view: 'support' });
    const [one, two] = [await signVcon(vcon, mallory.signing), await signVcon(vcon, acme.signing)];
    expect((await importVcon({ ...one, signatures: [...one.signatures, ...two.signatures] }, { ...CUSTOMER, pinned: [acme.pin] })).signer).toBe('acme');
  });

  it('the same packed, and a signature whose header says things twice', async () => {
    const signed = await signVcon(exportVcon(ours, { view: 'support' }), acme.signing);
    const twice: SignedVcon = { ...signed, signatures: signed.signatures.map((one) => ({ ...one, header: { ...one.header, alg: 'ES256' } })) };
    expect((await importVcon(new Uint8Array(gzipSync(JSON.stringify(twice))), { ...CUSTOMER, pinned: [acme.pin] })).signer).toBe('acme');
  });

  it('changed after it was signed, it is refused, whoever is pinned', async () => {
    const signed = await signVcon(exportVcon(ours, { view: 'support' }), acme.signing);
    const payload = Buffer.from(Buffer.from(signed.payload, 'base64url').toString().replace('My line', 'My lion')).toString('base64url');
    expect(await codeOf(() => importVcon({ ...signed, payload }, CUSTOMER))).toBe('bad-signature');
    expect(await codeOf(() => importVcon({ ...signed, payload }, { ...CUSTOMER, pinned: [acme.pin] }))).toBe('bad-signature');
  });

  it('words that somebody took out of the dialog do not come back', async () => {
    const vcon = exportVcon(ours, { view: 'support' });
    const dialog = vcon.dialog.map(({ body: _, ...rest }) => rest);
    expect((await importVcon({ ...vcon, dialog }, CUSTOMER)).document.entries.map(({ kind }) => kind)).toEqual(['told']);
  });
});

describe('who the customer is', () => {
  it('the only one who is not of the company', async () => {
    const { document, left } = await importVcon(example('of-2026.vcon'), CUSTOMER);
    expect(document.entries.flatMap((entry) => ('value' in entry ? [entry['value']] : 'words' in entry ? [entry['words']] : []))).toEqual(['Lea Brandt', 'lea@example.net', 'Bot: How can I help?', 'Meine Rechnung ist doppelt.']);
    expect(left).toBe(1);
  });

  it('where nobody can tell, nothing is taken until somebody says', async () => {
    const vcon = { created_at: '2026-07-02T09:14:05Z', parties: [{ name: 'Alice' }, { name: 'Bob' }] };
    expect(await importVcon(vcon, CUSTOMER)).toMatchObject({ unclear: true, document: { entries: [] }, parties: [{ name: 'Alice' }, { name: 'Bob' }] });
    expect((await importVcon(vcon, { ...CUSTOMER, party: 1 })).document.entries).toMatchObject([{ fact: 'name', value: 'Bob' }]);
  });
});

describe('refusals', () => {
  const date = { created_at: '2026-07-02T09:14:05Z' };
  it.each<[string, unknown, string]>([
    ['no JSON', 'BEGIN:VCARD', 'bad-vcon'],
    ['a list', '[]', 'bad-vcon'],
    ['nothing', undefined, 'bad-vcon'],
    ['no part of one', { uuid: 'x', ...date }, 'bad-vcon'],
    ['parties that are no list', { ...date, parties: 'all' }, 'bad-vcon'],
    ['no date anywhere', { parties: [{ name: 'Ada' }] }, 'bad-vcon'],
    ['packed bytes that do not unpack', Uint8Array.of(0x1f, 0x8b, 1, 2, 3), 'bad-vcon'],
    ['signatures that are none', { payload: 'e30', signatures: ['x'] }, 'bad-vcon'],
    ['signed content that is none', { payload: '!', signatures: [{ signature: '' }] }, 'bad-vcon'],
    ['an attachment of ours that is not', { ...date, attachments: [{ purpose: 'say-once/journal', body: { format: 'say-once/vcon', version: 2 } }] }, 'bad-vcon'],
    ['an encrypted one', { ciphertext: 'x', recipients: [] }, 'not-supported'],
    ['an extension that must be known', { ...date, critical: ['lawful_basis'], parties: [] }, 'not-supported'],
    ['the same by its old name', { ...date, must_support: ['x'], parties: [] }, 'not-supported'],
  ])('%s', async (_, input, code) => {
    expect(await codeOf(() => importVcon(input, CUSTOMER))).toBe(code);
  });

  it('a small file that unpacks to a very large one', async () => {
    expect(await codeOf(() => importVcon(new Uint8Array(gzipSync(Buffer.alloc(60_000_000, 32))), CUSTOMER))).toBe('too-large');
  });

  it('10,000 broken vCons: read, or refused with a code', async () => {
    const whole = JSON.stringify(exportVcon(documentOf([...SAMPLES]), { view: 'support' }));
    const signed = JSON.stringify(await signVcon(JSON.parse(whole), acme.signing));
    const text = fc.oneof({ weight: 9, arbitrary: fc.constantFrom(whole, example('of-2023.vcon'), example('of-2026.vcon')) }, { weight: 1, arbitrary: fc.constant(signed) });
    const cut = fc.tuple(text, fc.nat(8000), fc.nat(40), fc.constantFrom('', '0', '"', '{', '}', '[', ']', 'null', ',', '\uD800')).map(([all, at, some, instead]) => all.slice(0, at) + instead + all.slice(at + some));
    const shape = fc.record({ created_at: fc.anything(), uuid: fc.anything(), parties: fc.array(fc.anything()), dialog: fc.array(fc.oneof(fc.anything(), fc.record({ start: fc.constant('2026-07-02T09:14:05Z'), parties: fc.anything(), body: fc.anything(), encoding: fc.anything(), duration: fc.anything() }))), analysis: fc.array(fc.anything()), attachments: fc.array(fc.anything()) }, { requiredKeys: [] });
    await fc.assert(
      fc.asyncProperty(fc.oneof(cut, shape, fc.anything()), async (input) => {
        const answer = await importVcon(input, { ...CUSTOMER, party: 0, pinned: [acme.pin] }).catch((error: unknown) => error);
        expect(isRefusal(answer) || !(answer instanceof Error), String(answer)).toBe(true);
      }),
      { numRuns: 10_000, interruptAfterTimeLimit: 60_000 },
    );
  }, 90_000);
});

describe.skipIf(!existsSync(SHARED))('the working group’s examples', () => {
  const file = (name: string): string => readFileSync(path.join(SHARED, name), 'utf8');
  const files = existsSync(SHARED) ? readdirSync(SHARED).filter((name) => name.endsWith('.vcon')) : [];

  it.each(files)('%s', async (name) => {
    const answer = await importVcon(file(name), { ...CUSTOMER, party: 0 }).catch((error: unknown) => error);
    const expected = name === 'simple-vcon.vcon' || name === 'ab.vcon' ? 'bad-vcon' : name === 'ab_call_ext_rec_encrypted.vcon' ? 'not-supported' : undefined;
    if (expected !== undefined) expect(answer).toMatchObject({ code: expected });
    else expect(answer).toMatchObject({ unclear: false, document: { customer: 'cus_9' } });
  });

  it('the signed one is signed by whom its certificate names, and by nobody once a letter is changed', async () => {
    const signed: SignedVcon = JSON.parse(file('ab_call_ext_rec_signed.vcon'));
    const [leaf] = (signed.signatures.at(0)?.header?.['x5c'] ?? []) as string[];
    const pinned = [{ who: 'grp.div.fakevcon.org', key: `-----BEGIN CERTIFICATE-----\n${leaf}\n-----END CERTIFICATE-----` }];
    const plain = await importVcon(file('ab_call_ext_rec.vcon'), { ...CUSTOMER, party: 0 });
    expect(await importVcon(signed, { ...CUSTOMER, party: 0, pinned })).toEqual({ ...plain, signer: 'grp.div.fakevcon.org' });
    const payload = signed.payload.replace('ey', 'eX');
    expect(await codeOf(() => importVcon({ ...signed, payload }, { ...CUSTOMER, pinned }))).toBe('bad-signature');
  });
});
