/** Whether a form was filled in by somebody else than this device knows: two people on one device are never joined. */
import type { Draft } from '../model/entry.js';
import type { CustomerFact } from '../model/views.js';

/** Who something is sent to, or paid by, may be anybody: `shipping-` and `billing-` say nothing of who writes. */
const own = (fact: string): string => fact.replace(/^(?:home|work|mobile)-/, '');
const NAMES = ['name', 'given-name', 'family-name'];
const REACHED = ['tel', 'email', 'account'];
/** Digits by which a number is the same in whatever way it is written. */
const END = 7;

const plain = (text: string): string => text.normalize('NFKC').toLowerCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '');
const words = (text: string): string[] => text.split(/[\s,]+/).map(plain).filter((word) => word.length > 1);
const same = (fact: string, one: string, other: string): boolean => (fact === 'tel' ? plain(one).slice(-END) === plain(other).slice(-END) : plain(one) === plain(other));

/**
 * Where no word of the name is one that is known, and neither is any phone, email or account that was typed, of which
 * there is one at least. Somebody who corrects their number, marries, or writes their name otherwise is who they were.
 */
export function isAnother(said: readonly Draft[], known: readonly CustomerFact[]): boolean {
  const facts = said.flatMap((draft) => (draft.kind === 'told' || draft.kind === 'used' ? [{ typed: draft.kind === 'told', fact: own(draft.fact), value: draft.value ?? '' }] : []));
  const names = (all: readonly { fact: string; value: string }[]): Set<string> => new Set(all.filter(({ fact }) => NAMES.includes(fact)).flatMap(({ value }) => words(value)));
  const [now, before] = [names(facts), names(known)];
  if (now.size === 0 || before.size === 0 || [...now].some((word) => before.has(word))) return false;
  // An account that they left as it stood there says nothing about them.
  const typed = facts.filter(({ typed: is, fact }) => is && REACHED.includes(fact));
  const met = typed.flatMap(({ fact, value }) => known.filter((one) => own(one.fact) === fact).map((one) => same(fact, one.value, value)));
  return met.length > 0 && !met.includes(true);
}
