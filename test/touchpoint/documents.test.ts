import { describe, expect, it } from 'vitest';
import type { AnyEntry } from '../../src/model/entry.js';
import type { ExportDocument } from '../../src/touchpoint/types.js';
import { saidIn } from '../support/said-in.js';
import { Company, emptied, HOUR, MINUTE, PROV, refusal } from './company.js';
import { until } from './desks.js';

const ADA = PROV('ada');

async function told(acme: Company): Promise<Awaited<ReturnType<Company['back']>>> {
  const support = await acme.open('support');
  await support.begin('cus_1', { channel: 'phone' });
  await support.recordAll('cus_1', [
    { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: acme.now() + HOUR },
    { kind: 'told', fact: 'name', value: 'Ada Okafor' },
    { kind: 'told', fact: 'tel', value: '+44 20 7946 0946' },
    { kind: 'issue', words: 'Help' },
    { kind: 'issue', words: 'Solved' },
    { kind: 'flag', flag: 'support-need', reason: 'vulnerability' },
  ]);
  await support.record('cus_1', { kind: 'resolved', answers: [(await support.read('cus_1')).issues.find(({ words }) => words === 'Solved')?.stamp ?? ''] });
  await acme.said(ADA, { kind: 'told', fact: 'email', value: 'ada@mail.example' }, { kind: 'issue', words: 'From the form' });
  await emptied(acme, 'intake');
  await support.link('cus_1', ADA, { because: 'she said so' });
  return support;
}

/** A profile of its own: the same company and keys, and nothing in it yet. */
async function elsewhere(acme: Company, support: { close(options: { wipe: boolean; force: boolean }): Promise<void> }): Promise<Awaited<ReturnType<Company['back']>>> {
  await support.close({ wipe: true, force: true });
  return acme.open('support');
}

const changed = (document: ExportDocument, change: (entry: AnyEntry) => object): ExportDocument => ({ ...document, entries: document.entries.map((entry) => ({ ...entry, ...change(entry) })) });

describe('export and import: one JSON document', () => {
  it('a round trip through JSON gives the same document, the same contexts and the same authors', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const [document, one, other] = [await support.export('cus_1'), await support.read('cus_1'), await support.read(ADA)];
    const again = await elsewhere(acme, support);
    expect(await again.import(JSON.parse(JSON.stringify(document)))).toEqual({ added: document.entries.length });
    expect(await again.export('cus_1')).toEqual(document);
    expect(await again.read('cus_1')).toEqual(one);
    expect(await again.read(ADA)).toEqual(other);
    expect(await again.find({ email: 'ADA@mail.example' })).toEqual([{ customer: 'cus_1', matchedOn: ['email'], strength: 'unproven' }]);
  });

  it('written by a seat without a name, in a contact without a channel, it comes back all the same', async () => {
    const acme = await Company.make();
    const support = await acme.open('support', { as: { audience: 'support', id: '', label: '' } });
    await support.begin('cus_1', { channel: '' });
    await support.record('cus_1', { kind: 'issue', words: 'Help' });
    const document = await support.export('cus_1');
    const again = await elsewhere(acme, support);
    expect(await again.import(document)).toEqual({ added: 2 });
  });

  it('importing twice is importing once, also over what is there', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const document = await support.export('cus_1');
    expect(await support.import(document)).toEqual({ added: 0 });
    const again = await elsewhere(acme, support);
    await again.import(document);
    expect(await again.import(document)).toEqual({ added: 0 });
    expect((await again.export('cus_1')).entries).toHaveLength(document.entries.length);
  });

  it('from either of the linked it holds both, and from either of two that were unlinked it holds that one, and comes back', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const [one, two] = [await support.export('cus_1'), await support.export(ADA)];
    expect(one.entries).toEqual(two.entries);
    await support.unlink('cus_1', ADA, { because: 'two people' });
    const documents = [await support.export(ADA), await support.export('cus_1')];
    expect(documents.map(({ group }) => group)).toEqual([[ADA], ['cus_1']]);
    expect(JSON.stringify(documents[0])).not.toContain('Okafor');
    const contexts = [await support.read(ADA), await support.read('cus_1')];
    const again = await elsewhere(acme, support);
    for (const document of documents) await again.import(document);
    expect([await again.read(ADA), await again.read('cus_1')]).toEqual(contexts);
  });

  it('what is held for it is told to sales, as if it had been recorded', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const document = await support.export('cus_1');
    const again = await elsewhere(acme, support);
    const sales = await acme.salesDesk();
    await again.import(document);
    await until(() => sales.pitch({ phone: '020 7946 0946' }), ({ pitch }) => pitch === 'held');
  });

  it('a customer’s document comes back on the customer’s page, with what was withdrawn still withdrawn', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    const person = await page.person();
    const [name] = await page.recordAll(person, [{ kind: 'told', fact: 'name', value: 'Ada' }, { kind: 'issue', words: 'Help' }]);
    await page.record(person, { kind: 'withdrawn', answers: [name?.stamp ?? ''] });
    const document = await page.export(person);
    await page.close({ wipe: true, force: true });
    const again = await acme.open('customer');
    expect(await again.import(document)).toEqual({ added: 3 });
    expect(await again.read(person)).toMatchObject({ facts: [], issues: [{ words: 'Help', mine: true }] });
  });

  it('it holds no secret, even if one slipped into the journal before there was a rule for it', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const entry = { kind: 'step', step: 'note', words: 'x', stamp: acme.stamp(), customer: 'cus_1', at: acme.now(), by: { audience: 'support' } } as const;
    const document = { format: 'say-once/export', version: 1, audience: 'support', customer: 'cus_1', group: ['cus_1'], entries: [{ ...entry, words: 'card 4111 1111 1111 1111' }], proof: '' };
    await support.import(document);
    expect(saidIn([await support.export('cus_1'), await support.history('cus_1')])).not.toContain('4111');
  });
});

describe('a document proves itself, or loses its authors (docs/decisions/0009)', () => {
  it('one word changed: everything in it is as if whoever imports it had recorded it', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const document = await support.export('cus_1');
    const again = await elsewhere(acme, support);
    await again.close();
    const ben = await acme.open('support', { as: { audience: 'support', id: 'rep-22', label: 'Ben' } });
    await ben.import(changed(document, (entry) => ('words' in entry ? { words: `${String(entry.words)}!` } : {})));
    for (const { by, kind } of (await ben.export('cus_1')).entries) expect(by, kind).toMatchObject(kind === 'linked' ? { audience: 'customer' } : { audience: 'support', id: 'rep-22' });
  });

  it('a forged link joins nobody, neither inside the document nor with somebody it does not name', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    for (const id of ['cus_1', 'cus_2', 'cus_3']) await support.record(id, { kind: 'issue', words: `Of ${id}` });
    const before = await Promise.all(['cus_1', 'cus_2', 'cus_3'].map((id) => support.read(id)));
    const link = { kind: 'linked', because: 'forged', stamp: acme.stamp(), customer: 'cus_2', at: acme.now(), by: { audience: 'support', id: 'rep-17' } };
    const forged = (group: string[], other: string): object => ({ format: 'say-once/export', version: 1, audience: 'support', customer: 'cus_2', group, entries: [{ ...link, stamp: acme.stamp(), with: other }], proof: 'x' });
    await support.import(forged(['cus_2'], 'cus_1'));
    await support.import(forged(['cus_2', 'cus_3'], 'cus_3'));
    const after = await Promise.all(['cus_1', 'cus_2', 'cus_3'].map((id) => support.read(id)));
    expect(after.map(({ group }) => group)).toEqual([['cus_1'], ['cus_2'], ['cus_3']]);
    expect(after.map(({ issues }) => issues)).toEqual(before.map(({ issues }) => issues));
    expect(after[0]?.entries).toBe(1);
  });

  it('a link under the stamp of what a rep said to somebody else joins nobody, nor does one that names one side alone', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    for (const id of ['cus_2', 'cus_3']) await support.record(id, { kind: 'issue', words: `Of ${id}` });
    const { stamp } = await support.record('cus_1', { kind: 'felt', felt: 'fine' });
    const { stamp: linked } = await support.link('cus_3', 'cus_4', { because: 'same voice' });
    await support.unlink('cus_3', 'cus_4');
    const forged = (group: string[], entry: object): object => ({ format: 'say-once/export', version: 1, audience: 'support', customer: 'cus_2', group, entries: [{ kind: 'linked', because: 'forged', at: acme.now(), by: { audience: 'support' }, ...entry }], proof: 'x' });
    await support.import(forged(['cus_2', 'cus_3', 'cus_1'], { stamp, customer: 'cus_2', with: 'cus_3' }));
    await support.import(forged(['cus_2', 'cus_3'], { stamp: linked, customer: 'cus_3', with: 'cus_2' })).catch(() => {});
    await support.import(forged(['cus_2'], { stamp: linked, customer: 'cus_3', with: 'cus_2' })).catch(() => {});
    expect(await Promise.all(['cus_1', 'cus_2', 'cus_3', 'cus_4'].map(async (id) => (await support.read(id)).group))).toEqual([['cus_1'], ['cus_2'], ['cus_3'], ['cus_4']]);
  });

  it('a forged striking strikes nothing, a forged withdrawal takes nothing back, a forged unlinking parts nobody', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const before = await support.read('cus_1');
    const targets = (await support.export('cus_1')).entries.map(({ stamp }) => stamp);
    const entry = (more: object): object => ({ stamp: acme.stamp(), customer: 'cus_1', at: acme.now(), by: { audience: 'support', id: 'rep-17' }, answers: targets, ...more });
    await support.import({ format: 'say-once/export', version: 1, audience: 'support', customer: 'cus_1', group: ['cus_1', ADA], proof: '', entries: [entry({ kind: 'struck' }), entry({ kind: 'withdrawn', by: { audience: 'customer', id: ADA } }), entry({ kind: 'withdrawn', customer: ADA, forget: true, by: { audience: 'customer', id: ADA } }), entry({ kind: 'unlinked', with: ADA })] });
    const after = await support.read('cus_1');
    expect(after).toMatchObject({ group: before.group, issues: before.issues, facts: before.facts, flags: before.flags });
  });

  it('of another company it comes in as the importer’s word; its checks prove nothing here', async () => {
    const [acme, globex] = [await Company.make(), await Company.make()];
    const document = await (await told(globex)).export('cus_1');
    const support = await acme.open('support');
    await support.import(document);
    const context = await support.read('cus_1');
    expect(context.facts.every(({ values }) => values.every(({ by }) => by.id === 'support-1'))).toBe(true);
    expect(context.group).toEqual(['cus_1']);
    const guide = support.guide(context, { action: 'billing' });
    expect(guide.level).toBe('none');
    expect(guide.missing).toEqual([{ check: 'verified' }]);
  });

  it('support reading in a customer’s document does not make the customer’s word sure', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer', { keys: { customer: acme.customer } });
    const person = await page.person();
    await page.recordAll(person, [{ kind: 'told', fact: 'account', value: '4821-77' }, { kind: 'issue', words: 'Help' }]);
    const document = await page.export(person);
    const support = await acme.open('support');
    await support.begin(person, { channel: 'email' });
    await support.record(person, { kind: 'checked', method: 'otp-sms', level: 'strong', goodFor: ['*'], until: acme.now() + HOUR });
    await support.import(document);
    expect((await support.read(person)).facts[0]?.values[0]).toMatchObject({ standing: 'claimed', by: { audience: 'support', id: 'support-1' } });
  });

  it('a customer’s page takes in of a company’s document nothing that only the company may say, and the rest as its own claims', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const document = await support.export('cus_1');
    const page = await acme.open('customer');
    expect(await refusal(page.import(document))).toBe('not-allowed');
    await page.import({ ...document, entries: document.entries.filter(({ kind }) => kind === 'told' || kind === 'issue') });
    const view = await page.read('cus_1');
    expect(view.facts.every(({ mine, standing }) => mine && standing === 'claimed')).toBe(true);
  });

  it('what is here already keeps its author, whoever reads it in again', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const document = await support.export('cus_1');
    const before = await support.read('cus_1');
    const ben = await acme.open('support', { as: { audience: 'support', id: 'rep-22', label: 'Ben' } });
    expect(await ben.import({ ...document, proof: 'lost' })).toEqual({ added: 0 });
    expect(await ben.read('cus_1')).toEqual(before);
  });
});

describe('every border refuses: what a document may not be', () => {
  it.each([
    ['nothing', undefined], ['a number', 5], ['a text', 'say-once/export'], ['a list', []], ['of another format', { format: 'vcon' }], ['of a later version', { format: 'say-once/export', version: 2 }],
    ['without entries', { format: 'say-once/export', version: 1, audience: 'support', customer: 'cus_1', group: [] }],
    ['of no audience', { format: 'say-once/export', version: 1, audience: 'auditor', customer: 'cus_1', group: [], entries: [] }],
    ['of a group of numbers', { format: 'say-once/export', version: 1, audience: 'support', customer: 'cus_1', group: [5], entries: [] }],
  ])('%s: bad-document', async (_, value) => {
    const acme = await Company.make();
    const support = await acme.open('support');
    expect(await refusal(support.import(value))).toBe('bad-document');
  });

  it('in a circle, deeper than any, or a trap: bad-document', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const frame = { format: 'say-once/export', version: 1, audience: 'support', customer: 'cus_1', group: ['cus_1'], proof: 'x' };
    const circle: unknown[] = [];
    circle.push(circle);
    let deep: unknown = [];
    for (let i = 0; i < 50_000; i++) deep = [deep];
    const trap = { get format(): string { throw new Error('boo'); } };
    for (const value of [{ ...frame, entries: circle }, { ...frame, entries: [deep] }, trap]) expect(await refusal(support.import(value))).toBe('bad-document');
    let nested: unknown = 'x';
    for (let i = 0; i < 300; i++) nested = { nested };
    const entry = { kind: 'issue', words: 'x', stamp: acme.stamp(), customer: 'cus_1', at: acme.now(), by: { audience: 'support' }, nested };
    expect(await refusal(support.import({ ...frame, entries: [entry] }))).toBe('bad-entry');
    expect((await support.read('cus_1')).entries).toBe(0);
  });

  it('an unknown kind is kept, and carried untouched', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const entry = { kind: 'blessed', by: { audience: 'support', id: 'support-1', label: 'Ana' }, stamp: acme.stamp(), customer: 'cus_1', at: acme.now(), halo: { size: 3, of: ['gold', null] } };
    await support.import({ format: 'say-once/export', version: 1, audience: 'support', customer: 'cus_1', group: ['cus_1'], entries: [entry], proof: '' });
    await support.record('cus_1', { kind: 'issue', words: 'Help' });
    const document = await support.export('cus_1');
    expect(document.entries[0]).toEqual(entry);
    const again = await elsewhere(acme, support);
    await again.import(document);
    expect(await again.export('cus_1')).toEqual(document);
    expect((await again.history('cus_1')).entries[1]).toEqual(entry);
    expect((await again.read('cus_1')).entries).toBe(2);
  });

  it('what is recorded by hand is not dated over five minutes from now', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    expect(await refusal(support.record('cus_1', { kind: 'issue', words: 'x', at: acme.now() + 6 * MINUTE }))).toBe('stamp-ahead');
    expect(await support.record('cus_1', { kind: 'issue', words: 'x', at: acme.now() + 4 * MINUTE })).toMatchObject({ saved: true });
  });

  it('one bad entry among good ones: nothing is read in', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const document = await support.export('cus_1');
    const again = await elsewhere(acme, support);
    const one = document.entries[1] as AnyEntry;
    const bad: [string, object][] = [
      ['bad-entry', { ...one, stamp: 'x' }],
      ['bad-document', { ...one, customer: 'cus_9' }],
      ['stamp-ahead', { ...one, stamp: acme.stamp(acme.now() + 6 * MINUTE) }],
      ['stamp-ahead', { ...one, stamp: acme.stamp(), at: acme.now() + 6 * MINUTE }],
      ['stamp-reused', { ...one, at: one.at - 1 }],
      ['bad-entry', { ...one, customer: '#digest' }],
      ['not-allowed', { kind: 'held', cause: 'c', digests: [], from: '2026-11-21', until: null, review: '2026-11-28', scope: {}, stamp: acme.stamp(), customer: 'cus_1', at: 1, by: { audience: 'support' } }],
      ['secret-refused', { ...one, kind: 'told', fact: 'colour', class: 'once', value: 'mauve', stamp: acme.stamp() }],
      ['too-large', { ...one, kind: 'issue', words: 'x'.repeat(200_001), stamp: acme.stamp() }],
    ];
    for (const [code, entry] of bad) expect(await refusal(again.import({ ...document, group: [...document.group, '#digest'], entries: [...document.entries, entry] })), code).toBe(code);
    expect((await again.read('cus_1')).entries).toBe(0);
  });
});

describe('a mistake that must not stay is struck', () => {
  const SECRET = 'the code word is bluebird';

  it('its text is gone from context, history, export and disk; a stub stays in its place', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const { stamp } = await support.record('cus_1', { kind: 'issue', words: SECRET });
    await support.strike(stamp, 'cus_1', { because: 'a password slipped through' });
    const everywhere = [await support.read('cus_1'), await support.read(ADA), await support.history('cus_1', { limit: 100 }), await support.export('cus_1'), await acme.opened('support')];
    expect(JSON.stringify(everywhere)).not.toContain('bluebird');
    const { entries } = await support.history('cus_1', { limit: 100 });
    expect(entries.find((entry) => entry.stamp === stamp)).toMatchObject({ kind: 'struck', was: 'issue' });
    expect(entries[0]).toMatchObject({ kind: 'struck', answers: [stamp], because: 'a password slipped through' });
  });

  it('from the form, linked: struck from the linked customer’s card, whoever’s journal it stands in', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    await acme.said(ADA, { kind: 'issue', words: SECRET });
    const issue = await until(async () => (await support.read('cus_1')).issues.find(({ words }) => words === SECRET), (one) => one !== undefined);
    await support.strike(issue?.stamp ?? '', 'cus_1');
    expect(JSON.stringify([await support.read(ADA), await acme.opened('support')])).not.toContain('bluebird');
  });

  it('the original coming again by import or by envelope is passed over without a word, and stays struck', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const letter = await acme.sealed('intake', { v: 1, kind: 'said', customer: ADA, entries: [acme.raw(ADA, { kind: 'issue', words: SECRET })] });
    await acme.post('intake', letter);
    const issue = await until(async () => (await support.read('cus_1')).issues.find(({ words }) => words === SECRET), (one) => one !== undefined);
    const before = await support.export('cus_1');
    await support.strike(issue?.stamp ?? '', 'cus_1');
    expect(await support.import(before)).toEqual({ added: 0 });
    expect(await support.import({ ...before, proof: '' })).toEqual({ added: 0 });
    await acme.post('intake', letter);
    await emptied(acme, 'intake');
    expect(support.state.refused).toBeUndefined();
    expect(JSON.stringify(await acme.opened('support'))).not.toContain('bluebird');
  });

  it('the stub travels: where the export comes in, the original is refused too', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const { stamp } = await support.record('cus_1', { kind: 'issue', words: SECRET });
    const before = await support.export('cus_1');
    await support.strike(stamp, 'cus_1');
    const after = await support.export('cus_1');
    const again = await elsewhere(acme, support);
    await again.import(after);
    await again.import(before);
    expect(JSON.stringify(await acme.opened('support'))).not.toContain('bluebird');
    expect(await again.export('cus_1')).toEqual(after);
  });

  it('where the original stood already, a stub that comes in takes it out', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const { stamp } = await support.record('cus_1', { kind: 'issue', words: SECRET });
    const before = await support.export('cus_1');
    await support.strike(stamp, 'cus_1');
    const after = await support.export('cus_1');
    const again = await elsewhere(acme, support);
    await again.import(before);
    await again.import(after);
    expect(JSON.stringify(await acme.opened('support'))).not.toContain('bluebird');
    expect(await again.export('cus_1')).toEqual(after);
  });

  it('a forged stub takes nothing out, and stands in the way of nothing that comes later', async () => {
    const acme = await Company.make();
    const support = await told(acme);
    const document = await support.export('cus_1');
    const forged = { ...document, entries: document.entries.map((entry) => ({ kind: 'struck', was: entry.kind, answers: [], stamp: entry.stamp, customer: entry.customer, at: entry.at, by: entry.by })) };
    await support.import(forged);
    expect(await support.export('cus_1')).toEqual(document);
    const again = await elsewhere(acme, support);
    await again.import(forged);
    await again.import(document);
    expect(await again.export('cus_1')).toEqual(document);
  });

  it('its hold goes from the sales desk, and an identifier in it finds nobody any more', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const sales = await acme.salesDesk();
    const [number] = await support.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '9999-99' }]);
    const { stamp } = await support.record('cus_1', { kind: 'issue', words: SECRET });
    await until(() => sales.pitch({ account: '9999 99' }), ({ pitch }) => pitch === 'held');
    await support.strike(number?.stamp ?? '', 'cus_1');
    expect(await support.find({ account: '9999-99' })).toEqual([]);
    await until(() => sales.pitch({ account: '9999 99' }), ({ pitch }) => pitch === 'clear');
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('held');
    await support.strike(stamp, 'cus_1');
    await until(() => sales.pitch({ customer: 'cus_1' }), ({ pitch }) => pitch === 'clear');
  });

  it('of somebody else’s journal, or of none, nothing is struck', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const { stamp } = await support.record('cus_1', { kind: 'issue', words: 'Help' });
    expect(await refusal(support.strike(stamp, 'cus_2'))).toBe('unknown-stamp');
    expect(await refusal(support.strike(acme.stamp(), 'cus_1'))).toBe('unknown-stamp');
    expect((await support.read('cus_1')).issues).toHaveLength(1);
  });

  it('another tab’s card loses it at once', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const other = await acme.open('support');
    const { stamp } = await support.record('cus_1', { kind: 'issue', words: SECRET });
    const seen: string[] = [];
    const stop = other.watch('cus_1', (context) => void seen.push(JSON.stringify(context)));
    await until(() => seen.at(-1)?.includes('bluebird') === true);
    await support.strike(stamp, 'cus_1');
    await until(() => seen.at(-1)?.includes('bluebird') === false);
    stop();
  });
});
