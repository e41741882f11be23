import type { AnyEntry } from '../model/entry.js';
import { byPlace, once } from '../model/fold.js';
import { openAll, readJournal } from './journal.js';
import type { Loaded, Store } from './store.js';

/** A page of history, newest first. Pass `next` as `before` for the page after it. */
export interface HistoryPage {
  entries: AnyEntry[];
  /** an opaque place; left out: this was the last page */
  next?: string;
}

/** Journal records read at a time, at most. */
const CHUNK = 32;

/** Where a page ended: the place in history, and for each journal from which position on it is read, as of which epoch. */
interface Mark {
  at: number;
  stamp: string;
  from: Record<string, [number, number]>;
}

const parseMark = (text: string | undefined): Mark | undefined => {
  if (text === undefined) return undefined;
  try {
    const { at, stamp, from } = JSON.parse(text) as Partial<Mark>;
    if (typeof at === 'number' && typeof stamp === 'string') return { at, stamp, from: from ?? {} };
  } catch {
    // What is not a place of ours is the beginning.
  }
  return undefined;
};

/** One journal, newest first, read as far as needed. `pos`: the first position of the record that holds the newest entry left. */
class Reader {
  readonly place: string;
  readonly epoch: number;
  readonly #store: Store;
  readonly #loaded: Loaded;
  readonly #unsaved: readonly AnyEntry[];
  #left: { pos: number; entry: AnyEntry }[] = [];
  #upTo: number | undefined;
  /** entries after this position were read: what is merged meanwhile comes a second time */
  #read = Number.POSITIVE_INFINITY;
  #chunk: number;
  #done = false;

  constructor(store: Store, loaded: Loaded, mark: Mark | undefined, unsaved: readonly AnyEntry[] = []) {
    this.#store = store;
    this.#loaded = loaded;
    this.#unsaved = unsaved;
    this.place = loaded.place;
    this.epoch = loaded.memo.epoch;
    const [pos, epoch] = mark?.from[this.place] ?? [];
    if (epoch === this.epoch) this.#upTo = pos;
    // The newest are small records, those before them are segments.
    this.#chunk = this.#upTo === undefined ? loaded.loose + 1 : 4;
  }

  /** The newest entry not yet taken that stands before `mark`. */
  async peek(mark: Mark | undefined): Promise<AnyEntry | undefined> {
    for (;;) {
      const [first] = this.#left;
      if (first === undefined) {
        if (this.#done) return undefined;
        await this.#more();
      } else if (mark !== undefined && !isBefore(first.entry, mark)) this.#left.shift();
      else return first.entry;
    }
  }

  take(): number {
    return this.#left.shift()?.pos ?? 0;
  }

  async #more(): Promise<void> {
    const { memo, lies, place } = this.#loaded;
    if (!memo.ordered || lies.length !== 1 || lies[0]?.place !== place) {
      this.#done = true;
      this.#left = [...(await readJournal(this.#store, this.#loaded)), ...this.#unsaved].sort(byPlace).reverse().map((entry) => ({ pos: 0, entry }));
      return;
    }
    const limit = Math.min(this.#chunk, CHUNK);
    this.#chunk *= 2;
    const placed = await this.#store.disk.journal(place, { limit, ...(this.#upTo === undefined ? {} : { upTo: this.#upTo }) });
    const opened = await Promise.all(placed.map((one) => openAll(this.#store, place, [one])));
    for (const [index, { pos }] of placed.entries()) {
      const fresh = (opened[index] ?? []).filter((_, at) => pos + at <= this.#read);
      for (const entry of fresh.reverse()) this.#left.push({ pos, entry });
    }
    const last = placed.at(-1);
    this.#done = placed.length < limit || last === undefined;
    if (last !== undefined) this.#read = this.#upTo = last.pos - 1;
  }
}

const isBefore = (entry: AnyEntry, { at, stamp }: Mark): boolean => entry.at < at || (entry.at === at && entry.stamp < stamp);

/** A page of a customer's history and of those linked to them, newest first by when it was said. */
export async function history(store: Store, customer: string, limit: number, before?: string): Promise<HistoryPage> {
  const mark = parseMark(before);
  const first = await store.load(customer);
  const { group } = first.memo.folded.context;
  const others = await Promise.all(group.filter((id) => id !== customer).map((id) => store.peek(id)));
  const readers = [first, ...others].map((loaded) => new Reader(store, loaded, mark));
  // What is in this page's memory only has no place yet.
  const unsaved = group.flatMap((id) => store.unsaved.get(id) ?? []);
  if (unsaved.length > 0) readers.push(new Reader(store, { ...first, place: '', lies: [] }, mark, unsaved));
  const entries: AnyEntry[] = [];
  const from: Mark['from'] = { ...mark?.from };
  while (entries.length <= limit) {
    let best: { reader: Reader; entry: AnyEntry } | undefined;
    for (const reader of readers) {
      const entry = await reader.peek(mark);
      if (entry !== undefined && (best === undefined || byPlace(best.entry, entry) < 0)) best = { reader, entry };
    }
    if (best === undefined) return { entries };
    if (entries.length === limit) break;
    const pos = best.reader.take();
    if (pos > 0) from[best.reader.place] = [pos, best.reader.epoch];
    // A link stands in both journals, and is one thing that was done.
    if (entries.at(-1)?.stamp !== best.entry.stamp) entries.push(best.entry);
  }
  const last = entries.at(-1);
  return last === undefined ? { entries } : { entries: [...once(entries).values()], next: JSON.stringify({ at: last.at, stamp: last.stamp, from }) };
}
