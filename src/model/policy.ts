import type { FactClass, FlagReason, Level } from './entry.js';

/** How a fact is treated. */
export interface FactPolicy {
  class?: FactClass;
  /** a name to show, where the built-in words have none */
  label?: string;
  /** after so many days a value is doubted: offered, not filled */
  staleDays?: number;
  /** it finds the customer */
  identifier?: boolean;
  /** asking for it is an identity question: only a confirmed value takes it off the list */
  identity?: boolean;
}

/** Why a call may be held. */
export type HoldReason = 'issue' | FlagReason;

/** What an action needs. */
export interface ActionPolicy {
  label?: string;
  level: Level;
  /** facts that must have been said in this chain, beside the check */
  proofs?: string[];
}

/** A way in which reps check identity, and what it proves. */
export interface CheckPolicy {
  /** a name to show, where the built-in words have none */
  label?: string;
  /** `none`: it is not offered */
  level: Level;
}

/** What the rep may do by themselves. All conditions given must hold. */
export interface OfferPolicy {
  /** said to the rep, a whole sentence */
  offer: string;
  when: { circumstance?: string; flag?: string; topic?: string; repeats?: number };
  /** ms since 1970 */
  from?: number;
  until?: number;
}

/** A circumstance that some customers are in: a storm, an outage, a strike. Never a demographic. */
export interface CircumstancePolicy {
  id: string;
  label: string;
  /** a fact, and what its value begins with (`postal-code`: `LS`, `BD`); a list left out: the fact is known at all */
  fact: string;
  startsWith?: string[];
  /** ms since 1970 */
  from: number;
  until: number;
}

/** What to say first. The first that fits is taken. */
export interface SayFirstPolicy {
  /** `topic` and `channels` are those of one open issue: who telephoned has written nothing that anybody could have read */
  when: { flag?: string; topic?: string; channels?: readonly string[]; reason?: HoldReason; circumstance?: string };
  say: string;
}

/** The host's JSON that guidance is derived from. */
export interface Policy {
  version: 1;
  /** ISO 3166-1 alpha-2: how a phone number without a country is read */
  region: string;
  facts: Record<string, FactPolicy>;
  actions: Record<string, ActionPolicy>;
  /** the checks that a rep may record, by method */
  checks: Record<string, CheckPolicy>;
  /**
   * Which reasons hold a call. Neither where nor for how long is set by reason: a hold that is shaped by its reason
   * tells it. Where and until when belong to the single flag. `wish` always holds.
   */
  holds: Record<HoldReason, boolean>;
  /** a hold that rests on claims alone ends after so many days, unless support takes it up */
  provisionalDays: number;
  sales: {
    /** hours after which a sales desk that heard nothing says «not checked» */
    freshHours: number;
    /** days until a hold is looked at again: the same for every reason, or it would tell the reason */
    reviewDays: number;
    override: boolean;
  };
  /** minutes a receipt is good for, at most */
  receiptMinutes: number;
  /** minutes a hand-off can be taken */
  handOffMinutes: number;
  sayFirst: SayFirstPolicy[];
  offers: OfferPolicy[];
  circumstances: CircumstancePolicy[];
  /** days an entry is kept, by what it is about */
  retention: { person: number; issue: number; journal: number; device: number };
  /** days after which a public page takes its visitor for somebody new */
  provisionalPersonDays: number;
  /** how much the public may write: entries per customer and day, open issues per customer, identifiers per source and day */
  quota: { entriesPerDay: number; openIssues: number };
}

const YEAR = 365;

const TEL: FactPolicy = { identifier: true, staleDays: 2 * YEAR };
const EMAIL: FactPolicy = { identifier: true, staleDays: 3 * YEAR };

/** Of the built-in policy, what every audience goes by: what only a rep of support does, or says, is in `policy-built-in.ts`. */
export const COMMON_POLICY: Policy = {
  version: 1,
  region: 'GB',
  facts: {
    name: { identity: true },
    'given-name': { identity: true },
    'family-name': { identity: true },
    account: { identifier: true, identity: true },
    tel: TEL,
    'mobile-tel': TEL,
    'home-tel': TEL,
    'work-tel': TEL,
    email: EMAIL,
    'home-email': EMAIL,
    'work-email': EMAIL,
    order: { identifier: true, class: 'issue' },
    bday: { identity: true },
    'street-address': { identity: true, staleDays: 3 * YEAR },
    'address-line1': { identity: true, staleDays: 3 * YEAR },
    'postal-code': { identity: true, staleDays: 3 * YEAR },
  },
  actions: {},
  checks: {},
  holds: { issue: true, wish: true, complaint: true, bereavement: true, vulnerability: true, fraud: true, 'life-event': true, other: true },
  provisionalDays: 2,
  sales: { freshHours: 24, reviewDays: 7, override: false },
  receiptMinutes: 30,
  handOffMinutes: 15,
  sayFirst: [],
  offers: [],
  circumstances: [],
  retention: { person: 2 * YEAR, issue: YEAR, journal: YEAR, device: 90 },
  provisionalPersonDays: 90,
  quota: { entriesPerDay: 60, openIssues: 5 },
};

/** A policy as a host gives it: any part may be left out. */
export type PolicyInput = { version?: 1 } & { [K in Exclude<keyof Policy, 'version'>]?: Policy[K] extends unknown[] | number | string ? Policy[K] : Partial<Policy[K]> };

/** The class of a fact: what the entry says, else the policy, else it is the person's. */
export const classOf = (policy: Policy, fact: string, said?: FactClass): FactClass => policy.facts[fact]?.class ?? said ?? 'person';
