/** Identifiers by whatever name a host gives a fact. Who knows its one name needs `normal.ts` alone. */
import { factName } from './fact-name.js';
import { comparable } from './comparable.js';
import { normaliseNamed, type PhoneNormaliser } from './normal.js';

export { bare, factName, kebab } from './fact-name.js';
export { digitOf, type PhoneNormaliser } from './normal.js';

/** The one form of an identifier for look-up, whatever way it and its fact are spelled. `undefined`: nothing to look up. */
export const normalise = (fact: string, value: string, phone?: PhoneNormaliser): string | undefined => normaliseNamed(factName(fact), value, phone);

/**
 * Whether two told values are the same, for counting repeats. Cautious: spelling of phones and numbers, case and spacing
 * do not matter; letters and diacritics do. A national and an international phone number are the same only to `phone`.
 */
export function sameValue(fact: string, a: string, b: string, phone?: PhoneNormaliser): boolean {
  if (a === b) return true;
  const name = factName(fact);
  const one = comparable(name, a, phone);
  return !!one && one === comparable(name, b, phone);
}
