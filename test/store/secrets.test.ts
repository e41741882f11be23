import { describe, expect, it } from 'vitest';
import { openEnvelope } from '../../src/carry/envelope.js';
import type { Draft } from '../../src/model/entry.js';
import { databaseName } from '../../src/store/early.js';
import { keysOf } from '../../src/store/keys.js';
import { openBytes } from '../../src/store/keys.js';
import { fromUtf8 } from '../../src/store/bytes.js';
import type { Audience } from '../../src/model/entry.js';
import type { KeyRing } from '../../src/store/keys.js';
import { company, open } from '../touchpoint/desks.js';
import { hostRing, rawRead } from './support.js';

/** Everything of a store in clear: who holds the keys opens each record, as it lies there. */
async function inClear(name: string, audience: Audience, ring: KeyRing): Promise<string> {
  const keys = await keysOf(ring, name, audience, Date.now);
  const database = databaseName(name, audience);
  const texts: string[] = [];
  for (const { key, value } of await rawRead(database, 'contexts')) if (value.box !== undefined) texts.push(fromUtf8(await openBytes(keys, value.key, 'context', `${key as string}/${value.rev}`, value.box)));
  for (const { key, value } of await rawRead(database, 'journal')) {
    const [place, pos] = key as [string, number];
    texts.push(fromUtf8(await openBytes(keys, value.key, 'journal', `${place}/${-pos}`, value.box)));
  }
  for (const { key, value } of await rawRead(database, 'meta')) texts.push(JSON.stringify([key, value]));
  return texts.join('\n');
}

/** A carrier that never answers: what is sealed for others stays in the outbox. */
const dead = { name: 'dead', publish: () => Promise.reject(new Error('no line')), feed: () => new Promise<void>(() => {}), erase: async () => 0, close: () => {} };

/** What the public page has sealed to the intake, opened with the intake's key. */
async function outboxInClear(name: string): Promise<unknown[]> {
  const { intake } = await hostRing('support');
  if (intake?.privateKey === undefined) throw new Error('no key');
  const { privateKey: key } = intake;
  return Promise.all((await rawRead(databaseName(name, 'customer'), 'outbox')).map(({ value }) => openEnvelope({ company: name, box: 'intake' }, [{ id: 'i1', key }], value.sealed as string)));
}

/** Told in words or under a name: what must be nowhere, and where it was typed. */
const SLIPS: { secret: string; draft: Draft; refused?: true }[] = [
  { secret: '4111111111111111', draft: { kind: 'issue', words: 'I paid with 4111 1111 1111 1111 and nothing came.' } },
  { secret: '5500005555555559', draft: { kind: 'told', fact: 'account', value: '5500-0055-5555-5559' } },
  { secret: '378282246310005', draft: { kind: 'step', step: 'note', words: 'amex 3782 822463 10005, she read it out' } },
  { secret: '4012888888881881', draft: { kind: 'told', fact: 'shoe-size', value: 'it is 4012888888881881' } },
  // (Times and stamps lie there too: they hold any three or four digits once in a while.)
  { secret: '73915824', draft: { kind: 'issue', words: 'My PIN is 73915824 and it does not work.' } },
  { secret: 'hunter2-zz', draft: { kind: 'told', fact: 'password', value: 'hunter2-zz' }, refused: true },
  { secret: 'it is 9 3 7', draft: { kind: 'told', fact: 'cvv', value: 'it is 9 3 7' }, refused: true },
  { secret: '60488193', draft: { kind: 'told', fact: 'one-time-code', value: '60488193' }, refused: true },
  { secret: 'Schnauzer', draft: { kind: 'told', fact: 'security answer', value: 'Schnauzer' }, refused: true },
  { secret: 'Ottilie', draft: { kind: 'told', fact: 'family-dragon', value: 'Ottilie' }, refused: true }, // by the host's policy
  { secret: 'Kunigunde', draft: { kind: 'told', fact: 'anything', value: 'Kunigunde', class: 'once' }, refused: true }, // by who tells it
  { secret: '4222222222222', draft: { kind: 'flag', flag: 'do-not-pitch', reason: 'other', words: 'card 4222222222222' } },
  { secret: '6011111111111117', draft: { kind: 'felt', felt: '6011 1111 1111 1117' } },
];

const bare = (text: string): string => text.replaceAll(/[\s-]/g, '');
const policy = { facts: { 'family-dragon': { class: 'once' } } } as const;
const PUBLIC: ReadonlySet<string> = new Set(['told', 'issue', 'felt']);

describe('invariant 3: secrets are never kept', () => {
  it('on a desk: refused, or cut out with a marker, before anything is written', async () => {
    const name = company();
    const ring = await hostRing('support');
    const desk = await open(name, 'support', { keys: ring, policy });
    let refused = 0;
    for (const { draft, refused: whole } of SLIPS) {
      if (whole === true) {
        // Nothing that was recorded with it is written either.
        await expect(desk.recordAll('cus_1', [{ kind: 'felt', felt: 'beside it' }, draft])).rejects.toMatchObject({ code: 'secret-refused' });
        refused++;
      } else {
        const [recorded] = await desk.recordAll('cus_1', [draft]);
        expect(recorded).toMatchObject({ saved: true });
        expect(recorded?.cut, JSON.stringify(draft)).toHaveLength(1);
      }
    }
    const lies = bare(await inClear(name, 'support', ring));
    expect(lies).toContain('ipaidwith'.replace('i', 'I')); // it is the journal that is read here
    for (const { secret } of SLIPS) expect(lies, secret).not.toContain(bare(secret));
    expect(lies).not.toContain('besideit');
    expect((await desk.history('cus_1', { limit: 500 })).entries).toHaveLength(SLIPS.length - refused);
    expect(bare(JSON.stringify(await desk.export('cus_1')))).not.toContain('4111111111111111');
  });

  it('on a public page: neither in its store, nor in what it seals for support', async () => {
    const name = company();
    const ring = await hostRing('customer');
    const page = await open(name, 'customer', { keys: ring, policy, carriers: [dead] });
    const person = await page.person();
    const slips = SLIPS.filter(({ draft }) => PUBLIC.has(draft.kind));
    for (const { draft, refused } of slips) {
      if (refused === true) await expect(page.record(person, draft)).rejects.toMatchObject({ code: 'secret-refused' });
      else await page.record(person, draft);
    }
    const sealed = bare(JSON.stringify(await outboxInClear(name)));
    const lies = bare(await inClear(name, 'customer', ring));
    expect(sealed).toContain('Ipaidwith');
    for (const { secret } of slips) {
      expect(lies, secret).not.toContain(bare(secret));
      expect(sealed, secret).not.toContain(bare(secret));
    }
  });

  it('what is kept in memory because there is no room, or no storage, is cut as well', async () => {
    const name = company();
    const ring = await hostRing('support');
    const desk = await open(name, 'support', { keys: { ...ring, support: (ring.support ?? []).map((key) => ({ ...key, until: Date.now() + 300 })) } });
    await desk.record('cus_1', { kind: 'felt', felt: 'fine' });
    await new Promise((later) => setTimeout(later, 350)); // the key has ended: nothing can be written any more
    expect(await desk.record('cus_1', { kind: 'issue', words: 'my card 4111 1111 1111 1111' })).toMatchObject({ saved: false, cut: ['card-number'] });
    expect(bare(JSON.stringify([await desk.read('cus_1'), await desk.history('cus_1'), await desk.export('cus_1')]))).not.toContain('4111111111111111');
  });

  it('out of a document: cut, or refused with the whole document', async () => {
    const name = company();
    const ring = await hostRing('support');
    const desk = await open(name, 'support', { keys: ring, policy });
    const elsewhere = await open(`${name}-2`, 'support');
    await elsewhere.recordAll('cus_1', [{ kind: 'step', step: 'note', words: 'note' }, { kind: 'told', fact: 'hat', value: 'hat' }]);
    const document = await elsewhere.export('cus_1');
    const [first, second] = document.entries;
    const withEntries = (...entries: object[]): unknown => ({ ...document, entries });

    await desk.import(withEntries({ ...first, words: 'card 4111 1111 1111 1111', unheardOf: { deep: ['5500 0055 5555 5559'] } }, { ...second, fact: 'pin', value: '73915824' }));
    for (const fact of [{ fact: 'family-dragon', value: 'Ottilie' }, { fact: 'hat', value: 'Kunigunde', class: 'once' }]) {
      await expect(desk.import(withEntries({ ...second, ...fact, stamp: `0${second?.stamp.slice(1)}` }))).rejects.toMatchObject({ code: 'secret-refused' });
    }
    const lies = bare(await inClear(name, 'support', ring));
    for (const secret of ['4111111111111111', '5500005555555559', '73915824', 'Ottilie', 'Kunigunde']) expect(lies).not.toContain(secret);
    expect((await desk.read('cus_1')).entries).toBe(2);
  });

  it('what slipped through is struck: journal and context hold it no more, and the reason given is cut too', async () => {
    const name = company();
    const ring = await hostRing('support');
    const desk = await open(name, 'support', { keys: ring });
    await desk.record('cus_2', { kind: 'felt', felt: 'of the other' });
    await desk.link('cus_1', 'cus_2', { because: 'same voice' });
    const slip = await desk.recordAll('cus_1', [{ kind: 'told', fact: 'name', value: 'blue-giraffe-99' }, { kind: 'issue', words: 'the word is blue-giraffe-99' }, { kind: 'step', step: 'note', words: 'blue-giraffe-99 again' }]);
    for (const { stamp } of slip) await desk.strike(stamp, 'cus_2', { because: 'a code word; and the card was 4111 1111 1111 1111' });
    const lies = await inClear(name, 'support', ring);
    expect(lies).not.toContain('giraffe');
    expect(bare(lies)).not.toContain('4111111111111111');
    expect(lies).toContain('a code word');
    for (const id of ['cus_1', 'cus_2']) expect(JSON.stringify([await desk.read(id), await desk.history(id)])).not.toContain('giraffe');
    expect((await desk.history('cus_1')).entries.filter(({ kind }) => kind === 'struck')).toHaveLength(6);
    await expect(desk.strike('0'.repeat(24), 'cus_1')).rejects.toMatchObject({ code: 'unknown-stamp' });
  });

  it('what slipped through into memory only, is struck there', async () => {
    const name = company();
    const ring = await hostRing('support');
    const desk = await open(name, 'support', { keys: { ...ring, support: (ring.support ?? []).map((key) => ({ ...key, until: Date.now() + 300 })) } });
    await desk.record('cus_1', { kind: 'felt', felt: 'fine' });
    await new Promise((later) => setTimeout(later, 350));
    const { stamp } = await desk.record('cus_1', { kind: 'issue', words: 'blue-giraffe-99' });
    expect(desk.state.unsaved).toBe(1);
    await desk.strike(stamp, 'cus_1');
    expect(desk.state.unsaved).toBe(0);
    expect(JSON.stringify([await desk.read('cus_1'), await desk.history('cus_1')])).not.toContain('giraffe');
  });
});
