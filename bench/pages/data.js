/** Invented people and what they said: the same in every run, every page and every contestant. About 350 bytes an entry. */
import { fold } from 'say-once-src/model/fold.ts';

const DAY = 86_400_000;

/** The last sixty days, so that nothing has been kept long enough to be swept while it is measured. */
const START = Math.floor(Date.now() / DAY) * DAY - 60 * DAY;

/** mulberry32: small, fast, the same everywhere. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) | 0;
    let t = Math.imul(state ^ (state >>> 15), 1 | state);
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t;
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296;
  };
}

const GIVEN = ['Ruth', 'Tomas', 'Aylin', 'Priya', 'Joseph', 'Mei', 'Callum', 'Fatima', 'Nils', 'Beatriz', 'Owen', 'Hana', 'Samuel', 'Ines', 'Viktor', 'Leila'];
const FAMILY = ['Okafor', 'Lindqvist', 'Demir', 'Raman', 'Whitfield', 'Chen', 'Mackay', 'Haddad', 'Berger', 'Carvalho', 'Pritchard', 'Novak', 'Adeyemi', 'Moreau', 'Petrov', 'Karimi'];
const STREETS = ['Mill Lane', 'Station Road', 'Harbour Street', 'Orchard Close', 'Bridge Walk', 'Chapel Hill'];
const TOPICS = ['billing', 'delivery', 'broadband', 'moving house', 'meter reading', 'cancellation'];
const WORDS = [
  'the bill for last month was charged twice and the second one came out of the wrong account',
  'the engineer did not come on the day that was promised and nobody rang to say so',
  'the connection drops every evening after supper and comes back late at night',
  'I have moved to a new flat and the old address is still on every letter',
  'the parcel was left with a neighbour I do not know and now it cannot be found',
  'I was told that the deposit would be back within a week and that was a month ago',
  'the meter shows something other than the letter says, I have sent a picture of it',
  'my mother needs large print and keeps getting the small letters',
  'the new router has a red light and the leaflet does not say what that means',
  'I only want to know whether the contract ends by itself or has to be cancelled',
  'the discount that was agreed on the phone is not on the first invoice',
  'the appointment has to be in the afternoon because of work',
];
const DONE = [
  'restarted the line from here and asked the customer to leave the router off for ten minutes',
  'looked through the invoices with the customer and marked the one that is in dispute',
  'asked the depot to call back, they have a queue and will do it before the end of the day',
  'sent the form again by post because the link in the message had run out',
  'explained how the final reading works and noted the one that was read out over the phone',
  'checked the account, the payment is there but was booked under the old number',
];

const pick = (list, next) => list[Math.floor(next() * list.length)];

/** A sentence of the customer's own; what a rep did about it. */
const sentence = (next) => `Hello, ${pick(WORDS, next)}.`;
const deed = (next) => `We ${pick(DONE, next)}.`;

export const customerId = (i) => `cus_${i}`;
export const nameOf = (i) => GIVEN[i % GIVEN.length];
export const phoneOf = (i) => `+447${String(400_000_000 + i * 37)}`;
export const accountOf = (i) => `${String(1000 + (i % 9000))}-${String(100 + Math.floor(i / 9000))}`;

const stampOf = (at, i) => `${at.toString(36).padStart(9, '0')}000${i.toString(36).padStart(6, '0')}bench0`;

const ANA = { audience: 'support', id: 'rep-17', label: 'Ana' };
const MENU = { audience: 'support', id: 'ivr' };

/** What is told at the start: who they are. */
const FACTS = [
  ['given-name', (i) => nameOf(i)],
  ['family-name', (i) => FAMILY[Math.floor(i / 16) % FAMILY.length]],
  ['tel', (i) => phoneOf(i)],
  ['account', (i) => accountOf(i)],
  ['email', (i) => `${nameOf(i)}.${i}@example.com`.toLowerCase()],
  ['street-address', (i) => `${(i % 80) + 1} ${STREETS[i % STREETS.length]}`],
];

/** One contact after the other, twelve entries each; what is needed is resolved, but for the newest. */
function body(i, k, count, next, told) {
  if (k < FACTS.length) {
    const [fact, value] = FACTS[k];
    return { kind: 'told', fact, value: value(i), class: 'person', ...(fact === 'tel' ? { e164: phoneOf(i) } : {}), by: MENU };
  }
  const turn = (k - FACTS.length) % 12;
  switch (turn) {
    case 0:
      return { kind: 'contact', phase: 'began', by: MENU };
    case 1:
      return { kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['*'], until: told.at + 30 * 60_000, by: MENU };
    case 2:
      return { kind: 'used', fact: 'account', value: accountOf(i), by: ANA };
    case 3:
      return { kind: 'issue', words: sentence(next), topic: pick(TOPICS, next), summary: pick(DONE, next), by: ANA };
    case 9:
      return { kind: 'felt', felt: 'worn out, but glad that somebody had read what was said before', by: ANA };
    case 10:
      return told.issue !== undefined && k + 12 < count ? { kind: 'resolved', answers: [told.issue], outcome: deed(next), by: ANA } : { kind: 'step', step: 'note', words: deed(next), by: ANA };
    case 11:
      return { kind: 'contact', phase: 'ended', seconds: 120 + Math.floor(next() * 900), by: ANA };
    default:
      return { kind: 'step', step: turn === 4 ? 'tried' : turn === 5 ? 'found' : 'note', words: turn === 4 ? `${deed(next)} ${sentence(next)}` : deed(next), by: ANA, ...(told.issue === undefined ? {} : { issue: told.issue }) };
  }
}

/** All entries of customer number `i`, oldest first. */
export function entriesOf(i, count) {
  const next = random(i + 1);
  const told = { at: 0, issue: undefined };
  const gap = Math.floor((59 * DAY) / Math.max(count, 100));
  return Array.from({ length: count }, (_, k) => {
    const at = START + k * gap + Math.floor(next() * gap);
    const stamp = stampOf(at, i);
    told.at = at;
    const contact = `call-${i.toString(36)}-${Math.floor((k + FACTS.length) / 12)}`;
    const entry = { ...body(i, k, count, next, told), stamp, customer: customerId(i), at, channel: 'phone', contact, chain: contact };
    if (entry.kind === 'issue') told.issue = stamp;
    return entry;
  });
}

/** What a contestant gets to import: entries, and, for those that have no fold of their own, what they fold to. */
export function documentOf(i, count) {
  const customer = customerId(i);
  const entries = entriesOf(i, count);
  return { customer, entries };
}

/** The card of a customer, and what it is found by: for everybody who does not fold. */
export function cardOf({ customer, entries }, i) {
  const { context } = fold(entries, { customer });
  return { customer, marks: [`tel:${phoneOf(i)}`, `account:${accountOf(i)}`, `email:${nameOf(i).toLowerCase()}.${i}@example.com`], count: entries.length, context };
}

let said = 0;

/** What a rep writes down now. */
export const draft = () => ({ kind: 'step', step: 'note', words: `${++said}: ${deed(random(said))} ${sentence(random(said + 7))}` });

/** The same as an entry, for those who have no touchpoint that makes one. */
export function entryNow(customer) {
  const at = Date.now();
  return { ...draft(), stamp: `${at.toString(36).padStart(9, '0')}${(said % 46_000).toString(36).padStart(3, '0')}node00000001`, customer, at, by: ANA, channel: 'phone', contact: 'call-now', chain: 'call-now' };
}

/** The context after one more entry, cheaply and honestly: counted, dated, and among what happened lately. */
export function after(card, entry) {
  const { context } = card;
  const { kind, at, stamp, by, words, step } = entry;
  const recent = [{ kind, at, stamp, by, words: words.slice(0, 200), step }, ...context.recent].slice(0, Math.max(context.recent.length, 1));
  return { ...card, count: card.count + 1, context: { ...context, entries: context.entries + 1, last: at, recent } };
}
