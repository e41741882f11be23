import type { AnyEntry, Audience } from '../model/entry.js';
import { digest } from '../store/keys.js';
import { randomId } from '../store/bytes.js';
import type { OutboxRecord } from '../store/database.js';
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
  const { sealEnvelope } = await import('../carry/envelope.js');
  const sealed = await sealEnvelope({ company: desk.name, box: 'intake' }, { id: intake.id, key: intake.publicKey }, payload);
  return [{ id: randomId(), to: 'intake', subject: await digest(desk.store.keys.newest.subject, subject), sealed }];
}

/**
 * Seals what a customer said. It goes out under the provisional customer of this device, whatever id the page knows:
 * that a page says who somebody is proves nothing.
 */
export async function sealForIntake(desk: Desk<Audience>, node: string, customer: string, entries: readonly AnyEntry[]): Promise<OutboxRecord[]> {
  if (desk.ring.intake === undefined) return [];
  const person = customer.startsWith('prov_') ? customer : await desk.person();
  return sealToIntake(desk, { v: 1, kind: 'said', from: node, customer: person, entries: [...entries] }, `customer:${customer}`);
}
