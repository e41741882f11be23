import { table } from './table.js';

/** The messages that nobody has linked yet. */
export const inboxWords = table('inbox', {
  title: (n: string, count: number) => (count === 1 ? '1 message that nobody has linked yet' : `${n} messages that nobody has linked yet`),
  none: 'Every message is with somebody.',
  loading: 'Looking for messages.',
  apart: 'This list is not connected. It belongs inside <say-once>.',
  notHere: 'This list is for support. On this page, nothing of it is shown.',
  failed: (code: string) => `The messages cannot be read just now (${code}). None is lost.`,
  from: (name: string, channel: string | undefined, when: string, waiting: string) => (channel ? `${name}, unconfirmed. ${channel}, ${when}. Waiting ${waiting}.` : `${name}, unconfirmed. ${when}. Waiting ${waiting}.`),
  unnamed: 'Somebody',
  another: (n: string, count: number) => (count === 1 ? 'And 1 more from them.' : `And ${n} more from them.`),
  more: (n: string, _count: number) => `And ${n} more, newer than these.`,
  open: 'Open',
});
