/** Journal records: one or more entries, sealed as one. Full segments are made small first. */
import type { AnyEntry } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { type Bytes, fromUtf8, joined, utf8 } from './bytes.js';
import type { JournalRecord } from './database.js';
import { type Keys, openBytes } from './keys.js';
import { parse } from './top.js';
import { sealBytes } from './seal-bytes.js';

/** Entries a journal record may hold. */
export const SEGMENT = 50;
/** A journal record with fewer entries than this is merged with its neighbours. */
export const SMALL = 25;

/** First byte of what was made small. JSON never begins with it. */
const DEFLATED = 0;

/** Not by way of a Blob and a Response, which took three times as long. */
async function through(bytes: Bytes, { readable, writable }: GenericTransformStream): Promise<Bytes> {
  const writer = writable.getWriter();
  // What goes wrong comes out at the other end.
  writer.write(bytes).catch(() => {});
  writer.close().catch(() => {});
  const parts: Uint8Array[] = [];
  const reader = (readable as ReadableStream<Uint8Array>).getReader();
  for (let part = await reader.read(); !part.done; part = await reader.read()) parts.push(part.value);
  return joined(parts);
}

/** RFC 1951. Sealed bytes cannot be made small by the disk, so it is done before; of a few entries it would save less than it costs. */
async function small(bytes: Bytes): Promise<Bytes> {
  const deflated = await through(bytes, new CompressionStream('deflate-raw'));
  return joined([Uint8Array.of(DEFLATED), deflated]);
}

const large = (bytes: Bytes): Promise<Bytes> =>
  through(bytes.subarray(1), new DecompressionStream('deflate-raw')).catch((cause: unknown) => {
    throw new SayOnceError('broken-record', 'A journal record opens, but is not one. It was left as it is.', { cause });
  });

export async function sealEntries(keys: Keys, place: string, pos: number, entries: readonly AnyEntry[], day: string): Promise<JournalRecord> {
  const bytes = utf8(JSON.stringify(entries));
  return { ...(await sealBytes(keys, 'journal', `${place}/${pos}`, entries.length < SMALL ? bytes : await small(bytes))), n: entries.length, day };
}

/** Throws `wrong-key`, `broken-record`. */
export async function openEntries(keys: Keys, place: string, pos: number, record: JournalRecord): Promise<AnyEntry[]> {
  const bytes = await openBytes(keys, record.key, 'journal', `${place}/${pos}`, record.box);
  const entries = parse(fromUtf8(bytes[0] === DEFLATED ? await large(bytes) : bytes));
  if (!Array.isArray(entries)) throw new SayOnceError('broken-record', 'A journal record opens, but is not one. It was left as it is.');
  return entries as AnyEntry[];
}
