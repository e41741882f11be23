import { existsSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import formats from 'ajv-formats';
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { AnyEntry, Audience } from '../../src/model/entry.js';
import { exportVcon, importVcon, signVcon, type Vcon } from '../../src/wire/vcon.js';
import { IDS, journal } from '../model/generate.js';
import { SAMPLES } from '../model/samples.js';
import { ANA, BEN, START } from '../model/scene.js';
import { codeOf, documentOf, SHARED, type Signer, signerOf } from './scene.js';

let acme: Signer;
beforeAll(async () => {
  acme = await signerOf('acme');
});

const overTheWire = <T>(value: T): T => JSON.parse(JSON.stringify(value));
const journals = journal({ max: 60 }).map((entries) => documentOf(entries, { group: [...IDS] }));

describe('our own export, signed and pinned', () => {
  it('comes back as it was: any journal, to the last entry', async () => {
    await fc.assert(
      fc.asyncProperty(journals, async (document) => {
        const signed = await signVcon(exportVcon(document, { view: 'support', now: START }), acme.signing);
        const read = await importVcon(JSON.stringify(signed), { customer: 'anybody', pinned: [acme.pin] });
        expect(read).toMatchObject({ signer: 'acme', unclear: false, left: 0 });
        expect(read.document).toEqual(overTheWire(document));
      }),
      { numRuns: 60 },
    );
  });

  it('so does an entry of every kind with everything it may hold', async () => {
    const document = documentOf([...SAMPLES]);
    const read = await importVcon(await signVcon(exportVcon(document, { view: 'support' }), acme.signing), { customer: 'cus_1', pinned: [acme.pin] });
    expect(read.document).toEqual(document);
  });

  it.each([['no summary but an empty one', { words: 'Help', summary: '' }], ['words of half a character', { words: '\uD800' }], ['a time that RFC 3339 cannot say', { words: 'Late', at: 8_640_000_000_000_000 }]])('so does %s', async (_, more) => {
    const document = documentOf([{ ...SAMPLES.find(({ kind }) => kind === 'issue'), ...more } as AnyEntry]);
    const read = await importVcon(overTheWire(await signVcon(exportVcon(document, { view: 'support' }), acme.signing)), { customer: 'cus_1', pinned: [acme.pin] });
    expect(read.document).toEqual(document);
  });
});

describe('what others find in it', () => {
  const issue = { ...SAMPLES.find(({ kind }) => kind === 'issue'), at: START } as AnyEntry;
  const at = (n: number, more: object): AnyEntry => ({ ...issue, kind: 'handoff', offer: 'o', by: ANA, stamp: `${issue.stamp.slice(0, -1)}${n}`, ...more });
  const vcon = (...entries: AnyEntry[]): Vcon => exportVcon(documentOf(entries), { view: 'support', now: START, org: 'Acme', uuid: '01980c2e-6a10-8c55-9b1e-3f2a77d0c901' });

  it('the customer’s words as dialog, the summary as analysis, and neither again in the attachment', () => {
    const { dialog, analysis, attachments } = vcon(issue);
    expect(dialog[0]).toMatchObject({ type: 'text', parties: [0, 1], mediatype: 'text/plain', encoding: 'none', body: 'My line is dead.', application: 'phone', interaction_id: 'call-1' });
    expect(analysis[0]).toMatchObject({ type: 'summary', dialog: 0, vendor: 'say-once', body: 'No sync' });
    expect(JSON.stringify(attachments)).not.toMatch(/My line is dead|No sync/);
    expect(attachments[0]).toMatchObject({ purpose: 'say-once/journal', party: 2, dialog: 0 });
  });

  it('who takes part: the customer, the reps, the company', () => {
    const told = at(1, { kind: 'told', fact: 'email', value: 'ruth@example.com' });
    expect(vcon(issue, told).parties).toEqual([{ mailto: 'ruth@example.com', type: 'person', role: 'customer' }, { name: ANA.label, validation: 'none', role: 'agent' }, { type: 'organization', name: 'Acme', org: 'Acme' }]);
  });

  it('a hand-off that was taken, as a transfer between two conversations', () => {
    const { dialog, parties } = vcon(issue, at(7, { state: 'offered' }), at(8, { state: 'accepted', by: BEN, contact: 'call-2', at: START + 60_000 }));
    expect(dialog.at(-1)).toEqual({ type: 'transfer', start: new Date(START + 60_000).toISOString(), transferee: 0, transferor: 1, transfer_target: 2, original: 0, target_dialog: 1 });
    expect(parties[2]).toMatchObject({ name: BEN.label });
    expect(dialog[1]).not.toHaveProperty('body');
  });

  it('a hand-off that nobody took is none', () => {
    expect(vcon(issue, at(7, { state: 'offered' }), at(8, { state: 'declined' })).dialog).toHaveLength(1);
  });

  it('a version 8 UUID of the time', () => {
    expect(exportVcon(documentOf([]), { view: 'support', now: 0x0198_0c2e_6a10 }).uuid).toMatch(/^01980c2e-6a10-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/);
  });

  it('a UUID that is none is refused', async () => {
    expect(await codeOf(() => exportVcon(documentOf([]), { view: 'support', uuid: 'mine' }))).toBe('bad-vcon');
  });

  it('what a host adds is signed with the rest: a recording that lies elsewhere', async () => {
    const one = vcon(issue);
    const start = new Date(START).toISOString();
    one.dialog.push({ type: 'recording', start, duration: 61, parties: [0, 1], url: 'https://acme.example/1.wav', content_hash: 'sha512-x', mediatype: 'audio/x-wav' });
    expect((await importVcon(await signVcon(one, acme.signing), { customer: 'cus_1', pinned: [acme.pin] })).document.entries).toHaveLength(1);
  });

  const start = new Date(START).toISOString();
  it.each<[string, Vcon['dialog'][number]]>([
    ['an old name', { type: 'text', start, mimetype: 'text/plain' } as Vcon['dialog'][number]],
    ['a date without a zone', { type: 'text', start: '2026-11-21T09:00:00' }],
    ['a party that is not there', { type: 'text', start, parties: [9] }],
    ['a conversation that is not there', { type: 'transfer', start, transferee: 0, original: 9 }],
    ['a recording without its hash', { type: 'recording', start, url: 'https://acme.example/1.wav' }],
    ['a transfer with words in it', { type: 'transfer', start, body: 'Hello' }],
  ])('but not with %s', async (_, dialog) => {
    const one = vcon(issue);
    one.dialog.push(dialog);
    expect(await codeOf(() => signVcon(one, acme.signing))).toBe('bad-vcon');
  });

  it.each<[string, object]>([['an algorithm of other keys', { alg: 'RS256' }], ['nothing that says whose key it is', { x5c: undefined }]])('nor with %s', async (_, how) => {
    expect(await codeOf(() => signVcon(vcon(issue), { ...acme.signing, ...how }))).toBe('bad-option');
  });
});

describe('a view is cut before it leaves', () => {
  const answering = ['resolved', 'lowered', 'withdrawn', 'undone', 'struck', 'linked', 'unlinked', 'held', 'released'];
  const entries = SAMPLES.filter(({ kind }) => !answering.includes(kind)).map((entry, index): AnyEntry => {
    const { answers: _, ...rest }: AnyEntry & { answers?: unknown } = entry;
    return { ...rest, stamp: `${entry.stamp.slice(0, -2)}${10 + index}`, ...(entry.kind === 'flag' ? { until: START + 1 } : {}) };
  });
  const as = (view: Audience): string => JSON.stringify(exportVcon(documentOf(entries), { view, now: START }));

  it('a customer gets their facts, words and wish; no notes, no names of staff, no contacts, no proof', () => {
    const text = as('customer');
    for (const word of ['020 7946 0018', 'My line is dead.', '"reason":"wish"']) expect(text).toContain(word);
    for (const word of ['I call you back', 'No sync', 'No more calls', ANA.label ?? '?', ANA.id ?? '?', 'call-1', 'chain-1', 'q5', 'otp-sms', 'billing']) expect(text).not.toContain(word);
  });

  it('sales gets that there is a hold, in days, and nothing that was said', () => {
    const text = as('sales');
    expect(JSON.parse(text)).toMatchObject({ dialog: [{ type: 'text' }], attachments: [{ purpose: 'say-once/hold', body: { pitch: 'held', hold: { until: null } } }] });
    for (const word of ['7946', 'line', 'wish', 'cus_1', 'broadband', 'relieved', ANA.label ?? '?']) expect(text).not.toContain(word);
  });

  it('whatever the journal: nobody’s name, note, contact or receipt goes to the customer, and no word to sales', () => {
    fc.assert(
      fc.property(journals, (document) => {
        expect(JSON.stringify(exportVcon(document, { view: 'customer', now: START }))).not.toMatch(/"Ana"|"Ben"|rep-|did \d|contact-|chain-|otp-sms|bereavement|vulnerability|offer-|same voice/);
        expect(JSON.stringify(exportVcon(document, { view: 'sales', now: START, uuid: '01980c2e-6a10-8c55-9b1e-3f2a77d0c901' }))).not.toMatch(/"Ana"|rep-|cus_1|prov_|did \d|I need|4821|7946|Ruth|contact-|bereavement|vulnerability|wish/);
      }),
    );
  });

  it('an entry that is none is refused', async () => {
    expect(await codeOf(() => exportVcon(documentOf([{ kind: 'resolved' } as AnyEntry]), { view: 'support' }))).toBe('bad-entry');
  });

  it('nobody exports more than they know', async () => {
    expect(await codeOf(() => exportVcon(documentOf([], { audience: 'customer' }), { view: 'support' }))).toBe('not-allowed');
    expect(await codeOf(() => exportVcon(documentOf([], { audience: 'sales' }), { view: 'sales' }))).toBe('not-allowed');
  });
});

describe.skipIf(!existsSync(SHARED))('the working group’s own schemas', () => {
  it('pass every vCon that we write, in every view', () => {
    const ajv = new Ajv({ strict: false });
    formats.default(ajv);
    const [core, cc] = ['vcon_json_schema.json', 'cc_json_schema.json'].map((name) => ajv.compile(JSON.parse(readFileSync(path.join(SHARED, name), 'utf8'))));
    fc.assert(
      fc.property(journals, fc.constantFrom<Audience>('support', 'customer', 'sales'), (document, view) => {
        const written = overTheWire(exportVcon(document, { view, now: START }));
        expect(core?.(written), JSON.stringify(core?.errors)).toBe(true);
        expect(cc?.(written), JSON.stringify(cc?.errors)).toBe(true);
      }),
      { numRuns: 100 },
    );
  });
});
