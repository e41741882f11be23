import type { Stamp } from './stamp.js';

/** Who sits at a touchpoint. Each audience has its own store, its own keys and its own view. */
export type Audience = 'support' | 'sales' | 'customer';

/** Who recorded an entry, as the border says. `customer` is the public: it may only claim. */
export interface Author {
  audience: Audience;
  /** the host's id of the rep or machine; of the public, the provisional customer */
  id?: string;
  /** a name to show */
  label?: string;
}

/** `person`: carried and prefilled. `issue`: belongs to one issue, asked afresh for the next. `once`: a secret, never kept. */
export type FactClass = 'person' | 'issue' | 'once';

/** How identity was checked. `matched` (a number matched) is never shown as verified. */
export type Level = 'none' | 'matched' | 'verified' | 'strong';

/** A day in UTC, `2026-11-21`. */
export type Day = string;

/** Where a flag or a hold applies; a list left out means everywhere. */
export interface Scope {
  channels?: string[];
  products?: string[];
}

/** What all entries have. */
export interface Common {
  /** the entry's id */
  stamp: Stamp;
  /** whose journal it was written in: the host's id or a provisional one */
  customer: string;
  /** when it was said or done, ms since 1970 */
  at: number;
  by: Author;
  /** where: `phone`, `ivr`, `web-form`, `chat`, `email`, … */
  channel?: string;
  /** one stay with one person or machine */
  contact?: string;
  /** runs through the contact's transfers */
  chain?: string;
  /** which life of the customer's record it belongs to; forgetting starts a new one. Left out: 0 */
  life?: number;
}

/** The customer said something under a name. */
export interface Told extends Common {
  kind: 'told';
  fact: string;
  value: string;
  class?: FactClass;
  /** of a phone number: ITU-T E.164, put there by the border */
  e164?: string;
  /** the issue that a fact of class `issue` belongs to */
  issue?: Stamp;
  /** the customer said that this is the right value: earlier ones are let go */
  confirms?: boolean;
  /** a correction: wins over exactly these */
  answers?: Stamp[];
}
/** A known value was used instead of asked. */
export interface Used extends Common {
  kind: 'used';
  fact: string;
  value?: string;
}
/** The customer had to say it again. */
export interface Asked extends Common {
  kind: 'asked';
  fact: string;
}
/** Identity was checked: a receipt. */
export interface Checked extends Common {
  kind: 'checked';
  /** `otp-sms`, `kba-dynamic`, `ani-match`, `id-document`, … */
  method: string;
  level: Level;
  /** the actions it is good for; `*` is all that the level allows */
  goodFor: string[];
  /** until when, ms since 1970 */
  until: number;
}
/** What the customer needs, in their own words. */
export interface Issue extends Common {
  kind: 'issue';
  words: string;
  topic?: string;
  product?: string;
  /** a rep's summary, apart from the words */
  summary?: string;
}
export interface Resolved extends Common {
  kind: 'resolved';
  answers: Stamp[];
  outcome?: string;
}
/** What was done about an issue. */
export interface Step extends Common {
  kind: 'step';
  step: 'tried' | 'found' | 'promised' | 'offered' | 'note';
  words: string;
  issue?: Stamp;
  /** of a promise: until when, ms since 1970 */
  due?: number;
  /** the promises it keeps */
  answers?: Stamp[];
}
/** A contact began, the customer waited in it, it ended. */
export interface Contact extends Common {
  kind: 'contact';
  phase: 'began' | 'waited' | 'ended';
  /** of `waited` and `ended`: how long, s */
  seconds?: number;
}
/** How it felt, in the customer's words. */
export interface Felt extends Common {
  kind: 'felt';
  felt: string;
}
/** Why a flag was raised: a closed list. */
export type FlagReason = 'wish' | 'complaint' | 'bereavement' | 'vulnerability' | 'fraud' | 'life-event' | 'other';
/** A typed note that needs care. */
export interface Flag extends Common {
  kind: 'flag';
  flag: 'do-not-pitch' | 'bereavement' | 'support-need' | 'life-event';
  reason: FlagReason;
  words?: string;
  scope?: Scope;
  /** ms since 1970; left out: from `at` */
  from?: number;
  until?: number;
  review?: number;
}
export interface Lowered extends Common {
  kind: 'lowered';
  answers: Stamp[];
  because?: string;
}
/** Of the sales journal: do not pitch, for a cause that only support can name. Days, never hours. */
export interface Held extends Common {
  kind: 'held';
  cause: string;
  /** look-up digests under sales' own key */
  digests: string[];
  from: Day;
  /** null: until support lifts it */
  until: Day | null;
  review: Day;
  scope: Scope;
}
export interface Released extends Common {
  kind: 'released';
  cause: string;
  answers: Stamp[];
}
/** A point of a hand-off as it was read, and as it is right. */
export interface Correction {
  point: string;
  right: string;
}
/** A context passing from one team or rep to another. */
export interface HandOff extends Common {
  kind: 'handoff';
  offer: string;
  state: 'offered' | 'opened' | 'accepted' | 'declined' | 'expired';
  /** a name to show of the team or the rep it is for */
  to?: string;
  /** of an offer: the team or the rep that may take it */
  team?: string;
  /** of an offer: that team's audience, where it is another than ours. It tells nobody what becomes of it */
  audience?: 'sales';
  rep?: string;
  /** of an offer: how long it can be taken, ms since 1970 */
  until?: number;
  note?: string;
  /** of an offer: what to read back */
  points?: string[];
  /** of an acceptance of what nobody signed: who says that they handed over */
  claimed?: Author;
  /** of an acceptance: the points that were read back as they are */
  confirmed?: string[];
  /** … and those that were put right */
  corrected?: Correction[];
  /** of an acceptance: what was added */
  readBack?: string;
  because?: string;
}
/** Two ids are one person, said a rep, for a reason. Stands in both journals. */
export interface Linked extends Common {
  kind: 'linked';
  with: string;
  because: string;
  matchedOn?: string[];
  /** the open issues that support takes up by it; left out: all that were said before */
  takes?: Stamp[];
}
export interface Unlinked extends Common {
  kind: 'unlinked';
  with: string;
  answers: Stamp[];
  because?: string;
}
/** The customer takes back what they said. */
export interface Withdrawn extends Common {
  kind: 'withdrawn';
  answers: Stamp[];
  /** they ask to be forgotten */
  forget?: boolean;
}
/** A rep takes back what was recorded. */
export interface Undone extends Common {
  kind: 'undone';
  answers: Stamp[];
  because?: string;
}
/** A masked value was shown. */
export interface Revealed extends Common {
  kind: 'revealed';
  fact: string;
}
/** A hold was overridden, with a reason. */
export interface Overridden extends Common {
  kind: 'overridden';
  because: string;
}
/** Something that must not stay was struck. With `was`: the stub that stays in its place. */
export interface Struck extends Common {
  kind: 'struck';
  answers: Stamp[];
  was?: string;
  because?: string;
}

/** One immutable thing that was said or done. The only thing ever written. */
export type Entry =
  | Told | Used | Asked | Checked | Issue | Resolved | Step | Contact | Felt | Flag | Lowered | Held | Released
  | HandOff | Linked | Unlinked | Withdrawn | Undone | Revealed | Overridden | Struck;

export type Kind = Entry['kind'];

/** An entry of a kind this version does not know: kept and carried untouched. */
export interface UnknownEntry extends Common {
  kind: string;
  [key: string]: unknown;
}

/** What a journal holds. */
export type AnyEntry = Entry | UnknownEntry;

export const KINDS: ReadonlySet<string> = new Set<Kind>([
  'told', 'used', 'asked', 'checked', 'issue', 'resolved', 'step', 'contact', 'felt', 'flag', 'lowered', 'held', 'released',
  'handoff', 'linked', 'unlinked', 'withdrawn', 'undone', 'revealed', 'overridden', 'struck',
]);

/** Whether this version knows the entry's kind. */
export const isKnown = (entry: AnyEntry): entry is Entry => KINDS.has(entry.kind);

type Given = 'stamp' | 'customer' | 'by' | 'at' | 'life';
type DraftOf<E> = E extends Entry ? Omit<E, Given> & { at?: number } : never;

/** What a host hands to `record()`: an entry without what the border and the clock say. */
export type Draft = DraftOf<Entry>;

/** The stamps an entry answers, if any. */
export const answersOf = (entry: AnyEntry): readonly Stamp[] => {
  const { answers } = entry as { answers?: unknown };
  return Array.isArray(answers) ? (answers as Stamp[]) : [];
};
