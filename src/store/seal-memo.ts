import type { Stamp } from '../model/stamp.js';
import { type Bytes, joined, utf8 } from './bytes.js';
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
  const ends = new Map<string, string[]>();
  for (const stamp of stamps) {
    const end = stamp.slice(-END);
    const some = ends.get(end);
    if (some === undefined) ends.set(end, [stamp]);
    else some.push(stamp);
  }
  const alone = [...ends.values()].flatMap((some) => (some.length > 1 ? [] : some));
  const groups = [...ends].flatMap(([end, some]) => {
    if (some.length < 2) return [];
    const starts = some.map((stamp) => stamp.slice(0, -END));
    const start = startOf(starts[0] as string, starts.at(-1) as string);
    return [[end, start, ...starts.map((one) => one.slice(start.length))] as const];
  });
  return [...groups, ['', '', ...alone]];
}

function bytesOf({ folded: { version, context, seen, place, pending, loose }, ...memo }: Memo): Bytes {
  const top: Top = { ...memo, version, context };
  const rest = JSON.stringify({ seen: shortened(seen), place, pending, loose } satisfies Rest);
  const packed = pack(top);
  if (packed === undefined) return utf8(`${JSON.stringify(top)}\n${rest}`);
  return joined([utf8(`${packed.text}\n${rest}\n`), Uint8Array.from(packed.codes)]);
}

/** Bound to its revision as well: an old context under a newer number does not open. */
export const sealMemo = (keys: Keys, place: string, rev: number, memo: Memo): Promise<Sealed> => sealBytes(keys, 'context', `${place}/${rev}`, bytesOf(memo));
