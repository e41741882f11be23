import { SayOnceError } from '../model/errors.js';
import { commitTo } from './commit.js';
import { asAudience, type AudienceDatabase, type ContextRecord, type JournalRecord, type OutboxRecord } from './database.js';
import { ReadingDisk } from './reading.js';

/** A journal record with the position of its first entry. */
export interface Placed {
  pos: number;
  record: JournalRecord;
}

/** A key, and what tells it from another one with the same id. */
export interface Noted {
  id: string;
  check: string;
}

/** One write: all of it or nothing. */
export interface Change {
  /** which revision each touched context must still have (0: none); anything else is a conflict */
  expect: ReadonlyMap<string, number>;
  contexts?: ReadonlyMap<string, ContextRecord>;
  /** journals emptied before anything is added */
  clear?: readonly string[];
  /** contexts taken out without a trace */
  drop?: readonly string[];
  add?: readonly (Placed & { place: string })[];
  /** journal records that make room for one that holds the same: all those from one position to another, which must be so many; else it is a conflict */
  merge?: readonly { place: string; from: number; to: number; count: number }[];
  /** `undefined` takes one out */
  meta?: ReadonlyMap<string, unknown>;
  send?: readonly OutboxRecord[];
  /** the key that sealed this: noted among those that a ring must hold. Throws `wrong-key` where another key has its id */
  sealedWith?: Noted;
  /** the key under which somebody is forgotten: life numbers and objections are digests, and cannot be made anew without their names, so a ring must go on holding it */
  boundTo?: Noted;
  /** `strict`: answered only when it is on the disk */
  durability: 'strict' | 'relaxed';
}

/** What a store keeps its records on. Everything it sees is sealed. */
export interface Disk {
  /** false: gone with this page */
  readonly lasting: boolean;
  contexts(places: readonly string[]): Promise<(ContextRecord | undefined)[]>;
  marked(marks: readonly string[]): Promise<{ place: string; record: ContextRecord }[]>;
  /** contexts with a mark in this range, bounds included */
  markedBetween(from: string, to: string, limit: number): Promise<string[]>;
  /** every context's place and key id, a page at a time */
  places(after: string | undefined, limit: number): Promise<{ place: string; key: string }[]>;
  /** newest first; `upTo`: only records whose first entry stands at or before this position */
  journal(place: string, options?: { upTo?: number; limit?: number }): Promise<Placed[]>;
  /** `committing`: it is under way, and may still fail. False: somebody else wrote in between, and nothing was written. Throws `broken-record` where a journal is longer than its context knows */
  commit(change: Change, committing?: () => void): Promise<boolean>;
  meta(key: string): Promise<unknown>;
  /** all whose key begins so */
  metas(prefix: string): Promise<Map<string, unknown>>;
  /** in the order it was written */
  outbox(): Promise<OutboxRecord[]>;
  sent(seqs: readonly number[]): Promise<void>;
  /** the connection was closed under this page: what it has read may be old */
  onLost?(callback: () => void): void;
  close(): void;
  /** Empties it, and closes it in the same breath: nothing comes in after. */
  wipe(): Promise<void>;
}

export const journalAhead = (): SayOnceError => new SayOnceError('broken-record', 'A context on disk is older than its journal, or gone. Nothing was written.');

/** The keys that a ring must hold, this one among them. */
export function withKey(known: unknown, { id, check }: Noted): unknown {
  const keys = (known ?? {}) as Record<string, string>;
  if (keys[id] === check) return known;
  if (keys[id] !== undefined) return new SayOnceError('wrong-key', `This store has records under another key with the id ${id}. Nothing was written.`);
  return { ...keys, [id]: check };
}

const STORES: ('contexts' | 'journal' | 'meta' | 'outbox')[] = ['contexts', 'journal', 'meta', 'outbox'];

interface Cursor {
  key: IDBValidKey;
  primaryKey: string;
  continue(key?: string): Promise<Cursor | null>;
}

/** The places at which something lies under one of these keys, each once. */
async function there(source: { openKeyCursor(range: IDBKeyRange): Promise<unknown> }, wanted: readonly string[]): Promise<string[]> {
  const keys = wanted.toSorted();
  const [first] = keys;
  const found = new Set<string>();
  if (first === undefined) return [];
  let at = 0;
  let cursor = (await source.openKeyCursor(IDBKeyRange.bound(first, keys.at(-1)))) as Cursor | null;
  while (cursor !== null) {
    const { key } = cursor;
    for (let next = keys[at]; next !== undefined && next < key; next = keys[at]) at += 1;
    const next = keys[at];
    if (next === undefined) break;
    // Several may lie under one mark.
    if (next === key) found.add(cursor.primaryKey);
    cursor = await (next === key ? cursor.continue() : cursor.continue(next));
  }
  return [...found];
}

/** IndexedDB, whole. */
export class IndexedDisk extends ReadingDisk {
  #run<T>(work: (database: AudienceDatabase) => Promise<T>): Promise<T> {
    return this.connection.run((database) => work(asAudience(database)));
  }

  /** In one pass: a cursor goes from one mark that is asked for to the next. */
  override marked(marks: readonly string[]): Promise<{ place: string; record: ContextRecord }[]> {
    return this.#run(async (database) => {
      const { store } = database.transaction('contexts');
      const places = await there(store.index('marks'), marks);
      return (await Promise.all(places.map((place) => store.get(place)))).flatMap((record) => (record === undefined ? [] : { place: record.place, record }));
    });
  }

  /** In one pass, as `marked`. */
  override contexts(places: readonly string[]): Promise<(ContextRecord | undefined)[]> {
    return this.#run(async (database) => {
      const { store } = database.transaction('contexts');
      const records = await Promise.all((await there(store, places)).map((place) => store.get(place)));
      const at = new Map(records.map((record) => [record?.place, record]));
      return places.map((place) => at.get(place));
    });
  }

  override places(after: string | undefined, limit: number): Promise<{ place: string; key: string }[]> {
    return this.#run(async (database) => {
      const { store } = database.transaction('contexts');
      const range = after === undefined ? undefined : IDBKeyRange.lowerBound(after, true);
      const [places, records] = await Promise.all([store.getAllKeys(range, limit), store.getAll(range, limit)]);
      return places.map((place, index) => ({ place, key: records[index]?.key ?? '' }));
    });
  }

  override journal(place: string, { upTo, limit }: { upTo?: number; limit?: number } = {}): Promise<Placed[]> {
    return this.#run(async (database) => {
      const { store } = database.transaction('journal');
      const range = IDBKeyRange.bound([place, upTo === undefined ? Number.NEGATIVE_INFINITY : -upTo], [place, 0]);
      const [keys, records] = await Promise.all([store.getAllKeys(range, limit), store.getAll(range, limit)]);
      return records.map((record, index) => ({ pos: -(keys[index]?.[1] ?? 0), record }));
    });
  }

  override commit(change: Change, committing?: () => void): Promise<boolean> {
    return this.connection.run((database) => commitTo(database, change, committing));
  }

  override metas(prefix: string): Promise<Map<string, unknown>> {
    return this.#run(async (database) => {
      const { store } = database.transaction('meta');
      const range = IDBKeyRange.bound(prefix, `${prefix}\uffff`);
      const [keys, values] = await Promise.all([store.getAllKeys(range), store.getAll(range)]);
      return new Map(keys.map((key, index) => [key, values[index]]));
    });
  }

  override sent(seqs: readonly number[]): Promise<void> {
    return this.#run(async (database) => {
      const tx = database.transaction('outbox', 'readwrite', { durability: 'relaxed' });
      await Promise.all([...seqs.map((seq) => tx.store.delete(seq)), tx.done]);
    });
  }

  override wipe(): Promise<void> {
    return this.#run(async (database) => {
      const tx = database.transaction(STORES, 'readwrite', { durability: 'strict' });
      const cleared = STORES.map((name) => tx.objectStore(name).clear());
      this.close();
      database.close();
      await Promise.all([...cleared, tx.done]);
    });
  }
}
