import { HOUR, MAX_AHEAD } from '../model/time.js';
import type { Disk } from '../store/disk.js';
import type { Policy } from '../model/policy.js';

/** How far a sales desk has heard. Lies in its store as `heard`, plain: times and counters tell nothing about anybody. */
export interface Heard {
  /** this store's own name: a wiped one is another, and must be told everything again */
  store: string;
  /** it was told everything, and has missed nothing since */
  whole: boolean;
  /** when support last said that it is there, ms since 1970 */
  at: number;
  /** the last number of every sender's messages */
  nodes: Record<string, number>;
  /** … and how many of them were taken in without one missing before */
  runs?: Record<string, number>;
  /** while an answer is awaited: the causes held when it asked. Which of them the answer does not name are over */
  had?: string[];
}

/** What it asks of a store. */
export interface Hearer {
  disk: Pick<Disk, 'meta'>;
  policy: Policy;
  now(): number;
}

export interface Freshness {
  fresh: boolean;
  /** when it stops being so by itself, ms since 1970 */
  due?: number;
}

export const isHeard = (value: unknown): value is Heard => typeof (value as Heard | undefined)?.store === 'string' && typeof (value as Heard).at === 'number';

/** Whether «nothing known» may be read as «clear». */
export async function freshness(store: Hearer): Promise<Freshness> {
  const heard = await store.disk.meta('heard');
  // A time to come was heard under a clock that ran ahead: it proves nothing.
  if (!isHeard(heard) || !heard.whole || heard.at > store.now() + MAX_AHEAD) return { fresh: false };
  const until = heard.at + store.policy.sales.freshHours * HOUR;
  return store.now() < until ? { fresh: true, due: until } : { fresh: false };
}

/** Whether a sales store was told everything, and has missed nothing since. */
export async function isWhole({ disk }: Pick<Hearer, 'disk'>): Promise<boolean> {
  const heard = await disk.meta('heard');
  return isHeard(heard) && heard.whole;
}
