/** What comes from another support desk: opened, checked, and told by name where it is refused. */
import type { Delivery } from '../carry/carrier.js';
import { openEnvelope, type SealingKey } from '../carry/envelope.js';
import type { AnyEntry, Audience } from '../model/entry.js';
import { isRefusal, SayOnceError } from '../model/errors.js';
import { digest } from '../store/keys.js';
import { BY_PUBLIC } from './by.js';
import type { Desk } from './desk.js';
import { FORMAT, readEntries } from './document.js';
import { maySay, sharedSubject } from './share.js';

/** Throws `bad-envelope`, `wrong-key`, `unknown-version`, `too-large`. */
async function entriesIn({ name }: Desk<Audience>, keys: readonly SealingKey[], sealed: string): Promise<readonly unknown[]> {
  const { v, kind, entries } = ((await openEnvelope({ company: name, box: 'support' }, keys, sealed)) ?? {}) as { v?: unknown; kind?: unknown; entries?: unknown };
  if (v !== 1 || kind !== 'shared') throw new SayOnceError('unknown-version', 'Another desk has a newer version of say-once. Reload the page to read what it says.');
  if (!Array.isArray(entries)) throw new SayOnceError('bad-envelope', 'A message of another desk holds no entries.');
  return entries;
}

/** Whose subjects were worked out lately: of a journal that is caught up with they are the same again and again. */
const known = new WeakMap<CryptoKey, Map<string, Promise<string>>>();
const MOST_KNOWN = 10_000;

function subjectOf(key: CryptoKey, customer: string): Promise<string> {
  const subjects = known.get(key) ?? new Map<string, Promise<string>>();
  known.set(key, subjects);
  if (subjects.size >= MOST_KNOWN) subjects.clear();
  const subject = subjects.get(customer) ?? digest(key, sharedSubject(customer));
  subjects.set(customer, subject);
  return subject;
}

/** Throws `not-allowed`: somebody else's word than that of who sent it, or about somebody else than it says. */
async function checkAuthor({ store }: Desk<Audience>, entry: AnyEntry, { author, envelope }: Delivery): Promise<void> {
  const theirs = entry.by.audience === 'customer' ? BY_PUBLIC.has(entry.kind) : maySay(entry, author);
  if (!theirs) throw new SayOnceError('not-allowed', 'A message speaks in the name of somebody who did not send it. It was not taken in.');
  // Under another's subject it would outlive being forgotten.
  for (const { subject } of store.keys.all) if ((await subjectOf(subject, entry.customer)) === envelope.subject) return;
  throw new SayOnceError('not-allowed', 'A message is about somebody else than its subject says. It was not taken in.');
}

/**
 * The entries of one message by the journals they stand in. What is refused is left out, and said: `refused`. Time is the
 * carrier's, so that a clock of ours that is wrong shuts nobody out.
 */
export async function readShared(desk: Desk<Audience>, keys: readonly SealingKey[], delivery: Delivery, refused: (error: SayOnceError) => void): Promise<Map<string, AnyEntry[]>> {
  const journals = new Map<string, AnyEntry[]>();
  const refuse = (error: unknown): void => refused(isRefusal(error) ? error : new SayOnceError('bad-envelope', 'A message of another desk could not be read.', { cause: error }));
  const { store, author } = desk;
  const border = { store, author, ...(delivery.at === undefined ? {} : { at: delivery.at }) };
  let entries: readonly unknown[] = [];
  try {
    entries = await entriesIn(desk, keys, delivery.envelope.sealed);
  } catch (error) {
    refuse(error);
  }
  for (const raw of entries) {
    try {
      const { customer = '', with: other } = (raw ?? {}) as { customer?: string; with?: string };
      const read = readEntries(border, { format: FORMAT, version: 1, audience: 'support', customer, group: [customer, ...(typeof other === 'string' ? [other] : [])], entries: [raw as AnyEntry], proof: '' }, undefined);
      const some = [...read.journals];
      if (read.stubs.size > 0) throw new SayOnceError('not-allowed', 'Striking is not carried from desk to desk.');
      for (const [, [entry]] of some) if (entry !== undefined) await checkAuthor(desk, entry, delivery);
      for (const [id, own] of some) journals.set(id, [...(journals.get(id) ?? []), ...own]);
    } catch (error) {
      refuse(error);
    }
  }
  return journals;
}
