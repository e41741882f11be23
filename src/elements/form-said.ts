/** What somebody said in a form, as entries. */
import type { Draft } from '../model/entry.js';
import type * as Parts from './form-match/parts-said.js';
import { choicesOf, type Control, controlsOf, isAnothers, isAsGiven, isOpen, kindOf, marked, saidOf, tokenOf } from './form-fields.js';

/** What we know of a field beside its value. */
export interface Seen {
  /** the fact that it asks for, as far as we know */
  fact(control: Control): string | undefined;
  /** somebody has put something in it, or out of it */
  touched(control: Control): boolean;
  /** what we filled in, or offered: a value that was offered and not accepted is empty here */
  ours(control: Control): { value: string; accepted: boolean; from: { fact: string; value: string } } | undefined;
  /** where a field may be a part of something: only a guess finds that out */
  parts: Pick<typeof Parts, 'isPart' | 'partsSaid'> | undefined;
}

/** The field for the message: the one the page names, else the first free text that asks for no fact. */
function messageIn(controls: readonly Control[], seen: Seen): Control | undefined {
  return controls.find((control) => marked(control) === 'issue') ?? controls.find((control) => control instanceof HTMLTextAreaElement && marked(control) === undefined && seen.fact(control) === undefined && isOpen(control));
}

/** Facts that are words; of all others a number says more than the text beside it. */
const WORDED = /^(country|address-level|honorific|sex)/;

/** What is said in a field: of an option with a number of the page's own, what it reads. */
function spoken(control: Control, fact: string): string {
  const value = saidOf(control);
  if (!WORDED.test(fact) || (/\p{L}/u.test(value) && value !== 'on')) return value;
  return value === '' ? '' : textOf(control) || value;
}

/** What the chosen option, or button, reads. */
const textOf = (control: Control): string =>
  (control instanceof HTMLSelectElement ? control.selectedOptions[0]?.text : choicesOf(control).find((one) => (one as HTMLInputElement).checked)?.labels?.[0]?.textContent)?.trim() ?? '';

/** What the message is about: by the host's table, else as the page has it. */
function topicIn(controls: readonly Control[], topics: Readonly<Record<string, string>>): string {
  const asked = controls.find((control) => marked(control) === 'topic');
  if (asked === undefined) return '';
  const value = saidOf(asked).trim();
  const name = [value, textOf(asked)].find((one) => one !== '' && Object.hasOwn(topics, one));
  return name === undefined || value === '' ? value : String(topics[name]);
}

/** Where all is the same for shipping and for billing, it is known to be for both, and told once under its plain name. */
function forBoth(drafts: readonly Draft[]): Draft[] {
  const of = (kind: string): Map<string, Draft> => new Map(drafts.flatMap((draft) => ('fact' in draft && draft.fact.startsWith(kind) ? [[draft.fact.slice(kind.length), draft]] : [])));
  const [shipping, billing] = [of('shipping-'), of('billing-')];
  const value = (draft: Draft | undefined): unknown => (draft as { value?: string } | undefined)?.value;
  if (shipping.size === 0 || shipping.size !== billing.size || [...shipping].some(([fact, draft]) => value(billing.get(fact)) !== value(draft))) return [...drafts];
  const [once, again] = [new Set(shipping.values()), new Set(billing.values())];
  return drafts.flatMap((draft) => (again.has(draft) ? [] : once.has(draft) && 'fact' in draft ? [{ ...draft, fact: draft.fact.slice('shipping-'.length) }] : [draft]));
}

/** Facts are told, unchanged prefills used, the message is the issue. `topics`: what the page's own words for one mean in the policy. */
export function saidIn(form: HTMLFormElement, seen: Seen, topics: Readonly<Record<string, string>>): Draft[] {
  const controls = controlsOf(form);
  const drafts: Draft[] = [];
  const named = new Set<string>();
  const parts = new Map<string, { control: Control; value: string }>();
  for (const control of controls) {
    const plain = seen.fact(control);
    // A card may be somebody else's.
    if (plain === undefined || isAnothers(control, controls) || tokenOf(control).at(-1)?.startsWith('cc-')) continue;
    const ours = seen.ours(control);
    const unchanged = ours?.value === saidOf(control);
    const kind = kindOf(control);
    // A value that was of no kind stays so where nobody changed it.
    const fact = unchanged && !ours.from.fact.startsWith(kind) ? plain : kind + plain;
    const value = spoken(control, plain).trim();
    const isPart = seen.parts?.isPart(plain) === true;
    if (isPart) parts.set(plain, { control, value });
    if (isPart || value === '' || named.has(fact) || control.matches(':disabled') || ('readOnly' in control && control.readOnly)) continue;
    if (ours === undefined && !seen.touched(control) && (isAsGiven(control) || !isOpen(control))) continue;
    named.add(fact);
    if (unchanged && !ours.accepted) drafts.push({ kind: 'used', fact, value });
    // Whoever changed what we had filled in, or said that an old value is still right, has settled it.
    else drafts.push({ kind: 'told', fact, value, ...(ours === undefined ? {} : { confirms: true }) });
  }
  drafts.push(...(seen.parts?.partsSaid(parts, seen) ?? []).filter(({ fact }) => !named.has(fact)));
  const message = messageIn(controls, seen);
  const words = message === undefined || isAsGiven(message) ? '' : message.value.trim();
  const topic = topicIn(controls, topics);
  if (words !== '') drafts.push({ kind: 'issue', words, ...(topic === '' ? {} : { topic }) });
  return forBoth(drafts);
}
