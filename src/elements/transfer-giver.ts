/** Gives a customer over, and follows what becomes of it. */
import { nothing, type TemplateResult } from 'lit/html.js';
import { saidAgain } from '../model/after-hand-off.js';
import type { Context, HandOffState } from '../model/context.js';
import type { Stop, Touchpoint } from '../touchpoint/types.js';
import { actionLabel } from './card-view.js';
import { SayOnceOfferedEvent } from './events.js';
import { asked } from './questions.js';
import { factLabel } from './text.js';
import { giveForm, waitingFor } from './transfer-give.js';
import { Sent } from './transfer-sent.js';
import { calledIn, nameOf, type Shared } from './transfer-shared.js';
import { type Course, courseOf, ownIn } from './transfer-steps.js';
import { type Chosen, type Outside, whoIn } from './transfer-whom.js';
import { list, moment } from './when.js';
import { cardWords } from './words/card.js';
import { commonWords } from './words/common.js';
import { said as speech } from './words/table.js';
import { transferWords as words } from './words/transfer.js';

/** What the page says of it. */
export interface Asked {
  customer: string;
  teams: string;
  reps: string;
  sales: string;
  salesPage: string;
  outside: readonly Outside[];
  folded: boolean;
}

export class Giver {
  readonly #shared: Shared;
  readonly #page: Asked;
  /** whom it is about, the host's id */
  #about = '';
  /** whom somebody wants to hand over: the form is open */
  #asked = '';
  #stop: Stop | undefined;
  #view: Context | undefined;
  #summary = '';
  #note = '';
  /** who was chosen last is in sales: what they would read is another thing */
  #toSales = false;
  #own: HandOffState | undefined;
  #course: Course | undefined;
  #sent: Sent | undefined;
  /** the rep is done with these */
  readonly #done = new Set<string>();
  /** where the rep was when the form opened */
  #opener: HTMLElement | undefined;

  constructor(shared: Shared, page: Asked) {
    this.#shared = shared;
    this.#page = page;
  }

  get #canFold(): boolean {
    return this.#page.folded || this.#page.customer === '';
  }

  get #isOpen(): boolean {
    return !this.#canFold || this.#asked !== '';
  }

  /** Something of it is on the screen. */
  get shown(): boolean {
    return this.#view !== undefined && (this.#own !== undefined || this.#isOpen);
  }

  /** A hand-off is being followed. */
  get follows(): boolean {
    return this.#own !== undefined;
  }

  /** Opens the form for this customer. */
  give(customer: string): void {
    this.#asked = customer;
    this.#opener ??= focused();
    this.#shared.hush();
    this.#shared.next = '[part="give"] input, [part="waiting"] h2';
    this.refresh();
  }

  /** Watches whom it is about now. `anew`: the desk is another. */
  look(anew: boolean): void {
    const about = this.#page.customer || this.#asked;
    if (!anew && about === this.#about) return;
    this.#leave(about);
    this.#about = about;
    if (about !== '') this.#stop = this.#shared.desk?.watch(about, (view) => void this.#know(view), this.#shared.failed);
  }

  /** Nothing of the last customer's stays. `next`: whom it is about from now on. */
  #leave(next = ''): void {
    this.#stop?.();
    this.#stop = this.#own = this.#course = this.#view = undefined;
    this.#let();
    this.#about = this.#summary = this.#note = '';
    this.#toSales = false;
    if (this.#asked !== '' && this.#page.customer !== '' && this.#asked !== this.#page.customer) this.#asked = '';
    this.#shared.busy = false;
    // «You have them now» stands until the page that goes on to them, too.
    if (next === '' || next !== this.#shared.saidOf) this.#shared.hush();
  }

  /** What was offered is followed no more. */
  #let(): void {
    this.#sent?.end();
    this.#sent = undefined;
  }

  forget(): void {
    this.#leave();
    this.#asked = '';
  }

  /** Says all anew: the words have changed, or what is shown of it. */
  refresh(): void {
    if (this.#view !== undefined) void this.#know(this.#view);
  }

  /** What is known, how far a hand-off of this rep's has come, and what an offer would say. */
  async #know(view: Context): Promise<void> {
    const { desk } = this.#shared;
    if (desk === undefined) return;
    this.#view = view;
    this.#shared.show();
    const newest = ownIn(view, desk, Date.now(), this.#own?.offer ?? this.#sent?.offer);
    const own = newest === undefined || this.#done.has(newest.offer) ? undefined : newest;
    const isOld = (): boolean => desk !== this.#shared.desk || view !== this.#view;
    try {
      if (own !== undefined) {
        const isWhole = own.stamp === this.#own?.stamp && own.also === this.#own.also && (own.state !== 'accepted' || this.#course?.firstWord !== undefined);
        const course = isWhole ? this.#course : await courseOf(desk, view.customer, own);
        if (isOld()) return;
        this.#course = course;
        this.#own = own;
      } else {
        this.#own = undefined;
        if (!this.#isOpen) return;
        const toSales = this.#toSales;
        const { summary } = await desk.handOffSummary(view.customer, this.#note || undefined, speech.locale, toSales ? 'sales' : undefined);
        if (isOld() || toSales !== this.#toSales) return;
        this.#summary = summary;
      }
      this.#shared.show();
    } catch (error) {
      this.#failed(error);
    }
  }

  /** Sales knows nobody who is not linked to an id of the host's. */
  #failed(error: unknown): void {
    this.#shared.failed(error);
    if (this.#toSales && (error as { code?: string }).code === 'not-allowed') this.#shared.refused = () => words.salesUnknown;
  }

  readonly #choose = (whom: Chosen | undefined): void => {
    const toSales = whom?.to.audience === 'sales';
    if (toSales === this.#toSales) return;
    this.#toSales = toSales;
    this.#summary = '';
    this.#shared.hush();
    this.refresh();
  };

  readonly #offerTo = (whom: Chosen | undefined, note: string): void => {
    const { desk, element } = this.#shared;
    if (whom === undefined || desk === undefined) {
      this.#shared.refused = () => words.choose;
      this.#shared.show();
      return;
    }
    const about = this.#about;
    const { to, page } = whom;
    const line = to.audience === 'sales' ? '' : note;
    void this.#shared.do(async () => {
      const offer = await desk.handOff(about, { to, language: speech.locale, ...(line === '' ? {} : { note: line }), ...(page === undefined ? {} : { page }) });
      element.dispatchEvent(new SayOnceOfferedEvent(offer));
      if (about !== this.#about) return;
      this.#let();
      this.#sent = new Sent(this.#shared, offer, whom);
      this.#shared.said = undefined;
      this.refresh();
      this.#shared.next = '[part="waiting"] h2';
    });
  };

  /** Away with the form; what was offered before is done with. */
  readonly #close = (): void => {
    if (this.#own !== undefined) this.#done.add(this.#own.offer);
    this.#own = this.#course = undefined;
    this.#let();
    this.#note = this.#asked = '';
    this.#toSales = false;
    this.#shared.hush();
    this.refresh();
    if (this.#canFold) this.#opener?.focus();
    else this.#shared.next = '[part="give"] input';
    this.#opener = undefined;
  };

  /** Nobody took it: on with the form. */
  readonly #again = (): void => {
    const [about, opener] = [this.#about, this.#opener];
    this.#close();
    this.#opener = opener;
    this.give(about);
  };

  /** `refused`: what did not work here. */
  render(refused: unknown): TemplateResult | typeof nothing {
    const view = this.#view;
    const { desk } = this.#shared;
    if (view === undefined || desk === undefined || !this.shown) return nothing;
    return this.#own === undefined ? this.#form(view, desk, refused) : this.#following(view, desk, this.#own, refused);
  }

  #following(view: Context, { policy }: Touchpoint, own: HandOffState, refused: unknown): TemplateResult {
    const now = Date.now();
    const sent = this.#sent?.offer === own.offer ? this.#sent : undefined;
    const silent = own.audience !== undefined || sent?.silent === true;
    const isOver = own.state !== 'offered' && own.state !== 'opened';
    const again = own.state === 'accepted' ? saidAgain(view, own) : undefined;
    return waitingFor(own, this.#course, {
      now,
      repeated: again && (again.length === 0 ? words.nothingAgain(calledIn(view)) : words.saidAgain(calledIn(view), list(asked(again).map((question) => commonWords.within(factLabel(question, policy)))))),
      said: this.#shared.said?.(),
      refused,
      ...(sent?.ways(now) ?? { copy: undefined, code: undefined, picture: undefined }),
      silent,
      done: own.state === 'accepted' || (silent && !isOver) ? this.#close : this.#again,
    });
  }

  #form(view: Context, desk: Touchpoint<'support'>, refused: unknown): TemplateResult {
    const { until, goodFor = [] } = desk.guide(view).receipts.find(({ good, level }) => good && level !== 'matched' && level !== 'none') ?? {};
    const what = goodFor.includes('*') ? cardWords.everything : list(goodFor.map((action) => actionLabel(action, desk.policy)));
    return giveForm({
      name: nameOf(view),
      whom: { teams: whoIn(this.#page.teams), reps: whoIn(this.#page.reps), sales: whoIn(this.#page.sales), salesPage: this.#page.salesPage, outside: this.#page.outside },
      toSales: this.#toSales,
      choose: this.#choose,
      summary: this.#summary,
      checked: until === undefined || what === '' ? undefined : words.goes(what, moment(until, Date.now())),
      busy: this.#shared.busy,
      refused,
      give: this.#offerTo,
      typed: (note) => {
        this.#note = note;
        this.refresh();
      },
      cancel: this.#canFold ? this.#close : undefined,
    });
  }
}

/** What has the focus, in whatever shadow. */
function focused(): HTMLElement | undefined {
  let at = document.activeElement;
  while (at?.shadowRoot?.activeElement) at = at.shadowRoot.activeElement;
  return at instanceof HTMLElement ? at : undefined;
}
