import { type ErrorCode, outdatedError, SayOnceError } from '../model/errors.js';

/**
 * Opens a database as early as a page can, without any library: `src/script.ts` calls this on its first line, and
 * whoever opens the same one next takes over the connection.
 */

/** Raised with every change of what is stored; `upgrade` brings every older version up to it. */
export const DATABASE_VERSION = 1;

/** What happened to a connection; all four of an open's events are answered. */
export interface OpenEvents {
  /** an older version holds the database open in another tab */
  blocked?: () => void;
  /** the connection was closed under us: a newer version wants the database, or somebody deleted it */
  lost?: (code: ErrorCode) => void;
}

export interface Early {
  database: Promise<IDBDatabase>;
  events: OpenEvents;
}

type Upgrade = (database: IDBDatabase, from: number) => void;

const audienceSchema: Upgrade = (database, from) => {
  if (from < 1) {
    database.createObjectStore('contexts').createIndex('marks', 'marks', { multiEntry: true });
    database.createObjectStore('journal');
    database.createObjectStore('meta');
    database.createObjectStore('outbox', { keyPath: 'seq', autoIncrement: true });
  }
};

const boxesSchema: Upgrade = (database, from) => {
  if (from < 1) {
    const mail = database.createObjectStore('mail', { keyPath: 'seq', autoIncrement: true });
    mail.createIndex('box', ['to', 'seq']);
    mail.createIndex('id', 'id', { unique: true });
    mail.createIndex('subject', ['to', 'subject']);
  }
};

const keysSchema: Upgrade = (database, from) => {
  if (from < 1) database.createObjectStore('keys');
};

/** What a database is for decides what is in it. */
const schemaOf = (part: string): Upgrade => (part === 'exchange' ? boxesSchema : part === 'keys' ? keysSchema : audienceSchema);

/** `say-once/acme/support`, `say-once/acme/exchange`, `say-once/acme/keys`. */
export const databaseName = (company: string, part: string): string => `say-once/${company}/${part}`;

const named = (error: unknown): SayOnceError => {
  const name = error instanceof DOMException ? error.name : '';
  if (name === 'VersionError') return outdatedError(error);
  if (name === 'QuotaExceededError') return new SayOnceError('storage-full', 'The browser has no room left for this site.', { cause: error });
  return new SayOnceError('no-storage', 'IndexedDB is not available here (private mode, or a blocked frame).', { cause: error });
};

/** How long an older version in another tab may stay in the way before that is an answer, ms. */
const PATIENCE = 3_000;

/** Opens a database. Rejects with `no-storage`, `outdated`, `storage-full`, `blocked`. */
export function openRaw(name: string, part: string, events: OpenEvents, version = DATABASE_VERSION): Promise<IDBDatabase> {
  return new Promise((resolve, reject) => {
    let request: IDBOpenDBRequest;
    try {
      request = indexedDB.open(name, version);
    } catch (error) {
      reject(named(error));
      return;
    }
    request.onupgradeneeded = ({ oldVersion }) => schemaOf(part)(request.result, oldVersion);
    let late = false;
    request.onblocked = () => {
      events.blocked?.();
      setTimeout(() => {
        late = true;
        reject(new SayOnceError('blocked', 'An older version of say-once holds this database open in another tab. Reload that.'));
      }, PATIENCE);
    };
    request.onerror = () => reject(named(request.error));
    request.onsuccess = () => {
      const database = request.result;
      if (late) return database.close();
      database.onversionchange = ({ newVersion }) => {
        // Never in the way of a newer version in another tab, nor of somebody who clears the site's data.
        database.close();
        events.lost?.(newVersion === null ? 'storage-lost' : 'outdated');
      };
      database.onclose = () => events.lost?.('storage-lost');
      resolve(database);
    };
  });
}

const SHELF = Symbol.for('say-once.early');
type Shelf = { [SHELF]?: Map<string, Early> };

/** Starts to open an audience's database; whoever opens it next takes over this connection. */
export function openEarly(company: string, audience: string): void {
  const shelf = ((globalThis as Shelf)[SHELF] ??= new Map());
  const name = databaseName(company, audience);
  if (shelf.has(name)) return;
  const events: OpenEvents = {};
  const database = openRaw(name, audience, events);
  database.catch(() => {}); // whoever takes it over sees the error
  shelf.set(name, { database, events });
}

/** Opens a database, or takes over the connection that was opened early, once. Rejects like `openRaw`. */
export function openPart(company: string, part: string, events: OpenEvents): Promise<IDBDatabase> {
  const name = databaseName(company, part);
  const shelf = (globalThis as Shelf)[SHELF];
  const early = shelf?.get(name);
  if (early === undefined) return openRaw(name, part, events);
  shelf?.delete(name);
  Object.assign(early.events, events);
  return early.database;
}

/** What a request is answered with. */
export const answer = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });
