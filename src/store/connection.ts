import { closedError, type ErrorCode, outdatedError, SayOnceError } from '../model/errors.js';
import { openPart } from './early.js';

/** Names what IndexedDB throws. */
export function storageError(error: unknown): SayOnceError {
  if (error instanceof SayOnceError) return error;
  const name = error instanceof DOMException || error instanceof Error ? error.name : '';
  if (name === 'QuotaExceededError') return new SayOnceError('storage-full', 'The browser has no room left for this site. What was recorded stays in this page.', { cause: error });
  return new SayOnceError('storage-lost', 'The database was closed or deleted under this page. What was recorded stays in this page.', { cause: error });
}

/** An audience's database. Opens again by itself when it was closed under this page, unless a newer version owns it. */
export class Connection {
  readonly #company: string;
  readonly #audience: string;
  readonly #trouble: (code: ErrorCode | undefined) => void;
  #open: Promise<IDBDatabase> | undefined;
  #outdated = false;
  /** what was read over the connection may be old: it was closed, and the next is another */
  onLost: () => void = () => {};
  #closed = false;

  /** `trouble` hears of what happens to it later. */
  constructor(company: string, audience: string, trouble: (code: ErrorCode | undefined) => void) {
    this.#company = company;
    this.#audience = audience;
    this.#trouble = trouble;
  }

  /** Throws `no-storage`, `outdated`, `blocked`, `storage-full`, `closed`. */
  open(): Promise<IDBDatabase> {
    if (this.#closed) return Promise.reject(closedError());
    if (this.#outdated) return Promise.reject(outdatedError());
    let blocked = false;
    this.#open ??= openPart(this.#company, this.#audience, {
      blocked: () => {
        blocked = true;
        this.#trouble('blocked');
      },
      lost: (code) => {
        this.#open = undefined;
        this.onLost();
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

  /** Does something with the database, once more with a new connection where the one it had was closed. */
  async run<T>(work: (database: IDBDatabase) => Promise<T>): Promise<T> {
    const database = await this.open();
    try {
      return await work(database);
    } catch (error) {
      // A closed connection throws InvalidStateError once; a new one may well work, or says by name why it cannot.
      if (!(error instanceof DOMException) || error.name !== 'InvalidStateError') throw storageError(error);
      this.#open = undefined;
      this.onLost();
    }
    try {
      return await work(await this.open());
    } catch (error) {
      throw storageError(error);
    }
  }

  close(): void {
    this.#closed = true;
    this.#open?.then((database) => database.close(), () => {});
  }
}
