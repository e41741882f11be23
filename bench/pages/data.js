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
/**
 * Parts of sentences. There are enough of them that text repeats about as little as people do: a database compresses what
 * repeats, and twelve sentences over and over would be pressed to nothing.
 */
const parts = (text) => text.split('; ');
const WHAT = parts('the bill for March; a second invoice; my new router; the parcel with the lamp; that engineer visit; the deposit from the old flat; a letter about arrears; the direct debit; our landline; the meter in the cellar; the loyalty voucher; my late husband’s contract; the mobile tariff; the cracked screen; the refund for two tickets; the monthly paper; the welcome package; my password letter; the boiler cover; a charge I cannot place; the broadband in the back room; the booking reference; the return label; an upgrade nobody ordered; the final reading; the spare SIM; the youth discount; the gift card; the sofa in grey; the appointment slip');
const DID = parts('was charged twice; never turned up; came back damaged; keeps dropping after supper; went to the wrong house; has been put off again; does not match what was agreed; shows another name; was promised by Friday; stopped on the ninth; arrived without its cable; is still under dispute; cannot be found in the account; was sent to our former address; blinks red all night; has doubled since spring; was cancelled by mistake; is printed far too small to read; went through before I confirmed; says unknown sender; took three calls already; was left in the rain; runs out next week; needs a signature; sounds like a recording');
const WHO = parts('the young man in the shop; somebody on the night line; a lady called Moira; your colleague in Leeds; the driver; the chat window; my neighbour; the bank; the depot; a text message; the surveyor; the web page; an automatic voice; the branch manager; the housing office; my daughter; the person before you; the post office; the insurer; nobody at all');
const SAID = parts('told me to wait; said it was sorted; asked for the number again; wanted a photograph; hung up halfway; could not see the notes; promised a call; blamed the weather; read out another address; knew nothing of it; offered half of it back; sent me round in circles; wrote that it was closed; needed two more days; had no record; gave me a code that fails; swore it was posted; passed me to billing; apologised twice; could only take messages');
const WISH = parts('please write it down once; I work afternoons; a letter would be best; I cannot stay on hold; mornings suit me; it worries my mother; we leave on Sunday; the deadline is close; I would rather not pay first; speak to my son if need be; I have the receipt; the dog barks at strangers; the lift is broken; ring twice; no email please; large print if you can; it is the third time; I only want what was agreed; tell the next person; a plain answer would do');
const ACT = parts('restarted the line from here; compared both invoices; asked the depot to look; sent the form again by post; noted the reading; checked with the bank desk; opened a trace; moved the visit; read the terms aloud; took a photograph into the file; corrected the spelling; lifted the late fee; rang the driver; set the tariff back; put a stop on the debit; measured the signal; booked the morning slot; looked through earlier contacts; tried the other account; swapped the device');
const FOUND = parts('the old number was still on it; a digit was missing; the queue is four days long; the first payment was there all along; the address had two entries; the part is out of stock; the discount ended in error; the visit was booked for another flat; nothing was wrong on our side; the scan happened in Hull; the contract renews by itself; the link had expired; someone had closed it too early; the meter was read upside down; the carrier lost the pallet; the fee belongs to another order; two people share the name; the router was never activated; the refund sits with the bank; the note was in the wrong file');
const NEXT = parts('will ring before noon; a new one leaves tonight; the customer keeps the receipt; waiting for the depot; to be looked at on Monday; handed on with the photographs; nothing more is needed from them; agreed to try once more; the rest goes by letter; billing decides; they were glad; a colleague takes it from here; promised in writing; left the case open; checked again tomorrow; told them the date twice; the amount is under review; the box goes back free; they would like silence until then; closed if it holds a week');

const pick = (list, next) => list[Math.floor(next() * list.length)];

/** A sentence of the customer's own; what a rep did about it. */
const sentence = (next) => `Hello, ${pick(WHAT, next)} ${pick(DID, next)}; ${pick(WHO, next)} ${pick(SAID, next)}, and ${pick(WISH, next)}.`;
const deed = (next) => `We ${pick(ACT, next)}: ${pick(FOUND, next)}; ${pick(NEXT, next)}.`;

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
      return { kind: 'issue', words: sentence(next), topic: pick(TOPICS, next), summary: `${pick(WHAT, next)} ${pick(DID, next)}`, by: ANA };
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
