import type { Audience } from '../model/entry.js';
import { dayOf } from '../model/time.js';
import { alone } from '../store/alone.js';
import { idle } from '../store/idle.js';
import type { Desk } from './desk.js';

/** What the index calls a context's next expiry begins with this (see `store/expiry.ts`). */
const EXPIRES = '~';

/** … and what it calls one whose journal has enough to merge (see `store/seal.ts`). */
const LOOSE_MARK = '+';

/** Whether there is anything to sweep, to seal anew, or to merge. */
async function isDue({ store }: Desk<Audience>): Promise<boolean> {
  const [expired, loose, keys] = await Promise.all([store.disk.markedBetween(EXPIRES, EXPIRES + dayOf(store.now()), 1), store.disk.markedBetween(LOOSE_MARK, LOOSE_MARK, 1), store.disk.meta('keys')]);
  return expired.length > 0 || loose.length > 0 || Object.keys((keys ?? {}) as object).some((id) => id !== store.keys.newest.id);
}

/** What is done in idle time after opening, by one tab after the other: the second finds nothing left to do. */
export async function keepUp(desk: Desk<Audience>): Promise<void> {
  const work = async (): Promise<void> => {
    await idle();
    if (desk.store.closed || !(await isDue(desk))) return;
    const { reseal, sweep } = await import('./sweep.js');
    await sweep(desk);
    await reseal(desk);
    await (await import('../store/compact.js')).compactAll(desk.store);
  };
  // What could not be done now is done at the next opening.
  await alone(`say-once/${desk.name}/${desk.as.audience}/upkeep`, work).catch(() => {});
}
