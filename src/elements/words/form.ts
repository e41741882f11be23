import type { NamedDay } from '../when.js';
import { table } from './table.js';

/** «on Tuesday», but «yesterday». */
const on = ({ text, beside }: NamedDay): string => (beside ? text : `on ${text}`);

/** What a form says. */
export const formWords = table('form', {
  welcome: (name: string | undefined) => (name ? `Welcome back, ${name}. We filled in what you told us before.` : 'Welcome back. We filled in what you told us before.'),
  ask: (name: string | undefined) => (name ? `Welcome back, ${name}. Please look whether this is still right.` : 'Welcome back. Please look whether this is still right.'),
  /** where nothing of it is asked for on this page */
  remembered: (name: string | undefined) => (name ? `Welcome back, ${name}. This page remembers what you told us.` : 'Welcome back. This page remembers what you told us.'),
  see: 'See it all',
  hide: 'Close',
  notYou: 'Not you?',
  /** `typed`: they did so in some field */
  cleared: (typed: boolean) => (typed ? 'Cleared. What you typed yourself is still there.' : 'Cleared.'),
  forgotten: (typed: boolean) => (typed ? 'Forgotten. This page knows nothing about you any more. What you typed yourself is still there.' : 'Forgotten. This page knows nothing about you any more.'),
  told: (when: NamedDay) => `You told us ${on(when)}`,
  keyed: (when: NamedDay) => `You keyed it into the phone menu ${on(when)}`,
  call: ({ text, beside }: NamedDay) => (beside ? `From your call ${text}` : `From your call on ${text}`),
  known: 'From what we have on file',
  still: (value: string, why: string) => `Is ${value} still right? ${why}`,
  gave: (year: string) => `You gave it in ${year}.`,
  otherwise: 'We have heard different answers.',
  /** of a value that the field does not take: too long for it, of another pattern, not among its options */
  last: (value: string) => `Last time: ${value}. It does not fit into this field as it is.`,
  use: 'Use it',
  useWhat: (value: string) => `Use it: ${value}`,
});
