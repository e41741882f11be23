/** Seals what a support desk wrote for the other machines of its company. */
import { sealEnvelope } from '../carry/envelope.js';
import type { AnyEntry, Author } from '../model/entry.js';
import { isStub } from '../model/fold.js';
import { randomId } from '../store/bytes.js';
import type { OutboxRecord } from '../store/database.js';
import { digest } from '../store/keys.js';
import type { Store } from '../store/store.js';
import { portions } from './said.js';
import { sharedSubject } from './sharing.js';

/** What travels between support desks. */
export interface Shared {
  v: 1;
  /** `kept`: of the eraser alone, in the place of a message that was taken out: stubs of what was struck, and what lay beside it */
  kind: 'shared' | 'kept';
  entries: AnyEntry[];
}

/**
 * Whether a desk may tell of an entry: its own, and what the public told it. (An objection that outlived forgetting has nobody's name.)
 * What it only read in is for whoever said it to tell.
 */
export const maySay = ({ by, kind }: AnyEntry, id: string | undefined): boolean =>
  kind !== 'held' && kind !== 'released' && (by.audience === 'customer' || (by.audience === 'support' && (by.id === undefined ? kind === 'flag' : by.id === id)));

/** One message a customer, and more where it would be too long. `via`: the carrier's name */
export async function sealShared(store: Store, author: Author, via: string, entries: readonly AnyEntry[]): Promise<OutboxRecord[]> {
  const byCustomer = new Map<string, AnyEntry[]>();
  for (const entry of entries) if (maySay(entry, author.id) && !isStub(entry)) byCustomer.set(entry.customer, [...(byCustomer.get(entry.customer) ?? []), entry]);
  const messages: OutboxRecord[] = [];
  for (const [customer, some] of byCustomer) {
    for (const portion of portions(some)) messages.push(await sealToDesks(store, via, sharedSubject(customer), { v: 1, kind: 'shared', entries: portion } satisfies Shared));
  }
  return messages;
}

/** One message to the support desks of the company. `about`: by what it can be found, before it is digested */
export async function sealToDesks({ company, keys: { newest } }: Store, via: string, about: string, payload: object): Promise<OutboxRecord> {
  const sealed = await sealEnvelope({ company, box: 'support' }, { id: newest.id, key: newest.envelope }, payload);
  return { id: randomId(), to: 'support', via, subject: await digest(newest.subject, about), sealed };
}
