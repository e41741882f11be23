/** Support hands a customer over to a team in sales, which may know whether to pitch, and never why not. */
import fc from 'fast-check';
import { expect, it } from 'vitest';
import { openToken, sealToken } from '../../src/carry/token.js';
import type { SealingKey } from '../../src/carry/envelope.js';
import type { Draft } from '../../src/model/entry.js';
import { parseSalesOffer } from '../../src/model/hand-off-sales.js';
import type { KeyRing, TeamKey } from '../../src/store/keys.js';
import type { Offer, Offered, Touchpoint } from '../../src/touchpoint/types.js';
import { saidIn } from '../support/said-in.js';
import { type Clock, Company, HOUR, hkdf, MINUTE, PROV, quiet, refusal, ringKey, shown, START } from './company.js';
import { until } from './desks.js';
import { ada, ANA, BEN, CARA, headerOf, ring, seat, type Support } from './hand-offs.js';

const SEAT = { audience: 'sales', id: 'rep-30', label: 'Sam', teams: ['offers'] } as const;
const seller = (acme: Company, keys: KeyRing = acme.ring('sales'), teams: string[] = ['offers']): Promise<Touchpoint<'sales'>> => acme.open('sales', { as: { ...SEAT, teams }, keys });
const give = (desk: Support, customer = 'cus_1', more: object = {}): Promise<Offer> => desk.handOff(customer, { to: { team: 'offers', audience: 'sales', label: 'Offers' }, ...more });

async function keyOf(acme: Company): Promise<SealingKey> {
  const label = { name: 'HKDF', hash: 'SHA-256', salt: new TextEncoder().encode(`say-once/1/${acme.name}/sales`), info: new TextEncoder().encode('hand-off') };
  const [{ id, key } = { id: '', key: await hkdf() }] = acme.sales;
  return { id, key: await crypto.subtle.deriveKey(label, key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']) };
}
/** What lies sealed in it. */
const plain = async (acme: Company, token: string): Promise<string> => {
  const { signature, payload } = await openToken(acme.name, [await keyOf(acme)], token, 'sales');
  return `${signature}\n${payload}`;
};

/** What a sales store remembers of hand-offs that were taken. */
const usedIn = async (acme: Company): Promise<{ key: string; value: unknown }[]> =>
  ((await acme.rows('sales'))['meta'] ?? []).flatMap(({ key, value }) => (typeof key === 'string' && key.startsWith('used/') ? [{ key, value }] : []));

const REASONS: Record<string, Draft[]> = {
  complaint: [{ kind: 'issue', words: 'She was billed after I cancelled it.', topic: 'complaint' }],
  bereavement: [{ kind: 'flag', flag: 'bereavement', reason: 'bereavement', words: 'Her mother has died.' }],
  wish: [{ kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }],
  fraud: [{ kind: 'issue', words: 'Somebody ordered in my name.', topic: 'fraud' }, { kind: 'flag', flag: 'support-need', reason: 'vulnerability' }],
};

it('holds nothing but the team, the customer, its end and the hold in days: byte for byte the same for every reason', async () => {
  const still: Clock = Object.assign(() => START, { go: () => {} });
  const acme = await Company.make(still);
  const ana = await seat(acme, ANA);
  const seen = new Set<string>();
  for (const [reason, drafts] of Object.entries(REASONS)) {
    const customer = `cus_${reason.padEnd(12, '0')}`;
    await ada(ana, customer);
    await ana.recordAll(customer, drafts);
    const { full, offer, summary, points } = await give(ana, customer);
    const bytes = await plain(acme, full);
    expect(JSON.parse(bytes)).toEqual({ offer, customer, team: 'offers', until: START + 15 * MINUTE, hold: { from: '2026-11-21', until: null, review: '2026-11-28', scope: {} } });
    expect(headerOf(full)).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'v1', typ: 'say-once-offer+1', cty: `${acme.name}/sales` });
    seen.add(JSON.stringify([bytes.replace(offer, '…').replace(customer, '…'), full.length, summary.replace(customer, '…'), points]));
  }
  expect([...seen]).toHaveLength(1);
  expect([...seen][0]).toContain('Do not pitch. Held since 21 November, until support lifts it; look again on 28 November.');
  expect([...seen][0]).not.toMatch(/rep-17|Ana|Ada|4821|mother|billed|refund/);
});

it('is taken once in a browser; the sales store learns that it was used, and neither whom it was about nor at which hour', async () => {
  const acme = await Company.make();
  const [ana, other, sales] = [await seat(acme, ANA), await seller(acme), await seller(acme)];
  await ada(ana);
  await until(() => sales.read('cus_1'), ({ pitch }) => pitch === 'held');
  const { link, full } = await give(ana);
  const lies = async (): Promise<string> => JSON.stringify([(await acme.rows('sales'))['contexts'], (await acme.rows('sales'))['journal'], (await acme.rows('sales'))['outbox']]);
  const before = await lies();
  const received = await sales.receive(link);
  expect(received).toMatchObject({ customer: 'cus_1', from: { audience: 'support' }, signed: false, here: false, to: 'offers' });
  expect([received.at, received.note, 'label' in received.from, 'id' in received.from]).toEqual([undefined, undefined, false, false]);
  expect(received.context).toMatchObject({ customer: 'cus_1', pitch: 'held', hold: { from: '2026-11-21', until: null } });
  expect(received.summary).toContain('Customer cus_1.\nDo not pitch.');
  expect(saidIn(received)).not.toMatch(/rep-17|Ana|Ada|4821|billed|refund|issue/i);
  expect([await received.open(), await received.decline('Not now.')]).toEqual([false, { told: false }]);
  const again = await other.receive(full);
  expect((await Promise.allSettled([received.accept({ readBack: 'Her name is Ada.' }), again.accept()])).map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  expect(await Promise.all([received.accept(), again.accept(), sales.receive(full), other.receive(link)].map(refusal))).toEqual(Array(4).fill('taken'));

  expect(await lies()).toBe(before);
  expect((await acme.opened('sales')).entries.map(({ kind }) => kind)).toEqual(['held']);
  const used = await usedIn(acme);
  expect(used.map(({ value }) => value)).toEqual(['2026-11-21']);
  expect(JSON.stringify(await acme.rows('sales'))).not.toMatch(/cus_1|Okafor|4821-?77|billed|refund|"offers"/);
  expect(JSON.stringify(used)).not.toContain(received.offer);
  // What has ended is refused anyway: nobody need remember it.
  acme.now.go(50 * HOUR);
  await (await sales.receive((await give(ana)).full)).accept();
  expect((await usedIn(acme)).map(({ value }) => value)).toEqual(['2026-11-23']);
});

it('a hold on either side holds, and nobody is free by a token alone', async () => {
  const acme = await Company.make();
  const ana = await acme.open('support', { as: { ...ANA, teams: ['care'] } });
  const clear = await give(ana, 'cus_1');
  expect(JSON.parse(await plain(acme, clear.full))).not.toHaveProperty('hold');
  expect(clear.points).toEqual(['You may pitch: nothing is held.']);
  const sales = await acme.salesDesk({ as: { ...SEAT, teams: ['offers'] } });
  expect((await sales.receive(clear.full)).context.pitch).toBe('clear');
  await ana.record('cus_1', { kind: 'issue', words: 'It is broken.' });
  await until(() => sales.read('cus_1'), ({ pitch }) => pitch === 'held');
  const folded = await sales.receive(clear.full);
  expect([folded.context.pitch, folded.points[0]]).toEqual(['held', expect.stringMatching(/^Do not pitch\./)]);
  await sales.close({ wipe: true, force: true });
  // A desk that was told nothing: the token holds, and its silence frees nobody.
  await ana.close();
  const alone = await seller(acme);
  expect((await alone.receive(clear.full)).points).toEqual(['Not checked: nobody can tell just now whether an offer is welcome.']);
  const support = await seat(acme, ANA);
  expect((await alone.receive((await give(support)).full)).context.pitch).toBe('held');
});

it('stands in support’s journal with team and audience, and nothing is said of what cannot be known', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, { ...BEN, teams: ['offers'] } as never)];
  await ada(ana);
  const waiting = shown<Offered[]>((callback) => ben.watchOffers(callback));
  const { reference, reaches, code, offer, until: end } = await give(ana);
  expect([reaches, code]).toEqual([false, undefined]);
  // A team of support's with the same name is another team.
  expect(await refusal(ben.receive(reference))).toBe('wrong-audience');
  expect(await until(() => waiting.last())).toEqual([]);
  expect((await ben.read('cus_1')).handoffs).toMatchObject([{ offer, state: 'offered', to: 'Offers', team: 'offers', audience: 'sales', from: { label: 'Ana' } }]);
  acme.now.go(end - acme.now() + HOUR);
  const late = shown<Offered[]>((callback) => ana.watchOffers(callback));
  await until(() => late.views.length > 0);
  await quiet();
  expect((await ana.history('cus_1')).entries.filter(({ kind }) => kind === 'handoff')).toHaveLength(1);
  for (const state of ['accepted', 'declined', 'expired'] as const) await ben.record('cus_1', { kind: 'handoff', offer, state });
  expect((await ana.read('cus_1')).handoffs).toMatchObject([{ state: 'offered' }]);
});

it('each desk opens what is for it, and what is refused changes nothing', async () => {
  const acme = await Company.make();
  const [ana, ben, sales] = [await seat(acme, ANA), await seat(acme, BEN), await seller(acme)];
  await ada(ana);
  const own = await ana.handOff('cus_1', { to: { team: 'billing' } });
  const team: TeamKey = { id: 'offers-1', ...(await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])) };
  const sealedToTeam = await ana.handOff('cus_1', { to: { team: 'offers', key: { id: team.id, publicKey: team.publicKey } } });
  const mine = await give(ana);
  const sealed = async (body: object, key?: SealingKey): Promise<string> => sealToken(acme.name, key ?? (await keyOf(acme)), { signature: '', payload: JSON.stringify(body) }, 'sales');
  const another = await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt']);
  const body = { offer: 'o-1', customer: 'cus_1', team: 'offers', until: acme.now() + HOUR };
  expect((await sales.receive(await sealed(body))).offer).toBe('o-1');
  const cases: [Touchpoint, string, string][] = [
    [sales, own.full, 'wrong-audience'],
    [sales, own.compact ?? '', 'wrong-audience'],
    [await seller(acme, { ...acme.ring('sales'), teams: [team] }), sealedToTeam.full, 'wrong-audience'],
    [ben, mine.full, 'wrong-audience'],
    [ana, mine.link, 'wrong-audience'],
    [await seller(acme, acme.ring('sales'), ['upgrades']), mine.full, 'wrong-audience'],
    [sales, await sealed(body, { id: 'v1', key: another }), 'altered'],
    [sales, await sealed(body, { id: 'v9', key: another }), 'wrong-key'],
    [sales, `${mine.full.slice(0, -4)}AAAA`, 'altered'],
    [sales, mine.reference, 'not-allowed'],
    [sales, await mine.aloud(), 'not-allowed'],
    [sales, '412 271 905', 'not-allowed'],
    [sales, '', 'not-allowed'],
    [sales, await sealed({ ...body, note: 'Her mother has died.' }), 'not-a-token'],
    [sales, await sealed({ ...body, hold: { from: '2026-11-21', until: null, review: '2026-11-28', scope: {}, reason: 'bereavement' } }), 'not-a-token'],
    [sales, await sealed({ ...body, hold: { from: 'today', until: null, review: '2026-11-28', scope: {} } }), 'not-a-token'],
    [sales, await sealed({ ...body, customer: '#abcdefghijklmnopqrstuv' }), 'bad-entry'],
    [sales, await sealed({ ...body, until: acme.now() - 1 }), 'expired'],
    [sales, await sealed([]), 'not-a-token'],
  ];
  for (const [desk, token, code] of cases) expect(await refusal(desk.receive(token)), `${code}: ${token.slice(0, 60)}`).toBe(code);
  expect(await usedIn(acme)).toEqual([]);
});

it('may be sealed to a sales team’s own key, and is made by no desk that may not tell sales', async () => {
  const acme = await Company.make();
  const team: TeamKey = { id: 'offers-1', ...(await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits'])) };
  const { sales: _, ...without } = ring(acme);
  const ana = await seat(acme, ANA, { keys: without });
  await ada(ana);
  const entries = async (): Promise<number> => (await ana.read('cus_1')).entries;
  const before = await entries();
  expect(await refusal(give(ana))).toBe('key-required');
  for (const more of [{ note: 'Her mother has died.' }, { points: ['Her mother has died.'] }, { to: { rep: 'rep-30', audience: 'sales' } }]) expect(await refusal(give(ana, 'cus_1', more))).toBe('not-allowed');
  expect(await refusal(give(ana, PROV('p')))).toBe('not-allowed');
  expect(await refusal(give(ana, 'cus_1', { to: { team: 'offers', audience: 'customer' } }))).toBe('bad-entry');
  expect(await refusal(give(ana, 'cus_1', { expires: acme.now() }))).toBe('bad-entry');
  const [one, other] = [await seller(acme), await seller(acme, { ...acme.ring('sales'), teams: [team] })];
  for (const desk of [one, other]) expect(await refusal(desk.handOff('cus_1', { to: { team: 'care' } }))).toBe('not-allowed');
  expect(await entries()).toBe(before);
  const { full } = await give(ana, 'cus_1', { to: { team: 'offers', audience: 'sales', key: { id: team.id, publicKey: team.publicKey } } });
  expect(await refusal(one.receive(full))).toBe('wrong-key');
  expect((await other.receive(full)).context.pitch).toBe('held');
});

it('whatever somebody with the key sealed is what sales may know, or no hand-off', () => {
  const day = fc.constantFrom('2026-11-21', '2026-13-40', 'today');
  const hold = fc.record({ from: day, until: fc.oneof(fc.constant(null), day), review: day, scope: fc.oneof(fc.jsonValue(), fc.record({ channels: fc.array(fc.string(), { maxLength: 2 }) })), reason: fc.string() }, { requiredKeys: ['from', 'until', 'review', 'scope'] });
  const offer = fc.record({ offer: fc.string(), customer: fc.string(), team: fc.string(), until: fc.oneof(fc.nat(), fc.double()), hold: fc.oneof(fc.jsonValue(), hold), note: fc.jsonValue() }, { requiredKeys: ['offer', 'customer', 'team', 'until'] });
  let read = 0;
  const known = /^(?:offer|customer|team|until|hold|hold\.(?:from|until|review|scope)|hold\.scope\.channels)$/;
  const names = (value: object, before = ''): string[] => Object.entries(value).flatMap(([name, inner]) => [before + name, ...(typeof inner === 'object' && inner !== null && !Array.isArray(inner) ? names(inner as object, `${before}${name}.`) : [])]);
  for (const json of fc.sample(fc.oneof(fc.string(), fc.json(), offer.map((one) => JSON.stringify(one))), 3_000)) {
    try {
      expect(names(parseSalesOffer(json)).filter((name) => !known.test(name))).toEqual([]);
      read++;
    } catch (error) {
      expect((error as { code?: string }).code, json).toBe('not-a-token');
    }
  }
  expect(read).toBeGreaterThan(0);
});

it('only the newest of sales’ keys seals, and older ones open', async () => {
  const acme = await Company.make();
  const ana = await seat(acme, ANA);
  const old = await give(ana);
  const newer = await ringKey('v2');
  const cara = await seat(acme, CARA, { keys: { ...ring(acme), sales: [newer, ...acme.sales] } });
  const young = await give(cara);
  expect([headerOf(old.full)['kid'], headerOf(young.full)['kid']]).toEqual(['v1', 'v2']);
  const sales = await seller(acme, { sales: [newer, ...acme.sales] });
  for (const { full, offer } of [old, young]) {
    const received = await sales.receive(full);
    expect(received.offer).toBe(offer);
    await received.accept();
  }
  expect([await refusal(sales.receive(old.full)), await refusal(sales.receive(young.full))]).toEqual(['taken', 'taken']);
});

it('is about the host’s id of somebody who is linked, and is said in the language of each desk', async () => {
  const acme = await Company.make();
  const [ana, sales] = [await seat(acme, ANA), await seller(acme)];
  await ana.record(PROV('p'), { kind: 'told', fact: 'name', value: 'Ada Okafor' });
  await ana.link(PROV('p'), 'cus_1', { because: 'She said so.' });
  const { full, summary } = await give(ana, PROV('p'), { language: 'de' });
  expect(summary).toBe('Kunde cus_1.\nSie dürfen anbieten: Nichts ist gesperrt.');
  expect((await sales.receive(full)).customer).toBe('cus_1');
  expect((await ana.handOffSummary('cus_1', 'Her mother.', 'es', 'sales')).summary).toBe('Cliente cus_1.\nPuede ofrecer: no hay nada retenido.');
  await ana.record('cus_1', { kind: 'issue', words: 'Broken.' });
  const texts = await Promise.all(['en', 'de', 'es', 'ar'].map(async (language) => (await ana.handOffSummary('cus_1', undefined, language, 'sales')).summary));
  expect(texts).toEqual([expect.stringContaining('21 November'), expect.stringContaining('21. November'), expect.stringContaining('21 de noviembre'), expect.stringMatching(/نوفمبر/)]);
});
