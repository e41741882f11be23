/**
 * What came of one control of a labelled page, for eval-forms.mjs and for the test of our own pages. A control that is hidden,
 * disabled or given a value by its page just now is judged by the name we gave it alone; so is one that cannot take this
 * person's value: no option, too short.
 */
import type { Outcome } from './eval-forms.page.js';

/** What one invented person told. */
export const TOLD = {
  'given-name': 'Ada', 'additional-name': 'M.', 'family-name': 'Okafor', email: 'ada.okafor@mail.example', tel: '+1 503 555 0142',
  'address-line1': '12 Hill Road', 'address-line2': 'Apt 4', 'address-level2': 'Portland', 'address-level1': 'Oregon', 'postal-code': '97205', 'country-name': 'United States', bday: '1984-03-07',
};

/** By label: the facts that are a right answer, and the value that is. */
const CONTACT: Record<string, readonly [readonly string[], RegExp]> = {
  firstName: [['given-name'], /^Ada$/],
  lastName: [['family-name'], /^Okafor$/],
  middleName: [['additional-name'], /^M\.$/],
  fullName: [['name'], /^Ada (M\. )?Okafor$/],
  emailAddress: [['email'], /^ada\.okafor@mail\.example$/],
  phone: [['tel', 'tel-national', 'tel-local'], /^(\+?1?[ (]*503)?[) -]*555[ -]?0142$/],
  addressStreet: [['street-address', 'address-line1'], /^12 Hill Road(\s*,?\s*Apt 4)?$/],
  // Only on pages of our own (test/elements/forms): a street and its number, each in a field.
  streetName: [['address-street'], /^Hill Road$/],
  houseNumber: [['address-number'], /^12$/],
  addressStreet2: [['address-line2'], /^Apt 4$/],
  addressCity: [['address-level2'], /^Portland\b/],
  addressProvince: [['address-level1'], /^(Oregon|OR)\b/i],
  addressPostalCode: [['postal-code'], /^97205$/],
  addressCountryCode: [['country', 'country-name', 'tel-country-code'], /^(United States|Vereinigte Staaten|Estados Unidos|États-Unis|Stati Uniti|Verenigde Staten|Stany Zjednoczone|США|الولايات المتحدة|美国|美國|アメリカ|미국)(?!\p{L}| Minor)|^USA?\b|^\W*\+1\b(?!\s*\((?!United States|USA?\b))|^[^(]*\(\+1\)\D*$/iu],
  birthday: [['bday'], /^(1984-03-07|03\/07\/1984|07[./-]03[./-]1984)$/],
  birthdayDay: [['bday-day'], /^0?7\b/],
  birthdayMonth: [['bday-month'], /^(0?3|Mar(ch|zo)?|März|mars|maart|março|marzec|март|3月|مارس)(?!\p{L})/iu],
  birthdayYear: [['bday-year'], /^1984\b/],
  // Only on pages of our own (test/elements/forms): the pieces of a number.
  phoneAreaCode: [['tel-area-code', 'tel'], /^503$/],
  phonePrefix: [['tel-local-prefix', 'tel'], /^555$/],
  phoneSuffix: [['tel-local-suffix', 'tel'], /^0142$/],
};
const SECRET = /^(password|totp|card|expiration)/;

/**
 * - `value`: the right value · `name`: the right name, where nothing can be filled now · `wrong` · `left` empty
 * - of what must not be filled: `filled`, or `well`
 */
export type Verdict = 'value' | 'name' | 'wrong' | 'left' | 'filled' | 'well';

export function judge({ label, fact, state, hidden, shown, options, maxLength, type }: Outcome): Verdict {
  const contact = CONTACT[label ?? ''];
  if (contact === undefined) {
    // A login by e-mail may be filled with it.
    const either = / OR /.test(label ?? '') && fact === 'email';
    return either || !(state === 'filled' || (state === 'closed' && hidden && fact !== undefined)) ? 'well' : 'filled';
  }
  const [facts, right] = contact;
  // `tel:3-3-4:0`: a piece of it.
  const named = fact !== undefined && facts.includes(fact.replace(/:.*/, ''));
  // This person's number has ten digits.
  const possible = (options.length === 0 ? type !== 'select-one' : options.some((option) => right.test(option))) && !(label === 'phone' && maxLength > 0 && maxLength < 10);
  if (state === 'filled') return right.test(shown.trim()) ? 'value' : 'wrong';
  if (named && (state === 'closed' || !possible)) return 'name';
  return fact !== undefined && !named ? 'wrong' : 'left';
}

export const isSecret = ({ label, type }: Outcome): boolean => SECRET.test(label ?? '') || type === 'password';
