/** The hand-offs that wait for this desk. */
import type { Context } from '../model/context.js';
import type { Audience } from '../model/entry.js';
import { checkFor } from '../model/hand-off.js';
import { isRefusal } from '../model/errors.js';
import { freeze } from '../store/freeze.js';
import { isOpen, isProvisional, OFFERED } from '../store/marks.js';
import { EMPTIED, type News } from '../store/store.js';
import type { Desk } from './desk.js';
import { expire, REFERENCE, supportOnly } from './hand-off-state.js';
import { earlier, live, type Look } from './live.js';
import type { Offered, Stop } from './types.js';

export function watchOffers(desk: Desk<Audience>, callback: (offers: Offered[]) => void, onError: (error: unknown) => void): Stop {
  supportOnly(desk);
  const { store, as } = desk;
  /** what is open in each context, by where it lies */
  const listed = new Map<string, Offered[]>();
  /** where something was written since the last look; undefined: everything is to be looked through */
  let written: Set<string> | undefined;
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

  const offersIn = ({ customer, handoffs }: Context): Offered[] => handoffs.filter(isOpen).map((state) => ({ ...state, customer, reference: REFERENCE + state.offer }));

  /** Hundreds may wait: of those about whom nothing was written, nothing is read again. */
  const read = async (): Promise<void> => {
    marks = await store.digests(OFFERED);
    // What was sealed with an older key goes from its place without a word.
    const places = store.keys.all.length > 1 ? undefined : written && [...written];
    written = new Set();
    try {
      const records = places === undefined ? await store.disk.marked(marks) : (await store.disk.contexts(places)).flatMap((record, index) => (record?.marks.some((mark) => marks.includes(mark)) === true ? [{ place: places[index] ?? '', record }] : []));
      const opened = await Promise.all(records.map(async ({ place, record }) => [place, offersIn((await store.open(place, record)).memo.folded.context)] as const));
      for (const place of places ?? [...listed.keys()]) listed.delete(place);
      for (const [place, offers] of opened) listed.set(place, offers);
    } catch (error) {
      written = undefined;
      throw error;
    }
  };

  const look = async (): Promise<Look<Offered[]>> => {
    await read();
    const open = new Map<string, Offered>();
    for (const one of [...listed.values()].flat()) if (!open.has(one.offer) || isProvisional(open.get(one.offer)?.customer ?? '')) open.set(one.offer, one);
    const now = store.now();
    const over = [...open.values()].filter(({ until = Infinity }) => until <= now);
    // Whoever made it may be gone: the first desk to see that it is over says so.
    for (const { customer, offer } of over) void expire(desk, customer, offer).catch(() => {});
    const view = [...open.values()].filter((one) => !over.includes(one) && isMine(one)).sort((a, b) => a.at - b.at);
    return { view: freeze(view), due: [...open.values()].reduce<number | undefined>((due, one) => (over.includes(one) ? due : earlier(due, one.until)), undefined) };
  };
  const concerns = ({ place, record }: News): boolean => {
    if (place === EMPTIED) written = undefined;
    else if (place.startsWith('!') || (record !== undefined && !listed.has(place) && !record.marks.some((mark) => marks.includes(mark)))) return written === undefined;
    else written?.add(place);
    return true;
  };
  return live(store, look, concerns, callback, onError);
}
