import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';

/** Throws `bad-entry`: not an id a host could give. Digested as UTF-8, all lone surrogates would be one, and two people lie in one place. */
export function checkId(customer: string, audience: Audience): void {
  if (typeof customer === 'string' && customer.length > 0 && customer.length <= 500 && !/\p{Cs}/u.test(customer) && (audience === 'sales' || !customer.startsWith('#'))) return;
  throw new SayOnceError('bad-entry', 'A customer’s id has 1 to 500 characters, no lone surrogates, and does not begin with «#».');
}
