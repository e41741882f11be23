/** The fact that a field asks for, by its token or, where it has none that is usable, by what it is called. */
import { choicesOf, type Control, factOf, isRuled, marked, tokenOf } from '../form-fields.js';
import { isEmpty } from '../form-set.js';
import { isYesOrNo } from './choose.js';
import { choiceText, describe } from './describe.js';
import { asked, guess } from './guess.js';
import { PARTED } from './parts.js';
import { pieceOf } from './pieces.js';
import { fieldsAround, searches, signsIn, signsUp } from './purpose.js';

/** What an account is known by: in a form that signs somebody in, these are its name. */
const ACCOUNT: ReadonlySet<string> = new Set(['email', 'tel', 'tel-national', 'name', 'nickname']);

/** What is chosen from a list: words typed into a page's own list only search it. */
const CHOSEN: ReadonlySet<string> = new Set(['country', 'country-name', 'address-level1', 'tel-country-code']);

/** A card's owner has a name like anybody, and it is no secret (decision 0027); what is printed on the card is copied from it. */
const HOLDER: Record<string, string> = { 'cc-given-name': 'given-name', 'cc-additional-name': 'additional-name', 'cc-family-name': 'family-name' };

/** «First name on card»: to be copied from the card. */
function isPrinted(control: Control): boolean {
  const { label, placeholder } = describe(control);
  return /\bcards?\b|karte|tarjeta|\bcarte\b|\bcarta\b|карт|بطاقة|カード|카드|卡/iu.test(`${label} ${placeholder}`);
}

const lastToken = (control: Control): string => tokenOf(control).at(-1) ?? '';

/** Whether a page only says `new-password` of a field to keep browsers from filling it: nobody types a password in the open. */
const isKeptFromBrowsers = (control: Control): boolean => lastToken(control) === 'new-password' && control.type !== 'password';

/** The code of a country that stands in a field of its own, and that is filled with ours. */
const hasCode = (control: Control): boolean => besides(control).some((other) => (factOf(other) ?? asked(describe(other))) === 'tel-country-code' && (isEmpty(other) || other.hasAttribute('data-say-once-filled')));

const besides = (control: Control): Control[] => fieldsAround(control).filter((other) => other !== control);

const asks = (control: Control): string | undefined => factOf(control) ?? (isNumberOfStreet(control) ? 'address-number' : asked(describe(control)));

/** «Nr.» right behind a street. */
function isNumberOfStreet(control: Control): boolean {
  const { label, near, placeholder } = describe(control);
  if (!/^\W*(n|nr|no|num|nummer|numero|número|number|numer|číslo|№)\W*$/iu.test(label || near || placeholder)) return false;
  const fields = fieldsAround(control);
  return [-1, 1, 2].some((step) => /^(street-address|address-line1)$/.test(((other) => (other === undefined ? '' : (factOf(other) ?? asked(describe(other)) ?? '')))(fields[fields.indexOf(control) + step])));
}

function guessed(control: Control): string | undefined {
  if (isNumberOfStreet(control)) return 'address-number';
  const beside = (wanted: string): boolean => besides(control).some((other) => asks(other) === wanted);
  const fact = pieceOf(control) ?? guess(describe(control), beside);
  // A number alone is no address.
  if (fact === 'address-number' && !beside('address-line1') && !beside('street-address')) return undefined;
  return fact === 'tel' && hasCode(control) ? 'tel-national' : fact;
}

/** A street whose number has a field of its own is the street alone; so is the first of two family names. */
function parted(control: Control, fact: string | undefined): string | undefined {
  const [counterpart, part] = PARTED[fact ?? ''] ?? [];
  return counterpart !== undefined && control instanceof HTMLInputElement && besides(control).some((other) => asks(other) === counterpart) ? part : fact;
}

/** As `factOf`, for a form of which the page does not say all. */
export function factFor(control: Control): string | undefined {
  // «Yes» and «No» consent to something, or answer a question of this page alone.
  if (control.type === 'radio' && choicesOf(control).some((one) => isYesOrNo(choiceText(one)))) return undefined;
  // So does a short list; in a long one «NO» is Norway.
  if (control instanceof HTMLSelectElement && !isRuled(control) && control.options.length < 5 && [...control.options].some(({ text }) => isYesOrNo(text))) return undefined;
  const open = marked(control) === undefined && (control.type === 'radio' || !isRuled(control) || isKeptFromBrowsers(control));
  const holder = marked(control) === undefined && control.type !== 'password' && !isPrinted(control) ? HOLDER[lastToken(control)] : undefined;
  // One token cannot say that a field takes either.
  const either = marked(control) === undefined && control.form !== null && /^(text|email|tel)$/.test(control.type) && asked(describe(control)) === 'either';
  const fact = either ? (signsUp(control) ? 'email' : undefined) : (holder ?? factOf(control) ?? (open ? parted(control, guessed(control)) : undefined));
  // An order is found by the address that it was made with; what else is looked for is no fact of theirs.
  if (fact !== undefined && open && !/^(email|tel)/.test(fact) && searches(control)) return undefined;
  if (fact !== undefined && CHOSEN.has(fact) && control instanceof HTMLInputElement && control.getAttribute('role') === 'combobox') return undefined;
  return fact !== undefined && ACCOUNT.has(fact) && control.dataset['sayOnce'] === undefined && signsIn(control) ? undefined : fact;
}
