/**
 * Every word that our elements say, in English. Another language replaces the tables (`replaceWords`), or any part.
 * Sentences are whole: a function gets names, values and times as they are to be shown, and no sentence is put
 * together from pieces. One table an element, so that a page downloads only what it shows.
 */
import type { NamedDay } from './when.js';

export const commonWords = {
  /** how times, numbers and lists are written */
  locale: 'en-GB',
  dayTime: (day: string, time: string) => `${day} ${time}`,
  moment: 'a moment',
  seconds: (n: string) => `${n} s`,
  minutes: (n: string) => `${n} min`,
  hours: (n: string) => `${n} h`,
  days: (n: string) => `${n} days`,
};

const on = ({ text, beside }: NamedDay): string => (beside ? text : `on ${text}`);

export const cardWords = {
  // the whole card
  loading: 'Reading what is known.',
  apart: 'This card is not connected. It belongs inside <say-once>.',
  nobody: 'Nobody is here yet. When somebody is, what they said before will stand in this place.',
  nothing: 'Nothing is known yet. What you note down here, nobody will have to ask again.',
  notHere: 'This card is for support. On this page, nothing of it is shown.',
  keyRequired: 'This desk has no key. Sign in, and what is known will open.',
  wrongKey: 'This was sealed with a key that this desk does not have. Nothing is lost: sign in with the right one.',
  broken: 'What is stored about this customer cannot be read. It was left as it is.',
  failed: (code: string) => `This could not be done (${code}). Nothing was changed.`,
  memory: 'Not saved: this browser keeps nothing just now. What you write here lasts until the page is closed.',
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
  } as Record<string, string>,
  sayFirst: (say: string) => `Say first: “${say}”`,

  // who
  verified: 'Verified',
  goesBy: (name: string) => `Goes by ${name}.`,
  reached: (language: string | undefined, how: string | undefined) => `${[language, how].filter(Boolean).join(', ')}.`,
  since: (year: string) => `With us since ${year}.`,
  reveal: (label: string) => `Show ${label.toLowerCase()}`,
  notRevealed: 'It could not be recorded that you looked, so it stays hidden.',
  checked: (method: string, who: string | undefined, ago: string) => (who ? `${method}, with ${who}, ${ago} ago.` : `${method}, ${ago} ago.`),
  goodFor: (what: string, left: string) => `Good for ${what} for another ${left}.`,
  everything: 'everything',
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
  } as Record<string, string>,

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
  more: (n: string) => `And ${n} more, not shown here.`,

  // others who may be them
  candidates: 'Not linked to anybody',
  candidate: (channel: string | undefined, when: string, matched: string) => `Unconfirmed: somebody wrote this${channel ? ` (${channel.toLowerCase()})` : ''}, ${when}, and gave the same ${matched}.`,
  link: 'Link',
  several: (n: number) => (n === 1 ? 'One customer fits. A match proves nothing: ask before you open.' : 'Several customers fit. A match proves nothing: ask before you open.'),
  noMatch: 'Nobody known fits. What they tell you now will be kept.',
  fits: (what: string) => `Same ${what}, confirmed earlier.`,
  fitsUnproven: (what: string) => `Same ${what}, but only claimed.`,
  fitsShared: (what: string) => `Same ${what}, which several people use.`,
  wrote: (when: string) => `Unconfirmed, ${when}:`,
  open: 'Open',
  notThem: 'Not them? Back to the list',

  // don't ask
  dontAsk: 'Don’t ask again',
  doubtful: {
    claimed: (fact: string) => `${fact}, unconfirmed`,
    stale: (fact: string) => `${fact}, maybe old`,
    disagree: (fact: string) => `${fact}, two answers`,
  },
  needsFact: (action: string, fact: string) => `${action} needs: ${fact.toLowerCase()}`,
  needsCheck: (action: string) => `${action} needs: an identity check`,
  needsStrong: (action: string) => `${action} needs: a stronger identity check`,
  toldBy: (where: string | undefined, when: NamedDay) => (where ? `${where}, ${when.text}` : `Told ${on(when)}`),
  repeated: 'The customer had to repeat this',

  // recent
  recent: 'Recent',
  earlier: (n: string) => `${n} earlier`,
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
  } as Record<string, string>,

  // effort, and what the rep does
  effort: 'What it cost the customer',
  repeats: (n: string, one: boolean) => (one ? `${n} repeat` : `${n} repeats`),
  transfers: (n: string, one: boolean) => (one ? `${n} transfer` : `${n} transfers`),
  waited: (long: string) => `${long} waiting`,
  addNote: 'Add note',
  resolve: 'Resolve',
};

/** Only of the small forms a card opens. */
export const actionWords = {
  note: 'A note for whoever comes next',
  saveNote: 'Save note',
  outcome: 'How was it resolved? The next person reads this.',
  resolve: 'Resolved',
  because: 'Why are they the same person?',
  becauseHint: (matched: string) => `The same ${matched}, and …`,
  link: 'Link them',
  cancel: 'Cancel',
  claimed: (where: string) => `${where}, unconfirmed`,
  needed: 'Please give a reason in a few words.',
  noted: 'Note saved.',
  resolved: 'Resolved. Sales may call again where nothing else forbids it.',
  linked: 'Linked. It can be taken back.',
  counted: 'Counted. Thank you for saying so.',
  unsaved: 'Kept in this page only: it could not be saved. Do not close the page.',
  cut: 'A number that must not be kept was cut out.',
  gone: 'This was resolved in the meantime. What you typed is still here.',
  failed: (code: string) => `Not saved (${code}). What you typed is still here.`,
};

export const formWords = {
  welcome: (name: string | undefined) => (name ? `Welcome back, ${name}. We filled in what you told us before.` : 'Welcome back. We filled in what you told us before.'),
  ask: (name: string | undefined) => (name ? `Welcome back, ${name}. Please look whether this is still right.` : 'Welcome back. Please look whether this is still right.'),
  notYou: 'Not you?',
  cleared: 'Cleared. What you typed yourself is still there.',
  told: (when: NamedDay) => `You told us ${on(when)}`,
  keyed: (when: NamedDay) => `You keyed it into the phone menu ${on(when)}`,
  call: ({ text, beside }: NamedDay) => (beside ? `From your call ${text}` : `From your call on ${text}`),
  known: 'From what we have on file',
  /** around the value, which is shown between the two */
  still: ['Is ', ' still right?'] as readonly [string, string],
  gave: (year: string) => `You gave it in ${year}.`,
  otherwise: 'We have heard different answers.',
  use: 'Use it',
};

export const guardWords = {
  held: 'Held',
  hold: 'Do not pitch',
  holdTo: (name: string) => `Do not pitch to ${name}`,
  lifted: (since: NamedDay, review: string) => `Since ${since.text}. Ends when support lifts it. ${review}`,
  until: (since: NamedDay, until: NamedDay, review: string) => `Since ${since.text}, until ${until.text}. ${review}`,
  review: (when: NamedDay) => `Look again ${on(when)}.`,
  must: 'If you must speak',
  say: 'Offer nothing, ask nothing. Say that you will call another day.',
  welcome: 'Welcome',
  service: 'Service calls by support.',
  unchecked: 'Not checked',
  uncheckedWhy: 'Nobody can tell just now whether this call is welcome. It opens by itself once that is known.',
  clear: 'Free to call.',
  close: 'Close',
};

/** The names of facts, as a rep and a customer know them. */
export const factWords: Record<string, string> = {
  name: 'Name',
  'given-name': 'First name',
  'family-name': 'Last name',
  nickname: 'Goes by',
  account: 'Account',
  tel: 'Phone',
  email: 'Email',
  address: 'Address',
  'street-address': 'Address',
  'postal-code': 'Postcode',
  'address-level2': 'Town',
  country: 'Country',
  bday: 'Date of birth',
  order: 'Order',
  organization: 'Company',
  language: 'Language',
  reach: 'How to reach them',
};

const tables = { common: commonWords, card: cardWords, action: actionWords, form: formWords, guard: guardWords, facts: factWords };

/** All words, by table. */
export type Words = typeof tables;

/** Puts other words in the place of ours: a whole language, or one sentence. Call it before the elements are shown. */
export function replaceWords(words: { [T in keyof Words]?: Partial<Words[T]> }): void {
  for (const [table, replacement] of Object.entries(words)) Object.assign(tables[table as keyof Words], replacement);
}
