/** What a form's fields are about, and what is said in them. Knows no touchpoint. */

export type Control = HTMLInputElement | HTMLTextAreaElement | HTMLSelectElement;

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

/** Whether more is needed to know what a field asks for than what the page says of it. A lone free text is the message. */
export const isOpenQuestion = (control: Control): boolean => control.type === 'radio' || isOneOfSeveral(control) || (!isRuled(control) && control.type !== 'search' && !(control instanceof HTMLTextAreaElement));

/** Whether it still holds what the page gave it. */
export const isAsGiven = (control: Control): boolean =>
  control instanceof HTMLSelectElement
    ? [...control.options].every((option, index) => option.selected === (option.defaultSelected || (index === 0 && !control.querySelector('option[selected]'))))
    : control.type === 'radio'
      ? (choicesOf(control) as HTMLInputElement[]).every(({ checked, defaultChecked }) => checked === defaultChecked)
      : control.value === control.defaultValue;
