/**
 * The lines that stand beside the page's own fields, in its own document: a shadow root could not be the target of a
 * field's `aria-describedby`. They come after the field, or after its label where that is around it. The page may style
 * `.say-once-from`, `.say-once-offer`, and fields by `[data-say-once-filled]`: ours weighs nothing (`:where`).
 */
import { adopt, css } from './css.js';
import { choicesOf, type Control } from './form-fields.js';
import { make } from './make.js';
import { inOurs } from './speaking.js';

const rules = css`
:where(.say-once-from, .say-once-offer) {
  display: block;
  grid-column: 1 / -1;
  margin-block-start: .35em;
  font-size: .9em;
  line-height: 1.4;
  text-align: start;
  color: var(--say-once-quiet, light-dark(#5d6461, #a0a7a3));
}
:where(.say-once-offer) {
  display: flex;
  flex-wrap: wrap;
  gap: .2em 1em;
  align-items: baseline;
  justify-content: space-between;
  padding: .5em .9em;
  border: 1px dashed var(--say-once-hold-line, light-dark(#eccb93, #6d4d1d));
  border-radius: .65em;
  color: inherit;
}
:where(.say-once-from, .say-once-offer)[hidden] {
  display: none;
}
:where(.say-once-offer button) {
  font: inherit;
  font-weight: 600;
  color: var(--say-once-accent, light-dark(#0f6b57, #5fd0b0));
  background: none;
  border: 0;
  padding: 0;
  cursor: pointer;
}`;

function dress(root: Node): void {
  if ('adoptedStyleSheets' in root) adopt(root as Document, [rules]);
}

let count = 0;

/** A line of ours beside a field, said with the field as its description while it is shown. */
export class Line {
  readonly #element: HTMLElement;
  readonly #control: Element;
  readonly #id: string;

  constructor(control: Control, style: 'from' | 'offer', ...content: (string | Node)[]) {
    const last = choicesOf(control).at(-1) ?? control;
    this.#control = control.type === 'radio' ? (control.closest('fieldset, [role=radiogroup]') ?? control) : control;
    this.#element = make('span', { class: `say-once-${style}` }, ...content);
    const text = this.#element.querySelector('span') ?? this.#element;
    text.id = this.#id = `say-once-${style}-${(count += 1)}`;
    inOurs(this.#element);
    (last.closest('label') ?? (last.nextElementSibling === last.labels?.[0] ? last.nextElementSibling : last) ?? last).after(this.#element);
    dress(control.getRootNode());
    this.show(true);
  }

  show(shown: boolean): void {
    this.#element.hidden = !shown;
    const ids = (this.#control.getAttribute('aria-describedby') ?? '').split(/\s+/).filter((id) => id !== '' && id !== this.#id);
    if (shown) ids.push(this.#id);
    if (ids.length > 0) this.#control.setAttribute('aria-describedby', ids.join(' '));
    else this.#control.removeAttribute('aria-describedby');
  }

  remove(): void {
    this.show(false);
    this.#element.remove();
  }
}
