/** What need not be asked again, what happened lately, and what it cost the customer. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Context, Interaction } from '../model/context.js';
import type { Known } from '../model/guidance.js';
import type { Policy } from '../model/policy.js';
import { actionLabel, channelName, cover, type Opened, opener, type View, who } from './card-view.js';
import { type Icon, icon } from './icons.js';
import { asked, questions } from './questions.js';
import { around, factLabel, quoted } from './text.js';
import { brief, list, number, span } from './when.js';
import { cardWords as words } from './words/card.js';
import { commonWords } from './words/common.js';

export function askSection(view: View): TemplateResult | typeof nothing {
  const { guide, policy, action } = view;
  const chip = (all: readonly Known[], text: string, style: string): TemplateResult => html`<li>${opener(view, { form: 'fact', at: 'ask', list: all.map(({ fact }) => fact) }, text, `chip ${style}`)}</li>`;
  // What finds somebody is said with its standing in the card's head, and so it is here.
  const claimed = ({ fact, value }: Known): boolean => value.standing === 'claimed' && policy.facts[fact]?.identifier === true;
  const known = questions(guide.dontAsk).map(([key, all]) => chip(all, all.some(claimed) ? words.doubtful.claimed(factLabel(key, policy)) : factLabel(key, policy), ''));
  const doubted = questions(guide.doubleCheck).map(([key, all]) => chip(all, words.doubtful[all[0]?.doubt ?? 'claimed'](factLabel(key, policy)), 'doubt'));
  const label = actionLabel(action, policy);
  const actionName = label.charAt(0).toLocaleUpperCase() + label.slice(1);
  const missing = guide.missing.map((one) => {
    const [opened, text]: [Opened, string] =
      'fact' in one
        ? [{ form: 'correct', at: 'ask', of: one.fact, list: [] }, words.needsFact(actionName, factLabel(one.fact, policy))]
        : [{ form: 'check', at: 'who' }, one.check === 'strong' ? words.needsStrong(actionName) : words.needsCheck(actionName)];
    return html`<li>${opener(view, opened, text, 'chip missing')}</li>`;
  });
  const panel = view.panel('ask');
  if (known.length + doubted.length + missing.length === 0 && panel === nothing) return nothing;
  return html`<section part="ask">
    <h3>${known.length + doubted.length > 0 ? words.dontAsk : words.needed}</h3>
    <ul class="chips">
      ${known} ${doubted} ${missing}
    </ul>
    ${panel}
  </section>`;
}

/** Where the customer is alone: nobody is there «with» them, whoever wrote it down. */
const ALONE: ReadonlySet<string | undefined> = new Set(['web-form', 'ivr']);

const ICONS: Record<string, Icon> = { phone: 'phone', ivr: 'ivr' };

function happened(one: Interaction, context: Context, policy: Policy): string {
  const name = who(one);
  if (one.handoff !== undefined) {
    const { to, claimed } = context.handoffs.find((handoff) => handoff.offer === one.id) ?? {};
    // Of one that nobody signed, only who took it over is known here.
    return words.handedOver(claimed === undefined ? name : undefined, to === undefined ? undefined : quoted(to, 60));
  }
  if (one.channel === 'phone') return words.call(name, one.seconds === undefined ? undefined : span(one.seconds * 1000));
  if (one.channel === 'ivr' && one.told.length > 0) {
    return words.keyed(
      list(
        one.told.map((fact) => {
          const value = context.facts.find((known) => known.fact === fact)?.values.find(({ contact }) => contact === one.id)?.value;
          const label = commonWords.within(factLabel(fact, policy));
          return value === undefined ? label : `${label} ${quoted(cover(context, fact, value), 60)}`;
        }),
      ),
    );
  }
  const channel = channelName(one.channel);
  if (channel === undefined && one.resolved === true) return words.resolvedBy(name);
  return channel === undefined ? words.noted(name) : words.contactWith(channel, ALONE.has(one.channel) ? undefined : name);
}

const interaction = (one: Interaction, { context, policy, now }: View): TemplateResult => {
  const what = happened(one, context, policy);
  const more = [one.resolved === true && one.channel !== undefined && words.resolvedIn, one.again !== undefined && words.again(list(asked(one.again).map((key) => commonWords.within(factLabel(key, policy))))), one.note !== undefined && quoted(one.note)].filter((line) => line !== false);
  return html`<li>
    <time datetime=${new Date(one.at).toISOString()}>${brief(one.at, now)}</time>${icon(one.handoff === undefined ? (ICONS[one.channel ?? ''] ?? 'written') : 'handoff')}
    <div>${one.felt === undefined ? what : words.felt(what, quoted(one.felt, 80))} ${more.map((line) => html`<div class="quiet">${line}</div>`)}</div>
  </li>`;
};

const NEWEST = 5;

export function recentSection(view: View): TemplateResult | typeof nothing {
  const { context, history } = view;
  if (context.entries === 0) return nothing;
  return html`<section part="recent">
    <h3>${words.recent}</h3>
    <ul class="recent">
      ${context.recent.slice(0, NEWEST).map((one) => interaction(one, view))}
    </ul>
    <p class="do"><button class="plain" aria-expanded=${history !== nothing} @click=${view.openHistory}>${words.history}</button></p>
    ${history}
  </section>`;
}

/** A counted phrase with its number in bold. */
function counted(n: number, say: (n: string, count: number) => string): TemplateResult {
  const [before, after] = around((figure) => say(figure, n));
  // A language may have a word for one, and for two.
  return html`<span>${before}${after === undefined ? nothing : html`<b>${number(n)}</b>${after}`}</span>`;
}

export function effortLine({ context }: View): TemplateResult {
  if (context.entries === 0) return html`<p class="effort"></p>`; // there is nobody yet whom anything could have cost
  const { repeats, transfers, waited } = context.effort;
  return html`<p part="effort" class="effort" aria-label=${words.effort} role="group">
    ${counted(repeats, words.repeats)} ${counted(transfers, words.transfers)} ${waited >= 1 ? html`<span>${words.waited(span(waited * 1000))}</span>` : nothing}
  </p>`;
}
