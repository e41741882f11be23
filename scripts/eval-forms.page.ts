/** Runs in each labelled page, for eval-forms.mjs: fills it with what one invented person told, and says what came of it. */
import { type Control, isOpen } from '../src/elements/form-fields.js';
import { byName } from '../src/elements/form-known.js';
import { isEmpty } from '../src/elements/form-set.js';
import { factFor, knownWell, setMeaning } from '../src/elements/form-match/fill.js';
import { isUnseen } from '../src/elements/form-unseen.js';
import type { CustomerFact } from '../src/model/views.js';
import { isSecret, judge, TOLD, type Verdict } from './eval-forms.judge.js';

export interface Outcome {
  /** the hand label; never read by what fills */
  label: string | null;
  fact: string | undefined;
  /** `filled`; `closed`: nobody could fill it now; `left` empty */
  state: 'filled' | 'closed' | 'left';
  /** it cannot be seen now, but no page forbids it */
  hidden: boolean;
  type: string;
  /** what a person would read in it */
  shown: string;
  /** a list's options, values and texts */
  options: string[];
  maxLength: number;
  /** the control, to find it again */
  what: string;
}

/** Never fields somebody types or chooses in. Radio buttons are not filled at all. */
const NO_FIELD: ReadonlySet<string> = new Set(['hidden', 'submit', 'button', 'reset', 'image', 'checkbox', 'radio', 'file', 'range', 'color']);

export function run(page: Element, now: number): (Outcome & { verdict: Verdict; secret: boolean })[] {
  const facts = byName(Object.entries(TOLD).map(([fact, value]) => ({ fact, value, class: 'person', standing: 'confirmed', at: now, mine: true }) as unknown as CustomerFact));
  const policy = { facts: {} } as Parameters<typeof knownWell>[2];
  const controls = [...page.querySelectorAll<Control>('input, select, textarea')].filter(({ type }) => !NO_FIELD.has(type));
  // First all are read, as the element does it: what is filled in must not change what its neighbours are called.
  const named = controls.map((control) => ({ control, fact: factFor(control), unseen: isUnseen(control) || !control.checkVisibility({ visibilityProperty: true }), open: isOpen(control) && !isUnseen(control) && isEmpty(control) }));
  return named.map(({ control, fact, unseen, open }) => {
    const known = fact === undefined ? undefined : knownWell(fact, facts, policy, now);
    const filled = open && fact !== undefined && known !== undefined && setMeaning(control, fact, known.value, TOLD['country-name']);
    const option = control instanceof HTMLSelectElement ? control.selectedOptions[0] : undefined;
    const outcome: Outcome = {
      label: control.getAttribute('data-manual-scoring'),
      fact: known === undefined ? undefined : fact,
      state: filled ? 'filled' : open ? 'left' : 'closed',
      hidden: unseen && !control.matches(':disabled, :read-only:not(select)'),
      type: control.type,
      shown: option === undefined ? control.value : `${option.text} ${option.value}`,
      options: control instanceof HTMLSelectElement ? [...control.options].map(({ value, text }) => `${text} ${value}`) : [],
      maxLength: 'maxLength' in control ? control.maxLength : -1,
      what: `<${control.localName} type=${control.type} name="${control.getAttribute('name') ?? ''}" id="${control.id}">`.slice(0, 120),
    };
    return { ...outcome, verdict: judge(outcome), secret: isSecret(outcome) };
  });
}
