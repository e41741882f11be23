import type { Audience } from '../model/entry.js';
// What is needed whoever sits there is asked for with this file, and not after another.
import '../model/policy.js';
import '../model/where.js';
import '../store/freeze.js';
import '../store/tabs.js';
import '../store/top.js';
import './doorbell.js';
import './later.js';
import './live.js';
import { part } from '../store/part.js';
import { begin, type Opening } from './opening.js';
import { waysOf } from './seat.js';
import type { Touchpoint, TouchpointOptions } from './types.js';

type Sits = (opened: Opening) => Promise<Touchpoint>;

/** Who sits there: at sales somebody who looks out, until more is wanted than to know whether a call is welcome. */
async function whoSits(audience: Audience): Promise<Sits> {
  if (audience === 'sales') return (await part(import('./lookout.js'))).lookOut;
  const ways = waysOf(audience);
  const { sit } = await part(import('./sit.js'));
  return (opened) => sit(opened, ways);
}

/** Opens a touchpoint for a page: who sits there is fetched while its database opens. Throws what `openTouchpoint` does. */
export async function openDoor(options: TouchpointOptions): Promise<Touchpoint> {
  const opening = begin(options);
  const sits = whoSits(options.as.audience);
  sits.catch(() => {}); // who waits for it sees the error
  const opened = await opening;
  try {
    return await (await sits)(opened);
  } catch (error) {
    opened.shut();
    throw error;
  }
}
