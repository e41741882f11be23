import { html, nothing, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Context } from '../model/context.js';
import type { ErrorCode } from '../model/errors.js';
import { inert } from '../model/inert.js';
import type { Stop, Touchpoint } from '../touchpoint/types.js';
import type { PropertyDeclarations } from './base.js';
import { Consumer } from './consumer.js';
import { problemContext, touchpointContext } from './context.js';
import { SayOnceChooseEvent, SayOnceErrorEvent } from './events.js';
import { styles } from './inbox-styles.js';
import { theme } from './styles.js';
import { Templated } from './templated.js';
import { named, quoted } from './text.js';
import { warn } from './warn.js';
import { ago, moment, number } from './when.js';
import { cardWords } from './words/card.js';
import { inboxWords as words } from './words/inbox.js';

/** How often «4 min» is said anew, ms. */
const TICK = 20_000;
/** How many are shown: those that have waited longest. */
const MOST = 50;
/** More than so much of a message is read on the card, UTF-16 units. */
const GLANCE = 200;

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
export class SayOnceInbox extends Templated {
  static override properties: PropertyDeclarations = {
    messages: { state: true },
    failure: { state: true },
  };

  static override styles = [theme, styles];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  readonly #problem = new Consumer(this, problemContext);
  #watching: Touchpoint | undefined;
  #stop: Stop | undefined;
  #timer: ReturnType<typeof setInterval> | undefined;
  /** at which message somebody is; -1: at none */
  #at = -1;

  private messages: readonly Context[] | undefined;
  private failure: ErrorCode | 'unknown' | undefined;

  override connectedCallback(): void {
    super.connectedCallback();
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

  #message({ customer, facts, issues }: Context, now: number): TemplateResult {
    const [issue, ...others] = issues;
    if (issue === undefined) return html``;
    const name = ['given-name', 'family-name'].flatMap((fact) => facts.find((one) => one.fact === fact)?.values[0]?.value ?? []).join(' ');
    const channel = issue.channel === undefined ? undefined : (named(cardWords.channels, issue.channel) ?? quoted(issue.channel, 60));
    const id = `w-${issue.stamp}`;
    return html`<li part="message">
      <blockquote id=${id} dir="auto" part="words">${inert(issue.words, GLANCE)}</blockquote>
      <p class="quiet">${words.from(name === '' ? words.unnamed : quoted(name, 80), channel, moment(issue.at, now), ago(issue.at, now))} ${others.length === 0 ? nothing : words.another(number(others.length), others.length)}</p>
      <button aria-describedby=${id} @click=${() => this.dispatchEvent(new SayOnceChooseEvent(customer))}>${words.open}</button>
    </li>`;
  }

  #body(): TemplateResult {
    const { messages } = this;
    const touchpoint = this.#touchpoint.value;
    const problem = this.failure ?? this.#problem.value;
    const instead =
      problem !== undefined ? words.failed(problem) : touchpoint === undefined ? (this.#touchpoint.provided ? words.loading : words.apart) : touchpoint.as.audience !== 'support' ? words.notHere : messages === undefined ? words.loading : messages.length === 0 ? words.none : undefined;
    if (messages === undefined || instead !== undefined) return html`<p id="title" class="state" tabindex="-1">${instead}</p>`;
    const now = Date.now();
    return html`<h2 id="title" tabindex="-1">${words.title(number(messages.length), messages.length)}</h2>
      <ul>
        ${repeat(messages.slice(0, MOST), ({ customer }) => customer, (message) => this.#message(message, now))}
      </ul>
      ${messages.length > MOST ? html`<p class="quiet">${words.more(number(messages.length - MOST), messages.length - MOST)}</p>` : nothing}`;
  }

  protected override render(): TemplateResult {
    return html`<section part="inbox" aria-labelledby="title">${this.#body()}</section>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-inbox': SayOnceInbox;
  }
}
