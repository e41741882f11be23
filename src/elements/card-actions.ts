/** The small forms that a card opens. Loaded with the first action: looking at a card does not need them. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Context } from '../model/context.js';
import type { Draft } from '../model/entry.js';
import { inert } from '../model/inert.js';
import { masked } from '../model/masked.js';
import type { Policy } from '../model/policy.js';
import type { Recorded, Touchpoint } from '../touchpoint/types.js';
import type { Opened } from './card-view.js';
import { factLabel, named } from './text.js';
import { day, list } from './when.js';
import { actionWords as words } from './words/action.js';
import { cardWords } from './words/card.js';
import { commonWords } from './words/common.js';
import { said } from './words/table.js';

/** What takes something back that was just recorded. */
export interface Undo {
  label: string;
  run(): Promise<Recorded[]>;
  kinds: string[];
  done: string;
}

/** What a form asks of the card that holds it. */
export interface Desk {
  touchpoint: Touchpoint;
  context: Context;
  policy: Policy;
  now: number;
  busy: boolean;
  /** why the last attempt was refused */
  refused: string;
  shown: ReadonlyMap<string, string>;
  /** what was typed in this form before, for this customer */
  draft: string;
  keep(draft: string): void;
  /** runs it, and closes the form when it is saved, saying `done`, with `undo` beside it */
  act(run: () => Promise<Recorded[]>, kinds: string[], done: string, undo?: Undo): Promise<void>;
  refuse(why: string): void;
  reveal(fact: string, value: string): void;
  close(): void;
}

const recorded = (desk: Desk, draft: Draft, done: string): Promise<void> =>
  desk.act(async () => [await desk.touchpoint.record(desk.context.customer, draft)], [draft.kind], done);

/** Ctrl or Command with Enter sends. */
const keys = (event: KeyboardEvent): void => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  (event.currentTarget as HTMLFormElement).requestSubmit();
};

interface Field {
  label: string;
  save: string;
  /** what stands in it to begin with; it must be confirmed all the same */
  suggested?: string;
  notice?: string;
  /** what is said when nothing was typed */
  needed?: string;
  send(text: string): Promise<void>;
}

/** One question, one answer. */
function ask(desk: Desk, { label, save, suggested = '', notice, needed, send }: Field): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const field = (event.currentTarget as HTMLFormElement).elements.namedItem('answer') as HTMLTextAreaElement;
    const text = field.value.trim();
    if (desk.busy) return;
    if (needed !== undefined && text === '') {
      desk.refuse(needed);
      field.focus();
      return;
    }
    void send(text);
  };
  return html`<form class="action" novalidate @submit=${submit} @keydown=${keys}>
    <label for="answer">${label}</label>
    <textarea id="answer" name="answer" rows="2" dir="auto" autocomplete="off" aria-required=${needed === undefined ? nothing : 'true'} aria-describedby="refused" .defaultValue=${desk.draft || suggested} @input=${(event: InputEvent) => desk.keep((event.target as HTMLTextAreaElement).value)}></textarea>
    ${notice === undefined ? nothing : html`<p class="box" role="status">${notice}</p>`}
    <p class="late" id="refused" role="alert">${desk.refused}</p>
    <p class="end">
      <button type="button" @click=${desk.close}>${words.cancel}</button>
      <button class="main" aria-busy=${desk.busy}>${save}</button>
    </p>
  </form>`;
}

function noteForm(desk: Desk, issue: string | undefined): TemplateResult {
  return ask(desk, {
    label: words.note,
    save: words.saveNote,
    needed: words.empty,
    send: (text) => recorded(desk, { kind: 'step', step: 'note', words: text, ...(issue === undefined ? {} : { issue }) }, words.noted),
  });
}

function resolveForm(desk: Desk, issue: string): TemplateResult {
  const open = desk.context.issues.some(({ stamp }) => stamp === issue);
  return ask(desk, {
    label: words.outcome,
    save: words.resolve,
    ...(open ? {} : { notice: words.gone }),
    send: async (text) => {
      if (open) await recorded(desk, { kind: 'resolved', answers: [issue], ...(text === '' ? {} : { outcome: text }) }, words.resolved);
    },
  });
}

function linkForm(desk: Desk, other: string, matchedOn: string[]): TemplateResult {
  const matched = list(matchedOn.map((fact) => commonWords.within(factLabel(fact, desk.policy))));
  const { customer } = desk.context;
  const undo: Undo = { label: words.unlink, run: async () => [await desk.touchpoint.unlink(other, customer)], kinds: ['unlinked'], done: words.unlinked };
  return ask(desk, {
    label: words.because,
    save: words.link,
    suggested: words.suggested(matched),
    needed: words.needed,
    send: (because) => desk.act(async () => [await desk.touchpoint.link(other, customer, { because, matchedOn })], ['linked'], words.linked, undo),
  });
}

/** A country by its name in the reader's language, where it was told by its code (ISO 3166-1). */
const asRead = (fact: string, value: string): string => (fact === 'country' && /^[a-z]{2}$/i.test(value) ? (new Intl.DisplayNames(said.locale, { type: 'region' }).of(value.toUpperCase()) ?? value) : value);

/** A fact opened from its chip: its values, where they came from, and «the customer had to repeat this». */
function factPanel(desk: Desk, facts: readonly string[]): TemplateResult {
  const { policy, now, shown } = desk;
  const known = desk.context.facts.filter(({ fact }) => facts.includes(fact));
  return html`<div class="action" role="group">
    <dl>
      ${known.map(({ fact, values }) => {
        const label = factLabel(fact, policy);
        return html`<dt>${label}</dt>
          <dd>
            ${values.map(({ value, at, channel, standing }) => {
              const cover = masked(fact, value);
              const where = named(cardWords.channels, channel);
              return html`<div>
                ${cover !== value && shown.get(fact) !== value ? html`<button class="plain masked" dir="auto" aria-label=${cardWords.reveal(label, inert(cover, 80))} @click=${() => desk.reveal(fact, value)}>${inert(cover, 80)}</button>` : html`<b dir="auto">${inert(asRead(fact, value))}</b>`}
                <span class="quiet">${standing === 'claimed' ? words.claimed(words.toldBy(where, day(at, now))) : words.toldBy(where, day(at, now))}</span>
              </div>`;
            })}
          </dd>`;
      })}
    </dl>
    <p class="late" role="alert">${desk.refused}</p>
    <p class="end">
      <button @click=${desk.close}>${words.close}</button>
      <button aria-busy=${desk.busy} @click=${() => desk.busy || (facts[0] !== undefined && recorded(desk, { kind: 'asked', fact: facts[0] }, words.counted))}>${words.repeated}</button>
    </p>
  </div>`;
}

/** The form that is open. */
export function form(opened: Opened, desk: Desk): TemplateResult {
  if (opened.kind === 'note') return noteForm(desk, opened.issue);
  if (opened.kind === 'resolve') return resolveForm(desk, opened.issue);
  return opened.kind === 'link' ? linkForm(desk, opened.other, opened.matchedOn) : factPanel(desk, opened.facts);
}

/** What is said once something was recorded. */
export function outcome(recordeds: readonly Recorded[], done: string): string {
  if (recordeds.some(({ saved }) => !saved)) return words.unsaved;
  return recordeds.some(({ cut }) => cut.length > 0) ? words.cut : done;
}

export const refusal = (code: string): string => words.failed(code);
