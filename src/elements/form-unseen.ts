/** What a person cannot see though the browser draws it: a trap for robots. Looked at before a field is filled. */
import { type Control, marked } from './form-fields.js';

/** Farther to the side than any step of a form that is slid in, px. */
const FAR = 5_000;

/**
 * Whether nobody could see or reach it: a trap for robots, a dialog that is not open yet. A token is no invitation, since a
 * trap carries the one that a robot looks for; only what the page says to us alone (`data-say-once`) is.
 */
export function isUnseen(control: Control): boolean {
  if (marked(control) !== undefined && control.type !== 'radio') return false;
  if (control.closest('[aria-hidden=true]') !== null) return true;
  const { width, height, left, right, bottom } = control.getBoundingClientRect();
  // What one chooses with may be drawn by what stands beside it; nobody types into what is not drawn, or not reached.
  if (control.type !== 'radio' && !(control instanceof HTMLSelectElement) && (control.tabIndex < 0 || width < 2 || height < 2 || isCutAway(control))) return true;
  return right + window.scrollX < -100 || bottom + window.scrollY < -100 || left + window.scrollX > window.innerWidth + FAR;
}

/** Whether it lies in something without any size, is clipped to nothing, or is as good as glass and taken out of the page's flow. */
function isCutAway(control: Control): boolean {
  for (let at: Element | null = control, up = 0; at !== null && up < 4 && !at.matches('form, body'); at = at.parentElement, up++) {
    const { overflow, opacity, position, clipPath } = getComputedStyle(at);
    const { width, height } = at.getBoundingClientRect();
    if ((overflow !== 'visible' && (width < 2 || height < 2)) || /^inset\((50|100)%\)$/.test(clipPath)) return true;
    // What only fades in keeps its place in the page.
    if (opacity === '0' && /^(absolute|fixed)$/.test(position)) return true;
  }
  return false;
}
