/** What stands beside a form's fields: where a value came from, or one that is offered. Knows no touchpoint. */
import { inert } from '../model/inert.js';
import type { CustomerFact } from '../model/views.js';
import { type Control, saidOf } from './form-fields.js';
import type { Known } from './form-known.js';
import { Line } from './form-lines.js';
import { clear } from './form-set.js';
import { provenance } from './form-where.js';
import { around, quoted } from './text.js';
import { region, year } from './when.js';
import { formWords as words } from './words/form.js';

interface Beside {
  line: Line;
  /** the same line, in the words of now */
  say: () => Line;
  /** what we put in the field; empty while it is only offered */
  value: string;
  /** it was offered, and they took it */
  accepted: boolean;
  from: CustomerFact;
}

export class FormBeside {
  readonly #beside = new Map<Control, Beside>();

  get empty(): boolean {
    return this.#beside.size === 0;
  }

  controls(): Iterable<Control> {
    return this.#beside.keys();
  }

  of(control: Control): Pick<Beside, 'value' | 'accepted' | 'from'> | undefined {
    return this.#beside.get(control);
  }

  #stand(control: Control, say: () => Line, rest: Pick<Beside, 'value' | 'accepted' | 'from'>): void {
    this.drop(control);
    this.#beside.set(control, { line: say(), say, ...rest });
  }

  /** Says where what we have just put in it came from. */
  filled(control: Control, { from }: Known, now: number, accepted: boolean): void {
    control.toggleAttribute('data-say-once-filled', true);
    this.#stand(control, () => new Line(control, 'from', provenance(from, now)), { value: saidOf(control), accepted, from });
  }

  /** Offers a value that is in doubt, or that somebody has to ask for by themselves. */
  offer(control: Control, known: Known, now: number, use: () => void): void {
    this.#ask(control, known, (it) => {
      const why = known.doubt === 'disagree' ? words.otherwise : known.doubt === 'stale' ? words.gave(year(known.from.at)) : provenance(known.from, now);
      return words.still(it, why);
    }, use);
  }

  /** A value that the field does not take is never cut to fit; but nobody need remember it. */
  remind(control: Control, known: Known): void {
    this.#ask(control, known, (it) => words.last(it));
  }

  #ask(control: Control, { value, from }: Known, sentence: (it: string) => string, use?: () => void): void {
    const say = (): Line => {
      const text = document.createElement('span');
      const shown = document.createElement('b');
      shown.textContent = inert(from.fact === 'country' ? region(value) : value, 120);
      shown.dir = 'auto';
      const [before = '', after = ''] = around(sentence);
      text.append(before, shown, after);
      if (use === undefined) return new Line(control, 'offer', text);
      const button = document.createElement('button');
      button.type = 'button';
      button.textContent = words.use;
      button.setAttribute('aria-label', words.useWhat(quoted(value, 120)));
      button.addEventListener('click', use);
      return new Line(control, 'offer', text, button);
    };
    this.#stand(control, say, { value: '', accepted: false, from });
  }

  /** Somebody has put something else in it, or ours back: what is theirs, our line says nothing about. */
  touched(control: Control): void {
    const beside = this.#beside.get(control);
    if (beside === undefined) return;
    const same = saidOf(control) === beside.value;
    control.toggleAttribute('data-say-once-filled', same && beside.value !== '');
    beside.line.show(same);
  }

  /** Says everything in the words of now. */
  reword(): void {
    for (const [control, beside] of this.#beside) {
      beside.line.remove();
      beside.line = beside.say();
      beside.line.show(beside.value === '' || saidOf(control) === beside.value);
    }
  }

  drop(control: Control): void {
    this.#beside.get(control)?.line.remove();
    this.#beside.delete(control);
  }

  /** Takes away what stands beside a field, and where nobody changed it, what we put in. */
  takeOut(control: Control): void {
    const value = this.#beside.get(control)?.value;
    if (value !== undefined && value !== '' && saidOf(control) === value) clear(control);
    this.leave(control);
  }

  /** Takes away what stands beside a field, and lets it be theirs. */
  leave(control: Control): void {
    control.removeAttribute('data-say-once-filled');
    this.drop(control);
  }
}
