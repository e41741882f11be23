/** What came of a hand-off once it was taken, as the journal tells it. */
import type { Context, HandOffState } from './context.js';
import type { AnyEntry, Entry } from './entry.js';

/** Kinds that nobody can write down who has not spoken with the customer. A note or a try may come before that. */
const SPOKEN: ReadonlySet<string> = new Set(['told', 'asked', 'used', 'checked', 'issue', 'felt', 'resolved']);

const isSpoken = (entry: Entry): boolean => SPOKEN.has(entry.kind) || (entry.kind === 'step' && (entry.step === 'promised' || entry.step === 'offered'));

/** When whoever took it first wrote down something of a talk with the customer, ms since 1970. `entries`: of the journal, in any order. */
export function firstWord(entries: readonly AnyEntry[], { state, at, chain, contact }: HandOffState): number | undefined {
  if (state !== 'accepted' || chain === undefined) return undefined;
  const later = entries.filter((entry) => entry.at >= at && entry.chain === chain && entry.contact !== contact && entry.by.audience === 'support' && isSpoken(entry as Entry));
  return later.length === 0 ? undefined : Math.min(...later.map((entry) => entry.at));
}

/** The facts that the customer had to say again to whoever handed over, or since; `undefined` where the context no longer has all of it. What a phone menu asked before is not theirs. */
export function saidAgain({ recent }: Context, { chain, contact }: HandOffState): string[] | undefined {
  const giver = recent.find(({ id }) => id === contact);
  if (chain === undefined || giver === undefined) return undefined;
  return [...new Set(recent.filter((one) => one.chain === chain && one.at >= giver.at).flatMap(({ again = [] }) => again))];
}

/** Since when the customer waits on the line where it was offered, ms since 1970; `undefined` where they do not, as far as is known. */
export function onLineSince({ recent, handoffs }: Context, offer: string): number | undefined {
  const state = handoffs.find((one) => one.offer === offer);
  const contact = recent.find(({ id }) => id === state?.contact);
  return contact?.channel === 'phone' && contact.ended !== true ? state?.offered : undefined;
}
