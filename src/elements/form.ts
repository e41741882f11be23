import type { Draft } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { CustomerContext } from '../model/views.js';
import type { Touchpoint } from '../touchpoint/types.js';
import type { PropertyDeclarations, PropertyValues } from './base.js';
import { Consumer } from './consumer.js';
import { problemContext, touchpointContext } from './context.js';
import { adopt, css } from './css.js';
import { SayOnceErrorEvent, SayOnceFilledEvent, SayOnceNotYouEvent } from './events.js';
import { byName, type Control } from './form-fields.js';
import { Filling } from './form-filling.js';
import type { Mine } from './form-mine.js';
import type * as FormRecord from './form-record.js';
import { saidIn } from './form-said.js';
import { holdSubmissions } from './form-submit.js';
import { make, say } from './make.js';
import { Speaking } from './speaking.js';
import { theme, typography } from './styles.js';
import { quoted } from './text.js';
import { warn } from './warn.js';
import { formWords as words } from './words/form.js';

const codeOf = (error: unknown): ErrorCode | undefined => (error as { code?: ErrorCode } | undefined)?.code;
/** How long a page may take to put its form inside, ms. */
const PATIENCE = 2_000;
/** What somebody does in a form before they send it. */
const BEGINS = ['focusin', 'pointerdown', 'keydown'] as const;

/**
 * Around a `<form>` of the page's own: fills in what the customer told before, says where each value came from, and
 * remembers what they say now. The form works without it, and a failure of ours never keeps it from being sent.
 *
 * A field is known by its autocomplete token, whatever section, `shipping` or `work` stands before it, or by
 * `data-say-once="account"` where there is no token; else by its label, name, placeholder and what stands beside it, in
 * some twenty languages. `data-say-once="never"` leaves a field alone. The message is the field with
 * `data-say-once="issue"`, else the first textarea without a token; its topic is `data-say-once="topic"`, as `topics` reads it. Names, dates
 * and phone numbers are put together and taken apart as the fields want them, lists are set by what their options mean.
 * The e-mail address or number that somebody signs in with is not filled.
 * Secrets (passwords, cards, one-time codes) and hidden, disabled or read-only fields are never filled. What somebody
 * typed, or the page gave, is never overwritten. A value that is old, disputed or unconfirmed is offered, not filled.
 *
 * When the form is sent, all is recorded in one contact of the channel `web-form`: facts are told, unchanged prefills
 * used, the message becomes the open issue. If the page does not take the submission into its own hands
 * (`preventDefault`), the browser's own waits until that is saved, at most 1.5 s. `form.submit()` called by a script
 * fires no event, and is not seen.
 *
 * «See it all» opens what this page knows about the customer: they may correct it, take back what they said, or have
 * all of it forgotten. What they change there changes in the fields that we filled in.
 *
 * The lines beside the fields stand in the page's own document (`.say-once-from`, `.say-once-offer`), after the field
 * or the label around it; filled fields have `data-say-once-filled`.
 *
 * @slot - the form
 * @fires say-once-filled - fields were filled; `fields` are they
 * @fires say-once-not-you - somebody said «Not you?»; what we had filled in is gone
 * @fires say-once-recorded - what was said is recorded; `kinds`, `stamps`, and whether it was `saved`
 * @fires say-once-error - something could not be recorded; the form was sent all the same
 * @csspart banner - «Welcome back», above the form
 * @csspart mine - what this page knows about the customer, once they ask to see it
 */
export class SayOnceForm extends Speaking {
  static override properties: PropertyDeclarations = {
    banner: { state: true },
    customer: {},
    mine: { state: true },
    topics: { type: Object },
  };

  static override styles = [
    theme,
    css`
      :host {
        display: block;
      }
      .shown {
        ${typography}
        display: flex;
        flex-wrap: wrap;
        gap: 0.3em 1.2em;
        align-items: center;
        justify-content: space-between;
        background: var(--_accent-soft);
        border-radius: 0.75em;
        padding: 0.8em 1.1em;
        margin-block-end: 1.25em;
      }
      p {
        flex: 1 1 14em;
      }
      button + button {
        margin-inline-start: 1em;
      }
      @media (forced-colors: active) {
        .shown {
          border: 1px solid;
        }
      }
    `,
  ];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  readonly #problem = new Consumer(this, problemContext);
  readonly #filling = new Filling(this, () => void this.#fill(), (error) => this.#tell(error));
  /** what this page has recorded already: a page that stops a submission may let the next one pass */
  readonly #recorded = new Set<string>();
  readonly #onSubmit = holdSubmissions(this, (form) => this.#read(form));
  readonly #observer = new MutationObserver(() => void this.#fill());
  #preparing: Promise<typeof FormRecord> | undefined;
  #attached: Touchpoint | undefined;
  #attachedTo = '';
  /** what was sent before the touchpoint was open */
  readonly #waiting: (() => void)[] = [];
  /** a form waits to be sent: nothing may be filled in that nobody saw */
  #held = false;
  #person: Promise<string> | undefined;
  #view: CustomerContext | undefined;
  #formless: ReturnType<typeof setTimeout> | undefined;

  readonly #greets = make('p', { role: 'status' });
  readonly #sees = make('button', { class: 'plain', type: 'button' });
  readonly #isNot = make('button', { class: 'plain', type: 'button' });
  readonly #buttons = make('span', {}, this.#sees, this.#isNot);
  readonly #banner = make('div', { part: 'banner' }, this.#greets);

  private banner: 'none' | 'filled' | 'asked' | 'known' | 'cleared' | 'forgotten' = 'none';
  /** what the customer looks at, while they do */
  private mine: Mine | undefined;

  /** The customer, by the host's id, where the host has signed them in; else this device's own. */
  customer = '';

  /** What the answers to the page's own question for the topic mean in the policy: `{ "7": "bereavement" }`, by an option's value or text. */
  topics: Readonly<Record<string, string>> | null = null;

  constructor() {
    super();
    this.#sees.addEventListener('click', () => void this.#see());
    this.#isNot.addEventListener('click', () => void this.#notYou());
    this.renderRoot.append(this.#banner, make('slot'));
  }

  override connectedCallback(): void {
    super.connectedCallback();
    this.addEventListener('submit', this.#onSubmit, true);
    this.addEventListener('input', this.#onInput, true);
    this.addEventListener('reset', this.#onReset, true);
    for (const type of BEGINS) this.addEventListener(type, this.#begun, { capture: true, once: true });
    // The next step of a form is shown by an attribute more often than it is put there.
    this.#observer.observe(this, { childList: true, subtree: true, attributeFilter: ['hidden', 'class', 'style', 'disabled', 'readonly', 'aria-hidden', 'tabindex', 'open'] });
    this.#formless = setTimeout(() => this.querySelector('form') ?? warn(this, 'has no <form> inside: there is nothing to fill in, and nothing to record.'), PATIENCE);
  }

  override disconnectedCallback(): void {
    super.disconnectedCallback();
    this.removeEventListener('submit', this.#onSubmit, true);
    this.removeEventListener('input', this.#onInput, true);
    this.removeEventListener('reset', this.#onReset, true);
    for (const type of BEGINS) this.removeEventListener(type, this.#begun, true);
    this.#observer.disconnect();
    clearTimeout(this.#formless);
    this.#hide();
  }

  protected override updated(_changed: PropertyValues): void {
    const touchpoint = this.#touchpoint.value;
    if (touchpoint === this.#attached && this.customer === this.#attachedTo) return;
    this.#attached = touchpoint;
    this.#attachedTo = this.customer;
    this.#person = undefined;
    this.#hide();
    if (touchpoint === undefined) return;
    void this.#attach(touchpoint);
    for (const go of this.#waiting.splice(0)) go();
  }

  async #attach(touchpoint: Touchpoint): Promise<void> {
    const { audience } = touchpoint.as;
    if (audience !== 'customer') {
      warn(this, `needs a touchpoint of the customer’s, and this one is for ${audience}: <say-once audience="customer">.`);
      return;
    }
    try {
      const person = (this.#person = this.customer === '' ? touchpoint.person() : Promise.resolve(this.customer));
      const view = await (touchpoint as Touchpoint<'customer'>).read(await person);
      if (touchpoint !== this.#attached || person !== this.#person) return;
      this.#view = view;
      void this.#fill();
    } catch (error) {
      this.#tell(error);
    }
  }

  async #fill(): Promise<void> {
    const filled = await this.#filling.fill(() => (this.#view === undefined || this.#attached === undefined || this.#held ? undefined : { view: this.#view, touchpoint: this.#attached }));
    const view = this.#view;
    if (filled === undefined || view === undefined) return;
    if (filled.length > 0) {
      this.banner = 'filled';
      this.dispatchEvent(new SayOnceFilledEvent(filled));
    } else if (this.banner === 'none' || this.banner === 'known') this.banner = !this.#filling.beside.empty ? 'asked' : view.facts.length + view.issues.length > 0 ? 'known' : 'none';
  }

  /** Says what stands in the page in the words of now. */
  protected override reword(): void {
    super.reword();
    this.#filling.beside.reword();
  }

  readonly #onInput = (event: Event): void => {
    if (this.#filling.typed(event.composedPath()[0] as Control)) this.#begun();
  };

  readonly #onReset = (): void => {
    this.#recorded.clear();
    this.#filling.reset();
    this.banner = 'none';
  };

  /** What they said is no longer known here, and somebody else may begin. */
  #over(banner: 'cleared' | 'forgotten'): void {
    this.#filling.takeOut();
    this.#hide();
    this.#view = undefined;
    this.#recorded.clear();
    this.banner = banner;
    this.dispatchEvent(new SayOnceNotYouEvent());
  }

  readonly #notYou = async (): Promise<void> => {
    this.#over('cleared');
    try {
      this.#person = this.#attached?.notYou();
      await this.#person;
    } catch (error) {
      this.#tell(error);
    }
  };

  #hide(): void {
    this.mine?.close();
    this.mine = undefined;
  }

  /** Opens what is known about the customer, and closes it. */
  readonly #see = async (): Promise<void> => {
    if (this.mine !== undefined) {
      this.#hide();
      return;
    }
    const [touchpoint, person] = [this.#attached as Touchpoint<'customer'>, this.#person];
    try {
      const [{ Mine: Made, mineStyles }, who] = await Promise.all([import('./form-mine.js'), person]);
      if (person === undefined || who === undefined || person !== this.#person || this.mine !== undefined) return;
      adopt(this.renderRoot, [mineStyles]);
      this.mine = new Made(this, touchpoint, who, {
        changed: () => void this.#refill(touchpoint, who),
        forgotten: () => {
          this.#over('forgotten');
          this.#person = touchpoint.person();
        },
      });
    } catch (error) {
      this.#tell(error);
    }
  };

  /** What was corrected or taken back leaves the fields too; what stands in its place may come. */
  async #refill(touchpoint: Touchpoint<'customer'>, person: string): Promise<void> {
    try {
      const view = (this.#view = await touchpoint.read(person));
      const stand = new Set(view.facts.map(({ stamp }) => stamp));
      this.#filling.takeOut(({ stamp }) => !stand.has(stamp));
      if (this.#filling.beside.empty) this.banner = 'known';
      await this.#fill();
    } catch (error) {
      this.#tell(error);
    }
  }

  /** What records comes with the first thing that somebody does in the form: long before it is sent. */
  readonly #prepare = (): Promise<typeof FormRecord> =>
    (this.#preparing ??= import('./form-record.js').catch((error: unknown) => {
      this.#preparing = undefined;
      throw error;
    }));

  readonly #begun = (): void => {
    this.#prepare().catch(() => {}); // who sends it sees the error
    this.#attached?.prepare().catch(() => {});
  };

  /** What is said in the form as it is now, to be recorded in a moment: the page's own handlers may empty it, and what records may still be on its way. Never throws. */
  #read(form: HTMLFormElement): () => Promise<unknown> | undefined {
    try {
      const said = this.#said(form);
      return () => this.#record(form, said);
    } catch (error) {
      this.#tell(error);
      return () => undefined;
    }
  }

  #said(form: HTMLFormElement): Draft[] {
    return saidIn(form, this.#filling, this.topics ?? {});
  }

  /** `undefined` where nothing of it is new, or nobody is there to record it, nor about to be. */
  #record(form: HTMLFormElement, drafts: readonly Draft[]): Promise<unknown> | undefined {
    const said = drafts.filter((draft) => !this.#recorded.has(JSON.stringify(draft)));
    const comes = this.#attached === undefined ? this.#touchpoint.provided && this.#problem.value === undefined : this.#person !== undefined;
    if (said.length === 0 || !comes) return undefined;
    for (const draft of said) this.#recorded.add(JSON.stringify(draft));
    this.#held = this.#view === undefined;
    return this.#recordSoon(form, said)
      .catch((error: unknown) => {
        for (const draft of said) this.#recorded.delete(JSON.stringify(draft));
        this.#tell(error);
      })
      .finally(() => (this.#held = false));
  }

  async #recordSoon(form: HTMLFormElement, said: Draft[]): Promise<void> {
    const guessing = this.#filling.guess(form);
    const [{ record }] = await Promise.all([this.#prepare(), guessing]);
    while (this.#attached === undefined) await new Promise<void>((go) => this.#waiting.push(go));
    // Now it is known which field asks for what; unless the page has emptied it meanwhile.
    const better = guessing === undefined ? [] : this.#said(form);
    if (better.length >= said.length) said.splice(0, said.length, ...better);
    const [touchpoint, person] = [this.#attached, this.#person];
    if (person === undefined) return;
    await record({ said, host: this, touchpoint, person, learn: (who) => this.#learn(touchpoint, who), tell: (error) => this.#tell(error) });
  }

  /** The next step of a form asks for nothing that was said in this one. */
  async #learn(touchpoint: Touchpoint, person: string): Promise<void> {
    const view = await (touchpoint as Touchpoint<'customer'>).read(person);
    this.#held = false;
    if (this.#view === undefined || touchpoint !== this.#attached || person !== (await this.#person)) return;
    this.#view = view;
    this.#filling.lookAgain();
    void this.#fill();
  }

  #tell(error: unknown): void {
    this.dispatchEvent(new SayOnceErrorEvent(codeOf(error), error));
  }

  #greeting(): string {
    if (this.banner === 'none') return '';
    if (this.banner === 'cleared' || this.banner === 'forgotten') return words[this.banner];
    const facts = byName(this.#view?.facts ?? []);
    const name = facts.get('given-name')?.[0]?.value ?? facts.get('name')?.[0]?.value.trim().split(/\s+/)[0];
    const shown = name === undefined ? undefined : quoted(name, 40);
    return words[this.banner === 'filled' ? 'welcome' : this.banner === 'asked' ? 'ask' : 'remembered'](shown);
  }

  protected override draw(): void {
    const { banner, mine } = this;
    const open = mine !== undefined;
    const known = /^(filled|asked|known)$/.test(banner);
    this.#banner.className = banner === 'none' && !open ? '' : 'shown';
    say(this.#greets, this.#greeting());
    say(this.#sees, open ? words.hide : words.see);
    this.#sees.setAttribute('aria-expanded', String(open));
    if (open) this.#sees.setAttribute('aria-controls', 'mine');
    else this.#sees.removeAttribute('aria-controls');
    say(this.#isNot, words.notYou);
    // A button that stays keeps its focus.
    if (!known && !open) this.#buttons.remove();
    else if (this.#buttons.parentNode === null) this.#banner.append(this.#buttons);
    this.#isNot.hidden = !known;
    if (open && mine.element.parentNode === null) this.#banner.after(mine.element);
    mine?.draw(Date.now());
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-form': SayOnceForm;
  }
}
