import type { AnyEntry } from '../model/entry.js';
import { admit, byPlace, fold } from '../model/fold.js';
import type { Next } from './plan.js';
import type { Store } from './store.js';

/** What is to be written of customers whom the store does not know, none of them linked: each journal is folded once, and nothing is read. Throws `stamp-reused`. */
export const newcomers = (store: Store, journals: ReadonlyMap<string, readonly AnyEntry[]>): Promise<Next[]> =>
  Promise.all(
    [...journals].map(async ([customer, entries]) => {
      const [place = ''] = await store.places(customer);
      const add = admit(new Map(), entries).sort(byPlace);
      const memo = { folded: fold(add, { customer }), ordered: true, epoch: 0 };
      return { loaded: { place, lies: [], seq: 0, life: 0, since: -1, marks: [], loose: 0, memo, anew: false }, memo, add };
    }),
  );
