/** The community context protocol, as far as one provider and its consumers need it (webcomponents-cg, «Context Community Protocol»). */
import type { ErrorCode } from '../model/errors.js';
import type { Touchpoint } from '../touchpoint/types.js';

/** The key of a value; `__context__` is never there, and only says of what type the value is. */
export type Context<T> = symbol & { __context__: T };
type Answer<T> = (value: T, unsubscribe?: () => void) => void;

/**
 * What `<say-once>` provides by the community context protocol: its touchpoint; `undefined` while it is not open.
 * The key is the same in every copy and version of the library on a page.
 */
export const touchpointContext = Symbol.for('say-once.touchpoint') as Context<Touchpoint | undefined>;

/** Why there is no touchpoint, where that is known. */
export const problemContext = Symbol.for('say-once.problem') as Context<ErrorCode | undefined>;

/** Somebody asks for a value; with `subscribe`, for every later one too. */
export class ContextRequest<T> extends Event {
  constructor(
    readonly context: Context<T>,
    readonly contextTarget: Element,
    readonly callback: Answer<T>,
    readonly subscribe = true,
  ) {
    super('context-request', { bubbles: true, composed: true });
  }
}

/** A provider has come: whoever waited for it, or is nearer to it than to the one they have, asks again. */
class ContextProvided extends Event {
  constructor(
    readonly context: Context<unknown>,
    readonly contextTarget: Element,
  ) {
    super('context-provider', { bubbles: true, composed: true });
  }
}

/** Provides a value to everything inside an element. */
export class Provider<T> {
  readonly #host: Element;
  readonly #context: Context<T | undefined>;
  readonly #subscribed = new Map<Answer<T | undefined>, () => void>();
  #value: T | undefined;

  constructor(host: Element, context: Context<T | undefined>) {
    this.#host = host;
    this.#context = context;
    host.addEventListener('context-request', (event) => this.#answer(event as ContextRequest<T | undefined>));
  }

  /** Once its element is on the page. */
  announce(): void {
    this.#host.dispatchEvent(new ContextProvided(this.#context, this.#host));
  }

  set(value: T | undefined): void {
    if (value === this.#value) return;
    this.#value = value;
    for (const [callback, unsubscribe] of this.#subscribed) callback(value, unsubscribe);
  }

  #answer(event: ContextRequest<T | undefined>): void {
    const { context, callback, subscribe } = event;
    if (context !== this.#context || (event.contextTarget ?? event.composedPath()[0]) === this.#host) return;
    event.stopPropagation();
    if (subscribe && !this.#subscribed.has(callback)) this.#subscribed.set(callback, () => this.#subscribed.delete(callback));
    callback(this.#value, this.#subscribed.get(callback));
  }
}
