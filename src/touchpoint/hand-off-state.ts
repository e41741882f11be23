/** How far a hand-off has come, by this store's journals; and the one who writes the next step. */
import type { HandOffState } from '../model/context.js';
import type { Audience, Author, HandOff } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { alone } from '../store/alone.js';
import { gather } from '../store/journal.js';
import { isOpen, isProvisional, offerMark } from '../store/marks.js';
import type { Desk } from './desk.js';
import { inert } from '../model/inert.js';

export const REFERENCE = 'so1:';

/** Somebody else has the customer already. */
export class TakenError extends SayOnceError {
  readonly by: Author;
  /** when they took it, ms since 1970 */
  readonly at: number;

  constructor({ by, at }: Pick<HandOffState, 'by' | 'at'>) {
    super('taken', `${inert(by.label ?? by.id ?? 'Somebody else')} has taken this hand-off already. Nothing was changed.`);
    this.by = by;
    this.at = at;
  }
}

/** Who seats here, and takes or hands over. Throws `not-allowed`. */
export function supportOnly({ as }: Desk<Audience>): void {
  if (as.audience !== 'support') throw new SayOnceError('not-allowed', `Hand-offs are for support; this touchpoint is for ${as.audience}.`);
}

/** One thing at a time is done about an offer, in all tabs of this browser. */
export const aboutOffer = <T>({ name, as }: Desk<Audience>, offer: string, work: () => Promise<T>): Promise<T> => alone(`say-once/${name}/${as.audience}/offer/${offer}`, work);

/** A hand-off that this store knows, and whose it is; of several linked ids, one that is the host's. */
export async function offerHere({ store }: Desk<Audience>, offer: string): Promise<{ customer: string; state: HandOffState } | undefined> {
  const found = (await store.marked([offerMark(offer)])).flatMap(({ memo: { folded: { context } } }) => {
    const state = context.handoffs.find((one) => one.offer === offer);
    return state === undefined ? [] : [{ customer: context.customer, state }];
  });
  return found.find(({ customer }) => !isProvisional(customer)) ?? found[0];
}

/** What is known of an offer about a customer, read from the disk. A context shows only the newest few: of older ones the journal tells. */
export async function stateOf({ store }: Desk<Audience>, customer: string, offer: string): Promise<HandOffState | undefined> {
  const { context } = (await store.load(customer, true)).memo.folded;
  const known = context.handoffs.find((one) => one.offer === offer);
  if (known !== undefined || context.more.handoffs === undefined) return known;
  const { members } = await gather(store, [customer]);
  const last = [...members.values()].flatMap(({ journal }) => journal).findLast((entry): entry is HandOff => entry.kind === 'handoff' && (entry as HandOff).offer === offer && (entry as HandOff).state === 'accepted');
  return last && { offer, state: last.state, stamp: last.stamp, at: last.at, by: last.by };
}

/** Throws `taken`. */
export function notTaken(state: HandOffState | undefined): void {
  if (state?.state === 'accepted') throw new TakenError(state);
}

/** What nobody took in time has ended: the first desk to see it writes it down. Resolves with whether this one did. */
export const expire = (desk: Desk<Audience>, customer: string, offer: string): Promise<boolean> =>
  aboutOffer(desk, offer, async () => {
    const state = await stateOf(desk, customer, offer);
    if (desk.store.closed || state === undefined || !isOpen(state) || (state.until ?? Infinity) > desk.store.now()) return false;
    await desk.record(customer, { kind: 'handoff', offer, state: 'expired', ...inChain(state) });
    return true;
  });

/** It belongs to the chain that it was offered in, and is no contact of its own. */
export const inChain = ({ contact, chain, channel }: Pick<HandOffState, 'contact' | 'chain' | 'channel'>): Pick<HandOff, 'contact' | 'chain' | 'channel'> => ({ ...(contact === undefined ? {} : { contact }), ...(chain === undefined ? {} : { chain }), ...(channel === undefined ? {} : { channel }) });
