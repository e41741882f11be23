import { table } from './table.js';

/** Others who may be the customer. */
export const othersWords = table('others', {
  candidates: 'Not linked to anybody',
  candidate: (channel: string | undefined, when: string, matched: string) => `Unconfirmed: somebody told us this${channel ? ` (${channel.toLowerCase()})` : ''}, ${when}, and gave the same ${matched}.`,
  link: 'Link',
  several: (n: number) => (n === 1 ? 'One customer fits. A match proves nothing: ask before you open.' : 'Several customers fit. A match proves nothing: ask before you open.'),
  noMatch: 'Nobody known fits. What they tell you now will be kept.',
  fits: (what: string) => `Same ${what}, confirmed earlier.`,
  fitsUnproven: (what: string) => `Same ${what}, but only claimed.`,
  fitsShared: (what: string) => `Same ${what}, which several people use.`,
  wrote: (when: string) => `Unconfirmed, ${when}:`,
  open: 'Open',
});
