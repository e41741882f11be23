/** A lead as the sales system has it, as a row of a call list with a guard around its link. */
import type { SayOnceGuard } from '../src/elements/guard.js';
import type { SayOncePitchEvent } from '../src/elements/events.js';

export interface Lead {
  name: string;
  /** national, as it is printed; one may have come in without a number */
  number?: string;
  why: string;
}

const dialled = (number: string): string => `tel:+44${number.replace(/\D/g, '').slice(1)}`;
const cell = (style: string, text: string): HTMLSpanElement => Object.assign(document.createElement('span'), { className: style, textContent: text });

/** The row as the host shows it; nothing in it can be dialled. */
export function plainRow({ name, number, why }: Lead): HTMLLIElement {
  const item = document.createElement('li');
  const digits = document.createElement('bdi');
  digits.textContent = number ?? 'no number yet';
  const telephone = cell('number', '');
  telephone.append(digits);
  item.append(cell('name', name), telephone, cell('why', why));
  return item;
}

/** Says in the row what is known: why it was to be called, or that it must not be now. */
export function say(item: HTMLLIElement, { why }: Lead, pitch: SayOnceGuard['pitch'], hold?: SayOncePitchEvent['hold']): void {
  const held = pitch === 'held';
  item.classList.toggle('held', held);
  const reason = item.querySelector('.why');
  if (!held) reason?.replaceChildren(why);
  else {
    const strong = document.createElement('strong');
    strong.textContent = 'Do not pitch';
    reason?.replaceChildren(strong, hold?.until == null ? ' until support lifts it' : ` until ${hold.until}`);
  }
}

/** Its link; a lead may have come in without a number. */
export function linkTo({ name, number }: Lead): HTMLAnchorElement {
  const link = document.createElement('a');
  link.textContent = 'Call';
  if (number !== undefined) link.href = dialled(number);
  link.setAttribute('aria-label', `Call ${name}`);
  return link;
}

/** Puts a link into the row, guarded. */
export function guardIn(item: HTMLLIElement, lead: Lead): SayOnceGuard {
  const guard = document.createElement('say-once-guard');
  guard.label = lead.name;
  guard.append(linkTo(lead));
  guard.addEventListener('say-once-pitch', ({ pitch, hold }) => say(item, lead, pitch, hold));
  item.append(guard);
  return guard;
}
