import { storageError } from './connection.js';
import { type ExchangeDatabase, openExchange, type OutboxRecord } from './database.js';

/** A delivered envelope with its number in the box. */
export interface Mail {
  seq: number;
  envelope: OutboxRecord;
}

/** This browser's mail between audiences: sealed envelopes in a database of their own. */
export class Mailbox {
  readonly #company: string;
  #open: Promise<ExchangeDatabase> | undefined;

  constructor(company: string) {
    this.#company = company;
  }

  async #run<T>(work: (database: ExchangeDatabase) => Promise<T>): Promise<T> {
    try {
      this.#open ??= openExchange(this.#company, { lost: () => (this.#open = undefined) });
      return await work(await this.#open);
    } catch (error) {
      this.#open = undefined;
      throw storageError(error);
    }
  }

  /** Puts envelopes in, each id once. */
  put(envelopes: readonly OutboxRecord[]): Promise<void> {
    const each = [...new Map(envelopes.map((one) => [one.id, one])).values()];
    return this.#run(async (database) => {
      const tx = database.transaction('mail', 'readwrite', { durability: 'strict' });
      const known = await Promise.all(each.map(({ id }) => tx.store.index('id').getKey(id)));
      await Promise.all([...each.filter((_, index) => known[index] === undefined).map(({ id, to, subject, sealed }) => tx.store.add({ id, to, subject, sealed })), tx.done]);
    });
  }

  after(box: string, seq: number, limit: number): Promise<Mail[]> {
    return this.#run(async (database) => {
      const found = await database.getAllFromIndex('mail', 'box', IDBKeyRange.bound([box, seq], [box, Number.POSITIVE_INFINITY], true), limit);
      return found.map(({ seq: number = 0, ...envelope }) => ({ seq: number, envelope }));
    });
  }

  /** Takes envelopes out of a box: about a subject, of an id, or with these numbers. Resolves with how many. */
  remove(box: string, what: { subject: string } | { id: string } | { seqs: readonly number[] }): Promise<number> {
    return this.#run(async (database) => {
      const tx = database.transaction('mail', 'readwrite', { durability: 'relaxed' });
      const keys = 'seqs' in what ? what.seqs : 'subject' in what ? await tx.store.index('subject').getAllKeys([box, what.subject]) : (await tx.store.index('id').getAll(what.id)).flatMap(({ to, seq }) => (to === box && seq !== undefined ? [seq] : []));
      await Promise.all([...keys.map((key) => tx.store.delete(key)), tx.done]);
      return keys.length;
    });
  }

  close(): void {
    this.#open?.then((database) => database.close(), () => {});
    this.#open = undefined;
  }
}
