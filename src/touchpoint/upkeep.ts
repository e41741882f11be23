import type { Audience } from '../model/entry.js';
import { dayOf } from '../model/time.js';
import { alone } from '../store/alone.js';
import type { Desk } from './desk.js';

/** What the index calls a context's next expiry begins with this (see `store/expiry.ts`). */
const EXPIRES = '~';

const idle = (): Promise<void> => new Promise((resolve) => ('requestIdleCallback' in globalThis ? requestIdleCallback(() => resolve(), { timeout: 2_000 }) : setTimeout(resolve, 50)));

/** Whether there is anything to sweep, or to seal anew. */
async function isDue({ store }: Desk<Audience>): Promise<boolean> {
  const [expired, keys] = await Promise.all([store.disk.markedBetween(EXPIRES, EXPIRES + dayOf(store.now()), 1), store.disk.meta('keys')]);
  return expired.length > 0 || Object.keys((keys ?? {}) as object).some((id) => id !== store.keys.newest.id);
}

/** What is done in idle time after opening, by one tab after the other: the second finds nothing left to do. */
export async function keepUp(desk: Desk<Audience>): Promise<void> {
  const work = async (): Promise<void> => {
    await idle();
    if (desk.store.closed || !(await isDue(desk))) return;
    const { reseal, sweep } = await import('./sweep.js');
    await sweep(desk);
    await reseal(desk);
  };
  // What could not be done now is done at the next opening.
  await alone(`say-once/${desk.name}/${desk.as.audience}/upkeep`, work).catch(() => {});
}
