import type { CustomerFact } from '../model/views.js';
import { day } from './when.js';
import { formWords as words } from './words/form.js';

/** Where a value, or a message, came from, as its owner would say it. */
export function provenance({ channel, at, mine }: Pick<CustomerFact, 'at' | 'mine'> & { channel?: string }, now: number): string {
  const when = day(at, now);
  if (channel === 'ivr') return words.keyed(when);
  if (channel === 'phone') return words.call(when);
  return mine ? words.told(when) : words.known;
}
