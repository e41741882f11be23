/** The fact that a field asks for, by its token or, where it has none that is usable, by what it is called. */
import { choicesOf, type Control, factOf, isRuled, marked } from '../form-fields.js';
import { isYesOrNo } from './choose.js';
import { choiceText, describe } from './describe.js';
import { guess } from './guess.js';
import { signsIn } from './purpose.js';

/** What an account is known by: in a form that signs somebody in, these are its name. */
const ACCOUNT: ReadonlySet<string> = new Set(['email', 'tel', 'tel-national', 'name', 'nickname']);

/**
 * Whether a person cannot see it, though the browser draws it: a trap for robots, a dialog that is not open yet. Where the
 * page gave it a token, that is an invitation; a guess is only made for what somebody can look at.
 */
export function isUnseen(control: Control): boolean {
  if (isRuled(control) && control.type !== 'radio') return false;
  if (control.closest('[aria-hidden=true]') !== null) return true;
  const { right, bottom } = control.getBoundingClientRect();
  return right + window.scrollX < -100 || bottom + window.scrollY < -100;
}

/** As `factOf`, for a form of which the page does not say all. */
export function factFor(control: Control): string | undefined {
  // «Yes» and «No» consent to something, or answer a question of this page alone.
  if (control.type === 'radio' && choicesOf(control).some((one) => isYesOrNo(choiceText(one)))) return undefined;
  const fact = factOf(control) ?? (marked(control) === undefined && (control.type === 'radio' || !isRuled(control)) ? guess(describe(control)) : undefined);
  return fact !== undefined && ACCOUNT.has(fact) && control.dataset['sayOnce'] === undefined && signsIn(control) ? undefined : fact;
}
