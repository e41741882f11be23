import type { AnyEntry, Audience } from '../model/entry.js';
import { digest } from '../store/keys.js';
import { randomId, utf8 } from '../store/bytes.js';
import type { OutboxRecord } from '../store/database.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';

/** What a public page sends to the intake: what was said on this device. */
export interface Said {
  v: 1;
  kind: 'said';
  from: string;
  customer: string;
  entries: AnyEntry[];
}

/** What a sales desk sends there: it has nothing, or has missed something, and asks to be told everything. */
export interface Sync {
  v: 1;
  kind: 'sync';
  store: string;
}

/** Seals something to the intake's public key; without one, nothing leaves this device. */
export async function sealToIntake(desk: Desk<Audience>, payload: Said | Sync, subject: string): Promise<OutboxRecord[]> {
  const { intake } = desk.ring;
  if (intake === undefined) return [];
  const { sealEnvelope } = await part(import('../carry/envelope.js'));
  const sealed = await sealEnvelope({ company: desk.name, box: 'intake' }, { id: intake.id, key: intake.publicKey }, payload);
  return [{ id: randomId(), to: 'intake', subject: await digest(desk.store.keys.newest.subject, subject), sealed }];
}

/** Entries of one message, and bytes of them: the intake takes no more at a time, and an envelope holds no more. */
const MOST = 50;
const MOST_BYTES = 900_000;

/** Cut into messages that are not too long. */
export function* portions(entries: readonly AnyEntry[]): Generator<AnyEntry[]> {
  let portion: AnyEntry[] = [];
  let bytes = 0;
  for (const entry of entries) {
    const size = utf8(JSON.stringify(entry)).length;
    if (portion.length === MOST || (portion.length > 0 && bytes + size > MOST_BYTES)) {
      yield portion;
      portion = [];
      bytes = 0;
    }
    portion.push(entry);
    bytes += size;
  }
  if (portion.length > 0) yield portion;
}

/** By whom a message of this customer's can be erased. */
export const saidSubject = (customer: string): string => `customer:${customer}`;

/**
 * Seals what a customer said. It goes out under the provisional customer of this device, whatever id the page knows:
 * that a page says who somebody is proves nothing.
 */
export async function sealForIntake(desk: Desk<Audience>, node: string, customer: string, entries: readonly AnyEntry[]): Promise<OutboxRecord[]> {
  if (desk.ring.intake === undefined) return [];
  const person = customer.startsWith('prov_') ? customer : await desk.person();
  const messages: OutboxRecord[] = [];
  for (const portion of portions(entries)) messages.push(...(await sealToIntake(desk, { v: 1, kind: 'said', from: node, customer: person, entries: portion }, saidSubject(customer))));
  return messages;
}
