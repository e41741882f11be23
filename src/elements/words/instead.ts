import { table } from './table.js';

/** What a card says instead, where there is none to show. */
export const insteadWords = table('instead', {
  apart: 'This card is not connected. It belongs inside <say-once>.',
  nobody: 'Nobody is here yet. When somebody is, what they said before will stand in this place.',
  notHere: 'This card is for support. On this page, nothing of it is shown.',
  keyRequired: 'This desk has no key. Sign in, and what is known will open.',
  wrongKey: 'This was sealed with a key that this desk does not have. Nothing is lost: sign in with the right one.',
  broken: 'What is stored about this customer cannot be read. It was left as it is.',
  failed: (code: string) => `This could not be done (${code}). Nothing was changed.`,
  memory: 'Not saved: this browser keeps nothing just now. What you write here lasts until the page is closed.',
  offline: 'Offline. What you record is kept on this machine, and goes to the others when the network is back.',
  refused: 'The company’s relay does not let this desk in. Sign in again: until then it hears nothing from the others, and what you record is kept on this machine.',
  kept: (code: string) => `The company’s relay does not take some of what was recorded here (${code}): the others do not have it. It is kept on this machine, and sent again. Tell whoever runs the relay.`,
  copied: 'Copied.',
  notRevealed: 'It could not be recorded that you looked, so it stays hidden.',
});
