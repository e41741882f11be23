/** Two who may be one person: why a rep is sure. */
import { html, type TemplateResult } from 'lit/html.js';
import { area, type Desk, small, type Undo } from './card-form.js';
import type { Opened } from './card-view.js';
import { factLabel } from './text.js';
import { list } from './when.js';
import { actionWords as words } from './words/action.js';
import { commonWords } from './words/common.js';

export function link(desk: Desk, { of = '', list: matched = [] }: Opened): TemplateResult {
  const { touchpoint, policy, context } = desk;
  const { customer } = context;
  const matchedOn = [...matched];
  const undo: Undo = { label: () => words.undo, run: async () => [await touchpoint.unlink(of, customer)], kinds: ['unlinked'], done: () => words.unlinked };
  return small(desk, {
    fields: html`<p class="quiet">${words.matched(list(matchedOn.map((fact) => commonWords.within(factLabel(fact, policy)))))}</p>
      ${area(desk, { name: 'because', label: words.because, needed: true })}`,
    save: words.link,
    needed: { because: () => words.needed },
    ...(context.group.includes(of) ? { over: words.goneLinked } : {}),
    send: (value) => desk.act(async () => [await touchpoint.link(of, customer, { because: value('because'), matchedOn })], ['linked'], () => words.linked, undo),
  });
}
