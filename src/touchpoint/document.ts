/** Reads export documents: what a border lets in, and under whose name. Writes nothing. */
import { canonical } from '../model/canonical.js';
import { type AnyEntry, type Author, isKnown } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { isStub } from '../model/fold.js';
import { factName } from '../model/identifier.js';
import { classOf } from '../model/policy.js';
import { parseEntry } from '../model/schema.js';
import { scrubEntry } from '../model/secrets.js';
import { notAhead, notInFuture, type Stamp, stampTime } from '../model/stamp.js';
import { gather } from '../store/journal.js';
import { digest } from '../store/keys.js';
import type { Loaded, Store } from '../store/store.js';
import { BY_PUBLIC, NOT_BY_RECORD } from './by.js';
import { checkId } from './ids.js';
import type { ExportDocument } from './types.js';

export const FORMAT = 'say-once/export';

/** Whose border it is: where it is written, and who reads it in. */
export interface Border {
  store: Store;
  author: Author;
  /** the clock of who carries it, ms since 1970; left out: this machine's */
  at?: number;
}

/** What a border knows of those a document is about. */
export interface Acquainted {
  /** by customer, who recorded what is in their journal already: reading a document in again changes nobody's word */
  authors: ReadonlyMap<string, ReadonlyMap<Stamp, Author>>;
  /** of each customer, the life number, and since when they live it, ms since 1970 */
  lives: ReadonlyMap<string, Pick<Loaded, 'life' | 'since'>>;
}

/** Of somebody who is not in the store. */
export const STRANGERS: Acquainted = { authors: new Map(), lives: new Map() };

/** What a document comes to. */
export interface Read {
  /** by customer; a link stands in both journals */
  journals: Map<string, AnyEntry[]>;
  /** what was struck where it comes from */
  stubs: Map<Stamp, AnyEntry>;
}

const bad = (what: string, cause?: unknown): SayOnceError => new SayOnceError('bad-document', `This is not an export document of say-once: ${what}. Nothing was read in.`, { cause });

/** A document as JSON says it, whatever it is. Throws `bad-document`. */
export function jsonOf(value: unknown): string {
  try {
    return JSON.stringify(value) ?? 'null';
  } catch (cause) {
    throw bad('it cannot be read', cause);
  }
}

/** A document from its JSON: its frame is right, its entries are not looked at yet. Throws `bad-document`. */
export function parseDocument(json: string): ExportDocument {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch (cause) {
    throw bad('it cannot be read', cause);
  }
  const { format, version, audience, customer, group, entries, proof } = (value ?? {}) as Partial<ExportDocument>;
  if (format !== FORMAT) throw bad('its format is another');
  if (version !== 1) throw bad('its version is not known');
  if (audience !== 'support' && audience !== 'sales' && audience !== 'customer') throw bad('it names no audience');
  if (typeof customer !== 'string' || !Array.isArray(group) || !group.every((id) => typeof id === 'string')) throw bad('it names no customer');
  if (!Array.isArray(entries)) throw bad('it has no entries');
  return { format: FORMAT, version: 1, audience, customer, group, entries, proof: typeof proof === 'string' ? proof : '' };
}

/** The keyed digest by which this company knows a document of its own. Throws `bad-document`. */
export async function proofOf(company: string, key: CryptoKey, { audience, customer, group, entries }: Omit<ExportDocument, 'proof'>): Promise<string> {
  let text: string;
  try {
    text = canonical([company, audience, customer, group, entries]);
  } catch (cause) {
    throw bad('it cannot be read', cause);
  }
  return digest(key, `document:${text}`);
}

/** Whether a document is this company's own, of this audience, and unchanged. */
export async function isProven({ store, author }: Border, document: ExportDocument): Promise<boolean> {
  // Most documents of a dump have no proof at all, and to work one out is half of what reading them takes.
  if (document.proof === '' || document.audience !== author.audience) return false;
  const proofs = await Promise.all(store.keys.all.map(({ subject }) => proofOf(store.company, subject, document)));
  return proofs.includes(document.proof);
}

/** Who these customers are here. */
export async function acquaintedWith(store: Store, group: readonly string[]): Promise<Acquainted> {
  const { members } = await gather(store, group);
  const authors = [...members].map(([id, { journal }]) => [id, new Map(journal.map(({ stamp, by }) => [stamp, by]))] as const);
  return { authors: new Map(authors), lives: new Map([...members].map(([id, { loaded }]) => [id, loaded])) };
}

/**
 * The entries of a document, checked and scrubbed. `known`: the document proves nothing, and the border names who said it, and
 * in which life. Throws `bad-document`, `bad-entry`, `too-large`, `secret-refused`, `stamp-ahead`, `forgotten`, `not-allowed`.
 */
export function readEntries(border: Border, { entries, group }: ExportDocument, known: Acquainted | undefined): Read {
  const read: Read = { journals: new Map(), stubs: new Map() };
  const named = new Set(group);
  const checked = new Set<string>();
  const now = border.at ?? border.store.now();
  for (const raw of entries) {
    const entry = readEntry(border, now, raw, named, checked, known);
    if (isStub(entry)) {
      // A stub that nobody can vouch for must stand in nothing's way.
      if (known !== undefined) continue;
      read.stubs.set(entry.stamp, entry);
    }
    // A link stands in both journals; one that counts for nothing, where the document is.
    for (const id of sidesOf(entry)) {
      if (known !== undefined && !named.has(id)) continue;
      const journal = read.journals.get(id);
      if (journal === undefined) read.journals.set(id, [entry]);
      else journal.push(entry);
    }
  }
  return read;
}

function readEntry({ store, author }: Border, now: number, raw: unknown, group: ReadonlySet<string>, checked: Set<string>, known: Acquainted | undefined): AnyEntry {
  const entry = scrubbed(parseEntry(raw));
  if (isKnown(entry) && entry.kind === 'told' && classOf(store.policy, factName(entry.fact), entry.class) === 'once') throw new SayOnceError('secret-refused', `«${entry.fact}» is a secret and is never kept. Nothing was read in.`);
  notAhead(entry.stamp, now);
  notInFuture(entry.at, now);
  const sides = sidesOf(entry);
  for (const id of sides) {
    if (checked.has(id)) continue;
    checkId(id, author.audience);
    checked.add(id);
  }
  if (!sides.some((id) => group.has(id))) throw new SayOnceError('bad-document', 'It holds entries of somebody it does not name. Nothing was read in.');
  if (entry.kind === 'held' || entry.kind === 'released') throw new SayOnceError('not-allowed', 'Holds are derived; they are not read in.');
  return known === undefined ? entry : authored(entry, author, group, known);
}

/** As if whoever reads it in had recorded it by hand; what nobody can record by hand counts for nothing. */
function authored(entry: AnyEntry, author: Author, group: ReadonlySet<string>, known: Acquainted): AnyEntry {
  if (author.audience === 'customer' && !BY_PUBLIC.has(entry.kind)) throw new SayOnceError('not-allowed', `«${entry.kind}» is not for a customer's page to read in.`);
  // In each journal that it comes into: a stamp of somebody else's, or of one side of a link, must not lend its author to another entry.
  const [before, ...others] = sidesOf(entry).filter((id) => group.has(id)).map((id) => known.authors.get(id)?.get(entry.stamp));
  if (before !== undefined && !others.includes(undefined)) return { ...entry, by: before };
  const { life, since } = known.lives.get(entry.customer) ?? { life: 0, since: -1 };
  // Of a stranger no time is over, and none is read.
  if (since >= 0 && stampTime(entry.stamp) <= since) throw new SayOnceError('forgotten', 'This document holds what was said before somebody was forgotten. Nothing was read in.');
  const by: Author = author.audience === 'customer' ? { audience: 'customer', id: entry.customer } : isByHand(entry.kind) ? author : { audience: 'customer' };
  if (entry.life === undefined && life === 0) {
    // It is ours, fresh from the schema: to copy every one of them would be felt.
    entry.by = by;
    return entry;
  }
  const { life: _, ...rest } = entry;
  return { ...rest, by, ...(life > 0 ? { life } : {}) };
}

const isByHand = (kind: string): boolean => kind !== 'withdrawn' && !NOT_BY_RECORD.has(kind);

/** In whose journals an entry stands. */
export const sidesOf = (entry: AnyEntry): string[] => (isKnown(entry) && (entry.kind === 'linked' || entry.kind === 'unlinked') ? [entry.customer, entry.with] : [entry.customer]);

/** Throws `bad-entry`: nested too deep to be searched for secrets. */
function scrubbed(entry: AnyEntry): AnyEntry {
  try {
    return scrubEntry(entry).entry;
  } catch (cause) {
    throw new SayOnceError('bad-entry', 'An entry is nested too deep. Nothing was read in.', { cause });
  }
}
