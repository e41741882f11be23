/** A fact opened from its chip: its values, where they came from, «the customer had to repeat this», and what is right. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Fact } from '../model/context.js';
import { inert } from '../model/inert.js';
import { type Desk, line, recorded, small } from './card-form.js';
import { copies, cover, type Opened } from './card-view.js';
import { factLabel, named } from './text.js';
import { day, number, region } from './when.js';
import { actionWords as words } from './words/action.js';
import { cardWords } from './words/card.js';

const isCovered = ({ shown, context }: Desk, fact: string, value: string): boolean => cover(context, fact, value) !== value && shown.get(fact) !== value;

function values(desk: Desk, { fact, values: all, more }: Fact): TemplateResult {
  const label = factLabel(fact, desk.policy);
  return html`<dt>${label}</dt>
    <dd>
      ${all.map(({ value, at, channel, standing }) => {
        const covered = inert(cover(desk.context, fact, value), 80);
        const from = words.toldBy(named(cardWords.channels, channel), day(at, desk.now));
        return html`<div>
          ${isCovered(desk, fact, value) ? html`<button class="plain masked" dir="auto" aria-label=${cardWords.reveal(label, covered)} @click=${() => desk.reveal(fact, value)} @copy=${(event: Event) => copies(event, () => desk.copy(fact, value))}>${covered}</button>` : html`<b dir="auto">${inert(fact === 'country' ? region(value) : value)}</b>`}
          <span class="quiet">${standing === 'claimed' ? words.claimed(from) : from}</span>
        </div>`;
      })}
      ${more === undefined ? nothing : html`<div class="quiet">${cardWords.more(number(more), more)}</div>`}
      <button class="plain" aria-label=${words.correctFact(label)} @click=${() => desk.correct(fact)}>${words.correct}</button>
    </dd>`;
}

export function factPanel(desk: Desk, { list: facts = [] }: Opened): TemplateResult {
  // As they were told: the first name before the last.
  const known = desk.context.facts.filter((one) => facts.includes(one.fact)).reverse();
  return html`<div class="action" role="group">
    <dl>
      ${known.map((one) => values(desk, one))}
    </dl>
    <p class="error" role="alert">${desk.refused}</p>
    <p class="end">
      <button @click=${desk.close}>${words.close}</button>
      <button aria-busy=${desk.busy} @click=${() => desk.busy || (facts[0] !== undefined && recorded(desk, { kind: 'asked', fact: facts[0] }, () => words.counted))}>${words.repeated}</button>
    </p>
  </div>`;
}

/** What is right is told anew: it wins over exactly the values that were seen. Of a fact that is missing, there are none. */
export function correct(desk: Desk, { of = '', list: seen = [] }: Opened): TemplateResult {
  const known = desk.context.facts.find((one) => one.fact === of)?.values ?? [];
  const answers = seen.filter((stamp) => known.some((one) => one.stamp === stamp));
  const another = known.length > answers.length;
  const newest = known.find(({ stamp }) => stamp === seen[0]);
  const label = factLabel(of, desk.policy);
  // A covered value is no field's to show.
  const value = newest === undefined || isCovered(desk, of, newest.value) ? '' : newest.value;
  return small(desk, {
    fields: line(desk, { name: 'value', label: seen.length === 0 ? words.tell(label) : words.right(label), needed: true }, { value }),
    save: words.saveFact,
    needed: { value: () => words.empty },
    ...(another ? { notice: words.another } : {}),
    send: (typed) => recorded(desk, { kind: 'told', fact: of, value: typed('value'), ...(answers.length === 0 ? {} : { answers, confirms: !another }) }, () => words.corrected),
  });
}
