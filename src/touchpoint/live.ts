import type { News, Store } from '../store/store.js';
import type { Stop } from './types.js';

/** News that what a sales desk has became fresh, or stale. */
export const FRESH_NEWS = '!fresh';

/** The longest a timer of a browser can wait, ms. */
const LONGEST = 2_147_483_647;

/** What one look gave: what to show, and when it changes by itself. */
export interface Look<T> {
  view: T;
  /** ms since 1970 */
  due?: number | undefined;
  /** never goes backwards; left out: every look counts */
  rev?: number;
}

/**
 * Shows something at once, on every change that concerns it, and when it falls due; one look at a time. A look that was
 * overtaken by news is dropped and done again, and so is one of an older revision than was shown.
 */
export function live<T>(store: Pick<Store, 'closed' | 'now' | 'listen'>, look: () => Promise<Look<T>>, concerns: (news: News) => boolean, show: (view: T) => void, fail: (error: unknown) => void): Stop {
  let on = true;
  let turn = 0;
  let shown = -1;
  let looking = false;
  let timer: ReturnType<typeof setTimeout> | undefined;

  const again = (): void => {
    if (store.closed) return;
    const mine = ++turn;
    // A flood of news is one more look, not one each.
    if (looking) return;
    looking = true;
    void look().then(
      ({ view, due, rev }) => {
        // What changed while somebody looked is looked at again first; a revision that was overtaken is never shown.
        if (!on || store.closed || (rev === undefined ? mine < turn : rev < shown)) return;
        shown = rev ?? shown;
        clearTimeout(timer);
        if (due !== undefined) timer = setTimeout(() => again(), Math.min(Math.max(due - store.now(), 0) + 1, LONGEST));
        show(view);
      },
      (error: unknown) => {
        if (on && mine === turn && !store.closed) fail(error);
      },
    ).finally(() => {
      looking = false;
      if (on && mine < turn) again();
    });
  };

  const stop = store.listen((news) => {
    if (concerns(news)) again();
  });
  again();
  return () => {
    on = false;
    clearTimeout(timer);
    stop();
  };
}

export const earlier = (a: number | undefined, b: number | undefined): number | undefined => (a === undefined || b === undefined ? (a ?? b) : Math.min(a, b));
