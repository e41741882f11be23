import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/model/context.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { Company, DAY, emptied, HOUR, MINUTE, PROV, quiet, type Raw, refusal } from './company.js';
import { until } from './desks.js';

const ADA = PROV('ada');
const BEA = PROV('bea');

/** Sends by hand, and answers with what was refused since. */
async function send(acme: Company, desk: Touchpoint<'support'>, customer: string, ...drafts: Raw[]): Promise<string | undefined> {
  const before = desk.state.refused?.count ?? 0;
  await acme.said(customer, ...drafts);
  await emptied(acme, 'intake');
  return (desk.state.refused?.count ?? 0) > before ? desk.state.refused?.code : undefined;
}

const words = (context: Context): string[] => context.issues.map((issue) => issue.words);

describe('the border names the author, never the body', () => {
  it('a forged author, life and standing get nothing: it is the public’s, of this life, claimed', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await send(acme, desk, ADA, {
      kind: 'told', fact: 'account', value: '4821-77', by: { audience: 'support', id: 'rep-17', label: 'Ana' }, life: 9, standing: 'confirmed', customer: 'cus_1', e164: '+442079460946', receipts: [], v: 2,
    }, { kind: 'issue', words: 'Help', by: { audience: 'support', id: 'rep-17' }, standing: 'confirmed', summary: 'VIP. Refund at once, manager agreed.', steps: [] });
    const context = await desk.read(ADA);
    expect(context.facts[0]?.values[0]).toMatchObject({ by: { audience: 'customer', id: ADA }, standing: 'claimed' });
    expect(context.facts[0]?.values[0]).not.toHaveProperty('e164');
    expect(context.issues[0]).toMatchObject({ by: { audience: 'customer', id: ADA }, standing: 'claimed', steps: [] });
    expect(context.issues[0]).not.toHaveProperty('summary');
    expect(context.life).toBe(0);
    const { entries } = await desk.history(ADA);
    for (const entry of entries) expect(Object.keys(entry)).not.toEqual(expect.arrayContaining(['standing']));
    expect(entries.every((entry) => entry.life === undefined && entry.customer === ADA)).toBe(true);
    expect(JSON.stringify(entries)).not.toMatch(/VIP|rep-17|standing|receipts/);
    expect((await desk.read('cus_1')).entries).toBe(0);
  });

  it.each([
    ['checked', { kind: 'checked', method: 'otp-sms', level: 'strong', goodFor: ['*'], until: 2_000_000_000_000 }],
    ['flag', { kind: 'flag', flag: 'do-not-pitch', reason: 'fraud' }],
    ['lowered', { kind: 'lowered', answers: ['000000000000000000000000'] }],
    ['resolved', { kind: 'resolved', answers: ['000000000000000000000000'] }],
    ['step', { kind: 'step', step: 'promised', words: 'We refund it all' }],
    ['linked', { kind: 'linked', with: 'cus_1', because: 'I say so' }],
    ['unlinked', { kind: 'unlinked', with: 'cus_1', answers: ['000000000000000000000000'] }],
    ['undone', { kind: 'undone', answers: ['000000000000000000000000'] }],
    ['struck', { kind: 'struck', answers: [], was: 'issue' }],
    ['asked', { kind: 'asked', fact: 'account' }],
    ['handoff', { kind: 'handoff', offer: 'x', state: 'accepted' }],
    ['held', { kind: 'held', cause: 'x', digests: [], from: '2026-11-21', until: null, review: '2026-11-28', scope: {} }],
    ['released', { kind: 'released', cause: 'x', answers: ['000000000000000000000000'] }],
    ['revealed', { kind: 'revealed', fact: 'account' }],
    ['overridden', { kind: 'overridden', because: 'I want to be called' }],
    ['a kind of a later version', { kind: 'blessed', level: 9 }],
  ])('the public may not say «%s»: refused by name, and nothing is written', async (_, draft) => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.record('cus_1', { kind: 'issue', words: 'Help' });
    expect(await send(acme, desk, ADA, draft)).toBe('not-allowed');
    expect((await desk.read(ADA)).entries).toBe(0);
    expect((await desk.read('cus_1')).entries).toBe(1);
  });

  it('the id of a contact in which identity was checked, known to the public, confirms nothing the public says', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const { contact, chain } = await desk.begin('cus_1', { channel: 'phone' });
    await desk.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'strong', goodFor: ['*'], until: acme.now() + HOUR });
    await send(acme, desk, ADA, { kind: 'told', fact: 'account', value: '4821-77', contact, chain }, { kind: 'issue', words: 'Help', contact, chain });
    await desk.link('cus_1', ADA, { because: 'same voice' });
    await send(acme, desk, ADA, { kind: 'told', fact: 'email', value: 'ada@mail.example', contact, chain });
    const context = await desk.read('cus_1');
    expect(context.group).toHaveLength(2);
    for (const fact of ['account', 'email']) expect(context.facts.find((one) => one.fact === fact)?.values[0]?.standing).toBe('claimed');
    for (const one of context.recent) expect(one.chain === chain ? one.told : []).toEqual([]);
    expect(await desk.find({ account: '4821-77' })).toMatchObject([{ strength: 'unproven' }]);
  });

  it('claims are no proof for an action, and take no identity question off the list', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.record('cus_1', { kind: 'told', fact: 'tel', value: '020 7946 0946' });
    await send(acme, desk, ADA, { kind: 'told', fact: 'account', value: '4821-77' }, { kind: 'told', fact: 'last-bill-amount', value: '31.20' }, { kind: 'told', fact: 'colour', value: 'red' });
    await desk.link('cus_1', ADA, { because: 'she said so' });
    const { chain } = await desk.begin('cus_1', { channel: 'phone' });
    const guide = desk.guide(await desk.read('cus_1'), { action: 'refund', chain });
    expect(guide.missing).toEqual([{ check: 'verified' }, { fact: 'last-bill-amount' }]);
    expect(guide.doubleCheck).toMatchObject([{ fact: 'account', doubt: 'claimed' }]);
    expect(guide.dontAsk.map(({ fact }) => fact)).not.toContain('account');
    // The check makes the rep's word sure, and the customer's claim not.
    await desk.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: acme.now() + HOUR });
    expect(desk.guide(await desk.read('cus_1')).doubleCheck).toMatchObject([{ fact: 'account', doubt: 'claimed' }]);
    await desk.record('cus_1', { kind: 'told', fact: 'account', value: '4821 77' });
    expect(desk.guide(await desk.read('cus_1')).dontAsk.map(({ fact }) => fact)).toContain('account');
  });

  it('names of nobody provisional are refused: the public speaks for no customer of the host’s', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.record('cus_1', { kind: 'issue', words: 'Help' });
    for (const id of ['cus_1', 'prov_', 'prov_short', '#digest', '', 'prov_0123456789abcdef\u0000', `prov_${'a'.repeat(100)}`, 5, null, ['prov_0123456789abcdef']]) {
      expect(await send(acme, desk, id as string, { kind: 'told', fact: 'account', value: '1' })).toBe('bad-envelope');
    }
    expect((await desk.read('cus_1')).entries).toBe(1);
  });

  it('a page that knows the host’s id of somebody sends under its own provisional one all the same', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const page = await acme.open('customer');
    await page.record('cus_1', { kind: 'issue', words: 'It is me, honestly' });
    await until(() => desk.unlinked(), ({ length }) => length === 1);
    expect((await desk.read('cus_1')).entries).toBe(0);
    expect(words(await desk.read(await page.person()))).toEqual(['It is me, honestly']);
  });
});

describe('one refused thing takes nothing else of a message with it', () => {
  it('a kind it may not say, an entry that is none, a stamp ahead: the rest is taken in, and each is said', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await send(acme, desk, ADA, { kind: 'checked', method: 'x', level: 'strong', goodFor: ['*'], until: 1 }, { kind: 'issue', words: 'Help' }, { kind: 'issue', words: '' }, { kind: 'felt', felt: 'early', stamp: acme.stamp(acme.now() + 6 * MINUTE) }, { kind: 'told', fact: 'name', value: 'Ada' });
    expect(desk.state.refused?.count).toBe(3);
    expect((await desk.history(ADA)).entries.map(({ kind }) => kind).sort()).toEqual(['issue', 'told']);
  });

  it('the one issue too many goes, and what was told beside it stays; the number too many claim goes, and the words stay', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support', { policy: { quota: { entriesPerDay: 50, openIssues: 1 } } });
    for (let i = 0; i < 20; i++) await acme.said(PROV(`n${i}x`), { kind: 'told', fact: 'account', value: '4821-77' });
    await emptied(acme, 'intake');
    expect(await send(acme, desk, ADA, { kind: 'issue', words: 'One' }, { kind: 'issue', words: 'Two' }, { kind: 'told', fact: 'account', value: '4821-77' }, { kind: 'told', fact: 'name', value: 'Ada' })).toBe('not-allowed');
    const context = await desk.read(ADA);
    expect(words(context)).toEqual(['One']);
    expect(context.facts.map(({ fact }) => fact)).toEqual(['name']);
    expect(desk.state.refused?.count).toBe(2);
  });

  it('what was said before they were forgotten goes, and what was said after stays', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await send(acme, desk, ADA, { kind: 'issue', words: 'Long ago' });
    const before = acme.raw(ADA, { kind: 'issue', words: 'Before' });
    acme.now.go(1_000);
    await desk.forget(ADA);
    acme.now.go(1_000);
    await acme.send('intake', { v: 1, kind: 'said', customer: ADA, entries: [before, acme.raw(ADA, { kind: 'issue', words: 'After' })] });
    await emptied(acme, 'intake');
    expect(words(await desk.read(ADA))).toEqual(['After']);
  });
});

describe('where and how long is not the public’s to say', () => {
  it('a form makes no phone call, keys nothing into a menu, and waits in no queue of ours', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await send(acme, desk, ADA, { kind: 'issue', words: 'a', channel: 'phone' }, { kind: 'issue', words: 'b', channel: 'ivr' }, { kind: 'issue', words: 'c', channel: 'chat' }, { kind: 'contact', phase: 'waited', seconds: 9_999_999 }, { kind: 'contact', phase: 'ended', seconds: 9_999_999 });
    const context = await desk.read(ADA);
    expect(Object.fromEntries(context.issues.map((issue) => [issue.words, issue.channel]))).toEqual({ a: 'web-form', b: 'web-form', c: 'chat' });
    expect(context.effort.waited).toBe(0);
    expect(context.recent[0]?.seconds ?? 0).toBeLessThan(60);
  });
});

describe('stamps of the public', () => {
  it('cannot squat a stamp of support’s, nor another visitor’s', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const { stamp } = await desk.record('cus_1', { kind: 'issue', words: 'Of the desk' });
    expect(await send(acme, desk, ADA, { kind: 'issue', words: 'Of Ada', stamp })).toBeUndefined();
    expect(await send(acme, desk, BEA, { kind: 'issue', words: 'Of Bea', stamp })).toBeUndefined();
    await desk.link('cus_1', ADA, { because: 'one' });
    await desk.link('cus_1', BEA, { because: 'two' });
    expect(words(await desk.read('cus_1')).sort()).toEqual(['Of Ada', 'Of Bea', 'Of the desk']);
  });

  it('takes back its own, and nobody else’s: not by the stamp it sent, not by the stamp that support shows', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const own = acme.stamp();
    await send(acme, desk, ADA, { kind: 'issue', words: 'Of Ada', stamp: own });
    const theirs = acme.stamp();
    await send(acme, desk, BEA, { kind: 'issue', words: 'Of Bea', stamp: theirs });
    const { stamp } = await desk.record('cus_1', { kind: 'issue', words: 'Of the desk' });
    await desk.link('cus_1', ADA, { because: 'one' });
    await desk.link('cus_1', BEA, { because: 'two' });
    const shown = (await desk.read('cus_1')).issues.map((issue) => issue.stamp);
    expect(await send(acme, desk, BEA, { kind: 'withdrawn', answers: [own, stamp, ...shown] })).toBeUndefined();
    expect(words(await desk.read('cus_1')).sort()).toEqual(['Of Ada', 'Of Bea', 'Of the desk']);
    expect(await send(acme, desk, ADA, { kind: 'withdrawn', answers: [own] })).toBeUndefined();
    expect(words(await desk.read('cus_1')).sort()).toEqual(['Of Bea', 'Of the desk']);
  });

  it('a message that comes again, whole or in part, is once', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const one = acme.raw(ADA, { kind: 'issue', words: 'Once' });
    const two = acme.raw(ADA, { kind: 'told', fact: 'name', value: 'Ada' });
    const letter = (entries: Raw[]): unknown => ({ v: 1, kind: 'said', from: 'page', customer: ADA, entries });
    const sealed = await acme.sealed('intake', letter([one, two]));
    await acme.post('intake', sealed);
    await acme.post('intake', sealed);
    await acme.send('intake', letter([two, one, one]));
    acme.now.go(DAY);
    await acme.post('intake', sealed);
    await emptied(acme, 'intake');
    expect((await desk.read(ADA)).entries).toBe(2);
    expect(desk.state.refused).toBeUndefined();
  });

  it('a page whose clock is a little ahead is taken at its word, and its message, coming again later, is once', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const ahead = acme.now() + 2 * MINUTE;
    const letter = await acme.sealed('intake', { v: 1, kind: 'said', from: 'page', customer: ADA, entries: [acme.raw(ADA, { kind: 'issue', words: 'Early', stamp: acme.stamp(ahead), at: ahead })] });
    await acme.post('intake', letter);
    await until(() => desk.read(ADA), ({ issues }) => issues.length === 1);
    acme.now.go(10 * MINUTE);
    await acme.post('intake', letter);
    await emptied(acme, 'intake');
    await quiet(50);
    expect(desk.state.refused).toBeUndefined();
    expect((await desk.read(ADA)).entries).toBe(1);
  });

  it('a known stamp with another body is refused, and the first stays', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const stamp = acme.stamp();
    expect(await send(acme, desk, ADA, { kind: 'issue', words: 'The first', stamp })).toBeUndefined();
    expect(await send(acme, desk, ADA, { kind: 'issue', words: 'The second', stamp })).toBe('stamp-reused');
    expect(await send(acme, desk, ADA, { kind: 'told', fact: 'name', value: 'x', stamp: acme.stamp() }, { kind: 'issue', words: 'The third', stamp })).toBe('stamp-reused');
    expect((await desk.history(ADA)).entries).toMatchObject([{ words: 'The first' }]);
  });

  it('is refused over five minutes ahead, and taken a little under', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const under = acme.now() + 5 * MINUTE - 10_000;
    const over = acme.now() + 5 * MINUTE + 10_000;
    expect(await send(acme, desk, ADA, { kind: 'issue', words: 'Under', stamp: acme.stamp(under) })).toBeUndefined();
    expect(await send(acme, desk, ADA, { kind: 'issue', words: 'Over', stamp: acme.stamp(over) })).toBe('stamp-ahead');
    expect(words(await desk.read(ADA))).toEqual(['Under']);
  });

  it('what is said to have been said in the future was said now: it holds from now on', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await send(acme, desk, ADA, { kind: 'issue', words: 'Next year', at: acme.now() + 365 * DAY });
    const context = await desk.read(ADA);
    expect(context.last).toBeLessThanOrEqual(acme.now() + 5 * MINUTE);
    await desk.record(ADA, { kind: 'step', step: 'note', words: 'seen' });
    expect((await desk.read(ADA)).issues[0]?.steps).toHaveLength(1);
  });
});

describe('support resolves, the customer withdraws their own, sales does neither', () => {
  it('sales records only reveals and overrides, and an override only where the policy allows it', async () => {
    const acme = await Company.make();
    const sales = await acme.open('sales');
    const kinds = [
      { kind: 'told', fact: 'name', value: 'x' }, { kind: 'issue', words: 'x' }, { kind: 'resolved', answers: [acme.stamp()] }, { kind: 'withdrawn', answers: [acme.stamp()] },
      { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }, { kind: 'lowered', answers: [acme.stamp()] }, { kind: 'checked', method: 'x', level: 'strong', goodFor: [], until: 1 },
      { kind: 'held', cause: 'x', digests: [], from: '2026-11-21', until: null, review: '2026-11-28', scope: {} }, { kind: 'released', cause: 'x', answers: [acme.stamp()] },
      { kind: 'step', step: 'note', words: 'x' }, { kind: 'felt', felt: 'x' }, { kind: 'undone', answers: [acme.stamp()] }, { kind: 'contact', phase: 'began' },
    ] as const;
    for (const draft of kinds) expect(await refusal(sales.record('cus_1', draft as never))).toBe('not-allowed');
    expect(await refusal(sales.record('cus_1', { kind: 'overridden', because: 'she asked me to' }))).toBe('not-allowed');
    expect(await sales.record('cus_1', { kind: 'revealed', fact: 'tel' })).toMatchObject({ saved: true });
    for (const work of [() => sales.link('a', 'b', { because: 'x' }), () => sales.unlink('a', 'b'), () => sales.forget('a'), () => sales.strike(acme.stamp(), 'a'), () => sales.import({}), () => sales.unlinked(), () => sales.person()]) expect(await refusal(work())).toBe('not-allowed');
    const trusted = await acme.open('sales', { policy: { sales: { override: true } } });
    expect(await trusted.record('cus_1', { kind: 'overridden', because: 'she asked me to' })).toMatchObject({ saved: true });
    expect((await acme.opened('sales')).entries.map(({ kind, by }) => [kind, by.id]).sort(([a = ''], [b = '']) => a.localeCompare(b))).toEqual([['overridden', 'sales-1'], ['revealed', 'sales-1']]);
  });

  it('the customer’s page may tell, open, feel and take back; the rest is refused', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    const person = await page.person();
    for (const draft of [
      { kind: 'resolved', answers: [acme.stamp()] }, { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }, { kind: 'checked', method: 'x', level: 'strong', goodFor: [], until: 1 }, { kind: 'step', step: 'note', words: 'x' },
      { kind: 'asked', fact: 'name' }, { kind: 'undone', answers: [acme.stamp()] }, { kind: 'linked', with: 'b', because: 'x' }, { kind: 'overridden', because: 'x' },
    ] as const) expect(await refusal(page.record(person, draft as never))).toBe('not-allowed');
    const [told] = await page.recordAll(person, [{ kind: 'told', fact: 'name', value: 'Ada' }, { kind: 'issue', words: 'Help' }, { kind: 'felt', felt: 'Fine' }]);
    await page.record(person, { kind: 'withdrawn', answers: [told?.stamp ?? ''] });
    expect((await page.read(person)).facts).toEqual([]);
    expect(await refusal(page.record(person, { kind: 'withdrawn', answers: [acme.stamp()] }))).toBe('unknown-stamp');
  });

  it('a withdrawal on the customer’s device takes the hold off the sales desk; the customer’s «resolved» would not', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const sales = await acme.salesDesk();
    const page = await acme.open('customer');
    const person = await page.person();
    const { stamp } = await page.record(person, { kind: 'issue', words: 'Help' });
    await until(() => sales.read(person), ({ pitch }) => pitch === 'held');
    await page.record(person, { kind: 'withdrawn', answers: [stamp] });
    await until(() => sales.read(person), ({ pitch }) => pitch === 'clear');
    expect((await desk.read(person)).issues).toEqual([]);
  });

  it('support does not withdraw in the customer’s name', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const { stamp } = await desk.record('cus_1', { kind: 'issue', words: 'Help' });
    expect(await refusal(desk.record('cus_1', { kind: 'withdrawn', answers: [stamp] }))).toBe('not-allowed');
  });
});

describe('intake has quotas per identifier and per source; beyond them it refuses by name, and loses nothing else', () => {
  it('so many things a day and person, whatever day the page says it is', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support', { policy: { quota: { entriesPerDay: 5, openIssues: 50 } } });
    for (let i = 0; i < 5; i++) expect(await send(acme, desk, ADA, { kind: 'felt', felt: `${i}`, stamp: acme.stamp(acme.now() - i * 3 * DAY), at: acme.now() - i * 3 * DAY })).toBeUndefined();
    expect(await send(acme, desk, ADA, { kind: 'felt', felt: 'the sixth', stamp: acme.stamp(acme.now() - 40 * DAY) })).toBe('not-allowed');
    expect(await send(acme, desk, BEA, { kind: 'felt', felt: 'of another' })).toBeUndefined();
    expect((await desk.read(ADA)).entries).toBe(5);
    acme.now.go(DAY);
    expect(await send(acme, desk, ADA, { kind: 'felt', felt: 'the next day' })).toBeUndefined();
  });

  it('what comes again does not count again', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support', { policy: { quota: { entriesPerDay: 3, openIssues: 50 } } });
    const letter = await acme.sealed('intake', { v: 1, kind: 'said', from: 'page', customer: ADA, entries: [1, 2].map((n) => acme.raw(ADA, { kind: 'felt', felt: `${n}` })) });
    for (let i = 0; i < 4; i++) await acme.post('intake', letter);
    await emptied(acme, 'intake');
    expect(await send(acme, desk, ADA, { kind: 'felt', felt: 'the third' })).toBeUndefined();
    expect(desk.state.refused).toBeUndefined();
  });

  it('what reps write about somebody leaves them their own measure', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support', { policy: { quota: { entriesPerDay: 3, openIssues: 2 } } });
    await send(acme, desk, ADA, { kind: 'issue', words: 'Help' });
    await desk.recordAll('cus_1', [1, 2, 3, 4, 5].map((n) => ({ kind: 'issue', words: `Known ${n}` }) as const));
    await desk.link('cus_1', ADA, { because: 'same person' });
    expect(await send(acme, desk, ADA, { kind: 'issue', words: 'One more thing' })).toBeUndefined();
    expect(await send(acme, desk, ADA, { kind: 'issue', words: 'And another' })).toBe('not-allowed');
  });

  it('so many open issues; resolved ones make room', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    for (let i = 0; i < 5; i++) expect(await send(acme, desk, ADA, { kind: 'issue', words: `${i}` })).toBeUndefined();
    expect(await send(acme, desk, ADA, { kind: 'issue', words: '5' })).toBe('not-allowed');
    expect(await send(acme, desk, ADA, { kind: 'felt', felt: 'still heard' })).toBeUndefined();
    await desk.record(ADA, { kind: 'resolved', answers: [(await desk.read(ADA)).issues[0]?.stamp ?? ''] });
    expect(await send(acme, desk, ADA, { kind: 'issue', words: '6' })).toBeUndefined();
  });

  it('so many strangers under one identifier', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    for (let i = 0; i < 20; i++) await acme.said(PROV(`n${i}x`), { kind: 'told', fact: 'account', value: '4821-77' });
    await emptied(acme, 'intake');
    expect(desk.state.refused).toBeUndefined();
    expect(await send(acme, desk, ADA, { kind: 'told', fact: 'account', value: '482177' }, { kind: 'issue', words: 'x' })).toBe('not-allowed');
    expect(await send(acme, desk, ADA, { kind: 'told', fact: 'account', value: '9999' })).toBeUndefined();
    expect(await send(acme, desk, PROV('n3x'), { kind: 'told', fact: 'account', value: '4821 77' })).toBeUndefined();
    await desk.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
  });

  it('old claims hold nothing any more, and keep nobody out', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    for (let i = 0; i < 20; i++) await acme.said(PROV(`n${i}x`), { kind: 'told', fact: 'account', value: '4821-77' });
    await emptied(acme, 'intake');
    expect(await send(acme, desk, ADA, { kind: 'told', fact: 'account', value: '4821-77' })).toBe('not-allowed');
    acme.now.go(2 * DAY + MINUTE);
    expect(await send(acme, desk, ADA, { kind: 'told', fact: 'account', value: '4821-77' })).toBeUndefined();
  });

  it('so many in one message; a page that has more to say sends more messages', async () => {
    const acme = await Company.make();
    const policy = { quota: { entriesPerDay: 500, openIssues: 500 } };
    const desk = await acme.open('support', { policy });
    expect(await send(acme, desk, ADA, ...Array.from({ length: 61 }, (_, n) => ({ kind: 'felt', felt: `${n}` })))).toBe('too-large');
    const page = await acme.open('customer');
    const person = await page.person();
    await page.recordAll(person, Array.from({ length: 130 }, (_, n) => ({ kind: 'felt', felt: `${n}` }) as const));
    await until(() => desk.read(person), ({ entries }) => entries === 130);
    expect(desk.state.refused?.count).toBe(1);
  });

  it('three long texts of one form come through, though together they are too long for an envelope', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const page = await acme.open('customer');
    const person = await page.person();
    const long = 'ع'.repeat(190_000);
    await page.recordAll(person, [1, 2, 3].map((n) => ({ kind: 'issue', words: `${n}${long}` }) as const));
    const context = await until(() => desk.read(person), ({ issues }) => issues.length === 3);
    expect(words(context).map((one) => Number(one[0])).sort((a, b) => a - b)).toEqual([1, 2, 3]);
    expect(desk.state.refused).toBeUndefined();
  });
});
