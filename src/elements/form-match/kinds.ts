/** What is known for a field that asks for one of several: for shipping or billing, for home, work or on the move. */
import type { Policy } from '../../model/policy.js';
import { type Control, factOf, isAnothers, kindOf } from '../form-fields.js';
import type { Facts, Known } from '../form-known.js';

/** Facts that make one thing together: an address of two halves would be nobody's. */
const groupOf = (fact: string): string => (/^(street-)?address|^postal-code$|^country/.test(fact) ? 'address' : fact.startsWith('tel') ? 'tel' : /name$|^honorific/.test(fact) ? 'name' : fact);

/** The facts of one kind under their plain names, `undefined` where nothing of the sort is known of it. */
function only(kind: string, fact: string, facts: Facts): Facts | undefined {
  const own = [...facts].filter(([name]) => name.startsWith(kind)).map(([name, values]) => [name.slice(kind.length), values] as const);
  return own.some(([name]) => groupOf(name) === groupOf(fact)) ? new Map(own) : undefined;
}

const REACHED = ['mobile-', 'home-', 'work-'];
const SENT = ['billing-', 'shipping-'];

/**
 * What is known for a field, in its own kind first. What was told of no kind is for all of them; what was told for
 * billing is never filled in for shipping, nor the other way round.
 */
export function knownOfKind(control: Control, fact: string, controls: readonly Control[], facts: Facts, policy: Policy, now: number, well: (fact: string, facts: Facts, policy: Policy, now: number) => Known | undefined): Known | undefined {
  const look = (from: Facts | undefined): Known | undefined => (from === undefined ? undefined : well(fact, from, policy, now));
  const doubted = (known: Known | undefined): Known | undefined => known && { doubt: 'claimed', ...known };
  const kind = kindOf(control);
  if (isAnothers(control, controls)) return doubted(look(facts));
  if (kind !== '') {
    const reached = kind.replace(/^(shipping|billing)-/, '');
    const own = [kind, reached].map((one) => (one === '' ? undefined : only(one, fact, facts))).find((one) => one !== undefined);
    if (own !== undefined) return look(own);
    // One number, and a page that asks for that at home and that at work: nobody knows which it is.
    const several = reached !== '' && controls.some((other) => other !== control && factOf(other) === fact && kindOf(other) !== kind);
    return several ? doubted(look(facts)) : look(facts);
  }
  const plain = look(facts);
  if (plain !== undefined) return plain;
  const kinds = /^(tel|email)/.test(fact) ? REACHED : SENT;
  const known = kinds.map((one) => look(only(one, fact, facts))).filter((one) => one !== undefined);
  const [newest] = known.toSorted((a, b) => b.from.at - a.from.at);
  return kinds === REACHED && known.length === 1 ? newest : doubted(newest);
}
