import type { Context } from './context.js';
import type { Told } from './entry.js';
import type { Stamp } from './stamp.js';

/** Raised whenever the same entries would fold to something else: a context of an older version is folded anew. */
export const FOLD_VERSION = 4;

/** How many of the newest stamps a folded journal remembers. */
export const REMEMBERED = 200;

/** A journal folded, with what is needed to go on folding. Kept materialised, one record a customer. */
export interface Folded {
  version: number;
  context: Context;
  /** the newest stamps, ascending */
  seen: Stamp[];
  /** the place of the newest entry folded: [at, stamp] */
  place: [number, Stamp];
  /** answered, but not there yet */
  pending: Stamp[];
  /** facts of class `issue` whose issue has not come yet */
  loose: Told[];
}

/** Whose journal it is. */
export interface Whose {
  customer: string;
  /** the linked ids, this one among them; left out: alone */
  group?: readonly string[];
  life?: number;
}

/** Before every entry. */
const NOWHERE: [number, Stamp] = [-1, ''];

/** A context without entries. */
export const foldNothing = (whose: Whose): Folded => ({
  version: FOLD_VERSION,
  context: {
    customer: whose.customer,
    group: whose.group === undefined ? [whose.customer] : [...whose.group].sort(),
    life: whose.life ?? 0,
    entries: 0,
    first: 0,
    last: 0,
    facts: [],
    issues: [],
    resolved: [],
    flags: [],
    receipts: [],
    recent: [],
    handoffs: [],
    links: [],
    held: [],
    effort: { repeats: 0, avoided: 0, transfers: 0, contacts: 0, waited: 0 },
    more: {},
  },
  seen: [],
  place: NOWHERE,
  pending: [],
  loose: [],
});

