import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Context, HandOffState } from '../model/context.js';
import type { HandOffOptions, Offer, Offered, Received, Stop, Touchpoint } from '../touchpoint/types.js';
import type { PropertyDeclarations } from './base.js';
import { Consumer } from './consumer.js';
import { touchpointContext } from './context.js';
import { SayOnceErrorEvent, type SayOnceHandOverEvent, SayOnceOfferedEvent, SayOnceTakenEvent } from './events.js';
import { theme } from './styles.js';
import { Templated } from './templated.js';
import { giveForm, waitingFor, whoIn } from './transfer-give.js';
import { ownIn, type Step, stepsOf } from './transfer-steps.js';
import { transferStyles } from './transfer-styles.js';
import { comes, takeForm } from './transfer-take.js';
import { named, quoted } from './text.js';
import { said as speech } from './words/table.js';
import { transferWords as words } from './words/transfer.js';

/**
 * Hands a customer over to a team or a rep, shows what becomes of it (after the page was loaded anew, too), and takes over
 * whoever is handed to this desk: what came, read back before the first word. Without a `customer` it shows what comes, and
 * hands over whom a card asks it to.
 *
 * @fires say-once-error - something could not be done; `code` says why
 * @fires say-once-offered - a customer was offered; `offer` has the reference, the token and the link
 * @fires say-once-taken - this rep has taken a customer over; `customer` says whom
 * @csspart give - the form that hands over
 * @csspart waiting - what became of it
 * @csspart take - what came from a colleague
 */
export class SayOnceTransfer extends Templated {
  static override properties: PropertyDeclarations = {
    view: { state: true },
    summary: { state: true },
    own: { state: true },
    steps: { state: true },
    received: { state: true },
    wrong: { state: true },
    busy: { state: true },
    refused: { state: true },
    said: { state: true },
    asked: { state: true },
    customer: {},
    teams: {},
    reps: {},
    folded: { type: Boolean },
    token: { attribute: false },
  };

  static override styles = [theme, transferStyles];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  #watched: Touchpoint | undefined;
  #about = '';
  #stops: Stop[] = [];
  #stopAbout: Stop | undefined;
  /** what waits for this desk */
  #offers: readonly Offered[] = [];
  /** those that this rep took or left */
  readonly #answered = new Set<string>();
  #note = '';
  #begun = false;
  /** the token that was looked at already */
  #given = '';
  /** what was offered from this page: only here is its link known */
  #offer: Offer | undefined;
  /** the rep is done with these */
  readonly #done = new Set<string>();
  /** where the rep was when the form opened */
  #opener: HTMLElement | undefined;
  /** where to go on once it is shown */
  #next: string | undefined;

  private view: Context | undefined;
  private summary = '';
  private own: HandOffState | undefined;
  private steps: readonly Step[] = [];
  private received: Received | undefined;
  private wrong: ReadonlySet<string> = new Set();
  private busy = false;
  private refused = '';
  private said = '';
  /** whom somebody wants to hand over: the form is open */
  private asked = '';

  /** Whom to hand over, by the host's id. Left out: whom a card asks for. */
  customer = '';
  /** The teams one may hand over to, separated by commas: `billing=Billing, retention`. */
  teams = '';
  /** The reps one may hand over to, separated by commas: `rep-4=Ben, rep-5=Cara`. */
  reps = '';
  /** The form waits until the «Transfer» of a card, or `give()`, asks for it. */
  folded = false;
  /** A hand-off from another machine, to be shown: its token, or the link it came in. */
  token = '';

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('say-once-hand-over', this.#wanted);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('say-once-hand-over', this.#wanted);
    this.#forget();
  }

  get #canFold(): boolean {
    return this.folded || this.customer === '';
  }

  get #isOpen(): boolean {
    return !this.#canFold || this.asked !== '';
  }

  /** Opens the form for this customer; left out: for the one it is about. */
  give(customer = this.customer): void {
    this.asked = customer;
    this.refused = this.said = '';
    this.#opener ??= focused();
    this.#next = '[part="give"] input, [part="waiting"] h2';
    if (this.view !== undefined) void this.#know(this.view);
  }

  /** Of several, the first that is of this desk. */
  readonly #wanted = (event: SayOnceHandOverEvent): void => {
    if (event.defaultPrevented || event.touchpoint !== this.#watched || (this.customer !== '' && this.customer !== event.customer)) return;
    event.preventDefault();
    this.#opener = focused();
    this.give(event.customer);
  };

  protected override willUpdate(): void {
    this.#connect();
    if (this.token !== '' && this.#desk !== undefined && this.#given !== this.token) {
      this.#given = this.token;
      void this.#receive(this.token);
    }
  }

  protected override updated(): void {
    const there = this.#next === undefined ? null : this.renderRoot.querySelector<HTMLElement>(this.#next);
    if (there === null) return;
    this.#next = undefined;
    there.focus();
  }

  #connect(): void {
    const touchpoint = this.#touchpoint.value;
    const about = this.customer || this.asked;
    if (touchpoint !== this.#watched) {
      this.#forget();
      this.#watched = touchpoint;
      if (this.#desk !== undefined) this.#stops.push(this.#desk.watchOffers((offers) => void this.#offered(offers), this.#failed));
    } else if (about === this.#about) return;
    this.#leave();
    this.#about = about;
    if (this.#desk !== undefined && about !== '') this.#stopAbout = this.#desk.watch(about, (view) => void this.#know(view), this.#failed);
  }

  get #desk(): Touchpoint<'support'> | undefined {
    return this.#watched?.as.audience === 'support' ? (this.#watched as Touchpoint<'support'>) : undefined;
  }

  /** Nothing of the last customer's stays. */
  #leave(): void {
    this.#stopAbout?.();
    this.#stopAbout = this.own = this.view = this.#offer = undefined;
    this.#about = this.refused = this.said = this.summary = this.#note = '';
    if (this.asked !== '' && this.customer !== '' && this.asked !== this.customer) this.asked = '';
    this.steps = [];
    this.busy = false;
  }

  #forget(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#leave();
    this.#watched = this.received = undefined;
    this.asked = '';
    this.#begun = false;
  }

  protected override reword(): void {
    if (this.view !== undefined) void this.#know(this.view);
    super.reword();
  }

  readonly #failed = (error: unknown): void => {
    const { code } = error as { code?: SayOnceErrorEvent['code'] };
    this.refused = named(words.failed, code) ?? words.failure(code ?? 'error');
    this.dispatchEvent(new SayOnceErrorEvent(code, error));
  };

  /** What is known, how far a hand-off of this rep's has come, and what an offer would say. */
  async #know(view: Context): Promise<void> {
    const desk = this.#desk;
    if (desk === undefined) return;
    this.view = view;
    const newest = ownIn(view, desk, Date.now(), this.own?.offer ?? this.#offer?.offer);
    const own = newest === undefined || this.#done.has(newest.offer) ? undefined : newest;
    try {
      if (own !== undefined) {
        const steps = own.stamp === this.own?.stamp && own.also === this.own.also ? this.steps : await stepsOf(desk, view.customer, own);
        if (desk !== this.#desk || view !== this.view) return;
        this.steps = steps;
        this.own = own;
        return;
      }
      this.own = undefined;
      if (!this.#isOpen) return;
      const { summary } = await desk.handOffSummary(view.customer, this.#note || undefined, speech.locale);
      if (desk === this.#desk && view === this.view) this.summary = summary;
    } catch (error) {
      this.#failed(error);
    }
  }

  /** What was begun is finished first; what somebody else took goes. */
  async #offered(offers: readonly Offered[]): Promise<void> {
    this.#offers = offers;
    if (this.busy) return;
    if (this.received?.here === true && !offers.some(({ offer }) => offer === this.received?.offer)) this.received = undefined;
    const next = offers.find(({ offer }) => !this.#answered.has(offer));
    if (this.received === undefined && next !== undefined) await this.#receive(next.reference);
  }

  async #receive(token: string): Promise<void> {
    const desk = this.#desk;
    if (desk === undefined) return;
    try {
      const received = await desk.receive(token);
      if (desk !== this.#desk) return;
      this.received = received;
      this.wrong = new Set();
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
      void this.#offered(this.#offers);
    }
  }

  readonly #offerTo = (to: HandOffOptions['to'] | undefined, note: string): void => {
    const desk = this.#desk;
    if (to === undefined || desk === undefined) {
      this.refused = words.choose;
      return;
    }
    const about = this.#about;
    void this.#do(async () => {
      const offer = await desk.handOff(about, { to, language: speech.locale, ...(note === '' ? {} : { note }) });
      this.dispatchEvent(new SayOnceOfferedEvent(offer));
      if (about !== this.#about) return;
      this.#offer = offer;
      this.said = '';
      if (this.view !== undefined) void this.#know(this.view);
      this.#next = '[part="waiting"] h2';
    });
  };

  /** Away with the form; what was offered before is done with. */
  readonly #close = (): void => {
    if (this.own !== undefined) this.#done.add(this.own.offer);
    this.own = this.#offer = undefined;
    this.#note = this.said = this.refused = this.asked = '';
    if (this.view !== undefined) void this.#know(this.view);
    if (this.#canFold) this.#opener?.focus();
    else this.#next = '[part="give"] input';
    this.#opener = undefined;
  };

  /** Nobody took it: on with the form. */
  readonly #again = (): void => {
    const [about, opener] = [this.#about, this.#opener];
    this.#close();
    this.#opener = opener;
    this.give(about);
  };

  readonly #copy = (): void => void navigator.clipboard.writeText(this.#offer?.link ?? '').then(() => (this.said = words.copied), this.#failed);

  #name(context: Context | undefined): string {
    const value = (fact: string): string | undefined => context?.facts.find((one) => one.fact === fact)?.values[0]?.value;
    const name = value('name') ?? [value('given-name'), value('family-name')].filter(Boolean).join(' ');
    return name === '' ? words.somebody : quoted(name, 80);
  }

  #taking(received: Received, desk: Touchpoint<'support'>): TemplateResult {
    const name = this.#name(received.context);
    const chain = received.context.handoffs.find(({ offer }) => offer === received.offer)?.chain;
    const over = (said: string): void => {
      this.#answered.add(received.offer);
      this.received = undefined;
      this.said = said;
      this.#next = '.said';
    };
    const begun = (): void => {
      if (!this.#begun) received.open().catch(this.#failed);
      this.#begun = true;
    };
    return takeForm(received, {
      name,
      guide: desk.guide(received.context, chain === undefined ? {} : { chain }),
      policy: desk.policy,
      now: Date.now(),
      busy: this.busy,
      refused: this.refused,
      wrong: this.wrong,
      begun,
      correct: (point) => {
        const index = received.points.indexOf(point);
        const open = !this.wrong.has(point);
        begun();
        this.wrong = new Set(open ? [...this.wrong, point] : [...this.wrong].filter((one) => one !== point));
        this.#next = open ? `[name="right-${index}"]` : `#fix-${index}`;
      },
      accept: ({ readBack, ...answer }) =>
        void this.#do(async () => {
          await received.accept({ ...answer, ...(readBack === '' ? {} : { readBack }) });
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

  #giving(desk: Touchpoint<'support'>, view: Context): TemplateResult {
    const { own, steps, said, summary, busy } = this;
    const refused = this.received === undefined ? this.refused : '';
    const now = Date.now();
    if (own !== undefined) {
      const { link, compactLink } = (this.#offer?.offer === own.offer ? this.#offer : undefined) ?? {};
      const draw = compactLink === undefined ? undefined : (into: HTMLElement): void => void import('./transfer-picture.js').then((picture) => picture.draw(compactLink, into), this.#failed);
      return waitingFor(own, steps, { now, said, refused, copy: link === undefined ? undefined : this.#copy, draw, done: own.state === 'accepted' ? this.#close : this.#again });
    }
    if (!this.#isOpen) return html``;
    return giveForm({
      name: this.#name(view),
      teams: whoIn(this.teams),
      reps: whoIn(this.reps),
      summary,
      checked: desk.guide(view).receipts.find(({ good, level }) => good && level !== 'matched' && level !== 'none')?.until,
      now,
      busy,
      refused,
      give: this.#offerTo,
      typed: (note) => {
        this.#note = note;
        void this.#know(view);
      },
      cancel: this.#canFold ? this.#close : undefined,
    });
  }

  protected override render(): unknown {
    const desk = this.#desk;
    if (desk === undefined) return nothing;
    const { received, view } = this;
    // What went wrong is said where it was done: in the form, where one is open.
    const within = view !== undefined && (this.own !== undefined || this.#isOpen);
    const told = received !== undefined ? comes(received, this.#name(received.context)) : within ? (this.own === undefined ? this.said : '') : this.refused || this.said;
    return html`<p class="said ${received === undefined ? '' : 'unseen'}" role="status" tabindex="-1">${told}</p>
      ${received === undefined ? nothing : this.#taking(received, desk)} ${view === undefined ? nothing : this.#giving(desk, view)}`;
  }
}

/** What has the focus, in whatever shadow. */
function focused(): HTMLElement | undefined {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement ? at : undefined;
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-transfer': SayOnceTransfer;
  }
}
