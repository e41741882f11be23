/** What sales may know: that a call is held, since which day, where. Never why. */
import type { Day, Scope } from './entry.js';
import { DAY, dayOf, endOf, nextOf, startOf } from './time.js';
import { reaches, type Where } from './where.js';

/** A hold as sales may know it: that it is, since which day, where. Never why. */
export interface SalesHold {
  from: Day;
  /** null: until support lifts it. Support ends what ends by itself; an end would tell what began it */
  until: Day | null;
  /** when to look again */
  review: Day;
  scope: Scope;
}

/** What a sales desk reads: it already is its guidance. */
export interface SalesContext {
  customer: string;
  /** `not-checked`: it cannot know, since what it has is not fresh or not whole */
  pitch: 'clear' | 'held' | 'not-checked';
  hold?: SalesHold;
  /** when this changes by itself, ms since 1970 */
  due?: number;
}

const isLive = ({ from, until }: SalesHold, now: number): boolean => startOf(from) <= now && (until === null || now < endOf(until));

/** All that any of the lists names, in one order; a list left out is everything. */
const widest = (lists: (string[] | undefined)[]): string[] | undefined => (lists.includes(undefined) ? undefined : [...new Set(lists.flat() as string[])].sort());

const earliest = (days: Day[]): Day => days.reduce((a, b) => (a < b ? a : b));

/**
 * Several holds are shown as one: from the first day, until the last, with the widest scope. Neither their number nor
 * their causes can be read from it.
 */
function oneHold(live: SalesHold[], now: number): SalesHold | undefined {
  const [first] = live;
  if (first === undefined) return undefined;
  const channels = widest(live.map(({ scope }) => scope.channels));
  const products = widest(live.map(({ scope }) => scope.products));
  const untils = live.map(({ until }) => until);
  // The first of all, or tomorrow: which of several is next would tell that there are several.
  const review = earliest(live.map((one) => one.review));
  return {
    from: earliest(live.map(({ from }) => from)),
    until: untils.includes(null) ? null : untils.reduce((a, b) => (a !== null && b !== null && a > b ? a : b), first.until),
    review: review >= dayOf(now) ? review : dayOf(now + DAY),
    scope: { ...(channels === undefined ? {} : { channels }), ...(products === undefined ? {} : { products }) },
  };
}

/** What a sales desk may know of some candidates: if any of them is held, the call is held. */
export function salesView(customer: string, held: readonly SalesHold[], fresh: boolean, now: number, where: Where = {}): SalesContext {
  const here = held.filter(({ scope }) => reaches(scope, where));
  const hold = oneHold(here.filter((one) => isLive(one, now)), now);
  // With every review past, «look again» is tomorrow, and so moves at midnight.
  const due = nextOf(now, [...here.flatMap(({ from, until, review }) => [startOf(from), until === null ? null : endOf(until), startOf(review), endOf(review)]), ...(hold === undefined ? [] : [startOf(hold.review)])]);
  return { customer, pitch: hold !== undefined ? 'held' : fresh ? 'clear' : 'not-checked', ...(hold === undefined ? {} : { hold }), ...(due === undefined ? {} : { due }) };
}
