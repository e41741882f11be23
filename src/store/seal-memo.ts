import { type Bytes, joined, utf8 } from './bytes.js';
import { type Keys, type Sealed, sealBytes } from './keys.js';
import { HEAD, type Memo, type Rest, type Top } from './memo.js';
import { pack } from './pack.js';
import { shortened } from './stamps.js';
import { PACKED } from './unpack.js';

function bytesOf({ folded: { version, context, seen, place, pending, loose }, ...memo }: Memo): Bytes {
  const top: Top = { ...memo, version, context };
  const rest = JSON.stringify({ seen: shortened(seen), place, pending, loose } satisfies Rest);
  const packed = pack(top);
  if (packed === undefined) return utf8(`${JSON.stringify(top)}\n${rest}`);
  const text = utf8(packed.text);
  const head = new DataView(new ArrayBuffer(HEAD));
  head.setUint8(0, PACKED);
  head.setUint32(1, text.length);
  head.setUint32(5, packed.codes.length);
  return joined([new Uint8Array(head.buffer), text, Uint8Array.from(packed.codes), utf8(rest)]);
}

/** Bound to its revision as well: an old context under a newer number does not open. */
export const sealMemo = (keys: Keys, place: string, rev: number, memo: Memo): Promise<Sealed> => sealBytes(keys, 'context', `${place}/${rev}`, bytesOf(memo));
