import { type ErrorCode, SayOnceError } from '../model/errors.js';
import { commitTo } from './commit.js';
import { asRaw, type AudienceDatabase, type ContextRecord, type JournalRecord, openAudience, type OutboxRecord } from './database.js';

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
  /** false: somebody else wrote in between, and nothing was written. Throws `broken-record` where a journal is longer than its context knows */
  commit(change: Change): Promise<boolean>;
  meta(key: string): Promise<unknown>;
  /** in the order it was written */
  outbox(): Promise<OutboxRecord[]>;
  sent(seqs: readonly number[]): Promise<void>;
  close(): void;
  /** Empties it, and closes it in the same breath: nothing comes in after. */
  wipe(): Promise<void>;
}

/** Names what IndexedDB throws. */
export function storageError(error: unknown): SayOnceError {
  if (error instanceof SayOnceError) return error;
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') return new SayOnceError('storage-full', 'The browser has no room left for this site. What was recorded stays in this page until there is room.', { cause: error });
  return new SayOnceError('storage-lost', 'The database was closed or deleted under this page. What was recorded stays in this page until it can be written.', { cause: error });
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

/** IndexedDB. Opens again by itself when its connection was closed under it, unless a newer version owns the database. */
export class IndexedDisk implements Disk {
  readonly lasting = true;
  readonly #company: string;
  readonly #audience: string;
  readonly #trouble: (code: ErrorCode | undefined) => void;
  readonly #lost: () => void;
  #open: Promise<AudienceDatabase> | undefined;
  #outdated = false;
  #closed = false;

  private constructor(company: string, audience: string, trouble: (code: ErrorCode | undefined) => void, lost: () => void) {
    this.#company = company;
    this.#audience = audience;
    this.#trouble = trouble;
    this.#lost = lost;
  }

  /** Throws `no-storage`, `outdated`, `blocked`, `storage-full`. `trouble` hears of what happens to the connection later; `lost`, that it is another. */
  static async open(company: string, audience: string, trouble: (code: ErrorCode | undefined) => void, lost = (): void => {}): Promise<IndexedDisk> {
    const disk = new IndexedDisk(company, audience, trouble, lost);
    await disk.#database();
    return disk;
  }

  #database(): Promise<AudienceDatabase> {
    if (this.#closed) return Promise.reject(new SayOnceError('closed', 'This touchpoint was closed.'));
    if (this.#outdated) return Promise.reject(new SayOnceError('outdated', 'A newer version of say-once owns this database. Reload the page.'));
    let blocked = false;
    this.#open ??= openAudience(this.#company, this.#audience, {
      blocked: () => {
        blocked = true;
        this.#trouble('blocked');
      },
      lost: (code) => {
        this.#open = undefined;
        this.#lost();
        this.#outdated = code === 'outdated';
        this.#trouble(code);
      },
    }).then(
      (database) => {
        if (blocked) this.#trouble(undefined);
        return database;
      },
      (error: unknown) => {
        this.#open = undefined;
        throw error;
      },
    );
    return this.#open;
  }

  async #run<T>(work: (database: AudienceDatabase) => Promise<T>): Promise<T> {
    const database = await this.#database();
    try {
      return await work(database);
    } catch (error) {
      // A closed connection throws InvalidStateError once; a new one may well work, or says by name why it cannot.
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw storageError(error);
      this.#open = undefined;
      this.#lost();
    }
    try {
      return await work(await this.#database());
    } catch (error) {
      throw storageError(error);
    }
  }

  contexts(places: readonly string[]): Promise<(ContextRecord | undefined)[]> {
    return this.#run((database) => {
      const { store } = database.transaction('contexts');
      return Promise.all(places.map((place) => store.get(place)));
    });
  }

  marked(marks: readonly string[]): Promise<{ place: string; record: ContextRecord }[]> {
    return this.#run(async (database) => {
      const index = database.transaction('contexts').store.index('marks');
      const found = (await Promise.all(marks.map((mark) => index.getAll(mark)))).flat();
      return [...new Map(found.map((record) => [record.place, { place: record.place, record }])).values()];
    });
  }

  markedBetween(from: string, to: string, limit: number): Promise<string[]> {
    return this.#run((database) => database.getAllKeysFromIndex('contexts', 'marks', IDBKeyRange.bound(from, to), limit));
  }

  places(after: string | undefined, limit: number): Promise<{ place: string; key: string }[]> {
    return this.#run(async (database) => {
      const { store } = database.transaction('contexts');
      const range = after === undefined ? undefined : IDBKeyRange.lowerBound(after, true);
      const [places, records] = await Promise.all([store.getAllKeys(range, limit), store.getAll(range, limit)]);
      return places.map((place, index) => ({ place, key: records[index]?.key ?? '' }));
    });
  }

  journal(place: string, { upTo, limit }: { upTo?: number; limit?: number } = {}): Promise<Placed[]> {
    return this.#run(async (database) => {
      const { store } = database.transaction('journal');
      const range = IDBKeyRange.bound([place, upTo === undefined ? Number.NEGATIVE_INFINITY : -upTo], [place, 0]);
      const [keys, records] = await Promise.all([store.getAllKeys(range, limit), store.getAll(range, limit)]);
      return records.map((record, index) => ({ pos: -(keys[index]?.[1] ?? 0), record }));
    });
  }

  commit(change: Change): Promise<boolean> {
    return this.#run((database) => commitTo(asRaw(database), change));
  }

  meta(key: string): Promise<unknown> {
    return this.#run((database) => database.get('meta', key));
  }

  outbox(): Promise<OutboxRecord[]> {
    return this.#run((database) => database.getAll('outbox'));
  }

  sent(seqs: readonly number[]): Promise<void> {
    return this.#run(async (database) => {
      const tx = database.transaction('outbox', 'readwrite', { durability: 'relaxed' });
      await Promise.all([...seqs.map((seq) => tx.store.delete(seq)), tx.done]);
    });
  }

  close(): void {
    this.#closed = true;
    this.#open?.then((database) => database.close(), () => {});
  }

  wipe(): Promise<void> {
    return this.#run(async (database) => {
      const tx = database.transaction(STORES, 'readwrite', { durability: 'strict' });
      const cleared = STORES.map((name) => tx.objectStore(name).clear());
      this.#closed = true;
      database.close();
      await Promise.all([...cleared, tx.done]);
    });
  }
}
