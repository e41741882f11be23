/** What a form's fields are about, and how they are set. Knows no touchpoint. */
import type { Policy } from '../model/policy.js';
import type { CustomerFact } from '../model/views.js';

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

const DAY = 86_400_000;

/** Inputs in which somebody says something in a few words. */
const SAID: ReadonlySet<string> = new Set(['text', 'tel', 'email', 'url', 'search', 'number', 'date', 'month', 'textarea', 'select-one']);

/** Autocomplete field names (HTML, «autofill detail tokens») that are about a person, and no secret. */
const PERSONAL = /^(name|honorific-(pre|suf)fix|(given|additional|family)-name|nickname|organization(-title)?|street-address|address-(line[1-3]|level[1-4])|country(-name)?|postal-code|language|bday(-(day|month|year))?|sex|url|photo|tel(-(country-code|national|area-code|local(-(pre|suf)fix)?|extension))?|email|impp)$/;

const isControl = (element: Element): element is Control => element instanceof HTMLInputElement || element instanceof HTMLTextAreaElement || element instanceof HTMLSelectElement;

/** All controls of a form. A field of the name `elements` must not stand in the way. */
const allOf = (form: HTMLFormElement): Control[] => [...(Reflect.get(HTMLFormElement.prototype, 'elements', form) as Iterable<Element>)].filter(isControl);

/** The radio buttons of which one can be chosen; any other control alone. The first stands for all of them. */
export const choicesOf = (control: Control): [Control, ...Control[]] =>
  control.type === 'radio' && control.name !== '' && control.form !== null ? (allOf(control.form).filter(({ type, name }) => type === 'radio' && name === control.name) as [Control]) : [control];

/** A form's controls; of radio buttons that belong together the first. */
export const controlsOf = (form: HTMLFormElement): Control[] => allOf(form).filter((control) => control === choicesOf(control)[0]);

/** What is said in it: of radio buttons, the value of the chosen one. */
export const saidOf = (control: Control): string => (control.type === 'radio' ? (choicesOf(control).find((one) => (one as HTMLInputElement).checked)?.value ?? '') : control.value);

const NO_FACT = /^(issue|topic|never)$/;

/** What the page says itself: a fact's name, `issue`, `topic`, or `never`. */
export const marked = (control: Control): string | undefined => control.dataset['sayOnce']?.trim() || undefined;

/** Names of ours beside those that HTML has. */
const OURS = /^(account|order|customer|reach|customer-since)$/;
const isName = (name: string): boolean => PERSONAL.test(name) || OURS.test(name);
let factName: ((spelling: string) => string) | undefined;

/** Fetches the table of spellings where one of these fields goes by another name than the fact itself (`data-say-once="accountNo"`). */
export async function learnSpellings(controls: readonly Control[]): Promise<void> {
  const unknown = controls.some((control) => {
    const own = marked(control);
    return own !== undefined && !NO_FACT.test(own) && !isName(own);
  });
  if (unknown) ({ factName } = await import('../model/fact-name.js'));
}

/** A field's name in `autocomplete`. Sections, `shipping`, `billing`, `home` and `work` stand before it; `webauthn` after it. */
export const tokenOf = (control: Control): string[] => (control.getAttribute('autocomplete') ?? '').toLowerCase().split(/\s+/).filter((word) => word !== '' && word !== 'webauthn');

const KINDS = /^(shipping|billing|home|work|mobile)$/;

/** What stands before a field's name and makes its fact another one: `shipping-`, `mobile-`, `billing-home-`; `''` where nothing does. */
export const kindOf = (control: Control): string => tokenOf(control).filter((word) => KINDS.test(word)).map((word) => `${word}-`).join('');

/** Whether a field may be one of several for the same fact. */
export const isOneOfSeveral = (control: Control): boolean => tokenOf(control).some((word) => KINDS.test(word) || word.startsWith('section-'));

/** Whether the page asks for the same again in another `section-…`: that is somebody else, or somewhere else. */
export function isAnothers(control: Control, controls: readonly Control[]): boolean {
  const [section, ...token] = tokenOf(control);
  if (section?.startsWith('section-') !== true) return false;
  const first = controls.map(tokenOf).find((one) => one.filter((word) => !word.startsWith('section-')).join() === token.join());
  return first !== undefined && first[0] !== section;
}

/** Of a card only its owner's names (decision 0027) and address are none: some pages write `cc-address`. */
const SECRET = /^cc-(?!a|\w+-name)|^transaction-|password$|time-code$|^username$/;

/** The fact that a field asks for, `undefined` where it asks for none that may be kept. */
export function factOf(control: Control): string | undefined {
  if (!SAID.has(control.type) && control.type !== 'radio') return undefined;
  const words = tokenOf(control);
  const token = words.at(-1) ?? '';
  if (SECRET.test(token)) return undefined;
  const own = marked(control);
  // Unknown for want of the table, it is told as it is spelled: whoever writes it down knows them all.
  if (own !== undefined) return NO_FACT.test(own) ? undefined : isName(own) ? own : (factName?.(own) ?? own);
  // Nobody's fax is their telephone.
  return PERSONAL.test(token) && !words.some((word) => word === 'fax' || word === 'pager') ? token : undefined;
}

/** Whether the page itself says what the field is for, or that it is none of ours; all others can only be guessed. */
export function isRuled(control: Control): boolean {
  const token = tokenOf(control).at(-1) ?? '';
  return !SAID.has(control.type) || marked(control) !== undefined || SECRET.test(token) || PERSONAL.test(token);
}

/** Whether a person could set it now: not disabled, not read-only, not hidden. A trap for robots is hidden too. */
export const isOpen = (control: Control): boolean =>
  !control.matches(':disabled') && !('readOnly' in control && control.readOnly) && (typeof control.checkVisibility !== 'function' || control.checkVisibility({ visibilityProperty: true }));

/** Whether nothing was said in it. A list without an empty option shows its first one, and nobody has chosen that. */
export function isEmpty(control: Control): boolean {
  if (!(control instanceof HTMLSelectElement)) return saidOf(control) === '';
  const option = control.selectedOptions[0];
  if (option === undefined || option.value === '' || option.disabled) return true;
  return option.index === 0 && (!option.defaultSelected || /^(0|-1|-+)$/.test(option.value));
}

/** Takes out what we put in; a list goes back to what it showed at first. */
export function clear(control: Control): void {
  if (control.type === 'radio') {
    for (const one of choicesOf(control) as HTMLInputElement[]) if (one.checked) notice(one, Reflect.set(HTMLInputElement.prototype, 'checked', false, one));
    return;
  }
  const first = control instanceof HTMLSelectElement ? (control.querySelector<HTMLOptionElement>('option[selected]') ?? control.options[0])?.value : undefined;
  if (!setValue(control, '') && first !== undefined) setValue(control, first);
}

/** Whether more is needed to know what a field asks for than what the page says of it. A lone free text is the message. */
export const isOpenQuestion = (control: Control): boolean => control.type === 'radio' || isOneOfSeveral(control) || (!isRuled(control) && control.type !== 'search' && !(control instanceof HTMLTextAreaElement));

/** Whether it still holds what the page gave it. */
export const isAsGiven = (control: Control): boolean =>
  control instanceof HTMLSelectElement
    ? [...control.options].every((option, index) => option.selected === (option.defaultSelected || (index === 0 && !control.querySelector('option[selected]'))))
    : control.type === 'radio'
      ? (choicesOf(control) as HTMLInputElement[]).every(({ checked, defaultChecked }) => checked === defaultChecked)
      : control.value === control.defaultValue;

function optionFor(select: HTMLSelectElement, value: string): string | undefined {
  const wanted = value.trim().toLowerCase();
  const option = [...select.options].find((one) => !one.disabled && (one.value.toLowerCase() === wanted || one.text.trim().toLowerCase() === wanted));
  return option?.value;
}

const prototypeOf = (control: Control): object => (control instanceof HTMLInputElement ? HTMLInputElement : control instanceof HTMLTextAreaElement ? HTMLTextAreaElement : HTMLSelectElement).prototype;

/** What a browser says once somebody has changed a field. */
function notice(control: Control, changed: boolean, data?: string): boolean {
  control.dispatchEvent(data === undefined ? new Event('input', { bubbles: true, composed: true }) : new InputEvent('input', { bubbles: true, composed: true, inputType: 'insertReplacementText', data }));
  control.dispatchEvent(new Event('change', { bubbles: true }));
  return changed;
}

/**
 * Sets a value as a person would: through the prototype's own setter (frameworks put one of theirs on the element and
 * would not notice), then `input` and `change`. Leaves a field alone that does not take the value.
 */
export function setValue(control: Control, value: string): boolean {
  const before = control.value;
  const next = control instanceof HTMLSelectElement ? optionFor(control, value) : value;
  if (next === undefined || ('maxLength' in control && control.maxLength >= 0 && next.length > control.maxLength)) return false;
  const put = (text: string): boolean => Reflect.set(prototypeOf(control), 'value', text, control);
  put(next);
  if (next !== '' && (control.value === '' || !control.validity.valid)) {
    put(before);
    return false;
  }
  return notice(control, true, next);
}

/** What is known for a field. */
export interface Known {
  value: string;
  from: CustomerFact;
  /** why it is offered and not filled in */
  doubt?: 'stale' | 'disagree' | 'claimed';
}

export type Facts = ReadonlyMap<string, readonly CustomerFact[]>;

/** Facts by name, newest first. What belongs to one issue is asked afresh for the next. */
export function byName(facts: readonly CustomerFact[]): Facts {
  const map = new Map<string, CustomerFact[]>();
  for (const fact of facts) if (fact.class === 'person') map.set(fact.fact, [...(map.get(fact.fact) ?? []), fact]);
  return map;
}

export function direct(fact: string, facts: Facts, policy: Policy, now: number): Known | undefined {
  const [from, another] = facts.get(fact) ?? [];
  if (from === undefined) return undefined;
  const staleDays = policy.facts[fact]?.staleDays;
  const stale = staleDays !== undefined && now - from.at > staleDays * DAY;
  const doubt = another !== undefined ? 'disagree' : stale ? 'stale' : !from.mine && from.standing === 'claimed' ? 'claimed' : undefined;
  return { value: from.value, from, ...(doubt === undefined ? {} : { doubt }) };
}

/** What is known for a field; a name is put together, and taken apart only where there is but one way to do it. */
export function knownFor(fact: string, facts: Facts, policy: Policy, now: number): Known | undefined {
  const known = direct(fact, facts, policy, now);
  if (known !== undefined) return known;
  if (fact === 'name') {
    const given = direct('given-name', facts, policy, now);
    const family = direct('family-name', facts, policy, now);
    if (given === undefined || family === undefined) return undefined;
    const doubt = given.doubt ?? family.doubt;
    return { value: `${given.value} ${family.value}`, from: given.from, ...(doubt === undefined ? {} : { doubt }) };
  }
  if (fact === 'given-name' || fact === 'family-name') {
    const whole = direct('name', facts, policy, now);
    const parts = whole?.value.trim().split(/\s+/) ?? [];
    const value = fact === 'given-name' ? parts[0] : parts[1];
    return whole === undefined || parts.length !== 2 || value === undefined ? undefined : { ...whole, value };
  }
  return undefined;
}
