import type { Context, Effort, Fact, FactValue, Receipt } from './context.js';
import type { Level } from './entry.js';
import { allHolds, type Hold, isLive, reaches, type Where } from './holds.js';
import type { Policy, SayFirstPolicy } from './policy.js';
import { DAY } from './time.js';

/** What is asked of the guidance. */
export interface Asking extends Where {
  /** ms since 1970 */
  now: number;
  /** the chain of the contact one is in: only its receipts count */
  chain?: string;
  /** what the customer wants done: `refund` */
  action?: string;
}

/** A receipt as it stands in this chain at this moment. */
export interface GoodReceipt extends Receipt {
  /** good now, here. Else it is history: «checked on another contact», or expired */
  good: boolean;
}

/** What is still missing for an action: a check of this level, or a fact to be said. */
export type Missing = { check: Level } | { fact: string };

/** A fact that need not be asked, or that is asked gently: «is this still right?» */
export interface Known {
  fact: string;
  value: FactValue;
  /** why it is asked for gently, where it is: nobody confirmed it, it is old, or two sources disagree */
  doubt?: 'claimed' | 'stale' | 'disagree';
}

/** Derived for the rep, from a context and a policy, at a moment. */
export interface Guide {
  /** the holds that stand now, oldest first; empty: nothing forbids to pitch */
  holds: Hold[];
  /** known, and not to be asked again */
  dontAsk: Known[];
  /** known, but to be double-checked gently before it is relied on */
  doubleCheck: Known[];
  receipts: GoodReceipt[];
  /** the best level proved in this chain now; `matched` is never shown as verified */
  level: Level;
  /** for the action asked about; empty where nothing is missing, or none was named */
  missing: Missing[];
  /** what to say first, a whole sentence of the policy's */
  sayFirst?: string;
  /** what the rep may do without asking anybody, whole sentences */
  mayOffer: string[];
  circumstances: { id: string; label: string }[];
  effort: Effort;
  /** when something of this changes by itself, ms since 1970 */
  due?: number;
}

const RANK: Readonly<Record<Level, number>> = { none: 0, matched: 1, verified: 2, strong: 3 };

/** No receipt is good for longer than the policy says. */
const endOf = ({ at, until }: Receipt, policy: Policy): number => Math.min(until, at + policy.receiptMinutes * 60_000);

/** The receipts, each with whether it is good in this chain at this moment. */
export const receiptsIn = (context: Context, asking: Asking, policy: Policy): GoodReceipt[] =>
  context.receipts.map((receipt) => {
    const until = endOf(receipt, policy);
    return { ...receipt, until, good: asking.chain !== undefined && receipt.chain === asking.chain && receipt.at <= asking.now && asking.now < until };
  });

const goodFor = (receipt: Receipt, action: string | undefined): boolean => action === undefined || receipt.goodFor.includes('*') || receipt.goodFor.includes(action);

/** From when a value is doubted for its age. */
const staleAt = (fact: string, { at }: FactValue, policy: Policy): number | undefined => {
  const days = policy.facts[fact]?.staleDays;
  return days === undefined ? undefined : at + days * DAY;
};

function knownFacts(context: Context, policy: Policy, now: number): { dontAsk: Known[]; doubleCheck: Known[] } {
  const dontAsk: Known[] = [];
  const doubleCheck: Known[] = [];
  for (const { fact, values } of context.facts) {
    const [value, other] = values;
    if (value === undefined) continue;
    const rule = policy.facts[fact];
    const stale = (staleAt(fact, value, policy) ?? Infinity) <= now;
    const doubt = other !== undefined ? 'disagree' : rule?.identity === true && value.standing === 'claimed' ? 'claimed' : stale ? 'stale' : undefined;
    if (doubt === undefined) dontAsk.push({ fact, value });
    else doubleCheck.push({ fact, value, doubt });
  }
  return { dontAsk, doubleCheck };
}

function missingFor(context: Context, receipts: GoodReceipt[], asking: Asking, policy: Policy): Missing[] {
  const rule = asking.action === undefined || !Object.hasOwn(policy.actions, asking.action) ? undefined : policy.actions[asking.action];
  // An action that the policy does not know is asked the most for, not the least.
  if (rule === undefined) return asking.action === undefined || receipts.some((receipt) => receipt.good && goodFor(receipt, asking.action) && receipt.level === 'strong') ? [] : [{ check: 'strong' }];
  const missing: Missing[] = [];
  if (rule.level !== 'none' && !receipts.some((receipt) => receipt.good && goodFor(receipt, asking.action) && RANK[receipt.level] >= RANK[rule.level])) missing.push({ check: rule.level });
  const facts: Fact[] = [...context.facts, ...context.issues.flatMap((issue) => issue.facts)];
  for (const fact of rule.proofs ?? []) {
    const said = facts.some((one) => one.fact === fact && one.values.some((value) => asking.chain !== undefined && value.chain === asking.chain && value.by.audience === 'support'));
    if (!said) missing.push({ fact });
  }
  return missing;
}

/** Which of the policy's circumstances the customer is in now, by what is known of them. */
export const circumstancesOf = (context: Context, policy: Policy, now: number): { id: string; label: string }[] =>
  policy.circumstances
    .filter(({ fact, startsWith, from, until }) => from <= now && now < until && context.facts.some((one) => one.fact === fact && (startsWith === undefined || one.values.some(({ value }) => startsWith.some((start) => value.toUpperCase().startsWith(start.toUpperCase()))))))
    .map(({ id, label }) => ({ id, label }));

/** When something of the guidance changes by itself, ms since 1970. (Plain loops: every card that is shown waits for it.) */
export function dueOf(context: Context, policy: Policy, now: number, every: readonly Hold[] = allHolds(context, policy)): number | undefined {
  let due = Infinity;
  const at = (moment: number | null | undefined): void => {
    if (moment !== null && moment !== undefined && moment > now && moment < due) due = moment;
  };
  for (const some of [every, context.flags]) {
    for (const { from, until, review } of some) {
      at(from);
      at(until);
      at(review);
    }
  }
  for (const receipt of context.receipts) {
    at(receipt.at);
    at(endOf(receipt, policy));
  }
  for (const { fact, values } of context.facts) if (values[0] !== undefined) at(staleAt(fact, values[0], policy));
  for (const { steps } of context.issues) for (const step of steps) at(step.due);
  for (const some of [policy.circumstances, policy.offers]) {
    for (const { from, until } of some) {
      at(from);
      at(until);
    }
  }
  return due === Infinity ? undefined : due;
}

/** What a support rep is told, derived from a context and a policy. */
export function guide(context: Context, policy: Policy, asking: Asking): Guide {
  const { now } = asking;
  const every = allHolds(context, policy);
  const holds = every.filter((hold) => isLive(hold, now) && reaches(hold.scope, asking));
  const receipts = receiptsIn(context, asking, policy);
  const level = receipts.reduce<Level>((best, receipt) => (receipt.good && RANK[receipt.level] > RANK[best] ? receipt.level : best), 'none');
  const flags = context.flags.filter((flag) => flag.from <= now && (flag.until === undefined || now < flag.until));
  const circumstances = circumstancesOf(context, policy, now);
  const isIn = (circumstance: string | undefined): boolean => circumstance === undefined || circumstances.some(({ id }) => id === circumstance);
  const isFlagged = (flag: string | undefined): boolean => flag === undefined || flags.some((one) => one.flag === flag);
  const isAbout = ({ topic, channels }: SayFirstPolicy['when']): boolean =>
    (topic ?? channels) === undefined || context.issues.some((issue) => (topic === undefined || issue.topic === topic) && (channels === undefined || channels.includes(issue.channel ?? '')));
  const isHeld = (reason: string | undefined): boolean => reason === undefined || holds.some((hold) => hold.reason === reason);
  const sayFirst = policy.sayFirst.find(({ when }) => isFlagged(when.flag) && isAbout(when) && isHeld(when.reason) && isIn(when.circumstance))?.say;
  const offers = policy.offers.filter(({ when, from, until }) => (from === undefined || from <= now) && (until === undefined || now < until) && isIn(when.circumstance) && isFlagged(when.flag) && isAbout(when) && (when.repeats === undefined || context.effort.repeats >= when.repeats));
  const due = dueOf(context, policy, now, every);
  return {
    holds,
    ...knownFacts(context, policy, now),
    receipts,
    level,
    missing: missingFor(context, receipts, asking, policy),
    ...(sayFirst === undefined ? {} : { sayFirst }),
    mayOffer: offers.map(({ offer }) => offer),
    circumstances,
    effort: context.effort,
    ...(due === undefined ? {} : { due }),
  };
}
