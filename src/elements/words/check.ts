import { table } from './table.js';

/** Of the small form that writes down a check of identity. */
export const checkWords = table('check', {
  method: 'How did you check?',
  goodFor: 'Good for',
  howLong: (long: string) => `On this contact, for ${long}.`,
  save: 'They passed',
  saved: 'Check noted.',
  meanwhile: (method: string, who: string | undefined) => (who ? `They were checked in the meantime: ${method}, with ${who}.` : `They were checked in the meantime: ${method}.`),
});
