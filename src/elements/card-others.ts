/** Others who may be the customer. Loaded where there is somebody to look for: most cards never need it. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Policy } from '../model/policy.js';
import type { Match, Query, Touchpoint } from '../touchpoint/types.js';
import { wordsOf } from './card-issues.js';
import { type Candidate, channelName, nameOf, opener, type View } from './card-view.js';
import { inOrder } from './questions.js';
import { factLabel } from './text.js';
import { list, moment } from './when.js';
import { commonWords } from './words/common.js';
import { othersWords as words } from './words/others.js';

/** How many others are looked at. */
const MOST = 5;

/** Whom these identifiers point to. Nobody is joined by it. */
export async function lookFor(desk: Touchpoint<'support'>, query: Query, group: readonly string[] = []): Promise<Candidate[]> {
  const matches = Object.keys(query).length === 0 ? [] : await desk.find(query);
  const others = matches.filter(({ customer }) => !group.includes(customer)).slice(0, MOST);
  return Promise.all(others.map(async (match) => ({ ...match, context: await desk.read(match.customer) })));
}

/** Others who gave the same identifiers as this customer, and wait for an answer; of somebody whom nobody has linked yet, all who did. */
export async function othersLike(desk: Touchpoint<'support'>, customer: string): Promise<Candidate[]> {
  const { facts, group } = await desk.read(customer);
  const identifiers = facts.filter(({ fact }) => desk.policy.facts[fact]?.identifier === true);
  const others = await lookFor(desk, Object.fromEntries(identifiers.map(({ fact, values }) => [fact, values[0]?.value ?? ''])), group);
  return customer.startsWith('prov_') ? others : others.filter(({ context }) => context.issues.length > 0);
}

const matchedNames = ({ matchedOn }: Match, policy: Policy): string => list(inOrder(matchedOn, (fact) => fact).map((fact) => commonWords.within(factLabel(fact, policy))));

/** What matched, and how surely. */
const said = (match: Match, policy: Policy): string => ({ exact: words.fits, unproven: words.fitsUnproven, shared: words.fitsShared })[match.strength](matchedNames(match, policy));

/** What others wrote who may be this customer: never as if it were theirs. */
export function candidateSection(view: View): TemplateResult | typeof nothing {
  const { candidates, policy, now } = view;
  if (candidates.length === 0) return nothing;
  return html`<section part="candidates">
    <h3>${words.candidates}</h3>
    ${candidates.map(
      (candidate) =>
        html`<div class="candidate">
          ${candidate.context.issues.length > 0 ? nothing : html`<h3 class="name" dir="auto">${nameOf(candidate.context)}</h3><p class="quiet">${said(candidate, policy)}</p>`}
          ${candidate.context.issues.map(
            (issue) => html`<p class="quiet">${words.candidate(channelName(issue.channel), moment(issue.at, now), matchedNames(candidate, policy))}</p>
              ${wordsOf(issue)}`,
          )}
          <p class="end">${opener(view, { form: 'link', at: 'other', of: candidate.customer, list: candidate.matchedOn }, words.link, '')}</p>
          ${view.panel('other', candidate.customer)}
        </div>`,
    )}
  </section>`;
}

/** Customers that a number or an address points to. */
export function matchList(matches: readonly Candidate[], view: Pick<View, 'policy' | 'now' | 'choose'>): TemplateResult {
  const { policy, now, choose } = view;
  return html`<section part="candidates">
    <p class="quiet">${matches.length === 0 ? words.noMatch : words.several(matches.length)}</p>
    ${matches.map(
      (match) =>
        html`<div class="candidate">
          <header>
            <h3 class="name" dir="auto">${nameOf(match.context)}</h3>
            <button @click=${() => choose(match.customer)}>${words.open}</button>
          </header>
          <p class="quiet">${said(match, policy)}</p>
          ${match.context.issues.map((issue) => html`<p class="quiet">${words.wrote(moment(issue.at, now))}</p>${wordsOf(issue)}`)}
        </div>`,
    )}
  </section>`;
}
