/** What it was about that is no longer open. Loaded where something was resolved lately: most customers come with one issue. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { ResolvedIssue } from '../model/context.js';
import { inert } from '../model/inert.js';
import { type View, who } from './card-view.js';
import { icon } from './icons.js';
import { quoted } from './text.js';
import { brief } from './when.js';
import { cardWords as words } from './words/card.js';

/** How long an issue that is resolved is still shown, ms, and how many. */
const LATELY = 30 * 86_400_000;
const FEW = 3;

const resolved = (issue: ResolvedIssue, now: number): TemplateResult => {
  const name = who(issue);
  return html`<li>
    <time datetime=${new Date(issue.at).toISOString()}>${brief(issue.at, now)}</time>${icon('done')}
    <div><q class="two" dir="auto">${inert(issue.words, 300)}</q> <div class="quiet">${issue.outcome === undefined ? words.resolvedBy(name) : words.by(quoted(issue.outcome), name)}</div></div>
  </li>`;
};

/** What it was about that is no longer open, and how it ended. */
export function resolvedSection({ context, now }: View): TemplateResult | typeof nothing {
  const lately = context.resolved.filter(({ at }) => now - at < LATELY).slice(0, FEW);
  if (lately.length === 0) return nothing;
  return html`<section part="resolved">
    <h3>${words.lately}</h3>
    <ul class="recent">
      ${lately.map((issue) => resolved(issue, now))}
    </ul>
  </section>`;
}
