/** Giving a customer over, and what becomes of it. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { HandOffState } from '../model/context.js';
import { quoted } from './text.js';
import type { Course, Step } from './transfer-steps.js';
import { type Chosen, chosen, type Destinations, whomFields } from './transfer-whom.js';
import { moment, number } from './when.js';
import { said as speech } from './words/table.js';
import { transferWords as words } from './words/transfer.js';

/** Said aloud, a hundred and fifty words a minute. */
const seconds = (text: string): number => Math.max(1, Math.round(text.split(/\s+/).length * 0.4));

const who = ({ by }: Pick<HandOffState, 'by'>): string => (by.label === undefined ? words.colleague : quoted(by.label, 60));

/** All of it happens within minutes. */
const exact = (at: number): string => new Date(at).toLocaleTimeString(speech.locale, { hour: '2-digit', minute: '2-digit', second: '2-digit' });

export interface Giving {
  name: string;
  whom: Destinations;
  /** who was chosen last is in sales */
  toSales: boolean;
  summary: string;
  /** how far the check is good that goes along; not to sales */
  checked: string | undefined;
  busy: boolean;
  /** what did not work */
  refused: unknown;
  typed(note: string): void;
  choose(whom: Chosen | undefined): void;
  give(whom: Chosen | undefined, note: string): void;
  /** left out: the form stays */
  cancel: (() => void) | undefined;
}

export function giveForm(giving: Giving): TemplateResult {
  const { name, whom, toSales, summary, checked, busy, refused, typed, choose, give, cancel } = giving;
  const unchosen = refused === words.choose; // which stands by what is to be chosen
  const choosing = (event: Event): void => choose(chosen(new FormData((event.target as HTMLInputElement).form ?? undefined), whom));
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    if (!busy) give(chosen(said, whom), ((said.get('note') as string | null) ?? '').trim());
  };
  return html`<form part="give" novalidate @submit=${submit} @keydown=${(event: KeyboardEvent) => event.key === 'Escape' && !event.isComposing && cancel?.()}>
    <div class="block">
      <h2>${words.give(name)}</h2>
      ${checked === undefined ? nothing : html`<p class="quiet" ?hidden=${toSales}>${checked}</p>`}
    </div>
    <div class="block" @change=${choosing}>
      ${whomFields(whom)}
      <p class="late" role="alert">${unchosen ? refused : nothing}</p>
    </div>
    <div class="block">
      <h3 id="read">${words.read}</h3>
      <p class="box" aria-labelledby="read" role="group">${summary}</p>
    </div>
    ${toSales ? html`<div class="block quiet">${words.salesCut}</div>` : nothing}
    <div class="block" ?hidden=${toSales}>
      <label class="over" for="note">${words.note}</label>
      <input class="line" id="note" name="note" dir="auto" autocomplete="off" maxlength="300" @input=${(event: InputEvent) => typed((event.target as HTMLInputElement).value.trim())} />
    </div>
    <p class="late" role="alert">${unchosen ? nothing : refused}</p>
    <div class="block end">
      <span class="quiet">${words.seconds(number(seconds(summary)), seconds(summary))}</span>
      ${cancel === undefined ? nothing : html`<button type="button" @click=${cancel}>${words.cancel}</button>`}
      <button class="main" aria-busy=${busy}>${words.handOver}</button>
    </div>
  </form>`;
}

const said = ({ state, to, by, again }: Step): string => {
  if (state === 'offered') return words.offered(quoted(to ?? '', 60));
  if (state === 'expired') return words.expired;
  return again ? words.also(who({ by })) : words[state](who({ by }));
};

export interface Waiting {
  now: number;
  /** whether the customer had to say anything again */
  repeated: string | undefined;
  said: unknown;
  /** what did not work */
  refused: unknown;
  /** copies the link, as long as this page has it */
  copy: (() => void) | undefined;
  /** a code to be told on the phone, as long as this page can have one */
  code: TemplateResult | undefined;
  /** the link as a picture that another machine can read, as long as this page has it */
  picture: { shown: unknown; open: boolean; draw(): void } | undefined;
  /** no word of it will come back */
  silent: boolean;
  done(): void;
}

/** How far one has come. */
export function waitingFor(state: HandOffState, course: Course | undefined, { now, repeated, said: told, refused, copy, code, picture, silent, done }: Waiting): TemplateResult {
  const { steps = [], firstWord } = course ?? {};
  const { to = '', points = [], until = 0, confirmed = [], corrected = [], readBack, because } = state;
  const open = state.state === 'offered' || state.state === 'opened';
  const accepted = state.state === 'accepted';
  const unread = accepted ? points.filter((line) => !confirmed.includes(line) && corrected.every(({ point }) => point !== line)) : [];
  const box = (title: string, text: unknown): TemplateResult => html`<div class="block"><h3>${title}</h3><p class="box" dir="auto">${text}</p></div>`;
  const row = (text: string, at: number | undefined): TemplateResult =>
    html`<li class=${at === undefined ? 'due' : ''}><span>${text}</span> ${at === undefined ? html`<span class="unseen">${words.notYet}</span>` : html`<time datetime=${new Date(at).toISOString()}>${exact(at)}</time>`}</li>`;
  const put = corrected.length + (readBack === undefined ? 0 : 1);
  return html`<section part="waiting">
    <div class="block"><h2 tabindex="-1">${words.handed(quoted(to, 60))}</h2></div>
    <div class="block">
      <ol aria-label=${words.steps} aria-live="polite">
        ${steps.map((one) => row(said(one), one.at))}
        ${accepted && confirmed.length + put > 0 ? row(put === 0 ? words.readBy(who(state)) : words.readWith(who(state), number(put), put), state.at) : nothing}
        ${accepted ? row(words.firstWord, firstWord) : nothing}
      </ol>
    </div>
    ${put === 0 ? nothing : box(words.corrected(who(state)), html`${corrected.map(({ point, right }) => html`<del dir="auto">${quoted(point)}</del><br /><ins dir="auto">${quoted(right)}</ins><br />`)}${readBack === undefined ? nothing : quoted(readBack)}`)}
    ${because === undefined || state.state !== 'declined' ? nothing : box(words.because, quoted(because))}
    ${unread.length === 0 ? nothing : box(words.unread, unread.map((point) => quoted(point)).join('\n'))}
    ${(open ? code : undefined) ?? nothing}
    ${open && picture !== undefined ? html`<details class="block" ?open=${picture.open} @toggle=${picture.draw}><summary>${words.picture}</summary><figure>${picture.shown}</figure></details>` : nothing}
    <p class="said" role="status">${told}</p>
    <p class="late" role="alert">${refused}</p>
    <div class="block end">
      ${open
        ? html`<span class="quiet">${silent ? words.silent(quoted(to, 60), moment(until, now)) : words.waiting(moment(until, now))}</span>${copy === undefined ? nothing : html`<button @click=${copy}>${words.copy}</button>`}${silent ? html`<button @click=${done}>${words.done}</button>` : nothing}`
        : html`<span class="quiet">${repeated}</span><button @click=${done}>${accepted ? words.done : words.again}</button>`}
    </div>
  </section>`;
}
