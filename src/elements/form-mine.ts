/** The customer's own view: what this page knows about them, to be corrected, taken back or forgotten. Loaded when it is opened. */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Draft } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import { inert } from '../model/inert.js';
import type { CustomerContext, CustomerFact } from '../model/views.js';
import type { Recorded, Stop, Touchpoint } from '../touchpoint/types.js';
import type { Base } from './base.js';
export { mineStyles } from './form-mine-styles.js';
import { provenance } from './form-where.js';
import { factLabel, quoted, type Sentence } from './text.js';
import { daysSpan, region } from './when.js';
import { mineWords as words } from './words/mine.js';

const DAY = 86_400_000;

/** What the form is told of. */
export interface Told {
  /** something was corrected or taken back */
  changed(): void;
  /** what was sent is saved: it is theirs, and to be forgotten with the rest */
  saved(): Promise<void>;
  forgotten(): void;
}

type Opened = { change: string; fact: CustomerFact } | { withdraw: string } | 'forget';

/** A fact's place in the list, whatever is said of it meanwhile. */
const keyOf = ({ fact, value }: CustomerFact): string => `${fact}\n${value}`;
/** Who they are comes first; then as the context has it. */
const FIRST = ['name', 'given-name', 'family-name', 'account', 'tel', 'email'];
const rank = ({ fact }: CustomerFact): number => (FIRST.indexOf(fact) + FIRST.length + 1) % (FIRST.length + 1);
const shown = ({ fact, value }: CustomerFact): string => quoted(fact === 'country' ? region(value) : value);
const labelOf = (fact: string, touchpoint: Touchpoint): string => (fact === 'reach' ? words.reach : factLabel(fact, touchpoint.policy));

export class Mine {
  /** what it is shown in */
  readonly element = document.createElement('div');
  readonly #host: Base;
  readonly #touchpoint: Touchpoint<'customer'>;
  readonly #customer: string;
  readonly #told: Told;
  readonly #stop: Stop;
  #view: CustomerContext | undefined;
  #opened: Opened | undefined;
  #busy = false;
  #said: Sentence | undefined;
  #refused: Sentence | undefined;

  constructor(host: Base, touchpoint: Touchpoint<'customer'>, customer: string, told: Told) {
    this.#host = host;
    this.#touchpoint = touchpoint;
    this.#customer = customer;
    this.#told = told;
    this.#stop = touchpoint.watch(customer, (view) => this.#set(() => (this.#view = view)), (error) => this.#set(() => this.#fail(error)));
  }

  close(): void {
    this.element.remove();
    this.#stop();
  }

  #set(change: () => unknown): void {
    change();
    this.#host.requestUpdate();
  }

  #fail(error: unknown): void {
    const code = (error as { code?: ErrorCode } | undefined)?.code ?? String(error);
    this.#refused = () => words.failed(code);
  }

  /** Opens a small form of the list, or closes the one that is open; then the focus is where it was asked from. */
  #open(opened: Opened | undefined, focus: string): void {
    this.#set(() => {
      this.#opened = opened;
      this.#said = this.#refused = undefined;
    });
    void this.#focus(focus);
  }

  async #focus(id: string): Promise<void> {
    await this.#host.updateComplete;
    const root = this.#host.renderRoot;
    (root.querySelector<HTMLElement>(`[data-id="${CSS.escape(id)}"]`) ?? root.querySelector<HTMLElement>('.mine h2'))?.focus();
  }

  async #act(work: () => Promise<Sentence>, focus: string): Promise<void> {
    if (this.#busy) return;
    this.#set(() => {
      this.#busy = true;
      this.#said = this.#refused = undefined;
    });
    try {
      const said = await work();
      this.#view = await this.#touchpoint.read(this.#customer).catch(() => this.#view);
      this.#set(() => {
        this.#said = said;
        this.#opened = undefined;
      });
      this.#told.changed();
      void this.#focus(focus);
    } catch (error) {
      this.#set(() => this.#fail(error));
    } finally {
      this.#set(() => (this.#busy = false));
    }
  }

  async #record(draft: Draft): Promise<Recorded> {
    await this.#touchpoint.begin(this.#customer, { channel: 'web-form' });
    const recorded = await this.#touchpoint.record(this.#customer, draft);
    await this.#touchpoint.end(this.#customer);
    return recorded;
  }

  #change(event: SubmitEvent, fact: CustomerFact): void {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).querySelector('input');
    const value = field?.value.trim() ?? '';
    if (value === '') {
      this.#set(() => (this.#refused = () => words.empty));
      field?.focus();
      return;
    }
    const label = (): string => labelOf(fact.fact, this.#touchpoint);
    void this.#act(async () => {
      // What they said before is answered by name; what others said, as far as that may be let go.
      const { saved, cut } = await this.#record({ kind: 'told', fact: fact.fact, value, confirms: true, ...(fact.mine ? { answers: [fact.stamp] } : {}) });
      return () => (saved ? (cut.length > 0 ? words.cut : words.changed(label())) : words.unsaved);
    }, `change ${keyOf({ ...fact, value })}`);
  }

  #withdraw(fact: CustomerFact): void {
    const label = (): string => labelOf(fact.fact, this.#touchpoint);
    void this.#act(async () => {
      const { saved } = await this.#record({ kind: 'withdrawn', answers: [fact.stamp] });
      if (!saved) return () => words.unsaved;
      const stays = (await this.#touchpoint.read(this.#customer)).facts.some((one) => keyOf(one) === keyOf(fact));
      return () => (stays ? words.stays : words.withdrawn)(label());
    }, '');
  }

  #withdrawIssue(stamp: string): void {
    void this.#act(async () => {
      const { saved } = await this.#record({ kind: 'withdrawn', answers: [stamp] });
      return () => (saved ? words.questionWithdrawn : words.unsaved);
    }, '');
  }

  async #forget(): Promise<void> {
    if (this.#busy) return;
    this.#set(() => (this.#busy = true));
    try {
      await this.#told.saved();
      await this.#touchpoint.forget(this.#customer);
      this.#told.forgotten();
    } catch (error) {
      this.#set(() => this.#fail(error));
    } finally {
      this.#set(() => (this.#busy = false));
    }
  }

  #fact(fact: CustomerFact, now: number): TemplateResult {
    const label = labelOf(fact.fact, this.#touchpoint);
    const { staleDays } = this.#touchpoint.policy.facts[fact.fact] ?? {};
    const where = provenance(fact, now);
    const key = keyOf(fact);
    const open = this.#is('change', key);
    return html`<li>
      <div class="row">
        <div>
          <b>${shown(fact)}</b>
          <span class="quiet">${staleDays !== undefined && now - fact.at > staleDays * DAY ? words.old(label, where) : words.fact(label, where)}</span>
        </div>
        <div>
          <button class="plain" type="button" data-id=${`change ${key}`} aria-label=${words.changeWhat(label)} aria-expanded=${open} @click=${() => this.#open(open ? undefined : { change: key, fact }, open ? `change ${key}` : `field ${key}`)}>${words.change}</button>
          ${fact.mine ? html`<button class="plain" type="button" aria-label=${words.withdrawWhat(label)} aria-busy=${this.#busy} @click=${() => this.#withdraw(fact)}>${words.withdraw}</button>` : nothing}
        </div>
      </div>
      ${
        open
          ? html`<form novalidate @submit=${(event: SubmitEvent) => this.#change(event, fact)} @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && !event.isComposing && this.#open(undefined, `change ${key}`)}>
              <label for="right">${words.right(label)}</label>
              <input id="right" dir="auto" autocomplete="off" data-id=${`field ${key}`} .defaultValue=${fact.value} aria-describedby="why" />
              ${this.#why()}
              <p class="end"><button type="button" @click=${() => this.#open(undefined, `change ${key}`)}>${words.keep}</button><button class="main" aria-busy=${this.#busy}>${words.save}</button></p>
            </form>`
          : nothing
      }
    </li>`;
  }

  /**
   * What is known, and beside it the value that somebody is just putting right where another tab was faster: what they typed
   * stays. Where nothing of the sort is known any more it was taken back or forgotten, and goes.
   */
  #facts({ facts }: CustomerContext): readonly CustomerFact[] {
    const open = this.#opened;
    const stays = typeof open === 'object' && 'change' in open && facts.some(({ fact }) => fact === open.fact.fact) && !facts.some((one) => keyOf(one) === open.change);
    return (stays ? [...facts, open.fact] : facts).toSorted((a, b) => rank(a) - rank(b));
  }

  #is(what: 'change' | 'withdraw', key: string): boolean {
    return typeof this.#opened === 'object' && (this.#opened as Partial<Record<string, unknown>>)[what] === key;
  }

  #why(): TemplateResult {
    return html`<p class="said" id="why" role="alert">${this.#refused?.()}</p>`;
  }

  /** What cannot be undone is asked once more, where it was asked for. */
  #ask(question: string, yes: string, ask: string, run: () => void): TemplateResult {
    return html`<div class="ask" role="group" aria-label=${yes} @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && this.#open(undefined, ask)}>
      <p>${question}</p>
      ${this.#why()}
      <p class="end"><button type="button" data-id=${`keep ${ask}`} @click=${() => this.#open(undefined, ask)}>${words.keep}</button><button class="main" type="button" aria-busy=${this.#busy} @click=${run}>${yes}</button></p>
    </div>`;
  }

  #issue({ stamp, words: said, facts, ...from }: CustomerContext['issues'][number], now: number): TemplateResult {
    const open = this.#is('withdraw', stamp);
    const ask = `withdraw ${stamp}`;
    return html`<li>
      <div class="row">
        <div><b>${quoted(words.question(inert(said, 300)), 400)}</b><span class="quiet">${words.issue(provenance(from, now))}</span>${facts.map(({ fact, value }) => html`<br /><span class="quiet">${words.about(labelOf(fact, this.#touchpoint), quoted(value))}</span>`)}</div>
        ${from.mine ? html`<button class="plain" type="button" data-id=${ask} aria-expanded=${open} aria-label=${words.withdrawWhat(quoted(said, 60))} @click=${() => this.#open(open ? undefined : { withdraw: stamp }, open ? ask : `keep ${ask}`)}>${words.withdraw}</button>` : nothing}
      </div>
      ${open ? this.#ask(words.sure, words.takeBack, ask, () => this.#withdrawIssue(stamp)) : nothing}
    </li>`;
  }

  draw(now: number): void {
    render(this.#list(now), this.element);
  }

  #list(now: number): TemplateResult {
    const { state, policy } = this.#touchpoint;
    const view = this.#view;
    const known = view !== undefined && view.facts.length + view.issues.length > 0;
    return html`<section class="mine" id="mine" part="mine" aria-labelledby="mine-heading">
      <div>
        <h2 id="mine-heading" tabindex="-1">${words.heading}</h2>
        <p class="quiet">${state.storage === 'memory' ? words.memory : words.kept(daysSpan(policy.retention.device))}</p>
      </div>
      <p class="said" role="status">${this.#said?.()}</p>
      ${view === undefined ? nothing : html`<ul>
        ${repeat(this.#facts(view), keyOf, (fact) => this.#fact(fact, now))} ${repeat(view.issues, ({ stamp }) => stamp, (issue) => this.#issue(issue, now))}
        ${view.wish ? html`<li>${words.wish}</li>` : nothing} ${known ? nothing : html`<li class="quiet">${words.nothing}</li>`}
      </ul>`}
      ${this.#opened === undefined ? this.#why() : nothing}
      <div>
        <div class="row"><span class="quiet">${words.all}</span><button type="button" data-id="forget" aria-expanded=${this.#opened === 'forget'} @click=${() => this.#open('forget', 'keep forget')}>${words.forget}</button></div>
        ${this.#opened === 'forget' ? this.#ask(words.last, words.forget, 'forget', () => void this.#forget()) : nothing}
      </div>
    </section>`;
  }
}
