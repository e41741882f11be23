/** The stamps that a folded journal remembers lie in order, and mostly one node took them: each is written as what it does not share with the one before. */
import type { Stamp } from '../model/stamp.js';

/** Characters of a stamp, and of what it may end with as the one before did: its node, or the count too. */
const LENGTH = 24;
const ENDS = [15, 12];

/** How many characters each begins with of the one before, how many it ends with (both in base 36), and what stands between. Others than stamps stay as they are. */
export function shortened(stamps: Stamp[]): string | Stamp[] {
  if (stamps.some(({ length }) => length !== LENGTH)) return stamps;
  let text = '';
  let before = '';
  for (const stamp of stamps) {
    const end = ENDS.find((count) => stamp.endsWith(before.slice(LENGTH - count)) && before !== '') ?? 0;
    let start = 0;
    while (start < LENGTH - end && stamp[start] === before[start]) start++;
    text += start.toString(36) + end.toString(36) + stamp.slice(start, LENGTH - end);
    before = stamp;
  }
  return text;
}

export function lengthened(text: string): Stamp[] {
  const stamps: Stamp[] = [];
  let before = '';
  for (let at = 0; at < text.length; ) {
    const start = Number.parseInt(text[at] as string, 36);
    const end = Number.parseInt(text[at + 1] as string, 36);
    const between = LENGTH - start - end;
    before = before.slice(0, start) + text.slice(at + 2, at + 2 + between) + before.slice(LENGTH - end);
    stamps.push(before);
    at += 2 + between;
  }
  return stamps;
}
