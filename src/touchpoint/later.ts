/** Watching what comes with a part of its own. */
import { freeze } from '../store/freeze.js';
import type { Query, Stop } from './types.js';

/** What is known of whoever cannot be looked up. */
export const unchecked = (query: Query | readonly Query[]): unknown => (Array.isArray(query) ? query.map(unchecked) : freeze({ customer: (query as Query)['customer'] ?? '', pitch: 'not-checked' }));

/** Begins to watch once the part for it is here; until then, and without it, nothing is shown. */
export function watchWith<T>(loading: Promise<T>, watch: (loaded: T) => Stop, fail: (error: unknown) => void): Stop {
  let on = true;
  const watching = loading.then((loaded) => (on ? watch(loaded) : () => {}));
  watching.catch((error: unknown) => on && fail(error));
  return () => {
    on = false;
    watching.then((stop) => stop(), () => {});
  };
}

/** Nobody who watches asked to be told of it: the page hears of it as of any error. */
export const report = (error: unknown): void => {
  queueMicrotask(() => {
    throw error;
  });
};
