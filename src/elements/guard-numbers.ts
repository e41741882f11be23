/** The phone numbers that a text shows, in the ways in which it can be read. Pure, but for the walk through a row. */
import { digitOf } from '../model/normal.js';

/** What may be one, or several: from a plus or a nought on, with any dash. */
const RUN = /(?<![\p{L}\p{N}])(?:\+|\(?0)[\d\s().\p{Pd}/]*\d(?![\p{L}\p{N}])/gu;
const DATE = /(?<![\d./-])(?:\d{4}|\d{1,2})[./-]\d{1,2}[./-](?:\d{4}|\d{1,2})(?![./-]?\d)/g;
/** Digits of a number that is looked for: no fewer, and no more than there are in the world (ITU-T E.164). */
const [FEWEST, MOST] = [8, 15];
/** Longer than any two numbers: nobody reads it. */
const LONG = 80;

const digits = (text: string): number => text.replace(/\D/g, '').length;

/** With the digits of every script as ours, and without signs that nobody sees: those keep an Arabic page's numbers in order. */
const plain = (text: string): string => text.replace(/\p{Nd}/gu, (digit) => String(digitOf(digit))).replaceAll('＋', '+').replace(/\p{Cf}/gu, '');

/** `030 1234567/68` and `020 7946 0555 / 020 7946 0946` are two numbers, `030/1234567` is one. */
function alternatives(run: string): string[] {
  const at = run.lastIndexOf('/');
  const [first, last] = [run.slice(0, at).trim(), run.slice(at + 1).trim()];
  if (at < 0 || digits(first) < FEWEST) return inRow(run);
  const end = last.replace(/\D/g, '');
  return [...alternatives(first), ...(end.length < FEWEST ? [`${first.replace(/[^\d+]/g, '').slice(0, -end.length)}${end}`] : inRow(last))];
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

/** As they are written, but for their digits; each once. */
export function numbersIn(row: Node): string[] {
  const numbers = textsOf(row).flatMap((text) => [...plain(text).replace(DATE, ';').matchAll(RUN)].flatMap(([run]) => alternatives(run)));
  return [...new Set(numbers.map((number) => number.trim()).filter((number) => digits(number) >= FEWEST))];
}

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
