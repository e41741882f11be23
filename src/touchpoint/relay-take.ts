/** Writes down what the other machines of a company wrote, in the order in which it lies there. */
import type { Cursor, Delivery } from '../carry/carrier.js';
import type { AnyEntry } from '../model/entry.js';
import { type ErrorCode, isRefusal, type SayOnceError } from '../model/errors.js';
import type { ContextRecord } from '../store/database.js';
import { joins } from '../store/plan.js';
import type { WriteOptions } from '../store/seal.js';
import type { Writer } from '../store/write.js';
import type { Border } from './document.js';
import { ERASER } from './ended.js';
import { type Opened, openShared, readOpened, refusalOf, type Told } from './relay-border.js';

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

/**
 * Opens what comes and holds it as text by whom it is about; whoever calls says when it is to be read and written. (Of a hundred
 * thousand entries as objects the collector has more to do than all the rest.) After anything is thrown nothing more can be taken with it.
 */
export class Taker {
  readonly #taking: Taking;
  readonly #keys: Parameters<typeof openShared>[1];
  #opened = new Map<string, Opened[]>();
  #told: Told[] = [];
  #cursor: Cursor | undefined;
  /** that were opened and are not being written yet; and how many UTF-16 units they are */
  messages = 0;
  held = 0;
  #writing: Promise<void> = Promise.resolve();

  constructor(taking: Taking) {
    this.#taking = taking;
    this.#keys = taking.store.keys.all.map(({ id, envelope }) => ({ id, key: envelope }));
  }

  /** `cursor`: stands after all of these. Throws what the disk throws. */
  async take(messages: readonly Omit<Delivery, 'cursor'>[], cursor: Cursor | undefined): Promise<void> {
    for (let from = 0; from < messages.length; from += AT_ONCE) {
      const some = messages.slice(from, from + AT_ONCE);
      const opened = await Promise.all(some.map((one) => openShared(this.#taking, this.#keys, one).catch((error: unknown) => this.#taking.refused(refusalOf(error)))));
      for (const one of opened) if (one !== undefined) await this.#hold(one);
    }
    this.#cursor = cursor ?? this.#cursor;
  }

  async #hold(one: Opened): Promise<void> {
    // What it asks is asked in the order in which it came.
    const about = this.#taking.took === undefined ? one.subject : '';
    const others = this.#opened.get(about);
    if (others === undefined) this.#opened.set(about, [one]);
    else others.push(one);
    this.messages += 1;
    this.held += one.text.length;
    if (one.author !== ERASER) return;
    const told = await readOpened(this.#taking, one, () => {});
    if (told.erased === undefined && told.stubs.size === 0) return;
    // What came before it, before it: what comes after it may be of another life.
    await this.#writing;
    await this.#writeAll(this.#gone());
    await this.#taking.execute(told);
  }

  #gone(): Opened[][] {
    const opened = [...this.#opened.values()];
    this.#opened = new Map();
    this.messages = 0;
    this.held = 0;
    return opened;
  }

  /** Writes what is held, and then the cursor, when what was written before is there: whoever asks meanwhile comes after. Resolves when it begins. Throws what that before it threw. */
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

  async #write(opened: Opened[][]): Promise<void> {
    if (this.#cursor === undefined) return;
    const meta = new Map([[this.#taking.mark, this.#cursor]]);
    const { took, writers: [writer] } = this.#taking;
    // What is asked of the eraser is done, or comes again.
    const marked = await this.#writeAll(opened, took === undefined ? meta : undefined);
    const told = this.#told;
    this.#told = [];
    await took?.(told);
    if (!marked) await writer?.send(async () => [], meta);
  }

  /** Resolves with whether `meta` was written: with the last of what stands before it. */
  async #writeAll(opened: readonly (readonly Opened[])[], meta?: WriteOptions['meta']): Promise<boolean> {
    const left = inGroups(opened, TOGETHER);
    const last = left.pop();
    const work = left.values();
    // Each writer takes the next when it has done with its last.
    await Promise.all(this.#taking.writers.map(async (writer) => {
      for (const some of work) await this.#append(await this.#read(some.flat()), writer);
    }));
    const [first] = this.#taking.writers;
    return last !== undefined && first !== undefined && this.#append(await this.#read(last.flat()), first, meta);
  }

  /** By the journals they stand in. */
  async #read(opened: readonly Opened[]): Promise<Map<string, AnyEntry[]>> {
    const journals = new Map<string, AnyEntry[]>();
    for (const one of opened) {
      const told = await readOpened(this.#taking, one, (error) => this.#taking.refused(error));
      for (const [customer, entries] of told.journals) {
        const journal = journals.get(customer);
        if (journal === undefined) journals.set(customer, entries);
        else journal.push(...entries);
      }
      if (this.#taking.took !== undefined) this.#told.push(told);
    }
    return journals;
  }

  /** Resolves with whether `meta` was written: with the last of it. */
  async #append(journals: ReadonlyMap<string, AnyEntry[]>, writer: Writer, meta?: WriteOptions['meta']): Promise<boolean> {
    const isTied = ([, entries]: [string, AnyEntry[]]): boolean => entries.some(joins);
    // A link stands in both journals, or in none: these are written at once, whatever it takes.
    const tied = [...journals].filter(isTied);
    const steps = inGroups([...journals].filter((one) => !isTied(one)), TOGETHER);
    const last = tied.length === 0 ? steps.pop() : undefined;
    // Most of what comes only goes on with what is known: few transactions for many of these.
    const careful: [string, AnyEntry[]][] = [];
    const extend = async (step: readonly [string, AnyEntry[]][], more?: WriteOptions['meta']): Promise<boolean> => {
      const group = new Map(step);
      const { sent, left } = await writer.extendAll(group, { ...this.#how, ...(more === undefined ? {} : { meta: more }) });
      if (sent > 0) this.#taking.sent();
      for (const customer of left) careful.push([customer, group.get(customer) ?? []]);
      return more !== undefined && left.size === 0;
    };
    for (const step of steps) await extend(step);
    let marked = last !== undefined && (await extend(last, careful.length === 0 ? meta : undefined));
    const more = [...(tied.length > 0 ? [tied] : []), ...inGroups(careful, FEW)];
    for (const [index, step] of more.entries()) marked = await this.#carefully(new Map(step), writer, index === more.length - 1 ? meta : undefined);
    return marked;
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

function inGroups<T>(list: readonly T[], most: number): T[][] {
  const groups: T[][] = [];
  for (let from = 0; from < list.length; from += most) groups.push(list.slice(from, from + most));
  return groups;
}

const THEIRS = { foreign: true, shared: true, durability: 'relaxed' } as const;

/** Refusals that are an entry's own fault. */
const ITS_OWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['stamp-reused', 'forgotten', 'bad-entry', 'too-large']);
