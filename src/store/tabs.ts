import { randomId } from './bytes.js';
import type { ContextRecord } from './database.js';

/** A context as another tab of the same audience has just written it: still sealed, so that only a key's holder can have made it. */
export interface TabNews {
  place: string;
  /** left out: news that is not about a customer */
  record?: ContextRecord;
}

/** What is being written, under a name: it counts once it is there, and may never be. */
interface Coming {
  coming: string;
  news: readonly TabNews[];
}

/** What was coming is on the disk. */
interface There {
  there: string;
  places: readonly string[];
}

/** Whoever hears this for the first time says it too. */
const HERE = 'here';

/** So many writes of others under way are kept. */
const MOST = 20;

/** Tells the other tabs of one audience what was written: the record while the disk commits, and that it counts after it did. */
export class Tabs {
  #channel: BroadcastChannel | undefined;
  readonly #hear: (news: TabNews) => void;
  readonly #missed: () => void;
  readonly #ahead: (news: TabNews) => void;
  readonly #coming = new Map<string, readonly TabNews[]>();
  /** somebody was heard */
  #others = false;

  /** `missed`: something came that could not be read. `ahead`: something is being written, and may be heard of soon. */
  constructor(name: string, hear: (news: TabNews) => void, missed: () => void, ahead: (news: TabNews) => void) {
    this.#hear = hear;
    this.#missed = missed;
    this.#ahead = ahead;
    this.#channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => this.#heard(data));
    this.#channel?.addEventListener('messageerror', missed);
    // Not on the way to the first card.
    setTimeout(() => this.#post(HERE));
  }

  #heard(data: unknown): void {
    if (!this.#others) this.#post(HERE);
    this.#others = true;
    const { coming, news, there, places } = (data ?? {}) as Partial<Coming & There>;
    if (typeof coming === 'string') this.#keep(coming, asNews(news ?? []));
    else if (typeof there === 'string') this.#landed(there, places);
    else for (const one of asNews(data)) this.#hear(one);
  }

  #keep(name: string, news: readonly TabNews[]): void {
    this.#coming.set(name, news);
    const [oldest] = this.#coming.keys();
    if (this.#coming.size > MOST && oldest !== undefined) this.#coming.delete(oldest);
    for (const one of news) this.#ahead(one);
  }

  #landed(name: string, places: unknown): void {
    const known = this.#coming.get(name);
    this.#coming.delete(name);
    if (known === undefined) this.#missed();
    for (const one of known ?? asNews(Array.isArray(places) ? places.map((place: unknown) => ({ place })) : [])) this.#hear(one);
  }

  /** Whether what other tabs write is heard of. */
  get open(): boolean {
    return this.#channel !== undefined;
  }

  /**
   * Sends ahead what is being written: the disk is busy meanwhile, and what is left to say is short. Returns the name for `there`.
   * Undefined: nobody was ever heard, and to post it would only hold up the write.
   */
  coming(contexts: ReadonlyMap<string, ContextRecord>): string | undefined {
    if (!this.#others) return undefined;
    const name = randomId();
    this.#post({ coming: name, news: [...contexts].map(([place, record]) => ({ place, record })) } satisfies Coming);
    return name;
  }

  /** What was sent ahead is on the disk. */
  there(name: string, places: readonly string[]): void {
    this.#post({ there: name, places } satisfies There);
  }

  /** Several in one message: a thousand messages would keep every tab busy. */
  tell(news: TabNews | readonly TabNews[]): void {
    this.#post(news);
  }

  #post(message: unknown): void {
    this.#channel?.postMessage(message);
  }

  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }
}

/** Any script of the origin can post here. What is not of the right shape is dropped; what does not open is, later. */
const asNews = (data: unknown): TabNews[] => (Array.isArray(data) ? (data as unknown[]) : [data]).filter(isNews);

const isNews = (data: unknown): data is TabNews => {
  const { place, record } = (data ?? {}) as Partial<TabNews>;
  if (typeof place === 'string' && record === undefined) return true;
  return typeof place === 'string' && typeof record?.rev === 'number' && Array.isArray(record.marks) && typeof record.key === 'string' && typeof record.life === 'number';
};
