/** What the sections of a card are given, and what several of them say. */
import type { nothing, TemplateResult } from 'lit';
import type { Context, Provenance } from '../model/context.js';
import type { Guide } from '../model/guidance.js';
import { inert } from '../model/inert.js';
import type { Policy } from '../model/policy.js';
import type { Match } from '../touchpoint/types.js';
import { named, quoted } from './text.js';
import { cardWords as words } from './words/card.js';
import { commonWords } from './words/common.js';

/** Somebody who may be the customer, with what matched. */
export interface Candidate extends Match {
  context: Context;
}

/** Which small form is open. */
export type Opened =
  | { kind: 'note'; issue?: string }
  | { kind: 'resolve'; issue: string }
  | { kind: 'link'; other: string; matchedOn: string[] }
  | { kind: 'fact'; facts: string[] };

/** All that a section needs to know, and may ask for. */
export interface View {
  context: Context;
  guide: Guide;
  policy: Policy;
  action: string;
  candidates: readonly Candidate[];
  now: number;
  /** values that were revealed, by fact */
  shown: ReadonlyMap<string, string>;
  open(opened: Opened): void;
  reveal(fact: string, value: string): void;
  choose(customer: string): void;
  /** the open form, where it belongs to this place */
  panel(kind: Opened['kind'], of?: string): TemplateResult | typeof nothing;
}

/** The rep or machine that recorded it; of the public, nobody by name. */
export const who = ({ by }: Pick<Provenance, 'by'>): string | undefined => (by.audience === 'customer' || by.label === undefined ? undefined : quoted(by.label, 60));
export const channelName = (channel: string | undefined): string | undefined => (channel === undefined ? undefined : (named(words.channels, channel) ?? quoted(channel, 60)));
export const actionLabel = (action: string, policy: Policy): string => policy.actions[action]?.label ?? named(words.actions, action) ?? quoted(action, 60);
/** What the policy says: the built-in one in the page's language. */
export const ours = (text: string): string => named(commonWords.policy, text) ?? text;
export const valueOf = (context: Context, fact: string): string | undefined => context.facts.find((one) => one.fact === fact)?.values[0]?.value;

/** The customer's name as far as it is known. */
export function nameOf(context: Context): string {
  const parts = ['given-name', 'family-name'].map((fact) => valueOf(context, fact)).filter((part) => part !== undefined);
  const name = parts.length > 0 ? parts.join(' ') : (valueOf(context, 'name') ?? valueOf(context, 'nickname'));
  return name === undefined ? words.unnamed : inert(name, 120);
}

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
