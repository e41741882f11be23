import { table } from './table.js';

/** What a guard says as soon as it is shown. It says nothing that could tell why. */
export const guardWords = table('guard', {
  held: 'Held',
  hold: 'Do not pitch',
  unchecked: 'Not checked',
  clear: 'Free to call.',
});
