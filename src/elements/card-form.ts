/** What all small forms of a card have in common. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Context } from '../model/context.js';
import type { Draft } from '../model/entry.js';
import type { Policy } from '../model/policy.js';
import type { Recorded, Touchpoint } from '../touchpoint/types.js';
import type { Sentence } from './text.js';
import { actionWords as words } from './words/action.js';

/** What takes something back that was just recorded. */
export interface Undo {
  label: Sentence;
  run(recorded: readonly Recorded[]): Promise<Recorded[]>;
  kinds: string[];
  done: Sentence;
}

/** What a form asks of the card that holds it. */
export interface Desk {
  touchpoint: Touchpoint<'support'>;
  context: Context;
  policy: Policy;
  /** what the customer wants done, where the host says so */
  action: string;
  now: number;
  /** when the form was opened, ms since 1970 */
  since: number;
  busy: boolean;
  /** why the last attempt was refused */
  refused: unknown;
  shown: ReadonlyMap<string, string>;
  /** what was typed in this form before, for this customer, by the field's name. `shows`: what the form asks depends on it */
  draft: Readonly<Record<string, string>>;
  keep(field: string, value: string, shows?: boolean): void;
  /** runs it, and closes the form when it is saved, saying `done`, with `undo` beside it */
  act(run: () => Promise<Recorded[]>, kinds: string[], done: Sentence, undo?: Undo): Promise<void>;
  refuse(why: Sentence): void;
  reveal(fact: string, value: string): void;
  copy(fact: string, value: string): void;
  /** opens the form that corrects a fact */
  correct(fact: string): void;
  close(): void;
}

/** Records one thing, which can be taken back as if it had never been said. */
export function recorded(desk: Desk, draft: Draft, done: Sentence): Promise<void> {
  const { touchpoint, context } = desk;
  const undo: Undo = {
    label: () => words.undo,
    run: (before) => touchpoint.recordAll(context.customer, [{ kind: 'undone', answers: before.map(({ stamp }) => stamp) }]),
    kinds: ['undone'],
    done: () => words.undone,
  };
  return desk.act(async () => [await touchpoint.record(context.customer, draft)], [draft.kind], done, undo);
}

interface Labelled {
  name: string;
  label: string;
  /** it must not be left empty */
  needed?: boolean;
}

/** A text of some lines. */
export const area = (desk: Desk, { name, label, needed = false }: Labelled): TemplateResult =>
  html`<label for=${name}>${label}</label><textarea id=${name} name=${name} rows="2" dir="auto" autocomplete="off" aria-required=${needed ? 'true' : nothing} aria-describedby="refused" .defaultValue=${desk.draft[name] ?? ''}></textarea>`;

/** A line, or a moment. */
export const line = (desk: Desk, { name, label, needed = false }: Labelled, { type = 'text', value = '' } = {}): TemplateResult =>
  html`<label for=${name}>${label}</label><input id=${name} name=${name} type=${type} dir=${type === 'text' ? 'auto' : nothing} autocomplete="off" aria-required=${needed ? 'true' : nothing} aria-describedby="refused" .defaultValue=${desk.draft[name] ?? value} />`;

/** One of several. */
export const choice = (desk: Desk, { name, label }: Labelled, options: Iterable<readonly [value: string, text: string]>): TemplateResult =>
  html`<label for=${name}>${label}</label><select id=${name} name=${name}>${[...options].map(([value, text]) => html`<option value=${value} .defaultSelected=${desk.draft[name] === value}>${text}</option>`)}</select>`;

interface Small {
  fields: TemplateResult;
  save: string;
  /** what changed meanwhile */
  notice?: string;
  /** … and leaves nothing to be saved */
  over?: string;
  /** what is said where a field that is needed was left empty */
  needed?: Readonly<Record<string, Sentence>>;
  send(values: (name: string) => string, all: FormData): Promise<void> | undefined;
}

/** Ctrl or Command with Enter sends, from a text of several lines too. */
const keys = (event: KeyboardEvent): void => {
  if (event.key !== 'Enter' || !(event.ctrlKey || event.metaKey)) return;
  event.preventDefault();
  (event.currentTarget as HTMLFormElement).requestSubmit();
};

/** A small form. What is typed is kept until it is saved, and nothing is saved before somebody says so. */
export function small(desk: Desk, { fields, save, notice, over, needed = {}, send }: Small): TemplateResult {
  // What is being saved just now may be what makes it over.
  const isOver = over !== undefined && !desk.busy;
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    if (desk.busy || isOver) return;
    const form = event.currentTarget as HTMLFormElement;
    const all = new FormData(form);
    const value = (name: string): string => {
      const one = all.get(name);
      return typeof one === 'string' ? one.trim() : '';
    };
    const empty = Object.entries(needed).find(([name]) => value(name) === '');
    if (empty === undefined) void send(value, all);
    else {
      desk.refuse(empty[1]);
      (form.elements.namedItem(empty[0]) as HTMLElement).focus();
    }
  };
  const keep = ({ target }: Event): void => {
    const { name, value, type, localName } = target as HTMLInputElement;
    if (type !== 'checkbox') desk.keep(name, value, localName === 'select');
  };
  return html`<form class="action" novalidate @submit=${submit} @keydown=${keys} @input=${keep}>
    ${fields} ${isOver || notice !== undefined ? html`<p class="box" role="status">${isOver ? over : notice}</p>` : nothing}
    <p class="error" id="refused" role="alert">${desk.refused}</p>
    <p class="end">
      ${isOver ? nothing : html`<button type="button" @click=${desk.close}>${words.cancel}</button>`}
      <button class="main" type=${isOver ? 'button' : 'submit'} aria-busy=${desk.busy} @click=${isOver ? desk.close : nothing}>${isOver ? words.close : save}</button>
    </p>
  </form>`;
}
