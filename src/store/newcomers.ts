import type { AnyEntry } from '../model/entry.js';
import { admit, byPlace, fold } from '../model/fold.js';
import { type Next, stranger } from './plan.js';
import type { Store } from './store.js';

/** What is to be written of customers whom the store does not know, none of them linked: each journal is folded once, and nothing is read. Throws `stamp-reused`. */
export const newcomers = (store: Store, journals: ReadonlyMap<string, readonly AnyEntry[]>): Promise<Next[]> =>
  Promise.all(
    [...journals].map(async ([customer, entries]) => {
      const [place = ''] = await store.places(customer);
      const add = admit(new Map(), entries).sort(byPlace);
      const loaded = stranger(place, customer);
      return { loaded, memo: { ...loaded.memo, folded: fold(add, { customer }) }, add };
    }),
  );
