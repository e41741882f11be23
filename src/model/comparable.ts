import { folded, isEmail, isPhone, normaliseNamed, type PhoneNormaliser, plainEmail } from './normal.js';

const isName = (fact: string): boolean => /(^|-)(name|nickname|organization)$/.test(fact);
const isNumber = (fact: string): boolean =>
  /^(account|order|customer|postal-code|iban)$|-(number|no|nr|id|code)$/.test(fact);

/** What two values of a fact must share to be one. */
export function comparable(name: string, value: string, phone: PhoneNormaliser | undefined): string | undefined {
  if (isPhone(name)) return folded(phone?.(value) ?? value).replace(/\(0\)|[^0-9]/g, '').replace(/^00/, '');
  if (isEmail(name)) return plainEmail(value);
  if (isNumber(name)) return normaliseNamed(name, value);
  const text = folded(value).toLowerCase().normalize('NFC').replace(/\p{Cf}/gu, '');
  // A name keeps its letters only («O’Brien», «O'Brien»); elsewhere a gap tells «Flat 1, 23 …» from «Flat 12, 3 …».
  return isName(name) ? text.replace(/[^\p{L}\p{M}\p{Nd}]/gu, '') : text.trim().replace(/\s+/gu, ' ');
}
