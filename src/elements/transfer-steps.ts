/** What became of a rep's own hand-off, as the journal tells it: so it is still there after the page was loaded anew. */
import { firstWord } from '../model/after-hand-off.js';
import type { Context, HandOffState } from '../model/context.js';
import type { Author, HandOff } from '../model/entry.js';
import type { Touchpoint } from '../touchpoint/types.js';

/** One thing that was done about it. `again`: somebody took it whom nothing connected to the first who did. */
export interface Step {
  state: HandOff['state'];
  to: string | undefined;
  by: Author;
  /** ms since 1970 */
  at: number;
  again: boolean;
}

/** Of one that went to sales no word will come: it is over when its time is. */
const isUnderWay = ({ state, audience }: HandOffState): boolean => audience === undefined && (state === 'offered' || state === 'opened');

/**
 * The newest hand-off of this customer, if it is this rep's and the rep may still want to know: while it is under way, and
 * as long again once it ended. `shown`: the one on the screen stays there until the rep is done with it.
 */
export function ownIn({ handoffs }: Context, desk: Touchpoint<'support'>, now: number, shown: string | undefined): HandOffState | undefined {
  const newest = handoffs.at(-1);
  if (newest === undefined || newest.offer === shown) return newest;
  const mine = newest.from?.id !== undefined && newest.from.id === desk.as.id;
  return mine && (isUnderWay(newest) || now - newest.at < desk.policy.handOffMinutes * 60_000) ? newest : undefined;
}

/** What became of one. */
export interface Course {
  /** oldest first */
  steps: readonly Step[];
  /** when whoever took it first spoke with the customer, as far as is written, ms since 1970 */
  firstWord: number | undefined;
}

export async function courseOf(desk: Touchpoint<'support'>, customer: string, hand: HandOffState): Promise<Course> {
  const { offer, state, to, by, at } = hand;
  const { entries } = await desk.history(customer, { limit: 200 });
  const own = entries.filter((entry): entry is HandOff => entry.kind === 'handoff' && (entry as HandOff).offer === offer).toReversed();
  const first = own.find((entry) => entry.state === 'accepted');
  const steps = own.map((entry) => ({ state: entry.state, to, by: entry.by, at: entry.at, again: entry.state === 'accepted' && entry !== first }));
  return { steps: steps.length > 0 ? steps : [{ state, to, by, at, again: false }], firstWord: firstWord(entries, hand) };
}
