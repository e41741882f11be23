import { SayOnceError } from '../model/errors.js';
import type { Change, Noted } from './disk.js';
import { MemoryDisk, type MemoryState } from './memory-disk.js';

/** What happened to a store, in order. */
export type Logged = { change: Change } | { sent: readonly number[] } | { wiped: true };

/** A log that outlives the process. What it is given is sealed already. */
export interface Log {
  /** what lay there when it was last written as a whole, and what happened since */
  read(): Promise<{ state?: MemoryState; since: AsyncIterable<Logged> }>;
  /** Resolves when it is on the disk. Called in the order in which things happened. */
  append(what: Logged): Promise<void>;
  /** Takes the place of all that was. */
  restate(state: MemoryState): Promise<void>;
}

/** Where a worker without IndexedDB keeps its store: in memory, and in a log by which it is there again. */
export class LoggedDisk extends MemoryDisk {
  override readonly lasting = true;
  readonly #log: Log;
  #broken: unknown;
  /** the log still tells, sealed, what was taken out since it was last written as a whole */
  #untidy = false;
  #turn: Promise<unknown> = Promise.resolve();

  private constructor(log: Log, state?: MemoryState) {
    super(state);
    this.#log = log;
  }

  /** Throws what the log throws that cannot be read: half of what was known is not begun with. */
  static async open(log: Log): Promise<LoggedDisk> {
    const { state, since } = await log.read();
    const before = new MemoryDisk(state);
    let count = 0;
    for await (const what of since) {
      if ('change' in what) await before.commit(what.change);
      else if ('sent' in what) await before.sent(what.sent);
      else Object.values(before.state).forEach((part: unknown) => part instanceof Map && part.clear());
      count += 1;
    }
    if (count > 0) await log.restate(before.state);
    return new LoggedDisk(log, before.state);
  }

  /** What memory knows and the log says go in one order. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const mine = this.#turn.then(work);
    this.#turn = mine.catch(() => {});
    return mine;
  }

  override commit(change: Change): Promise<boolean> {
    return this.#inTurn(async () => {
      this.#checkLog();
      if (!(await super.commit(change))) return false;
      this.#untidy ||= (change.clear?.length ?? 0) > 0;
      const { sealedWith, boundTo, ...rest } = change;
      await this.#append({ change: { ...rest, ...(sealedWith === undefined ? {} : { sealedWith: noted(sealedWith) }), ...(boundTo === undefined ? {} : { boundTo: noted(boundTo) }) } });
      return true;
    });
  }

  override sent(seqs: readonly number[]): Promise<void> {
    return this.#inTurn(async () => {
      this.#checkLog();
      await super.sent(seqs);
      await this.#append({ sent: seqs });
    });
  }

  override wipe(): Promise<void> {
    return this.#inTurn(async () => {
      await super.wipe();
      await this.#append({ wiped: true });
    });
  }

  /** Writes the log anew where it still tells what was taken out: what was forgotten or struck must not lie there. */
  tidy(): Promise<void> {
    return this.#inTurn(async () => {
      if (!this.#untidy) return;
      await this.#log.restate(this.state);
      this.#untidy = false;
    });
  }

  /** What memory knows and the log does not is nothing to go on from. */
  #checkLog(): void {
    if (this.#broken !== undefined) throw lost(this.#broken);
  }

  async #append(what: Logged): Promise<void> {
    try {
      await this.#log.append(what);
    } catch (error) {
      this.#broken ??= error;
      throw lost(error);
    }
  }
}

/** Of a key no more than its name: the rest of it is nothing for a disk. */
const noted = ({ id, check }: Noted): Noted => ({ id, check });

const lost = (cause: unknown): SayOnceError => new SayOnceError('storage-lost', 'The log cannot be written. Start again when there is room.', { cause });
