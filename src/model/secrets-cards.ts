import { BRACKET, BREAK, type Digits, JOINED, readDigits, SOFT } from './secrets-digits.js';
import { issuedLengths } from './secrets-issuers.js';
import type { Cut } from './secrets-kinds.js';
import { DATE, isOtherNumber, labelBefore, lookalikes, PROVEN } from './secrets-lookalikes.js';

/** Where a text stands: prose has labels, a fact's value has none, and a phone fact's value may be a phone number. */
export type Setting = 'prose' | 'value' | 'phone';

const SHORTEST = 13;
const LONGEST = 19;
/** How cards are printed and read out. A number in one piece looks like a card as well, but also like anything else. */
const PRINTED = new Set(['4 4 4 4', '4 4 4 4 1', '4 4 4 4 2', '4 4 4 4 3', '4 6 5', '4 6 4', '4 4 4 1', '4 3 3 3', '6 13', '8 8']);
/** Of the country codes that cards begin with as well, those with phone numbers of 13 digits and more. */
const LONG_PHONES = /^(?:39|43|46|49)/;

/** Digits with nothing between them that ends a number: a card may be all of it or a run of its groups. */
class Chain {
  private readonly text: string;
  private readonly digits: Digits;
  private readonly first: number;
  private readonly end: number;
  private readonly setting: Setting;
  private known: boolean | undefined;

  constructor(text: string, digits: Digits, first: number, end: number, setting: Setting) {
    this.text = text;
    this.digits = digits;
    this.first = first;
    this.end = end;
    this.setting = setting;
  }

  number(from: number, end: number): string {
    return this.digits.plain.slice(from, end);
  }

  groups(from: number, end: number): string {
    let groups = '';
    let length = 0;
    for (let at = from; at < end; at++) {
      length++;
      if (at + 1 === end || this.digits.gap[at + 1]) {
        groups += groups ? ` ${length}` : length;
        length = 0;
      }
    }
    return groups;
  }

  isOtherNumber(): boolean {
    const { first, end } = this;
    return (this.known ??= end - first > LONGEST && end - first < 64 && isOtherNumber(this.number(first, end), this.groups(first, end)));
  }

  /** After `+`, `00` or `011`, or in a phone fact: part of a number that E.164 allows (15 digits). */
  isPhone(from: number, end: number): boolean {
    if (end - from > 15) return false;
    const { digits, first } = this;
    const long = LONG_PHONES.test(this.number(from, from + 2));
    if (this.setting === 'phone' && from === first && end === this.end) return long;
    const head = this.number(first, first + 3);
    const start = first + (digits.plus[first] ? 0 : head.startsWith('00') ? 2 : head === '011' ? 3 : NaN);
    if (Number.isNaN(start)) return false;
    let stop = first + 1;
    while (stop < this.end && stop < first + LONGEST && (digits.gap[stop] ?? BREAK) <= BRACKET) stop++;
    if (end > stop || stop - start > 15) return from === start && long;
    return from !== start || end !== stop || long;
  }

  /** Keyed into a menu without a break: the card's expiry, and perhaps its code, are all that follows up to here. Where they do, their end. */
  keyedUpTo(at: number): number | undefined {
    if (this.setting !== 'value' || at === this.end || this.digits.gap.slice(at, this.end).some((gap) => gap !== JOINED)) return undefined;
    return /^(?:0[1-9]|1[0-2])(?:20)?[234]\d(?:\d{3,4})?$/.test(this.number(at, this.end)) ? this.end : undefined;
  }

  isLabelled(from: number, end: number): boolean {
    if (this.setting !== 'prose' || from !== this.first) return false;
    const label = labelBefore(this.text, this.digits.from[from] ?? 0);
    return label === 'other' || (label === 'phone' && end - from <= 15 && LONG_PHONES.test(this.number(from, from + 2)));
  }
}

/**
 * Card numbers in a text: 13 to 19 digits of any script, in groups of any length, that an issuer gives out at this length
 * and whose check digit is right (ISO/IEC 7812-1, Annex B: Luhn). Kept, though all of that is true:
 * - what reaches into an IBAN, UUID, digest or date, and a parcel or account number that its own check proves
 * - a phone number behind `+`, `00` or a phone label, where that country's numbers may be so long
 * - in prose, a number directly labelled as something else («order no. 4…», «IMEI: …»), unless grouped as cards are printed
 */
export function cardCuts(text: string, setting: Setting = 'prose'): Cut[] {
  const digits = readDigits(text);
  const { value, gap, from, to } = digits;
  const taken = new Uint8Array(value.length);
  const doubtful: [number, number][] = [];
  const cuts: Cut[] = [];
  let marks: Uint8Array | undefined;
  const take = (first: number, end: number): void => {
    if (taken.subarray(first, end).includes(1)) return;
    taken.fill(1, first, end);
    cuts.push({ from: from[first] ?? 0, to: to[end - 1] ?? 0, kind: 'card-number' });
  };

  for (let first = 0, end = 0; first < value.length; first = end) {
    for (end = first + 1; end < value.length && gap[end] !== BREAK; ) end++;
    const chain = new Chain(text, digits, first, end, setting);
    for (let start = first; start <= end - SHORTEST; start++) {
      if (start > first && gap[start] === JOINED) continue;
      const lengths = issuedLengths(chain.number(start, start + 6));
      if (!lengths) continue;
      let worst = 0;
      let sureEnd = 0;
      let doubtfulEnd = 0;
      // Luhn doubles every second digit from the right: which those are depends on a length that is not known yet.
      let even = 0;
      let odd = 0;
      for (let at = start; at < end && at < start + LONGEST; at++) {
        const digit = value[at] ?? 0;
        const doubled = digit > 4 ? digit * 2 - 9 : digit * 2;
        const length = at - start + 1;
        even += length % 2 ? doubled : digit;
        odd += length % 2 ? digit : doubled;
        if (length > 1) worst = Math.max(worst, gap[at] ?? 0);
        if (!(lengths & (1 << length)) || (length % 2 ? odd : even) % 10) continue;
        const keyed = start === first ? chain.keyedUpTo(at + 1) : undefined;
        if (at + 1 < end && gap[at + 1] === JOINED && keyed === undefined) continue;
        const groups = chain.groups(start, at + 1);
        const printed = PRINTED.has(groups);
        if (worst > SOFT && !printed) continue;
        marks ??= lookalikes(text);
        const within = marks.subarray(from[start], to[at]);
        // A date beside a number or two; among many groups it is more likely how somebody spaced a card number.
        if (within.includes(PROVEN) || (within.includes(DATE) && groups.split(' ').length <= 6) || chain.isOtherNumber()) continue;
        if (!printed && (chain.isPhone(start, at + 1) || chain.isLabelled(start, at + 1))) continue;
        if (printed || worst === JOINED) sureEnd = keyed ?? at + 1;
        else doubtfulEnd = at + 1;
      }
      if (sureEnd) take(start, sureEnd);
      if (doubtfulEnd) doubtful.push([start, doubtfulEnd]);
    }
  }
  // An odd grouping may have begun in the number before it, so what looks like a card goes first.
  for (const [first, end] of doubtful) take(first, end);
  cuts.sort((a, b) => a.from - b.from);
  return cuts;
}
