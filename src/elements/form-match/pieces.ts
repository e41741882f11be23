/** One number, date or postal code in a row of short fields, of which only the first is called anything. */
import type { Control } from '../form-fields.js';
import { describe } from './describe.js';
import { asked } from './guess.js';
import { pieceFact } from './parts.js';

const SHORT = 'input:not([type=hidden], [type=checkbox], [type=radio], [type=submit], [type=button])';

/** The short fields that stand together with one, itself among them; none where something else is with them. */
function rowOf(control: Control): HTMLInputElement[] {
  if (!(control instanceof HTMLInputElement) || !isShort(control)) return [];
  for (let at = control.parentElement, up = 0; at !== null && up < 4; at = at.parentElement, up++) {
    const row = [...at.querySelectorAll<HTMLInputElement>(SHORT)];
    if (row.length > 4 || !row.every(isShort) || at.querySelector('select, textarea') !== null) return [];
    if (row.length > 1) return row;
  }
  return [];
}

/** No piece of a number has more: a Japanese area code with its nought has five, and some pages leave room for one more. */
const isShort = ({ type, maxLength }: HTMLInputElement): boolean => /^(text|tel|number)$/.test(type) && maxLength > 0 && maxLength <= 6;

/** Day and month in the order that the page shows, or that its language has; `undefined` where nobody could tell. */
function order(shown: string, language: string): string[] | undefined {
  const [first] = /\b(mm|dd|tt|jj|gg)\b(?=\s?[\s./-]\s?\S)/i.exec(shown) ?? [];
  if (first !== undefined) return first.toLowerCase() === 'mm' ? ['bday-month', 'bday-day'] : ['bday-day', 'bday-month'];
  if (/^en-us$/i.test(language)) return ['bday-month', 'bday-day'];
  return /^(en)?$/i.test(language) ? undefined : ['bday-day', 'bday-month'];
}

/** Which piece a field is of what the first of its row asks for; `undefined` where it is none. */
export function pieceOf(control: Control): string | undefined {
  const row = rowOf(control);
  const at = row.indexOf(control as HTMLInputElement);
  const first = row[0];
  if (first === undefined || at < 0) return undefined;
  const { label, near, name, id, group } = describe(first);
  // Codes of the page's own say «phone1», never what the number is made of.
  const whole = asked({ ...describe(first), maxLength: -1, placeholder: '', group: '', name: label + near === '' ? name : '', id: label + near === '' ? id : '' });
  const lengths = row.map(({ maxLength }) => maxLength);
  if (whole === 'tel') return row.length > 2 ? pieceFact('tel', lengths, at) : undefined;
  if (whole === 'postal-code') return row.length === 2 ? pieceFact('postal-code', lengths, at) : undefined;
  if (whole?.startsWith('bday') !== true || row.length !== 3 || Math.max(...lengths) > 4) return undefined;
  const year = lengths.indexOf(4);
  if (year === at) return 'bday-year';
  const shown = `${row.map(({ placeholder }) => placeholder).join(' ')} ${group}`;
  return year === 0 ? ['', 'bday-month', 'bday-day'][at] : order(shown, first.closest('[lang]')?.getAttribute('lang') ?? '')?.[at];
}
