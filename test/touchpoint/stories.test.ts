/** The stories that say-once exists for, as far as touchpoints can tell them. Their numbers are those of the story book. */
import { describe, expect, it } from 'vitest';
import type { Interaction } from '../../src/model/context.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { clock, Company, DAY, HOUR, MINUTE } from './company.js';
import { until } from './desks.js';

type Support = Touchpoint<'support'>;

/** A company with a phone menu and two reps, each at a desk of their own. */
async function callCentre(): Promise<{ acme: Company; menu: Support; ana: Support; ben: Support }> {
  const acme = await Company.make();
  const seat = (id: string, label: string): Promise<Support> => acme.open('support', { as: { audience: 'support', id, label } });
  const [menu, ana, ben] = [await seat('ivr', 'Phone menu'), await seat('rep-17', 'Ana'), await seat('rep-22', 'Ben')];
  return { acme, menu, ana, ben };
}

/** A contact in which nothing was repeated: the small visible success. */
const smooth = ({ ended, repeats, avoided }: Interaction): boolean => ended === true && repeats === 0 && avoided > 0;

describe('story 1: the account number, again', () => {
  it('what the menu took is on every rep’s card, with where it came from; used, it is no repeat; asked again, it is counted', async () => {
    const { menu, ana, ben } = await callCentre();
    const { chain } = await menu.begin('cus_1', { channel: 'ivr' });
    await menu.record('cus_1', { kind: 'told', fact: 'account number', value: '4821-77' });
    await menu.record('cus_1', { kind: 'contact', phase: 'waited', seconds: 240 });
    await menu.end('cus_1', 40);

    await ana.begin('cus_1', { channel: 'phone', chain });
    const onAna = await ana.read('cus_1');
    expect(onAna.facts).toMatchObject([{ fact: 'account', values: [{ value: '4821-77', channel: 'ivr', by: { id: 'ivr', label: 'Phone menu' }, standing: 'claimed' }] }]);
    expect(ana.guide(onAna).doubleCheck).toMatchObject([{ fact: 'account', value: { value: '4821-77' } }]);
    await ana.record('cus_1', { kind: 'used', fact: 'account', value: '4821-77' });
    await ana.end('cus_1');

    await ben.begin('cus_1', { channel: 'phone', chain });
    expect((await ben.read('cus_1')).facts).toEqual((await ana.read('cus_1')).facts);
    await ben.record('cus_1', { kind: 'asked', fact: 'Account No.' });
    await ben.record('cus_1', { kind: 'told', fact: 'account', value: '482177' });
    await ben.end('cus_1');

    const { effort, recent } = await ana.read('cus_1');
    expect(effort).toEqual({ repeats: 1, avoided: 1, transfers: 2, contacts: 3, waited: 240 });
    expect(recent.map(({ by, repeats, again }) => [by.label, repeats, again])).toEqual([['Ben', 1, ['account']], ['Ana', 0, undefined], ['Phone menu', 0, undefined]]);
    expect(recent.map(smooth)).toEqual([false, true, false]);
  });

  it('found by the number the call comes from, before a word is said, by the next rep too', async () => {
    const { menu, ana, ben } = await callCentre();
    await menu.begin('cus_1', { channel: 'ivr' });
    await menu.recordAll('cus_1', [{ kind: 'told', fact: 'tel', value: '+44 20 7946 0018' }, { kind: 'told', fact: 'account', value: '4821-77' }]);
    for (const desk of [ana, ben]) expect(await desk.find({ phone: '020 7946 0018' })).toEqual([{ customer: 'cus_1', matchedOn: ['tel'], strength: 'unproven' }]);
  });

  it('on the desk that has the card open it appears while the caller still keys it in', async () => {
    const { menu, ana } = await callCentre();
    const seen: (string | undefined)[] = [];
    const stop = ana.watch('cus_1', ({ facts }) => void seen.push(facts[0]?.values[0]?.value));
    await until(() => seen.length > 0);
    await menu.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    await until(() => seen.at(-1) === '4821-77');
    stop();
  });
});

describe('story 3: security is a reason, not an excuse', () => {
  it('a check passed once is relied on by the next rep in the chain; only the missing proof is asked for', async () => {
    const { acme, ana, ben } = await callCentre();
    const { chain } = await ana.begin('cus_1', { channel: 'phone' });
    expect(ana.guide(await ana.read('cus_1'), { action: 'refund' }).missing).toEqual([{ check: 'verified' }, { fact: 'last-bill-amount' }]);
    await ana.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['billing', 'refund'], until: acme.now() + 20 * MINUTE });
    await ana.end('cus_1');

    acme.now.go(2 * MINUTE);
    await ben.begin('cus_1', { channel: 'phone', chain });
    const guide = ben.guide(await ben.read('cus_1'), { action: 'refund' });
    expect(guide.level).toBe('verified');
    expect(guide.receipts[0]).toMatchObject({ good: true, method: 'otp-sms', by: { id: 'rep-17', label: 'Ana' } });
    expect(guide.missing).toEqual([{ fact: 'last-bill-amount' }]);
    await ben.record('cus_1', { kind: 'told', fact: 'last bill amount', value: '31.20' });
    expect(ben.guide(await ben.read('cus_1'), { action: 'refund' }).missing).toEqual([]);

    acme.now.go(20 * MINUTE);
    expect(ben.guide(await ben.read('cus_1'), { action: 'refund' })).toMatchObject({ level: 'none', missing: [{ check: 'verified' }] });
  });

  it('what the rep took down in the checked call is sure on the next one, where the check itself is history', async () => {
    const { acme, ana, ben } = await callCentre();
    await ana.begin('cus_1', { channel: 'phone' });
    await ana.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    await ana.record('cus_1', { kind: 'checked', method: 'id-document', level: 'strong', goodFor: ['*'], until: acme.now() + HOUR });
    await ana.end('cus_1');
    acme.now.go(DAY);
    await ben.begin('cus_1', { channel: 'phone' });
    const guide = ben.guide(await ben.read('cus_1'), { action: 'billing' });
    expect(guide.dontAsk.map(({ fact }) => fact)).toEqual(['account']);
    expect(guide).toMatchObject({ level: 'none', missing: [{ check: 'verified' }], receipts: [{ good: false }] });
  });
});

describe('story 4: know me, know my life', () => {
  it('a storm: the card of those it hit says what the rep may do for them now, and of nobody else, and not after', async () => {
    const now = clock(Date.UTC(2026, 8, 14, 8));
    const acme = await Company.make(now);
    const policy = {
      circumstances: [{ id: 'ida', label: 'Hurricane Ida', fact: 'home airport', startsWith: ['MSY', 'MOB'], from: now() - DAY, until: now() + 10 * DAY }],
      offers: [{ offer: 'Waive the rebooking fee.', when: { circumstance: 'ida' } }],
      sayFirst: [{ when: { circumstance: 'ida' }, say: 'I hope you and yours are safe.' }],
    };
    const ana = await acme.open('support', { policy });
    await ana.record('cus_1', { kind: 'told', fact: 'home airport', value: 'MSY New Orleans' });
    await ana.record('cus_2', { kind: 'told', fact: 'home airport', value: 'SEA' });
    expect(ana.guide(await ana.read('cus_1'))).toMatchObject({ circumstances: [{ label: 'Hurricane Ida' }], mayOffer: ['Waive the rebooking fee.'], sayFirst: 'I hope you and yours are safe.' });
    expect(ana.guide(await ana.read('cus_2')).mayOffer).toEqual([]);
    now.go(11 * DAY);
    expect(ana.guide(await ana.read('cus_1'))).toMatchObject({ circumstances: [], mayOffer: [] });
  });
});

describe('story 5: every interaction draws a personal reaction', () => {
  it('how it felt is kept per contact, in the customer’s words, whoever took it down', async () => {
    const { acme, ana } = await callCentre();
    await ana.begin('cus_1', { channel: 'phone' });
    await ana.record('cus_1', { kind: 'felt', felt: 'I was passed around like a parcel' });
    await ana.end('cus_1');
    const page = await acme.open('customer');
    const person = await page.person();
    await page.begin(person, { channel: 'web-form' });
    await page.record(person, { kind: 'felt', felt: 'Ana was lovely, the music was not' });
    await until(() => ana.read(person), ({ recent }) => recent[0]?.felt !== undefined);
    await ana.link('cus_1', person, { because: 'she said so' });
    const { recent } = await ana.read('cus_1');
    expect(recent.filter(({ felt }) => felt !== undefined).map(({ channel, felt, by }) => [channel, felt, by.audience])).toEqual([
      ['web-form', 'Ana was lovely, the music was not', 'customer'],
      ['phone', 'I was passed around like a parcel', 'support'],
    ]);
  });
});

describe('story 8: people do what is measured and celebrated', () => {
  it('repeats and repeats avoided are counted from what happened: once a contact and fact, never for a new or a first value', async () => {
    const { ana, ben } = await callCentre();
    await ana.begin('cus_1', { channel: 'phone' });
    await ana.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '4821-77' }, { kind: 'told', fact: 'account', value: '4821 77' }, { kind: 'told', fact: 'name', value: 'Ada' }]);
    await ana.end('cus_1');
    expect((await ana.read('cus_1')).effort.repeats).toBe(0);
    await ben.begin('cus_1', { channel: 'phone' });
    await ben.record('cus_1', { kind: 'told', fact: 'acct', value: '482177' });
    await ben.record('cus_1', { kind: 'asked', fact: 'account' });
    await ben.record('cus_1', { kind: 'told', fact: 'name', value: 'Ada Okafor' });
    await ben.record('cus_1', { kind: 'used', fact: 'email' });
    await ben.end('cus_1');
    const { effort, recent } = await ben.read('cus_1');
    expect(effort).toMatchObject({ repeats: 1, avoided: 1, contacts: 2, transfers: 0 });
    expect(recent.map(smooth)).toEqual([false, false]);
    expect(recent[0]).toMatchObject({ repeats: 1, again: ['account'], avoided: 1 });
  });

  it('a contact in which nothing was repeated can be told from one in which there was nothing to repeat', async () => {
    const { ana, ben } = await callCentre();
    await ana.begin('cus_1', { channel: 'phone' });
    await ana.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    await ana.end('cus_1');
    await ben.begin('cus_1', { channel: 'phone' });
    await ben.record('cus_1', { kind: 'used', fact: 'account', value: '4821-77' });
    await ben.end('cus_1', 120);
    const { recent } = await ben.read('cus_1');
    expect(recent.map(smooth)).toEqual([true, false]);
    expect(recent[0]).toMatchObject({ by: { label: 'Ben' }, seconds: 120 });
  });

  it('what the form filled in by itself was not said again; what was typed again was', async () => {
    const acme = await Company.make();
    const ana = await acme.open('support');
    const page = await acme.open('customer');
    const person = await page.person();
    await page.begin(person, { channel: 'web-form' });
    await page.record(person, { kind: 'told', fact: 'tel', value: '020 7946 0018' });
    await page.end(person);
    await page.begin(person, { channel: 'web-form' });
    await page.record(person, { kind: 'used', fact: 'tel', value: '020 7946 0018' });
    await page.end(person);
    await page.begin(person, { channel: 'web-form' });
    await page.record(person, { kind: 'told', fact: 'phone', value: '+44 20 7946 0018' });
    const context = await until(() => ana.read(person), ({ effort }) => effort.repeats > 0);
    expect(context.effort).toMatchObject({ repeats: 1, avoided: 1 });
    expect((await page.read(person)).repeats).toBe(1);
  });

  it('taken back by the rep who pressed the wrong button, a repeat is not counted', async () => {
    const { ana } = await callCentre();
    const { stamp } = await ana.record('cus_1', { kind: 'asked', fact: 'account' });
    expect((await ana.read('cus_1')).effort.repeats).toBe(1);
    await ana.record('cus_1', { kind: 'undone', answers: [stamp] });
    expect((await ana.read('cus_1')).effort.repeats).toBe(0);
  });
});

describe('story 9: you can’t fake it', () => {
  it('every fact shows who said it, where and when, first and last', async () => {
    const { acme, menu, ana } = await callCentre();
    await menu.begin('cus_1', { channel: 'ivr' });
    const first = acme.now();
    await menu.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    acme.now.go(3 * DAY);
    const { contact } = await ana.begin('cus_1', { channel: 'phone' });
    await ana.record('cus_1', { kind: 'told', fact: 'account', value: '4821 77' });
    const [value, ...others] = (await ana.read('cus_1')).facts[0]?.values ?? [];
    expect(others).toEqual([]);
    expect(value).toMatchObject({ value: '4821 77', channel: 'phone', contact, by: { id: 'rep-17', label: 'Ana' }, standing: 'claimed' });
    expect((value?.at ?? 0) - (value?.since ?? 0)).toBeGreaterThanOrEqual(3 * DAY);
    expect(Math.abs((value?.since ?? 0) - first)).toBeLessThan(5_000);
  });
});

describe('story 10: ask, don’t assume', () => {
  it('a value that is old, claimed, or contradicted is offered with a doubt; one the customer confirmed is not', async () => {
    const acme = await Company.make();
    const ana = await acme.open('support');
    await ana.begin('cus_1', { channel: 'phone' });
    await ana.recordAll('cus_1', [
      { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: acme.now() + HOUR },
      { kind: 'told', fact: 'tel', value: '020 7946 0018' },
      { kind: 'told', fact: 'email', value: 'ada@old.example' },
      { kind: 'told', fact: 'language', value: 'Welsh' },
      { kind: 'told', fact: 'street address', value: '1 High St' },
    ]);
    acme.now.go(MINUTE);
    await ana.record('cus_1', { kind: 'told', fact: 'email', value: 'ada@new.example' });
    await ana.end('cus_1');
    acme.now.go(3 * 365 * DAY);
    const asked = ana.guide(await ana.read('cus_1'));
    expect(Object.fromEntries(asked.doubleCheck.map(({ fact, doubt }) => [fact, doubt]))).toEqual({ email: 'disagree', tel: 'stale', 'street-address': 'stale' });
    expect(asked.dontAsk.map(({ fact }) => fact)).toEqual(['language']);
    const email = (await ana.read('cus_1')).facts.find(({ fact }) => fact === 'email');
    expect(email?.values.map(({ value }) => value)).toEqual(['ada@new.example', 'ada@old.example']);
    await ana.begin('cus_1', { channel: 'phone' });
    await ana.record('cus_1', { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: acme.now() + HOUR });
    await ana.record('cus_1', { kind: 'told', fact: 'email', value: 'ada@new.example', confirms: true });
    await ana.record('cus_1', { kind: 'told', fact: 'tel', value: '020 7946 0018', confirms: true });
    const after = ana.guide(await ana.read('cus_1'));
    expect(after.doubleCheck.map(({ fact }) => fact)).toEqual(['street-address']);
    expect((await ana.read('cus_1')).facts.find(({ fact }) => fact === 'email')?.values).toHaveLength(1);
    expect((await ana.read('cus_1')).effort.repeats).toBe(0);
  });

  it('the customer sees what is known on this device, and corrects it; the company sees both until it is settled', async () => {
    const acme = await Company.make();
    const ana = await acme.open('support');
    const page = await acme.open('customer');
    const person = await page.person();
    await page.begin(person, { channel: 'web-form' });
    const { stamp } = await page.record(person, { kind: 'told', fact: 'name', value: 'Ada Okafro' });
    expect((await page.read(person)).facts).toMatchObject([{ fact: 'name', value: 'Ada Okafro', mine: true, channel: 'web-form' }]);
    await page.record(person, { kind: 'told', fact: 'name', value: 'Ada Okafor', answers: [stamp] });
    expect((await page.read(person)).facts.map(({ value }) => value)).toEqual(['Ada Okafor']);
    const context = await until(() => ana.read(person), ({ entries }) => entries === 3);
    expect(context.facts[0]?.values.map(({ value }) => value)).toEqual(['Ada Okafor']);
    expect((await ana.history(person)).entries.map((entry) => (entry as { value?: string }).value)).toEqual(['Ada Okafor', 'Ada Okafro', undefined]);
  });

  it('a long-standing customer is recognised as such', async () => {
    const acme = await Company.make();
    const ana = await acme.open('support');
    const first = acme.now() - 17 * 365 * DAY;
    await ana.record('cus_1', { kind: 'contact', phase: 'began', contact: 'letter', at: first, channel: 'letter' });
    await ana.begin('cus_1', { channel: 'phone' });
    expect((await ana.read('cus_1')).first).toBe(first);
  });
});
