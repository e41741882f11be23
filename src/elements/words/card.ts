import { table } from './table.js';

/** What a card says as soon as it is shown. */
export const cardWords = table('card', {
  // the whole card
  loading: 'Reading what is known.',
  nothing: 'Nothing is known yet. What you note down here, nobody will have to ask again.',
  forget: (when: string) => `They asked to be forgotten, ${when}.`,
  unnamed: 'Name not known',

  // may I pitch
  hold: 'Do not pitch',
  why: {
    issue: (since: string) => `Open issue since ${since}. Ends when it is resolved.`,
    claimed: (since: string, until: string) => `Somebody wrote of an issue, ${since}. Ends ${until}, unless you take it up.`,
    wish: (since: string) => `Their own wish, since ${since}. Only they can end it.`,
    until: (reason: string, since: string, until: string) => `${reason}, since ${since}. Ends ${until}.`,
    lifted: (reason: string, since: string) => `${reason}, since ${since}. Ends when support lifts it.`,
  },
  reasons: {
    issue: 'An open issue',
    wish: 'Their own wish',
    complaint: 'A complaint',
    bereavement: 'A bereavement',
    vulnerability: 'Needs care',
    fraud: 'Suspected fraud',
    'life-event': 'A life event',
    other: 'A reason noted by support',
  },
  sayFirst: (say: string) => `Say first: “${say}”`,

  // who
  verified: 'Verified',
  goesBy: (name: string) => `Goes by ${name}.`,
  reached: (language: string | undefined, how: string | undefined) => (language === undefined ? `Best reached ${how}.` : how === undefined ? `${language}.` : `${language}, ${how}.`),
  since: (year: string) => `With us since ${year}.`,
  reveal: (fact: string, masked: string) => `Show ${fact.toLowerCase()} ${masked}`,
  checked: (method: string, who: string | undefined, ago: string) => (who ? `${method}, with ${who}, ${ago} ago.` : `${method}, ${ago} ago.`),
  goodFor: (what: string, left: string) => `Good for ${what} for another ${left}.`,
  everything: 'everything',
  actions: { billing: 'billing', refund: 'refund', 'change-address': 'change of address', 'change-bank': 'change of bank details' },
  matched: 'Only a number matched. It does not prove who this is.',
  elsewhere: (method: string, who: string | undefined, when: string) =>
    who ? `Checked on another contact, not good here: ${method}, with ${who}, ${when}.` : `Checked on another contact, not good here: ${method}, ${when}.`,
  expired: (method: string, when: string) => `Last checked ${when}: ${method}. No longer good.`,
  methods: {
    'otp-sms': 'One-time code',
    'otp-email': 'One-time code by email',
    otp: 'One-time code',
    'kba-dynamic': 'Questions only they can answer',
    'kba-static': 'Agreed question',
    'ani-match': 'Calling number',
    'id-document': 'Identity document',
    login: 'Signed in',
    voice: 'Voice',
  },

  // the issue
  issue: 'Open issue, in the customer’s words',
  summary: 'In short',
  from: 'From',
  waiting: (from: string, when: string, waiting: string) => `${from}, ${when}. Waiting ${waiting}.`,
  tried: 'Tried',
  found: 'Found',
  promised: 'Promised',
  offered: 'Offered',
  note: 'Note',
  mayOffer: 'You may',
  by: (words: string, who: string | undefined) => (who ? `${words} (${who})` : words),
  due: (words: string, when: string) => `${words}, by ${when}`,
  overdue: (words: string, when: string) => `${words}, was due ${when}`,
  kept: (words: string) => `${words}, kept`,
  more: (n: string, _count: number) => `And ${n} more, not shown here.`,

  // don't ask
  dontAsk: 'Don’t ask again',
  needed: 'Still needed',
  doubtful: {
    claimed: (fact: string) => `${fact}, unconfirmed`,
    stale: (fact: string) => `${fact}, maybe old`,
    disagree: (fact: string) => `${fact}, two answers`,
  },
  needsFact: (action: string, fact: string) => `${action} needs: ${fact.toLowerCase()}`,
  needsCheck: (action: string) => `${action} needs: an identity check`,
  needsStrong: (action: string) => `${action} needs: a stronger identity check`,

  // recent
  lately: 'Resolved lately',
  recent: 'Recent',
  earlier: (n: string, _count: number) => `${n} earlier`,
  handedOver: (who: string | undefined, to: string | undefined) => `${who ?? 'Somebody'} handed over${to ? ` to ${to}` : ''}`,
  call: (who: string | undefined, long: string | undefined) => ['Call', who && ` with ${who}`, long && `, ${long}`].filter(Boolean).join(''),
  keyed: (what: string) => `Keyed ${what} into the phone menu`,
  contactWith: (channel: string, who: string | undefined) => (who ? `${channel}, with ${who}` : channel),
  noted: (who: string | undefined) => (who ? `Noted by ${who}` : 'Noted'),
  resolvedBy: (who: string | undefined) => (who ? `Resolved by ${who}` : 'Resolved'),
  felt: (what: string, feeling: string) => `${what}, felt ${feeling}`,
  resolvedIn: 'Resolved.',
  again: (what: string) => `Had to repeat: ${what}.`,
  channels: {
    'web-form': 'Web form',
    phone: 'Phone',
    ivr: 'Phone menu',
    chat: 'Chat',
    email: 'Email',
    sms: 'Text message',
    letter: 'Letter',
    shop: 'Shop',
    crm: 'Customer record',
  },

  // effort, and what the rep does
  notThem: 'Not them? Back to the list',
  effort: 'What it cost the customer',
  repeats: (n: string, count: number) => (count === 1 ? `${n} repeat` : `${n} repeats`),
  transfers: (n: string, count: number) => (count === 1 ? `${n} transfer` : `${n} transfers`),
  waited: (long: string) => `${long} waiting`,
  addNote: 'Add note',
  resolve: 'Resolve',
});
