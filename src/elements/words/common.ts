import type { NamedDay } from '../when.js';
import { table } from './table.js';

/** How times, numbers and spans are written. */
export const commonWords = table('common', {
  /** `time`: not so long ago that only the day is said */
  at: (day: NamedDay, time: string | undefined, today: boolean) => (time === undefined ? day.text : today ? time : `${day.text} ${time}`),
  /** in a narrow column */
  beside: (day: string, time: string) => `${day} ${time}`,
  /** whether a month beside its day is written out */
  longMonth: false,
  moment: 'a moment',
  seconds: (n: string, _count: number) => `${n} s`,
  minutes: (n: string, _count: number) => `${n} min`,
  hours: (n: string, _count: number) => `${n} h`,
  days: (n: string, _count: number) => `${n} days`,
  /** what a thing is called, in the middle of a sentence */
  within: (label: string) => label.toLowerCase(),
  /** what the built-in policy says, by its own words */
  policy: {},
});
