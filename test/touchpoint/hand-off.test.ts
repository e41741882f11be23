/** A customer passes from one desk to another in one browser. */
import { expect, it } from 'vitest';
import type { Context } from '../../src/model/context.js';
import type { Offered } from '../../src/touchpoint/types.js';
import { Company, HOUR, MINUTE, refusal, shown } from './company.js';
import { until } from './desks.js';
import { ada, ANA, BEN, CARA, seat } from './hand-offs.js';

const stateOf = (context: Context): string | undefined => context.handoffs.at(-1)?.state;

it('an offer appears at the other desk at once, is read back, and the check goes along', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const waiting = shown<Offered[]>((callback) => ben.watchOffers(callback));
  await until(() => waiting.views.length > 0);
  await ada(ana);
  const offer = await ana.handOff('cus_1', { to: { team: 'billing', label: 'Billing' }, note: 'Please waive the final bill, I could not.' });
  expect(offer.reference).toMatch(/^so1:[\w-]{22}$/);
  expect(offer.reaches).toBe('browser');
  expect(offer.summary).toContain('Ada Okafor, account 4821-77.');
  expect(offer.points[0]).toContain('Checked by one-time code');
  const states: string[] = [];
  const stop = offer.onState(({ state }) => states.push(state));

  const [here] = await until(() => waiting.last() ?? [], (offers) => offers.length === 1);
  expect(here).toMatchObject({ customer: 'cus_1', to: 'Billing', note: 'Please waive the final bill, I could not.', from: { label: 'Ana' } });
  const received = await ben.receive(here?.reference ?? '');
  expect(received).toMatchObject({ offer: offer.offer, signed: true, here: true, points: offer.points, until: offer.until });
  expect((await ana.read('cus_1')).handoffs[0]?.state).toBe('offered');
  await received.open();
  await received.accept({ confirmed: [offer.points[0] ?? ''], readBack: 'The bill is dated 9 Nov, not 2 Nov.' });
  await until(() => states.at(-1), (state) => state === 'accepted');
  stop();
  expect(states).toEqual(['offered', 'opened', 'accepted']);
  expect((await ana.read('cus_1')).handoffs[0]).toMatchObject({ from: { label: 'Ana' }, by: { label: 'Ben' }, confirmed: [offer.points[0]], readBack: 'The bill is dated 9 Nov, not 2 Nov.' });
  expect(ben.contactOf('cus_1')).toMatchObject({ chain: ana.contactOf('cus_1')?.chain, channel: 'phone' });
  const context = await ben.read('cus_1');
  expect(ben.guide(context, { action: 'billing' }).missing).toEqual([]);
  expect(context.effort.transfers).toBe(1);
  await until(() => waiting.last()?.length, (count) => count === 0);
});

it('a reference that was read aloud as words leads there too, and one word that was misheard leads nowhere', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const offer = await ana.handOff('cus_1', { to: { team: 'billing' } });
  const words = await offer.aloud();
  expect((await ben.receive(` ${words.toUpperCase().replaceAll(' ', ', ')}.`)).offer).toBe(offer.offer);
  expect(['not-a-token', 'not-reached']).toContain(await refusal(ben.receive(words.replace(/^\w+/, (word) => (word === 'zoo' ? 'able' : 'zoo')))));
  expect(await refusal(ben.receive('please take her for me she has been waiting for very long'))).toBe('not-a-token');
});

it('of two who take it at once one has it, and the other is told who', async () => {
  const acme = await Company.make();
  const [ana, ben, cara] = [await seat(acme, ANA), await seat(acme, BEN), await seat(acme, CARA)];
  await ada(ana);
  const { full, reference, offer } = await ana.handOff('cus_1', { to: { team: 'billing' } });
  const [one, two] = [await ben.receive(full), await cara.receive(reference)];
  const [first, second] = await Promise.allSettled([one.accept(), two.accept()]);
  expect([first.status, second.status].sort()).toEqual(['fulfilled', 'rejected']);
  const [winner, loser] = first.status === 'fulfilled' ? ['Ben', second] : ['Cara', first];
  expect(loser).toMatchObject({ reason: { code: 'taken', by: { label: winner } } });
  const { entries } = await ana.history('cus_1', { limit: 100 });
  expect(entries.filter((entry) => entry.kind === 'handoff' && entry['offer' as never] === offer && entry['state' as never] === 'accepted')).toHaveLength(1);
  expect(await refusal(ben.receive(full))).toBe('taken');
  // Once five later hand-offs have pushed it out of the context, the journal still knows.
  for (let n = 0; n < 6; n++) await ana.handOff('cus_1', { to: { team: 'care' } });
  expect(await refusal(ben.receive(full))).toBe('taken');
});

it('is for one team or one rep, and nobody else may look at it', async () => {
  const acme = await Company.make();
  const [ana, ben, cara] = [await seat(acme, ANA), await seat(acme, BEN), await seat(acme, CARA)];
  await ada(ana);
  const { full, reference } = await ana.handOff('cus_1', { to: { rep: 'rep-5' } });
  expect(await refusal(ben.receive(full))).toBe('wrong-audience');
  expect(await refusal(ben.receive(reference))).toBe('wrong-audience');
  const waiting = shown<Offered[]>((callback) => ben.watchOffers(callback));
  expect(await until(() => waiting.last())).toEqual([]);
  expect((await cara.receive(full)).customer).toBe('cus_1');
  expect((await ana.read('cus_1')).handoffs[0]?.state).toBe('offered');
});

it('what nobody took in time ends by itself, and says so to whoever offered it', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  await ada(ana);
  const { full, until: end } = await ana.handOff('cus_1', { to: { team: 'billing' } });
  expect(end - acme.now()).toBeLessThanOrEqual(15 * MINUTE);
  const received = await ben.receive(full);
  acme.now.go(16 * MINUTE);
  expect(await refusal(ben.receive(full))).toBe('expired');
  expect(await refusal(received.accept())).toBe('expired');
  // The first desk that looks writes it down.
  shown<Offered[]>((callback) => ben.watchOffers(callback));
  await until(async () => stateOf(await ana.read('cus_1')), (state) => state === 'expired');
  expect(await refusal(ben.receive(full))).toBe('expired');
});

it('ends after the policy’s minutes; nobody else need look for its sender to see that nobody took it', async () => {
  const acme = await Company.make();
  const ana = await seat(acme, ANA, { policy: { handOffMinutes: 5 } });
  const { until: end } = await ana.handOff('cus_1', { to: { team: 'billing' } });
  expect(Math.abs(end - acme.now() - 5 * MINUTE)).toBeLessThan(MINUTE);
  const offer = await ana.handOff('cus_2', { to: { team: 'billing' }, expires: acme.now() + 400 });
  const states: string[] = [];
  offer.onState(({ state }) => states.push(state));
  await until(() => states.at(-1), (state) => state === 'expired');
  expect(states).toEqual(['offered', 'expired']);
});

it('an offer that is declined says why, and a colleague may still take it', async () => {
  const acme = await Company.make();
  const [ana, ben, cara] = [await seat(acme, ANA), await seat(acme, BEN), await seat(acme, CARA)];
  await ada(ana);
  const { reference } = await ana.handOff('cus_1', { to: { team: 'billing' } });
  expect(await (await ben.receive(reference)).decline('I am on another call.')).toEqual({ told: true });
  expect((await ana.read('cus_1')).handoffs[0]).toMatchObject({ state: 'declined', because: 'I am on another call.', by: { label: 'Ben' } });
  await (await cara.receive(reference)).accept();
  expect((await ana.read('cus_1')).handoffs[0]).toMatchObject({ state: 'accepted', by: { label: 'Cara' } });
});

it('of many that wait each comes, goes and comes again by itself, whoever was forgotten or emptied meanwhile', async () => {
  const acme = await Company.make();
  const [ana, ben, cara] = [await seat(acme, ANA, { keys: acme.ring('support') }), await seat(acme, BEN), await seat(acme, CARA)];
  const waiting = shown<Offered[]>((callback) => ben.watchOffers(callback));
  const waits = (customers: string[]): Promise<unknown> => until(() => (waiting.last() ?? []).map(({ customer }) => customer).join(), (seen) => seen === customers.join());
  await waits([]);
  const offers = [];
  for (const customer of ['cus_1', 'cus_2', 'cus_3']) offers.push(await ana.handOff(customer, { to: { team: 'billing' } }));
  await waits(['cus_1', 'cus_2', 'cus_3']);
  await ana.record('cus_2', { kind: 'issue', words: 'Something beside it' });
  await (await cara.receive(offers[1]?.reference ?? '')).accept();
  await waits(['cus_1', 'cus_3']);
  await ana.forget('cus_1');
  await waits(['cus_3']);
  await ana.handOff('cus_2', { to: { team: 'billing' } });
  await waits(['cus_3', 'cus_2']);
  await cara.close({ wipe: true, force: true });
  await waits([]);
});

it('is not for sales, nor for the public, nor for nobody, nor over before it began', async () => {
  const acme = await Company.make();
  const ana = await seat(acme, ANA);
  const sales = await acme.open('sales');
  expect(await refusal(sales.receive('so1:AAAAAAAAAAAAAAAAAAAAAA'))).toBe('not-allowed');
  expect(await refusal(sales.handOff('cus_1', { to: { team: 'care' } }))).toBe('not-allowed');
  expect(await refusal(ana.handOff('cus_1', { to: {} as never }))).toBe('bad-entry');
  expect(await refusal(ana.handOff('cus_1', { to: { team: 'a', rep: 'b' } }))).toBe('bad-entry');
  expect(await refusal(ana.handOff('cus_1', { to: { team: 'care' }, expires: acme.now() - HOUR }))).toBe('bad-entry');
  expect((await ana.read('cus_1')).entries).toBe(0);
});

it('a card number in the note is cut out before it is written or sealed', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const { full } = await ana.handOff('cus_1', { to: { team: 'billing' }, note: 'Her card is 4111 1111 1111 1111.' });
  expect((await ben.receive(full)).note).not.toContain('4111 1111');
});
