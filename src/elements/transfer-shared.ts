/** What giving and taking share: the desk, one thing done at a time, what is said of it, and where the focus goes next. */
import { html } from 'lit/html.js';
import type { Context } from '../model/context.js';
import type { Author } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { Touchpoint } from '../touchpoint/types.js';
import type { Base } from './base.js';
import { SayOnceErrorEvent } from './events.js';
import { named, quoted, type Sentence } from './text.js';
import { transferWords as words } from './words/transfer.js';

export class Shared<A extends 'support' | 'sales' = 'support'> {
  desk: Touchpoint<A> | undefined;
  busy = false;
  said: Sentence | undefined;
  /** about which customer it was said, where a page may go on to them */
  saidOf: string | undefined;
  refused: Sentence | undefined;
  /** what gets the focus once it is shown */
  next: string | undefined;

  readonly element: Base;
  readonly #done: () => void;

  /** `done`: after each thing that was done, or was not. */
  constructor(element: Base, done: () => void) {
    this.element = element;
    this.#done = done;
  }

  show(): void {
    this.element.requestUpdate();
  }

  /** Nothing was said yet. */
  hush(): void {
    this.said = this.saidOf = this.refused = undefined;
    this.show();
  }

  readonly failed = (error: unknown): void => {
    const { code, by } = error as { code?: ErrorCode; by?: Author };
    this.refused = () => refusal(code ?? 'error', by);
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

/** What did not work, and what to do next. The code is for whoever is asked for help. `said`: where there is more to say than of the code alone. */
export const refusal = (code: string, by: Author | undefined, said = named(words.failed, code) ?? words.failure): unknown =>
  html`${by?.label === undefined ? said : words.takenBy(quoted(by.label, 60))} <small part="refusal" dir="ltr">${code}</small>`;

const valueOf = ({ facts }: Context, fact: string): string | undefined => facts.find((one) => one.fact === fact)?.values[0]?.value;
const fullName = (context: Context): string => valueOf(context, 'name') ?? [valueOf(context, 'given-name'), valueOf(context, 'family-name')].filter(Boolean).join(' ');

/** A customer's whole name. */
export function nameOf(context: Context): string {
  const name = fullName(context);
  return name === '' ? words.somebody : quoted(name, 80);
}

/** What a customer is called for short, at the beginning of a sentence. */
export function calledIn(context: Context): string {
  const name = valueOf(context, 'nickname') ?? valueOf(context, 'given-name') ?? fullName(context);
  return name === '' ? words.they : quoted(name, 60);
}
