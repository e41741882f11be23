/** What customers are asked, in the order in which it is asked. */
import type { Known } from '../model/guidance.js';

/** Facts that answer one question: whoever knows one does not ask for the other. */
const GROUPS: [fact: string, members: RegExp][] = [
  ['name', /^(name|(given|family|additional)-name)$/],
  ['address', /^(street-address|address-(line|level)\d|postal-code|country(-name)?)$/],
];
/** What is asked first, first. */
const ORDER = ['name', 'account', 'tel', 'email', 'address', 'bday'];

/** The question that asks for a fact. */
export const questionOf = (fact: string): string => GROUPS.find(([, members]) => members.test(fact))?.[0] ?? fact;

/** As the questions are asked. */
export const inOrder = <T>(all: Iterable<T>, questionFor: (one: T) => string): T[] => {
  const place = (one: T): number => (ORDER.includes(questionFor(one)) ? ORDER.indexOf(questionFor(one)) : ORDER.length);
  return [...all].toSorted((a, b) => place(a) - place(b));
};

/** The questions that ask for these facts. */
export const asked = (facts: readonly string[]): string[] => inOrder(new Set(facts.map(questionOf)), (question) => question);

/** Nobody asks for it: a card says it in its head. */
const ABOUT = /^(nickname|language|reach|customer-since)$/;

/** What is known, by the question that it answers. */
export function questions(all: readonly Known[]): [string, Known[]][] {
  const map = new Map<string, Known[]>();
  for (const known of all) {
    if (ABOUT.test(known.fact)) continue;
    const key = questionOf(known.fact);
    map.set(key, [...(map.get(key) ?? []), known]);
  }
  return inOrder(map, ([key]) => key);
}
