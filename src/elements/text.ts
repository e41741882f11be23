import type { Policy } from '../model/policy.js';
import { inert } from '../model/inert.js';
import { factWords } from './words/facts.js';

/** Something said, in the words of whenever it is read: the page's language may have changed since. */
export type Sentence = () => unknown;

/** Somebody's text inside a sentence of ours: inert, and unable to turn what stands around it (UAX #9, isolates). */
export const quoted = (text: string, max = 300): string => `\u2068${inert(text, max)}\u2069`;

/** What a table calls something; `undefined` for all that it does not name itself (`constructor`). */
export const named = (names: Record<string, string>, name: string | undefined): string | undefined => (name !== undefined && Object.hasOwn(names, name) ? names[name] : undefined);

/** A sentence around something that is shown differently: what stands before it, and after it. */
export const around = (sentence: (it: string) => string): string[] => sentence('\0').split('\0');

/** What a fact is called: by the host, by our words, else by its own name. */
export function factLabel(fact: string, policy: Policy): string {
  const label = policy.facts[fact]?.label ?? named(factWords, fact);
  if (label !== undefined) return label;
  const plain = inert(fact, 60).replaceAll('-', ' ');
  return plain.charAt(0).toUpperCase() + plain.slice(1);
}
