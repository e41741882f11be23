/** What a control shows and is called, read from the page once: all that a guess goes by. */
import { choicesOf, type Control } from '../form-fields.js';

/** A control, as far as somebody could tell from it what it asks for. Texts are as the page has them, `''` where there is none. */
export interface Description {
  tag: 'input' | 'select' | 'textarea';
  type: string;
  /** `autocomplete`, as written */
  autocomplete: string;
  name: string;
  id: string;
  /** labels, `aria-labelledby` and `aria-label` */
  label: string;
  placeholder: string;
  title: string;
  /** the text that stands just before it, else around it alone, where it has no label */
  near: string;
  /** what stands right behind it */
  after: string;
  /** the last heading or legend before it */
  heading: string;
  /** the words around a few fields that belong together: a fieldset's legend, «Date of birth» over three lists */
  group: string;
  /** characters, -1 where it has no end */
  maxLength: number;
  /** texts of a select's first options, or of all radio buttons */
  options: readonly string[];
}

/** A label longer than this tells a story, and does not name a field. */
const LONG = 160;

const text = (node: Node): string => (node.textContent ?? '').replace(/\s+/gu, ' ').trim();

const NO_WORDS = 'select, textarea, button, script, style, .say-once-from, .say-once-offer';

/** A label's own words: not those of the options and fields in it. */
function labelText(label: Element): string {
  if (label.querySelector(NO_WORDS) === null) return text(label);
  const copy = label.cloneNode(true) as Element;
  for (const part of copy.querySelectorAll(NO_WORDS)) part.remove();
  return text(copy);
}

/** What a radio button says. */
export const choiceText = (control: Control): string => [...(control.labels ?? [])].map(labelText).join(' ') || (control.getAttribute('aria-label') ?? '');

/** Radio buttons, as a list of which one is chosen. What asks for them stands in their legend, or in front of the first. */
function describeChoices(control: Control): Description {
  const group = control.closest('[role=radiogroup], fieldset');
  const root = control.getRootNode() as Document | ShadowRoot;
  const by = (group?.getAttribute('aria-labelledby') ?? '').split(/\s+/).map((id) => (id === '' ? '' : (root.getElementById(id)?.textContent ?? '')));
  const choices = choicesOf(control);
  const whole = group !== null && [...group.querySelectorAll<Control>(FIELDS)].every((one) => choices.includes(one)) ? group : null;
  const label = whole === null ? '' : [text(whole.querySelector('legend') ?? document.createElement('i')), ...by, whole.getAttribute('aria-label') ?? ''].filter((one) => one.trim() !== '').join(' ');
  const options = choices.map(choiceText);
  return { tag: 'select', type: 'radio', autocomplete: control.getAttribute('autocomplete') ?? '', name: control.name, id: '', label, placeholder: '', title: '', near: label === '' ? before(control.closest('label') ?? control) : '', after: '', heading: '', group: '', maxLength: -1, options };
}

function named(control: Control): string {
  const root = control.getRootNode() as Document | ShadowRoot;
  const by = (control.getAttribute('aria-labelledby') ?? '').split(/\s+/).flatMap((id) => (id === '' ? [] : (root.getElementById(id) ?? [])));
  return [...(control.labels ?? []), ...by]
    .map(labelText)
    .concat(control.getAttribute('aria-label') ?? '')
    .filter((one, index, all) => one !== '' && all.indexOf(one) === index)
    .join(' ')
    .slice(0, LONG);
}

const FIELDS = 'input:not([type=hidden]), select, textarea';

/** What is said beside a control, in whatever holds it and no other: a label that floats over it stands behind it. */
function within(control: Element): string {
  for (let at = control.parentElement, up = 0; at !== null && up < 4 && !at.matches('form, body, fieldset'); at = at.parentElement, up++) {
    if (at.querySelectorAll(FIELDS).length > 1) return '';
    const said = labelText(at);
    if (/\p{L}/u.test(said)) return said.length > LONG / 2 ? '' : said;
  }
  return '';
}

/** The text right behind a control, before any other. */
function behind(control: Control): string {
  let at = control.nextSibling;
  while (at !== null && text(at) === '' && !(at instanceof Element && (at.matches(FIELDS) || at.querySelector(FIELDS) !== null))) at = at.nextSibling;
  return at === null || (at instanceof Element && (at.matches(FIELDS) || at.querySelector(FIELDS) !== null)) ? '' : text(at).slice(0, LONG / 2);
}

/** The last heading before a control, inside what belongs to its form. */
function headingOf(control: Control): string {
  const headings = [...(control.form ?? document).querySelectorAll('h1, h2, h3, h4, h5, h6, legend')];
  return text(headings.findLast((one) => (one.compareDocumentPosition(control) & Node.DOCUMENT_POSITION_FOLLOWING) !== 0) ?? document.createElement('i'));
}

/** The nearest text before a control that belongs to no other control: a cell beside it, a heading, a word in front of it. */
function before(control: Element): string {
  let at = control;
  for (let up = 0; up < 4; up++) {
    for (let other = at.previousSibling; other !== null; other = other.previousSibling) {
      if (other instanceof Element && (other.matches(FIELDS) || other.querySelector(FIELDS) !== null)) return '';
      if (other instanceof Element && other.matches('script, style, button, a')) continue;
      const said = other instanceof Element || other instanceof Text ? text(other) : '';
      if (/\p{L}/u.test(said)) return said.slice(-LONG / 2);
    }
    const parent = at.parentElement;
    if (parent === null || parent.matches('form, body, fieldset') || [...parent.querySelectorAll(FIELDS)].length > 3) return '';
    at = parent;
  }
  return '';
}

function around(control: Control): string {
  const group = control.closest('fieldset, [role=group]');
  const legend = group === null ? '' : `${text(group.querySelector('legend') ?? document.createElement('i'))} ${group.getAttribute('aria-label') ?? ''}`;
  let few: Element | null = control.parentElement;
  for (let up = 0; up < 4; up++) {
    const parent: Element | null = few?.parentElement ?? null;
    if (parent === null || parent.matches('form, body') || parent.querySelectorAll(FIELDS).length > 3) break;
    few = parent;
  }
  return `${legend} ${few === null ? '' : labelText(few).slice(0, LONG)}`.trim();
}

export function describe(control: Control): Description {
  if (control.type === 'radio') return describeChoices(control);
  const label = named(control);
  return {
    tag: control.localName as Description['tag'],
    type: control.type,
    autocomplete: control.getAttribute('autocomplete') ?? '',
    name: control.getAttribute('name') ?? '',
    id: control.id,
    label,
    placeholder: control.getAttribute('placeholder') ?? '',
    title: control.title,
    near: label === '' ? before(control) || within(control) : '',
    after: behind(control),
    heading: headingOf(control),
    group: around(control),
    maxLength: 'maxLength' in control ? control.maxLength : -1,
    options: control instanceof HTMLSelectElement ? [...control.options].slice(0, 60).map((option) => option.text.trim()) : [],
  };
}
