/** What a rep does in a card: opens a small form, saves it, takes it back, looks at what is covered. Loaded with the first of these. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Context, OpenIssue } from '../model/context.js';
import type { ErrorCode } from '../model/errors.js';
import type { Recorded, Touchpoint } from '../touchpoint/types.js';
import type { Base } from './base.js';
import type { History } from './card-history.js';
import type { Desk, Undo } from './card-form.js';
import { formStyles } from './card-form-styles.js';
import type { Opened, Place, View } from './card-view.js';
import { adopt } from './css.js';
import { SayOnceHandOverEvent, SayOnceRecordedEvent } from './events.js';
import type { Sentence } from './text.js';
import { actionWords as words } from './words/action.js';
import { insteadWords } from './words/instead.js';

type Form = (desk: Desk, opened: Opened) => TemplateResult;

/** One file a subject, each fetched when its form is first opened. */
const FORMS: Readonly<Record<Opened['form'], () => Promise<Form>>> = {
  note: async () => (await import('./card-form-issue.js')).note,
  tried: async () => (await import('./card-form-issue.js')).tried,
  promise: async () => (await import('./card-form-issue.js')).promise,
  kept: async () => (await import('./card-form-issue.js')).kept,
  resolve: async () => (await import('./card-form-issue.js')).resolve,
  check: async () => (await import('./card-form-check.js')).check,
  flag: async () => (await import('./card-form-flag.js')).flag,
  lower: async () => (await import('./card-form-flag.js')).lower,
  link: async () => (await import('./card-form-link.js')).link,
  fact: async () => (await import('./card-form-fact.js')).factPanel,
  correct: async () => (await import('./card-form-fact.js')).correct,
};

/** The card, as far as its work needs it. */
export interface Bench {
  card: Base;
  /** the customer shown, and the desk; undefined while there is none */
  customer(): string;
  touchpoint(): Touchpoint<'support'> | undefined;
  tell(error: unknown): ErrorCode | undefined;
}

export class Work {
  opened: Opened | undefined;
  shown: ReadonlyMap<string, string> = new Map();
  whole: ReadonlyMap<string, string> = new Map();
  history: History | undefined;
  readonly #bench: Bench;
  readonly #drafts = new Map<string, Record<string, string>>();
  readonly #forms = new Map<Opened['form'], Form>();
  /** looks that are being put on record */
  readonly #looking = new Map<string, Promise<boolean>>();
  #issues: readonly OpenIssue[] = [];
  #opener: HTMLElement | undefined;
  #busy = false;
  #refused: Sentence | undefined;
  #said: Sentence | undefined;
  /** takes back what `#said` tells of */
  #undo: (() => Promise<void>) | undefined;
  #undoLabel: Sentence | undefined;
  /** when the open form was opened, ms since 1970 */
  #since = 0;

  constructor(bench: Bench) {
    this.#bench = bench;
    const { card } = bench;
    adopt(card.renderRoot, [formStyles]);
    card.renderRoot.addEventListener('keydown', (event) => this.#keys(event as KeyboardEvent));
  }

  /** Another customer: nothing of the last one's is shown, and what was typed waits for them. */
  leave(): void {
    this.opened = undefined;
    this.shown = this.whole = new Map();
    this.#say(undefined);
    this.#refused = undefined;
  }

  async open(opened: Opened, issues: readonly OpenIssue[]): Promise<void> {
    const { card, customer } = this.#bench;
    const whose = customer();
    const again = JSON.stringify(opened) === JSON.stringify(this.opened);
    const { activeElement } = card.renderRoot as ShadowRoot;
    const within = activeElement?.closest('.action');
    try {
      if (!this.#forms.has(opened.form)) this.#forms.set(opened.form, await FORMS[opened.form]());
    } catch (error) {
      this.#bench.tell(error);
      return;
    }
    if (whose !== customer()) return;
    // A form that was opened from another one goes back to where that was opened.
    if (!within) this.#opener = (activeElement as HTMLElement | null) ?? undefined;
    this.opened = again ? undefined : opened;
    this.#issues = issues;
    this.#since = Date.now();
    this.#refused = undefined;
    this.#say(undefined);
    await card.updateComplete;
    if (opened.form !== 'fact' || within) card.renderRoot.querySelector<HTMLElement>('.action :is(textarea, input, select, button)')?.focus();
  }

  #keys(event: KeyboardEvent): void {
    if (event.key !== 'Escape' || event.isComposing || this.opened === undefined) return;
    event.stopPropagation();
    this.#close();
  }

  /** Asks whoever on this page hands customers over. */
  handOver(): void {
    const { card, customer, touchpoint } = this.#bench;
    const desk = touchpoint();
    if (desk !== undefined) card.dispatchEvent(new SayOnceHandOverEvent(customer(), desk));
  }

  readonly #close = (): void => {
    const { card } = this.#bench;
    this.opened = undefined;
    this.#refused = undefined;
    card.requestUpdate();
    void card.updateComplete.then(() => (this.#opener?.isConnected === true ? this.#opener : card.renderRoot.querySelector<HTMLElement>('#who'))?.focus());
  };

  /** While somebody writes at an issue, none leaves its place: those that were resolved stay until they are done, new ones come after. */
  inPlace(issues: readonly OpenIssue[]): readonly OpenIssue[] {
    if (this.opened?.at !== 'issue') return issues;
    const stay = this.#issues.map((one) => issues.find(({ stamp }) => stamp === one.stamp) ?? one);
    return (this.#issues = [...stay, ...issues.filter((one) => stay.every(({ stamp }) => stamp !== one.stamp))]);
  }

  /** Copies what is covered as it is: that is looking, too. Asked for at once, since a browser lets nobody copy long after the keys were pressed. */
  async copy(fact: string, value: string): Promise<void> {
    const text = this.reveal(fact, value).then((shown) => (shown ? new Blob([value], { type: 'text/plain' }) : Promise.reject(new Error('not-revealed'))));
    text.catch(() => {}); // whoever copies sees it
    try {
      await navigator.clipboard.write([new ClipboardItem({ 'text/plain': text })]);
      this.#say(() => insteadWords.copied);
    } catch {
      // It is shown now, and can be copied from there; or it is said already why not.
    }
  }

  /** Shows what is covered, once it is on record that somebody looked. A double click is one look. */
  reveal(fact: string, value: string): Promise<boolean> {
    const what = JSON.stringify([this.#bench.customer(), fact, value]);
    const looking = this.#looking.get(what) ?? this.#look(fact, value).finally(() => this.#looking.delete(what));
    this.#looking.set(what, looking);
    return looking;
  }

  async #look(fact: string, value: string): Promise<boolean> {
    const { customer, touchpoint, tell } = this.#bench;
    const whose = customer();
    let saved = false;
    try {
      saved = (await touchpoint()?.record(whose, { kind: 'revealed', fact }))?.saved === true;
    } catch (error) {
      tell(error);
    }
    if (whose !== customer()) return false;
    if (saved) this.shown = new Map(this.shown).set(fact, value);
    this.#say(saved ? undefined : () => insteadWords.notRevealed);
    return saved;
  }

  /** Shows all of an issue's words; those that a context shortened are read in the journal. */
  async readOn({ stamp, words: said, clipped }: OpenIssue): Promise<void> {
    const { card, customer, touchpoint, tell } = this.#bench;
    const whose = customer();
    const desk = touchpoint();
    let text: string | undefined;
    try {
      if (clipped === true && desk !== undefined) text = await (await import('./card-whole.js')).wordsIn(desk, whose, stamp);
    } catch (error) {
      tell(error);
    }
    if (whose !== customer()) return;
    this.whole = new Map(this.whole).set(stamp, text ?? said);
    card.requestUpdate();
  }

  async openHistory(context: Context): Promise<void> {
    const { card, customer, touchpoint, tell } = this.#bench;
    const desk = touchpoint();
    if (this.history !== undefined || desk === undefined) {
      this.closeHistory();
      return;
    }
    try {
      const { History } = await import('./card-history.js');
      if (context.customer === customer() && this.history === undefined) this.history = new History(card, desk, context, tell);
    } catch (error) {
      tell(error);
    }
  }

  closeHistory(): void {
    this.history?.stop();
    this.history = undefined;
    this.#bench.card.requestUpdate();
  }

  #say(said: Sentence | undefined, undo?: () => Promise<void>, label?: Sentence): void {
    this.#said = said;
    this.#undo = undo;
    this.#undoLabel = label;
    this.#bench.card.requestUpdate();
  }

  async #act(run: () => Promise<Recorded[]>, kinds: string[], done: Sentence, undo?: Undo): Promise<void> {
    if (this.#busy) return;
    const { card, customer, tell } = this.#bench;
    const { opened } = this;
    const whose = customer();
    const draft = this.#draftOf(opened);
    const typed = this.#drafts.get(draft);
    this.#busy = true;
    this.#refused = undefined;
    card.requestUpdate();
    try {
      const recorded = await run();
      // What was typed while it was being saved was not saved: it stays, and so does its form.
      const more = this.#drafts.get(draft) !== typed;
      if (!more) this.#drafts.delete(draft);
      const saved = recorded.every((one) => one.saved);
      if (whose === customer()) {
        const said = !saved ? () => words.unsaved : recorded.some(({ cut }) => cut.length > 0) ? () => words.cut : done;
        this.#say(said, undo && (() => this.#act(() => undo.run(recorded), undo.kinds, undo.done)), undo?.label);
        if (this.opened === opened && opened !== undefined && !more) this.#close();
      }
      card.dispatchEvent(new SayOnceRecordedEvent(whose, kinds, recorded.map(({ stamp }) => stamp), saved));
    } catch (error) {
      const code = tell(error) ?? 'unknown';
      const refusal = (): string => (code === 'unknown-stamp' ? words.undoneAlready : words.failed(code));
      // Whoever closed the form meanwhile, or opened another, hears it all the same; not at another customer.
      if (whose !== customer()) return;
      if (opened === undefined || this.opened !== opened) this.#say(refusal);
      else this.#refused = refusal;
    } finally {
      this.#busy = false;
      card.requestUpdate();
    }
  }

  #draftOf(opened: Opened | undefined): string {
    const { form, of, issue } = opened ?? {};
    return JSON.stringify([this.#bench.customer(), form, of, issue]);
  }

  /** The open form, if this is the place for it. */
  panel(view: Pick<View, 'context' | 'policy' | 'action' | 'now'>, at: Place, of?: string): TemplateResult | typeof nothing {
    const { opened } = this;
    const touchpoint = this.#bench.touchpoint();
    const form = opened && this.#forms.get(opened.form);
    if (opened?.at !== at || form === undefined || touchpoint === undefined || (of !== undefined && opened.of !== of && opened.issue !== of)) return nothing;
    const key = this.#draftOf(opened);
    return form(
      {
        ...view,
        touchpoint,
        busy: this.#busy,
        since: this.#since,
        refused: this.#refused?.(),
        shown: this.shown,
        draft: this.#drafts.get(key) ?? {},
        keep: (field, value, shows) => {
          this.#drafts.set(key, { ...this.#drafts.get(key), [field]: value });
          if (shows === true) this.#bench.card.requestUpdate();
        },
        act: (run, kinds, done, undo) => this.#act(run, kinds, done, undo),
        refuse: (why) => {
          this.#refused = why;
          this.#bench.card.requestUpdate();
        },
        reveal: (fact, value) => void this.reveal(fact, value),
        copy: (fact, value) => void this.copy(fact, value),
        correct: (fact) => void this.open(correction(view.context, fact), this.#issues),
        close: this.#close,
      },
      opened,
    );
  }

  /** What came of it, said once, and what takes it back. */
  status(): TemplateResult {
    const undo = this.#undo;
    return html`${this.#said?.()}${undo === undefined ? nothing : html` <button class="plain" @click=${undo}>${this.#undoLabel?.()}</button>`}`;
  }
}

const correction = ({ facts }: Context, fact: string): Opened => ({ form: 'correct', at: 'ask', of: fact, list: facts.find((one) => one.fact === fact)?.values.map(({ stamp }) => stamp) ?? [] });
