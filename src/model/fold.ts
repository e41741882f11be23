import { type Answers, settle } from './answers.js';
import { canonical } from './canonical.js';
import type { Fact } from './context.js';
import { type AnyEntry, answersOf, isKnown, type Resolved, type Struck } from './entry.js';
import { SayOnceError } from './errors.js';
import { confirmChain, foldFact } from './fold-facts.js';
import { capIssues, closeIssue, foldFlag, foldHandOff, foldHeld, foldIssue, foldLink, foldReceipt, foldStep } from './fold-issues.js';
import { foldRecent } from './fold-recent.js';
import { FOLD_VERSION, type Folded, foldNothing, REMEMBERED, type Whose } from './folded.js';
import type { Stamp } from './stamp.js';

/** What stays in the place of an entry that was struck. */
export const isStub = (entry: AnyEntry): boolean => entry.kind === 'struck' && typeof (entry as { was?: unknown }).was === 'string';

/** What stays of an entry that is struck: who said what kind of thing when, and nothing of what was said. */
export const stubOf = ({ stamp, customer, at, by, kind, life }: AnyEntry): Struck => ({ kind: 'struck', was: kind, answers: [], stamp, customer, at, by, ...(life === undefined ? {} : { life }) });

/**
 * Every entry once. Of two bodies under one stamp (no border lets that in, but a fold must not depend on who came
 * first) a stub wins, else the smaller text.
 */
export function once(entries: Iterable<AnyEntry>): Map<Stamp, AnyEntry> {
  const byStamp = new Map<Stamp, AnyEntry>();
  for (const entry of entries) {
    const other = byStamp.get(entry.stamp);
    if (other === undefined || other === entry) byStamp.set(entry.stamp, entry);
    else if (isStub(entry) !== isStub(other) ? isStub(entry) : JSON.stringify(entry) < JSON.stringify(other)) byStamp.set(entry.stamp, entry);
  }
  return byStamp;
}

/** The order in which entries are folded, and history is read: when it was said, then the stamp. */
export const byPlace = (a: AnyEntry, b: AnyEntry): number => a.at - b.at || (a.stamp < b.stamp ? -1 : a.stamp > b.stamp ? 1 : 0);

/** Folds one entry. `done`: the issues resolved so far, so that a resolution that was said before its issue counts too. */
function step(folded: Folded, entry: AnyEntry, answers: Answers, done: Map<Stamp, Resolved>): void {
  const { context } = folded;
  folded.place = [entry.at, entry.stamp];
  context.entries += 1;
  if (isStub(entry) || answers.cancelled.has(entry.stamp) || !isKnown(entry)) return;
  if (entry.kind === 'handoff' && entry.by.audience === 'customer') return; // the public hands nothing off
  context.first = context.first === 0 ? entry.at : Math.min(context.first, entry.at);
  context.last = Math.max(context.last, entry.at);
  const repeat = foldRecent(context, entry);
  switch (entry.kind) {
    case 'told':
      if (!answers.corrected.has(entry.stamp)) foldFact(folded, entry, repeat);
      break;
    case 'asked':
      repeat(entry.fact);
      break;
    case 'checked':
      foldReceipt(context, entry);
      confirmChain(context, entry);
      break;
    case 'issue':
      foldIssue(folded, entry);
      closeIssue(context, entry.stamp, done.get(entry.stamp));
      break;
    case 'resolved':
      if (entry.by.audience !== 'support') break;
      for (const stamp of entry.answers) {
        if (!answers.closed.has(stamp)) continue;
        closeIssue(context, stamp, entry);
        done.set(stamp, entry);
      }
      break;
    case 'step':
      foldStep(context, entry, answers.closed.has(entry.stamp));
      break;
    case 'flag':
      if (!answers.closed.has(entry.stamp)) foldFlag(context, entry);
      break;
    case 'held':
      if (!answers.closed.has(entry.stamp)) foldHeld(context, entry);
      break;
    case 'linked':
      if (!answers.closed.has(entry.stamp)) foldLink(context, entry);
      break;
    case 'handoff':
      foldHandOff(context, entry);
      break;
    case 'withdrawn':
      if (entry.forget === true) context.forget = entry.at;
      break;
    default:
  }
}

/** What only the end of a fold knows. The counts are put in one order, whatever filled first. */
function finish({ context }: Folded): void {
  capIssues(context);
  context.more = Object.fromEntries(Object.entries(context.more).sort(([a], [b]) => (a < b ? -1 : 1)));
}

/**
 * The law: a context is the fold of all entries of its journals. Any order, any number of times, the same context.
 * Entries are not validated here: that is for the borders.
 */
export function fold(entries: Iterable<AnyEntry>, whose: Whose): Folded {
  const byStamp = once(entries);
  const answers = settle(byStamp);
  const folded = foldNothing(whose);
  const done = new Map<Stamp, Resolved>();
  for (const entry of [...byStamp.values()].sort(byPlace)) step(folded, entry, answers, done);
  finish(folded);
  folded.seen = [...byStamp.keys()].sort().slice(-REMEMBERED);
  folded.pending = answers.pending.slice(0, PENDING + 1);
  return folded;
}

/** Whether a stamp is one of these, to be asked so many times: for a few of them a set takes longer to fill than to look through all. */
function among(stamps: readonly Stamp[], times: number): (stamp: Stamp) => boolean {
  if (times < 4) return (stamp) => stamps.includes(stamp);
  const set = new Set(stamps);
  return (stamp) => set.has(stamp);
}

/** Ascending; the first `sorted` are so already, and what is said now mostly comes after them. */
function inOrder(stamps: Stamp[], sorted: number): Stamp[] {
  const from = Math.max(sorted, 1);
  return stamps.slice(from).every((stamp, index) => stamp > (stamps[from + index - 1] as Stamp)) ? stamps : stamps.sort();
}

/** How many stamps a folded journal can wait for; with one more, it is always folded anew. */
const PENDING = 1000;

/** Kinds that can change what was folded long ago. */
const ANEW: ReadonlySet<string> = new Set(['undone', 'withdrawn', 'struck', 'linked', 'unlinked']);

/**
 * Goes on folding without the journal, where that is sure to give what `fold` of everything would; `undefined` where
 * it is not, and the journal must be folded anew: an entry that belongs before what is folded, that takes something
 * back, that links, or that answers what this context no longer holds.
 * `entries` are new to the journal (see `unseen`). `folded` is left as it is.
 */
export function extend(folded: Folded, entries: readonly AnyEntry[]): Folded | undefined {
  if (folded.version !== FOLD_VERSION || folded.pending.length > PENDING) return undefined;
  const fresh = [...once(entries).values()].sort(byPlace);
  const first = fresh[0];
  if (first === undefined) return folded;
  const [at, stamp] = folded.place;
  if (first.at < at || (first.at === at && first.stamp <= stamp)) return undefined;
  const known = [among(folded.pending, fresh.length), among(folded.seen, fresh.length)];
  const open = new Set(folded.context.issues.map((issue) => issue.stamp));
  const closed = new Set<Stamp>();
  for (const entry of fresh) {
    if (ANEW.has(entry.kind) || known.some((has) => has(entry.stamp))) return undefined;
    // Beyond the cap, which issue a thing belongs to is known to the journal alone.
    if (folded.context.more.issues !== undefined && entry.kind !== 'issue') return undefined;
    for (const target of answersOf(entry)) {
      if (entry.kind !== 'resolved' || entry.by.audience !== 'support' || !open.has(target)) return undefined;
      closed.add(target);
    }
    // It may be resolved in the same breath.
    if (entry.kind === 'issue') open.add(entry.stamp);
  }
  const next = opened(folded, new Set(fresh.map(({ kind }) => kind)));
  const answers: Answers = { cancelled: new Set(), corrected: new Set(), closed, pending: [] };
  for (const entry of fresh) step(next, entry, answers, new Map());
  finish(next);
  next.seen = inOrder([...next.seen, ...fresh.map((entry) => entry.stamp)], next.seen.length).slice(-REMEMBERED);
  return next;
}

/**
 * A copy to fold entries of these kinds into. What they cannot change is shared with the original, which may be frozen:
 * what stays the same object is the same.
 */
function opened(folded: Folded, kinds: ReadonlySet<string>): Folded {
  const { context } = folded;
  const has = (...some: string[]): boolean => some.some((kind) => kinds.has(kind));
  const copyFact = (fact: Fact): Fact => ({ ...fact, values: kinds.has('checked') ? fact.values.map((value) => ({ ...value })) : [...fact.values] });
  const own = {
    recent: context.recent.map((one) => ({ ...one, told: [...one.told], ...(one.again === undefined ? {} : { again: [...one.again] }) })),
    effort: { ...context.effort },
    more: { ...context.more },
    ...(has('told', 'checked') ? { facts: context.facts.map(copyFact) } : {}),
    ...(has('told', 'issue', 'step', 'resolved', 'handoff') ? { issues: context.issues.map((issue) => ({ ...issue, steps: [...issue.steps], facts: issue.facts.map(copyFact) })), resolved: [...context.resolved] } : {}),
    ...(has('flag') ? { flags: [...context.flags] } : {}),
    ...(has('checked') ? { receipts: [...context.receipts] } : {}),
    ...(has('handoff') ? { handoffs: context.handoffs.map((one) => ({ ...one })) } : {}),
    ...(has('held') ? { held: [...context.held] } : {}),
  };
  return { ...folded, loose: [...folded.loose], context: { ...context, ...own } };
}

/**
 * Which of `entries` a folded journal does not hold yet. `undefined`: it cannot say (a stamp older than the oldest it
 * remembers), and the journal must be asked.
 */
export function unseen(folded: Folded, entries: readonly AnyEntry[]): AnyEntry[] | undefined {
  const seen = among(folded.seen, entries.length);
  const oldest = folded.context.entries > folded.seen.length ? folded.seen[0] : undefined;
  const fresh: AnyEntry[] = [];
  for (const entry of once(entries).values()) {
    if (seen(entry.stamp)) continue;
    if (oldest !== undefined && entry.stamp < oldest) return undefined;
    fresh.push(entry);
  }
  return fresh;
}

/** What must be the same. By what name a machine shows who said it is its own matter. */
const bodyOf = ({ by: { label: _, ...by }, ...rest }: AnyEntry): string => canonical({ ...rest, by });

/** Refuses two bodies under one stamp (`stamp-reused`), honouring stubs: returns which of `entries` are new to `known`. */
export function admit(known: ReadonlyMap<Stamp, AnyEntry>, entries: Iterable<AnyEntry>): AnyEntry[] {
  const fresh = new Map<Stamp, AnyEntry>();
  for (const entry of entries) {
    const other = known.get(entry.stamp) ?? fresh.get(entry.stamp);
    if (other === undefined) fresh.set(entry.stamp, entry);
    else if (!isStub(other) && !isStub(entry) && bodyOf(other) !== bodyOf(entry)) {
      throw new SayOnceError('stamp-reused', `The stamp ${entry.stamp} is known with another body. Nothing was written.`);
    }
  }
  return [...fresh.values()];
}
