/** Runs in each captured page: fills every field with what one invented person told, and says what came of it. For eval-forms.mjs. */
import { controlsOf, type Control } from '../src/elements/form-fields.js';
import { factFor } from '../src/elements/form-match/fact.js';

void controlsOf;
export interface Seen { label: string | null; fact: string | undefined; shown: boolean; what: string }

const SKIPPED: ReadonlySet<string> = new Set(['hidden', 'submit', 'button', 'reset', 'image', 'checkbox', 'radio', 'file', 'range', 'color']);

export function run(): Seen[] {
  return [...document.querySelectorAll<Control>('input, select, textarea')].filter(({ type }) => !SKIPPED.has(type)).map((control) => ({
    label: control.getAttribute('data-manual-scoring'),
    fact: factFor(control),
    shown: control.checkVisibility({ visibilityProperty: true }),
    what: control.outerHTML.slice(0, 200),
  }));
}
