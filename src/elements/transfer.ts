import { html, nothing } from 'lit/html.js';
import type { Stop, Touchpoint } from '../touchpoint/types.js';
import type { PropertyDeclarations } from './base.js';
import { Consumer } from './consumer.js';
import { touchpointContext } from './context.js';
import type { SayOnceHandOverEvent } from './events.js';
import { theme } from './styles.js';
import { Templated } from './templated.js';
import { Giver } from './transfer-giver.js';
import { Shared } from './transfer-shared.js';
import { transferStyles } from './transfer-styles.js';
import { Taker } from './transfer-taker.js';
import type { SalesTaker } from './transfer-sales.js';
import type { Outside } from './transfer-whom.js';

/**
 * Hands a customer over to a team or a rep, shows what becomes of it (after the page was loaded anew, too), and takes over
 * whoever is handed to this desk: what came, read back before the first word. Without a `customer` it shows what comes, and
 * hands over whom a card asks it to. On a sales desk it takes over alone: whom support hands to sales, and whether one may pitch.
 *
 * @fires say-once-error - something could not be done; `code` says why
 * @fires say-once-offered - a customer was offered; `offer` has the reference, the token and the link
 * @fires say-once-taken - this rep has taken a customer over; `customer` says whom
 * @csspart give - the form that hands over
 * @csspart waiting - what became of it
 * @csspart take - what came from a colleague
 * @csspart say-first - what to say to the customer first
 * @csspart refusal - the code of what did not work, for whoever is asked for help
 * @csspart spoken - a code to be told on the phone
 * @csspart field - the field for a code, a link or words
 */
export class SayOnceTransfer extends Templated {
  static override properties: PropertyDeclarations = {
    customer: {},
    teams: {},
    reps: {},
    sales: {},
    salesPage: { attribute: 'sales-page' },
    outside: { attribute: false },
    folded: { type: Boolean },
    byHand: { type: Boolean, attribute: 'by-hand' },
    token: { attribute: false },
  };

  static override styles = [theme, transferStyles];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  readonly #shared = new Shared(this, () => this.#taker.again());
  readonly #giver = new Giver(this.#shared, this);
  readonly #taker = new Taker(this.#shared);
  /** on a sales desk, once it is loaded */
  #sales: SalesTaker | undefined;
  #watched: Touchpoint | undefined;
  #stop: Stop | undefined;

  /** Whom to hand over, by the host's id. Left out: whom a card asks for. */
  customer = '';
  /** The teams one may hand over to, separated by commas: `billing=Billing, retention`. */
  teams = '';
  /** The reps one may hand over to, separated by commas: `rep-4=Ben, rep-5=Cara`. */
  reps = '';
  /** The teams in sales one may hand over to, separated by commas, like `teams`: what they get says whether to pitch, and nothing else. */
  sales = '';
  /** The page that a link for sales opens; left out: this one. */
  salesPage = '';
  /** Teams of other companies that one may hand over to: `[{ team, label, key, page }]`, `key` being their public key, `page` the one that a link opens there. Without a key they are told a code. */
  outside: readonly Outside[] = [];
  /** The form waits until the «Transfer» of a card, or `give()`, asks for it. */
  folded = false;
  /** Whether there is a field for what comes by another way: a code that was said, a link, a token, a reference or its words. */
  byHand = false;
  /** A hand-off from another machine, to be shown: its token, or the link it came in. */
  token = '';

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('say-once-hand-over', this.#wanted);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('say-once-hand-over', this.#wanted);
    this.#sitAt(undefined);
  }

  /** Opens the form for this customer; left out: for the one it is about. */
  give(customer = this.customer): void {
    this.#giver.give(customer);
  }

  /** Of several, the first that is of this desk. */
  readonly #wanted = (event: SayOnceHandOverEvent): void => {
    if (event.defaultPrevented || event.touchpoint !== this.#watched || (this.customer !== '' && this.customer !== event.customer)) return;
    event.preventDefault();
    this.give(event.customer);
  };

  protected override willUpdate(): void {
    const anew = this.#touchpoint.value !== this.#watched;
    if (anew) this.#sitAt(this.#touchpoint.value);
    this.#giver.look(anew);
    this.#taker.given(this.token);
    this.#sales?.given(this.token);
  }

  protected override updated(): void {
    const shared = this.#sales?.shared ?? this.#shared;
    const { next } = shared;
    const there = next === undefined ? null : this.renderRoot.querySelector<HTMLElement>(next);
    if (there === null) return;
    shared.next = undefined;
    there.focus();
  }

  /** Nothing of the last desk's stays. */
  #sitAt(touchpoint: Touchpoint | undefined): void {
    this.#stop?.();
    this.#giver.forget();
    this.#taker.forget();
    this.#sales?.forget();
    this.#sales = undefined;
    this.#watched = touchpoint;
    if (touchpoint?.as.audience === 'sales') void this.#sell(touchpoint as Touchpoint<'sales'>);
    const desk = touchpoint?.as.audience === 'support' ? (touchpoint as Touchpoint<'support'>) : undefined;
    this.#shared.desk = desk;
    this.#stop = desk?.watchOffers((offers) => void this.#taker.offered(offers), this.#shared.failed);
  }

  /** A sales desk takes over, and hands nobody over. */
  async #sell(desk: Touchpoint<'sales'>): Promise<void> {
    try {
      const { SalesTaker: Made } = await import('./transfer-sales.js');
      if (desk !== this.#watched) return;
      this.#sales = new Made(this, desk);
      this.requestUpdate();
    } catch (error) {
      this.#shared.failed(error);
    }
  }

  protected override reword(): void {
    this.#sales?.reword();
    this.#giver.refresh();
    super.reword();
  }

  protected override render(): unknown {
    const [giver, taker, { desk, said, refused }] = [this.#giver, this.#taker, this.#shared];
    if (desk === undefined) return this.#sales?.render(this.byHand) ?? nothing;
    // What went wrong is said where it was done: in the form, where one is open.
    const told = taker.shown ? taker.comes : (giver.shown ? (giver.follows ? undefined : said) : (refused ?? said))?.();
    return html`<p class="said ${taker.shown ? 'unseen' : 'alone'}" role="status" tabindex="-1">${told}</p>
      ${taker.render()} ${this.byHand ? taker.field() : nothing} ${giver.render((taker.shown ? undefined : refused)?.())}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-transfer': SayOnceTransfer;
  }
}
