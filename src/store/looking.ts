import type { ErrorCode } from '../model/errors.js';
import { Connection } from './connection.js';
import type { ContextRecord, Lying, OutboxRecord } from './database.js';
import { answer } from './early.js';

/** Of IndexedDB, what is read before anybody does anything, whoever does it then: raw, so that a page needs no library for it. */
export class LookingDisk {
  readonly lasting = true;
  readonly connection: Connection;

  constructor(connection: Connection) {
    this.connection = connection;
  }

  /** Throws `no-storage`, `outdated`, `blocked`, `storage-full`. `trouble` hears of what happens to the connection later. */
  static async open(company: string, audience: string, trouble: (code: ErrorCode | undefined) => void): Promise<LookingDisk> {
    const connection = new Connection(company, audience, trouble);
    await connection.open();
    return new this(connection);
  }

  marked(marks: readonly string[]): Promise<{ place: string; record: ContextRecord }[]> {
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
}
