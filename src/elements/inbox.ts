import type { Context } from '../model/context.js';
import type { ErrorCode } from '../model/errors.js';
import type { Stop, Touchpoint } from '../touchpoint/types.js';
import type { PropertyDeclarations } from './base.js';
import { Consumer } from './consumer.js';
import { problemContext, touchpointContext } from './context.js';
import { adopt } from './css.js';
import { SayOnceChooseEvent, SayOnceErrorEvent } from './events.js';
import type { Shown } from './inbox-list.js';
import { Speaking } from './speaking.js';
import { theme } from './styles.js';
import { warn } from './warn.js';

/** How often «4 min» is said anew, ms. */
const TICK = 20_000;

/**
 * The messages that nobody has linked to a customer yet, those that have waited longest first. Live: what comes is added
 * at the end, and what any desk links goes. Opening one is the page's to do: it hears `say-once-choose`, sets `customer`
 * of its card, and calls `focus()` on that, so that reading goes on there. Until then the focus stays on the button; when
 * that message goes it moves on to the next one.
 *
 * It takes its touchpoint (support) from `<say-once>` around it.
 *
 * @fires say-once-choose - a rep wants to open a message; `customer` is whose it is, a provisional id
 * @fires say-once-error - the messages cannot be read; `code` says why
 * @csspart inbox - the whole list
 * @csspart message - one message
 * @csspart words - the customer's own words
 */
export class SayOnceInbox extends Speaking {
  static override properties: PropertyDeclarations = {
    messages: { state: true },
    failure: { state: true },
    list: { state: true },
  };

  static override styles = [theme];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  readonly #problem = new Consumer(this, problemContext);
  #watching: Touchpoint | undefined;
  #stop: Stop | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** at which message somebody is; -1: at none */
  #at = -1;

  private messages: readonly Context[] | undefined;
  private failure: ErrorCode | 'unknown' | undefined;
  private list: typeof import('./inbox-list.js') | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
    if (this.list === undefined) this.#load();
    this.#timer = setInterval(() => this.requestUpdate(), TICK);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#leave();
  }

  get #buttons(): HTMLElement[] {
    return [...this.renderRoot.querySelectorAll('button')];
  }

  #leave(): void {
    this.#stop?.();
    this.#stop = this.#watching = undefined;
  }

  protected override willUpdate(): void {
    const touchpoint = this.#touchpoint.value;
    this.#at = this.#buttons.findIndex((one) => one === this.shadowRoot?.activeElement);
    if (touchpoint === this.#watching) return;
    this.#leave();
    this.messages = this.failure = undefined;
    if (touchpoint === undefined || !this.isConnected) return;
    this.#watching = touchpoint;
    const { audience } = touchpoint.as;
    if (audience !== 'support') {
      warn(this, `is for support, and this touchpoint is for ${audience}: <say-once audience="support">.`);
      return;
    }
    const failed = (error: unknown): void => {
      const code = (error as { code?: ErrorCode } | undefined)?.code;
      this.failure = code ?? 'unknown';
      this.dispatchEvent(new SayOnceErrorEvent(code, error));
    };
    this.#stop = touchpoint.watchUnlinked((messages) => {
      this.messages = messages;
      this.failure = undefined;
    }, failed);
  }

  protected override updated(): void {
    // Whoever was at a message that went goes on with the next, or the last; where there is none, at the title.
    if (this.#at >= 0 && this.shadowRoot?.activeElement === null) (this.#buttons[this.#at] ?? this.#buttons.at(-1) ?? this.renderRoot.querySelector<HTMLElement>('#title'))?.focus();
  }

  /** What is shown is fetched when somebody has one. */
  #load(): void {
    import('./inbox-list.js').then(
      (list) => {
        adopt(this.renderRoot, [list.styles]);
        this.list = list;
      },
      (error: unknown) => this.dispatchEvent(new SayOnceErrorEvent('not-loaded', error)),
    );
  }

  /** Why there are no messages to show. */
  #instead(): Shown['instead'] {
    const touchpoint = this.#touchpoint.value;
    const problem = this.failure ?? this.#problem.value;
    if (problem !== undefined) return { problem };
    if (touchpoint === undefined) return this.#touchpoint.provided ? 'loading' : 'apart';
    return touchpoint.as.audience === 'support' ? undefined : 'notHere';
  }

  protected override draw(): void {
    this.list?.draw(this.renderRoot, { messages: this.messages, instead: this.#instead(), choose: (customer) => this.dispatchEvent(new SayOnceChooseEvent(customer)) });
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-inbox': SayOnceInbox;
  }
}
