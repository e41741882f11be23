import type { Author } from '../model/entry.js';
import { type ErrorCode, isRefusal } from '../model/errors.js';
import { nextStamp, nodeName, type Stamp } from '../model/stamp.js';
import { randomBytes } from '../store/bytes.js';
import type { ContextRecord } from '../store/database.js';
import { keysOf, type KeyRing } from '../store/keys.js';
import { newcomers } from '../store/newcomers.js';
import type { Next } from '../store/plan.js';
import type { Telling, WriteOptions } from '../store/seal.js';
import { SEGMENT } from '../store/segment.js';
import type { Store } from '../store/store.js';
import { isHeldBack, Writer } from '../store/write.js';
import { isProven, parseDocument, type Read, readEntries, STRANGERS } from './document.js';
import { Clerk } from './import.js';
import { Poster } from './poster.js';
import { sharing } from './sharing.js';
import { type Objections, objectionsOf } from './suppressed.js';
import type { ExportDocument, Refused } from './types.js';

/** Records that one transaction puts: with more, whoever reads a card meanwhile waits for it. A customer's own are never parted. */
const PUTS = 20;
/** How often others are told what was written, ms. */
const TELL = 100;

/** One document on its way in: its JSON, and its number among all that were given. */
export interface Given {
  index: number;
  json: string;
}

/** How far it has come since it was last asked. */
export interface Taken {
  /** documents taken in */
  customers: number;
  /** entries in them */
  entries: number;
  /** … of which were new */
  added: number;
  refused: Refused[];
  /** something waits to be sent to others */
  sent: boolean;
}

const nothing = (): Taken => ({ customers: 0, entries: 0, added: 0, refused: [], sent: false });

interface Doc {
  index: number;
  document: ExportDocument;
}

/** What is written together. */
interface Batch {
  /** customers whom the store does not know: in one transaction */
  fresh: (Doc & { next: Next[] })[];
  puts: number;
  /** everybody else: one after the other */
  others: Doc[];
  /** with this written, so many documents are done */
  done: number;
}

const empty = (): Batch => ({ fresh: [], puts: 0, others: [], done: 0 });

/**
 * Takes in documents by the thousand: what the store does not know is folded once, and several customers are written in one
 * transaction; what it knows goes the careful way, as a single import does. While one batch is on its way to the disk, the next
 * is read. Runs in a worker, or on the page with pauses.
 */
export class Bulk {
  readonly #clerk: Clerk;
  /** where it is noted how many documents are done */
  readonly #cursor: string | undefined;
  /** lets others have a turn */
  readonly #pause: () => Promise<void>;
  #batch = empty();
  /** read, and held back until it is known whether it is the last: that one is written strictly */
  #ready: Batch | undefined;
  #writing: Promise<void> = Promise.resolve();
  #taken = nothing();
  readonly #untold = new Map<string, ContextRecord>();
  #toldAt = 0;
  #tellLater: ReturnType<typeof setTimeout> | undefined;

  constructor(clerk: Clerk, cursor?: string, pause: () => Promise<void> = async () => {}) {
    this.#clerk = clerk;
    this.#cursor = cursor;
    this.#pause = pause;
  }

  /** How many documents an earlier import of the same source has done. */
  async done(): Promise<number> {
    const done = this.#cursor === undefined ? 0 : await this.#clerk.store.disk.meta(this.#cursor);
    return typeof done === 'number' ? done : 0;
  }

  /** What has been taken in since this was last asked. */
  report(): Taken {
    const taken = this.#taken;
    this.#taken = nothing();
    return taken;
  }

  /** Reads documents, and writes them as batches fill. Throws what the disk throws: then nothing more can be written. */
  async take(given: readonly Given[]): Promise<void> {
    const docs: Doc[] = [];
    for (const { index, json } of given) {
      try {
        docs.push({ index, document: parseDocument(json) });
      } catch (error) {
        this.#refuse(error, index);
      }
    }
    // Who is here can be read only when what is being written is written. Until then all are read as strangers, as most are.
    const looking = Promise.all([this.#known(docs), objectionsOf(this.#clerk.store)]);
    looking.catch(() => {}); // it is waited for below
    const reads: (() => Read)[] = [];
    for (const { document } of docs) {
      reads.push(await this.#asStranger(document));
      await this.#pause();
    }
    const [known, objections] = await looking;
    for (const [index, doc] of docs.entries()) {
      try {
        const next = await this.#unknown(doc, reads[index] as () => Read, known, objections);
        if (next === undefined) this.#batch.others.push(doc);
        else this.#batch.fresh.push({ ...doc, next });
        this.#batch.puts += putsOf(next);
      } catch (error) {
        this.#refuse(error, doc.index, doc.document.customer);
      }
      // Not before all of it was looked at: what is refused is done as well.
      this.#batch.done = doc.index + 1;
      if (this.#batch.puts >= PUTS) await this.#full(objections);
      await this.#pause();
    }
  }

  /** Reads one as if nobody in it were here. What is returned gives what it comes to, or throws why it is refused: of somebody who is here that does not count. */
  async #asStranger(document: ExportDocument): Promise<() => Read> {
    try {
      const read = readEntries(this.#clerk, document, (await isProven(this.#clerk, document)) ? undefined : STRANGERS);
      return () => read;
    } catch (error) {
      return () => {
        throw error;
      };
    }
  }

  /** Writes what is left, so that it is on the disk, and forgets how far it had come. */
  async end(): Promise<void> {
    const objections = await objectionsOf(this.#clerk.store);
    if (this.#batch.fresh.length + this.#batch.others.length > 0) await this.#full(objections);
    await this.#writing;
    if (this.#ready !== undefined) await this.#write(this.#ready, objections, 'strict');
    this.#ready = undefined;
    if (this.#cursor !== undefined) await this.#clerk.store.disk.commit({ expect: new Map(), meta: new Map([[this.#cursor, undefined]]), durability: 'strict' });
    this.#tell();
  }

  /** Stops: what is being written is written, what was only read is not. */
  async stop(): Promise<void> {
    this.#ready = undefined;
    await this.#writing.catch(() => {});
    this.#tell();
  }

  /** The customers of these documents who are in the store, in one look. */
  async #known(docs: readonly Doc[]): Promise<Set<string>> {
    const { store } = this.#clerk;
    const ids = [...new Set(docs.flatMap(({ document }) => document.group))];
    const places = await Promise.all(ids.map((id) => store.places(id)));
    const records = (await store.disk.contexts(places.flat())).values();
    return new Set(ids.filter((_, index) => (places[index] ?? []).map(() => records.next().value).some((record) => record !== undefined)));
  }

  /** What is to be written of a document all of whose customers are strangers; `undefined`: it must go the careful way. */
  async #unknown({ document }: Doc, reading: () => Read, known: Set<string>, objections: Objections): Promise<Next[] | undefined> {
    if (document.group.some((id) => known.has(id))) return undefined;
    const read = reading();
    // Whoever comes twice is no stranger the second time.
    for (const id of document.group) known.add(id);
    if (!isPlain(read)) return undefined;
    if (objections.size > 0) for (const [id, entries] of read.journals) entries.push(...(await this.#clerk.wishes(id, entries, objections)));
    return newcomers(this.#clerk.store, read.journals);
  }

  async #full(objections: Objections): Promise<void> {
    const batch = this.#batch;
    this.#batch = empty();
    const ready = this.#ready;
    this.#ready = batch;
    if (ready === undefined) return;
    await this.#writing;
    this.#writing = this.#write(ready, objections, 'relaxed');
    this.#writing.catch(() => {}); // whoever waits for it next sees the error
  }

  async #write({ fresh, others, done }: Batch, objections: Objections, durability: 'relaxed' | 'strict'): Promise<void> {
    const cursor = this.#cursor === undefined ? {} : { meta: new Map<string, unknown>([[this.#cursor, done]]) };
    const careful = [...others];
    if (fresh.length > 0) {
      const next = fresh.flatMap((doc) => doc.next);
      const written = await this.#clerk.writer.writeQuietly(next, { durability, ...(others.length === 0 ? cursor : {}) });
      if (written === undefined) careful.unshift(...fresh);
      else {
        for (const [place, record] of written.contexts) this.#untold.set(place, record);
        this.#taken.sent ||= written.sent > 0;
        for (const { document, next: its } of fresh) this.#took(document, its.reduce((sum, { add }) => sum + add.length, 0));
      }
    }
    for (const [index, doc] of careful.entries()) await this.#carefully(doc, objections, { durability, ...(index === careful.length - 1 ? cursor : {}) });
    if (performance.now() - this.#toldAt > TELL) this.#tell();
    // The next may be long in coming: a dump is read from somewhere.
    else this.#tellLater ??= setTimeout(() => this.#tell(), TELL);
  }

  async #carefully({ index, document }: Doc, objections: Objections, options: WriteOptions): Promise<void> {
    try {
      const added = await this.#clerk.take(document, objections, options);
      this.#took(document, added);
      this.#taken.sent ||= added > 0;
    } catch (error) {
      this.#refuse(error, index, document.customer);
    }
  }

  #took({ entries }: ExportDocument, added: number): void {
    this.#taken.customers += 1;
    this.#taken.entries += entries.length;
    this.#taken.added += added;
  }

  #refuse(error: unknown, index: number, customer?: string): void {
    const code = isHeldBack(error) || !isRefusal(error) ? undefined : error.code;
    if (code === undefined || FATAL.has(code)) throw error;
    this.#taken.refused.push({ index, ...(customer === undefined ? {} : { customer }), code });
  }

  #tell(): void {
    clearTimeout(this.#tellLater);
    this.#tellLater = undefined;
    this.#toldAt = performance.now();
    if (this.#untold.size === 0) return;
    this.#clerk.store.spread(this.#untold);
    this.#untold.clear();
  }
}

/** What is not about one document. */
const FATAL: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['closed', 'wrong-key']);

/** Nothing that reaches into other journals, or takes something out of its own. */
const isPlain = ({ journals, stubs }: Read): boolean => stubs.size === 0 && ![...journals.values()].some((entries) => entries.some(({ kind }) => kind === 'linked' || kind === 'unlinked'));

/** One that goes the careful way has transactions of its own. */
const putsOf = (next: readonly Next[] | undefined): number => (next ?? []).reduce((sum, { add }) => sum + 1 + Math.ceil(add.length / SEGMENT), 0) || 3;

/** Whoever reads in by the thousand writes under a node's name of their own, so that what they tell sales is numbered by itself. `via`: the carrier to other machines of support's, by name. */
export async function clerkOf(store: Store, author: Author, ring: KeyRing, via?: string): Promise<Clerk> {
  const node = nodeName(randomBytes(12));
  const poster = author.audience === 'support' && ring.sales !== undefined ? new Poster(store, await keysOf(ring, store.company, 'sales', store.now), node) : undefined;
  const told = poster ?? { start: () => {}, done: () => {}, of: async (written: readonly Telling[]) => ({ posted: written.map(({ told = [] }) => told), send: [] }) };
  let last: Stamp | undefined;
  return new Clerk(store, author, new Writer(store, Object.assign(told, sharing(store, author, via))), () => (last = nextStamp(last, store.now(), node)));
}
