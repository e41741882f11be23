import { plainFact } from '../model/e164.js';
import { lookUp, nameOf } from '../store/identifiers.js';
import type { Store } from '../store/store.js';
import type { Query } from './types.js';

/** One identifier of a query, as it is looked up. */
export interface Asked {
  fact: string;
  /** `tel:+442079460018`, or the customer's id */
  text: string;
}

export async function askedFor(store: Store, query: Query): Promise<Asked[]> {
  const asked = await Promise.all(
    Object.entries(query).map(async ([name, value]) => {
      const fact = plainFact(await nameOf(store, name));
      const text = fact === 'customer' ? value : await lookUp(store, fact, value);
      return text === undefined ? undefined : { fact, text };
    }),
  );
  return asked.filter((one) => one !== undefined);
}
