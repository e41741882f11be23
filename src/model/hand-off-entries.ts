/** Which of a journal's entries go with a full hand-off. */
import type { Context } from './context.js';
import { type AnyEntry, answersOf } from './entry.js';
import { byPlace, isStub } from './fold.js';
import type { Stamp } from './stamp.js';

/** What is sales' alone, or about this store's own bytes. */
const AT_HOME: ReadonlySet<string> = new Set(['held', 'released', 'struck']);

/** What a context rests on, the most needed first. */
export const neededFor = ({ issues, flags, receipts, facts, handoffs, links }: Context): Stamp[] => [
  ...[...handoffs, ...links].map(({ stamp }) => stamp),
  ...issues.flatMap((issue) => [issue.stamp, ...issue.steps.map(({ stamp }) => stamp), ...issue.facts.flatMap(({ values }) => values.map(({ stamp }) => stamp))]),
  ...flags.map(({ stamp }) => stamp),
  ...receipts.map(({ stamp }) => stamp),
  ...facts.flatMap(({ values }) => values.map(({ stamp }) => stamp)),
];

/**
 * First what the context rests on, then the newest, each with whatever answers it, as long as there is room. What is too
 * large by itself is left out, and the next is tried. `size`: of one entry, in the unit of `room`.
 */
export function choose(context: Context, journal: readonly AnyEntry[], room: number, size: (entry: AnyEntry) => number): AnyEntry[] {
  const may = new Map(journal.filter((entry) => !AT_HOME.has(entry.kind) && !isStub(entry)).map((entry) => [entry.stamp, entry]));
  const answering = new Map<Stamp, AnyEntry[]>();
  for (const entry of may.values()) for (const stamp of answersOf(entry)) answering.set(stamp, [...(answering.get(stamp) ?? []), entry]);
  const newest = [...may.values()].sort(byPlace).reverse().map(({ stamp }) => stamp);
  const chosen = new Map<Stamp, AnyEntry>();
  let left = room;
  for (const stamp of [...neededFor(context), ...newest]) {
    const entry = may.get(stamp);
    if (entry === undefined || chosen.has(stamp)) continue;
    const together = [entry, ...(answering.get(stamp) ?? [])].filter((one) => !chosen.has(one.stamp));
    const takes = together.reduce((sum, one) => sum + size(one), 0);
    if (takes > left) continue;
    left -= takes;
    for (const one of together) chosen.set(one.stamp, one);
  }
  return [...chosen.values()].sort(byPlace);
}
