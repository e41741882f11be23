import type { Context } from '../model/context.js';
import { SayOnceError } from '../model/errors.js';
import { FOLD_VERSION, type Folded } from '../model/folded.js';
import type { Stamp } from '../model/stamp.js';
import { fromUtf8, utf8 } from './bytes.js';
import type { ContextRecord } from './database.js';
import { type Keys, openBytes, type Sealed, sealBytes } from './keys.js';

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

export const parse = (text: string): unknown => {
  try {
    return JSON.parse(text);
  } catch (cause) {
    throw new SayOnceError('broken-record', 'A record opens, but is not one of ours. It was left as it is.', { cause });
  }
};

/** What only going on with the fold needs. */
type Rest = Omit<Folded, 'version' | 'context'>;

/** Bound to its revision as well: an old context under a newer number does not open. In two lines: who shows a card reads the first. */
export async function sealMemo(keys: Keys, place: string, rev: number, { folded: { version, context, ...rest }, ...memo }: Memo): Promise<Sealed> {
  return sealBytes(keys, 'context', `${place}/${rev}`, utf8(`${JSON.stringify({ ...memo, version, context })}\n${JSON.stringify(rest)}`));
}

/** The second line is parsed when somebody writes. */
function foldedFrom(version: number, context: Context, text: string): Folded {
  let rest: Rest | undefined;
  const parsed = (): Rest => (rest ??= parse(text) as Rest);
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
  const text = fromUtf8(await openBytes(keys, key, 'context', `${place}/${rev}`, box));
  const line = text.indexOf('\n');
  const { version, context, ...memo } = (parse(text.slice(0, line)) ?? {}) as Partial<Omit<Memo, 'folded'> & Pick<Folded, 'version' | 'context'>>;
  if (typeof context?.customer !== 'string' || version === undefined) throw new SayOnceError('broken-record', 'A context opens, but is not one. It was left as it is.');
  return { ...memo, folded: foldedFrom(version, context, text.slice(line + 1)) } as Memo;
}

export const isCurrent = ({ folded }: Memo): boolean => folded.version === FOLD_VERSION;
