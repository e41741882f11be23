/** What the customer needs, in their own words. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { OpenIssue, StepTaken } from '../model/context.js';
import { inert } from '../model/inert.js';
import { channelName, opener, ours, type View, who } from './card-view.js';
import { quoted } from './text.js';
import { ago, moment, number } from './when.js';
import { cardWords as words } from './words/card.js';

const row = (label: string, text: string, style = ''): TemplateResult => html`<dt>${label}</dt><dd class=${style}>${text}</dd>`;

function stepRow(step: StepTaken, issue: OpenIssue, view: View): TemplateResult {
  const { now } = view;
  const said = quoted(step.words);
  const open = step.step === 'promised' && step.kept !== true;
  const late = open && step.due !== undefined && step.due < now;
  const dated = step.kept === true ? words.kept(said) : step.due === undefined ? said : late ? words.overdue(said, moment(step.due, now)) : words.due(said, moment(step.due, now));
  const line = words.by(dated, who(step));
  if (!open) return row(words[step.step], line);
  return html`<dt>${words.promised}</dt><dd class=${late ? 'late' : ''}>${line} ${opener(view, { form: 'kept', at: 'issue', of: step.stamp, issue: issue.stamp }, words.keep)}</dd>`;
}

/** More than so many characters are a page: the rest is opened by whoever wants to read on. */
const GLANCE = 400;

/** The customer's own words. Where they are longer than a glance, it says so, and how to go on. */
export function wordsOf(issue: OpenIssue, view?: Pick<View, 'whole' | 'readOn'>): TemplateResult {
  const whole = view?.whole.get(issue.stamp);
  const short = inert(issue.words, GLANCE).replace(/\s\S*…$/, ' …');
  const cut = whole === undefined && (short.length < issue.words.length && issue.words.length > GLANCE || issue.clipped === true);
  return html`<blockquote dir="auto" part="words" tabindex=${whole === undefined ? nothing : 0}>${whole === undefined ? short : inert(whole)}</blockquote>
    ${cut ? html`<p class="quiet">${words.longer} ${view === undefined ? nothing : html`<button class="plain" @click=${() => view.readOn(issue)}>${words.readOn}</button>`}</p>` : nothing}`;
}

function issueSection(issue: OpenIssue, view: View, last: boolean): TemplateResult {
  const { now, guide } = view;
  const of = issue.stamp;
  const from = channelName(issue.channel) ?? who(issue);
  const when = moment(issue.at, now);
  return html`<section part="issue">
    <h3>${words.issue}</h3>
    ${wordsOf(issue, view)}
    <dl>
      ${row(words.from, from === undefined ? when : words.waiting(from, when, ago(issue.at, now)))} ${issue.summary === undefined ? nothing : row(words.summary, quoted(issue.summary))}
      ${issue.moreSteps === undefined ? nothing : row('', words.more(number(issue.moreSteps), issue.moreSteps))} ${issue.steps.map((step) => stepRow(step, issue, view))}
      ${last ? guide.mayOffer.map((offer) => row(words.mayOffer, quoted(ours(offer)))) : nothing}
    </dl>
    <p class="do">${opener(view, { form: 'tried', at: 'issue', of }, words.addTried)} ${opener(view, { form: 'promise', at: 'issue', of }, words.promise)} ${opener(view, { form: 'resolve', at: 'issue', of }, words.resolve)}</p>
    ${view.panel('issue', of)}
  </section>`;
}

export const issueSections = (view: View): TemplateResult | typeof nothing => {
  const { issues } = view;
  const offers = view.guide.mayOffer;
  if (issues.length === 0) return offers.length === 0 ? nothing : html`<section><dl>${offers.map((offer) => row(words.mayOffer, quoted(ours(offer))))}</dl></section>`;
  const { more } = view.context;
  return html`${issues.map((issue, index) => issueSection(issue, view, index === issues.length - 1))}${more.issues === undefined ? nothing : html`<section class="quiet">${words.more(number(more.issues), more.issues)}</section>`}`;
};
