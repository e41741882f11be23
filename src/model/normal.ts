import { plainFact } from './e164.js';

export { plainFact };

/** Turns a phone number in any usual spelling into E.164, `undefined` where it is none. The host's kept library, passed in. */
export type PhoneNormaliser = (value: string) => string | undefined;

const DIGIT = /\p{Nd}/u;
const seen = new Map<string, number>();

/** The value of one digit of any script, also fullwidth, circled or raised; -1 for anything else. */
export function digitOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 128) return code >= 48 && code <= 57 ? code - 48 : -1;
  let value = seen.get(char);
  if (value === undefined) {
    value = -1;
    const compatible = char.normalize('NFKC');
    if (/^[0-9]$/.test(compatible)) value = +compatible;
    else if (DIGIT.test(char)) {
      // Unicode keeps decimal digits in unbroken rows of ten that begin with zero (UAX #44, Numeric_Type=Decimal).
      let zero = code;
      while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
      value = (code - zero) % 10;
    }
    if (seen.size < 2_000) seen.set(char, value);
  }
  return value;
}

/** NFKC, with the digits of every script as ASCII. */
export const folded = (text: string): string => text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));

export const isPhone = (fact: string): boolean => /^(?:(?:home|work|mobile)-)?tel(?:-national)?$/.test(fact);
export const isEmail = (fact: string): boolean => plainFact(fact) === 'email';

/** `+`, `00` and `tel:` spellings as E.164 (ITU-T: 15 digits at most); national ones need to know the country: `undefined`. */
function plainPhone(value: string): string | undefined {
  const [, number = ''] = /^\s*(?:tel:)?([^;,#*a-z]*)/iu.exec(folded(value)) ?? [];
  const digits = number.replace(/\(0\)/, '').replace(/[^0-9+]/g, '');
  const [, international] = /^(?:\+|00)([1-9][0-9]{6,14})$/.exec(digits) ?? [];
  return international && `+${international}`;
}

export function plainEmail(value: string): string | undefined {
  // RFC 5321 §4.5.3.1 allows 254; what is far longer is no address, and costs time.
  if (value.length > 400) return undefined;
  const address = folded(value).replace(/[\p{Cf}\s]/gu, '').toLowerCase();
  const inner = /<([^<>]*)>$/.exec(address)?.[1] ?? address;
  return /^(?:mailto:)*([^?]+@[^?@]+)/.exec(inner)?.[1];
}

/**
 * The one form of an identifier for look-up, whatever way it was spelled. `undefined`: nothing to look up.
 * The fact goes by its one name (see `factName`).
 * - phone facts: E.164, from `phone` or, for `+`, `00` and `tel:` spellings, without it
 * - e-mail: lower case, no `mailto:`
 * - everything else: letters and digits only, upper case, digits as ASCII: `4821-77` and `482177` are one account
 */
export function normaliseNamed(name: string, value: string, phone?: PhoneNormaliser): string | undefined {
  if (isPhone(name)) return phone?.(value) ?? plainPhone(value);
  if (isEmail(name)) return plainEmail(value);
  return folded(folded(value).toUpperCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '')).replace(/[^\p{L}\p{M}\p{Nd}]/gu, '') || undefined;
}
