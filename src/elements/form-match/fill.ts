/** All that filling takes beyond tokens and values as they are. A form loads it as soon as it has a field that needs it. */
import type { Policy } from '../../model/policy.js';
import { type Control, direct, type Facts, type Known, knownFor, setValue } from '../form-fields.js';
import { choose, spellings } from './choose.js';
import { composed } from './compose.js';

export { factFor, isUnseen } from './fact.js';

export const knownWell = (fact: string, facts: Facts, policy: Policy, now: number): Known | undefined => knownFor(fact, facts, policy, now) ?? composed(fact, (name) => direct(name, facts, policy, now));

const optionOf = ({ value, text }: HTMLOptionElement): { value: string; text: string } => ({ value, text });

/** As `setValue`, in the field's own options or spelling. Nothing is ever cut to fit. `country` is the customer's. */
export function setMeaning(control: Control, fact: string, value: string, country?: string): boolean {
  if (control instanceof HTMLSelectElement) {
    const option = choose(fact, value, [...control.options].filter(({ disabled }) => !disabled).map(optionOf), country);
    return option !== undefined && setValue(control, option.value);
  }
  const { type, maxLength, placeholder } = control;
  const shape = { type, maxLength, placeholder, label: [...(control.labels ?? [])].map((label) => label.textContent ?? '').join(' ') };
  return spellings(fact, value, shape, country).some((one) => one !== '' && setValue(control, one));
}
