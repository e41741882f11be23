/** A hand-off is found by nine digits that were said on the phone; the desk that gave them counts the tries. */
import fc from 'fast-check';
import { expect, it, onTestFinished } from 'vitest';
import readme from '../../README.md?raw';
import { openEnvelope, sealEnvelope } from '../../src/carry/envelope.js';
import { codeIn, isSame, newCode, spelled } from '../../src/carry/spoken-code.js';
import { newPair, type Said, sealTo } from '../../src/touchpoint/spoken-line.js';
import type { SpokenCode, SpokenState } from '../../src/touchpoint/types.js';
import { Company, MINUTE, quiet, refusal, ring as post } from './company.js';
import { until } from './desks.js';
import { ada, ANA, BEN, CARA, host, ring, seat, type Support } from './hand-offs.js';

const give = async (desk: Support, customer = 'cus_1'): Promise<Pick<SpokenCode, 'code' | 'until'> & { states: SpokenState[]; offer: string }> => {
  const offer = await desk.handOff(customer, { to: { team: 'billing' } });
  const code = await offer.code?.();
  if (code === undefined) throw new Error('no code is to be had');
  const states: SpokenState[] = [];
  code.onState((state) => states.push(state));
  return { code: code.code, until: code.until, states, offer: offer.offer };
};

/** The same place, and another secret. */
const misheard = (code: string): string => code.slice(0, -1) + ((Number(code.at(-1)) + 1) % 10);

/** What two desks say in this browser, as any script of the origin hears it. */
function overheard(acme: Company): string[] {
  const heard: string[] = [];
  const channel = new BroadcastChannel(`say-once/${acme.name}/support`);
  channel.addEventListener('message', ({ data }: MessageEvent<{ place?: string }>) => data.place?.startsWith('!spoken:') && heard.push(data.place));
  onTestFinished(() => channel.close());
  return heard;
}

it('leads to the hand-off once, whatever stands between its digits and whatever digits they are', async () => {
  const acme = await Company.make();
  const [ana, ben, cara] = [await seat(acme, ANA), await seat(acme, BEN), await seat(acme, CARA)];
  await ada(ana);
  const { code, states, offer, until: end } = await give(ana);
  expect(code).toMatch(/^\d{3} \d{3} \d{3}$/);
  expect(end - acme.now()).toBeLessThanOrEqual(5 * MINUTE);
  const arabic = code.replaceAll(/\d/g, (digit) => String.fromCodePoint(0x660 + Number(digit))).replaceAll(' ', ' – ');
  const received = await ben.receive(arabic);
  expect(received).toMatchObject({ offer, customer: 'cus_1', from: { label: 'Ana' }, here: true });
  expect(states).toEqual([{ state: 'open', left: 3 }, { state: 'used', left: 3, by: { audience: 'support', id: 'rep-4', label: 'Ben' } }]);
  expect(await refusal(cara.receive(code))).toBe('code-burnt');
  await received.accept();
  expect((await ana.read('cus_1')).handoffs[0]).toMatchObject({ state: 'accepted', by: { label: 'Ben' } });
});

it('after three wrong tries it is good no more, and both sides are told', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const { code, states } = await give(ana);
  await expect(ben.receive(misheard(code))).rejects.toMatchObject({ code: 'wrong-code', left: 2 });
  await expect(ben.receive(misheard(code))).rejects.toMatchObject({ code: 'wrong-code', left: 1 });
  expect(await refusal(ben.receive(misheard(code)))).toBe('code-burnt');
  expect(await refusal(ben.receive(code))).toBe('code-burnt');
  expect(states.at(-1)).toMatchObject({ state: 'burnt', left: 0, by: { label: 'Ben' } });
  expect((await ana.read('cus_1')).handoffs[0]?.state).toBe('offered');
});

it('is for the team that it was offered to, and another’s desk neither learns whether it is right nor uses it up', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const { code, states, offer } = await give(ana);
  expect(await refusal(ana.receive(code))).toBe('wrong-audience');
  expect(await refusal(ana.receive(misheard(code)))).toBe('wrong-audience');
  expect(states).toEqual([{ state: 'open', left: 3 }]);
  expect((await ben.receive(code)).offer).toBe(offer);
});

it('ends after minutes, when a new one is asked for, and with the desk that gave it', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const offer = await ana.handOff('cus_1', { to: { team: 'billing' } });
  const [first, second] = [await offer.code?.(), await offer.code?.()];
  expect(await refusal(ben.receive(first?.code ?? ''))).toBe('expired');
  acme.now.go(6 * MINUTE);
  expect(await refusal(ben.receive(second?.code ?? ''))).toBe('expired');
  const third = await offer.code?.();
  await ana.close();
  expect(await refusal(ben.receive(third?.code ?? ''))).toBe('no-answer');
});

it('what was overheard tells nothing, and played again changes nothing', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const heard = overheard(acme);
  const { code, states, offer } = await give(ana);
  expect(await refusal(ben.receive(misheard(code)))).toBe('wrong-code');
  await until(() => heard.length === 4);
  const digits = code.replaceAll(' ', '');
  for (const text of heard) for (const known of [digits, digits.slice(3), offer, 'rep-4', 'cus_1']) expect(text).not.toContain(known);
  // A desk that was opened since has not heard them yet.
  const again = heard.slice();
  for (const text of [...again, ...again.toReversed(), '!spoken:', '!spoken:no envelope', `!spoken:${(again[2] ?? '').slice(8, -6)}AAAAAA`]) post(`say-once/${acme.name}/support`, { place: text });
  await quiet();
  expect(states.at(-1)).toMatchObject({ state: 'open', left: 2 });
  expect((await ben.receive(code)).offer).toBe(offer);
});

it('where desks sign, it is asked and answered by certified sessions alone', async () => {
  const acme = await Company.make();
  const certify = await host(acme);
  const [ana, ben] = [await seat(acme, ANA, { keys: ring(acme, await certify(ANA)) }), await seat(acme, BEN, { keys: ring(acme, await certify(BEN)) })];
  const { hosts } = await certify(CARA);
  const cara = await seat(acme, CARA, { keys: ring(acme, { hosts }) });
  const strange = await seat(acme, CARA, { keys: ring(acme, await (await host(acme))(CARA)) });
  const unsigned = await seat(acme, CARA);
  const { code, states, offer } = await give(ana);
  expect(await refusal(cara.receive(code))).toBe('key-required');
  expect(await Promise.all([strange, unsigned].map((desk) => refusal(desk.receive(misheard(code)))))).toEqual(['no-answer', 'no-answer']);
  expect(states).toEqual([{ state: 'open', left: 3 }]);
  expect((await ben.receive(code)).offer).toBe(offer);
  expect(states.at(-1)?.by).toEqual({ audience: 'support', id: 'rep-4', label: 'Ben' });
});

it('a call that another desk repeats with a key of its own is still answered to whoever made it', async () => {
  const acme = await Company.make();
  const ana = await seat(acme, ANA);
  const { code, offer } = await give(ana);
  const heard = overheard(acme);
  const keys = (await acme.keys('support')).all.map(({ id, envelope }) => ({ id, key: envelope }));
  const address = { company: acme.name, box: 'offers' } as const;
  const next = async (step: string): Promise<Said> => {
    const said = async (): Promise<Said[]> => Promise.all(heard.map(async (text) => JSON.parse(((await openEnvelope(address, keys, text.slice(8))) as { payload: string }).payload) as Said));
    return (await until(async () => (await said()).find((one) => one.step === step))) as Said;
  };
  const say = async (said: Said): Promise<void> => post(`say-once/${acme.name}/support`, { place: `!spoken:${await acme.sealed('offers', { signature: '', payload: JSON.stringify(said) })}` });
  const [first, second] = [await newPair(), await newPair()];
  await say({ step: 'call', call: 'one', place: code.slice(0, 3), key: first.told });
  const { key } = await next('here');
  await say({ step: 'call', call: 'one', place: code.slice(0, 3), key: second.told });
  await say({ step: 'try', call: 'one', key, sealed: await sealTo(acme.name, key, { secret: code.slice(4).replace(' ', ''), nonce: 'n', teams: ['billing'] }) });
  const { sealed = '' } = await next('answer');
  expect(await refusal(second.open(acme.name, sealed))).toBe('wrong-key');
  expect(await first.open(acme.name, sealed)).toEqual({ nonce: 'n', reference: `so1:${offer}` });
});

it('of two that begin alike each leads to its own', async () => {
  const acme = await Company.make();
  const [ana, ben, cara] = [await seat(acme, ANA), await seat(acme, BEN), await seat(acme, CARA)];
  const one = await give(ana, 'cus_1');
  const chance = crypto.getRandomValues.bind(crypto);
  const place = one.code.slice(0, 3);
  const offer = await cara.handOff('cus_2', { to: { team: 'billing' } });
  // As chance may have it.
  crypto.getRandomValues = ((array: Uint8Array<ArrayBuffer>) => (array.length === 3 ? (array.set(place.split('').map(Number)), array) : chance(array))) as typeof crypto.getRandomValues;
  onTestFinished(() => void (crypto.getRandomValues = chance));
  const other = await offer.code?.();
  crypto.getRandomValues = chance;
  expect(other?.code.slice(0, 3)).toBe(place);
  expect((await ben.receive(other?.code ?? '')).customer).toBe('cus_2');
  expect((await ben.receive(one.code)).customer).toBe('cus_1');
});

it('whatever is said on the channel by whoever has no key, and whatever is typed, is refused by name or not heard', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const { code, states, offer } = await give(ana);
  post(`say-once/${acme.name}/support`, ...fc.sample(fc.string({ maxLength: 200 }), 100).map((text) => ({ place: `!spoken:${text}` })));
  for (const text of fc.sample(fc.string({ unit: fc.constantFrom(...'0123456789٠٩ .-'.split('')), minLength: 1, maxLength: 40 }), 30)) if (codeIn(text) === undefined) expect(await refusal(ben.receive(text)), text).toBe('not-a-token');
  expect(states).toEqual([{ state: 'open', left: 3 }]);
  expect((await ben.receive(code)).offer).toBe(offer);
});

it('ten thousand random, cut and mutated messages and codes: each is refused by name or not heard, and none counts', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  const heard = overheard(acme);
  const { code, states, offer } = await give(ana);
  expect(await refusal(ben.receive(misheard(code)))).toBe('wrong-code');
  await until(() => heard.length === 4);
  const real = fc.constantFrom(...heard.map((text) => text.slice(8)));
  const put = (text: string, at: number, sign: string): string => text.slice(0, at % text.length) + sign + text.slice((at % text.length) + 1);
  const cut = (text: string, at: number): string => text.slice(0, at % text.length);
  const messages = [
    ...fc.sample(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), fc.array(fc.base64String({ maxLength: 60 }), { minLength: 5, maxLength: 5 }).map((parts) => parts.join('.'))), 1_500),
    ...fc.sample(fc.tuple(real, fc.nat()).map(([text, at]) => cut(text, at)), 1_500),
    ...fc.sample(fc.tuple(real, fc.nat(), fc.constantFrom('A', 'B', '-', '_', '.', 'é', '\0')).map(([text, at, sign]) => put(text, at, sign)), 1_500),
  ];
  // Sealed as they should be, by a desk that says nonsense.
  const said = fc.record({ step: fc.constantFrom('call', 'here', 'try', 'answer'), call: fc.string(), key: fc.oneof(fc.string(), fc.base64String()), place: fc.constantFrom(code.slice(0, 3), ''), sealed: fc.oneof(fc.string(), real) }, { requiredKeys: ['step'] });
  const nonsense = fc.oneof(fc.jsonValue(), fc.record({ signature: fc.constantFrom('', 'a..b', '..'), payload: fc.oneof(fc.json(), said.map((one) => JSON.stringify(one))) }));
  const { id, envelope } = (await acme.keys('support')).newest;
  messages.push(...(await Promise.all(fc.sample(nonsense, 500).map((one) => sealEnvelope({ company: acme.name, box: 'offers' }, { id, key: envelope }, one)))));
  post(`say-once/${acme.name}/support`, ...messages.map((text) => ({ place: `!spoken:${text}` })));
  const digits = fc.string({ unit: fc.constantFrom(...'0123456789٠٩۰ .-–·'.split('')), minLength: 1, maxLength: 120 });
  const codes = [...fc.sample(digits, 2_000), ...fc.sample(fc.nat().map((at) => cut(code, at)), 1_500), ...fc.sample(fc.tuple(fc.nat(), fc.constantFrom('', '٣', '९', ' ', 'x', '00')).map(([at, sign]) => put(code, at, sign)), 1_500)];
  // Nine digits are a try of somebody's, wherever they come from.
  expect(readme).toContain(`and ${(messages.length + codes.length).toLocaleString('en')} spoken codes and messages`);
  for (const text of codes) {
    const named = codeIn(text) === undefined ? await refusal(ben.receive(text)) : 'not-a-token';
    if (named !== 'not-a-token') throw new Error(`${named}: ${text}`);
  }
  expect(states.at(-1)).toMatchObject({ state: 'open', left: 2 });
  expect((await ben.receive(code)).offer).toBe(offer);
}, 60_000);

it('is nine digits, evenly drawn', () => {
  for (const text of ['12345678', '1234567890', '12345678a', '12345678九', '']) expect(codeIn(text)).toBeUndefined();
  const counts = Array.from({ length: 10 }, () => 0);
  for (let n = 0; n < 2_000; n++) {
    const code = newCode();
    expect(codeIn(spelled(code))).toEqual(code);
    for (const digit of code.place + code.secret) counts[Number(digit)] = (counts[Number(digit)] ?? 0) + 1;
  }
  for (const count of counts) expect(Math.abs(count - 1_800)).toBeLessThan(300);
  expect([isSame('271905', '271905'), isSame('271905', '271906'), isSame('271905', '27190')]).toEqual([true, false, false]);
});
