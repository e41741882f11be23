import { table } from './table.js';

/** What is said while a customer passes from one desk to another. */
export const transferWords = table('transfer', {
  somebody: 'a customer',
  colleague: 'A colleague',

  // giving
  give: (name: string) => `Transfer ${name}`,
  goes: (until: string) => `Their check is good until ${until}, and goes with them.`,
  to: 'To',
  person: 'A person…',
  whom: 'Who?',
  read: 'They will read, before hello',
  note: 'Anything else, in a line',
  seconds: (n: string, _count: number) => `About ${n} seconds to say`,
  handOver: 'Hand over',
  choose: 'Choose where to first.',
  cancel: 'Cancel',

  // waiting
  handed: (to: string) => `Handed to ${to}`,
  steps: 'What became of it',
  offered: (to: string) => `Offered to ${to}`,
  opened: (who: string) => `${who} is reading it`,
  accepted: (who: string) => `${who} has it`,
  declined: (who: string) => `${who} cannot take it`,
  readBy: (who: string) => `${who} read it back`,
  readWith: (who: string, n: string, count: number) => (count === 1 ? `${who} read it back, ${n} correction or addition` : `${who} read it back, ${n} corrections or additions`),
  /** nothing connected them to the first who did */
  also: (who: string) => `${who} took it too, without knowing`,
  expired: 'Nobody took it in time',
  waiting: (until: string) => `Nobody has taken it yet. It can be taken until ${until}.`,
  corrected: (who: string) => `${who} corrected or added`,
  unread: 'Not read back',
  because: 'Because',
  copy: 'Copy link',
  copied: 'The link is copied.',
  picture: 'QR code',
  pictured: 'For the camera of another machine. It holds only what is needed first, and proves nothing.',
  tooLong: 'This does not fit into a QR code. Copy the link instead.',
  done: 'Done',
  again: 'Offer again',

  // taking
  take: (who: string, name: string) => `${who} hands you ${name}`,
  themselves: (name: string) => `${name} comes to you with what they told us`,
  claim: 'Nothing proves who sent this. Take it as a claim.',
  ends: (until: string) => `Yours to take until ${until}.`,
  readBack: 'Read back',
  dontAsk: 'Don’t ask again',
  fix: 'Correct',
  correctThis: (point: string) => `Correct: ${point}`,
  right: (point: string) => `What is right instead of: ${point}`,
  leave: 'Leave as it was',
  leaveThis: (point: string) => `Leave as it was: ${point}`,
  correct: 'Anything to add, in a line',
  cannot: 'Can’t take it',
  reason: 'Not now.',
  have: 'I have it',
  taken: (name: string) => `You have ${name} now.`,
  passed: 'You left it to others.',

  failed: {
    taken: 'Somebody else has taken it already.',
    expired: 'Nobody took it in time. Ask for a new one.',
    forgotten: 'This customer was forgotten. Nothing was changed.',
  },
  failure: (code: string) => `That did not work (${code}). Nothing was changed.`,
});
