/** One thing in several fields: a street and its number, two family names, a number in pieces. Pure. */

import { phoneGroups } from './phones.js';

/** Parts in fields of their own, and the fact that they are together. HTML has no tokens for them, and none is ever told by itself. */
const WHOLE: Readonly<Record<string, string>> = { 'address-street': 'address-line1', 'address-number': 'address-line1', 'family-first': 'family-name', 'family-second': 'family-name' };

/** A piece of a row of short fields, by how many characters there is room for in each: `tel:4-4-4:0` is the first. */
export const pieceFact = (whole: string, room: readonly number[], at: number): string => `${whole}:${room.join('-')}:${at}`;

/** What a part is a part of. */
export const wholeOf = (fact: string): string | undefined => (fact.includes(':') ? fact.replace(/:.*/, '') : WHOLE[fact]);
export const isPart = (fact: string): boolean => wholeOf(fact) !== undefined;
/** Whether all of it must be there: half a number is nobody's. */
export const isPiece = (fact: string): boolean => fact.includes(':');

/** `LS6 2AB`, `123-4567` as two fields take them; the first one of a British code has from two to four signs. */
function codeGroups(code: string, [first = 0, last = 0]: readonly number[]): string[] {
  const groups = /^(.+?)[\s-](.+)$/.exec(code.trim())?.slice(1) ?? [code.trim().slice(0, -last), code.trim().slice(-last)];
  const [front = '', back = ''] = groups;
  return back.length === last && (front.length === first || (/^\p{L}/u.test(front) && front.length < first && front.length > 1)) ? groups : [];
}

/** A piece, where the whole has as many, and each has room; else it is left empty, and so are all beside it. */
function pieceOf(fact: string, whole: string): string | undefined {
  const [name, rooms = '', at] = fact.split(':');
  const room = rooms.split('-').map(Number);
  const groups = name === 'tel' ? phoneGroups(whole, room.length) : codeGroups(whole.normalize('NFKC'), room);
  return groups.length === room.length && groups.every((group, index) => group.length <= (room[index] ?? 0)) ? groups[Number(at)] : undefined;
}

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
  if (isPiece(fact)) return pieceOf(fact, whole);
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
  if (Object.keys(said).some(isPiece)) {
    const groups = Object.keys(said).toSorted().map((piece) => said[piece] ?? '');
    // The first of four is a country's code.
    return fact === 'tel' && groups.length > 3 ? `+${groups.join(' ').replace('+', '')}` : groups.join(fact === 'tel' || /^\d+$/.test(groups.join('')) ? '-' : ' ');
  }
  const parts = fact === 'family-name' ? [said['family-first'], said['family-second']] : [said['address-street'], said['address-number']];
  if (fact === 'address-line1' && NUMBER_FIRST.test(language)) parts.reverse();
  return parts.filter(Boolean).join(' ');
}
