/** What a card shows, section by section, in the order of attention. Pure: a view in, a template out. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Context, Interaction, OpenIssue, Provenance, StepTaken } from '../model/context.js';
import type { GoodReceipt, Guide, Known } from '../model/guidance.js';
import type { Hold } from '../model/holds.js';
import { inert } from '../model/inert.js';
import { mask } from '../model/mask.js';
import type { Policy } from '../model/policy.js';
import type { Match } from '../touchpoint/types.js';
import { type Icon, icon } from './icons.js';
import { factLabel, quoted } from './text.js';
import { ago, brief, language, list, moment, number, span, year } from './when.js';
import { cardWords as words } from './words.js';

/** Somebody who may be the customer, with what matched. */
export interface Candidate extends Match {
  context: Context;
}

/** Which small form is open. */
export type Opened =
  | { kind: 'note'; issue?: string }
  | { kind: 'resolve'; issue: string }
  | { kind: 'link'; other: string; matchedOn: string[] }
  | { kind: 'fact'; facts: string[] };

/** All that a section needs to know, and may ask for. */
export interface View {
  context: Context;
  guide: Guide;
  policy: Policy;
  action: string;
  candidates: readonly Candidate[];
  now: number;
  /** values that were revealed, by fact */
  shown: ReadonlyMap<string, string>;
  open(opened: Opened): void;
  reveal(fact: string, value: string): void;
  choose(customer: string): void;
  /** the open form, where it belongs to this place */
  panel(kind: Opened['kind'], of?: string): TemplateResult | typeof nothing;
}

const who = ({ by }: Pick<Provenance, 'by'>): string | undefined => (by.audience === 'customer' || by.label === undefined ? undefined : quoted(by.label, 60));
const channelName = (channel: string | undefined): string | undefined => (channel === undefined ? undefined : (words.channels[channel] ?? quoted(channel, 60)));
const valueOf = (context: Context, fact: string): string | undefined => context.facts.find((one) => one.fact === fact)?.values[0]?.value;

/** The customer's name as far as it is known. */
export function nameOf(context: Context): string {
  const parts = ['given-name', 'family-name'].map((fact) => valueOf(context, fact)).filter((part) => part !== undefined);
  const name = parts.length > 0 ? parts.join(' ') : (valueOf(context, 'name') ?? valueOf(context, 'nickname'));
  return name === undefined ? words.unnamed : inert(name, 120);
}

function holdLine(hold: Hold, isIssue: boolean, now: number): string {
  const since = moment(hold.from, now);
  const until = hold.until === null ? undefined : moment(hold.until, now);
  if (hold.reason === 'wish') return words.why.wish(since);
  if (hold.provisional && until !== undefined) return words.why.claimed(since, until);
  if (isIssue) return words.why.issue(since);
  const reason = words.reasons[hold.reason] ?? quoted(hold.reason);
  return until === undefined ? words.why.lifted(reason, since) : words.why.until(reason, since, until);
}

export function holdSection({ context, guide, now }: View): TemplateResult | typeof nothing {
  const { holds, sayFirst } = guide;
  if (holds.length === 0 && sayFirst === undefined) return nothing;
  const lines = [...new Set(holds.map((hold) => holdLine(hold, context.issues.some(({ stamp }) => stamp === hold.stamp), now)))];
  return html`<section part="hold" class=${holds.length > 0 ? 'stop' : 'first'}>
    ${holds.length > 0 ? html`${icon('hold')}<h3>${words.hold}</h3>` : nothing}
    ${lines.slice(0, 3).map((line) => html`<p class="quiet">${line}</p>`)} ${lines.length > 3 ? html`<p class="quiet">${words.more(number(lines.length - 3))}</p>` : nothing}
    ${sayFirst === undefined ? nothing : html`<p part="say-first">${words.sayFirst(quoted(sayFirst))}</p>`}
  </section>`;
}

function aboutLine(context: Context): string {
  const [nickname, code, reach, since] = ['nickname', 'language', 'reach', 'customer-since'].map((fact) => valueOf(context, fact));
  return [
    nickname && words.goesBy(quoted(nickname, 60)),
    (code ?? reach) && words.reached(code && quoted(language(code), 60), reach && quoted(reach, 120)),
    since && words.since(/^\d{4}-/.test(since) ? year(Date.parse(since)) : quoted(since, 40)),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What finds the customer, the host's own number first. */
function identifiers({ context, policy, shown, reveal }: View): TemplateResult[] {
  const order = ['account', 'tel', 'email'];
  const place = (fact: string): number => (order.includes(fact) ? order.indexOf(fact) : order.length);
  return context.facts
    .filter((fact) => policy.facts[fact.fact]?.identifier === true && fact.class === 'person')
    .toSorted((a, b) => place(a.fact) - place(b.fact))
    .map(({ fact, values }) => {
      const value = values[0]?.value ?? '';
      const label = factLabel(fact, policy);
      const masked = mask(fact, value);
      const hidden = masked !== value && shown.get(fact) !== value;
      return html`<span class="pair"
        ><span>${label}</span>
        ${hidden ? html`<button class="plain masked" title=${words.reveal(label)} @click=${() => reveal(fact, value)}>${inert(masked, 80)}</button>` : html`<b dir="auto">${inert(value, 80)}</b>`}</span
      >`;
    });
}

const method = (receipt: GoodReceipt): string => words.methods[receipt.method] ?? quoted(receipt.method, 60);
const proves = ({ level }: GoodReceipt): boolean => level === 'verified' || level === 'strong';

/** What can be said of a check: good here and now, good elsewhere, or gone. Only the first is «verified». */
function receiptBox({ guide, policy, now }: View): TemplateResult | typeof nothing {
  const good = guide.receipts.find((receipt) => receipt.good && proves(receipt));
  if (good !== undefined) {
    const what = good.goodFor.includes('*') ? words.everything : list(good.goodFor.map((action) => policy.actions[action]?.label ?? quoted(action, 40)));
    const left = span(Math.max(60_000, good.until - now));
    return html`<p class="box good" part="receipt">
      ${words.checked(method(good), who(good), ago(good.at, now))} ${good.goodFor.length === 0 ? nothing : html`<span class="quiet">${words.goodFor(what, left)}</span>`}
    </p>`;
  }
  const old = guide.receipts.find(proves);
  const matched = guide.receipts.some((receipt) => receipt.good && receipt.level === 'matched');
  if (old === undefined) return matched ? html`<p class="box" part="receipt">${words.matched}</p>` : nothing;
  const line = old.until <= now ? words.expired(method(old), moment(old.at, now)) : words.elsewhere(method(old), who(old), moment(old.at, now));
  return html`<p class="box" part="receipt">${line}${matched ? html` <span class="quiet">${words.matched}</span>` : nothing}</p>`;
}

export function whoSection(view: View): TemplateResult {
  const { context, guide, now } = view;
  const about = aboutLine(context);
  const known = identifiers(view);
  const verified = guide.level === 'verified' || guide.level === 'strong';
  return html`<section part="who">
    <header><h2 id="who" tabindex="-1" dir="auto">${nameOf(context)}</h2>${verified ? html`<strong class="verified">${words.verified}</strong>` : nothing}</header>
    ${about === '' ? nothing : html`<p class="quiet">${about}</p>`} ${context.forget === undefined ? nothing : html`<p class="box">${words.forget(moment(context.forget, now))}</p>`}
    ${known.length > 0 ? html`<p class="pairs">${known}</p>` : nothing} ${receiptBox(view)}
    ${guide.circumstances.length > 0 ? html`<p class="quiet">${list(guide.circumstances.map(({ label }) => quoted(label)))}</p>` : nothing}
  </section>`;
}

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
      ${issue.moreSteps === undefined ? nothing : row('', words.more(number(issue.moreSteps)))} ${issue.steps.map((step) => stepRow(step, now))}
      ${last ? guide.mayOffer.map((offer) => row(words.mayOffer, quoted(offer))) : nothing}
    </dl>
  </section>`;
}

export const issueSections = (view: View): TemplateResult | typeof nothing => {
  const { issues } = view.context;
  const offers = view.guide.mayOffer;
  if (issues.length === 0) return offers.length === 0 ? nothing : html`<section><dl>${offers.map((offer) => row(words.mayOffer, quoted(offer)))}</dl></section>`;
  const { more } = view.context;
  return html`${issues.map((issue, index) => issueSection(issue, view, index === issues.length - 1))}${more.issues === undefined ? nothing : html`<section class="quiet">${words.more(number(more.issues))}</section>`}`;
};

const matchedNames = ({ matchedOn }: Match, policy: Policy): string => list(matchedOn.map((fact) => factLabel(fact, policy).toLowerCase()));

/** What others wrote who may be this customer: never as if it were theirs. */
export function candidateSection(view: View): TemplateResult | typeof nothing {
  const { candidates, policy, now } = view;
  if (candidates.length === 0) return nothing;
  return html`<section part="candidates">
    <h3>${words.candidates}</h3>
    ${candidates.map(
      (candidate) =>
        html`<div class="candidate">
          ${candidate.context.issues.map(
            (issue) => html`<p class="quiet">${words.candidate(channelName(issue.channel), moment(issue.at, now), matchedNames(candidate, policy))}</p>
              ${wordsOf(issue)}`,
          )}
          <p class="end"><button @click=${() => view.open({ kind: 'link', other: candidate.customer, matchedOn: candidate.matchedOn })}>${words.link}</button></p>
          ${view.panel('link', candidate.customer)}
        </div>`,
    )}
  </section>`;
}

/** Customers that a number or an address points to. */
export function matchList(matches: readonly Candidate[], view: Pick<View, 'policy' | 'now' | 'choose'>): TemplateResult {
  const { policy, now, choose } = view;
  const says = { exact: words.fits, unproven: words.fitsUnproven, shared: words.fitsShared };
  return html`<section part="candidates">
    <p class="quiet">${matches.length === 0 ? words.noMatch : words.several(matches.length)}</p>
    ${matches.map(
      (match) =>
        html`<div class="candidate">
          <header>
            <h3 class="name" dir="auto">${nameOf(match.context)}</h3>
            <button @click=${() => choose(match.customer)}>${words.open}</button>
          </header>
          <p class="quiet">${says[match.strength](matchedNames(match, policy))}</p>
          ${match.context.issues.map((issue) => html`<p class="quiet">${words.wrote(moment(issue.at, now))}</p>${wordsOf(issue)}`)}
        </div>`,
    )}
  </section>`;
}

/** Facts that answer one question: whoever knows one does not ask for the other. */
const GROUPS: [fact: string, members: RegExp][] = [
  ['name', /^(name|(given|family|additional)-name)$/],
  ['address', /^(street-address|address-(line|level)\d|postal-code|country(-name)?)$/],
];
/** Said in the card's head already. */
const ABOUT = /^(nickname|language|reach|customer-since)$/;

/** What is asked first, first. */
const ORDER = ['name', 'account', 'tel', 'email', 'address', 'bday'];

/** One chip a question. */
function questions(all: readonly Known[]): [string, Known[]][] {
  const map = new Map<string, Known[]>();
  for (const known of all) {
    if (ABOUT.test(known.fact)) continue;
    const key = GROUPS.find(([, members]) => members.test(known.fact))?.[0] ?? known.fact;
    map.set(key, [...(map.get(key) ?? []), known]);
  }
  const place = (key: string): number => (ORDER.includes(key) ? ORDER.indexOf(key) : ORDER.length);
  return [...map].toSorted(([a], [b]) => place(a) - place(b));
}

export function askSection(view: View, opened: Opened | undefined): TemplateResult | typeof nothing {
  const { guide, policy, action } = view;
  const chip = (all: readonly Known[], text: string, style: string): TemplateResult => {
    const facts = all.map(({ fact }) => fact);
    const isOpen = opened?.kind === 'fact' && opened.facts[0] === facts[0];
    return html`<li><button class="chip ${style}" aria-expanded=${isOpen} @click=${() => view.open({ kind: 'fact', facts })}>${text}</button></li>`;
  };
  const known = questions(guide.dontAsk).map(([key, all]) => chip(all, factLabel(key, policy), ''));
  const doubted = questions(guide.doubleCheck).map(([key, all]) => chip(all, words.doubtful[all[0]?.doubt ?? 'claimed'](factLabel(key, policy)), 'doubt'));
  const actionName = policy.actions[action]?.label ?? quoted(action.charAt(0).toUpperCase() + action.slice(1), 60);
  const missing = guide.missing.map(
    (one) => html`<li class="chip missing">${'fact' in one ? words.needsFact(actionName, factLabel(one.fact, policy)) : one.check === 'strong' ? words.needsStrong(actionName) : words.needsCheck(actionName)}</li>`,
  );
  if (known.length + doubted.length + missing.length === 0) return nothing;
  return html`<section part="ask">
    <h3>${words.dontAsk}</h3>
    <ul class="chips">
      ${known} ${doubted} ${missing}
    </ul>
    ${view.panel('fact')}
  </section>`;
}

const ICONS: Record<string, Icon> = { phone: 'phone', ivr: 'ivr' };

function happened(one: Interaction, context: Context, policy: Policy): string {
  const name = who(one);
  if (one.handoff !== undefined) {
    const to = context.handoffs.find((handoff) => handoff.offer === one.id)?.to;
    return words.handedOver(name, to === undefined ? undefined : quoted(to, 60));
  }
  if (one.channel === 'phone') return words.call(name, one.seconds === undefined ? undefined : span(one.seconds * 1000));
  if (one.channel === 'ivr' && one.told.length > 0) {
    return words.keyed(
      list(
        one.told.map((fact) => {
          const value = context.facts.find((known) => known.fact === fact)?.values.find(({ contact }) => contact === one.id)?.value;
          const label = factLabel(fact, policy).toLowerCase();
          return value === undefined ? label : `${label} ${quoted(mask(fact, value), 60)}`;
        }),
      ),
    );
  }
  const channel = channelName(one.channel);
  if (channel === undefined && one.resolved === true) return words.resolvedBy(name);
  return channel === undefined ? words.noted(name) : words.contactWith(channel, name);
}

const interaction = (one: Interaction, { context, policy, now }: View): TemplateResult => {
  const what = happened(one, context, policy);
  const more = [one.resolved === true && one.channel !== undefined && words.resolvedIn, one.again !== undefined && words.again(list(one.again.map((fact) => factLabel(fact, policy).toLowerCase()))), one.note !== undefined && quoted(one.note)].filter((line) => line !== false);
  return html`<li>
    <time datetime=${new Date(one.at).toISOString()}>${brief(one.at, now)}</time>${icon(one.handoff === undefined ? (ICONS[one.channel ?? ''] ?? 'written') : 'handoff')}
    <div>${one.felt === undefined ? what : words.felt(what, quoted(one.felt, 80))} ${more.map((line) => html`<div class="quiet">${line}</div>`)}</div>
  </li>`;
};

const NEWEST = 5;

export function recentSection(view: View): TemplateResult | typeof nothing {
  const { recent, more } = view.context;
  if (recent.length === 0) return nothing;
  const older = recent.slice(NEWEST);
  return html`<section part="recent">
    <h3>${words.recent}</h3>
    <ul class="recent">
      ${recent.slice(0, NEWEST).map((one) => interaction(one, view))}
    </ul>
    ${older.length === 0
      ? nothing
      : html`<details>
          <summary class="quiet">${words.earlier(number(older.length))}</summary>
          <ul class="recent">
            ${older.map((one) => interaction(one, view))}
          </ul>
          ${more.recent === undefined ? nothing : html`<p class="quiet">${words.more(number(more.recent))}</p>`}
        </details>`}
  </section>`;
}

/** A counted phrase with its number in bold. */
function counted(n: number, say: (n: string, one: boolean) => string): TemplateResult {
  const figure = number(n);
  const phrase = say(figure, n === 1);
  const at = phrase.indexOf(figure);
  return html`<span>${phrase.slice(0, at)}<b>${figure}</b>${phrase.slice(at + figure.length)}</span>`;
}

export function effortLine({ context }: View): TemplateResult {
  const { repeats, transfers, waited } = context.effort;
  return html`<p part="effort" class="effort" aria-label=${words.effort} role="group">
    ${counted(repeats, words.repeats)} ${counted(transfers, words.transfers)} ${waited > 0 ? html`<span>${words.waited(span(waited * 1000))}</span>` : nothing}
  </p>`;
}
