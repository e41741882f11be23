/** What was done in a form's fields, and what each of them asks for: as far as that is known. Knows nobody. */
import type { FormBeside } from './form-beside.js';
import { choicesOf, type Control, controlsOf, factOf, isOpenQuestion } from './form-fields.js';
import type { Seen } from './form-said.js';

export class Fields implements Seen {
  /** what we said beside them, and put in, once anything is known */
  beside: FormBeside | undefined;
  /** what changes in them now, we change */
  busy = false;
  readonly #tell: (error: unknown) => void;
  /** more can be known now */
  readonly #again: () => void;
  #touched = new WeakSet<Control>();
  #more: typeof import('./form-match/fill.js') | undefined;
  #loading: Promise<void> | undefined;
  readonly #guessed = new WeakMap<Control, string | undefined>();

  constructor(again: () => void, tell: (error: unknown) => void) {
    this.#again = again;
    this.#tell = tell;
  }

  /** What it takes to know and to fill fields that the page says too little of. */
  get parts(): typeof import('./form-match/fill.js') | undefined {
    return this.#more;
  }

  readonly fact = (control: Control): string | undefined => {
    if (this.#more === undefined) return control.type === 'radio' ? undefined : factOf(control);
    if (!this.#guessed.has(control)) this.#guessed.set(control, this.#more.factFor(control));
    return this.#guessed.get(control);
  };

  readonly touched = (control: Control): boolean => this.#touched.has(control);

  readonly ours = (control: Control): ReturnType<Seen['ours']> => this.beside?.of(control);

  /** Where the page says too little of a form's fields: once what guesses them is here. */
  guess(form: HTMLFormElement): Promise<void> | undefined {
    return this.#more === undefined && controlsOf(form).some(isOpenQuestion) ? this.learn() : undefined;
  }

  learn(): Promise<void> {
    return (this.#loading ??= import('./form-match/fill.js').then((more) => {
      this.#more = more;
      this.#again();
    }, this.#tell));
  }

  /** Somebody else has put something in a field: from then on it is theirs. Answers whether it was not we. */
  typed(target: Control): boolean {
    if (this.busy) return false;
    const [control] = choicesOf(target);
    this.#touched.add(control);
    this.beside?.touched(control);
    return true;
  }

  /** The page empties its form: nothing in it is anybody's. */
  reset(): void {
    this.#touched = new WeakSet();
  }
}
