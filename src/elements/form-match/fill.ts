/** All that filling takes beyond tokens and values as they are. A form loads it as soon as it has a field that needs it. */
import type { Policy } from '../../model/policy.js';
import { choicesOf, type Control, isOpen } from '../form-fields.js';
import { direct, type Facts, type Known, knownFor } from '../form-known.js';
import { setValue } from '../form-set.js';
import { choose, spellings } from './choose.js';
import { composed } from './compose.js';
import { choiceText } from './describe.js';
import { knownOfKind } from './kinds.js';

export { factFor } from './fact.js';
export { isPart, partsSaid } from './parts-said.js';

export const knownWell = (fact: string, facts: Facts, policy: Policy, now: number): Known | undefined => knownFor(fact, facts, policy, now) ?? composed(fact, (name) => direct(name, facts, policy, now));

/** What is known for one field among all of its form. */
export const knownIn = (control: Control, fact: string, controls: readonly Control[], facts: Facts, policy: Policy, now: number): Known | undefined => knownOfKind(control, fact, controls, facts, policy, now, knownWell);

const optionsOf = (list: HTMLSelectElement | HTMLDataListElement): { value: string; text: string }[] => [...list.options].filter(({ disabled }) => !disabled).map(({ value, text }) => ({ value, text }));

/** Chooses a radio button as a person would: with a click. */
function press(control: Control, fact: string, value: string, country: string | undefined): boolean {
  const choices = choicesOf(control).filter((one) => isOpen(one)) as HTMLInputElement[];
  const options = choices.map((one) => ({ value: one.value, text: choiceText(one), one }));
  const chosen = choose(fact, value, options, country) as (typeof options)[number] | undefined;
  chosen?.one.click();
  return chosen?.one.checked === true;
}

/** As `setValue`, in the field's own options or spelling. Nothing is ever cut to fit. `country` is the customer's. */
export function setMeaning(control: Control, fact: string, value: string, country?: string): boolean {
  if (control instanceof HTMLSelectElement) {
    const option = choose(fact, value, optionsOf(control), country);
    return option !== undefined && setValue(control, option.value);
  }
  if (control.type === 'radio') return press(control, fact, value, country);
  const suggested = 'list' in control && control.list !== null ? choose(fact, value, optionsOf(control.list), country) : undefined;
  if (suggested !== undefined && setValue(control, suggested.value)) return true;
  const { type, maxLength, placeholder } = control;
  const shape = { type, maxLength, placeholder, label: [...(control.labels ?? [])].map((label) => label.textContent ?? '').join(' ') };
  return spellings(fact, value, shape, country).some((one) => one !== '' && setValue(control, one));
}
