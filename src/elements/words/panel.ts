import type { NamedDay } from '../when.js';
import { table } from './table.js';

/** «on Tuesday», but «yesterday». */
const on = ({ text, beside }: NamedDay): string => (beside ? text : `on ${text}`);

/** What a guard says when it is asked. It says nothing that could tell why. */
export const panelWords = table('panel', {
  holdTo: (name: string) => `Do not pitch to ${name}`,
  lifted: (since: NamedDay, review: string) => `Since ${since.text}. Ends when support lifts it. ${review}`,
  until: (since: NamedDay, until: NamedDay, review: string) => `Since ${since.text}, until ${until.text}. ${review}`,
  review: (when: NamedDay) => `Look again ${on(when)}.`,
  must: 'If you must speak',
  say: 'Offer nothing, ask nothing. Say that you will call another day.',
  welcome: 'Welcome',
  service: 'Service calls by support.',
  uncheckedWhy: 'Nobody can tell just now whether this call is welcome. It opens by itself once that is known.',
  close: 'Close',
});
