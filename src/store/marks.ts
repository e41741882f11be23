import type { Context, HandOffState } from '../model/context.js';

/** Marks that are not identifiers: nobody has linked it yet; sales was told of a hold. */
export const UNLINKED = 'unlinked';
export const POSTED = 'posted';

/** Somebody hands this customer over, and nobody has taken them yet. */
export const OFFERED = 'offered';
/** By this an offer is found, open or not. */
export const offerMark = (offer: string): string => `offer:${offer}`;

export const isProvisional = (customer: string): boolean => customer.startsWith('prov_');

/** Somebody may take it, and this journal will hear of it. */
export const isOpen = ({ state, audience }: Pick<HandOffState, 'state' | 'audience'>): boolean => audience === undefined && (state === 'offered' || state === 'opened');

export const isUnlinked = ({ customer, group, issues }: Context): boolean => isProvisional(customer) && group.length === 1 && issues.length > 0;
