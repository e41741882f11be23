/** Fills the fields inside an element, each once, and knows which of them we filled and which somebody else did. */
import type { CustomerContext, CustomerFact } from '../model/views.js';
import type { Touchpoint } from '../touchpoint/types.js';
import { FormBeside } from './form-beside.js';
import { byName, choicesOf, type Control, controlsOf, factOf, isEmpty, isOneOfSeveral, isOpen, isOpenQuestion, type Known, knownFor, learnSpellings, setValue } from './form-fields.js';
import type { Seen } from './form-said.js';

/** Of whom it is filled in, and what their page may say. */
export interface Filler {
  view: CustomerContext;
  touchpoint: Touchpoint;
}

export class Filling implements Seen {
  readonly beside = new FormBeside();
  readonly #host: HTMLElement;
  readonly #tell: (error: unknown) => void;
  /** more can be known now */
  readonly #again: () => void;
  #touched = new WeakSet<Control>();
  #looked = new WeakSet<Control>();
  /** what it takes to know and to fill fields that the page says too little of */
  #more: typeof import('./form-match/fill.js') | undefined;
  #loading: Promise<void> | undefined;
  readonly #guessed = new WeakMap<Control, string | undefined>();
  #busy = false;

  constructor(host: HTMLElement, again: () => void, tell: (error: unknown) => void) {
    this.#host = host;
    this.#again = again;
    this.#tell = tell;
  }

  get parts(): Seen['parts'] {
    return this.#more;
  }

  readonly fact = (control: Control): string | undefined => {
    if (this.#more === undefined) return control.type === 'radio' ? undefined : factOf(control);
    if (!this.#guessed.has(control)) this.#guessed.set(control, this.#more.factFor(control));
    return this.#guessed.get(control);
  };

  readonly touched = (control: Control): boolean => this.#touched.has(control);

  readonly ours = (control: Control): ReturnType<Seen['ours']> => this.beside.of(control);

  /** Fills every field that was not looked at yet; resolves with those it filled, or with undefined where nobody could look. `known`: who it is by then. */
  async fill(known: () => Filler | undefined): Promise<Control[] | undefined> {
    if (known() === undefined) return undefined;
    await learnSpellings(this.#forms().flatMap(controlsOf)).catch(this.#tell);
    // Without it nobody knows what is a trap, and nothing is filled.
    const seeing = await import('./form-unseen.js').catch(this.#tell);
    const filler = known();
    if (filler === undefined || !seeing) return undefined;
    const { view, touchpoint } = filler;
    const facts = byName(view.facts);
    const now = Date.now();
    const more = this.#more;
    const filled: Control[] = [];
    for (const form of this.#forms()) {
      const controls = controlsOf(form);
      const signsIn = more === undefined && controls.some(({ type }) => type === 'password');
      if (signsIn) void this.#loadMore();
      void this.guess(form);
      for (const control of controls) {
        if (signsIn || this.#looked.has(control) || !this.#host.contains(control) || (more === undefined && isOneOfSeveral(control))) continue;
        const fact = this.fact(control);
        if (fact === undefined || !isOpen(control) || seeing.isUnseen(control)) continue;
        const found = more === undefined ? knownFor(fact, facts, touchpoint.policy, now) : more.knownIn(control, fact, controls, facts, touchpoint.policy, now);
        const taken = found === undefined || !isEmpty(control) || this.#touched.has(control);
        const doubt = found?.doubt !== undefined || (control.getRootNode() as Document).activeElement === control; // somebody is about to type here
        if (!taken && !doubt && this.#put(control, fact, found, view, false)) filled.push(control);
        else if (!taken && doubt) this.#offer(control, fact, found, view);
        else if (more === undefined && facts.size > 0 && (found === undefined || !taken)) {
          // Not under this name, or not in this spelling.
          void this.#loadMore();
          continue;
        } else if (!taken && factOf(control) !== undefined) this.beside.remind(control, found);
        this.#looked.add(control);
      }
    }
    return filled;
  }

  #forms(): HTMLFormElement[] {
    return [...this.#host.querySelectorAll('form')];
  }

  /** Where the page says too little of a form's fields: once what guesses them is here. */
  guess(form: HTMLFormElement): Promise<void> | undefined {
    return this.#more === undefined && controlsOf(form).some(isOpenQuestion) ? this.#loadMore() : undefined;
  }

  #loadMore(): Promise<void> {
    return (this.#loading ??= import('./form-match/fill.js').then((more) => {
      this.#more = more;
      this.#again();
    }, this.#tell));
  }

  #put(control: Control, fact: string, known: Known, { facts }: CustomerContext, accepted: boolean): boolean {
    this.#busy = true;
    try {
      const country = facts.find(({ fact: name }) => name === 'country' || name === 'country-name')?.value;
      if (!(this.#more?.setMeaning(control, fact, known.value, country) ?? setValue(control, known.value))) return false;
    } finally {
      this.#busy = false;
    }
    this.beside.filled(control, known, Date.now(), accepted);
    return true;
  }

  #offer(control: Control, fact: string, known: Known, view: CustomerContext): void {
    this.beside.offer(control, known, Date.now(), () => {
      if (!this.#put(control, fact, known, view, true)) this.beside.remind(control, known);
      control.focus();
    });
  }

  /** Somebody else has put something in a field: from then on it is theirs. Answers whether it was not we. */
  typed(target: Control): boolean {
    if (this.#busy) return false;
    const [control] = choicesOf(target);
    this.#touched.add(control);
    this.beside.touched(control);
    return true;
  }

  /** Takes out what we filled in and nobody changed, and what we said beside it. */
  takeOut(of: (from: CustomerFact) => boolean = () => true): void {
    this.#busy = true;
    for (const control of this.beside.controls()) {
      const from = this.beside.of(control)?.from;
      if (from === undefined || !of(from)) continue;
      this.beside.takeOut(control);
      this.#looked.delete(control);
    }
    this.#busy = false;
  }

  /** Looks once more at what we have nothing to say about. */
  lookAgain(): void {
    this.#looked = new WeakSet(this.beside.controls());
  }

  /** The page empties its form: nothing in it is anybody's. */
  reset(): void {
    this.#touched = new WeakSet();
    for (const control of this.beside.controls()) this.beside.leave(control);
  }
}
