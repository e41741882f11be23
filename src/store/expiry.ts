import type { AnyEntry, Audience, Day } from '../model/entry.js';
import { classOf, type Policy } from '../model/policy.js';
import { factName } from '../model/identifier.js';
import { stampTime } from '../model/stamp.js';
import { DAY, dayOf } from '../model/time.js';

/** What the index calls a context's next expiry: `~2027-01-31`. */
export const EXPIRES = '~';

/** The day on which an entry has been kept long enough, by the class of what it is about. */
export function expiryDay(entry: AnyEntry, policy: Policy, audience: Audience): Day {
  const { retention } = policy;
  const days =
    audience === 'customer' ? retention.device
    : entry.kind === 'told' && typeof entry['fact' as never] === 'string' && classOf(policy, factName(entry['fact' as never]), entry['class' as never]) === 'person' ? retention.person
    : entry.kind === 'told' || entry.kind === 'issue' || entry.kind === 'step' || entry.kind === 'resolved' ? retention.issue
    : retention.journal;
  return dayOf(Math.max(entry.at, stampTime(entry.stamp)) + days * DAY);
}

export const earliest = (days: readonly Day[]): Day => days.reduce((a, b) => (a < b ? a : b), '9999-12-31');
