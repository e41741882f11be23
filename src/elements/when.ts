/** Moments and spans in the reader's language. What is said around them stands in `words.ts`. */
import { commonWords } from './words/common.js';

const DAY = 86_400_000;

/** The page's own spelling of our language (`en-US`), else the one our words are written in. */
function locale(): string {
  const { lang } = document.documentElement;
  const ours = commonWords.locale;
  return lang.includes('-') && lang.startsWith(ours.slice(0, 2)) ? lang : ours;
}

const format = (at: number, options: Intl.DateTimeFormatOptions): string => new Intl.DateTimeFormat(locale(), options).format(at);
const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
/** Calendar days from now, in the reader's time zone: -1 is yesterday. */
const daysFrom = (now: number, at: number): number => Math.round((midnight(at) - midnight(now)) / DAY);

export const clock = (at: number): string => format(at, { hour: '2-digit', minute: '2-digit' });

/** A day, and whether it is named by its place beside today («yesterday») rather than by its name («Tuesday», «2 Nov»). */
export interface NamedDay {
  text: string;
  beside: boolean;
}

export function day(at: number, now: number): NamedDay {
  const days = daysFrom(now, at);
  if (Math.abs(days) < 2) return { text: new Intl.RelativeTimeFormat(locale(), { numeric: 'auto' }).format(days, 'day'), beside: true };
  if (Math.abs(days) < 7) return { text: format(at, { weekday: 'long' }), beside: false };
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return { text: format(at, { day: 'numeric', month: 'short', ...(sameYear ? {} : { year: 'numeric' }) }), beside: false };
}

/** A day of a sales hold (`2026-11-21`): a day has no hour, so it is the same everywhere. */
export const dayNamed = (iso: string, now: number): NamedDay => day(new Date(`${iso}T12:00:00`).getTime(), now);

/** `21:14`, `yesterday 21:14`, `Friday 21:14`, `2 Nov`. */
export function moment(at: number, now: number): string {
  const days = daysFrom(now, at);
  if (days === 0) return clock(at);
  return Math.abs(days) < 7 ? commonWords.dayTime(day(at, now).text, clock(at)) : day(at, now).text;
}

/** For a narrow column: `10:42`, `Fri`, `2 Nov`. */
export function brief(at: number, now: number): string {
  const days = daysFrom(now, at);
  if (days === 0) return clock(at);
  return days > -7 && days < 0 ? format(at, { weekday: 'short' }) : day(at, now).text;
}

export const year = (at: number): string => format(at, { year: 'numeric' });

/** How long since: at first only `a moment`, so that nobody is made to watch seconds. */
export const ago = (at: number, now: number): string => (now - at < 60_000 ? commonWords.moment : span(now - at));

/** How long: `40 s`, `4 min`, `13 h`, `3 days`. */
export function span(ms: number): string {
  if (ms < 60_000) return commonWords.seconds(number(Math.max(0, Math.round(ms / 1000))));
  const minutes = Math.round(ms / 60_000);
  if (minutes < 60) return commonWords.minutes(number(minutes));
  const hours = Math.round(minutes / 60);
  return hours < 48 ? commonWords.hours(number(hours)) : commonWords.days(number(Math.round(hours / 24)));
}

export const number = (value: number): string => new Intl.NumberFormat(locale()).format(value);

export const list = (parts: Iterable<string>): string => new Intl.ListFormat(locale(), { type: 'conjunction' }).format(parts);

/** A language code as the reader calls it; anything else as it is. */
export function language(code: string): string {
  try {
    return new Intl.DisplayNames(locale(), { type: 'language' }).of(code) ?? code;
  } catch {
    return code;
  }
}
