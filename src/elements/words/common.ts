/** How times, numbers and spans are written. */
export const commonWords = {
  /** how times, numbers and lists are written */
  locale: 'en-GB',
  dayTime: (day: string, time: string) => `${day} ${time}`,
  moment: 'a moment',
  seconds: (n: string) => `${n} s`,
  minutes: (n: string) => `${n} min`,
  hours: (n: string) => `${n} h`,
  days: (n: string) => `${n} days`,
};
