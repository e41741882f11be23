import type { Author, Day, FactClass, Flag, HandOff, Level, Scope, Step } from './entry.js';
import type { Stamp } from './stamp.js';

/** How sure a fact is: `claimed` by somebody, or `confirmed` in a chain where identity was checked. */
export type Standing = 'claimed' | 'confirmed';

/** Where something in a context came from. */
export interface Provenance {
  stamp: Stamp;
  /** when it was last said, ms since 1970 */
  at: number;
  by: Author;
  channel?: string;
  contact?: string;
  chain?: string;
}

/** One value of a fact. */
export interface FactValue extends Provenance {
  value: string;
  /** the value was longer than a context keeps: the whole of it is in the history */
  clipped?: true;
  /** of a phone number: ITU-T E.164 */
  e164?: string;
  /** when it was first said, ms since 1970 */
  since: number;
  standing: Standing;
}

/** A fact with all values that nobody has settled yet, newest first. */
export interface Fact {
  fact: string;
  class: FactClass;
  values: FactValue[];
  /** how many older values are not kept here */
  more?: number;
}

/** Something done about an issue. */
export interface StepTaken extends Provenance {
  step: Step['step'];
  words: string;
  due?: number;
  /** of a promise: it was kept */
  kept?: true;
}

/** An open issue, in the customer's own words. */
export interface OpenIssue extends Provenance {
  words: string;
  clipped?: true;
  topic?: string;
  product?: string;
  summary?: string;
  /** `claimed`: only the public says so; support has not yet taken it up */
  standing: Standing;
  /** newest last */
  steps: StepTaken[];
  moreSteps?: number;
  /** facts that belong to this issue alone */
  facts: Fact[];
  /** how many of its facts are not kept here */
  moreFacts?: number;
}

/** An issue that was resolved lately: the next person sees what it was about, and how it ended. */
export interface ResolvedIssue {
  /** the issue's */
  stamp: Stamp;
  /** when it was said, ms since 1970 */
  said: number;
  words: string;
  topic?: string;
  channel?: string;
  /** when it was resolved, ms since 1970 */
  at: number;
  /** who resolved it */
  by: Author;
  outcome?: string;
}

export interface LiveFlag extends Provenance {
  flag: Flag['flag'];
  reason: Flag['reason'];
  words?: string;
  scope: Scope;
  from: number;
  until?: number;
  review?: number;
}

/** That identity was checked. Counts only in its own chain. */
export interface Receipt extends Provenance {
  method: string;
  level: Level;
  goodFor: string[];
  until: number;
}

/** One contact, or one thing that happened outside any. Newest first in a context. */
export interface Interaction {
  /** the contact's id, or the entry's stamp where there is none */
  id: string;
  /** when it began, ms since 1970 */
  at: number;
  /** its newest entry, ms since 1970 */
  last: number;
  by: Author;
  channel?: string;
  chain?: string;
  ended?: true;
  /** s, as recorded; else not there */
  seconds?: number;
  waited?: number;
  felt?: string;
  /** names of the facts told in it */
  told: string[];
  /** an issue began in it */
  issue?: Stamp;
  /** the newest note or step, shortened */
  note?: string;
  resolved?: true;
  handoff?: HandOff['state'];
  repeats: number;
  /** which facts the customer had to repeat in it */
  again?: string[];
  avoided: number;
}

/** A hand-off as far as it has come: who did the last thing, and what the offer said. */
export interface HandOffState extends Provenance, Pick<HandOff, 'offer' | 'state' | 'to' | 'team' | 'audience' | 'rep' | 'until' | 'note' | 'points' | 'claimed' | 'confirmed' | 'corrected' | 'readBack' | 'because'> {
  /** who offered it */
  from?: Author;
  /** when it was offered, ms since 1970 */
  offered?: number;
  /** others who took it too, where nothing connected them to the first */
  also?: Author[];
}

/** Of the sales journal. */
export interface HeldCause {
  stamp: Stamp;
  cause: string;
  digests: string[];
  from: Day;
  until: Day | null;
  review: Day;
  scope: Scope;
}

export interface Link {
  stamp: Stamp;
  /** the two ids */
  ids: [string, string];
  because: string;
  by: Author;
  at: number;
}

/** Counted, never estimated. */
export interface Effort {
  /** a customer had to say what was already known */
  repeats: number;
  /** a known value was used instead of asked */
  avoided: number;
  transfers: number;
  contacts: number;
  /** s */
  waited: number;
}

/** How many of each are not in the context because of a cap. */
export interface More {
  facts?: number;
  issues?: number;
  flags?: number;
  recent?: number;
  receipts?: number;
  links?: number;
  handoffs?: number;
  held?: number;
}

/** A journal folded: what the next person needs now. Says nothing about the present moment: that is guidance. */
export interface Context {
  customer: string;
  /** every id that was linked, this one among them */
  group: string[];
  life: number;
  /** entries folded into it */
  entries: number;
  /** the oldest and the newest thing in it, ms since 1970; 0 where there is none */
  first: number;
  last: number;
  facts: Fact[];
  /** oldest first */
  issues: OpenIssue[];
  /** the newest few, newest first */
  resolved: ResolvedIssue[];
  flags: LiveFlag[];
  /** newest first */
  receipts: Receipt[];
  /** newest first */
  recent: Interaction[];
  handoffs: HandOffState[];
  links: Link[];
  held: HeldCause[];
  effort: Effort;
  /** the customer asked to be forgotten, ms since 1970 */
  forget?: number;
  /** when something derived from it changes by itself, ms since 1970. Put there when it is read */
  due?: number;
  more: More;
}

/** Caps of a context. What falls out is counted in `more`, and is still in the journal. */
export const CAPS = {
  facts: 100,
  values: 6,
  issues: 100,
  resolved: 3,
  steps: 10,
  flags: 50,
  receipts: 10,
  recent: 20,
  handoffs: 5,
  links: 50,
  held: 100,
  told: 6,
  /** UTF-16 units */
  value: 300,
  words: 2_000,
  note: 140,
} as const;
