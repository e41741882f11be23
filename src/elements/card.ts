import { html, nothing, type PropertyDeclarations, type PropertyValues, type TemplateResult } from 'lit';
import type { Context } from '../model/context.js';
import type { ErrorCode } from '../model/errors.js';
import type { Query, Recorded, Stop, Touchpoint, TouchpointState } from '../touchpoint/types.js';
import type { Undo } from './card-actions.js';
import { holdSection, whoSection } from './card-head.js';
import type { Instead } from './card-instead.js';
import { issueSections } from './card-issues.js';
import { askSection, effortLine, recentSection, resolvedSection } from './card-rest.js';
import { cardStyles } from './card-styles.js';
import type { Candidate, Opened, View } from './card-view.js';
import { Consumer } from './consumer.js';
import { problemContext, touchpointContext } from './context.js';
import { SayOnceChooseEvent, SayOnceErrorEvent, SayOnceRecordedEvent } from './events.js';
import { Speaking } from './speaking.js';
import { theme } from './styles.js';
import { warn } from './warn.js';
import { cardWords as words } from './words/card.js';

type Actions = typeof import('./card-actions.js');
type Others = typeof import('./card-others.js');

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
export class SayOnceCard extends Speaking {
  static override properties: PropertyDeclarations = {
    context: { state: true },
    failure: { state: true },
    storage: { state: true },
    candidates: { state: true },
    chosen: { state: true },
    opened: { state: true },
    shown: { state: true },
    busy: { state: true },
    refused: { state: true },
    said: { state: true },
    undo: { state: true },
    customer: {},
    phone: {},
    account: {},
    email: {},
    action: {},
  };

  static override styles = [theme, cardStyles];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  readonly #problem = new Consumer(this, problemContext);
  readonly #drafts = new Map<string, string>();
  #watching: Touchpoint | undefined;
  /** whom it shows: an id, or what is looked for */
  #who = '';
  #stops: Stop[] = [];
  #timer: ReturnType<typeof setInterval> | undefined;
  #actions: Actions | undefined;
  #others: Others | undefined;
  #instead: ((what: Instead) => string) | undefined;
  #opener: HTMLElement | undefined;
  /** the button that led here is gone: reading goes on at the name */
  #arriving = false;
  /** an answer that belongs to an earlier question is dropped */
  #asked = 0;

  private get firstField(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('.action textarea, .action button');
  }
  private get heading(): HTMLElement | null {
    return this.renderRoot.querySelector<HTMLElement>('#who');
  }

  private context: Context | undefined;
  private failure: ErrorCode | 'unknown' | undefined;
  private storage: TouchpointState | undefined;
  private candidates: readonly Candidate[] | undefined;
  private chosen = '';
  private opened: Opened | undefined;
  private shown: ReadonlyMap<string, string> = new Map();
  private busy = false;
  private refused = '';
  private said = '';
  /** takes back what `said` tells of */
  private undo: Undo | undefined;

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

  override connectedCallback(): void {
    super.connectedCallback();
    this.#timer = setInterval(() => this.requestUpdate(), TICK);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    clearInterval(this.#timer);
    this.#stop();
  }

  protected override willUpdate(changed: PropertyValues<this>): void {
    if (changed.has('customer') || changed.has('phone') || changed.has('account') || changed.has('email')) this.chosen = '';
    const touchpoint = this.#touchpoint.value;
    const who = this.#id || JSON.stringify(this.#query);
    if (touchpoint === this.#watching && who === this.#who) return;
    this.#stop();
    if (who !== this.#who) {
      this.context = this.candidates = this.opened = undefined;
      this.shown = new Map();
      this.said = this.refused = '';
      this.undo = undefined;
      this.#who = who;
    }
    if (touchpoint !== undefined && this.isConnected) this.#watch(touchpoint);
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
    const changed = (context: Context): void => {
      this.context = context;
      this.failure = undefined;
    };
    this.#stops.push(
      desk.watch(id, changed, (error) => (this.failure = this.#tell(error) ?? 'unknown')),
      // Looking up a number is worth it only while there is somebody to find.
      desk.watchUnlinked((contexts) => (contexts.length > 0 || this.candidates?.length) && void this.#look(desk)),
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
      const { opened } = this;
      const typing = this.candidates?.find(({ customer }) => opened?.kind === 'link' && opened.other === customer);
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

  readonly #open = async (opened: Opened): Promise<void> => {
    const again = JSON.stringify(opened) === JSON.stringify(this.opened);
    this.#opener = (this.shadowRoot?.activeElement as HTMLElement | null) ?? undefined;
    try {
      this.#actions ??= await import('./card-actions.js');
    } catch (error) {
      this.#tell(error);
      return;
    }
    this.opened = again ? undefined : opened;
    this.refused = this.said = '';
    this.undo = undefined;
    await this.updateComplete;
    if (this.opened?.kind !== 'fact') this.firstField?.focus();
  };

  readonly #keys = (event: KeyboardEvent): void => {
    if (event.key !== 'Escape' || event.isComposing || this.opened === undefined) return;
    event.stopPropagation();
    this.#close();
  };

  readonly #close = (): void => {
    this.opened = undefined;
    this.refused = '';
    void this.updateComplete.then(() => (this.#opener?.isConnected === true ? this.#opener : this.heading)?.focus());
  };

  readonly #reveal = async (fact: string, value: string): Promise<void> => {
    const who = this.#who;
    try {
      const recorded = await this.#watching?.record(this.#id, { kind: 'revealed', fact });
      if (recorded === undefined || who !== this.#who) return;
      if (recorded.saved) this.shown = new Map(this.shown).set(fact, value);
      else this.#unrevealed();
    } catch (error) {
      this.#tell(error);
      this.#unrevealed();
    }
  };

  #unrevealed(): void {
    this.undo = undefined;
    this.said = this.#sentence('not-revealed');
  }

  readonly #choose = (customer: string): void => {
    this.chosen = customer;
    this.#arriving = true;
    this.dispatchEvent(new SayOnceChooseEvent(customer));
  };

  async #act(run: () => Promise<Recorded[]>, kinds: string[], done: string, undo?: Undo): Promise<void> {
    if (this.busy || this.#actions === undefined) return;
    const { opened } = this;
    const customer = this.#id;
    const draft = this.#draftOf(opened);
    this.busy = true;
    this.refused = '';
    try {
      const recorded = await run();
      this.#drafts.delete(draft);
      if (customer === this.#id) {
        this.said = this.#actions.outcome(recorded, done);
        this.undo = undo;
        if (this.opened === opened) this.#close();
      }
      this.dispatchEvent(new SayOnceRecordedEvent(customer, kinds, recorded.map(({ stamp }) => stamp), recorded.every(({ saved }) => saved)));
    } catch (error) {
      const code = this.#tell(error) ?? 'unknown';
      if (this.opened !== opened) return;
      if (opened === undefined) this.said = this.#actions.refusal(code);
      else this.refused = this.#actions.refusal(code);
    } finally {
      this.busy = false;
    }
  }

  #draftOf(opened: Opened | undefined): string {
    return JSON.stringify([this.#id, opened]);
  }

  /** The open form, if this is the place for it. */
  #panel(view: Pick<View, 'context' | 'policy' | 'now'>, kind: Opened['kind'], of?: string): TemplateResult | typeof nothing {
    const { opened } = this;
    const touchpoint = this.#watching;
    if (opened?.kind !== kind || this.#actions === undefined || touchpoint === undefined) return nothing;
    if (opened.kind === 'link' && opened.other !== of) return nothing;
    const key = this.#draftOf(opened);
    return this.#actions.form(opened, {
      touchpoint,
      context: view.context,
      policy: view.policy,
      now: view.now,
      busy: this.busy,
      refused: this.refused,
      shown: this.shown,
      draft: this.#drafts.get(key) ?? '',
      keep: (draft) => this.#drafts.set(key, draft),
      act: (run, kinds, done, undo) => this.#act(run, kinds, done, undo),
      refuse: (why) => (this.refused = why),
      reveal: (fact, value) => void this.#reveal(fact, value),
      close: this.#close,
    });
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
      guide: desk.guide(context, action === '' ? {} : { action }),
      policy,
      action,
      // One that has just been linked is no stranger any more, even before the list is looked through anew.
      candidates: (this.candidates ?? []).filter(({ customer }) => !context.group.includes(customer) || (this.opened?.kind === 'link' && this.opened.other === customer)),
      now,
      shown: this.shown,
      open: (opened) => void this.#open(opened),
      reveal: (fact, value) => void this.#reveal(fact, value),
      choose: this.#choose,
      panel: (kind, of) => this.#panel({ context, policy, now }, kind, of),
    };
  }

  #body(): TemplateResult {
    const missing = this.#missing();
    if (missing === 'loading') return html`<p class="state wait">${words.loading}</p>`;
    if (missing !== undefined) return html`<p class="state">${this.#sentence(missing)}</p>`;
    const { context } = this;
    if (context === undefined) return this.#others?.matchList(this.candidates ?? [], { policy: (this.#watching as Touchpoint).policy, now: Date.now(), choose: this.#choose }) ?? html``;
    const view = this.#view(context);
    const [issue, another] = context.issues;
    const only = another === undefined ? issue?.stamp : undefined;
    const chosen = this.chosen === '' ? nothing : html`<p class="end"><button class="plain" @click=${() => (this.chosen = '')}>${words.notThem}</button></p>`;
    return html`${holdSection(view)}${whoSection(view)}${chosen}${context.entries === 0 ? html`<p class="state">${words.nothing}</p>` : nothing}${issueSections(view)}${this.#others?.candidateSection(view)}${askSection(view, this.opened)}${resolvedSection(view)}${recentSection(view)}
      ${this.opened?.kind === 'note' || this.opened?.kind === 'resolve' ? html`<section>${view.panel('note')}${view.panel('resolve')}</section>` : nothing}
      <footer>
        ${effortLine(view)}
        <button @click=${() => view.open({ kind: 'note', ...(only === undefined ? {} : { issue: only }) })}>${words.addNote}</button>
        ${only === undefined ? nothing : html`<button class="main" @click=${() => view.open({ kind: 'resolve', issue: only })}>${words.resolve}</button>`}
      </footer>`;
  }

  protected override render(): TemplateResult {
    const { undo } = this;
    return html`<article part="card" @keydown=${this.#keys} aria-labelledby=${this.context === undefined ? nothing : 'who'}>
      ${this.storage?.storage === 'memory' || this.storage?.unsaved ? html`<p class="box memory">${this.#sentence('memory')}</p>` : nothing} ${this.#body()}
      <p class="status" role="status">${this.said}${undo === undefined ? nothing : html` <button class="plain" @click=${() => void this.#act(undo.run, undo.kinds, undo.done)}>${undo.label}</button>`}</p>
    </article>`;
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-card': SayOnceCard;
  }
}
