/** What the customer needs, in their own words. */
import { html, nothing, type TemplateResult } from 'lit';
import type { OpenIssue, StepTaken } from '../model/context.js';
import { inert } from '../model/inert.js';
import { channelName, ours, type View, who } from './card-view.js';
import { quoted } from './text.js';
import { ago, moment, number } from './when.js';
import { cardWords as words } from './words/card.js';

const row = (label: string, text: string, style = ''): TemplateResult => html`<dt>${label}</dt><dd class=${style}>${text}</dd>`;

function stepRow(step: StepTaken, now: number): TemplateResult {
  const said = quoted(step.words);
  const late = step.step === 'promised' && step.due !== undefined && step.kept !== true && step.due < now;
  const dated = step.kept === true ? words.kept(said) : step.due === undefined ? said : late ? words.overdue(said, moment(step.due, now)) : words.due(said, moment(step.due, now));
  return row(words[step.step], words.by(dated, who(step)), late ? 'late' : '');
}

export const wordsOf = (issue: Pick<OpenIssue, 'words' | 'clipped'>): TemplateResult =>
  html`<blockquote dir="auto" part="words" tabindex=${issue.words.length > 500 ? 0 : nothing}>${inert(issue.words)}${issue.clipped === true ? '…' : ''}</blockquote>`;

function issueSection(issue: OpenIssue, view: View, last: boolean): TemplateResult {
  const { now, guide, context } = view;
  const from = channelName(issue.channel) ?? who(issue);
  const when = moment(issue.at, now);
  return html`<section part="issue">
    <header>
      <h3>${words.issue}</h3>
      ${context.issues.length > 1 ? html`<button class="plain" @click=${() => view.open({ kind: 'resolve', issue: issue.stamp })}>${words.resolve}</button>` : nothing}
    </header>
    ${wordsOf(issue)}
    <dl>
      ${row(words.from, from === undefined ? when : words.waiting(from, when, ago(issue.at, now)))} ${issue.summary === undefined ? nothing : row(words.summary, quoted(issue.summary))}
      ${issue.moreSteps === undefined ? nothing : row('', words.more(number(issue.moreSteps), issue.moreSteps))} ${issue.steps.map((step) => stepRow(step, now))}
      ${last ? guide.mayOffer.map((offer) => row(words.mayOffer, quoted(ours(offer)))) : nothing}
    </dl>
  </section>`;
}

export const issueSections = (view: View): TemplateResult | typeof nothing => {
  const { issues } = view.context;
  const offers = view.guide.mayOffer;
  if (issues.length === 0) return offers.length === 0 ? nothing : html`<section><dl>${offers.map((offer) => row(words.mayOffer, quoted(ours(offer))))}</dl></section>`;
  const { more } = view.context;
  return html`${issues.map((issue, index) => issueSection(issue, view, index === issues.length - 1))}${more.issues === undefined ? nothing : html`<section class="quiet">${words.more(number(more.issues), more.issues)}</section>`}`;
};
