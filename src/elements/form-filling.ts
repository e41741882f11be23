/** Fills the fields inside an element, each once. Loaded once anything is known about the customer. */
import type { CustomerContext, CustomerFact } from '../model/views.js';
import type { Touchpoint } from '../touchpoint/types.js';
import { FormBeside } from './form-beside.js';
import { type Control, controlsOf, factOf, isOneOfSeveral, isOpen, learnSpellings } from './form-fields.js';
import { byName, type Known, knownFor } from './form-known.js';
import type { Fields } from './form-seen.js';
import { isEmpty, setValue } from './form-set.js';
import { isUnseen } from './form-unseen.js';

/** Of whom it is filled in, and what their page may say. */
export interface Filler {
  view: CustomerContext;
  touchpoint: Touchpoint;
}

export class Filling {
  readonly beside = new FormBeside();
  readonly #host: HTMLElement;
  readonly #fields: Fields;
  #looked = new WeakSet<Control>();

  constructor(host: HTMLElement, fields: Fields) {
    this.#host = host;
    this.#fields = fields;
    fields.beside = this.beside;
  }

  /** Fills every field that was not looked at yet; resolves with those it filled, or with undefined where nobody could look. `known`: who it is by then; `tell` hears of what could not be fetched. */
  async fill(known: () => Filler | undefined, tell: (error: unknown) => void): Promise<Control[] | undefined> {
    if (known() === undefined) return undefined;
    await learnSpellings(this.#forms().flatMap(controlsOf)).catch(tell);
    const filler = known();
    if (filler === undefined) return undefined;
    const { view, touchpoint } = filler;
    const facts = byName(view.facts);
    const now = Date.now();
    const more = this.#fields.parts;
    const filled: Control[] = [];
    for (const form of this.#forms()) {
      const controls = controlsOf(form);
      const signsIn = more === undefined && controls.some(({ type }) => type === 'password');
      if (signsIn) void this.#fields.learn();
      void this.#fields.guess(form);
      for (const control of controls) {
        if (signsIn || this.#looked.has(control) || !this.#host.contains(control) || (more === undefined && isOneOfSeveral(control))) continue;
        const fact = this.#fields.fact(control);
        if (fact === undefined || !isOpen(control) || isUnseen(control)) continue;
        const found = more === undefined ? knownFor(fact, facts, touchpoint.policy, now) : more.knownIn(control, fact, controls, facts, touchpoint.policy, now);
        const taken = found === undefined || !isEmpty(control) || this.#fields.touched(control);
        const doubt = found?.doubt !== undefined || (control.getRootNode() as Document).activeElement === control; // somebody is about to type here
        if (!taken && !doubt && this.#put(control, fact, found, view, false)) filled.push(control);
        else if (!taken && doubt) this.#offer(control, fact, found, view);
        else if (more === undefined && facts.size > 0 && (found === undefined || !taken)) {
          // Not under this name, or not in this spelling.
          void this.#fields.learn();
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

  #put(control: Control, fact: string, known: Known, { facts }: CustomerContext, accepted: boolean): boolean {
    this.#fields.busy = true;
    try {
      const country = facts.find(({ fact: name }) => name === 'country' || name === 'country-name')?.value;
      if (!(this.#fields.parts?.setMeaning(control, fact, known.value, country) ?? setValue(control, known.value))) return false;
    } finally {
      this.#fields.busy = false;
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

  /** Takes out what we filled in and nobody changed, and what we said beside it. */
  takeOut(of: (from: CustomerFact) => boolean = () => true): void {
    this.#fields.busy = true;
    for (const control of this.beside.controls()) {
      const from = this.beside.of(control)?.from;
      if (from === undefined || !of(from)) continue;
      this.beside.takeOut(control);
      this.#looked.delete(control);
    }
    this.#fields.busy = false;
  }

  /** Looks once more at what we have nothing to say about. */
  lookAgain(): void {
    this.#looked = new WeakSet(this.beside.controls());
  }

  /** The page empties its form: nothing in it is anybody's. */
  reset(): void {
    for (const control of this.beside.controls()) this.beside.leave(control);
  }
}
