import type { Context } from '../model/context.js';
import { FOLD_VERSION, type Folded } from '../model/folded.js';
import type { Stamp } from '../model/stamp.js';
import type { ContextRecord } from './database.js';
import type { Keys } from './keys.js';
import { openTop, parse } from './top.js';

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

/** What only going on with the fold needs, as it lies there. `seen`: what some stamps end with, what they begin with, and what each has between. */
export type Rest = Omit<Folded, 'version' | 'context' | 'seen'> & { seen: (readonly [end: string, start: string, ...between: string[]])[] | Stamp[] };

/** What whoever shows a card reads. */
export type Top = Omit<Memo, 'folded'> & Pick<Folded, 'version' | 'context'>;

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
export async function openMemo(keys: Keys, place: string, record: ContextRecord, box: NonNullable<ContextRecord['box']>): Promise<Memo> {
  const [{ version, context, ...memo }, rest] = await openTop<Top>(keys, place, record, box);
  return { ...memo, folded: foldedFrom(version, context, rest) };
}

export const isCurrent = ({ folded }: Memo): boolean => folded.version === FOLD_VERSION;
