/** One thing in several fields: a street and its number, two family names, a number in pieces. Pure. */

/** Parts in fields of their own, and the fact that they are together. HTML has no tokens for them, and none is ever told by itself. */
export const WHOLE: Readonly<Record<string, string>> = { 'address-street': 'address-line1', 'address-number': 'address-line1', 'family-first': 'family-name', 'family-second': 'family-name' };

export const isPart = (fact: string): boolean => Object.hasOwn(WHOLE, fact);

/** What a field asks for that has its counterpart beside it. */
export const PARTED: Readonly<Record<string, readonly [beside: string, part: string]>> = {
  'address-line1': ['address-number', 'address-street'],
  'street-address': ['address-number', 'address-street'],
  'family-name': ['family-second', 'family-first'],
};

const NUMBER = String.raw`\d+\s?\p{L}?(?:\s?[-/]\s?\d+\s?\p{L}?)?`;
const FIRST = new RegExp(`^(${NUMBER}),?\\s+(\\P{N}.*)$`, 'u');
const LAST = new RegExp(`^(.*\\P{N}),?\\s+(${NUMBER})$`, 'u');

/** `12 Hill Road` and `Hauptstraße 5a` → what stands in which field; `undefined` where there is more than one way to do it. */
export function splitStreet(line: string): { street: string; number: string } | undefined {
  const whole = line.trim();
  const [, number, street] = FIRST.exec(whole) ?? [];
  const [, streetBefore, numberBehind] = LAST.exec(whole) ?? [];
  // «12 Rue du 8 mai 5»: nobody could tell.
  if (number !== undefined && numberBehind !== undefined) return undefined;
  if (number !== undefined && street !== undefined) return { number: number.trim(), street: street.trim() };
  return numberBehind !== undefined && streetBefore !== undefined ? { number: numberBehind.trim(), street: streetBefore.replace(/,\s*$/, '').trim() } : undefined;
}

/** A part of a whole. Of a street or a name that cannot be taken apart, all of it stands in the first field. */
export function partOf(fact: string, whole: string): string | undefined {
  if (fact.startsWith('address-')) {
    const split = splitStreet(whole);
    return fact === 'address-number' ? split?.number : (split?.street ?? whole);
  }
  const words = whole.trim().split(/\s+/);
  return fact === 'family-second' ? (words.length === 2 ? words[1] : undefined) : words.length === 2 ? words[0] : whole;
}

/** Languages in which the number stands before the street. */
const NUMBER_FIRST = /^(en|fr|ga|cy|th|vi)\b|^$/i;

/** The whole of what was said in its fields. */
export function joined(fact: string, said: Readonly<Record<string, string>>, language: string): string {
  const parts = fact === 'family-name' ? [said['family-first'], said['family-second']] : [said['address-street'], said['address-number']];
  if (fact === 'address-line1' && NUMBER_FIRST.test(language)) parts.reverse();
  return parts.filter(Boolean).join(' ');
}
