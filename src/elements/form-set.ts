/** How a form's fields are set, and emptied. */
import { choicesOf, type Control, saidOf } from './form-fields.js';

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
