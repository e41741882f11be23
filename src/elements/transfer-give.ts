/** Giving a customer over, and what becomes of it. */
import { html, nothing, type TemplateResult } from 'lit';
import type { HandOffState } from '../model/context.js';
import type { Offer } from '../touchpoint/types.js';
import { quoted } from './text.js';
import { moment, number } from './when.js';
import { transferWords as words } from './words/transfer.js';

/** Said aloud, a hundred and fifty words a minute. */
const seconds = (text: string): number => Math.max(1, Math.round(text.split(/\s+/).length * 0.4));

const who = ({ by }: HandOffState): string => (by.label === undefined ? words.colleague : quoted(by.label, 60));

export interface Giving {
  name: string;
  teams: readonly string[];
  summary: string;
  busy: boolean;
  refused: string;
  typed(note: string): void;
  give(team: string | undefined, note: string): void;
}

export function giveForm({ name, teams, summary, busy, refused, typed, give }: Giving): TemplateResult {
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    if (!busy) give((said.get('team') as string | null) ?? undefined, ((said.get('note') as string | null) ?? '').trim());
  };
  return html`<form part="give" novalidate @submit=${submit}>
    <div class="block"><h2>${words.give(name)}</h2></div>
    <div class="block">
      <fieldset>
        <legend>${words.to}</legend>
        <div class="chips">${teams.map((team) => html`<label dir="auto"><input type="radio" name="team" value=${team} />${quoted(team, 60)}</label>`)}</div>
      </fieldset>
    </div>
    <div class="block">
      <h3 id="read">${words.read}</h3>
      <p class="box" dir="auto" aria-labelledby="read" role="group">${summary}</p>
    </div>
    <div class="block">
      <label class="over" for="note">${words.note}</label>
      <input class="line" id="note" name="note" dir="auto" autocomplete="off" maxlength="300" @input=${(event: InputEvent) => typed((event.target as HTMLInputElement).value.trim())} />
    </div>
    <p class="late" role="alert">${refused}</p>
    <div class="block end">
      <span class="quiet">${words.seconds(number(seconds(summary)), seconds(summary))}</span>
      <button class="main" aria-busy=${busy}>${words.handOver}</button>
    </div>
  </form>`;
}

const step = (state: HandOffState): string => {
  if (state.state === 'offered') return words.offered(quoted(state.to ?? '', 60));
  if (state.state === 'expired') return words.expired;
  return words[state.state](who(state));
};

/** `steps`: how far it has come, oldest first. */
export function waitingFor(offer: Offer, steps: readonly HandOffState[], { now, said, copy, draw, done }: { now: number; said: string; copy(): void; draw(into: HTMLElement): void; done(): void }): TemplateResult {
  const last = steps.at(-1);
  const open = last === undefined || last.state === 'offered' || last.state === 'opened';
  const unread = last?.state === 'accepted' ? offer.points.filter((point) => last.confirmed?.includes(point) !== true) : [];
  const box = (title: string, text: string): TemplateResult => html`<div class="block"><h3>${title}</h3><p class="box" dir="auto">${text}</p></div>`;
  return html`<section part="waiting">
    <div class="block"><h2>${words.handed(quoted(last?.to ?? '', 60))}</h2></div>
    <div class="block">
      <ol aria-label=${words.steps} aria-live="polite">${steps.map((one) => html`<li><span>${step(one)}</span> <time datetime=${new Date(one.at).toISOString()}>${moment(one.at, now)}</time></li>`)}</ol>
    </div>
    ${last?.readBack === undefined ? nothing : box(words.corrected(who(last)), quoted(last.readBack))}
    ${last?.because === undefined || last.state !== 'declined' ? nothing : box(words.because, quoted(last.because))}
    ${unread.length === 0 ? nothing : box(words.unread, unread.map((point) => quoted(point)).join('\n'))}
    ${open && offer.compactLink !== undefined ? html`<details class="block" @toggle=${(event: Event) => draw((event.currentTarget as HTMLElement).querySelector('figure') as HTMLElement)}><summary>${words.picture}</summary><figure></figure></details>` : nothing}
    <p class="said" role="status">${said}</p>
    <div class="block end">
      ${open ? html`<span class="quiet">${words.waiting(moment(offer.until, now))}</span><button @click=${copy}>${words.copy}</button>` : html`<span></span><button @click=${done}>${last.state === 'accepted' ? words.done : words.again}</button>`}
    </div>
  </section>`;
}
