import type { Audience } from '../model/entry.js';
import { alone } from '../store/alone.js';
import { compactAll } from '../store/compact.js';
import type { Desk } from './desk.js';
import { isDue } from './doorbell.js';
import { reseal, sweep } from './sweep.js';

/** What is done in idle time after opening, by one tab after the other: the second finds nothing left to do. */
export const keepUp = (desk: Desk<Audience>): Promise<void> =>
  alone(`say-once/${desk.name}/${desk.as.audience}/upkeep`, async () => {
    if (desk.store.closed || !(await isDue(desk))) return;
    await sweep(desk);
    await reseal(desk);
    await compactAll(desk.store);
  });
