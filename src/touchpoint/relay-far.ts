/** Takes in what lies far behind, in the worker: opened as it comes, and each customer written once for much that came about them. */
import type { Author } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { ContextRecord } from '../store/database.js';
import type { KeyRing } from '../store/keys.js';
import type { Store } from '../store/store.js';
import { clerkOf } from './import-bulk.js';
import type { Told } from './relay-border.js';
import { inParcel, type Parcel } from './relay-parcel.js';
import { Taker, type Taking } from './relay-take.js';

/** UTF-16 units that are held until a lot of them is written. */
export interface Lots {
  /** some 3,000 entries: whoever opens a desk on the first morning sees something after a moment */
  first: number;
  /** 32 MB as they mostly lie, some 90,000 entries, and written while as many more are held: the more of them, the fewer times each customer is written */
  later: number;
}
const LOTS: Lots = { first: 1_000_000, later: 32_000_000 };
/** What little comes at the end, no more than this part of what is held, is written with it: for a few entries each, everybody would be written once more. */
const REST = 0.5;
/** … unless so many times a lot is held. */
const MOST = 1.5;
/** When nothing more comes, what was gathered is written after so long, ms. */
const CALM = 2_000;
/** How often others are told what was written, ms. */
const TELL = 100;
/** What one seals, the other writes meanwhile. */
const WRITERS = 2;

/** What has come of it since it was last told. */
export interface News {
  /** what was written, without what is in it, see `Store.spread` */
  contexts: ReadonlyMap<string, ContextRecord>;
  refused: readonly ErrorCode[];
  /** something waits to be sent to others */
  sent: boolean;
}

/** The page that it works for. */
export interface Page {
  execute(told: Pick<Told, 'erased' | 'stubs'>): Promise<void>;
  hear(news: News): void;
}

export class Far {
  readonly #page: Page;
  readonly #taker: Taker;
  readonly #later: number;
  /** how large the next lot is */
  #lot: number;
  readonly #contexts = new Map<string, ContextRecord>();
  readonly #refused: ErrorCode[] = [];
  #sent = false;
  #toldAt = 0;
  #calm: ReturnType<typeof setTimeout> | undefined;

  private constructor(page: Page, to: Pick<Taking, 'store' | 'author' | 'writers' | 'mark'>, lots: Lots) {
    this.#page = page;
    this.#lot = lots.first;
    this.#later = lots.later;
    this.#taker = new Taker({
      ...to,
      execute: (told) => page.execute(told),
      refused: ({ code }) => void this.#refused.push(code),
      sent: () => (this.#sent = true),
      quietly: (contexts) => this.#wrote(contexts),
    });
  }

  static async open(store: Store, author: Author, ring: KeyRing, mark: string, page: Page, lots = LOTS): Promise<Far> {
    const clerks = await Promise.all(Array.from({ length: WRITERS }, () => clerkOf(store, author, ring)));
    return new Far(page, { store, author, writers: clerks.map(({ writer }) => writer), mark }, lots);
  }

  /** `more`: about so many messages lie there behind these; with none, it resolves when all is written. Throws what the disk throws, for this or for what was taken before. */
  async take(parcel: Parcel, more: number): Promise<void> {
    clearTimeout(this.#calm);
    await this.#taker.take(inParcel(parcel), parcel.cursor);
    if (more === 0) {
      await this.#taker.end();
      return this.#tell();
    }
    const { held, messages } = this.#taker;
    if (held >= MOST * this.#lot || (held >= this.#lot && more > messages * REST)) await this.#begin();
    this.#calm = setTimeout(() => void this.#rest(), CALM);
  }

  /** Resolves when that before it is written. */
  async #begin(): Promise<void> {
    this.#lot = this.#later;
    await this.#taker.begin();
    // Its last customers are not kept from the page until the next is written.
    void this.#taker.written().then(() => this.#tell(), () => {});
  }

  async #rest(): Promise<void> {
    await this.#taker.end().catch(() => {}); // whoever comes next sees the error
    this.#tell();
  }

  /** What is being written is written, what was only opened is not. */
  async stop(): Promise<void> {
    clearTimeout(this.#calm);
    await this.#taker.written().catch(() => {});
    this.#tell();
  }

  #wrote(contexts: ReadonlyMap<string, ContextRecord>): void {
    for (const [place, { box: _, ...record }] of contexts) this.#contexts.set(place, record);
    if (performance.now() - this.#toldAt > TELL) this.#tell();
  }

  #tell(): void {
    this.#toldAt = performance.now();
    this.#page.hear({ contexts: this.#contexts, refused: this.#refused, sent: this.#sent });
    this.#contexts.clear();
    this.#refused.length = 0;
    this.#sent = false;
  }
}
