import type { Context, LiveFlag, OpenIssue } from './context.js';
import type { Scope } from './entry.js';
import type { HoldReason, Policy } from './policy.js';
import type { Stamp } from './stamp.js';
import { DAY } from './time.js';
import { reaches, type Where } from './where.js';

/** «May we pitch?»: no, until. Derived, never written by hand. */
export interface Hold {
  /** the issue or flag it rests on */
  stamp: Stamp;
  reason: HoldReason;
  /** ms since 1970 */
  from: number;
  /** ms since 1970; null: until support lifts it */
  until: number | null;
  /** when to look again, ms since 1970 */
  review: number;
  scope: Scope;
  /** it begins on a day that was set; else it has begun, whatever a clock that was ahead wrote */
  scheduled: boolean;
  /** it rests on what the public claims alone, and ends by itself unless support takes it up */
  provisional: boolean;
}

const TOPICS: ReadonlySet<string> = new Set<HoldReason>(['complaint', 'bereavement', 'vulnerability', 'fraud']);
const isReason = (topic: string | undefined): topic is HoldReason => topic !== undefined && TOPICS.has(topic);

const ofIssue = (issue: OpenIssue, policy: Policy): Hold => {
  const provisional = issue.standing === 'claimed';
  return {
    stamp: issue.stamp,
    reason: isReason(issue.topic) && policy.holds[issue.topic] ? issue.topic : 'issue',
    from: issue.at,
    until: provisional ? issue.at + policy.provisionalDays * DAY : null,
    review: issue.at + policy.sales.reviewDays * DAY,
    scope: {},
    scheduled: false,
    provisional,
  };
};

/** A flag of its own kind holds under its own name: a bereavement noted for another reason is still one. */
const reasonOf = ({ flag, reason }: LiveFlag): HoldReason => {
  if (reason === 'wish' || flag === 'do-not-pitch') return reason;
  if (flag === 'bereavement' || flag === 'life-event') return flag;
  return 'vulnerability';
};

const ofFlag = (flag: LiveFlag, policy: Policy): Hold => {
  const reason = reasonOf(flag);
  return {
    stamp: flag.stamp,
    reason,
    from: flag.from,
    // The customer's own objection never ends by itself (GDPR Art. 21(3)).
    until: reason === 'wish' ? null : (flag.until ?? null),
    review: flag.review ?? flag.from + policy.sales.reviewDays * DAY,
    scope: flag.scope,
    scheduled: flag.from !== flag.at,
    provisional: false,
  };
};

/** Every hold a context gives rise to, ended ones too, oldest first. The customer's own objection always holds. */
export const allHolds = (context: Context, policy: Policy): Hold[] =>
  [...context.issues.map((issue) => ofIssue(issue, policy)), ...context.flags.map((flag) => ofFlag(flag, policy))]
    .filter(({ reason }) => reason === 'wish' || policy.holds[reason])
    .sort((a, b) => a.from - b.from || (a.stamp < b.stamp ? -1 : 1));

export { reaches, type Where };

export const isLive = (hold: { from: number; until: number | null; scheduled?: boolean }, now: number): boolean => (hold.scheduled === false || hold.from <= now) && (hold.until === null || now < hold.until);

/** The holds that stand now, oldest first. */
export const liveHolds = (context: Context, policy: Policy, now: number, where: Where = {}): Hold[] =>
  allHolds(context, policy).filter((hold) => isLive(hold, now) && reaches(hold.scope, where));
