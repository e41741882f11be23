/**
 * What a page knows of a store without asking the disk: what it showed lately, and what other tabs say that they write.
 * Loaded with the second look at somebody, with the first write, and where there is another tab: one card needs none of it.
 */
import { randomId } from './bytes.js';
import type { ContextRecord } from './database.js';
import type { Change } from './disk.js';
import { checkNoted, notedKeys } from './noted.js';
import { type Reading, Shown } from './shown.js';
import { EMPTIED, type Loaded, type News, OPAQUE, type Store } from './store.js';
import type { Tabs } from './tabs.js';

/** What is being written, under a name: it counts once it is there, and may never be. */
interface Coming {
  coming: string;
  news: readonly News[];
}

/** What was coming is on the disk. */
interface There {
  there: string;
  places: readonly string[];
}

/** So many writes of others under way are kept. */
const MOST = 20;
/** Of so many customers it is kept that nobody was there to be told; with more, it is said all the same. */
const UNSAID = 500;

export class Lately {
  readonly #store: Store;
  readonly #tabs: Tabs;
  /** left out: no tab can be heard, so nothing is sure */
  readonly #shown: Shown<Loaded> | undefined;
  /** what other tabs are writing */
  readonly #coming = new Map<string, readonly News[]>();
  /** their records, opened meanwhile */
  readonly #ahead = new WeakMap<ContextRecord, Promise<Loaded>>();
  /** what was written here while no other tab was ever heard: whoever comes may have read before that */
  readonly #unsaid = new Map<string, News>();
  readonly #saySo = (): void => {
    if (this.#unsaid.size > 0) this.#tabs.post([...this.#unsaid.values()]);
    this.#unsaid.clear();
  };

  constructor(store: Store, tabs: Tabs) {
    this.#store = store;
    this.#tabs = tabs;
    // What is in one page's memory alone is nothing that others write to.
    this.#shown = tabs.open && store.disk.lasting ? new Shown(store.name) : undefined;
    // Who writes and leaves hears nobody come.
    globalThis.window?.addEventListener('pagehide', this.#saySo);
  }

  /** Another tab has said something. */
  hear(message: unknown): void {
    this.#saySo();
    const { coming, news, there, places } = (message ?? {}) as Partial<Coming & There>;
    if (typeof coming === 'string') this.#keepComing(coming, asNews(news ?? []));
    else if (typeof there === 'string') this.#landed(there, places);
    else for (const one of asNews(message)) this.#heard(one);
  }

  #keepComing(name: string, news: readonly News[]): void {
    this.#coming.set(name, news);
    const [oldest] = this.#coming.keys();
    if (this.#coming.size > MOST && oldest !== undefined) this.#coming.delete(oldest);
    for (const one of news) this.#openAhead(one);
  }

  #landed(name: string, places: unknown): void {
    const known = this.#coming.get(name);
    this.#coming.delete(name);
    if (known === undefined) this.clear();
    for (const one of known ?? asNews(Array.isArray(places) ? places.map((place: unknown) => ({ place })) : [])) this.#heard(one);
  }

  /** Another tab is writing about somebody who was shown here: by the time it says that it is done, it is open, and what is shown of it is made. */
  #openAhead({ place, record }: News): void {
    if (record?.box === undefined || this.#shown?.at(place) === undefined) return;
    const opening = this.#store.openFound(place, [{ place, record }], OPAQUE + place, false);
    // Whoever asks for it sees the error.
    opening.then((loaded) => loaded.anew || this.#store.ahead?.(loaded)).catch(() => {});
    this.#ahead.set(record, opening);
  }

  #heard(news: News): void {
    const { place, record } = news;
    const { keys } = this.#store;
    if (record === undefined) this.#shown?.drop(place);
    else this.#shown?.heard(place, record);
    // With another key it may be about somebody who lies here under two.
    if (place === EMPTIED || (record !== undefined && record.key !== keys.newest.id)) this.clear();
    if (record !== undefined && !keys.all.some(({ id }) => id === record.key)) void this.#lacksKey();
    this.#store.tell(news);
  }

  /** Another tab seals with a key that this one's ring lacks: what it writes is out of sight here, and that is said. */
  async #lacksKey(): Promise<void> {
    const noted = await notedKeys(this.#store.disk).catch(() => []);
    try {
      checkNoted(this.#store.keys, noted);
    } catch {
      this.#store.trouble('wrong-key');
    }
  }

  /** Around whatever reads or writes: what it found counts only if nothing newer was heard meanwhile. */
  async reading<T>(work: (reading: Reading | undefined) => Promise<T>): Promise<T> {
    const reading = this.#shown?.begin();
    return work(reading).finally(() => this.#shown?.end());
  }

  /** Keeps what lies where it is to lie, and could be used as it is. */
  keep(loaded: Loaded, reading: Reading | undefined): void {
    const { place, lies, anew, lost } = loaded;
    const [{ place: at, rev } = { place, rev: 0 }] = lies;
    if (reading !== undefined && lies.length < 2 && at === place && !anew && lost !== true) this.#shown?.found(place, rev, loaded, reading);
  }

  /** What was made of the record that lies there, if it is this one. */
  made(place: string, record: ContextRecord): Loaded | undefined {
    const known = this.#shown?.at(place);
    return known?.rev === record.rev ? known.made : undefined;
  }

  /** What lies at a customer's place, where that is sure. Throws `wrong-key`. */
  recall(place: string, customer: string): Loaded | undefined | Promise<Loaded | undefined> {
    const known = this.#shown?.at(place);
    if (known === undefined || known.made !== undefined || known.record === undefined) return known?.made;
    return this.#believe(place, known.rev, known.record, customer);
  }

  /** It came from another tab, or from whoever else can post on the channel. */
  async #believe(place: string, rev: number, record: ContextRecord, customer: string): Promise<Loaded | undefined> {
    const loaded = await (this.#ahead.get(record) ?? this.#store.openFound(place, [{ place, record }], customer, false));
    if (loaded.anew || loaded.memo.folded.context.customer !== customer) {
      this.#shown?.drop(place);
      return undefined;
    }
    this.#shown?.opened(place, rev, loaded);
    return loaded;
  }

  /** Writes, and tells this tab and the others what was written. `made`: the same, opened. False: somebody else was faster. */
  commit(change: Change, made: readonly Loaded[]): Promise<boolean> {
    return this.reading(async (reading) => {
      const { contexts = new Map<string, ContextRecord>() } = change;
      let coming: string | undefined;
      const written = await this.#store.disk.commit(change, () => {
        if (contexts.size > 0) coming = this.#sendAhead(contexts);
      });
      if (!written) for (const place of change.expect.keys()) this.#shown?.drop(place);
      else this.#wrote(contexts, made, reading, coming);
      return written;
    });
  }

  /** Writes without a word; `spread` tells of it later. False: somebody else was faster. */
  async commitQuietly(change: Change): Promise<boolean> {
    const written = await this.#store.disk.commit(change);
    for (const place of change.expect.keys()) {
      this.#shown?.drop(place);
      this.#shown?.wrote(place);
    }
    return written;
  }

  /** Tells this tab and the others of many that were written, in one message and without what is in them: who shows one of them reads it. */
  spread(contexts: ReadonlyMap<string, ContextRecord>): void {
    const news = [...contexts].map(bare);
    this.#tabs.post(news);
    for (const one of news) this.#store.tell(one);
  }

  /** It is not what was shown any more. */
  drop(place: string): void {
    this.#shown?.drop(place);
  }

  /**
   * Sends ahead what is being written: the disk is busy meanwhile, and what is left to say is short. Returns its name.
   * Undefined: nobody was ever heard, and to post it would only hold up the write.
   */
  #sendAhead(contexts: ReadonlyMap<string, ContextRecord>): string | undefined {
    if (!this.#tabs.others) return undefined;
    const coming = randomId();
    this.#tabs.post({ coming, news: [...contexts].map(([place, record]) => ({ place, record })) } satisfies Coming);
    return coming;
  }

  #wrote(contexts: ReadonlyMap<string, ContextRecord>, made: readonly Loaded[], reading: Reading | undefined, coming: string | undefined): void {
    if (coming !== undefined) this.#tabs.post({ there: coming, places: [...contexts.keys()] } satisfies There);
    // It was not sent ahead: nobody was there to hear it (and to post it costs more than most of what a write does), or somebody has only just come, and reads.
    else if (contexts.size > 0) {
      for (const one of [...contexts].map(bare)) this.#unsaid.set(one.place, one);
      if (this.#tabs.others || this.#unsaid.size > UNSAID) this.#saySo();
    }
    for (const loaded of made) this.keep(loaded, reading);
    for (const [place, record] of contexts) {
      if (record.box === undefined) this.#shown?.drop(place);
      this.#shown?.wrote(place, record);
      this.#store.tell({ place, record });
    }
  }

  /** News may have been missed. */
  clear(): void {
    this.#shown?.clear();
  }

  emptied(): void {
    this.#shown?.emptied();
  }

  /** Before nothing can be said any more. */
  close(): void {
    this.#saySo();
    globalThis.window?.removeEventListener('pagehide', this.#saySo);
    this.#shown?.close();
  }
}

/** What was written, without what is in it. */
const bare = ([place, { box: _, ...record }]: readonly [string, ContextRecord]): News => ({ place, record });

/** Any script of the origin can post on the line. What is not of the right shape is dropped; what does not open is, later. */
const asNews = (data: unknown): News[] => (Array.isArray(data) ? (data as unknown[]) : [data]).filter(isNews);

const isNews = (data: unknown): data is News => {
  const { place, record } = (data ?? {}) as Partial<News>;
  if (typeof place === 'string' && record === undefined) return true;
  return typeof place === 'string' && typeof record?.rev === 'number' && Array.isArray(record.marks) && typeof record.key === 'string' && typeof record.life === 'number';
};
