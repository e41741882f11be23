/** What giving and taking share: the desk, one thing done at a time, what is said of it, and where the focus goes next. */
import type { LitElement } from 'lit';
import type { Context } from '../model/context.js';
import type { ErrorCode } from '../model/errors.js';
import type { Touchpoint } from '../touchpoint/types.js';
import { SayOnceErrorEvent } from './events.js';
import { named, quoted } from './text.js';
import { transferWords as words } from './words/transfer.js';

/** Something said, in the words of whenever it is read: the page's language may have changed since. */
export type Sentence = () => string;

export class Shared {
  desk: Touchpoint<'support'> | undefined;
  busy = false;
  said: Sentence | undefined;
  refused: Sentence | undefined;
  /** what gets the focus once it is shown */
  next: string | undefined;

  readonly element: LitElement;
  readonly #done: () => void;

  /** `done`: after each thing that was done, or was not. */
  constructor(element: LitElement, done: () => void) {
    this.element = element;
    this.#done = done;
  }

  show(): void {
    this.element.requestUpdate();
  }

  /** Nothing was said yet. */
  hush(): void {
    this.said = this.refused = undefined;
    this.show();
  }

  readonly failed = (error: unknown): void => {
    const { code } = error as { code?: ErrorCode };
    this.refused = () => named(words.failed, code) ?? words.failure(code ?? 'error');
    this.show();
    this.element.dispatchEvent(new SayOnceErrorEvent(code, error));
  };

  async do(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.refused = undefined;
    this.show();
    try {
      await work();
    } catch (error) {
      this.failed(error);
    } finally {
      this.busy = false;
      this.show();
      this.#done();
    }
  }
}

/** What a customer is called. */
export function nameOf(context: Context | undefined): string {
  const value = (fact: string): string | undefined => context?.facts.find((one) => one.fact === fact)?.values[0]?.value;
  const name = value('name') ?? [value('given-name'), value('family-name')].filter(Boolean).join(' ');
  return name === '' ? words.somebody : quoted(name, 80);
}
