/** Marks of what is to be done in idle time. */

/** What the index calls a context's next expiry: `~2027-01-31`. */
export const EXPIRES = '~';
/** What the index calls a context whose journal has enough to merge. */
export const LOOSE_MARK = '+';
