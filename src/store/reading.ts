import type { ErrorCode } from '../model/errors.js';
import type { ContextRecord } from './database.js';
import type { Change, Disk, IndexedDisk, Placed } from './disk.js';
import { answer } from './early.js';
import { LookingDisk } from './looking.js';
import { partOnce } from './part.js';

/** More than these are found in one pass, instead of each by a request of its own. */
const MANY = 200;

const whole = partOnce(() => import('./disk.js'));

/** IndexedDB, as far as showing a card goes. Everything else is in `disk.ts`, which comes with its first use. */
export class ReadingDisk extends LookingDisk implements Disk {
  /** Throws `no-storage`, `outdated`, `blocked`, `storage-full`. `trouble` hears of what happens to the connection later. */
  static override async open(company: string, audience: string, trouble: (code: ErrorCode | undefined) => void): Promise<ReadingDisk> {
    return this.over(await LookingDisk.open(company, audience, trouble));
  }

  /** The same database, over the same connection. */
  static over({ connection }: LookingDisk): ReadingDisk {
    return new this(connection);
  }

  async contexts(places: readonly string[]): Promise<(ContextRecord | undefined)[]> {
    if (places.length > MANY) return (await this.#rest()).contexts(places);
    return this.connection.run((database) => {
      const store = database.transaction('contexts').objectStore('contexts');
      return Promise.all(places.map((place) => answer<ContextRecord | undefined>(store.get(place))));
    });
  }

  override async marked(marks: readonly string[]): Promise<{ place: string; record: ContextRecord }[]> {
    return marks.length > MANY ? (await this.#rest()).marked(marks) : super.marked(marks);
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
