import type { Audience } from './model/entry.js';
import { begin } from './touchpoint/opening.js';
import { waysOf } from './touchpoint/seat.js';
import { sit } from './touchpoint/sit.js';
import type { Touchpoint, TouchpointOptions } from './touchpoint/types.js';

/**
 * Opens a touchpoint: joins a store, a policy and carriers. Throws `bad-option`, `bad-policy`, `key-required`,
 * `wrong-key`, `outdated`, `blocked`, `not-loaded`. Where nothing can be kept it opens all the same, and says so in its state.
 */
export async function openTouchpoint<A extends Audience>(options: TouchpointOptions<A>): Promise<Touchpoint<A>> {
  const opening = begin(options);
  const ways = waysOf(options?.as?.audience);
  ways.catch(() => {}); // who waits for it sees the error
  const opened = await opening;
  return sit(opened, ways).catch((error: unknown) => {
    opened.shut();
    throw error;
  });
}
