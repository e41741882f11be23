/** A customer's own page hands over what was told on it. */
import { expect, it } from 'vitest';
import { sealToken } from '../../src/carry/token.js';
import type { KeyRing, TeamKey } from '../../src/store/keys.js';
import type { Offer, Touchpoint } from '../../src/touchpoint/types.js';
import { Company, refusal } from './company.js';
import { until } from './desks.js';
import { ANA, BEN, headerOf, ring, seat } from './hand-offs.js';

const teamKeys = async (): Promise<TeamKey> => ({ id: 'billing-1', ...(await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])) });
const opening = (acme: Company, team: TeamKey): KeyRing => ({ ...ring(acme), teams: [team] });

/** Ada writes on the public page. */
async function page(acme: Company, keys = acme.ring('customer')): Promise<{ page: Touchpoint<'customer'>; person: string }> {
  const own = await acme.open('customer', { keys });
  const person = await own.person();
  await own.begin(person, { channel: 'chat' });
  await own.recordAll(person, [
    { kind: 'told', fact: 'name', value: 'Ada Okafor' },
    { kind: 'told', fact: 'account', value: '4821-77' },
    { kind: 'issue', words: 'I was billed after I cancelled.', topic: 'billing' },
  ]);
  return { page: own, person };
}

/** A page that can send nothing by itself. */
const alone = (acme: Company): KeyRing => ({ customer: acme.customer });
const give = (own: Touchpoint<'customer'>, person: string, { id, publicKey }: TeamKey, more: object = {}): Promise<Offer> => own.handOff(person, { to: { team: 'billing', label: 'Billing', key: { id, publicKey } }, ...more });

it('a rep of the team reads it before the first word, as claims, and nobody else can open it', async () => {
  const acme = await Company.make();
  const team = await teamKeys();
  const { page: own, person } = await page(acme, alone(acme));
  const before = await own.export(person);
  const offer = await give(own, person, team, { note: 'I would rather write. My card is 4111 1111 1111 1111.' });
  expect(offer).toMatchObject({ reaches: false, saved: false, left: 0 });
  expect([offer.compact, offer.code]).toEqual([undefined, undefined]);
  expect(offer.summary).toContain('They said: “I was billed after I cancelled.”');
  expect(headerOf(offer.full)).toMatchObject({ alg: 'ECDH-ES', kid: 'billing-1' });
  expect((await own.export(person)).entries).toEqual(before.entries);

  const ana = await seat(acme, ANA);
  expect(await refusal(ana.receive(offer.link))).toBe('wrong-key');
  const ben = await seat(acme, BEN, { keys: opening(acme, team) });
  const received = await ben.receive(offer.link);
  expect(received).toMatchObject({ customer: person, signed: false, here: false, from: { audience: 'customer' }, to: 'Billing' });
  expect(received.note).toContain('I would rather write.');
  expect(received.note).not.toContain('4111');
  expect((await ben.read(person)).entries).toBe(0);
  expect(await received.accept({ confirmed: received.points })).toEqual({ told: false });
  const after = await ben.read(person);
  expect(after.facts.map(({ fact, values: [value] }) => [fact, value?.value, value?.standing, value?.by.audience])).toEqual([['account', '4821-77', 'claimed', 'customer'], ['name', 'Ada Okafor', 'claimed', 'customer']]);
  expect(after.issues.map(({ words, standing, channel }) => [words, standing, channel])).toEqual([['I was billed after I cancelled.', 'claimed', 'chat']]);
  expect(after.receipts).toEqual([]);
  expect(after.handoffs).toMatchObject([{ state: 'accepted', claimed: { audience: 'customer' } }]);
  expect(ben.guide(after, { action: 'billing' }).missing).toEqual([{ check: 'verified' }]);
  expect(await refusal(ben.receive(offer.full))).toBe('taken');
});

it('what was withdrawn or put right on the page is so in the token', async () => {
  const acme = await Company.make();
  const team = await teamKeys();
  const { page: own, person } = await page(acme, alone(acme));
  const { stamp } = await own.record(person, { kind: 'issue', words: 'Never mind this.' });
  await own.record(person, { kind: 'withdrawn', answers: [stamp] });
  const account = (await own.read(person)).facts.find(({ fact }) => fact === 'account');
  await own.record(person, { kind: 'told', fact: 'account', value: '4821-78', answers: [account?.stamp ?? ''] });
  const ben = await seat(acme, BEN, { keys: opening(acme, team) });
  await (await ben.receive((await give(own, person, team)).full)).accept();
  const after = await ben.read(person);
  expect(after.issues.map(({ words }) => words)).toEqual(['I was billed after I cancelled.']);
  expect(after.facts.find(({ fact }) => fact === 'account')?.values.map(({ value }) => value)).toEqual(['4821-78']);
});

it.each(['before', 'after'] as const)('what the intake takes in %s it is not told twice', async (when) => {
  const acme = await Company.make();
  const team = await teamKeys();
  const { page: own, person } = await page(acme);
  const offer = await give(own, person, team);
  const take = async (): Promise<void> => {
    const ben = await seat(acme, BEN, { keys: opening(acme, team) });
    await (await ben.receive(offer.full)).accept();
  };
  if (when === 'after') await take();
  const desk = await acme.open('support');
  await until(async () => (await desk.read(person)).issues.length > 0);
  await until(async () => (await acme.mail('intake')).length, (left) => left === 0);
  if (when === 'before') await take();
  const after = await desk.read(person);
  expect(after.issues).toHaveLength(1);
  expect(after.facts.map(({ values }) => values.length)).toEqual([1, 1]);
  expect(after.effort.repeats).toBe(0);
  expect(desk.state.refused).toBe(undefined);
});

it('a note of a rep’s, a check, or somebody of the company’s own in it is not taken in', async () => {
  const acme = await Company.make();
  const team = await teamKeys();
  const ben = await seat(acme, BEN, { keys: opening(acme, team) });
  const now = acme.now();
  const entry = (stamp: string, more: object): object => ({ stamp, customer: 'x', at: now, by: { audience: 'support', id: 'rep-17', label: 'Ana' }, contact: 'call-1', chain: 'call-1', ...more });
  const [one, two, three] = (await ben.recordAll('cus_9', [{ kind: 'felt', felt: 'well' }, { kind: 'felt', felt: 'well' }, { kind: 'felt', felt: 'well' }])).map(({ stamp }) => stamp) as [string, string, string];
  const forged = async (customer: string): Promise<string> => {
    const entries = [entry(one, { kind: 'checked', method: 'otp', level: 'strong', goodFor: ['*'], until: now + 60_000 }), entry(two, { kind: 'step', step: 'promised', words: 'A hundred pounds' }), entry(three, { kind: 'issue', words: 'Mine.' })];
    const body = { offer: crypto.randomUUID(), customer, from: { audience: 'customer' }, at: now, until: now + 60_000, team: 'billing', chain: 'call-1', group: [customer], entries };
    return sealToken(acme.name, { id: team.id, key: team.publicKey }, { signature: '', payload: JSON.stringify(body) });
  };
  const person = `prov_${'a'.repeat(22)}`;
  await (await ben.receive(await forged(person))).accept();
  const after = await ben.read(person);
  expect([after.receipts, after.issues.map(({ words, standing, by, steps }) => [words, standing, by.audience, steps])]).toEqual([[], [['Mine.', 'claimed', 'customer', []]]]);
  expect(after.issues[0]?.chain).not.toBe('call-1');
  // Nobody writes into the record of a customer whom the company knows.
  expect(await refusal(ben.receive(await forged('cus_9')))).toBe('not-allowed');
});

it('without the team’s public key, to one rep, or for somebody else, nothing leaves the page', async () => {
  const acme = await Company.make();
  const team = await teamKeys();
  const { page: own, person } = await page(acme, alone(acme));
  expect(await refusal(own.handOff(person, { to: { team: 'billing' } }))).toBe('not-allowed');
  expect(await refusal(own.handOff(person, { to: { rep: 'rep-4', key: team } }))).toBe('not-allowed');
  expect(await refusal(give(own, 'cus_1', team))).toBe('not-allowed');
  expect(await refusal(own.handOff(person, { to: { team: 'billing', key: { id: 'billing-1', publicKey: team.privateKey as CryptoKey } } }))).toBe('bad-option');
  expect(await refusal(give(own, person, team, { expires: acme.now() - 1 }))).toBe('bad-entry');
});

it('what nobody signed stays within the public’s quotas, however many tokens it comes in', async () => {
  const acme = await Company.make();
  const team = await teamKeys();
  const { page: own, person } = await page(acme, alone(acme));
  const ben = await seat(acme, BEN, { keys: opening(acme, team), policy: { quota: { entriesPerDay: 5, openIssues: 2 } } });
  await (await ben.receive((await give(own, person, team)).full)).accept();
  await own.recordAll(person, ['Second.', 'Third.', 'Fourth.'].map((words) => ({ kind: 'issue', words }) as const));
  await (await ben.receive((await give(own, person, team)).full)).accept();
  // It is taken over all the same; what is over is left out, and said.
  const { issues, handoffs } = await ben.read(person);
  expect(issues).toHaveLength(2);
  expect(handoffs.map(({ state }) => state)).toEqual(['accepted', 'accepted']);
  expect(ben.state.refused).toEqual({ count: 2, code: 'not-allowed' });
});
