/** Seals what a support desk wrote for the other machines of its company. */
import { sealEnvelope } from '../carry/envelope.js';
import type { AnyEntry, Audience } from '../model/entry.js';
import { isStub } from '../model/fold.js';
import { randomId } from '../store/bytes.js';
import type { OutboxRecord } from '../store/database.js';
import { digest } from '../store/keys.js';
import type { Desk } from './desk.js';
import { portions } from './said.js';

/** What travels between support desks. */
export interface Shared {
  v: 1;
  kind: 'shared';
  entries: AnyEntry[];
}

/**
 * Whether a desk may tell of an entry: its own, and what the public told it. (An objection that outlived forgetting has nobody's name.)
 * What it only read in is for whoever said it to tell.
 */
export const maySay = ({ by, kind }: AnyEntry, id: string | undefined): boolean =>
  kind !== 'held' && kind !== 'released' && (by.audience === 'customer' || (by.audience === 'support' && (by.id === undefined ? kind === 'flag' : by.id === id)));

/** By whom a message can be found, to be erased. */
export const sharedSubject = (customer: string): string => `customer:${customer}`;

/** One message a customer, and more where it would be too long. */
export async function sealShared({ name, store, author, far }: Desk<Audience>, entries: readonly AnyEntry[]): Promise<OutboxRecord[]> {
  if (far === undefined) return [];
  const byCustomer = new Map<string, AnyEntry[]>();
  for (const entry of entries) if (maySay(entry, author.id) && !isStub(entry)) byCustomer.set(entry.customer, [...(byCustomer.get(entry.customer) ?? []), entry]);
  const { id: key, envelope, subject } = store.keys.newest;
  const messages: OutboxRecord[] = [];
  for (const [customer, some] of byCustomer) {
    const about = await digest(subject, sharedSubject(customer));
    for (const portion of portions(some)) {
      const sealed = await sealEnvelope({ company: name, box: 'support' }, { id: key, key: envelope }, { v: 1, kind: 'shared', entries: portion } satisfies Shared);
      messages.push({ id: randomId(), to: 'support', via: far.name, subject: about, sealed });
    }
  }
  return messages;
}
