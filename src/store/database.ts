/** The only file that knows idb: types what is in the databases. Nothing here is needed to show a card. */
import { type DBSchema, type IDBPDatabase, type IDBPTransaction, wrap } from 'idb';
import type { Bytes } from './bytes.js';
import { type OpenEvents, openPart } from './early.js';

/** A context of one customer, materialised. Plain: what finds it and what guards it. The rest is sealed. */
export interface ContextRecord {
  /** look-up digests, and `~2027-01-31`, the day on which something in the journal expires first */
  marks: string[];
  /** grows with every write about this customer */
  rev: number;
  /** entries in the journal */
  seq: number;
  /** small records of the journal since some were last merged: a hint */
  loose?: number;
  /** the id of the key it is sealed with */
  key: string;
  /** life number; grows with forgetting */
  life: number;
  /** when the last life ended, ms since 1970; left out: this is the first */
  since?: number;
  /** the sealed folded journal; not there once the customer was forgotten */
  box?: Bytes;
}

/** As it lies there: its own key is in it, so that who finds it by a mark asks once. */
export interface Lying extends ContextRecord {
  place: string;
}

/** One or more entries of a journal, sealed as one. Its key is [place, -position of the first]. */
export interface JournalRecord {
  key: string;
  box: Bytes;
  /** how many entries */
  n: number;
  /** on this day the first of it has been kept long enough */
  day: string;
}

/** Sealed for somebody else, and not sent yet. Goes out in the order it was written. */
export interface OutboxRecord {
  seq?: number;
  id: string;
  to: string;
  subject: string;
  sealed: string;
  /** the carrier to other machines that it waits for, by name; it stays until it came back from there. Left out: the others */
  via?: string;
}

interface AudienceSchema extends DBSchema {
  contexts: { key: string; value: Lying; indexes: { marks: string } };
  journal: { key: [string, number]; value: JournalRecord };
  meta: { key: string; value: unknown };
  outbox: { key: number; value: OutboxRecord };
}

interface ExchangeSchema extends DBSchema {
  mail: { key: number; value: OutboxRecord; indexes: { box: [string, number]; id: string; subject: [string, string] } };
}

interface KeysSchema extends DBSchema {
  keys: { key: string; value: CryptoKey | CryptoKeyPair };
}

export type AudienceDatabase = IDBPDatabase<AudienceSchema>;
export type AudienceTransaction = IDBPTransaction<AudienceSchema, ('contexts' | 'journal' | 'meta' | 'outbox')[], 'readwrite'>;
export type ExchangeDatabase = IDBPDatabase<ExchangeSchema>;
export type KeysDatabase = IDBPDatabase<KeysSchema>;

export const asAudience = (database: IDBDatabase): AudienceDatabase => wrap(database) as unknown as AudienceDatabase;
export const asKeys = (database: IDBDatabase): KeysDatabase => wrap(database) as unknown as KeysDatabase;
export const openExchange = async (company: string, events: OpenEvents): Promise<ExchangeDatabase> => wrap(await openPart(company, 'exchange', events)) as unknown as ExchangeDatabase;
