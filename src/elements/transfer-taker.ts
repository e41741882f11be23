/** Takes over whoever is handed to this desk, one after the other. */
import { nothing, type TemplateResult } from 'lit/html.js';
import { onLineSince } from '../model/after-hand-off.js';
import type { Offered, Received } from '../touchpoint/types.js';
import { SayOnceTakenEvent } from './events.js';
import type { Field } from './transfer-field.js';
import { nameOf, type Shared } from './transfer-shared.js';
import { comes, takeForm } from './transfer-take.js';
import { transferWords as words } from './words/transfer.js';

export class Taker {
  readonly #shared: Shared;
  /** what waits for this desk */
  #offers: readonly Offered[] = [];
  /** those that this rep took or left */
  readonly #answered = new Set<string>();
  /** the token that was looked at already */
  #given = '';
  #received: Received | undefined;
  /** where the page wants one; `null`: it is on its way */
  #field: Field | null | undefined;
  /** the points that are being put right */
  #wrong: ReadonlySet<string> = new Set();
  /** the sender was told that it is being read */
  #begun = false;
  #clock: ReturnType<typeof setTimeout> | undefined;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  /** Somebody stands here to be taken over. */
  get shown(): boolean {
    return this.#received !== undefined;
  }

  /** Who hands over whom. */
  get comes(): string {
    return this.#received === undefined ? '' : comes(this.#received, nameOf(this.#received.context));
  }

  /** What waits for this desk. What was begun is finished first; what somebody else took goes. */
  readonly offered = async (offers: readonly Offered[]): Promise<void> => {
    this.#offers = offers;
    if (this.#shared.busy) return;
    if (this.#received?.here === true && !offers.some(({ offer }) => offer === this.#received?.offer)) this.#received = undefined;
    this.#shared.show();
    const next = offers.find(({ offer }) => !this.#answered.has(offer));
    if (this.#received === undefined && next !== undefined) await this.#receive(next.reference);
  };

  /** On with the next, once the last is answered. */
  again(): void {
    void this.offered(this.#offers);
  }

  /** A token from another machine, or the link it came in. */
  given(token: string): void {
    if (token === '' || this.#shared.desk === undefined || this.#given === token) return;
    this.#given = token;
    void this.#receive(token);
  }

  /** Says anew how long somebody waits. */
  #tick(after: number): void {
    clearTimeout(this.#clock);
    this.#clock = setTimeout(() => this.#shared.show(), after);
  }

  /** A field for what a rep brings: what is entered there goes before what waits. */
  field(): TemplateResult | typeof nothing {
    if (this.#field === undefined) {
      this.#field = null;
      void import('./transfer-field.js').then(({ Field: Made }) => {
        this.#field = new Made(this.#shared, (received) => {
          this.#look(received);
          this.#shared.next = '[part="take"] input';
        });
        this.#shared.show();
      }, this.#shared.failed);
    }
    return this.#field?.render() ?? nothing;
  }

  forget(): void {
    clearTimeout(this.#clock);
    this.#received = undefined;
    this.#begun = false;
  }

  async #receive(token: string): Promise<void> {
    const { desk, failed } = this.#shared;
    if (desk === undefined) return;
    try {
      const received = await desk.receive(token);
      if (desk === this.#shared.desk) this.#look(received);
    } catch (error) {
      failed(error);
    }
  }

  #look(received: Received): void {
    this.#received = received;
    this.#wrong = new Set();
    this.#begun = false;
    this.#shared.hush();
  }

  render(): TemplateResult | typeof nothing {
    const received = this.#received;
    const { desk, busy, refused, failed } = this.#shared;
    if (received === undefined || desk === undefined) return nothing;
    const { context } = received;
    const now = Date.now();
    const waits = onLineSince(context, received.offer);
    if (waits !== undefined) this.#tick(now - waits < 60_000 ? 1_000 : 20_000);
    const chain = context.handoffs.find(({ offer }) => offer === received.offer)?.chain;
    const over = (said: () => string): void => {
      this.#answered.add(received.offer);
      this.#received = undefined;
      this.#shared.said = said;
      this.#shared.saidOf = received.customer;
      this.#shared.next = '.said';
    };
    const begun = (): void => {
      if (!this.#begun) received.open().catch(failed);
      this.#begun = true;
    };
    return takeForm(received, {
      name: nameOf(context),
      guide: desk.guide(context, chain === undefined ? {} : { chain }),
      policy: desk.policy,
      now,
      waits,
      busy,
      refused: refused?.(),
      wrong: this.#wrong,
      begun,
      correct: (point) => {
        const index = received.points.indexOf(point);
        const open = !this.#wrong.has(point);
        begun();
        this.#wrong = new Set(open ? [...this.#wrong, point] : [...this.#wrong].filter((one) => one !== point));
        this.#shared.next = open ? `[name="right-${index}"]` : `#fix-${index}`;
        this.#shared.show();
      },
      accept: ({ readBack, ...answer }) =>
        void this.#shared.do(async () => {
          await received.accept({ ...answer, ...(readBack === '' ? {} : { readBack }) });
          over(() => words.taken(nameOf(context)));
          this.#shared.element.dispatchEvent(new SayOnceTakenEvent(received.customer));
        }),
      decline: (because) =>
        void this.#shared.do(async () => {
          await received.decline(because);
          over(() => words.passed);
        }),
    });
  }
}
