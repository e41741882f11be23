import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Context } from '../model/context.js';
import type { ErrorCode } from '../model/errors.js';
import type { Query, Stop, Touchpoint, TouchpointState } from '../touchpoint/types.js';
import { holdSection, isEnding, whoSection } from './card-head.js';
import type { Instead } from './card-instead.js';
import { issueSections } from './card-issues.js';
import { askSection, effortLine, recentSection } from './card-rest.js';
import { cardStyles } from './card-styles.js';
import { type Candidate, opener, type View } from './card-view.js';
import type { Work } from './card-work.js';
import type { PropertyDeclarations, PropertyValues } from './base.js';
import { Consumer } from './consumer.js';
import { problemContext, touchpointContext } from './context.js';
import { SayOnceChooseEvent, SayOnceErrorEvent } from './events.js';
import { theme } from './styles.js';
import { Templated } from './templated.js';
import { warn } from './warn.js';
import { cardWords as words } from './words/card.js';

type Others = typeof import('./card-others.js');

const NOTHING: ReadonlyMap<string, string> = new Map();

/** How often «4 min ago» is said anew, ms. */
const TICK = 20_000;

/**
 * What a rep needs before they say hello: may they pitch, who it is and how that was checked, what the customer needs
 * in their own words, what need not be asked again, what happened lately, and what it has cost the customer so far.
 * It is live: what another desk records shows at once, and moves nothing that is being typed.
 *
 * Give it `customer`; or `phone`, `account` or `email`, and it shows who that may be, each as unconfirmed.
 * It takes its touchpoint (support) from `<say-once>` around it.
 *
 * @fires say-once-choose - a rep opened one of several candidates; `customer` is it
 * @fires say-once-recorded - something was recorded; `kinds`, `stamps`, and whether it was `saved`
 * @fires say-once-error - something was refused; `code` says why
 * @fires say-once-hand-over - a rep wants to hand the customer over; a host with a way of its own cancels it
 * @csspart card - the whole card
 * @csspart hold - do not pitch, and what to say first
 * @csspart say-first - what to say first
 * @csspart who - the customer, and how that was checked
 * @csspart receipt - the check
 * @csspart candidates - others who may be the customer, unconfirmed
 * @csspart issue - an open issue
 * @csspart words - the customer's own words
 * @csspart ask - what not to ask again, and what is missing
 * @csspart resolved - what was resolved lately
 * @csspart recent - what happened lately
 * @csspart effort - what it cost the customer
 */
export class SayOnceCard extends Templated {
  static override properties: PropertyDeclarations = {
    context: { state: true },
    failure: { state: true },
    storage: { state: true },
    candidates: { state: true },
    chosen: { state: true },
    customer: {},
    phone: {},
    account: {},
    email: {},
    action: {},
    transfer: { type: Boolean },
  };

  static override styles = [theme, cardStyles];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  readonly #problem = new Consumer(this, problemContext);
  #watching: Touchpoint | undefined;
  /** whom it shows: an id, or what is looked for */
  #who = '';
  #stops: Stop[] = [];
  #timer: ReturnType<typeof setTimeout> | undefined;
  #work: Work | undefined;
  #others: Others | undefined;
  #lately: typeof import('./card-lately.js').resolvedSection | undefined;
  #instead: ((what: Instead) => string) | undefined;
  /** the button that led here is gone: reading goes on at the name */
  #arriving = false;
  /** an answer that belongs to an earlier question is dropped */
  #asked = 0;

  private get heading(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('#who');
  }

  private context: Context | undefined;
  private failure: ErrorCode | 'unknown' | undefined;
  private storage: TouchpointState | undefined;
  private candidates: readonly Candidate[] | undefined;
  private chosen = '';

  /** The customer, by the host's id. */
  customer = '';
  /** Instead: a phone number in any usual spelling. */
  phone = '';
  /** Instead: an account number. */
  account = '';
  /** Instead: an email address. */
  email = '';
  /** What the customer wants done (`refund`): the card then says which proof is still missing. */
  action = '';
  /** Whether there is a button to hand the customer over; a `<say-once-transfer>` of the same desk answers it, or the host. */
  transfer = false;

  override connectedCallback(): void {
    super.connectedCallback();
    document.addEventListener('copy', this.#copied);
    this.requestUpdate();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    document.removeEventListener('copy', this.#copied);
    clearTimeout(this.#timer);
    this.#stop();
  }

  /** Where nothing is selected, Chromium tells what has the focus that it is to be copied, and Firefox the body (as the Clipboard API has it: «fire a clipboard event»). */
  readonly #copied = (event: Event): void => {
    if (event.target !== document.body || getSelection()?.isCollapsed === false) return;
    if (this.shadowRoot?.activeElement?.dispatchEvent(new Event('copy', { cancelable: true })) === false) event.preventDefault();
  };

  #tick(after: number): void {
    clearTimeout(this.#timer);
    this.#timer = setTimeout(() => this.requestUpdate(), after);
  }

  protected override willUpdate(changed: PropertyValues): void {
    if (changed.has('customer') || changed.has('phone') || changed.has('account') || changed.has('email')) this.chosen = '';
    const touchpoint = this.#touchpoint.value;
    const who = this.#id || JSON.stringify(this.#query);
    if (touchpoint === this.#watching && who === this.#who) return;
    this.#stop();
    if (who !== this.#who) {
      this.context = this.candidates = undefined;
      this.#who = who;
      this.#work?.leave();
    }
    if (touchpoint !== undefined && this.isConnected) this.#watch(touchpoint);
  }

  protected override reword(): void {
    super.reword();
    this.#work?.history?.reword();
  }

  /** Goes to the customer's name, once it is shown: for a page that has just opened somebody. */
  override focus(): void {
    this.#arriving = true;
    this.requestUpdate();
  }

  protected override updated(): void {
    if (!this.#arriving || this.heading === null) return;
    this.#arriving = false;
    this.heading.focus();
  }

  get #id(): string {
    return this.customer || this.chosen;
  }

  get #query(): Query {
    return Object.fromEntries(Object.entries({ tel: this.phone, account: this.account, email: this.email }).filter(([, value]) => value !== ''));
  }

  #stop(): void {
    for (const stop of this.#stops.splice(0)) stop();
    this.#watching = undefined;
    this.#asked += 1;
    this.#work?.closeHistory();
  }

  #watch(touchpoint: Touchpoint): void {
    const desk = touchpoint as Touchpoint<'support'>;
    const id = this.#id;
    this.#watching = touchpoint;
    this.failure = undefined;
    this.#stops.push(touchpoint.onState((storage) => (this.storage = storage)));
    const { audience } = touchpoint.as;
    if (audience !== 'support') {
      warn(this, `is for support, and this touchpoint is for ${audience}: <say-once audience="support">.`);
      return;
    }
    if (id === '') {
      if (Object.keys(this.#query).length > 0) this.#stops.push(desk.watchUnlinked(() => void this.#look(desk)));
      return;
    }
    let [waiting, given] = [false, ''];
    const changed = (context: Context): void => {
      this.context = context;
      this.failure = undefined;
      // Whoever just gave a number may be somebody who wrote with it.
      const gives = JSON.stringify(context.facts.map(({ fact, values }) => desk.policy.facts[fact]?.identifier === true && values[0]?.value));
      if (waiting && gives !== given) void this.#look(desk);
      given = gives;
      void this.#work?.history?.changed(context);
    };
    this.#stops.push(
      desk.watch(id, changed, (error) => (this.failure = this.#tell(error) ?? 'unknown')),
      // Looking up a number is worth it only while there is somebody to find.
      desk.watchUnlinked((contexts) => {
        waiting = contexts.length > 0;
        if (waiting || this.candidates?.length) void this.#look(desk);
      }),
    );
  }

  /** Who fits: this customer's own identifiers, or the ones asked for. */
  async #look(desk: Touchpoint<'support'>): Promise<void> {
    const asked = ++this.#asked;
    try {
      const others = (this.#others ??= await import('./card-others.js'));
      const found = await (this.#id === '' ? others.lookFor(desk, this.#query) : others.othersLike(desk, this.#id));
      if (asked !== this.#asked) return;
      // A reason that is being typed stays where it is, even if somebody else has just linked them.
      const typing = this.candidates?.find(({ customer }) => this.#linking(customer));
      this.candidates = typing === undefined || found.some(({ customer }) => customer === typing.customer) ? found : [typing, ...found];
    } catch (error) {
      this.#tell(error);
    }
  }

  #tell(error: unknown): ErrorCode | undefined {
    const code = (error as { code?: ErrorCode } | undefined)?.code;
    this.dispatchEvent(new SayOnceErrorEvent(code, error));
    return code;
  }

  /** Whether somebody is saying just now why this is the same person. */
  #linking(customer: string): boolean {
    const opened = this.#work?.opened;
    return opened?.form === 'link' && opened.of === customer;
  }

  /** What a rep does comes with the first thing they do. */
  async #do(what: (work: Work) => unknown): Promise<void> {
    try {
      if (this.#work === undefined) {
        const { Work } = await import('./card-work.js');
        this.#work ??= new Work({ card: this, customer: () => this.#id, touchpoint: () => this.#watching as Touchpoint<'support'> | undefined, tell: (error) => this.#tell(error) });
      }
    } catch (error) {
      this.#tell(error);
      return;
    }
    await what(this.#work);
  }

  readonly #choose = (customer: string): void => {
    this.chosen = customer;
    this.focus();
    this.dispatchEvent(new SayOnceChooseEvent(customer));
  };

  /** What was resolved lately, where anything was. */
  #resolved(view: View): TemplateResult | typeof nothing {
    if (view.context.resolved.length === 0) return nothing;
    if (this.#lately === undefined) {
      // Once the card stands: to ask for a file holds up what is being drawn.
      void this.updateComplete.then(() => import('./card-lately.js')).then(({ resolvedSection }) => {
        this.#lately = resolvedSection;
        this.requestUpdate();
      }, (error: unknown) => void this.#tell(error));
    }
    return this.#lately?.(view) ?? nothing;
  }

  /** Says something that most cards never have to say. */
  #sentence(what: Instead): string {
    if (this.#instead === undefined) {
      void import('./card-instead.js').then(({ instead }) => {
        this.#instead = instead;
        this.requestUpdate();
      });
    }
    return this.#instead?.(what) ?? '';
  }

  /** Why there is no card to show. */
  #missing(): Instead | 'loading' | undefined {
    const touchpoint = this.#touchpoint.value;
    const problem = this.failure ?? this.#problem.value;
    if (problem !== undefined) return problem;
    if (touchpoint === undefined) return this.#touchpoint.provided ? 'loading' : 'apart';
    if (touchpoint.as.audience !== 'support') return 'not-here';
    if (this.#who === '{}') return 'nobody';
    return this.#id === '' ? (this.candidates === undefined ? 'loading' : undefined) : this.context === undefined ? 'loading' : undefined;
  }

  #view(context: Context): View {
    const desk = this.#watching as Touchpoint<'support'>;
    const { policy } = desk;
    const now = Date.now();
    const { action } = this;
    return {
      context,
      issues: this.#work?.inPlace(context.issues) ?? context.issues,
      guide: desk.guide(context, action === '' ? {} : { action }),
      policy,
      action,
      // One that has just been linked is no stranger any more, even before the list is looked through anew.
      candidates: (this.candidates ?? []).filter(({ customer }) => !context.group.includes(customer) || this.#linking(customer)),
      now,
      shown: this.#work?.shown ?? NOTHING,
      whole: this.#work?.whole ?? NOTHING,
      open: (opened) => void this.#do((work) => work.open(opened, context.issues)),
      isOpen: (opened) => JSON.stringify(opened) === JSON.stringify(this.#work?.opened),
      reveal: (fact, value) => void this.#do((work) => work.reveal(fact, value)),
      copy: (fact, value) => void this.#do((work) => work.copy(fact, value)),
      readOn: (issue) => void this.#do((work) => work.readOn(issue)),
      choose: this.#choose,
      history: this.#work?.history?.render() ?? nothing,
      openHistory: () => void this.#do((work) => work.openHistory(context)),
      panel: (at, of) => this.#work?.panel({ context, policy, action, now }, at, of) ?? nothing,
    };
  }

  #body(): TemplateResult {
    const missing = this.#missing();
    if (missing === 'loading') return html`<p class="state wait">${words.loading}</p>`;
    if (missing !== undefined) return html`<p class="state">${this.#sentence(missing)}</p>`;
    const { context } = this;
    if (context === undefined) return this.#others?.matchList(this.candidates ?? [], { policy: (this.#watching as Touchpoint).policy, now: Date.now(), choose: this.#choose }) ?? html``;
    const view = this.#view(context);
    if (isEnding(view.guide, view.now)) this.#tick(1000);
    const [issue, another] = context.issues;
    const only = issue === undefined || another !== undefined ? {} : { issue: issue.stamp };
    const chosen = this.chosen === '' ? nothing : html`<p class="end"><button class="plain" @click=${() => (this.chosen = '')}>${words.notThem}</button></p>`;
    const [hold, foot] = [view.panel('hold'), view.panel('foot')];
    return html`${holdSection(view)}${hold === nothing ? nothing : html`<section>${hold}</section>`}${whoSection(view)}${chosen}${context.entries === 0 ? html`<p class="state">${words.nothing}</p>` : nothing}${issueSections(view)}${this.#others?.candidateSection(view)}${askSection(view)}${this.#resolved(view)}${recentSection(view)}${foot === nothing ? nothing : html`<section>${foot}</section>`}
      <footer>${effortLine(view)} ${opener(view, { form: 'flag', at: 'foot' }, words.flag)} ${opener(view, { form: 'note', at: 'foot', ...only }, words.addNote, '')} ${this.transfer ? html`<button class="main" @click=${() => void this.#do((work) => work.handOver())}>${words.transfer}</button>` : nothing}</footer>`;
  }

  /** Why others may not know what is recorded here, or this desk what they do. */
  #away(): TemplateResult | typeof nothing {
    const { unsent, relay } = this.storage ?? {};
    const { link, refused, waiting } = relay ?? {};
    const what = link === 'refused' ? link : (unsent && !navigator.onLine) || (waiting && link !== 'up') ? 'offline' : refused && (`kept/${refused.code}` as const);
    return what ? html`<p class="state away">${this.#sentence(what)}</p>` : nothing;
  }

  protected override render(): TemplateResult {
    this.#tick(TICK);
    return html`<article part="card" aria-labelledby=${this.context === undefined ? nothing : 'who'}>
      ${this.storage?.storage === 'memory' || this.storage?.unsaved ? html`<p class="memory">${this.#sentence('memory')}</p>` : nothing} ${this.#away()} ${this.#body()}
      <p class="status" role="status">${this.#work?.status()}</p>
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-card': SayOnceCard;
  }
}
