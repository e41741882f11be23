/** The phone numbers that a text shows, in the ways in which it can be read. Pure, but for the walk through a row. */
import { digitOf } from '../model/normal.js';

/** What may be one, or several: from a plus or a nought on, with any dash. */
const RUN = /(?<![\p{L}\p{N}])(?:\+|\(?0)[\d\s().\p{Pd}/]*\d(?![\p{L}\p{N}])/gu;
/** Neither begins one where a number has no nought to leave out: pieces with something between them, or all in one. */
const BARE = /(?<![\p{L}\p{N}]|\p{N}[\s.\p{Pd}()/])(?:(?:1[\s.\p{Pd}]?)?\(?[1-9]\d{1,3}(?:\)\s?|[\s.\p{Pd}])\d{2,4}(?:[\s.\p{Pd}]\d{2,4}){0,4}|[1-9]\d{7,8})(?![\p{L}\p{N}])/gu;
/** Where numbers are written so (ISO 3166-1): of libphonenumber's plans those without a prefix in the country, and North America's. */
const WRITES_BARE = /^(?:US|CA|BS|BB|DO|JM|PR|TT|AD|BH|CL|CR|CY|CZ|DK|EE|ES|FO|GI|GL|GR|GT|HK|HN|IS|KW|LU|LV|MC|MO|MT|MX|NI|NO|OM|PA|PL|PT|QA|SG|SM|SV|TN)$/;
const DATE = /(?<![\d./-])(?:(?:19|20)\d\d|\d{1,2})[./-]\d{1,2}[./-](?:(?:19|20)\d\d|\d{1,2})(?![./-]?\d)/g;
/** The beginning of a number, so far: what follows and looks like a date is the rest of it (`+7 (4852) 12-34-56`, `0171 12.34.56`). */
const BEGUN = /(\+|(?<![\p{L}\p{N}]\s?)\(?0\d\d)[\d\s()]*$/u;
/** Digits of a number that is looked for: no fewer, and no more than there are in the world (ITU-T E.164). */
const [FEWEST, MOST] = [8, 15];
/** Longer than any two numbers: nobody reads it. */
const LONG = 80;

const digits = (text: string): number => text.replace(/\D/g, '').length;

/** With the digits of every script as ours, with single spaces, and without signs that nobody sees: those keep an Arabic page's numbers in order. */
const plain = (text: string): string => text.replace(/\p{Nd}/gu, (digit) => String(digitOf(digit))).replaceAll('＋', '+').replace(/\p{Cf}/gu, '').replace(/\s+/g, ' ');

const withoutDates = (text: string): string =>
  text.replace(DATE, (date: string, at: number) => {
    const [before = '', start] = BEGUN.exec(text.slice(Math.max(0, at - LONG), at)) ?? [];
    return digits(before) < FEWEST && (start === '+' || (start !== undefined && !/\d{4}/.test(date))) ? date : ';';
  });

/** `030 1234567/68/69` are three numbers, `020 7946 0555 / 020 7946 0946` two, `030/1234567` is one. What may be read in two ways is. */
function alternatives(run: string): string[] {
  const pieces = run.split('/').map((piece) => piece.trim()).filter(Boolean);
  const numbers: string[] = [];
  let whole = '';
  for (const [index, piece] of pieces.entries()) {
    const end = piece.replace(/\D/g, '');
    if (digits(whole) < FEWEST) whole = whole === '' ? piece : `${whole}/${piece}`;
    else if (end.length >= FEWEST) {
      numbers.push(...inRow(whole));
      whole = piece;
    } else {
      numbers.push(`${whole.replace(/[^\d+]/g, '').slice(0, -end.length)}${end}`);
      if (/^\(?[0+]/.test(piece) && pieces[index + 1] !== undefined) numbers.push(`${piece}/${pieces[index + 1]}`);
    }
  }
  return [...numbers, ...inRow(whole)];
}

/** Too long for one, it is several with but a gap between them: all ways to part it count, for one of them is right. */
function inRow(run: string): string[] {
  if (digits(run) <= MOST || run.length > LONG) return [run];
  const parted = [...run.matchAll(/[^\d(]\(?0/g)].flatMap(({ index }) => {
    const [first, rest] = [run.slice(0, index + 1).trim(), run.slice(index + 1).trim()];
    return digits(first) < FEWEST || digits(first) > MOST || digits(rest) < FEWEST ? [] : [first, ...inRow(rest)];
  });
  return parted.length > 0 ? parted : [run];
}

/** A second stroke before there is a whole number (`0/0/0/0…`), or noughts alone: whatever that is, nobody can call it. */
const isUnsure = (number: string): boolean => /\/.*\//.test(number) || !/[1-9]/.test(number);

/** As they are written, but for their digits; each once. `sure` begin with a plus or a nought, `bare` do not; '' is one that nobody can read. */
export function numbersIn(row: Node): { sure: string[]; bare: string[] } {
  const [sure, bare] = [new Set<string>(), new Set<string>()];
  for (const text of textsOf(row)) {
    const shown = withoutDates(plain(text));
    for (const run of shown.match(RUN) ?? []) for (const number of alternatives(run).map((one) => one.trim())) if (digits(number) >= FEWEST) sure.add(isUnsure(number) ? '' : number);
    for (const number of shown.replace(RUN, (run) => (digits(run) < FEWEST ? run : ';')).match(BARE) ?? []) if (digits(number) >= FEWEST && digits(number) <= MOST) bare.add(number);
  }
  return { sure: [...sure], bare: [...bare] };
}

/** What a bare number is asked about by, where the policy is of `region`. Elsewhere it may be anybody's, but digits in one piece are no number. */
export const bareIn = (region: string, number: string): string[] => (WRITES_BARE.test(region) ? [number] : /\D/.test(number) ? [''] : []);

/** What only marks a part of a text: a number with a piece of it found or in bold is one number, and a piece of it is somebody else's. */
const MARKS = 'mark, b, strong, em, i, u, s, small, font, bdi, bdo, wbr, span';

/** Each by itself, for what stands in two cells is not one number; and what reads as one line, however many nodes it is in. */
function textsOf(row: Node): string[] {
  const texts: string[] = [];
  let line: string[] = [];
  const end = (): void => {
    texts.push(...line, ...(line.length > 1 ? [line.join('')] : []));
    line = [];
  };
  const walk = (node: Node): void => {
    if (node instanceof Text) return void line.push(node.data);
    const ends = node instanceof Element && !node.matches(MARKS);
    if (ends) end();
    for (const child of node.childNodes) walk(child);
    if (ends) end();
  };
  walk(row);
  return texts;
}
