/** Every language says everything, and says it on the page. */
import { fixture, html } from '@open-wc/testing';
import { afterEach, describe, expect, it } from 'vitest';
import { POLICY } from '../../src/model/policy-built-in.js';
import { actionWords } from '../../src/elements/words/action.js';
import { cardWords } from '../../src/elements/words/card.js';
import { checkWords } from '../../src/elements/words/check.js';
import { commonWords } from '../../src/elements/words/common.js';
import { factWords } from '../../src/elements/words/facts.js';
import { flagWords } from '../../src/elements/words/flag.js';
import { formWords } from '../../src/elements/words/form.js';
import { guardWords } from '../../src/elements/words/guard.js';
import { historyWords } from '../../src/elements/words/history.js';
import { replaceWords } from '../../src/elements/words/index.js';
import { inboxWords } from '../../src/elements/words/inbox.js';
import { insteadWords } from '../../src/elements/words/instead.js';
import { mineWords } from '../../src/elements/words/mine.js';
import { othersWords } from '../../src/elements/words/others.js';
import { panelWords } from '../../src/elements/words/panel.js';
import { spokenWords } from '../../src/elements/words/spoken.js';
import { transferWords } from '../../src/elements/words/transfer.js';
import '../../src/elements/define/transfer.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { words as ar } from '../../src/elements/words/ar.js';
import { words as de } from '../../src/elements/words/de.js';
import { words as es } from '../../src/elements/words/es.js';
import { button, card, company, DAY, guard, knowAda, open, part, provider, sees, textOf, until } from './page.js';

/** A word that stands for what is put into a sentence, whatever that is: a name, a day, a number. */
const stand = (index: number): unknown => Object.assign(new String(`⟦${index}⟧`), { text: `⟦${index}⟧`, beside: false });
const SPANS = /^common\.(?:seconds|minutes|hours|days)$/;

/** Every text of a table by its path; a sentence with something in each of its places. */
function texts(table: object, path: string): [string, string][] {
  return Object.entries(table).flatMap(([key, value]): [string, string][] => {
    const at = `${path}.${key}`;
    if (typeof value === 'function') return [[at, String((value as (...given: unknown[]) => unknown)(...[0, 1, 2].map(stand)))]];
    return typeof value === 'object' && value !== null ? texts(value, at) : [[at, String(value)]];
  });
}

const ENGLISH = { common: commonWords, card: cardWords, instead: insteadWords, others: othersWords, action: actionWords, check: checkWords, flag: flagWords, history: historyWords, inbox: inboxWords, mine: mineWords, form: formWords, guard: guardWords, panel: panelWords, transfer: transferWords, spoken: spokenWords, facts: factWords };
const english = new Map(Object.entries(ENGLISH).flatMap(([name, table]) => texts(table, name)));
const of = (words: object): Map<string, string> => new Map(Object.entries(words).flatMap(([name, table]) => texts(table as object, name)));
const LANGUAGES = { de, es, ar } as const;
/** The same in two languages, and rightly so. */
const SAME: Record<string, string[]> = { de: ['card.channels.chat', 'facts.name'], es: ['card.channels.chat', 'common.seconds', 'common.minutes', 'common.hours'], ar: [] };
const isOnlyPlaces = (text: string): boolean => text.replace(/⟦\d⟧|[\s.,:()]/g, '') === '';

describe.each(Object.entries(LANGUAGES))('%s', (language, words) => {
  const theirs = of(words);

  it('says all that English says, and nothing else', () => {
    const own = [...theirs.keys()].filter((path) => !path.startsWith('common.policy.'));
    expect(own.toSorted()).toEqual([...english.keys(), 'common.dir', 'common.locale'].toSorted());
  });

  it('loses nothing that is put into a sentence', () => {
    const lost = [...english].filter(([path, text]) => !SPANS.test(path) && [...text.matchAll(/⟦\d⟧/g)].some(([place]) => !theirs.get(path)?.includes(place)));
    expect(lost.map(([path]) => path)).toEqual([]);
  });

  it('has no sentence in English', () => {
    const left = [...english].filter(([path, text]) => theirs.get(path) === text && !isOnlyPlaces(text) && !path.endsWith('longMonth') && !SAME[language]?.includes(path));
    expect(left.map(([path]) => path)).toEqual([]);
  });

  it('knows what the built-in policy says', () => {
    const said = [...POLICY.sayFirst.map(({ say }) => say), ...POLICY.offers.map(({ offer }) => offer)];
    expect(said.filter((text) => !(text in words.common.policy))).toEqual([]);
  });

  it('has a form for every number', () => {
    for (const count of [0, 1, 2, 3, 11, 100]) {
      const n = new Intl.NumberFormat(words.common.locale).format(count);
      for (const said of [words.card.repeats(n, count), words.common.days(n, count), words.card.more(n, count)]) expect(said).not.toMatch(/undefined|null|NaN/);
    }
  });
});

it('Arabic has a word for none, one and two, and counts the others in their own forms', () => {
  expect([0, 1, 2, 3, 11, 100].map((count) => ar.card.repeats(String(count), count))).toEqual(['دون تكرار', 'تكرار واحد', 'تكراران', '3 تكرارات', '11 تكرارًا', '100 تكرار']);
});

/** Words that only English has, so that one of them on a page in another language is a sentence that was left behind. */
function onlyEnglish(language: keyof typeof LANGUAGES, data: string): string[] {
  const split = (text: string): string[] => text.toLowerCase().match(/\p{L}{4,}/gu) ?? [];
  const known = new Set([...split([...of(LANGUAGES[language]).values()].join(' ')), ...split(data)]);
  return [...new Set([...english.values()].flatMap(split))].filter((word) => !known.has(word));
}

const speak = (lang: string): void => void (document.documentElement.lang = lang);
afterEach(() => speak('en'));

describe.each(Object.keys(LANGUAGES) as (keyof typeof LANGUAGES)[])('a page in %s has no English on it', (language) => {
  const DATA = 'Ada Okafor 4821-77 ada.okafor@mail.example LS6 2AB Zsofi Qxrt';
  const hasNone = (element: Element, more = ''): void => {
    const said = new Set(`${textOf(element)} ${[...(element.shadowRoot?.querySelectorAll('[aria-label]') ?? [])].map((one) => one.getAttribute('aria-label')).join(' ')} ${more}`.toLowerCase().match(/\p{L}{4,}/gu));
    expect(onlyEnglish(language, DATA).filter((word) => said.has(word)), textOf(element)).toEqual([]);
  };

  it('card', async () => {
    speak(language);
    const name = company();
    const desk = await open(name, 'support', { as: { audience: 'support', id: 'rep-2', label: 'Zsofi' } });
    const now = Date.now();
    const call = { channel: 'phone', contact: 'c1', chain: 'c1' } as const;
    await knowAda(desk, 'cus_1', [
      { kind: 'issue', words: 'Qxrt.', topic: 'bereavement', channel: 'web-form', at: now - 26 * 3_600_000 },
      { kind: 'contact', phase: 'began', at: now - 9 * DAY, ...call },
      { kind: 'contact', phase: 'ended', seconds: 384, at: now - 9 * DAY + 384_000, ...call },
      { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['billing'], until: now + 30 * 60_000 },
      { kind: 'told', fact: 'bday', value: '1971-04-09', at: now - 1000 },
      { kind: 'told', fact: 'language', value: 'en', at: now - 1000 },
      { kind: 'asked', fact: 'account' },
      { kind: 'flag', flag: 'do-not-pitch', reason: 'bereavement' },
    ]);
    const { card: element } = await card(name, { customer: 'cus_1', action: 'refund' });
    await sees(element, LANGUAGES[language].card.hold);
    await sees(element, 'Qxrt.');
    hasNone(element);
    for (const label of [LANGUAGES[language].card.addNote, LANGUAGES[language].card.resolve, LANGUAGES[language].facts.bday]) {
      button(element, label).click();
      await until(() => part(element, '.action'), (shown) => shown !== null);
      hasNone(element);
    }
  });

  it('a country that was told by its code is named', async () => {
    speak(language);
    const name = company();
    await knowAda(await open(name, 'support'), 'cus_1', [{ kind: 'told', fact: 'country', value: 'gb' }]);
    const { card: element } = await card(name, { customer: 'cus_1' });
    await sees(element, LANGUAGES[language].facts.address);
    button(element, LANGUAGES[language].facts.address).click();
    await sees(element, { de: 'Vereinigtes Königreich', es: 'Reino Unido', ar: 'المملكة المتحدة' }[language]);
  });

  it('card with nobody, and with several', async () => {
    speak(language);
    const name = company();
    const desk = await open(name, 'support', { as: { audience: 'support', id: 'rep-2', label: 'Zsofi' } });
    await knowAda(desk);
    const { card: element } = await card(name, {});
    await sees(element, LANGUAGES[language].instead.nobody);
    element.phone = '020 7946 0946';
    await sees(element, LANGUAGES[language].others.open);
    hasNone(element);
  });

  it('guard, and its panel', async () => {
    speak(language);
    const name = company();
    const desk = await open(name, 'support', { as: { audience: 'support', id: 'rep-2', label: 'Zsofi' } });
    await knowAda(desk, 'cus_1', [{ kind: 'issue', words: 'Qxrt.' }]);
    const { guard: element } = await guard(name, html`<say-once-guard label="Ada"><a href="tel:+442079460946">Qxrt</a></say-once-guard>`);
    await sees(element, LANGUAGES[language].guard.held);
    button(element, LANGUAGES[language].guard.held).focus();
    await sees(element, LANGUAGES[language].panel.must);
    hasNone(element);
  });

  it('giving a customer over, waiting, and taking', async () => {
    speak(language);
    const name = company();
    await knowAda(await open(name, 'support'));
    const { root, touchpoint } = await provider(name, 'support', html`<say-once-transfer customer="cus_1" teams="qx=Qxrt" reps="zs=Zsofi"></say-once-transfer>`);
    const ana = touchpoint as Touchpoint<'support'>;
    const element = root.querySelector('say-once-transfer') as Element;
    await ana.begin('cus_1', { channel: 'phone' });
    await ana.recordAll('cus_1', [
      { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: Date.now() + 1_700_000 },
      { kind: 'issue', words: 'Qxrt.' },
      { kind: 'step', step: 'found', words: 'Zsofi' },
      { kind: 'step', step: 'promised', words: 'Qxrt', due: Date.now() + 3_600_000 },
    ]);
    await sees(element, /Ada Okafor.*Zsofi.*Qxrt/);
    hasNone(element);
    part<HTMLInputElement>(element, '[value="qx"]')?.click();
    button(element, LANGUAGES[language].transfer.handOver).click();
    await sees(element, LANGUAGES[language].transfer.copy);
    hasNone(element);
    const taker = await provider(name, 'support', html`<say-once-transfer></say-once-transfer>`);
    taker.root.rep = 'zs';
    taker.root.label = 'Zsofi';
    taker.root.teams = 'qx';
    const taking = taker.root.querySelector('say-once-transfer') as Element;
    await sees(taking, LANGUAGES[language].transfer.cannot);
    hasNone(taking);
    button(taking, `${LANGUAGES[language].transfer.have} ↵`).click();
    await sees(element, LANGUAGES[language].transfer.unread);
    hasNone(element);
  });

  it('form, and the lines beside its fields', async () => {
    speak(language);
    const name = company();
    const page = await open(name, 'customer');
    const person = await page.person();
    await page.begin(person, { channel: 'web-form' });
    await page.recordAll(person, [{ kind: 'told', fact: 'given-name', value: 'Ada' }, { kind: 'told', fact: 'tel', value: '020 7946 0946', at: Date.now() - 3 * 365 * DAY }]);
    const { root } = await provider(name, 'customer', html`<say-once-form><form><input autocomplete="given-name" aria-label="a" /><input autocomplete="tel" aria-label="b" /></form></say-once-form>`);
    const form = root.querySelector('say-once-form') as Element;
    await sees(form, LANGUAGES[language].form.use);
    const lines = [...form.querySelectorAll<HTMLElement>('.say-once-from, .say-once-offer')];
    expect(lines).toHaveLength(2);
    for (const line of lines) expect([line.lang.slice(0, 2), line.dir]).toEqual([language, language === 'ar' ? 'rtl' : 'ltr']);
    hasNone(form);
    // It changes while somebody reads: the lines too.
    speak('en');
    await sees(form, 'Use it');
    expect(form.querySelectorAll('.say-once-from, .say-once-offer')).toHaveLength(2);
  });
});

describe('the language of the page', () => {
  const unchecked = (inside = html`<say-once-guard><a href="tel:+442079460946">Call</a></say-once-guard>`): Promise<HTMLElement> => fixture<HTMLElement>(inside);

  it('is what is said first: no English before it', async () => {
    speak('es');
    const shown: string[] = [];
    const element = document.createElement('say-once-guard');
    new MutationObserver(() => shown.push(textOf(element))).observe(element.shadowRoot as ShadowRoot, { childList: true, subtree: true, characterData: true });
    document.body.append(element);
    await sees(element, 'Sin comprobar');
    element.remove();
    expect(shown.filter((text) => text.includes('Not'))).toEqual([]);
  });

  it('may change, and our words say which they are', async () => {
    const element = await unchecked();
    await sees(element, 'Not checked');
    speak('de-AT');
    await sees(element, 'Nicht geprüft');
    expect([part(element, '[part=held]')?.lang, part(element, '[part=held]')?.dir]).toEqual(['de-AT', 'ltr']);
    speak('ar');
    await sees(element, 'لم يُتحقق منه');
    expect([part(element, '[part=held]')?.lang, part(element, '[part=held]')?.dir]).toEqual(['ar', 'rtl']);
    speak('en-GB');
    await sees(element, 'Not checked');
  });

  it('may be that of a part of it; of two, the first counts', async () => {
    const pair = await fixture(html`<div>
      <say-once lang="de"><say-once-guard></say-once-guard></say-once><say-once lang="es"><say-once-guard></say-once-guard></say-once>
    </div>`);
    for (const element of pair.querySelectorAll('say-once-guard')) await sees(element, 'Nicht geprüft');
    for (const around of pair.querySelectorAll('say-once')) around.lang = 'es';
    for (const element of pair.querySelectorAll('say-once-guard')) await sees(element, 'Sin comprobar');
  });

  it.each(['fr', 'zz-nonsense', 'en_GB', '-', ''])('«%s», which we do not speak, is answered in English', async (lang) => {
    speak(lang);
    const element = await unchecked();
    await sees(element, 'Not checked');
    expect(part(element, '[part=held]')?.lang).toBe('en-GB');
  });

  it('the host’s words come before ours: in one language, in all, or in one that we lack', async () => {
    await replaceWords({ guard: { unchecked: 'Erst prüfen' } }, 'de');
    await replaceWords({ guard: { unchecked: 'Pas vérifié' }, common: { locale: 'fr-FR' } }, 'fr');
    const element = await unchecked();
    await sees(element, 'Not checked');
    for (const [lang, said] of [['de', 'Erst prüfen'], ['fr', 'Pas vérifié'], ['es', 'Sin comprobar'], ['en', 'Not checked']] as const) {
      speak(lang);
      await sees(element, said);
    }
    await replaceWords({ card: { channels: { kiosk: 'Kiosk' } } });
    expect([cardWords.channels.phone, Reflect.get(cardWords.channels, 'kiosk')]).toEqual(['Phone', 'Kiosk']);
  });
});
