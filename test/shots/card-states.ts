/** Every state of the card. */
import type { Carrier } from '../../src/carry/carrier.js';
import type { Draft } from '../../src/model/entry.js';
import type { KeyRing } from '../../src/store/keys.js';
import { ada, card, DAY, fillUp, HOUR, ISSUE, MINUTE, open, press, reads, show, until, WORDS, write, written } from './scene.js';

const at = (ago: number): number => Date.now() - ago;
const issue: Draft = { ...ISSUE, at: at(26 * HOUR) };
const cardOf = (root: Element): Element => root.querySelector('say-once-card') as Element;

const ring = async (id: string): Promise<KeyRing> => ({ support: [{ id, key: await crypto.subtle.importKey('raw', crypto.getRandomValues(new Uint8Array(32)), 'HKDF', false, ['deriveKey', 'deriveBits']) }] });

/** Ada, known, with these on top; shown when the text is. */
const known = (more: Draft[], text: string, attributes?: string) => async (): Promise<Element> => {
  await ada(await open('support'), more);
  const { card: seen } = await card(attributes);
  await reads(seen, text);
  return seen;
};

/** The same, in a call of one's own that has just begun, with a check in it. */
const inCall = (check: Draft | undefined, text: string, attributes?: string) => async (): Promise<Element> => {
  await ada(await open('support'), [issue]);
  const { card: seen, desk } = await card(attributes);
  await desk.begin('cus_1', { channel: 'phone' });
  if (check) await desk.record('cus_1', check);
  await reads(seen, text);
  return seen;
};

const checked = (more: object): Draft => ({ kind: 'checked', method: 'otp-sms', level: 'verified', goodFor: ['billing'], until: Date.now() + 30 * MINUTE, ...more });
const promised = (due: number): Draft[] => [
  issue,
  { kind: 'step', step: 'tried', words: 'Looked for the cancellation: order of 2 Nov was never carried out.', at: at(25 * HOUR) },
  { kind: 'step', step: 'promised', words: 'An answer about the refund', due, at: at(25 * HOUR) },
];

export const cardStates: Record<string, () => Promise<unknown>> = {
  'card-loading': async () => {
    document.body.innerHTML = '<say-once audience="support"><say-once-card customer="cus_1"></say-once-card></say-once>';
  },
  'card-apart': async () => {
    document.body.innerHTML = '<say-once-card customer="cus_1"></say-once-card>';
  },
  'card-nobody': async () => reads((await card('')).card, 'Nobody is here yet'),
  'card-nothing-known': async () => reads((await card('customer="cus_9"')).card, 'Nothing is known yet'),
  'card-on-a-sales-page': async () => reads(cardOf(show('<say-once-card customer="cus_1"></say-once-card>', 'sales')), 'This card is for support'),
  'card-no-key': async () => reads(cardOf(show('<say-once-card customer="cus_1"></say-once-card>', 'support', '')), 'This desk has no key'),
  'card-wrong-key': async () => {
    await ada(await open('support', { keys: await ring('k1') }));
    const root = show('<say-once-card customer="cus_1"></say-once-card>', 'support', '');
    root.keys = await ring('k2');
    await reads(cardOf(root), 'does not have');
  },
  'card-memory-only': async () => {
    IDBFactory.prototype.open = () => {
      throw new DOMException('refused', 'SecurityError');
    };
    const { card: seen, desk } = await card();
    await ada(desk, [issue]);
    await reads(seen, 'keeps nothing just now');
  },
  'card-not-saved': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    fillUp();
    await press(seen, 'Add note');
    await write(seen, 'Called back, nobody answered.');
    await press(seen, 'Save note');
    await reads(seen, 'Kept in this page only');
  },
  'card-known': known([], 'Ada Okafor'),
  'card-unverified-issue': known([issue], 'Open issue'),
  'card-verified': inCall(checked({}), 'Verified', 'customer="cus_1" action="refund"'),
  'card-name-focused': async () => ((await inCall(checked({}), 'Verified')()) as HTMLElement).focus(),
  'card-number-matched': inCall(checked({ method: 'ani-match', level: 'matched', goodFor: ['*'] }), 'Only a number matched'),
  'card-check-expired': inCall(checked({ at: at(2 * HOUR), until: at(90 * MINUTE) }), 'No longer good'),
  'card-checked-elsewhere': async () => {
    const other = await open('support');
    await ada(other, [issue]);
    await other.begin('cus_1', { channel: 'phone' });
    await other.record('cus_1', checked({ level: 'strong', goodFor: ['*'] }));
    const { card: seen, desk } = await card('customer="cus_1" action="billing"');
    await desk.begin('cus_1', { channel: 'phone' });
    await reads(seen, 'Checked on another contact');
  },
  'card-promise': known(promised(Date.now() + DAY), 'An answer about the refund'),
  'card-promise-overdue': known(promised(at(5 * HOUR)), 'was due'),
  'card-several-issues': known([issue, { ...ISSUE, words: 'The router you sent does not fit the socket.', topic: 'delivery', at: at(2 * HOUR) }], 'The router you sent'),
  'card-own-wish': known([{ kind: 'flag', flag: 'do-not-pitch', reason: 'wish', at: at(40 * DAY) }], 'Their own wish'),
  'card-flags': known([issue, { kind: 'flag', flag: 'do-not-pitch', reason: 'bereavement', until: Date.now() + 30 * DAY, at: at(2 * DAY) }], 'A bereavement'),
  'card-resolved-lately': async () => {
    const desk = await open('support');
    await ada(desk);
    const { stamp } = await desk.record('cus_1', issue);
    await desk.record('cus_1', { kind: 'resolved', answers: [stamp], outcome: 'The bill is waived, the line is closed.', at: at(HOUR) });
    await reads((await card()).card, 'Resolved lately');
  },
  'card-effort': async () => {
    await ada(await open('support'), [issue, { kind: 'told', fact: 'account', value: '4821-77', at: at(25 * HOUR), contact: 'call-2', chain: 'call-2', channel: 'phone' }, { kind: 'asked', fact: 'bday', at: at(25 * HOUR), contact: 'call-2', chain: 'call-2', channel: 'phone' }, { kind: 'contact', phase: 'waited', seconds: 840, at: at(25 * HOUR), contact: 'call-2', chain: 'call-2', channel: 'phone' }]);
    await reads((await card()).card, '14 min waiting');
  },
  'card-doubtful-facts': known([{ kind: 'told', fact: 'tel', value: '020 7946 0111', at: at(HOUR), channel: 'web-form' }, { kind: 'told', fact: 'order', value: 'B-77', at: at(HOUR), channel: 'ivr' }], 'Don’t ask again'),
  'card-forgotten': async () => {
    // A ring that may not erase: then it is written down as asked for, and somebody who may executes it.
    const keys = await ring('k1');
    const desk = await open('support', { keys });
    await ada(desk, [issue]);
    await desk.forget('cus_1');
    const root = show('<say-once-card customer="cus_1"></say-once-card>', 'support', '');
    root.keys = keys;
    await reads(cardOf(root), 'They asked to be forgotten');
  },
  'card-candidates': async () => {
    const desk = await open('support');
    await ada(desk);
    await written(desk);
    await reads((await card('phone="(020) 7946-0946"')).card, 'Several customers fit');
  },
  'card-nobody-fits': async () => reads((await card('phone="020 7946 0000"')).card, 'Nobody known fits'),
  'card-suspected-double': async () => {
    const desk = await open('support');
    await ada(desk);
    await written(desk);
    await reads((await card()).card, 'Unconfirmed: somebody told us this');
  },
  'card-linking': async () => {
    await cardStates['card-suspected-double']?.();
    await press(cardOf(document.body), 'Link');
    await reads(cardOf(document.body), 'Why are they the same person?');
  },
  'card-note': async () => {
    const seen = await inCall(checked({}), 'Verified')();
    await press(seen, 'Add note');
    await write(seen, 'Called back, nobody answered.');
  },
  'card-note-empty': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    await press(seen, 'Add note');
    await press(seen, 'Save note');
    await reads(seen, 'Please write something first');
  },
  'card-note-saved': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    await press(seen, 'Add note');
    await write(seen, 'Called back, nobody answered.');
    await press(seen, 'Save note');
    await reads(seen, 'Note saved.');
  },
  'card-resolving': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    await press(seen, 'Resolve');
    await reads(seen, 'How was it resolved?');
  },
  'card-fact': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    await press(seen, 'Name');
    await reads(seen, 'The customer had to repeat this');
  },
  'card-revealed': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    await press(seen, '••• 0946');
    await reads(seen, '020 7946 0946');
  },
  'card-trying': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    await press(seen, 'Add what was tried');
    await write(seen, 'Found the order of 2 Nov.');
  },
  'card-promising': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    await press(seen, 'Promise');
    await write(seen, 'An answer about the refund');
    await press(seen, 'Save promise');
    await reads(seen, 'Please say by when.');
  },
  'card-promise-kept': async () => {
    const seen = await known(promised(Date.now() + DAY), 'An answer about the refund')();
    await press(seen, 'Mark as kept');
    await write(seen, 'Told her that the refund is on its way.');
    await press(seen, 'Promise kept');
    await reads(seen, 'Saved as kept.');
  },
  'card-checking': async () => {
    const seen = await inCall(undefined, 'Open issue', 'customer="cus_1" action="refund"')();
    await press(seen, 'an identity check');
    await reads(seen, 'How did you check?');
  },
  'card-check-ending': inCall(checked({ until: Date.now() + 55_000 }), 'for another'),
  'card-flagging': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    await press(seen, 'Raise a flag');
    await reads(seen, 'Why should nobody pitch?');
  },
  'card-lifting': async () => {
    const seen = await known([issue, { kind: 'flag', flag: 'do-not-pitch', reason: 'complaint', words: 'She was cut off twice.', at: at(2 * DAY) }], 'A complaint')();
    await press(seen, 'Lift it');
    await reads(seen, 'Why may it be lifted?');
  },
  'card-lifted-meanwhile': async () => {
    const seen = await known([issue, { kind: 'flag', flag: 'do-not-pitch', reason: 'complaint', at: at(2 * DAY) }], 'A complaint')();
    await press(seen, 'Lift it');
    await reads(seen, 'Why may it be lifted?');
    const desk = await open('support');
    await desk.record('cus_1', { kind: 'lowered', answers: [(await desk.read('cus_1')).flags[0]?.stamp ?? ''] });
    await reads(seen, 'in the meantime');
  },
  'card-correcting': async () => {
    const seen = await inCall(undefined, 'Open issue')();
    await press(seen, 'Account');
    await press(seen, 'Correct');
    await reads(seen, 'what is right?');
  },
  'card-long-words': known([{ ...ISSUE, words: `${WORDS} `.repeat(30), at: at(HOUR) }], 'There is more.'),
  'card-history': async () => {
    const seen = await known([issue, ...promised(at(5 * HOUR)).slice(1)], 'Recent')();
    await press(seen, 'All of the history');
    await reads(seen, 'All of it is shown.');
  },
  'card-history-nothing-found': async () => {
    const seen = await known([issue], 'Recent')();
    await press(seen, 'All of the history');
    const field = await until(() => seen.shadowRoot?.querySelector<HTMLInputElement>('[name=find]'), 'a field');
    field.value = 'zebra';
    field.dispatchEvent(new InputEvent('input', { bubbles: true }));
    await reads(seen, 'Nothing says that.');
  },
  'card-offline': async () => {
    Object.defineProperty(navigator, 'onLine', { value: false });
    const carrier: Carrier = { name: 'relay', publish: async () => Promise.reject(new Error('away')), feed: (_box, _after, _take, signal) => new Promise((done) => signal.addEventListener('abort', () => done())), erase: async () => 0, close: () => {} };
    const desk = await open('support', { carriers: [carrier] });
    await ada(desk, [issue]);
    const root = show('<say-once-card customer="cus_1"></say-once-card>', 'support', '');
    root.touchpoint = desk;
    await reads(cardOf(root), 'Offline.');
  },
  'card-long-texts': known([{ kind: 'told', fact: 'name', value: 'Wolfeschlegelsteinhausenbergerdorff-Okafor '.repeat(4), at: at(HOUR) }, { ...ISSUE, words: 'Donaudampfschifffahrtsgesellschaftskapitän '.repeat(30), at: at(HOUR) }, { kind: 'step', step: 'tried', words: 'https://example.invalid/a/very/long/address/'.repeat(6), at: at(HOUR) }], 'Open issue'),
};
