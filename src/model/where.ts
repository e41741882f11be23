import type { Scope } from './entry.js';

/** Where one asks from: a hold without lists holds everywhere. */
export interface Where {
  channel?: string;
  product?: string;
}

const within = (list: string[] | undefined, one: string | undefined): boolean => list === undefined || one === undefined || list.includes('*') || list.includes(one);

/** Whether a scope reaches there. Where one does not say where one asks from, it does. */
export const reaches = (scope: Scope, where: Where): boolean => within(scope.channels, where.channel) && within(scope.products, where.product);
