/** Writes down what the other machines of a company wrote, in the order in which it lies there. */
import type { Cursor, Delivery } from '../carry/carrier.js';
import type { AnyEntry } from '../model/entry.js';
import { type ErrorCode, isRefusal, type SayOnceError } from '../model/errors.js';
import type { ContextRecord } from '../store/database.js';
import { joins } from '../store/plan.js';
import type { WriteOptions } from '../store/seal.js';
import type { Writer } from '../store/write.js';
import type { Border } from './document.js';
import { readShared, type Told } from './relay-border.js';

/** Messages opened at once: with more, whoever reads a card meanwhile waits for it. */
const AT_ONCE = 100;
/** Customers written in one transaction: with more, whoever reads a card meanwhile waits for it. */
const TOGETHER = 20;
/** … and of whom the journals must be read for it. */
const FEW = 5;

/** Where it is written down, and who hears of it. */
export interface Taking extends Border {
  /** each with a turn of its own: what one seals, another writes meanwhile */
  writers: readonly Writer[];
  /** where the cursor lies */
  mark: string;
  refused(error: SayOnceError): void;
  /** something waits to be sent to others */
  sent(): void;
  /** the host's eraser has forgotten somebody, or struck something */
  execute(told: Pick<Told, 'erased' | 'stubs'>): Promise<void>;
  /** see `WriteOptions` */
  quietly?: (contexts: ReadonlyMap<string, ContextRecord>) => void;
  /** of the eraser itself: what was taken in, before the cursor stands after it */
  took?(told: readonly Told[]): Promise<void>;
}

/** Opens what comes and gathers it by customer; whoever calls says when it is to be written. After anything is thrown nothing more can be taken with it. */
export class Taker {
  readonly #taking: Taking;
  readonly #keys: Parameters<typeof readShared>[1];
  #journals = new Map<string, AnyEntry[]>();
  #told: Told[] = [];
  #cursor: Cursor | undefined;
  /** entries that were opened and are not being written yet */
  gathered = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(taking: Taking) {
    this.#taking = taking;
    this.#keys = taking.store.keys.all.map(({ id, envelope }) => ({ id, key: envelope }));
  }

  /** Throws what the disk throws. */
  async take(deliveries: readonly Delivery[]): Promise<void> {
    for (let from = 0; from < deliveries.length; from += AT_ONCE) {
      const some = deliveries.slice(from, from + AT_ONCE);
      const told = await Promise.all(some.map((one) => readShared(this.#taking, this.#keys, one, (error) => this.#taking.refused(error))));
      for (const one of told) await this.#gather(one);
      this.#cursor = some.at(-1)?.cursor;
    }
  }

  async #gather(one: Told): Promise<void> {
    for (const [customer, entries] of one.journals) {
      const journal = this.#journals.get(customer);
      if (journal === undefined) this.#journals.set(customer, [...entries]);
      else journal.push(...entries);
      this.gathered += entries.length;
    }
    if (this.#taking.took !== undefined) this.#told.push(one);
    if (one.erased === undefined && one.stubs.size === 0) return;
    // What came before it, before it: what comes after it may be of another life.
    await this.#writing;
    await this.#append(this.#gone());
    await this.#taking.execute(one);
  }

  #gone(): Map<string, AnyEntry[]> {
    const journals = this.#journals;
    this.#journals = new Map();
    this.gathered = 0;
    return journals;
  }

  /** Writes what was gathered, and then the cursor, when what was written before is there: whoever asks meanwhile comes after. Resolves when it begins. Throws what that before it threw. */
  begin(): Promise<void> {
    const before = this.#writing;
    this.#writing = before.then(() => this.#write(this.#gone()));
    this.#writing.catch(() => {}); // whoever waits for it next sees the error
    return before;
  }

  /** What was begun is written. Throws what the disk throws. */
  written(): Promise<void> {
    return this.#writing;
  }

  /** All that was taken is written. Throws what the disk throws. */
  async end(): Promise<void> {
    await this.begin();
    await this.written();
  }

  async #write(journals: Map<string, AnyEntry[]>): Promise<void> {
    if (this.#cursor === undefined) return;
    const meta = new Map([[this.#taking.mark, this.#cursor]]);
    const told = this.#told;
    this.#told = [];
    const { took, writers: [writer] } = this.#taking;
    // What is asked of the eraser is done, or comes again.
    const marked = await this.#append(journals, took === undefined ? meta : undefined);
    await took?.(told);
    if (!marked) await writer?.send(async () => [], meta);
  }

  /** Resolves with whether `meta` was written: with the last of what stands before it. */
  async #append(journals: ReadonlyMap<string, AnyEntry[]>, meta?: WriteOptions['meta']): Promise<boolean> {
    const isTied = ([, entries]: [string, AnyEntry[]]): boolean => entries.some(joins);
    // A link stands in both journals, or in none: these are written at once, whatever it takes.
    const tied = [...journals].filter(isTied);
    const groups = inGroups([...journals].filter((one) => !isTied(one)), TOGETHER);
    const last = tied.length === 0 ? groups.pop() : undefined;
    // Most of what comes only goes on with what is known: few transactions for many of these.
    const careful: [string, AnyEntry[]][] = [];
    const extend = async (group: ReadonlyMap<string, AnyEntry[]>, writer: Writer, more?: WriteOptions['meta']): Promise<boolean> => {
      const { sent, left } = await writer.extendAll(group, { ...this.#how, ...(more === undefined ? {} : { meta: more }) });
      if (sent > 0) this.#taking.sent();
      for (const customer of left) careful.push([customer, group.get(customer) ?? []]);
      return more !== undefined && left.size === 0;
    };
    await this.#shared(groups, (group, writer) => extend(group, writer));
    const [first] = this.#taking.writers;
    let marked = last !== undefined && first !== undefined && (await extend(last, first, careful.length === 0 ? meta : undefined));
    const steps = [...(tied.length > 0 ? [new Map(tied)] : []), ...inGroups(careful, FEW)];
    const end = steps.pop();
    await this.#shared(steps, (step, writer) => this.#carefully(step, writer));
    if (end !== undefined && first !== undefined) marked = await this.#carefully(end, first, meta);
    return marked;
  }

  /** Each writer takes the next one when it has done with its last. */
  async #shared<T>(work: readonly T[], doOne: (one: T, writer: Writer) => Promise<unknown>): Promise<void> {
    const left = work.values();
    await Promise.all(this.#taking.writers.map(async (writer) => {
      for (const one of left) await doOne(one, writer);
    }));
  }

  get #how(): WriteOptions {
    const { quietly } = this.#taking;
    return { ...THEIRS, ...(quietly === undefined ? {} : { quietly }) };
  }

  /** Resolves with whether `meta` was written. */
  async #carefully(journals: ReadonlyMap<string, AnyEntry[]>, writer: Writer, meta?: WriteOptions['meta']): Promise<boolean> {
    try {
      if ((await writer.appendAll(journals, { ...this.#how, ...(meta === undefined ? {} : { meta }) })).sent > 0) this.#taking.sent();
      return meta !== undefined;
    } catch (error) {
      if (!isRefusal(error) || !ITS_OWN.has(error.code)) throw error;
      await this.#oneByOne(journals, writer);
      return false;
    }
  }

  /** One of them is refused; what came beside it is not lost. A link is written into both journals, or into none. */
  async #oneByOne(journals: ReadonlyMap<string, AnyEntry[]>, writer: Writer): Promise<void> {
    for (const entry of new Set([...journals.values()].flat())) {
      const sides = [...journals].filter(([, entries]) => entries.includes(entry)).map(([customer]) => [customer, [entry]] as const);
      try {
        if ((await writer.appendAll(new Map(sides), this.#how)).sent > 0) this.#taking.sent();
      } catch (error) {
        if (!isRefusal(error) || !ITS_OWN.has(error.code)) throw error;
        // That somebody was forgotten here is no fault of who had not heard of it.
        if (error.code !== 'forgotten') this.#taking.refused(error);
      }
    }
  }
}

function inGroups<K, V>(entries: readonly [K, V][], most: number): Map<K, V>[] {
  const groups: Map<K, V>[] = [];
  for (let from = 0; from < entries.length; from += most) groups.push(new Map(entries.slice(from, from + most)));
  return groups;
}

const THEIRS = { foreign: true, shared: true, durability: 'relaxed' } as const;

/** Refusals that are an entry's own fault. */
const ITS_OWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['stamp-reused', 'forgotten', 'bad-entry', 'too-large']);
