import { type Context, ContextEvent, type ContextType } from '@lit/context';
import type { ReactiveController, ReactiveControllerHost } from 'lit';

/**
 * Connects an element to a value that is provided around it, and expects the provider to arrive late: whenever one
 * announces itself anywhere in the document, it asks again.
 */
export class Consumer<C extends Context<unknown, unknown>> implements ReactiveController {
  value: ContextType<C> | undefined;
  /** somebody answers, even if only with «not yet» */
  provided = false;

  readonly #host: ReactiveControllerHost & HTMLElement;
  readonly #context: C;
  #unsubscribe: (() => void) | undefined;

  constructor(host: ReactiveControllerHost & HTMLElement, context: C) {
    this.#host = host;
    this.#context = context;
    host.addController(this);
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
    if (!this.provided && (event as Event & { context?: unknown }).context === this.#context) this.#ask();
  };

  #ask(): void {
    this.#host.dispatchEvent(new ContextEvent(this.#context, this.#host, this.#answered, true));
  }

  readonly #answered = (value: ContextType<C>, unsubscribe?: () => void): void => {
    if (unsubscribe !== this.#unsubscribe) this.#unsubscribe?.();
    this.#unsubscribe = unsubscribe;
    this.provided = true;
    this.#take(value);
  };

  #take(value: ContextType<C> | undefined): void {
    this.value = value;
    this.#host.requestUpdate();
  }
}
