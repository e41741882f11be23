import { digitOf } from './identifier.js';

// What stands between two digits, from a single number's inside to the end of all hope that it is one.
export const JOINED = 0;
export const SOFT = 1; // spaces, dashes, dots, invisible signs: any grouping
export const BRACKET = 2; // what only phone numbers have besides
export const WEAK = 3; // commas, line ends, other signs: only in a card's own grouping
export const BREAK = 4; // letters, a plus

/** The digits of a text; all lists are by digit. */
export interface Digits {
  value: number[];
  /** all of them, as ASCII */
  plain: string;
  from: number[];
  to: number[];
  /** what stands before it */
  gap: number[];
  /** a plus stands before it */
  plus: boolean[];
}

const UNSEEN = 8;
const DIGIT = 16;
const signs = new Map<number, number>();

/** What a sign between two digits says, with `UNSEEN` if nobody sees it; of a digit its value, with `DIGIT`. */
function signOf(code: number): number {
  let sign = signs.get(code);
  if (sign === undefined) {
    const char = String.fromCodePoint(code);
    const value = digitOf(char);
    if (value >= 0) sign = DIGIT | value;
    else if (/[\p{Cf}\p{M}\p{Cc}]/u.test(char) && !/[\n\r\v\f]/.test(char)) sign = UNSEEN | SOFT;
    else if (/[\p{Zs}\p{Pd}.\u2212\u00B7\u2024\u30FB]/u.test(char)) sign = SOFT;
    else if (/[()/]/.test(char)) sign = BRACKET;
    else sign = /[\p{L}\p{N}+＋]/u.test(char) ? BREAK : WEAK;
    if (signs.size < 4_000) signs.set(code, sign);
  }
  return sign;
}

/** The digits of a text in any script, and what stands between them. */
export function readDigits(text: string): Digits {
  const all: Digits = { value: [], plain: '', from: [], to: [], gap: [], plus: [] };
  let gap = BREAK;
  let width = 0;
  let plus = false;
  for (let at = 0; at < text.length; ) {
    const code = text.codePointAt(at) ?? 0;
    const next = at + (code > 0xffff ? 2 : 1);
    const sign = signOf(code);
    if (sign >= DIGIT) {
      all.value.push(sign - DIGIT);
      all.from.push(at);
      all.to.push(next);
      all.gap.push(width > 4 ? BREAK : gap);
      all.plus.push(plus);
      gap = width = 0;
      plus = false;
    } else {
      if (sign < UNSEEN) width++;
      const kind = sign % UNSEEN;
      if (kind > gap) gap = kind;
      plus = code === 0x2b || code === 0xff0b || (plus && kind < WEAK);
    }
    at = next;
  }
  all.plain = all.value.join('');
  return all;
}
