import type { Context } from '../model/context.js';
import { SayOnceError } from '../model/errors.js';
import { FOLD_VERSION, type Folded } from '../model/folded.js';
import type { Stamp } from '../model/stamp.js';
import { type Bytes, fromUtf8 } from './bytes.js';
import type { ContextRecord } from './database.js';
import { type Keys, openBytes } from './keys.js';
import { unpack } from './unpack.js';

/** One thing that another audience was told about this customer, so that it can be taken back. */
export interface Posted {
  /** what it was made of: the same key, the same news */
  key: string;
  cause: string;
  stamp: Stamp;
  /** as whom the other audience knows this customer */
  customer: string;
}

/** What is sealed in a context's record. */
export interface Memo {
  folded: Folded;
  /** what sales was told */
  posted?: Posted[];
  /** the journal's positions are in the order of its history, so that pages can be read without reading it all */
  ordered: boolean;
  /** grows when the journal is rewritten, and positions change */
  epoch: number;
}

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

/** What only going on with the fold needs, as it lies there. `seen`: what some stamps end with, what they begin with, and what each has between. */
export type Rest = Omit<Folded, 'version' | 'context' | 'seen'> & { seen: (readonly [end: string, start: string, ...between: string[]])[] | Stamp[] };

/** What whoever shows a card reads. */
export type Top = Omit<Memo, 'folded'> & Pick<Folded, 'version' | 'context'>;

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

function foldedFrom(version: number, context: Context, text: () => string): Folded {
  let rest: Omit<Folded, 'version' | 'context'> | undefined;
  const parsed = (): Omit<Folded, 'version' | 'context'> => {
    if (rest === undefined) {
      const { seen, ...others } = parse(text()) as Rest;
      rest = { ...others, seen: seen.flatMap((some) => (typeof some === 'string' ? some : some.slice(2).map((between) => some[1] + between + some[0]))).sort() };
    }
    return rest;
  };
  return {
    version,
    context,
    get seen() {
      return parsed().seen;
    },
    get place() {
      return parsed().place;
    },
    get pending() {
      return parsed().pending;
    },
    get loose() {
      return parsed().loose;
    },
  };
}

/** Throws `wrong-key`, `broken-record`. Its context may be of another fold version (see `isCurrent`). */
export async function openMemo(keys: Keys, place: string, { key, rev }: ContextRecord, box: NonNullable<ContextRecord['box']>): Promise<Memo> {
  const bytes = await openBytes(keys, key, 'context', `${place}/${rev}`, box);
  const [top, rest] = ours(() => parted(bytes));
  const { version, context, ...memo } = (top ?? {}) as Partial<Top>;
  if (typeof context?.customer !== 'string' || version === undefined) throw notOurs();
  return { ...memo, folded: foldedFrom(version, context, rest) } as Memo;
}

export const isCurrent = ({ folded }: Memo): boolean => folded.version === FOLD_VERSION;
