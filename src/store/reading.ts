import type { ErrorCode } from '../model/errors.js';
import { Connection } from './connection.js';
import type { ContextRecord, Lying, OutboxRecord } from './database.js';
import type { Change, Disk, IndexedDisk, Placed } from './disk.js';
import { answer } from './early.js';
import { partOnce } from './part.js';

/** More than these are found in one pass, instead of each by a request of its own. */
const MANY = 200;

const whole = partOnce(() => import('./disk.js'));

/**
 * IndexedDB, as far as showing a card goes: raw, so that a page that only shows one needs no library. Everything else
 * is in `disk.ts`, which comes with its first use.
 */
export class ReadingDisk implements Disk {
  readonly lasting = true;
  protected readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Throws `no-storage`, `outdated`, `blocked`, `storage-full`. `trouble` hears of what happens to the connection later. */
  static async open(company: string, audience: string, trouble: (code: ErrorCode | undefined) => void): Promise<ReadingDisk> {
    const connection = new Connection(company, audience, trouble);
    await connection.open();
    return new this(connection);
  }

  async contexts(places: readonly string[]): Promise<(ContextRecord | undefined)[]> {
    if (places.length > MANY) return (await this.#rest()).contexts(places);
    return this.connection.run((database) => {
      const store = database.transaction('contexts').objectStore('contexts');
      return Promise.all(places.map((place) => answer<ContextRecord | undefined>(store.get(place))));
    });
  }

  async marked(marks: readonly string[]): Promise<{ place: string; record: ContextRecord }[]> {
    if (marks.length > MANY) return (await this.#rest()).marked(marks);
    return this.connection.run(async (database) => {
      const index = database.transaction('contexts').objectStore('contexts').index('marks');
      const found = (await Promise.all(marks.map((mark) => answer<Lying[]>(index.getAll(mark))))).flat();
      return [...new Map(found.map((record) => [record.place, { place: record.place, record }])).values()];
    });
  }

  markedBetween(from: string, to: string, limit: number): Promise<string[]> {
    return this.connection.run((database) => answer(database.transaction('contexts').objectStore('contexts').index('marks').getAllKeys(IDBKeyRange.bound(from, to), limit)) as Promise<string[]>);
  }

  meta(key: string): Promise<unknown> {
    return this.connection.run((database) => answer<unknown>(database.transaction('meta').objectStore('meta').get(key)));
  }

  outbox(): Promise<OutboxRecord[]> {
    return this.connection.run((database) => answer<OutboxRecord[]>(database.transaction('outbox').objectStore('outbox').getAll()));
  }

  onLost(callback: () => void): void {
    this.connection.onLost = callback;
  }

  close(): void {
    this.connection.close();
  }

  #rest(): Promise<IndexedDisk> {
    return whole().then(({ IndexedDisk: Whole }) => new Whole(this.connection));
  }

  async places(after: string | undefined, limit: number): Promise<{ place: string; key: string }[]> {
    return (await this.#rest()).places(after, limit);
  }

  async journal(place: string, options?: { upTo?: number; limit?: number }): Promise<Placed[]> {
    return (await this.#rest()).journal(place, options);
  }

  async commit(change: Change, committing?: () => void): Promise<boolean> {
    return (await this.#rest()).commit(change, committing);
  }

  async metas(prefix: string): Promise<Map<string, unknown>> {
    return (await this.#rest()).metas(prefix);
  }

  async sent(seqs: readonly number[]): Promise<void> {
    return (await this.#rest()).sent(seqs);
  }

  async wipe(): Promise<void> {
    return (await this.#rest()).wipe();
  }
}
