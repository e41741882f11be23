import { type AnyEntry, type Author, answersOf, isKnown } from './entry.js';
import type { Stamp } from './stamp.js';

/**
 * What answers something wins over exactly the stamps it names, whatever the clocks say. Two layers, so that no
 * circle is possible: taking back (undone, withdrawn, struck) is itself never taken back, and everything else that
 * answers counts unless it was taken back.
 */
export interface Answers {
  /** taken back: as if never said */
  cancelled: ReadonlySet<Stamp>;
  /** replaced by a correction */
  corrected: ReadonlySet<Stamp>;
  /** resolved issues, lowered flags, released holds, kept promises, undone links */
  closed: ReadonlySet<Stamp>;
  /** answered, but not there (yet) */
  pending: Stamp[];
}

const TAKE_BACK: ReadonlySet<string> = new Set(['undone', 'withdrawn', 'struck']);
const CLOSES: Readonly<Record<string, string>> = { resolved: 'issue', lowered: 'flag', released: 'held', step: 'step', unlinked: 'linked' };

export const takesBack = (kind: string): boolean => TAKE_BACK.has(kind);

const sameAuthor = (a: Author, b: Author): boolean => a.audience === b.audience && a.id !== undefined && a.id === b.id;

/** Support resolves and lowers, the customer withdraws their own, and everybody may correct what they said themselves. */
const mayAnswer = (answer: AnyEntry, target: AnyEntry): boolean => {
  if (answer.kind === 'withdrawn') return sameAuthor(answer.by, target.by);
  if (answer.by.audience === 'support') return true;
  return !(answer.kind in CLOSES) && sameAuthor(answer.by, target.by);
};

/** Works out which entries of a journal are answered. `byStamp` holds every entry once. */
export function settle(byStamp: ReadonlyMap<Stamp, AnyEntry>): Answers {
  const cancelled = new Set<Stamp>();
  const corrected = new Set<Stamp>();
  const closed = new Set<Stamp>();
  const pending = new Set<Stamp>();
  const answering: AnyEntry[] = [];
  for (const entry of byStamp.values()) if (isKnown(entry) && answersOf(entry).length > 0) answering.push(entry);

  for (const entry of answering) {
    if (!takesBack(entry.kind)) continue;
    for (const stamp of answersOf(entry)) {
      const target = byStamp.get(stamp);
      if (target === undefined) pending.add(stamp);
      else if (!takesBack(target.kind) && mayAnswer(entry, target)) cancelled.add(stamp);
    }
  }
  for (const entry of answering) {
    if (takesBack(entry.kind) || cancelled.has(entry.stamp)) continue;
    for (const stamp of answersOf(entry)) {
      const target = byStamp.get(stamp);
      if (target === undefined) pending.add(stamp);
      else if (!mayAnswer(entry, target)) continue;
      else if (entry.kind === 'told' && target.kind === 'told') corrected.add(stamp);
      else if (CLOSES[entry.kind] === target.kind) closed.add(stamp);
    }
  }
  return { cancelled, corrected, closed, pending: [...pending].sort() };
}
