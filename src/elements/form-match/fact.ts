/** The fact that a field asks for, by its token or, where it has none that is usable, by what it is called. */
import { choicesOf, type Control, factOf, isRuled, marked } from '../form-fields.js';
import { isYesOrNo } from './choose.js';
import { choiceText, describe } from './describe.js';
import { guess } from './guess.js';
import { signsIn } from './purpose.js';

/** What an account is known by: in a form that signs somebody in, these are its name. */
const ACCOUNT: ReadonlySet<string> = new Set(['email', 'tel', 'tel-national', 'name', 'nickname']);

/** As `factOf`, for a form of which the page does not say all. */
export function factFor(control: Control): string | undefined {
  // «Yes» and «No» consent to something, or answer a question of this page alone.
  if (control.type === 'radio' && choicesOf(control).some((one) => isYesOrNo(choiceText(one)))) return undefined;
  // So does a short list; in a long one «NO» is Norway.
  if (control instanceof HTMLSelectElement && !isRuled(control) && control.options.length < 5 && [...control.options].some(({ text }) => isYesOrNo(text))) return undefined;
  const fact = factOf(control) ?? (marked(control) === undefined && (control.type === 'radio' || !isRuled(control)) ? guess(describe(control)) : undefined);
  return fact !== undefined && ACCOUNT.has(fact) && control.dataset['sayOnce'] === undefined && signsIn(control) ? undefined : fact;
}
