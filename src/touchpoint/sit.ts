import type { Audience } from '../model/entry.js';
import { COMMON_POLICY } from '../model/policy.js';
import { ReadingDisk } from '../store/reading.js';
import { Store } from '../store/store.js';
import { Desk } from './desk.js';
import { FRESH_NEWS } from './live.js';
import type { Opening } from './opening.js';
import type { SeatWays } from './seat.js';
import type { TouchpointState } from './types.js';

/** Puts a whole desk where a touchpoint was opened. `before`: how it was with who sat there until now. Throws `wrong-key`, `outdated`, `blocked`, `not-loaded`. */
export async function sit<A extends Audience>({ name, as, carriers, now, ring, keys, policy: given, disk, noted, line }: Opening<A>, ways: Promise<SeatWays>, before?: TouchpointState): Promise<Desk<A>> {
  const seat = await ways;
  const policy = given ?? seat.policy ?? COMMON_POLICY;
  const store = await Store.open({ company: name, audience: as.audience, keys, policy, now, trouble: (code) => line.tell(code), ...(disk && { disk: disk.then((looking) => ReadingDisk.over(looking)) }), ...(noted && { noted }) });
  const { problem } = line;
  const state = before ?? { storage: store.disk.lasting ? 'disk' : 'memory', ...(problem === undefined ? {} : { problem }), unsaved: 0, unsent: 0, fresh: as.audience !== 'sales' };
  // Whose keys end with this page can open nothing that others sealed, and would only take it out of their boxes.
  const posts = disk !== undefined || as.audience === 'customer';
  const desk = new Desk<A>({ store, ring, as, policy, ways: seat, state: Object.freeze(state), ...(posts ? { carriers } : {}) });
  line.tell = (code) => {
    desk.setState({ problem: code });
    // Whoever watches looks again: it may be less than it seemed.
    if (code === 'wrong-key') store.tell({ place: FRESH_NEWS });
  };
  return desk;
}
