/** Opens a context's record, as far as whoever shows it needs. */
import type { Context } from '../model/context.js';
import { SayOnceError } from '../model/errors.js';
import { type Bytes, fromUtf8 } from './text.js';
import type { ContextRecord } from './database.js';
import { type Keys, openBytes } from './keys.js';
import { unpack } from './unpack.js';

const notOurs = (cause?: unknown): SayOnceError => new SayOnceError('broken-record', 'A record opens, but is not one of ours. It was left as it is.', { cause });

/** Throws `broken-record` where it cannot be read. */
export const ours = <T>(read: () => T): T => {
  try {
    return read();
  } catch (cause) {
    throw notOurs(cause);
  }
};

export const parse = (text: string): unknown => ours(() => JSON.parse(text));

/** Between the parts: no JSON has it. */
const LINE = 10;

/** The top, and what gives the text of the rest when somebody writes. In three parts: the top's table, the rest, the top's codes. */
function parted(bytes: Bytes): [top: unknown, rest: () => string] {
  const first = bytes.indexOf(LINE);
  const second = bytes.indexOf(LINE, first + 1);
  const text = fromUtf8(bytes.subarray(0, first));
  // In two parts, both JSON: so it lay before contexts were packed, and lies where one cannot be.
  if (second === -1) return [JSON.parse(text), () => fromUtf8(bytes.subarray(first + 1))];
  return [unpack(text, bytes.subarray(second + 1)), () => fromUtf8(bytes.subarray(first + 1, second))];
}

/** What whoever shows it reads, and what gives the text of the rest. Throws `wrong-key`, `broken-record`. Its context may be of another fold version. */
export async function openTop<T extends { version: number; context: Context }>(keys: Keys, place: string, { key, rev }: ContextRecord, box: NonNullable<ContextRecord['box']>): Promise<[top: T, rest: () => string]> {
  const bytes = await openBytes(keys, key, 'context', `${place}/${rev}`, box);
  const opened = ours(() => parted(bytes)) as [T | null, () => string];
  if (typeof opened[0]?.context?.customer !== 'string' || opened[0].version === undefined) throw notOurs();
  return opened as [T, () => string];
}
