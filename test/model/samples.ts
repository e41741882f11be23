/** One entry of each kind with everything it may hold, as a border would let it in. */
import type { Entry, Kind } from '../../src/model/entry.js';
import { stampOf } from './generate.js';
import { ANA, START } from './scene.js';

const S = stampOf(START, 1, 1);

const fields: { [K in Kind]: Omit<Extract<Entry, { kind: K }>, 'kind' | 'stamp' | 'customer' | 'at' | 'by'> } = {
  told: { fact: 'tel', value: '020 7946 0018', class: 'person', e164: '+442079460018', issue: S, confirms: true, answers: [S] },
  used: { fact: 'account', value: '4821-77' },
  asked: { fact: 'account' },
  checked: { method: 'otp-sms', level: 'verified', goodFor: ['refund'], until: START },
  issue: { words: 'My line is dead.', topic: 'outage', product: 'broadband', summary: 'No sync' },
  resolved: { answers: [S], outcome: 'Fixed' },
  step: { step: 'promised', words: 'I call you back.', issue: S, due: START, answers: [S] },
  contact: { phase: 'ended', seconds: 90 },
  felt: { felt: 'relieved' },
  flag: { flag: 'do-not-pitch', reason: 'wish', words: 'No more calls', scope: { channels: ['phone'], products: ['tv'] }, from: START, until: START, review: START },
  lowered: { answers: [S], because: 'She asked' },
  held: { cause: 'q', digests: ['d'], from: '2026-11-21', until: '2026-11-30', review: '2026-11-28', scope: { channels: ['phone'] } },
  released: { cause: 'q', answers: [S] },
  handoff: { offer: 'o', state: 'offered', to: 'billing', note: 'Please', readBack: 'Yes', because: 'full' },
  linked: { with: 'prov_9', because: 'same voice', matchedOn: ['tel'] },
  unlinked: { with: 'prov_9', answers: [S], because: 'not the same' },
  withdrawn: { answers: [S], forget: true },
  undone: { answers: [S], because: 'a mistake' },
  revealed: { fact: 'account' },
  overridden: { because: 'They asked for the call' },
  struck: { answers: [S], was: 'told', because: 'a card number' },
};

export const MAY_BE_LEFT_OUT: Readonly<Record<Kind, readonly string[]>> = {
  told: ['class', 'e164', 'issue', 'confirms', 'answers'],
  used: ['value'],
  asked: [],
  checked: [],
  issue: ['topic', 'product', 'summary'],
  resolved: ['outcome'],
  step: ['issue', 'due', 'answers'],
  contact: ['seconds'],
  felt: [],
  flag: ['words', 'scope', 'from', 'until', 'review'],
  lowered: ['because'],
  held: [],
  released: [],
  handoff: ['to', 'note', 'readBack', 'because'],
  linked: ['matchedOn'],
  unlinked: ['because'],
  withdrawn: ['forget'],
  undone: ['because'],
  revealed: [],
  overridden: [],
  struck: ['was', 'because'],
};

export const SAMPLES: readonly Entry[] = Object.entries(fields).map(
  ([kind, rest]) => ({ kind, ...rest, stamp: stampOf(START, 0, 0), customer: 'cus_1', at: START, by: ANA, channel: 'phone', contact: 'call-1', chain: 'chain-1', life: 0 }) as Entry,
);

/** The same as a host would hand it to `record()`. */
export const DRAFTS = SAMPLES.map(({ stamp: _, customer: __, by: ___, life: ____, ...draft }) => draft);
