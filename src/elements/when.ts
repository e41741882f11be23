/** Moments and spans in the reader's language. What is said around them stands in `words.ts`. */
import { commonWords } from './words/common.js';
import { said } from './words/table.js';

const DAY = 86_400_000;

interface Format {
  format(value: number): string;
}

const formats: Record<string, Format> = {};

/** To make a format takes a hundred times as long as to use it. One is for a language and a time zone: people travel. */
const kept = (make: () => Format, what = ''): Format => (formats[said.locale + new Date().getTimezoneOffset() + what] ??= make());

const format = (at: number, options: Intl.DateTimeFormatOptions): string => kept(() => new Intl.DateTimeFormat(said.locale, options), JSON.stringify(options)).format(at);
const midnight = (at: number): number => new Date(at).setHours(0, 0, 0, 0);
/** Calendar days from now, in the reader's time zone: -1 is yesterday. */
const daysFrom = (now: number, at: number): number => Math.round((midnight(at) - midnight(now)) / DAY);

export const clock = (at: number): string => format(at, { hour: '2-digit', minute: '2-digit' });

/** A day, and whether it is named by its place beside today («yesterday») rather than by its name («Tuesday», «2 Nov»). */
export interface NamedDay {
  text: string;
  beside: boolean;
}

function date(at: number, now: number, month: 'short' | 'long'): string {
  const sameYear = new Date(at).getFullYear() === new Date(now).getFullYear();
  return format(at, { day: 'numeric', month, ...(sameYear ? {} : { year: 'numeric' }) });
}

export function day(at: number, now: number): NamedDay {
  const days = daysFrom(now, at);
  if (Math.abs(days) < 2) return { text: new Intl.RelativeTimeFormat(said.locale, { numeric: 'auto' }).format(days, 'day'), beside: true };
  if (Math.abs(days) < 7) return { text: format(at, { weekday: 'long' }), beside: false };
  return { text: date(at, now, commonWords.longMonth ? 'long' : 'short'), beside: false };
}

/** A day of a sales hold (`2026-11-21`): a day has no hour, so it is the same everywhere. */
export const dayNamed = (iso: string, now: number): NamedDay => day(new Date(`${iso}T12:00:00`).getTime(), now);

/** A text that is nothing but a day (`1984-11-02`) as people write one; any other as it is. */
export const dated = (text: string, now: number): string => (/^\d{4}-\d\d-\d\d$/.test(text) && Date.parse(text) ? date(new Date(`${text}T12:00:00`).getTime(), now, commonWords.longMonth ? 'long' : 'short') : text);

/** `21:14`, `yesterday 21:14`, `Friday 21:14`, `2 Nov`. */
export function moment(at: number, now: number): string {
  const days = daysFrom(now, at);
  return commonWords.at(day(at, now), Math.abs(days) < 7 ? clock(at) : undefined, days === 0);
}

/** For a narrow column: `10:42`, `Fri`, `2 Nov`. */
export function brief(at: number, now: number): string {
  const days = daysFrom(now, at);
  if (days === 0) return clock(at);
  return days > -7 && days < 0 ? format(at, { weekday: 'short' }) : date(at, now, 'short');
}

export const year = (at: number): string => format(at, { year: 'numeric' });

/** How long since: at first only `a moment`, so that nobody is made to watch seconds. */
export const ago = (at: number, now: number): string => (now - at < 60_000 ? commonWords.moment : span(now - at));

/** How long: `40 s`, `4 min`, `13 h`, `3 days`. */
export function span(ms: number): string {
  const minutes = Math.round(ms / 60_000);
  const hours = Math.round(minutes / 60);
  if (hours >= 48) return daysSpan(Math.round(hours / 24));
  const [count, unit] = ms < 60_000 ? [Math.max(0, Math.round(ms / 1000)), 'seconds' as const] : minutes < 60 ? [minutes, 'minutes' as const] : [hours, 'hours' as const];
  return commonWords[unit](number(count), count);
}

/** `90 days` */
export const daysSpan = (days: number): string => commonWords.days(number(days), days);

export const number = (value: number): string => kept(() => new Intl.NumberFormat(said.locale)).format(value);

export const list = (parts: Iterable<string>): string => new Intl.ListFormat(said.locale, { type: 'conjunction' }).format(parts);

function called(code: string, type: 'language' | 'region', otherwise = code): string {
  try {
    return new Intl.DisplayNames(said.locale, { type }).of(code) ?? otherwise;
  } catch {
    return otherwise;
  }
}

/** A language code as the reader calls it; anything else as it is. */
export const language = (code: string): string => called(code, 'language');

/** A country's code (ISO 3166-1, two letters) as the reader calls it; anything else as it is. */
export const region = (code: string): string => called(code.toUpperCase(), 'region', code);
