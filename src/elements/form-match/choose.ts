/** Which of a list's options means a value, and in which spellings a text field may take it. Pure. */
import { type Day, inFormat, readDay } from './dates.js';
import { joinPhone, splitPhone } from './phones.js';
import { countryOf, letters, statesOf } from './regions.js';

export interface Option {
  value: string;
  text: string;
}

const TITLES = ['mr mister herr monsieur m sr senor sig signor dhr deheer pan г-н господин السيد 先生', 'mrs frau madame mme sra senora sigra signora mevr mevrouw pani г-жа госпожа السيدة 女士 夫人', 'ms frau madame mme senora sra signora sigra mevrouw mevr', 'miss mlle mademoiselle srta senorita signorina fraulein 小姐', 'dr doctor doktor dra docteur dott', 'prof professor'].map((line) => line.split(' ').map(letters));
const SEXES = ['f female woman frau weiblich femme feminin mujer femenino donna femmina vrouw kobieta женский ж mulher feminino أنثى 女 女性', 'm male man mann mannlich homme masculin hombre masculino uomo maschio mezczyzna мужской м homem ذكر 男 男性'].map((line) => line.split(' ').map(letters));
const YES_NO: ReadonlySet<string> = new Set('yes no ja nein si non oui nao sim nee tak nie да нет так ні نعم لا 是 否 はい いいえ 예 아니요 evet hayir co khong ano ne igen nem nej kylla ei'.split(' ').map(letters));

/** Whether somebody consents with it, or does not. */
export const isYesOrNo = (text: string): boolean => YES_NO.has(letters(text)) && !/ñ/i.test(text); // «Año» is a year, «ano» is Czech

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'ru', 'uk', 'ar', 'zh', 'ja', 'ko', 'vi', 'ca', 'tr', 'cs', 'hu', 'sv'];

/** The names of a month, 1 to 12, long and short, in the languages of forms. */
const monthNames = (month: number): Set<string> =>
  new Set(LANGUAGES.flatMap((language) => (['long', 'short'] as const).flatMap((length) => [{ month: length } as const, { month: length, day: 'numeric' } as const].map((parts) => letters(new Intl.DateTimeFormat(language, { ...parts, timeZone: 'UTC' }).formatToParts(Date.UTC(2001, month - 1, 3)).find(({ type }) => type === 'month')?.value ?? '')))));

const number = (text: string): number | undefined => (/^\s*0*\d{1,4}\s*\D?\s*$/.test(text) ? Number.parseInt(text, 10) : undefined);

/** One of a few groups of words in which both stand. */
const together = (groups: readonly string[][], a: string, b: string): boolean => groups.some((group) => group.includes(a) && group.includes(b));

/** What an option must be for it to mean this value; tried one after the other. */
function meanings(fact: string, value: string, country: string | undefined): ((option: Option) => boolean)[] {
  const wanted = letters(value);
  const same = [(option: Option) => option.value === value, ({ text, value: code }: Option) => wanted !== '' && (letters(text) === wanted || letters(code) === wanted)];
  if (fact === 'country' || fact === 'country-name') {
    const code = countryOf(value);
    return code === undefined ? same : [({ text }) => countryOf(text) === code, ({ text, value: own }) => countryOf(text) === undefined && countryOf(own) === code];
  }
  if (fact === 'tel-country-code') {
    const calling = ({ text, value: own }: Option): boolean => [text, own].some((one) => new RegExp(`(?:^|\\D)0*${value.replace(/\D/g, '')}(?:\\D|$)`).test(one));
    return [(option) => calling(option) && country !== undefined && (countryOf(option.text.replace(/[+\d‪‬]/g, '')) === country || countryOf(/\(([^)]*)\)/.exec(option.text)?.[1] ?? '') === country), calling];
  }
  if (fact === 'address-level1') {
    const states = statesOf(value, country);
    return [...same, ({ text, value: own }) => states.some(({ code, name }) => [text, own].some((one) => one === code || letters(one) === letters(name) || new RegExp(`^${code} - `).test(one)))];
  }
  // «Portland, OR», where a list has both.
  if (fact === 'address-level2') return [...same, ({ text }) => letters(text.replace(/,.*/s, '')) === wanted];
  if (fact === 'bday-month') {
    const names = monthNames(+value);
    return [({ text }) => number(text) === +value, ({ text }) => names.has(letters(text.replace(/^\d+\s*[-.]?\s*/, ''))), ({ text, value: own }) => !/\d/.test(text) && number(own) === +value && number(text) === undefined && letters(text).length <= 1];
  }
  if (fact === 'bday-day' || fact === 'bday-year') return [({ text }) => number(text) === +value];
  if (fact === 'honorific-prefix') return [...same, ({ text }) => together(TITLES, letters(text), wanted)];
  if (fact === 'sex') return [...same, ({ text, value: own }) => together(SEXES, letters(text), wanted) || together(SEXES, letters(own), wanted)];
  return same;
}

/** The option that means a value; `undefined` where none does, or where that is not sure. */
export function choose(fact: string, value: string, options: readonly Option[], country?: string): Option | undefined {
  const home = country === undefined ? undefined : countryOf(country);
  for (const means of meanings(fact, value, home)) {
    const found = options.filter(means);
    // A frequent country is often listed twice.
    if (found.length > 0 && found.every(({ value: own }) => own === found[0]?.value || fact === 'country')) return found[0];
  }
  return undefined;
}

export interface Shape {
  type: string;
  maxLength: number;
  placeholder: string;
  /** what stands near it and may show a format */
  label: string;
}

const day = (written: Day, { type, placeholder, label, maxLength }: Shape): string[] => {
  const iso = `${written.year}-${written.month}-${written.day}`;
  if (type === 'date') return [iso];
  const shown = inFormat(written, placeholder) ?? inFormat(written, label);
  return shown !== undefined ? [shown] : maxLength === 8 ? [] : [iso];
};

/** The spellings in which a text field may take a value, the best first. */
export function spellings(fact: string, value: string, shape: Shape, country?: string): string[] {
  if (fact === 'bday') {
    const read = readDay(value);
    return read === undefined ? [value] : day(read, shape);
  }
  if (fact === 'bday-day' || fact === 'bday-month') {
    const two = value.padStart(2, '0');
    return /^(dd|mm|tt|jj|gg)$/i.test(shape.placeholder.trim()) ? [two] : [String(+value), two];
  }
  if (fact === 'tel' || fact === 'tel-national') {
    const phone = splitPhone(value);
    return [value, ...(phone === undefined ? [] : [joinPhone(phone), phone.national]), value.replace(/[^\d+]/g, '')];
  }
  if (fact === 'tel-country-code') return [value, value.replace('+', '')];
  if (fact === 'postal-code') return [value, value.replace(/[\s-]/g, ''), ...(/^\d{5}-\d{4}$/.test(value) ? [value.slice(0, 5)] : [])];
  if (fact === 'country') return shape.maxLength === 2 ? [countryOf(value) ?? value] : [value];
  if (fact === 'address-level1') return [value, ...statesOf(value, country === undefined ? undefined : countryOf(country)).map(({ code }) => code)];
  if (fact === 'street-address' && shape.type !== 'textarea') return [value.replace(/\s*\n\s*/g, ', ')];
  return [value];
}
