/** The list of an inbox. Loaded when an inbox is on the page: most pages have none. */
import { html, nothing, render, type TemplateResult } from 'lit/html.js';
import { repeat } from 'lit/directives/repeat.js';
import type { Context } from '../model/context.js';
import type { ErrorCode } from '../model/errors.js';
import { inert } from '../model/inert.js';
import { named, quoted } from './text.js';
import { ago, moment, number } from './when.js';
import { cardWords } from './words/card.js';
import { inboxWords as words } from './words/inbox.js';

export { styles } from './inbox-styles.js';

/** How many are shown: those that have waited longest. */
const MOST = 50;
/** More than so much of a message is read on the card, UTF-16 units. */
const GLANCE = 200;

/** What an inbox has to show. */
export interface Shown {
  messages: readonly Context[] | undefined;
  /** in the place of messages: why there are none to show */
  instead: 'loading' | 'apart' | 'notHere' | { problem: ErrorCode | 'unknown' } | undefined;
  choose(customer: string): void;
}

function message({ customer, facts, issues }: Context, now: number, choose: Shown['choose']): TemplateResult {
  const [issue, ...others] = issues;
  if (issue === undefined) return html``;
  const known = (fact: string): string | undefined => facts.find((one) => one.fact === fact)?.values[0]?.value;
  const name = [known('given-name'), known('family-name')].filter(Boolean).join(' ') || known('name') || '';
  const channel = issue.channel === undefined ? undefined : (named(cardWords.channels, issue.channel) ?? quoted(issue.channel, 60));
  const id = `w-${issue.stamp}`;
  return html`<li part="message">
    <blockquote id=${id} dir="auto" part="words">${inert(issue.words, GLANCE)}</blockquote>
    <p class="quiet">${words.from(name === '' ? words.unnamed : quoted(name, 80), channel, moment(issue.at, now), ago(issue.at, now))} ${others.length === 0 ? nothing : words.another(number(others.length), others.length)}</p>
    <button aria-describedby=${id} @click=${() => choose(customer)}>${words.open}</button>
  </li>`;
}

function body({ messages, instead, choose }: Shown): TemplateResult {
  const why = typeof instead === 'object' ? words.failed(instead.problem) : instead === undefined ? (messages === undefined ? words.loading : messages.length === 0 ? words.none : undefined) : words[instead];
  if (messages === undefined || why !== undefined) return html`<p id="title" class="state" tabindex="-1">${why}</p>`;
  const now = Date.now();
  return html`<h2 id="title" tabindex="-1">${words.title(number(messages.length), messages.length)}</h2>
    <ul>
      ${repeat(messages.slice(0, MOST), ({ customer }) => customer, (one) => message(one, now, choose))}
    </ul>
    ${messages.length > MOST ? html`<p class="quiet">${words.more(number(messages.length - MOST), messages.length - MOST)}</p>` : nothing}`;
}

export function draw(into: ShadowRoot, shown: Shown): void {
  render(html`<section part="inbox" aria-labelledby="title">${body(shown)}</section>`, into);
}
