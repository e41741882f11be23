import type { Context } from './context.js';
import { allHolds } from './holds.js';
import type { Policy } from './policy.js';
import type { Stamp } from './stamp.js';
import { DAY, dayOf, startOf } from './time.js';
import type { SalesHold } from './view-sales.js';

/** What support tells sales about one cause. `source` stays with support: only its keyed digest travels. */
export interface HoldForSales extends SalesHold {
  source: Stamp;
}

/**
 * The holds that sales is told of. They are cut here, before they leave: to days, since the hour at which it began
 * would tell; without an end, since only some reasons have one; with the same rule for looking again.
 */
export const holdsForSales = (context: Context, policy: Policy, now: number): HoldForSales[] =>
  allHolds(context, policy)
    .filter(({ until }) => until === null || until > now)
    .map(({ stamp, from, scope, scheduled }) => {
      const day = dayOf(scheduled ? from : Math.min(from, now));
      return { source: stamp, from: day, until: null, review: dayOf(startOf(day) + policy.sales.reviewDays * DAY), scope };
    });
