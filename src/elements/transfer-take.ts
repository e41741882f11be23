/** Taking a customer over: what came, read back before the first word. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Correction } from '../model/entry.js';
import type { Guide } from '../model/guidance.js';
import type { Policy } from '../model/policy.js';
import type { Received } from '../touchpoint/types.js';
import { ours } from './card-view.js';
import { questions } from './questions.js';
import { factLabel, quoted } from './text.js';
import { ago, moment } from './when.js';
import { transferWords as words } from './words/transfer.js';

export interface Taking {
  name: string;
  guide: Guide;
  policy: Policy;
  now: number;
  /** since when the customer waits on the line, ms since 1970 */
  waits: number | undefined;
  busy: boolean;
  /** what did not work */
  refused: unknown;
  /** the points that are being put right */
  wrong: ReadonlySet<string>;
  begun(): void;
  correct(point: string): void;
  accept(answer: { confirmed: string[]; corrected: Correction[]; readBack: string }): void;
  decline(because: string): void;
}

/** Who sends whom. */
export const comes = ({ from }: Received, name: string): string => (from.audience === 'customer' ? words.themselves(name) : words.take(from.label === undefined ? words.colleague : quoted(from.label, 60), name));

export function takeForm(received: Received, { name, guide, policy, now, waits, busy, refused, wrong, begun, correct, accept, decline }: Taking): TemplateResult {
  const { note, points, signed, until } = received;
  const text = (said: FormData, field: string): string => ((said.get(field) as string | null) ?? '').trim();
  const submit = (event: SubmitEvent): void => {
    event.preventDefault();
    const said = new FormData(event.currentTarget as HTMLFormElement);
    const corrected = points.flatMap((point, index) => (wrong.has(point) ? [{ point, right: text(said, `right-${index}`) }] : []));
    if (!busy) accept({ confirmed: said.getAll('point').map(String), corrected, readBack: text(said, 'line') });
  };
  const known = questions(guide.dontAsk).map(([question]) => factLabel(question, policy));
  // It is a line, however long.
  const take = (event: KeyboardEvent): void => {
    if (event.key !== 'Enter' || event.isComposing) return;
    event.preventDefault();
    (event.currentTarget as HTMLTextAreaElement).form?.requestSubmit();
  };
  const point = (line: string, index: number): TemplateResult => {
    const open = wrong.has(line);
    return html`<div class="point">
      ${open
        ? html`<textarea class="line" name="right-${index}" dir="auto" rows="2" maxlength="300" aria-label=${words.right(quoted(line))} .defaultValue=${line} @keydown=${take}></textarea>`
        : html`<label><input type="checkbox" name="point" value=${line} /><span dir="auto">${quoted(line)}</span></label>`}
      <button type="button" class="plain" id="fix-${index}" aria-label=${(open ? words.leaveThis : words.correctThis)(quoted(line))} @click=${() => correct(line)}>${open ? words.leave : words.fix}</button>
    </div>`;
  };
  return html`<form part="take" class="take" novalidate @submit=${submit} @input=${begun}>
    <div class="block">
      <h2>${comes(received, name)}</h2>
      <p class="quiet">${waits === undefined ? nothing : html`<span aria-hidden="true">${words.onLine(ago(waits, now))}</span><span class="unseen">${words.waitsSince(moment(waits, now))}</span> `}${note === undefined ? nothing : html`<q dir="auto">${quoted(note)}</q> `}${words.ends(moment(until, now))}</p>
      ${signed ? nothing : html`<p>${words.claim}</p>`} ${guide.sayFirst === undefined ? nothing : html`<p part="say-first">${words.sayFirst(quoted(ours(guide.sayFirst)))}</p>`}
    </div>
    ${points.length === 0
      ? nothing
      : html`<div class="block">
          <fieldset class="points">
            <legend>${words.readBack}</legend>
            ${points.map(point)}
          </fieldset>
        </div>`}
    ${known.length === 0 ? nothing : html`<div class="block"><h3>${words.dontAsk}</h3><ul class="chips">${known.map((label) => html`<li>${label}</li>`)}</ul></div>`}
    <div class="block">
      <label class="over" for="line">${words.correct}</label>
      <input class="line" id="line" name="line" dir="auto" autocomplete="off" maxlength="300" />
    </div>
    <p class="late" role="alert">${refused}</p>
    <div class="block end">
      <button type="button" aria-busy=${busy} @click=${(event: Event) => busy || decline(text(new FormData((event.currentTarget as HTMLButtonElement).form as HTMLFormElement), 'line') || words.reason)}>${words.cannot}</button>
      <button class="main" aria-busy=${busy}>${words.have} <span aria-hidden="true">↵</span></button>
    </div>
  </form>`;
}
