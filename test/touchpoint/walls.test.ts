import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/model/entry.js';
import { saidIn } from '../support/said-in.js';
import { Company, DAY, emptied, HOUR, quiet, refusal } from './company.js';
import { until } from './desks.js';

const CARD = '4111 1111 1111 1111';
const WORDS = 'My mother Ada has passed away';

describe('invariant 3: secrets are never kept, and never sent', () => {
  it('what a form sends holds no card number, no PIN, no password: opened with the intake’s own key', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    const person = await page.person();
    await page.record(person, { kind: 'issue', words: `Charged twice on ${CARD}, my PIN is 4821` });
    await page.record(person, { kind: 'told', fact: 'account', value: CARD });
    await page.record(person, { kind: 'felt', felt: `my password is hunter2, card ${CARD.replaceAll(' ', '')}` });
    await expect(page.record(person, { kind: 'told', fact: 'cc-number', value: CARD })).rejects.toMatchObject({ code: 'secret-refused' });
    await expect(page.record(person, { kind: 'told', fact: 'security code', value: '737' })).rejects.toMatchObject({ code: 'secret-refused' });
    await expect(page.recordAll(person, [{ kind: 'told', fact: 'name', value: 'Ada' }, { kind: 'told', fact: 'new-password', value: 'hunter2' }])).rejects.toMatchObject({ code: 'secret-refused' });
    await until(async () => (await acme.mail('intake')).length === 3);
    const letters = saidIn(await acme.letters('intake'));
    expect(letters).toContain('Charged twice on [removed: card number]');
    for (const secret of ['4111', '1111', '4821', 'hunter2', '737', 'Ada']) expect(letters).not.toContain(secret);
    expect(saidIn((await acme.opened('customer')).entries)).not.toMatch(/4111|4821|hunter2|737/);
  });

  it('a page that was tampered with sends one all the same: it is cut out at the intake, and what stood beside it is kept', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const person = 'prov_0123456789abcdef';
    await acme.said(
      person,
      { kind: 'issue', words: `Charged twice on ${CARD}` },
      { kind: 'told', fact: 'pin', value: '4821' },
      { kind: 'told', fact: 'note', value: CARD },
      { kind: 'told', fact: 'colour', class: 'once', value: 'mauve-secret' },
      { kind: 'used', fact: 'card', value: CARD },
      { kind: 'told', fact: 'name', value: 'Ada' },
    );
    const context = await until(() => support.read(person), ({ issues }) => issues.length === 1);
    expect(context.issues[0]?.words).toBe('Charged twice on [removed: card number]');
    expect(context.facts.map(({ fact }) => fact)).toEqual(['name', 'note']);
    const lies = saidIn(await acme.opened('support'));
    for (const secret of ['4111', '4821', 'mauve-secret']) expect(lies).not.toContain(secret);
  });
});

/** What support writes about somebody, so that a call is held. */
const REASONS: Record<string, Draft> = {
  issue: { kind: 'issue', words: WORDS },
  complaint: { kind: 'issue', words: WORDS, topic: 'complaint' },
  bereavement: { kind: 'flag', flag: 'bereavement', reason: 'bereavement', words: WORDS, until: Date.UTC(2027, 0, 1), review: Date.UTC(2026, 11, 24) },
  wish: { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' },
  vulnerability: { kind: 'flag', flag: 'support-need', reason: 'vulnerability', words: WORDS },
  fraud: { kind: 'flag', flag: 'do-not-pitch', reason: 'fraud', words: WORDS },
};

/** Opaque by design: which cause, which stamp, which sender. Everything else must be alike, its length and its order too. */
const blind = (value: unknown): string =>
  JSON.stringify(value, (key, part: unknown) => (['stamp', 'cause', 'from_'].includes(key) || (key === 'from' && typeof part === 'string' && part.length === 12) ? `<${String(part).length}>` : part));

describe('invariant 4: a view is enforced where data leaves', () => {
  it('what lies in the exchange for sales holds no reason, no words, no ids, no hours and no names', async () => {
    const acme = await Company.make();
    const support = await acme.back();
    await support.recordAll('ada.okafor@mail.example', [
      { kind: 'told', fact: 'name', value: 'Ada Okafor' },
      { kind: 'told', fact: 'tel', value: '+44 20 7946 0946' },
      { kind: 'told', fact: 'account', value: '4821-77' },
      ...Object.values(REASONS),
      { kind: 'step', step: 'note', words: 'She cried on the phone' },
      { kind: 'felt', felt: 'Nobody listened' },
    ]);
    await until(async () => (await acme.mail('sales')).length > 0);
    const letters = (await acme.letters('sales')) as { kind: string; entries: Record<string, unknown>[] }[];
    const text = JSON.stringify(letters);
    const said = saidIn(letters);
    for (const word of ['Ada', 'Okafor', 'okafor', '7946', '4821', 'mother', 'passed', 'cried', 'listened', 'complaint', 'bereavement', 'wish', 'vulnerability', 'fraud', 'issue', 'flag', 'rep', 'support-1', 'Ana', 'words', 'topic', 'reason', 'label', 'contact', 'chain', 'channel'])
      expect(said).not.toContain(word);
    const held = letters.flatMap(({ entries }) => entries);
    expect(held).toHaveLength(6);
    for (const one of held) {
      expect(Object.keys(one)).toEqual(['kind', 'stamp', 'customer', 'at', 'by', 'cause', 'digests', 'from', 'until', 'review', 'scope']);
      expect((one['at'] as number) % DAY).toBe(0);
      expect(Number.parseInt((one['stamp'] as string).slice(0, 9), 36) % DAY).toBe(0);
      expect(one['by']).toEqual({ audience: 'support' });
      expect(one['from']).toBe('2026-11-21');
    }
    // Not even the digests that support finds somebody by.
    const { contexts } = await acme.opened('support');
    for (const { place, record } of contexts) for (const mark of [place, ...record.marks]) expect(text).not.toContain(mark);
  });

  it('two customers held for two reasons: byte for byte alike, in the exchange and in the sales store', async () => {
    const sent = new Map<string, string>();
    const kept = new Map<string, string>();
    const sizes = new Map<string, number[]>();
    for (const [reason, draft] of Object.entries(REASONS)) {
      const acme = await Company.make();
      const support = await acme.back();
      await support.record('cus_1', { kind: 'told', fact: 'tel', value: '+44 20 7946 0946' });
      await support.record('cus_1', draft);
      await until(async () => (await acme.mail('sales')).length === 1);
      const [letter] = (await acme.letters('sales')) as { entries: { customer: string; digests: string[] }[] }[];
      const [entry] = letter?.entries ?? [];
      const plain = (text: string): string => text.replaceAll(entry?.customer.slice(1) ?? '', '<who>').replaceAll(entry?.digests[0] ?? '', '<digest>');
      sent.set(reason, plain(blind(letter)));
      sizes.set(reason, (await acme.mail('sales')).map(({ sealed, subject }) => sealed.length + subject.length));
      const sales = await acme.open('sales');
      await until(() => sales.pitch({ customer: 'cus_1' }), ({ pitch }) => pitch === 'held');
      const { contexts, entries, outbox } = await acme.opened('sales');
      kept.set(reason, plain(blind([contexts.map(({ record: { box: _, rev: __, ...record }, memo }) => [record, memo]), entries, outbox])).replaceAll(/"seen":\[[^\]]*\]|"place":\[\d+,"\w+"\]/g, '«stamps»'));
    }
    expect([...new Set(sent.values())]).toHaveLength(1);
    expect(new Set(kept.values()).size, [...kept].join('\n')).toBe(1);
    expect([...new Set([...sizes.values()].map(String))]).toHaveLength(1);
  });

  it('what sales reads is the same for every reason, at every hour of the day', async () => {
    const views = new Set<string>();
    for (const [index, draft] of Object.values(REASONS).entries()) {
      const acme = await Company.make();
      acme.now.go(index * 2 * HOUR);
      const support = await acme.open('support');
      await support.record('cus_1', { kind: 'told', fact: 'tel', value: '+44 20 7946 0946' });
      await support.record('cus_1', draft);
      const sales = await acme.salesDesk();
      views.add(JSON.stringify([await sales.pitch({ phone: '+44 20 7946 0946' }), { ...(await sales.read('cus_1')), customer: '' }]));
    }
    expect([...views]).toEqual([[...views][0]]);
  });

  it('the sales store holds nobody’s name, number, id or word, and no more entries than holds', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.recordAll('cus_okafor', [
      { kind: 'told', fact: 'name', value: 'Ada Okafor' },
      { kind: 'told', fact: 'email', value: 'ada@mail.example' },
      { kind: 'issue', words: WORDS, topic: 'bereavement' },
    ]);
    const sales = await acme.salesDesk();
    await until(() => sales.pitch({ email: 'ADA@mail.example' }), ({ pitch }) => pitch === 'held');
    await support.record('cus_okafor', { kind: 'step', step: 'note', words: 'called back' });
    await quiet();
    const opened = await acme.opened('sales');
    expect(new Set(opened.entries.map(({ kind }) => kind))).toEqual(new Set(['held']));
    for (const word of ['okafor', 'Okafor', 'ada@', 'Ada', 'mother', 'bereavement', 'called']) expect(saidIn(opened)).not.toContain(word);
    // When holds came and went would tell why.
    const [{ customer } = { customer: '' }] = await sales.find({ email: 'ada@mail.example' });
    expect([await refusal(sales.history(customer)), await refusal(sales.export(customer))]).toEqual(['not-allowed', 'not-allowed']);
  });

  it('nor does a record of the sales store tell the hour at which a hold came', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record('cus_1', { kind: 'issue', words: 'Help' });
    const sales = await acme.salesDesk();
    await until(() => sales.read('cus_1'), ({ pitch }) => pitch === 'held');
    for (const { record } of (await acme.opened('sales')).contexts) expect(record.rev % DAY).toBeLessThan(100);
  });

  it('another cause of the same customer’s tells sales neither how many there are nor when the second began', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record('cus_1', { kind: 'issue', words: 'First' });
    const sales = await acme.salesDesk();
    const before = await until(() => sales.read('cus_1'), ({ pitch }) => pitch === 'held');
    acme.now.go(2 * HOUR);
    const { stamp } = await support.record('cus_1', { kind: 'flag', flag: 'support-need', reason: 'vulnerability' });
    await until(async () => (await acme.opened('sales')).entries.length === 2);
    expect(await sales.read('cus_1')).toEqual(before);
    await support.record('cus_1', { kind: 'lowered', answers: [stamp] });
    await until(async () => (await acme.opened('sales')).entries.length === 3);
    expect(await sales.read('cus_1')).toEqual(before);
  });

  it('what the customer reads holds no note, no flag and no name of ours', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    const person = await page.person();
    await page.recordAll(person, [{ kind: 'issue', words: 'Hello' }, { kind: 'told', fact: 'name', value: 'Ada' }]);
    const view = await page.read(person);
    expect(Object.keys(view).sort()).toEqual(['customer', 'facts', 'issues', 'repeats', 'wish']);
    expect(JSON.stringify(view)).not.toMatch(/"by"|label|flags|receipts|held/);
  });
});

describe('invariant 5: a number that matched is never «verified»', () => {
  it('a matching number is the level «matched», opens no action and confirms nothing', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.begin('cus_1', { channel: 'phone' });
    await support.record('cus_1', { kind: 'checked', method: 'ani-match', level: 'matched', goodFor: ['*'], until: acme.now() + HOUR });
    await support.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    const context = await support.read('cus_1');
    expect(context.facts[0]?.values[0]?.standing).toBe('claimed');
    const guide = support.guide(context, { action: 'billing' });
    expect(guide.level).toBe('matched');
    expect(guide.missing).toEqual([{ check: 'verified' }]);
    expect((await support.find({ account: '4821 77' }))[0]?.strength).toBe('unproven');
  });

  it('found by number, somebody is a candidate: no level, nothing linked, nothing confirmed', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.record('cus_1', { kind: 'told', fact: 'tel', value: '+44 20 7946 0946' });
    const person = 'prov_0123456789abcdef';
    await acme.said(person, { kind: 'told', fact: 'tel', value: '020 7946 0946' }, { kind: 'issue', words: 'Hello' });
    await emptied(acme, 'intake');
    expect(await support.find({ phone: '020 7946 0946' })).toEqual([
      { customer: 'cus_1', matchedOn: ['tel'], strength: 'unproven' },
      { customer: person, matchedOn: ['tel'], strength: 'unproven' },
    ]);
    for (const id of ['cus_1', person]) {
      const context = await support.read(id);
      expect(context.group).toEqual([id]);
      expect(support.guide(context, { chain: 'any' }).level).toBe('none');
    }
  });
});
