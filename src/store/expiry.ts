import type { AnyEntry, Audience, Day } from '../model/entry.js';
import { classOf, type Policy } from '../model/policy.js';
import { factName } from '../model/identifier.js';
import { stampTime } from '../model/stamp.js';
import { DAY, dayOf } from '../model/time.js';

/** Days are compared as texts, which holds for years of four digits. */
const LAST = Date.UTC(9999, 11, 31);

/** The day on which an entry has been kept long enough, by the class of what it is about. */
export function expiryDay(entry: AnyEntry, policy: Policy, audience: Audience): Day {
  const { retention } = policy;
  const days =
    audience === 'customer' ? retention.device
    : entry.kind === 'struck' ? Math.max(retention.person, retention.issue, retention.journal) // as long as what it keeps out could come back
    : entry.kind === 'told' && typeof entry['fact' as never] === 'string' && classOf(policy, factName(entry['fact' as never]), entry['class' as never]) === 'person' ? retention.person
    : entry.kind === 'told' || entry.kind === 'issue' || entry.kind === 'step' || entry.kind === 'resolved' ? retention.issue
    : retention.journal;
  return dayOf(Math.min(Math.max(entry.at, stampTime(entry.stamp)) + days * DAY, LAST));
}

export const earliest = (days: readonly Day[]): Day => days.reduce((a, b) => (a < b ? a : b), '9999-12-31');
