import { table } from './table.js';

/** What is said about a code that goes by phone, and about whatever else somebody brings by hand. */
export const spokenWords = table('spoken', {
  colleague: 'A colleague',

  // giving
  phone: 'On the phone with them?',
  get: 'Get a code to say',
  say: 'Say this code',
  good: (until: string) => `Good once, until ${until}, while this page stays open.`,
  wrong: (who: string, n: string, count: number) => (count === 1 ? `${who} has tried a wrong one. ${n} try is left.` : `${who} has tried a wrong one. ${n} tries are left.`),
  used: (who: string) => `${who} has opened it with the code.`,
  burnt: (who: string) => `Tried wrongly three times, lastly by ${who}. The code is good no more.`,
  ended: 'The code has ended.',
  anew: 'New code',

  // taking
  enter: 'A colleague’s code, link or words',
  open: 'Open',
  left: (n: string, count: number) => (count === 1 ? `This is not the code. ${n} try is left: have it said again.` : `This is not the code. ${n} tries are left: have it said again.`),
  failed: {
    'no-answer': 'No desk answers to this code. Have it said again; the desk that gave it must stay open.',
    'code-burnt': 'This code is good no more. Ask for a new one.',
  },
});
