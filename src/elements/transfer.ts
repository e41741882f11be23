import { html, nothing, type PropertyDeclarations, type TemplateResult } from 'lit';
import type { Context, HandOffState } from '../model/context.js';
import type { Offer, Offered, Received, Stop, Touchpoint } from '../touchpoint/types.js';
import { Consumer } from './consumer.js';
import { touchpointContext } from './context.js';
import { SayOnceErrorEvent, SayOnceTakenEvent } from './events.js';
import { Speaking } from './speaking.js';
import { theme } from './styles.js';
import { giveForm, waitingFor } from './transfer-give.js';
import { transferStyles } from './transfer-styles.js';
import { takeForm } from './transfer-take.js';
import { named, quoted } from './text.js';
import { transferWords as words } from './words/transfer.js';

/**
 * Hands a customer over to a team, shows what becomes of it, and takes over whoever is handed to this desk: what came, read
 * back before the first word. Without a `customer` it shows only what comes, and nothing while nothing does.
 *
 * @fires say-once-error - something could not be done; `code` says why
 * @fires say-once-taken - this rep has taken a customer over; `customer` says whom
 * @csspart give - the form that hands over
 * @csspart waiting - what became of it
 * @csspart take - what came from a colleague
 */
export class SayOnceTransfer extends Speaking {
  static override properties: PropertyDeclarations = {
    view: { state: true },
    summary: { state: true },
    offer: { state: true },
    steps: { state: true },
    received: { state: true },
    busy: { state: true },
    refused: { state: true },
    said: { state: true },
    customer: {},
    teams: {},
    token: { attribute: false },
  };

  static override styles = [theme, transferStyles];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  #watched: Touchpoint | undefined;
  #about = '';
  #stops: Stop[] = [];
  #stopOffer: Stop | undefined;
  #note = '';
  #begun = false;
  /** the token that was looked at already */
  #given = '';

  private view: Context | undefined;
  private summary = '';
  private offer: Offer | undefined;
  private steps: HandOffState[] = [];
  private received: Received | undefined;
  private busy = false;
  private refused = '';
  private said = '';

  /** Whom to hand over, by the host's id. Left out: it only takes. */
  customer = '';
  /** The teams one may hand over to, separated by commas. */
  teams = '';
  /** A hand-off from another machine, to be shown: its token, or the link it came in. */
  token = '';

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#forget();
  }

  protected override willUpdate(): void {
    this.#connect();
    if (this.token !== '' && this.#desk !== undefined && this.#given !== this.token) {
      this.#given = this.token;
      void this.#receive(this.token);
    }
  }

  #connect(): void {
    const touchpoint = this.#touchpoint.value;
    if (touchpoint === this.#watched && this.customer === this.#about) return;
    this.#forget();
    this.#watched = touchpoint;
    this.#about = this.customer;
    const desk = this.#desk;
    if (desk === undefined) return;
    this.#stops.push(desk.watchOffers((offers) => void this.#offered(offers), this.#failed));
    if (this.customer !== '') this.#stops.push(desk.watch(this.customer, (view) => void this.#know(view), this.#failed));
  }

  get #desk(): Touchpoint<'support'> | undefined {
    return this.#watched?.as.audience === 'support' ? (this.#watched as Touchpoint<'support'>) : undefined;
  }

  #forget(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#stopOffer?.();
    this.#watched = this.#stopOffer = undefined;
    this.offer = this.received = this.view = undefined;
    this.refused = this.said = this.summary = this.#note = '';
    this.#begun = this.busy = false;
  }

  readonly #failed = (error: unknown): void => {
    const { code } = error as { code?: SayOnceErrorEvent['code'] };
    this.refused = named(words.failed, code) ?? words.failure(code ?? 'error');
    this.dispatchEvent(new SayOnceErrorEvent(code, error));
  };

  async #know(view: Context): Promise<void> {
    const desk = this.#desk;
    this.view = view;
    const { summary = '' } = (await desk?.handOffSummary(view.customer, this.#note || undefined).catch(this.#failed)) ?? {};
    if (desk === this.#desk && view === this.view) this.summary = summary;
  }

  /** What was begun is finished first; what somebody else took goes. */
  async #offered(offers: readonly Offered[]): Promise<void> {
    if (this.busy) return;
    if (this.received?.here === true && !offers.some(({ offer }) => offer === this.received?.offer)) this.received = undefined;
    const [next] = offers;
    if (this.received === undefined && next !== undefined) await this.#receive(next.reference);
  }

  async #receive(token: string): Promise<void> {
    const desk = this.#desk;
    if (desk === undefined) return;
    try {
      const received = await desk.receive(token);
      if (desk !== this.#desk) return;
      this.received = received;
      this.refused = this.said = '';
      this.#begun = false;
    } catch (error) {
      this.#failed(error);
    }
  }

  async #do(work: () => Promise<void>): Promise<void> {
    this.busy = true;
    this.refused = '';
    try {
      await work();
    } catch (error) {
      this.#failed(error);
    } finally {
      this.busy = false;
    }
  }

  readonly #give = (team: string | undefined, note: string): void => {
    const desk = this.#desk;
    if (team === undefined || desk === undefined) {
      this.refused = words.choose;
      return;
    }
    void this.#do(async () => {
      const offer = await desk.handOff(this.customer, { to: { team }, ...(note === '' ? {} : { note }) });
      this.steps = [];
      this.said = '';
      this.offer = offer;
      this.#stopOffer = offer.onState((state) => (this.steps = [...this.steps, state]));
    });
  };

  readonly #done = (): void => {
    this.#stopOffer?.();
    this.#stopOffer = this.offer = undefined;
    this.#note = this.said = '';
    if (this.view !== undefined) void this.#know(this.view);
  };

  #name(context: Context | undefined): string {
    const value = (fact: string): string | undefined => context?.facts.find((one) => one.fact === fact)?.values[0]?.value;
    const name = value('name') ?? [value('given-name'), value('family-name')].filter(Boolean).join(' ');
    return name === '' ? words.somebody : quoted(name, 80);
  }

  #taking(received: Received, desk: Touchpoint<'support'>): TemplateResult {
    const name = this.#name(received.context);
    const chain = received.context.handoffs.find(({ offer }) => offer === received.offer)?.chain;
    const over = (said: string): void => {
      this.received = undefined;
      this.said = said;
    };
    return takeForm(received, {
      name,
      guide: desk.guide(received.context, chain === undefined ? {} : { chain }),
      policy: desk.policy,
      now: Date.now(),
      busy: this.busy,
      refused: this.refused,
      begun: () => {
        if (!this.#begun) received.open().catch(this.#failed);
        this.#begun = true;
      },
      accept: (confirmed, readBack) =>
        void this.#do(async () => {
          await received.accept({ confirmed, ...(readBack === '' ? {} : { readBack }) });
          over(words.taken(name));
          this.dispatchEvent(new SayOnceTakenEvent(received.customer));
        }),
      decline: (because) =>
        void this.#do(async () => {
          await received.decline(because);
          over(words.passed);
        }),
    });
  }

  protected override render(): unknown {
    const desk = this.#desk;
    if (desk === undefined) return nothing;
    const { offer, view, received, busy, summary } = this;
    const refused = received === undefined ? this.refused : '';
    const giving = (): TemplateResult => giveForm({ name: this.#name(view), teams: this.teams.split(',').map((team) => team.trim()).filter(Boolean), summary, busy, refused, give: this.#give, typed: (note) => {
      this.#note = note;
      if (view !== undefined) void this.#know(view);
    } });
    const copy = (): void => void navigator.clipboard.writeText(offer?.link ?? '').then(() => (this.said = words.copied), this.#failed);
    const draw = (into: HTMLElement): void => void import('./transfer-picture.js').then((picture) => picture.draw(offer?.compactLink ?? '', into), this.#failed);
    return html`${received === undefined ? html`<p class="said" role="status">${offer !== undefined ? '' : view === undefined ? this.refused || this.said : this.said}</p>` : this.#taking(received, desk)}
    ${offer !== undefined ? waitingFor(offer, this.steps, { now: Date.now(), said: this.said, copy, draw, done: this.#done }) : view === undefined ? nothing : giving()}`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-transfer': SayOnceTransfer;
  }
}
