/** The hand-offs that wait for this desk. */
import type { Audience } from '../model/entry.js';
import { checkFor } from '../model/hand-off.js';
import { isRefusal } from '../model/errors.js';
import { freeze } from '../store/freeze.js';
import { isOpen, isProvisional, OFFERED } from '../store/marks.js';
import type { Desk } from './desk.js';
import { expire, REFERENCE, supportOnly } from './hand-off-state.js';
import { earlier, live, type Look } from './live.js';
import type { Offered, Stop } from './types.js';

export function watchOffers(desk: Desk<Audience>, callback: (offers: Offered[]) => void, onError: (error: unknown) => void): Stop {
  supportOnly(desk);
  const { store, as } = desk;
  let listed: ReadonlySet<string> | undefined;
  let marks: readonly string[] = [];

  const isMine = (offer: Offered): boolean => {
    try {
      checkFor(offer, as);
      // Whoever offered it to their own team waits for the others.
      return offer.rep !== undefined || as.id === undefined || offer.from?.id !== as.id;
    } catch (error) {
      if (isRefusal(error)) return false;
      throw error;
    }
  };

  const look = async (): Promise<Look<Offered[]>> => {
    marks = await store.digests(OFFERED);
    const found = await store.marked([OFFERED]);
    listed = new Set(found.map(({ place }) => place));
    const open = new Map<string, Offered>();
    for (const { memo: { folded: { context } } } of found) {
      for (const state of context.handoffs.filter(isOpen)) {
        if (!open.has(state.offer) || isProvisional(open.get(state.offer)?.customer ?? '')) open.set(state.offer, { ...state, customer: context.customer, reference: REFERENCE + state.offer });
      }
    }
    const now = store.now();
    const over = [...open.values()].filter(({ until = Infinity }) => until <= now);
    // Whoever made it may be gone: the first desk to see that it is over says so.
    for (const { customer, offer } of over) void expire(desk, customer, offer).catch(() => {});
    const view = [...open.values()].filter((one) => !over.includes(one) && isMine(one)).sort((a, b) => a.at - b.at);
    return { view: freeze(view), due: [...open.values()].reduce<number | undefined>((due, one) => (over.includes(one) ? due : earlier(due, one.until)), undefined) };
  };
  return live(store, look, ({ place, record }) => listed === undefined || listed.has(place) || record === undefined || record.marks.some((mark) => marks.includes(mark)), callback, onError);
}
