import { table } from './table.js';

/** Of the small form that writes down a check of identity. */
export const checkWords = table('check', {
  method: 'How did you check?',
  goodFor: 'Good for',
  howLong: (long: string) => `On this contact, for ${long}.`,
  save: 'They passed',
  saved: 'Check noted.',
});
