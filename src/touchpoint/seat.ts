import type { Audience, Author } from '../model/entry.js';
import type { Context } from '../model/context.js';
import type { Policy } from '../model/policy.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import type { Freshness } from './fresh.js';
import type { Persons } from './persons.js';
import type { Seat } from './types.js';

/** What one audience's desk does in its own way. A page has one audience: the ways of the others are not fetched. */
export interface SeatWays {
  /** the built-in policy, where there is more to it than what all audiences go by */
  policy?: Policy;
  /** what this audience may know of a context */
  view(desk: Desk<Audience>, context: Context, fresh: boolean): { due?: number };
  /** whether «nothing known» may be read as «clear»; left out: it may */
  freshness?(desk: Desk<Audience>): Promise<Freshness>;
  /** whether the office has something to do that no message tells of */
  isBehind(desk: Desk<Audience>): Promise<boolean>;
  /** what else it does as long as it is open */
  attend?(desk: Desk<Audience>): void;
  /** who uses this device */
  personsOf?(desk: Desk<Audience>): Persons;
  support?: typeof import('./seat-support.js').support;
}

/** As whom a seat writes. */
export const authorOf = ({ audience, id, label }: Seat): Author => Object.freeze({ audience, ...(id ? { id } : {}), ...(label ? { label } : {}) });

export async function waysOf(audience: Audience): Promise<SeatWays> {
  if (audience === 'support') return part(import('./seat-support.js'));
  return audience === 'sales' ? part(import('./seat-sales.js')) : part(import('./seat-customer.js'));
}
