/** A hand-off speaks the language of whoever hands over. */
import { afterEach, expect, it } from 'vitest';
import { ENGLISH, type HandOffWords } from '../../src/model/hand-off-words.js';
import { words as ar } from '../../src/model/hand-off-words-ar.js';
import { words as de } from '../../src/model/hand-off-words-de.js';
import { words as es } from '../../src/model/hand-off-words-es.js';
import { Company, MINUTE } from './company.js';
import { ANA, BEN, seat, type Support } from './hand-offs.js';

afterEach(() => void (document.documentElement.lang = 'en'));

/** All of a language, with something in each place. */
const texts = ({ who, unchecked, checked, said, done, promised, methods }: HandOffWords): string[] => [who('⟦0⟧', '⟦1⟧'), who('⟦0⟧', undefined), who(undefined, '⟦1⟧'), unchecked, checked('⟦0⟧', '⟦1⟧'), said('⟦0⟧'), done('⟦0⟧'), promised('⟦0⟧', '⟦1⟧'), promised('⟦0⟧', undefined), ...Object.values(methods)];
const places = (text: string): string[] => text.match(/⟦\d⟧/g)?.toSorted() ?? [];

it.each(Object.entries({ de, es, ar }))('%s says all that English says, in its own words, and loses nothing that is put in', (_, words) => {
  expect(Object.keys(words.methods)).toEqual(Object.keys(ENGLISH.methods));
  expect(texts(words).map(places)).toEqual(texts(ENGLISH).map(places));
  expect(texts(words).filter((text) => texts(ENGLISH).includes(text) && /\p{L}/u.test(text))).toEqual([]);
  expect(words.said('…')).toMatch(new RegExp(`${words.quotes[0]}.*${words.quotes[1]}$`));
});

async function told(desk: Support, words = 'Qxrt.'): Promise<void> {
  await desk.begin('cus_1', { channel: 'phone' });
  await desk.recordAll('cus_1', [
    { kind: 'told', fact: 'name', value: 'Ada Okafor' },
    { kind: 'told', fact: 'account', value: '4821-77' },
    { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: Date.now() + 20 * MINUTE },
    { kind: 'issue', words },
  ]);
}

it('the page says which; whoever takes it reads what was sent', async () => {
  const acme = await Company.make();
  const [ana, ben] = [await seat(acme, ANA), await seat(acme, BEN)];
  await told(ana);
  document.documentElement.lang = 'de';
  const offer = await ana.handOff('cus_1', { to: { team: 'billing' } });
  expect(offer.points[0]).toMatch(/^Geprüft \(Einmalcode\), gültig bis \d\d:\d\d\. Fragen Sie nicht, wer es ist\.$/);
  expect(offer.summary.split('\n')).toEqual(['Ada Okafor, Kundennummer 4821-77.', offer.points[0], 'Das Anliegen: „Qxrt.“']);
  document.documentElement.lang = 'en';
  expect((await ben.receive(offer.reference)).points).toEqual(offer.points);
});

it('asked for by name it is that one, times as its country writes them; one that we lack is English', async () => {
  const acme = await Company.make();
  const ana = await seat(acme, ANA);
  await told(ana);
  expect((await ana.handOffSummary('cus_1', undefined, 'es-MX')).points).toContain('Lo que dijo: «Qxrt.»');
  for (const other of ['fi', 'constructor', '', 'not a language']) expect((await ana.handOffSummary('cus_1', undefined, other)).summary).toContain('Ada Okafor, account 4821-77.');
  expect((await ana.handOffSummary('cus_1', undefined, 'en-US')).points[0]).toMatch(/good until \d\d:\d\d [AP]M\./);
});

it('in Arabic a number stays whole, and a quotation that is cut short is closed', async () => {
  const acme = await Company.make();
  const ana = await seat(acme, ANA);
  await told(ana, 'أريد إلغاء الاشتراك '.repeat(20));
  const { summary, points } = await ana.handOffSummary('cus_1', undefined, 'ar');
  expect(summary).toContain('\u2068Ada Okafor\u2069، رقم العميل \u20684821-77\u2069.');
  expect(points[0]).toContain('رمز لمرة واحدة');
  expect(summary.split('\n').at(-1)).toMatch(/^بكلمات العميل: «\u2068[^\u2069]*…\u2069»$/);
});

it('a method that the policy names is called that', async () => {
  const acme = await Company.make();
  const ana = await seat(acme, ANA, { policy: { checks: { 'otp-sms': { level: 'verified', label: 'TAN' } } } });
  await told(ana);
  expect((await ana.handOffSummary('cus_1')).points[0]).toContain('Checked by TAN, ');
});
