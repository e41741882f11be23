/** What the sections of a card are given, and what several of them say. */
import { html, type nothing, type TemplateResult } from 'lit/html.js';
import type { Context, OpenIssue, Provenance } from '../model/context.js';
import type { Guide } from '../model/guidance.js';
import { inert } from '../model/inert.js';
import { masked } from '../model/masked.js';
import type { Policy } from '../model/policy.js';
import type { Match } from '../touchpoint/types.js';
import { named, quoted } from './text.js';
import { cardWords as words } from './words/card.js';
import { commonWords } from './words/common.js';

/** Somebody who may be the customer, with what matched. */
export interface Candidate extends Match {
  context: Context;
}

/** Where in the card a small form opens. */
export type Place = 'hold' | 'who' | 'issue' | 'other' | 'ask' | 'foot';

/** Which small form is open, where, and of what: an issue's, a step's or a flag's stamp, another customer, or facts by name. */
export interface Opened {
  form: 'note' | 'tried' | 'promise' | 'kept' | 'resolve' | 'check' | 'flag' | 'lower' | 'link' | 'fact' | 'correct';
  at: Place;
  of?: string;
  /** of a step: the issue it is about */
  issue?: string;
  /** of facts: which; of a link: what matched; of a correction: the stamps of the values it answers */
  list?: readonly string[];
}

/** All that a section needs to know, and may ask for. */
export interface View {
  context: Context;
  /** the open issues; while somebody writes at one of them they keep their places */
  issues: readonly OpenIssue[];
  guide: Guide;
  policy: Policy;
  action: string;
  candidates: readonly Candidate[];
  now: number;
  /** values that were revealed, by fact */
  shown: ReadonlyMap<string, string>;
  /** long words that somebody reads on, by the issue's stamp */
  whole: ReadonlyMap<string, string>;
  open(opened: Opened): void;
  isOpen(opened: Opened): boolean;
  reveal(fact: string, value: string): void;
  copy(fact: string, value: string): void;
  readOn(issue: OpenIssue): void;
  choose(customer: string): void;
  /** the whole history, where it is open */
  history: TemplateResult | typeof nothing;
  openHistory(this: void): void;
  /** the open form, where it belongs to this place */
  panel(at: Place, of?: string): TemplateResult | typeof nothing;
}

/** A button that opens a small form, and closes it again. */
export const opener = (view: View, opened: Opened, label: string, style = 'plain'): TemplateResult =>
  html`<button class=${style} aria-expanded=${view.isOpen(opened)} @click=${() => view.open(opened)}>${label}</button>`;

/** The rep or machine that recorded it; of the public, nobody by name. */
export const who = ({ by }: Pick<Provenance, 'by'>): string | undefined => (by.audience === 'customer' || by.label === undefined ? undefined : quoted(by.label, 60));
export const channelName = (channel: string | undefined): string | undefined => (channel === undefined ? undefined : (named(words.channels, channel) ?? quoted(channel, 60)));
export const actionLabel = (action: string, policy: Policy): string => policy.actions[action]?.label ?? named(words.actions, action) ?? quoted(action, 60);
/** What the policy says: the built-in one in the page's language. */
export const ours = (text: string): string => named(commonWords.policy, text) ?? text;

/** Copying what is covered takes the value, not what covers it. */
export function copies(event: Event, copy: () => void): void {
  event.preventDefault();
  copy();
}

/** How a value is shown until somebody reveals it. Of somebody who asked to be forgotten, nothing is in full view. */
export const cover = ({ forget }: Context, fact: string, value: string): string => (forget === undefined ? masked(fact, value) : '•••');

/** The newest value that was confirmed; where none was, the newest. */
export const valueOf = (context: Context, fact: string): string | undefined => {
  const values = context.facts.find((one) => one.fact === fact)?.values;
  return (values?.find(({ standing }) => standing === 'confirmed') ?? values?.[0])?.value;
};

/** The customer's name as far as it is known. */
export function nameOf(context: Context): string {
  const parts = ['given-name', 'family-name'].map((fact) => valueOf(context, fact)).filter((part) => part !== undefined);
  const name = parts.length > 0 ? parts.join(' ') : (valueOf(context, 'name') ?? valueOf(context, 'nickname'));
  return name === undefined ? words.unnamed : inert(name, 120);
}
