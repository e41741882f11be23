/** Taking a customer over: what came, read back before the first word. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Guide } from '../model/guidance.js';
import type { Policy } from '../model/policy.js';
import type { Received } from '../touchpoint/types.js';
import { factLabel, quoted } from './text.js';
import { moment } from './when.js';
import { transferWords as words } from './words/transfer.js';

export interface Taking {
  name: string;
  guide: Guide;
  policy: Policy;
  now: number;
  busy: boolean;
  refused: string;
  begun(): void;
  accept(confirmed: string[], readBack: string): void;
  decline(because: string): void;
}

export function takeForm({ from, note, points, signed, until }: Received, { name, guide, policy, now, busy, refused, begun, accept, decline }: Taking): TemplateResult {
  const line = (form: HTMLFormElement): string => ((new FormData(form).get('line') as string | null) ?? '').trim();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const form = event.currentTarget as HTMLFormElement;
    if (!busy) accept(new FormData(form).getAll('point').map(String), line(form));
  };
  const known = [...new Set(guide.dontAsk.map(({ fact }) => factLabel(fact, policy)))];
  return html`<form part="take" class="take" novalidate @submit=${submit} @input=${begun}>
    <div class="block">
      <h2>${words.take(from.label === undefined ? words.colleague : quoted(from.label, 60), name)}</h2>
      <p class="quiet" dir="auto">${note === undefined ? nothing : `“${quoted(note)}” `}${words.ends(moment(until, now))}</p>
      ${signed ? nothing : html`<p>${words.claim}</p>`}
    </div>
    ${points.length === 0 ? nothing : html`<div class="block">
      <fieldset class="points">
        <legend>${words.readBack}</legend>
        ${points.map((point) => html`<label dir="auto"><input type="checkbox" name="point" value=${point} /><span>${quoted(point)}</span></label>`)}
      </fieldset>
    </div>`}
    ${known.length === 0 ? nothing : html`<div class="block"><h3>${words.dontAsk}</h3><ul class="chips">${known.map((label) => html`<li>${label}</li>`)}</ul></div>`}
    <div class="block">
      <label class="over" for="line">${words.correct}</label>
      <input class="line" id="line" name="line" dir="auto" autocomplete="off" maxlength="300" />
    </div>
    <p class="late" role="alert">${refused}</p>
    <div class="block end">
      <button type="button" aria-busy=${busy} @click=${(event: Event) => busy || decline(line((event.currentTarget as HTMLButtonElement).form as HTMLFormElement) || words.reason)}>${words.cannot}</button>
      <button class="main" aria-busy=${busy}>${words.have} <span aria-hidden="true">↵</span></button>
    </div>
  </form>`;
}
