import type { SalesContext } from '../model/views.js';
import type { Query, Stop, Touchpoint } from '../touchpoint/types.js';
import type { PropertyDeclarations } from './base.js';
import { Consumer } from './consumer.js';
import { touchpointContext } from './context.js';
import { adopt } from './css.js';
import { SayOnceErrorEvent, SayOncePitchEvent } from './events.js';
import type * as Panel from './guard-panel.js';
import { giveBack, HEEDED, holdRowsInstead, isAction, takeAway } from './guard-links.js';
import type * as List from './guard-list.js';
import type * as Reached from './guard-reached.js';
import { guardStyles } from './guard-styles.js';
import { plainly, whom, worst } from './guard-whom.js';
import { make, say } from './make.js';
import { Speaking } from './speaking.js';
import { guardWords as words } from './words/guard.js';

type Pitch = SalesContext['pitch'];

/** What could start a call. */
const STARTS = ['click', 'auxclick', 'dblclick', 'dragstart', 'contextmenu', 'submit', 'keydown', 'keyup', 'keypress'] as const;
/** What a page could start one with, though a browser does not: it is not heard of, but a finger still scrolls. */
const PRESSES = ['pointerdown', 'pointerup', 'mousedown', 'mouseup', 'touchstart', 'touchend'] as const;
/** Keys by which somebody gets about, and away. */
const ABOUT = /^(Tab|Escape|Arrow\w+|Page\w+|Home|End|Shift|Control|Alt|Meta)$/;

/**
 * Around a link that calls or writes to somebody (`tel:`, `sms:`, a softphone's own element): it is held until the call
 * is clear. While it is held, or not checked, its links have no `href`, and nothing in it answers to click, middle click,
 * Enter, drag or the context menu. It says what (do not pitch), until when, what to say if one must speak, and what is
 * welcome; never why. A hold that begins or ends while the page is open takes effect at once.
 *
 * Whom it is about: its own `customer`, `phone`, `account` or `email`, `data-customer`, `data-phone`, … on something
 * inside, and everybody whom its links reach: it is clear once all of them are. Where a link cannot be read (`skype:…`) and
 * nothing names whom it reaches, and without a touchpoint, it says «not checked» and stays held.
 *
 * With `rows` it is around a whole list: each row is about somebody of its own, and all are asked about as one. What calls in a
 * row is held until that row is clear: its links but those to pages of the web, its buttons, or what `controls` names.
 * Only rows in sight get their links back, or say that they are held (`data-pitch`); each hears `say-once-pitch` itself when a hold begins, changes or ends.
 * Whom a row is about: as above, and the phone numbers that it shows, where nothing on it says so and it has a button that does not;
 * of several, all must be clear. Thousands of rows scroll best in groups with `content-visibility: auto`: it watches those then.
 *
 * Held from its upgrade on: a page that cares renders the links without `href` until then. A link that is taken out of
 * its guard while it is held stays without `href`. Nobody can stop a number that is dialled by hand.
 *
 * @attr {'clear' | 'held' | 'not-checked'} pitch - tells a page's style sheet what is known; setting it does nothing
 * @slot - the link, or the list
 * @slot actions - what the host adds to the panel («Next in list»)
 * @fires say-once-error - its panel could not be fetched; it stays held all the same
 * @fires say-once-pitch - what is known has changed; `pitch`, and the `hold` without its cause. Around a list: on each row, then on the guard, whose `sum` counts them
 * @csspart held - what stands in the place of the link while it is held
 * @csspart panel - what it says when asked
 */
export class SayOnceGuard extends Speaking {
  static override properties: PropertyDeclarations = {
    view: { state: true },
    told: { state: true },
    inside: { state: true },
    list: { state: true },
    customer: {},
    phone: {},
    account: {},
    email: {},
    label: {},
    keep: { type: Boolean },
    rows: {},
    controls: {},
  };

  static override styles = [guardStyles];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  readonly #observer = new MutationObserver(() => this.list ?? this.#look());
  #watched: Touchpoint | undefined;
  #asked = '';
  #looking = false;
  #stop: Stop | undefined;

  /** shut until it is known to be clear */
  readonly #slot = make('slot', { inert: '' });
  readonly #held = make('button', { part: 'held', popovertarget: 'panel', 'aria-haspopup': 'dialog' });
  readonly #title = make('h2', { id: 'title' });
  readonly #panel = make('div', { part: 'panel', id: 'panel', popover: '', role: 'dialog', 'aria-labelledby': 'title' }, this.#title, make('slot', { name: 'actions' }));
  readonly #status = make('span', { class: 'said', role: 'status' });

  private view: SalesContext | undefined;
  /** what is said to whoever does not see it */
  private told: Pitch | undefined;
  /** what the panel says, once somebody wants to know */
  private inside: typeof Panel | undefined;
  /** what reads addresses that say more than a number, once there are any */
  #reached: typeof Reached.reached | undefined;
  #reading = false;
  /** its rows, where it is around a list */
  private list: List.GuardList | undefined;
  /** what that is, or will be, around; empty: it is around no list */
  #listed = '';
  /** whom the panel is about */
  #of: List.About | undefined;

  /** Whom it is about, by the host's id. */
  customer = '';
  /** Whom it is about, by phone number in any usual spelling. */
  phone = '';
  /** Whom it is about, by account number. */
  account = '';
  /** Whom it is about, by email address. */
  email = '';
  /** A name to show; what the page shows anyway. */
  label = '';
  /** Leaves the link in sight while it is held. */
  keep = false;
  /** Around a whole list: what a row of it is (`li`, `tr`, `[data-customer]`), as a selector. */
  rows = '';
  /** In a row: what starts a call, as a selector; left out: its buttons, and what has a number. Links that call always do. */
  controls = '';

  /** What is known. */
  get pitch(): Pitch {
    return this.view?.pitch ?? 'not-checked';
  }

  /** Around a list: how many rows are how. */
  get sum(): Readonly<Record<Pitch, number>> | undefined {
    return this.list?.sum;
  }

  constructor() {
    super();
    this.#held.addEventListener('pointerenter', this.#ask);
    this.#held.addEventListener('focus', this.#ask);
    this.#panel.addEventListener('beforetoggle', this.#ask);
    this.renderRoot.append(this.#slot, this.#status);
  }

  override connectedCallback(): void {
    super.connectedCallback();
    for (const type of STARTS) this.addEventListener(type, this.#onStart, true);
    for (const type of PRESSES) this.addEventListener(type, this.#onPress, { capture: true, passive: true });
    this.#observer.observe(this, { childList: true, subtree: true, attributes: true, attributeFilter: HEEDED });
    this.#look();
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.#observer.disconnect();
    for (const type of STARTS) this.removeEventListener(type, this.#onStart, true);
    for (const type of PRESSES) this.removeEventListener(type, this.#onPress, true);
    // It no longer hears of a hold that begins: what it holds stays held until it is back and has asked again.
    this.#forget();
    this.list?.stop();
    if (this.rows === '') takeAway(this);
  }

  /** An update may wait for its words; whom it is about now must not. */
  override requestUpdate(name?: string, old?: unknown): void {
    super.requestUpdate(name, old);
    if (this.#looking) return;
    this.#looking = true;
    queueMicrotask(() => {
      this.#looking = false;
      this.#look();
    });
  }

  protected override willUpdate(): void {
    this.#look();
  }

  #forget(): void {
    this.#stop?.();
    this.#stop = this.#watched = undefined;
    this.#asked = '';
    this.view = undefined;
  }

  /** Whom this is about, and what of it is to be held now. */
  #look(): void {
    if (!this.isConnected) return;
    const touchpoint = this.#touchpoint.value;
    const listed = this.rows && JSON.stringify([this.rows, this.controls, this.keep]);
    if (listed !== this.#listed) {
      this.#listed = listed;
      this.#turn();
    }
    if (this.rows !== '') return this.#lookAtRows(touchpoint);
    const queries = this.#whom();
    const asked = JSON.stringify(queries);
    if (touchpoint !== this.#watched || asked !== this.#asked) {
      this.#forget();
      this.#watched = touchpoint;
      this.#asked = asked;
      takeAway(this);
      if (touchpoint !== undefined) this.#watch(touchpoint, queries, asked);
    }
    if (this.pitch === 'clear') giveBack(this);
    else takeAway(this);
    this.setAttribute('pitch', this.pitch);
  }

  /** Who is to be asked about; nobody while that is still to be read. */
  #whom(): Query[] {
    let whole = true;
    const queries = whom(this, { customer: this.customer, tel: this.phone, account: this.account, email: this.email }, this.#reached ?? ((address) => plainly(address) ?? ((whole = false), [])));
    if (whole) return queries;
    if (this.#reading) return [];
    this.#reading = true;
    import('./guard-reached.js').then(({ reached }) => {
      this.#reached = reached;
      this.#look();
    }, this.#lacks);
    return [];
  }

  #watch(touchpoint: Touchpoint, queries: readonly Query[], asked: string): void {
    const unknown: SalesContext = { customer: '', pitch: 'not-checked' };
    const views = queries.map(() => unknown);
    const stops = queries.map((query, index) =>
      touchpoint.watchPitch(query, (view) => {
        views[index] = view;
        const counts = worst(views);
        // Two numbers may be two people, and an answer about one would open the other.
        if (asked === this.#asked && counts !== undefined && counts !== unknown) this.#know(counts);
      }),
    );
    this.#stop = () => {
      for (const stop of stops) stop();
    };
  }

  /** It is around other rows now, or none, or rows instead of a link: until those are asked about it holds all there is. */
  #turn(): void {
    this.#forget();
    this.list?.end();
    this.list = undefined;
    giveBack(this); // links to pages, which are nothing to a list
    takeAway(this, this.rows !== '');
    this.setAttribute('pitch', this.pitch);
  }

  /** What is around the rows holds nothing; until there is somebody to look at each of them, none can be dialled. */
  #lookAtRows(touchpoint: Touchpoint | undefined): void {
    if (this.list === undefined) {
      takeAway(this, true);
      import('./guard-list.js').then(({ GuardList }) => {
        if (!this.isConnected || this.rows === '') return;
        this.list ??= new GuardList(this, {
          title: this.#title,
          panel: this.#panel,
          ask: this.#ask,
          about: (of) => {
            this.#of = of;
            this.requestUpdate();
          },
          changed: (pitch, begun) => {
            this.view = { customer: '', pitch };
            if (begun) this.told = 'held';
          },
        });
      }, this.#lacks);
      return;
    }
    holdRowsInstead(this);
    this.list.look(touchpoint);
  }

  #know(view: SalesContext): void {
    const before = this.view?.pitch;
    this.view = view;
    // A list that opens with a hundred free calls has nothing to say about them.
    if (view.pitch !== before && (view.pitch === 'held' || before === 'held' || before === 'clear')) this.told = view.pitch;
    this.#look();
    if (view.pitch === 'clear' && this.shadowRoot?.activeElement) void this.updateComplete.then(() => this.querySelector<HTMLElement>('a, [tabindex], button')?.focus());
    this.dispatchEvent(new SayOncePitchEvent(view.pitch, view.hold));
  }

  readonly #onStart = (event: Event): void => {
    if (this.#onPress(event) && (!(event instanceof KeyboardEvent) || event.key === 'Enter' || event.key === ' ')) event.preventDefault();
  };

  /** @returns whether nobody is to hear of it */
  readonly #onPress = (event: Event): boolean => {
    const from = (event as Partial<SubmitEvent>).submitter ?? event.target;
    // Our own button and panel are retargeted to this element; the host's actions in the panel stay theirs.
    if (from === this || (from instanceof Element && isAction(this, from)) || ABOUT.test((event as Partial<KeyboardEvent>).key ?? '')) return false;
    // What the page has changed in this very moment, no observer has told of yet.
    this.#look();
    if (this.list === undefined ? this.pitch === 'clear' && this.rows === '' : this.list.allows(event)) return false;
    event.stopImmediatePropagation();
    return true;
  };

  /** What it says when it is asked is fetched when somebody is about to ask; until then, and without it, its title stands. */
  readonly #ask = (): void => {
    if (this.inside !== undefined) return;
    import('./guard-panel.js').then(
      (inside) => {
        adopt(this.renderRoot, inside.panelStyles);
        this.inside = inside;
      },
      this.#lacks,
    );
  };

  readonly #lacks = (error: unknown): void => {
    this.dispatchEvent(new SayOnceErrorEvent('not-loaded', error));
  };

  protected override draw(): void {
    const [clear, held] = [this.pitch === 'clear', this.pitch === 'held'];
    const listed = this.rows !== '';
    this.#slot.inert = !clear && !listed;
    say(this.#status, this.told === undefined ? '' : { held: words.hold, clear: words.clear, 'not-checked': words.unchecked }[this.told]);
    if (listed) {
      this.#held.remove();
      // Put in its place once more, it would close.
      if (this.#panel.parentNode === null) this.#slot.after(this.#panel);
      this.list?.reword();
      this.inside?.draw(this.#panel, this.#of?.hold, this.#of?.label ?? '');
      return;
    }
    if (clear) {
      this.#held.remove();
      this.#panel.remove();
      return;
    }
    if (this.#held.parentNode === null) this.#slot.after(this.#held, this.#panel);
    this.#held.className = held ? 'held' : '';
    say(this.#held, held ? words.held : words.unchecked);
    say(this.#title, held ? words.hold : words.unchecked);
    this.inside?.draw(this.#panel, this.view?.hold, this.label);
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-guard': SayOnceGuard;
  }
}
