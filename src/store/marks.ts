import type { Context } from '../model/context.js';

/** Marks that are not identifiers: nobody has linked it yet; sales was told of a hold. */
export const UNLINKED = 'unlinked';
export const POSTED = 'posted';

/** What the index calls a context's next expiry: `~2027-01-31`. */
export const EXPIRES = '~';
/** What the index calls a context whose journal has enough to merge. */
export const LOOSE_MARK = '+';

export const isProvisional = (customer: string): boolean => customer.startsWith('prov_');

export const isUnlinked = ({ customer, group, issues }: Context): boolean => isProvisional(customer) && group.length === 1 && issues.length > 0;
