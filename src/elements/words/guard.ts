import type { NamedDay } from '../when.js';

/** «on Tuesday», but «yesterday». */
const on = ({ text, beside }: NamedDay): string => (beside ? text : `on ${text}`);

/** What a guard says. It says nothing that could tell why. */
export const guardWords = {
  held: 'Held',
  hold: 'Do not pitch',
  holdTo: (name: string) => `Do not pitch to ${name}`,
  lifted: (since: NamedDay, review: string) => `Since ${since.text}. Ends when support lifts it. ${review}`,
  until: (since: NamedDay, until: NamedDay, review: string) => `Since ${since.text}, until ${until.text}. ${review}`,
  review: (when: NamedDay) => `Look again ${on(when)}.`,
  must: 'If you must speak',
  say: 'Offer nothing, ask nothing. Say that you will call another day.',
  welcome: 'Welcome',
  service: 'Service calls by support.',
  unchecked: 'Not checked',
  uncheckedWhy: 'Nobody can tell just now whether this call is welcome. It opens by itself once that is known.',
  clear: 'Free to call.',
  close: 'Close',
};
