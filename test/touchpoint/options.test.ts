import { describe, expect, it } from 'vitest';
import { POLICY } from '../../src/model/policy-built-in.js';
import { openTouchpoint } from '../../src/touchpoint.js';
import type { TouchpointOptions } from '../../src/touchpoint/types.js';
import { Company, DAY, hkdf, HOUR, quiet, refusal, ringKey } from './company.js';
import { company, open } from './desks.js';

const options = (more: object): TouchpointOptions => ({ name: company(), as: { audience: 'support', id: 'rep-1' }, keys: 'device', ...more });
const databases = async (name: string): Promise<string[]> => (await indexedDB.databases()).flatMap((one) => (one.name?.includes(name) === true ? [one.name] : []));

describe('openTouchpoint refuses what it cannot use, by name, and makes nothing', () => {
  it.each([
    ['no name', { name: undefined }], ['an empty name', { name: '' }], ['a name with a slash', { name: 'acme/../globex' }], ['a name of 65 letters', { name: 'a'.repeat(65) }], ['a number for a name', { name: 5 }],
    ['nobody’s seat', { as: undefined }], ['an unknown audience', { as: { audience: 'auditor' } }], ['an audience of the prototype’s', { as: { audience: 'constructor' } }],
    ['a seat with a number', { as: { audience: 'support', id: 17 } }], ['a seat whose name is a novel', { as: { audience: 'support', id: 'rep-1', label: 'x'.repeat(201) } }],
    ['another word for keys', { keys: 'browser' }], ['null for keys', { keys: null }],
  ])('%s: bad-option', async (_, more) => {
    const before = (await indexedDB.databases()).length;
    expect(await refusal(openTouchpoint(options(more)))).toBe('bad-option');
    expect(await indexedDB.databases()).toHaveLength(before);
  });

  it.each([
    ['no keys for support', { keys: undefined }], ['no keys for sales', { keys: undefined, as: { audience: 'sales' } }], ['an empty ring', { keys: {} }], ['an empty list of keys', { keys: { support: [] } }],
  ])('%s: key-required', async (_, more) => {
    const given = options(more);
    expect(await refusal(openTouchpoint(given))).toBe('key-required');
    expect(await databases(given.name)).toEqual([]);
  });

  it('the ring lacks the audience: key-required, though it has another’s', async () => {
    const sales = await ringKey('v1');
    expect(await refusal(openTouchpoint(options({ keys: { sales: [sales] } })))).toBe('key-required');
    expect(await refusal(openTouchpoint(options({ keys: { support: [sales] }, as: { audience: 'sales' } })))).toBe('key-required');
  });

  it('every key has ended: key-required; one that has not seals', async () => {
    const [older, newer] = [{ id: 'k1', key: await hkdf(), until: Date.now() - 1 }, { id: 'k2', key: await hkdf(), until: Date.now() + DAY }];
    expect(await refusal(openTouchpoint(options({ keys: { support: [older] } })))).toBe('key-required');
    const desk = await open(company(), 'support', { keys: { support: [newer, older] } });
    expect(await desk.record('cus_1', { kind: 'issue', words: 'x' })).toMatchObject({ saved: true });
  });

  it('the built-in policy is support’s whole; of what reps do and say, a page of the customer’s and a sales desk get nothing', async () => {
    const name = company();
    expect((await open(name, 'support')).policy).toEqual(POLICY);
    const nothing = { actions: {}, checks: {}, sayFirst: [], offers: [] };
    for (const audience of ['sales', 'customer'] as const) expect((await open(name, audience)).policy).toEqual({ ...POLICY, ...nothing });
  });

  it('a customer’s page may leave its keys out, which means the device’s', async () => {
    const name = company();
    const page = await openTouchpoint({ name, as: { audience: 'customer' } });
    expect(await page.record(await page.person(), { kind: 'issue', words: 'x' })).toMatchObject({ saved: true });
    await page.close();
    const again = await openTouchpoint({ name, as: { audience: 'customer' }, keys: {} });
    expect((await again.read(await again.person())).issues).toHaveLength(1);
    await again.close();
  });

  it.each([
    ['a text', 'strict'], ['a list', []], ['an unknown part', { discounts: true }], ['a region that is none', { region: 'Europe' }], ['a fact of no class', { facts: { account: { class: 'thing' } } }], ['an unknown level', { actions: { refund: { level: 'sure' } } }],
    ['hours as a text', { sales: { freshHours: 'a day' } }], ['no hours', { sales: { freshHours: 0 } }], ['a hold for an unknown reason', { holds: { dislike: true } }], ['an offer without words', { offers: [{ offer: '', when: {} }] }], ['a circumstance without an end', { circumstances: [{ id: 'x', label: 'x', fact: 'x', from: 1 }] }], ['days below none', { provisionalDays: -1 }], ['a later version', { version: 2 }],
  ])('a policy that is %s: bad-policy', async (_, policy) => {
    const given = options({ policy });
    expect(await refusal(openTouchpoint(given))).toBe('bad-policy');
    expect(await databases(given.name)).toEqual([]);
  });

  it('another ring’s store: wrong-key, and it is left as it is', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.record('cus_1', { kind: 'issue', words: 'x' });
    await desk.close();
    const before = JSON.stringify(await acme.rows('support'));
    expect(await refusal(acme.open('support', { keys: { support: [await ringKey('s1')] } }))).toBe('wrong-key');
    expect(await refusal(acme.open('support', { keys: { support: [await ringKey('s2')] } }))).toBe('wrong-key');
    expect(JSON.stringify(await acme.rows('support'))).toBe(before);
    const again = await acme.open('support');
    expect((await again.read('cus_1')).issues).toHaveLength(1);
  });
});

describe('the policy reaches guide()', () => {
  it('what is an identity question, what an action needs, what to say first, which reasons hold, how long a receipt is good', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support', {
      policy: {
        facts: { 'meter number': { identity: true, identifier: true } },
        actions: { 'read-meter': { level: 'matched', proofs: ['meter-number'] } },
        sayFirst: [{ when: { topic: 'outage' }, say: 'I see that your power is out.' }],
        holds: { issue: false },
        offers: [{ offer: 'Send a candle.', when: { topic: 'outage' } }, { offer: 'Say sorry.', when: { repeats: 1 } }],
      },
    });
    await desk.begin('cus_1', { channel: 'phone' });
    await desk.recordAll('cus_1', [{ kind: 'told', fact: 'Meter Number', value: 'M-1' }, { kind: 'issue', words: 'Dark', topic: 'outage' }, { kind: 'checked', method: 'ani-match', level: 'matched', goodFor: ['*'], until: acme.now() + HOUR }]);
    const guide = desk.guide(await desk.read('cus_1'), { action: 'read-meter' });
    expect(guide).toMatchObject({ holds: [], sayFirst: 'I see that your power is out.', mayOffer: ['Send a candle.'], level: 'matched', missing: [] });
    expect(guide.doubleCheck.map(({ fact }) => fact)).toEqual(['meter-number']);
    expect(desk.guide(await desk.read('cus_1'), { action: 'billing' }).missing).toEqual([{ check: 'verified' }]);
    await desk.record('cus_1', { kind: 'asked', fact: 'meter number' });
    expect(desk.guide(await desk.read('cus_1')).mayOffer).toEqual(['Send a candle.', 'Say sorry.']);
    expect(await desk.find({ 'meter-number': 'm1' })).toHaveLength(1);
    const sales = await acme.salesDesk();
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('clear');
  });

  it('where one asks from: a flag of the phone says nothing about e-mail', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: { channels: ['phone'], products: ['tv'] } });
    const context = await desk.read('cus_1');
    const holds = (asking: object): number => desk.guide(context, asking).holds.length;
    expect([holds({}), holds({ channel: 'phone' }), holds({ channel: 'email' }), holds({ product: 'tv' }), holds({ product: 'phone' }), holds({ channel: 'phone', product: 'tv' })]).toEqual([1, 1, 0, 1, 0, 1]);
  });

  it('a circumstance: in its place and time, and its offer with it', async () => {
    const acme = await Company.make();
    const policy = { circumstances: [{ id: 'flood', label: 'Flood in Leeds', fact: 'postal code', startsWith: ['LS', 'BD'], from: acme.now() - DAY, until: acme.now() + DAY }], offers: [{ offer: 'Waive the fee.', when: { circumstance: 'flood' } }] };
    const desk = await acme.open('support', { policy });
    await desk.record('cus_1', { kind: 'told', fact: 'zip', value: 'ls6 2ab' });
    await desk.record('cus_2', { kind: 'told', fact: 'zip', value: 'SW1A 1AA' });
    const guide = async (id: string): Promise<object> => desk.guide(await desk.read(id));
    expect(await guide('cus_1')).toMatchObject({ circumstances: [{ id: 'flood', label: 'Flood in Leeds' }], mayOffer: ['Waive the fee.'] });
    expect(await guide('cus_2')).toMatchObject({ circumstances: [], mayOffer: [] });
    acme.now.go(2 * DAY);
    expect(await guide('cus_1')).toMatchObject({ circumstances: [], mayOffer: [] });
  });

  it('guidance is support’s', async () => {
    const acme = await Company.make();
    const [desk, sales, page] = [await acme.open('support'), await acme.open('sales'), await acme.open('customer')];
    const context = await desk.read('cus_1');
    expect(() => sales.guide(context)).toThrowError(expect.objectContaining({ code: 'not-allowed' }));
    expect(() => page.guide(context)).toThrowError(expect.objectContaining({ code: 'not-allowed' }));
  });
});

describe('close', () => {
  it('drops the keys; with a wipe this audience’s store is emptied and the others’ are not', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    await desk.record('cus_1', { kind: 'issue', words: 'x' });
    const sales = await acme.salesDesk();
    await desk.close({ wipe: true });
    expect(Object.values(await acme.rows('support')).flat()).toEqual([]);
    expect((await sales.pitch({ customer: 'cus_1' })).pitch).toBe('held');
    expect((desk as unknown as { ring: object }).ring).toEqual({});
  });

  it('with unsent entries it does not wipe unless forced', async () => {
    const acme = await Company.make();
    // A road that is down: what is sealed stays in the outbox.
    const down = { name: 'down', publish: () => Promise.reject(new TypeError('offline')), feed: () => new Promise<void>(() => {}), erase: () => Promise.resolve(0), close: () => {} };
    const page = await acme.open('customer', { carriers: [down] });
    const person = await page.person();
    await page.record(person, { kind: 'issue', words: 'x' });
    await quiet();
    expect(page.state.unsent).toBe(1);
    expect(await refusal(page.close({ wipe: true }))).toBe('unsent');
    expect((await page.read(person)).issues).toHaveLength(1);
    await page.close({ wipe: true, force: true });
    expect(Object.values(await acme.rows('customer')).flat()).toEqual([]);
  });
});
