import { table } from './table.js';

/** Of the small forms that raise and lower a flag. */
export const flagWords = table('flag', {
  reason: 'Why should nobody pitch?',
  words: 'What should the next person know? Sales never sees this.',
  until: 'Until the end of which day?',
  untilHow: 'Left empty, it ends when support lifts it.',
  wish: 'Their own wish has no end. Only they can take it back.',
  past: 'That day is over. Until which day does it hold?',
  raise: 'Raise the flag',
  raised: 'Flag raised. Sales is told not to call, and not why.',
  because: 'Why may it be lifted?',
  theyEnded: 'Only they can end this. What did they say, and when?',
  needed: 'Please give a reason in a few words.',
  lower: 'Lift the flag',
  lowered: 'Lifted. Sales may call again where nothing else forbids it.',
  gone: 'Somebody else has lifted this in the meantime. What you typed is still here.',
});
