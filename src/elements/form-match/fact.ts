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
  const { width, height, right, bottom } = control.getBoundingClientRect();
  // What one chooses with may be drawn by what stands beside it; nobody types into what is not drawn, or not reached.
  if (control.type !== 'radio' && !(control instanceof HTMLSelectElement) && (control.tabIndex < 0 || width < 2 || height < 2 || isCutAway(control))) return true;
  return right + window.scrollX < -100 || bottom + window.scrollY < -100;
}

/** Whether it lies in something without any size, or is as good as glass and taken out of the page's flow. */
function isCutAway(control: Control): boolean {
  for (let at: Element | null = control, up = 0; at !== null && up < 4 && !at.matches('form, body'); at = at.parentElement, up++) {
    const { overflow, opacity, position } = getComputedStyle(at);
    const { width, height } = at.getBoundingClientRect();
    if (overflow !== 'visible' && (width < 2 || height < 2)) return true;
    // What only fades in keeps its place in the page.
    if (opacity === '0' && /^(absolute|fixed)$/.test(position)) return true;
  }
  return false;
}

/** As `factOf`, for a form of which the page does not say all. */
export function factFor(control: Control): string | undefined {
  // «Yes» and «No» consent to something, or answer a question of this page alone.
  if (control.type === 'radio' && choicesOf(control).some((one) => isYesOrNo(choiceText(one)))) return undefined;
  // So does a short list; in a long one «NO» is Norway.
  if (control instanceof HTMLSelectElement && !isRuled(control) && control.options.length < 5 && [...control.options].some(({ text }) => isYesOrNo(text))) return undefined;
  const fact = factOf(control) ?? (marked(control) === undefined && (control.type === 'radio' || !isRuled(control)) ? guess(describe(control)) : undefined);
  return fact !== undefined && ACCOUNT.has(fact) && control.dataset['sayOnce'] === undefined && signsIn(control) ? undefined : fact;
}
