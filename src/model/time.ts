import type { Day } from './entry.js';

export const DAY = 86_400_000;
export const HOUR = 3_600_000;

/** How far ahead of this machine's clock a stamp may be before every border refuses it, ms. */
export const MAX_AHEAD = 5 * 60_000;

const LAST = Date.UTC(9999, 11, 31);

/** The day of a moment, in UTC; of one that has no such day, the nearest that is one. */
export function dayOf(at: number): Day {
  const within = Math.min(Math.max(at, 0), LAST);
  const number = Math.floor(within / DAY);
  let day = days.get(number);
  if (day === undefined) {
    day = new Date(within).toISOString().slice(0, 10);
    if (days.size < 5_000) days.set(number, day);
  }
  return day;
}

/** Every entry is dated, and mostly on few days: to ask the calendar each time is slow. */
const days = new Map<number, Day>();

/** The first moment of a day, ms since 1970. */
export const startOf = (day: Day): number => Date.parse(`${day}T00:00:00Z`);

/** The first moment after a day, ms since 1970. */
export const endOf = (day: Day): number => startOf(day) + DAY;

/** The earliest of some moments that is still to come, or `undefined`. */
export function nextOf(now: number, moments: Iterable<number | null | undefined>): number | undefined {
  let next: number | undefined;
  for (const moment of moments) if (moment !== null && moment !== undefined && moment > now && (next === undefined || moment < next)) next = moment;
  return next;
}
