import { table } from './table.js';

/** What a customer reads about what is known of them. */
export const mineWords = table('mine', {
  heading: 'What this page knows about you',
  kept: (days: string) => `Kept in this browser for ${days}. Nobody else reads it here.`,
  memory: 'This browser keeps nothing just now: it is gone when you close the page.',
  nothing: 'This page knows nothing about you.',
  fact: (label: string, where: string) => `${label}. ${where}`,
  old: (label: string, where: string) => `${label}. ${where}, may be old`,
  issue: (where: string) => `Your open question. ${where}`,
  /** of a question: an order number */
  about: (label: string, value: string) => `${label}: ${value}`,
  wish: 'You asked not to be called with offers.',
  question: (words: string) => `“${words}”`,
  change: 'Change',
  changeWhat: (label: string) => `Change: ${label}`,
  withdraw: 'Withdraw',
  withdrawWhat: (what: string) => `Withdraw: ${what}`,
  /** of the fact `reach`, as its owner reads it */
  reach: 'How to reach you',
  right: (label: string) => `What is right? ${label}`,
  save: 'Save',
  keep: 'Keep it',
  /** before an open question is taken back */
  sure: 'Take this question back? Nobody will answer it then.',
  takeBack: 'Take it back',
  all: 'You can take back any of it.',
  forget: 'Forget me',
  /** before everything is forgotten */
  last: 'This page forgets all of it at once, and takes back what you said here. Where it went from here, we ask to forget it too. This cannot be undone.',
  changed: (label: string) => `Changed: ${label}`,
  withdrawn: (label: string) => `Taken back: ${label}`,
  questionWithdrawn: 'Your question is taken back.',
  stays: (label: string) => `You took it back, but it was told elsewhere too, so it stays: ${label}`,
  cut: 'A number that must not be kept was cut out.',
  unsaved: 'Done on this page only: this browser could not save it.',
  empty: 'Nothing was typed. To take it back, choose “Withdraw”.',
  failed: (code: string) => `This could not be done (${code}). Nothing was changed.`,
});
