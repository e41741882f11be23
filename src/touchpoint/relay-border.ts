/** What comes from another support desk: opened, checked, and told by name where it is refused. */
import type { Delivery, Envelope } from '../carry/carrier.js';
import { openText, payloadIn, type SealingKey } from '../carry/envelope.js';
import { clip } from '../model/clip.js';
import type { AnyEntry, Author } from '../model/entry.js';
import { isRefusal, SayOnceError } from '../model/errors.js';
import type { Stamp } from '../model/stamp.js';
import { digest } from '../store/keys.js';
import type { Store } from '../store/store.js';
import { BY_PUBLIC } from './by.js';
import { type Border, FORMAT, readEntries } from './document.js';
import { ERASER, type Erased, readErased } from './ended.js';
import { maySay, type Shared } from './share.js';
import { sharedSubject } from './sharing.js';

/** A message that was opened, and not read yet. */
export interface Opened extends Pick<Delivery, 'author' | 'at'>, Pick<Envelope, 'id' | 'subject'> {
  text: string;
}

/** What one message says. */
export interface Told {
  opened: Opened;
  /** by the journals they stand in */
  journals: Map<string, AnyEntry[]>;
  /** what was struck: in the place of these entries stand these */
  stubs: Map<Stamp, AnyEntry>;
  /** lives that ended */
  erased?: Erased;
}

/** Throws `bad-envelope`, `wrong-key`, `too-large`. */
export async function openShared({ store }: Border, keys: readonly SealingKey[], { author, at, envelope: { id, subject, sealed } }: Omit<Delivery, 'cursor'>): Promise<Opened> {
  const text = await openText({ company: store.company, box: 'support' }, keys, sealed);
  return { id, subject, text, ...(author === undefined ? {} : { author }), ...(at === undefined ? {} : { at }) };
}

/** Throws `bad-envelope`, `unknown-version`, `not-allowed`. */
function payloadOf({ author, text }: Opened): Shared | Erased {
  const payload = (payloadIn(text) ?? {}) as { v?: unknown; kind?: unknown; entries?: unknown };
  const { v, kind, entries } = payload;
  if (v !== 1 || !KINDS.has(kind)) throw new SayOnceError('unknown-version', 'Another desk has a newer version of say-once. Reload the page to read what it says.');
  if (kind !== 'shared' && author !== ERASER) throw new SayOnceError('not-allowed', 'A desk says that somebody was forgotten or something struck, which only the host’s eraser may say. It was not taken in.');
  if (kind === 'erased') return readErased(payload);
  if (!Array.isArray(entries)) throw new SayOnceError('bad-envelope', 'A message of another desk holds no entries.');
  return payload as Shared;
}

/** A name to show is the sender's own word; the id is what the relay's border vouches for, and stands beside it. */
function shownAs({ label, ...by }: Author): Author {
  if (label === undefined || by.id === undefined || by.audience !== 'support') return by;
  return { ...by, label: label.toLowerCase() === by.id.toLowerCase() ? label : `${clip(label, 150)} (${clip(by.id, 150)})` };
}

const KINDS: ReadonlySet<unknown> = new Set(['shared', 'kept', 'erased']);

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
async function checkAuthor(store: Store, entry: AnyEntry, { author, subject: said }: Opened, kind: Shared['kind']): Promise<void> {
  const theirs = kind === 'kept' || (entry.by.audience === 'customer' ? BY_PUBLIC.has(entry.kind) : maySay(entry, author));
  if (!theirs) throw new SayOnceError('not-allowed', 'A message speaks in the name of somebody who did not send it. It was not taken in.');
  // Under another's subject it would outlive being forgotten.
  for (const { subject } of store.keys.all) if ((await subjectOf(subject, entry.customer)) === said) return;
  throw new SayOnceError('not-allowed', 'A message is about somebody else than its subject says. It was not taken in.');
}

/** A refusal, whatever went wrong. */
export const refusalOf = (error: unknown): SayOnceError => (isRefusal(error) ? error : new SayOnceError('bad-envelope', 'A message of another desk could not be read.', { cause: error }));

/**
 * What one message says. What is refused is left out, and said: `refused`. Time is the carrier's, so that a clock of ours
 * that is wrong shuts nobody out.
 */
export async function readOpened({ store, author }: Border, opened: Opened, refused: (error: SayOnceError) => void): Promise<Told> {
  const told: Told = { opened, journals: new Map(), stubs: new Map() };
  const border = { store, author, ...(opened.at === undefined ? {} : { at: opened.at }) };
  let payload: Shared | Erased;
  try {
    payload = payloadOf(opened);
  } catch (error) {
    refused(refusalOf(error));
    return told;
  }
  if (payload.kind === 'erased') return { ...told, erased: payload };
  for (const raw of payload.entries) {
    try {
      const { customer = '', with: other } = (raw ?? {}) as { customer?: string; with?: string };
      const read = readEntries(border, { format: FORMAT, version: 1, audience: 'support', customer, group: [customer, ...(typeof other === 'string' ? [other] : [])], entries: [raw], proof: '' }, undefined);
      if (payload.kind === 'shared' && read.stubs.size > 0) throw new SayOnceError('not-allowed', 'That something was struck is for the host’s eraser to say.');
      for (const [, [entry]] of read.journals) if (entry !== undefined) await checkAuthor(store, entry, opened, payload.kind);
      for (const [stamp, stub] of read.stubs) told.stubs.set(stamp, stub);
      const [[entry] = []] = read.journals.values();
      if (entry === undefined) continue;
      // One entry, in however many journals it stands.
      const shown = payload.kind === 'kept' || opened.author === author.id ? entry : { ...entry, by: shownAs(entry.by) };
      for (const id of read.journals.keys()) told.journals.set(id, [...(told.journals.get(id) ?? []), shown]);
    } catch (error) {
      refused(refusalOf(error));
    }
  }
  return told;
}
