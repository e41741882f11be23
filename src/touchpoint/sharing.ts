import type { Author } from '../model/entry.js';
import { part } from '../store/part.js';
import type { Post } from '../store/seal.js';
import type { Store } from '../store/store.js';

/** What is written goes to the other machines of the company, in the transaction of the write, where a carrier leads there. `via`: its name */
export const sharing = (store: Store, author: Author, via: string | undefined): Pick<Post, 'share'> =>
  via === undefined ? {} : { share: async (added) => (await part(import('./share.js'))).sealShared(store, author, via, added) };

/** By what a message about a customer can be found, before it is digested. */
export const sharedSubject = (customer: string): string => `customer:${customer}`;
