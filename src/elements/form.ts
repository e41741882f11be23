import type { Draft } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { Touchpoint } from '../touchpoint/types.js';
import type { PropertyDeclarations, PropertyValues } from './base.js';
import { Consumer } from './consumer.js';
import { problemContext, touchpointContext } from './context.js';
import { css } from './css.js';
import { SayOnceErrorEvent } from './events.js';
import { type Control, controlsOf, saidOf } from './form-fields.js';
import type * as FormRecord from './form-record.js';
import { saidIn } from './form-said.js';
import { Fields } from './form-seen.js';
import { holdSubmissions } from './form-submit.js';
import type { Now, Welcome } from './form-welcome.js';
import { make } from './make.js';
import { Speaking } from './speaking.js';
import { warn } from './warn.js';

const stateOf = (form: HTMLFormElement): string => JSON.stringify(controlsOf(form).map(saidOf));
const codeOf = (error: unknown): ErrorCode | undefined => (error as { code?: ErrorCode } | undefined)?.code;
/** How long a page may take to put its form inside, ms. */
const PATIENCE = 2_000;
/** A part that could not be fetched is asked for again after so long, ms. */
const AGAIN = 10_000;
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
    customer: {},
    topics: { type: Object },
  };

  static override styles = [
    css`
      :host {
        display: block;
      }
      :host([hidden]) {
        display: none !important;
      }
    `,
  ];

  readonly #touchpoint = new Consumer(this, touchpointContext);
  readonly #problem = new Consumer(this, problemContext);
  readonly #fields = new Fields(() => void this.#fill(), (error) => this.#tell(error));
  readonly #now: Now = { touchpoint: undefined, person: undefined, view: undefined, held: false, saved: Promise.resolve(), recorded: new Set() };
  #welcome: Welcome | undefined;
  #welcoming: Promise<Welcome | undefined> | undefined;
  readonly #onSubmit = holdSubmissions(this, (form) => this.#read(form), (held) => {
    this.#now.held = held;
    if (!held) void this.#fill();
  });
  readonly #observer = new MutationObserver(() => void this.#fill());
  #preparing: Promise<typeof FormRecord> | undefined;
  #attachedTo = '';
  /** what was sent before the touchpoint was open */
  readonly #waiting: (() => void)[] = [];
  #formless: ReturnType<typeof setTimeout> | undefined;
  /** A live region is heard of if it was there before it said anything. */
  readonly #banner = make('div', { part: 'banner' }, make('p', { role: 'status' }));

  /** The customer, by the host's id, where the host has signed them in; else this device's own. */
  customer = '';

  /** What the answers to the page's own question for the topic mean in the policy: `{ "7": "bereavement" }`, by an option's value or text. */
  topics: Readonly<Record<string, string>> | null = null;

  constructor() {
    super();
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
    this.#welcome?.hide();
  }

  protected override updated(_changed: PropertyValues): void {
    const touchpoint = this.#touchpoint.value;
    if (touchpoint === this.#now.touchpoint && this.customer === this.#attachedTo) return;
    this.#now.touchpoint = touchpoint;
    this.#now.person = undefined;
    this.#welcome?.hide();
    // What one has said is no word of another's.
    if (this.customer !== this.#attachedTo) {
      this.#now.view = undefined;
      this.#now.recorded.clear();
      this.#welcome?.leave();
    }
    this.#attachedTo = this.customer;
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
      const person = (this.#now.person = this.customer === '' ? touchpoint.person() : Promise.resolve(this.customer));
      const view = await (touchpoint as Touchpoint<'customer'>).read(await person);
      if (touchpoint !== this.#now.touchpoint || person !== this.#now.person) return;
      this.#now.view = view;
      void this.#fill();
    } catch (error) {
      this.#tell(error);
    }
  }

  /** What fills and greets comes once there is anything to fill in, or to greet with. */
  async #fill(): Promise<void> {
    const { view } = this.#now;
    if (view === undefined || (this.#welcome === undefined && view.facts.length + view.issues.length === 0)) return;
    try {
      this.#welcome ??= await (this.#welcoming ??= this.#welcomed());
      await this.#welcome?.fill();
    } catch (error) {
      this.#tell(error);
    }
  }

  /** Without it nothing is filled in. A page that says so in its form would have us ask for it over and over. */
  #welcomed(): Promise<Welcome | undefined> {
    return import('./form-welcome.js').then(
      ({ Welcome: Made }) => new Made(this, this.#banner, this.#fields, this.#now, (error) => this.#tell(error)),
      (error: unknown) => {
        setTimeout(() => (this.#welcoming = undefined), AGAIN);
        this.#tell(error);
        return undefined;
      },
    );
  }

  /** Says what stands in the page in the words of now. */
  protected override reword(): void {
    super.reword();
    this.#fields.beside?.reword();
  }

  readonly #onInput = (event: Event): void => {
    if (this.#fields.typed(event.composedPath()[0] as Control)) this.#begun();
  };

  readonly #onReset = (): void => {
    this.#now.recorded.clear();
    this.#fields.reset();
    this.#welcome?.reset();
  };

  /** What records comes with the first thing that somebody does in the form: long before it is sent. */
  readonly #prepare = (): Promise<typeof FormRecord> =>
    (this.#preparing ??= import('./form-record.js').catch((error: unknown) => {
      this.#preparing = undefined;
      throw error;
    }));

  readonly #begun = (): void => {
    this.#prepare().catch(() => {}); // who sends it sees the error
    for (const form of this.querySelectorAll('form')) void this.#fields.guess(form);
    this.#now.touchpoint?.prepare().catch(() => {});
  };

  /** What is said in the form as it is now, to be recorded in a moment: the page's own handlers may empty it, and what records may still be on its way. Never throws. */
  #read(form: HTMLFormElement): () => Promise<unknown> | undefined {
    try {
      const said = this.#said(form);
      const asSent = stateOf(form);
      return () => this.#record(form, said, asSent);
    } catch (error) {
      this.#tell(error);
      return () => undefined;
    }
  }

  #said(form: HTMLFormElement): Draft[] {
    return saidIn(form, this.#fields, this.topics ?? {});
  }

  /** `undefined` where nothing of it is new, or nobody is there to record it, nor about to be. */
  #record(form: HTMLFormElement, drafts: readonly Draft[], asSent: string): Promise<unknown> | undefined {
    const said = this.#new(drafts);
    const comes = this.#now.touchpoint === undefined ? this.#touchpoint.provided && this.#problem.value === undefined : this.#now.person !== undefined;
    if (said.length === 0 || !comes) return undefined;
    let saved = (): void => {};
    this.#now.saved = new Promise((resolve) => (saved = resolve));
    return this.#recordSoon(form, said, asSent, saved).catch((error: unknown) => {
      for (const draft of said) this.#now.recorded.delete(JSON.stringify(draft));
      this.#tell(error);
    }).finally(saved);
  }

  /** What was not recorded yet, and is from now on. */
  #new(drafts: readonly Draft[]): Draft[] {
    const { recorded } = this.#now;
    return drafts.filter((draft) => recorded.size < recorded.add(JSON.stringify(draft)).size);
  }

  async #recordSoon(form: HTMLFormElement, said: Draft[], asSent: string, saved: () => void): Promise<void> {
    // Who they are by then may be somebody else.
    const { touchpoint: now, person: who } = this.#now;
    const { customer } = this;
    const guessing = this.#fields.guess(form);
    const [{ record }] = await Promise.all([this.#prepare(), guessing]);
    // Now it is known which field asks for what; unless something else stands there meanwhile.
    if (guessing !== undefined && stateOf(form) === asSent) {
      for (const draft of said) this.#now.recorded.delete(JSON.stringify(draft));
      said.splice(0, said.length, ...this.#new(this.#said(form)));
    }
    while (this.#now.touchpoint === undefined) await new Promise<void>((go) => this.#waiting.push(go));
    const touchpoint = now ?? this.#now.touchpoint;
    const person = who ?? (customer === this.customer || this.#now.person === undefined ? this.#now.person : customer === '' ? touchpoint.person() : Promise.resolve(customer));
    if (person === undefined || said.length === 0) return;
    const another = customer === '' && person === this.#now.person ? () => (this.#now.person = touchpoint.notYou()) : undefined;
    await record({ said, host: this, touchpoint, person, another, saved, learn: (one) => this.#learn(touchpoint, one), tell: (error) => this.#tell(error) });
  }

  /** The next step of a form asks for nothing that was said in this one. */
  async #learn(touchpoint: Touchpoint, person: string): Promise<void> {
    const view = await (touchpoint as Touchpoint<'customer'>).read(person);
    if (this.#now.view === undefined || touchpoint !== this.#now.touchpoint || person !== (await this.#now.person)) return;
    this.#now.view = view;
    this.#welcome?.filling.lookAgain();
    void this.#fill();
  }

  #tell(error: unknown): void {
    this.dispatchEvent(new SayOnceErrorEvent(codeOf(error), error));
  }

  protected override draw(): void {
    this.#welcome?.draw();
  }
}

declare global {
  interface HTMLElementTagNameMap {
    'say-once-form': SayOnceForm;
  }
}
