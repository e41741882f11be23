import { randomId } from '../store/bytes.js';
import type { ContactIds } from './types.js';

/** After so long without a word, what is said next is another contact, ms. */
const IDLE = 30 * 60_000;

/** With so many customers on, those with whom it is over are let go of. */
const MANY = 500;

/** A desk's book, begun with the first contact. */
export const contactsOf = (desk: { contacts?: ContactBook; store: { now: () => number } }): ContactBook => (desk.contacts ??= new ContactBook(desk.store.now));

/** Which contact is on with which customer, at this touchpoint. */
export class ContactBook {
  readonly #now: () => number;
  readonly #on = new Map<string, ContactIds & { last: number }>();

  constructor(now: () => number) {
    this.#now = now;
  }

  /** What is empty counts as left out: an attribute without a value. */
  begin(customer: string, { contact, chain, channel }: Partial<ContactIds>): ContactIds {
    const id = contact || randomId();
    const ids = { contact: id, chain: chain || id, ...(channel ? { channel } : {}) };
    if (this.#on.size >= MANY) for (const [other, { last }] of this.#on) if (this.#now() - last > IDLE) this.#on.delete(other);
    this.#on.set(customer, { ...ids, last: this.#now() });
    return ids;
  }

  /** The contact that is on, if any. */
  of(customer: string): ContactIds | undefined {
    const on = this.#on.get(customer);
    if (on === undefined || this.#now() - on.last > IDLE) return undefined;
    const { last: _, ...ids } = on;
    return ids;
  }

  /** The contact that what is being recorded belongs to: the one that is on, or a new one. */
  current(customer: string): ContactIds {
    const ids = this.of(customer) ?? this.begin(customer, {});
    this.#on.set(customer, { ...ids, last: this.#now() });
    return ids;
  }

  end(customer: string): void {
    this.#on.delete(customer);
  }
}
