import type { Stamp } from '../model/stamp.js';
import { type Bytes, utf8 } from './bytes.js';
import type { Keys } from './keys.js';
import type { Memo, Rest, Top } from './memo.js';
import { pack } from './pack.js';
import { type Sealed, sealBytes } from './seal-bytes.js';

/** Characters at the end of a stamp that tell its count and its node: the same in most of them. */
const END = 15;

/** What two texts begin with. */
function startOf(one: string, other: string): string {
  let same = 0;
  while (same < one.length && one[same] === other[same]) same++;
  return one.slice(0, same);
}

/** Stamps in order, by what they end with: what they share is written once. */
function shortened(stamps: readonly Stamp[]): Rest['seen'] {
  const ends = new Map<string, Stamp[]>();
  let [end, some]: [string, Stamp[]] = ['', []];
  for (const stamp of stamps) {
    // Who says one thing mostly says the next.
    if (end.length < END || !stamp.endsWith(end)) {
      end = stamp.slice(-END);
      some = ends.get(end) ?? [];
      ends.set(end, some);
    }
    some.push(stamp);
  }
  const groups: [string, string, ...string[]][] = [];
  const alone: Stamp[] = [];
  for (const [shared, all] of ends) {
    if (all.length < 2) alone.push(...all);
    else {
      const start = startOf(all[0]?.slice(0, -END) ?? '', all.at(-1)?.slice(0, -END) ?? '');
      groups.push([shared, start, ...all.map((one) => one.slice(start.length, -END))]);
    }
  }
  return [...groups, ['', '', ...alone]];
}

const encoder = new TextEncoder();

/** A text, and codes after it. (`utf8`, `Uint8Array.from` and `joined` take five times as long.) */
function bytesWith(text: string, codes: readonly number[]): Bytes {
  // No unit of UTF-16 takes more than three bytes.
  const bytes = new Uint8Array(text.length * 3 + codes.length);
  const { written } = encoder.encodeInto(text, bytes);
  bytes.set(codes, written);
  return bytes.subarray(0, written + codes.length);
}

function bytesOf({ folded: { version, context, seen, place, pending, loose }, ...memo }: Memo): Bytes {
  const top: Top = { ...memo, version, context };
  const rest = JSON.stringify({ seen: shortened(seen), place, pending, loose } satisfies Rest);
  const packed = pack(top);
  return packed === undefined ? utf8(`${JSON.stringify(top)}\n${rest}`) : bytesWith(`${packed.text}\n${rest}\n`, packed.codes);
}

/** Bound to its revision as well: an old context under a newer number does not open. */
export const sealMemo = (keys: Keys, place: string, rev: number, memo: Memo): Promise<Sealed> => sealBytes(keys, 'context', `${place}/${rev}`, bytesOf(memo));
