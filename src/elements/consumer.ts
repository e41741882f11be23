import type { Base, Companion } from './base.js';
import { type Context, ContextRequest } from './context.js';

/**
 * Connects an element to a value that is provided around it, and expects the provider to arrive late: whenever one
 * announces itself anywhere in the document, it asks again.
 */
export class Consumer<T> implements Companion {
  value: T | undefined;
  /** somebody answers, even if only with «not yet» */
  provided = false;

  readonly #host: Base;
  readonly #context: Context<T>;
  #unsubscribe: (() => void) | undefined;

  constructor(host: Base, context: Context<T>) {
    this.#host = host;
    this.#context = context;
    host.accompany(this);
  }

  hostConnected(): void {
    document.addEventListener('context-provider', this.#announced, true);
    this.#ask();
  }

  hostDisconnected(): void {
    document.removeEventListener('context-provider', this.#announced, true);
    this.#unsubscribe?.();
    this.#unsubscribe = undefined;
    this.provided = false;
    this.#take(undefined);
  }

  readonly #announced = (event: Event): void => {
    if ((event as Event & { context?: unknown }).context === this.#context) this.#ask();
  };

  #ask(): void {
    this.#host.dispatchEvent(new ContextRequest(this.#context, this.#host, this.#answered));
  }

  readonly #answered = (value: T, unsubscribe?: () => void): void => {
    if (unsubscribe !== this.#unsubscribe) this.#unsubscribe?.();
    this.#unsubscribe = unsubscribe;
    this.provided = true;
    this.#take(value);
  };

  #take(value: T | undefined): void {
    this.value = value;
    this.#host.requestUpdate();
  }
}
