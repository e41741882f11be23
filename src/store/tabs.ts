import type { ContextRecord } from './database.js';

/** A context as another tab of the same audience has just written it: still sealed, so that only a key's holder can have made it. */
export interface TabNews {
  place: string;
  /** left out: news that is not about a customer */
  record?: ContextRecord;
}

/** Tells the other tabs of one audience what was written, after it was written. */
export class Tabs {
  #channel: BroadcastChannel | undefined;

  /** `missed`: something came that could not be read. */
  constructor(name: string, hear: (news: TabNews) => void, missed: () => void) {
    this.#channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      for (const one of Array.isArray(data) ? (data as unknown[]) : [data]) if (isNews(one)) hear(one);
    });
    this.#channel?.addEventListener('messageerror', missed);
  }

  /** Whether what other tabs write is heard of. */
  get open(): boolean {
    return this.#channel !== undefined;
  }

  /** Several in one message: a thousand messages would keep every tab busy. */
  tell(news: TabNews | readonly TabNews[]): void {
    this.#channel?.postMessage(news);
  }

  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }
}

/** Any script of the origin can post here. What is not of the right shape is dropped; what does not open is, later. */
const isNews = (data: unknown): data is TabNews => {
  const { place, record } = (data ?? {}) as Partial<TabNews>;
  if (typeof place === 'string' && record === undefined) return true;
  return typeof place === 'string' && typeof record?.rev === 'number' && Array.isArray(record.marks) && typeof record.key === 'string' && typeof record.life === 'number';
};
