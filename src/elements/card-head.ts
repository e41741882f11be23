/** The head of a card: may one pitch, who it is, and how that was checked. */
import { html, nothing, type TemplateResult } from 'lit/html.js';
import type { Context, LiveFlag } from '../model/context.js';
import type { GoodReceipt, Guide } from '../model/guidance.js';
import type { Hold } from '../model/holds.js';
import { inert } from '../model/inert.js';
import { actionLabel, copies, cover, nameOf, opener, ours, valueOf, type View, who } from './card-view.js';
import { icon } from './icons.js';
import { inOrder } from './questions.js';
import { factLabel, named, quoted } from './text.js';
import { ago, language, list, moment, number, span, year } from './when.js';
import { cardWords as words } from './words/card.js';

/** What open issues hold together: who reads it needs to know of how many, not each one's sentence. */
function issuesLine([first, ...others]: readonly Hold[], now: number): string | undefined {
  if (first === undefined) return undefined;
  const since = moment(first.from, now);
  const count = others.length + 1;
  const until = Math.max(...[first, ...others].map((hold) => hold.until ?? 0));
  if (until > 0) return others.length === 0 ? words.why.claimed(since, moment(until, now)) : words.why.claims(number(count), count, since, moment(until, now));
  return others.length === 0 ? words.why.issue(since) : words.why.issues(number(count), count, since);
}

function flagLine(hold: Hold, now: number): string {
  const since = moment(hold.from, now);
  if (hold.reason === 'wish') return words.why.wish(since);
  const reason = named(words.reasons, hold.reason) ?? quoted(hold.reason);
  return hold.until === null ? words.why.lifted(reason, since) : words.why.until(reason, since, moment(hold.until, now));
}

function holdLines(view: View): TemplateResult[] {
  const { context, guide, now } = view;
  const flagOf = ({ stamp }: Hold): LiveFlag | undefined => context.flags.find((flag) => flag.stamp === stamp);
  const issues = guide.holds.filter((hold) => flagOf(hold) === undefined);
  const said = [issuesLine(issues.filter(({ provisional }) => !provisional), now), issuesLine(issues.filter(({ provisional }) => provisional), now)].filter((line) => line !== undefined);
  const flags = guide.holds.flatMap((hold) => {
    const flag = flagOf(hold);
    return flag === undefined
      ? []
      : [html`<p class="quiet">${flagLine(hold, now)} ${opener(view, { form: 'lower', at: 'hold', of: hold.stamp }, hold.reason === 'wish' ? words.liftWish : words.lift)}</p>
          ${flag.words === undefined ? nothing : html`<p class="quiet">${words.by(quoted(flag.words), who(flag))}</p>`}`];
  });
  return [...said.map((line) => html`<p class="quiet">${line}</p>`), ...flags];
}

/** Holds that are told at once; who reads of three waits for no fourth. */
const FEW = 3;

export function holdSection(view: View): TemplateResult | typeof nothing {
  const { holds, sayFirst } = view.guide;
  if (holds.length === 0 && sayFirst === undefined) return nothing;
  const lines = holdLines(view);
  return html`<section part="hold" class=${holds.length > 0 ? 'stop' : 'first'}>
    ${holds.length > 0 ? html`${icon('hold')}<h2>${words.hold}</h2>` : nothing}
    ${lines.slice(0, FEW)} ${lines.length > FEW ? html`<p class="quiet">${words.more(number(lines.length - FEW), lines.length - FEW)}</p>` : nothing}
    ${sayFirst === undefined ? nothing : html`<p part="say-first">${words.sayFirst(quoted(ours(sayFirst)))}</p>`}
  </section>`;
}

function aboutLine(context: Context): string {
  const [nickname, code, reach, since] = ['nickname', 'language', 'reach', 'customer-since'].map((fact) => valueOf(context, fact));
  return [
    nickname && words.goesBy(quoted(nickname, 60)),
    (code ?? reach) && words.reached(code === undefined ? undefined : quoted(language(code), 60), reach === undefined ? undefined : quoted(reach, 120)),
    since && words.since(/^\d{4}-/.test(since) ? year(Date.parse(since)) : quoted(since, 40)),
  ]
    .filter(Boolean)
    .join(' ');
}

/** What finds the customer, the host's own number first. A newer one that nobody confirmed stands after the one that was, and says so. */
function identifiers({ context, policy, shown, reveal, copy }: View): TemplateResult[] {
  const finding = context.facts.filter((fact) => policy.facts[fact.fact]?.identifier === true && fact.class === 'person');
  return inOrder(finding, ({ fact }) => fact).flatMap(({ fact, values }) => {
    const sure = values.find(({ standing }) => standing === 'confirmed');
    const claimed = values.find(({ standing, at }) => standing === 'claimed' && at > (sure?.at ?? 0));
    return [sure, claimed].flatMap((one) => {
      if (one === undefined) return [];
      const { value } = one;
      const label = one === sure ? factLabel(fact, policy) : words.doubtful.claimed(factLabel(fact, policy));
      const covered = cover(context, fact, value);
      const hidden = covered !== value && shown.get(fact) !== value;
      return html`<span class="pair"
        ><span>${label}</span>
        ${hidden ? html`<button class="plain masked" dir="auto" aria-label=${words.reveal(label, inert(covered, 80))} @click=${() => reveal(fact, value)} @copy=${(event: Event) => copies(event, () => copy(fact, value))}>${inert(covered, 80)}</button>` : html`<b dir="auto">${inert(value, 80)}</b>`}</span
      >`;
    });
  });
}

const method = (receipt: GoodReceipt): string => named(words.methods, receipt.method) ?? quoted(receipt.method, 60);
const proves = ({ level }: GoodReceipt): boolean => level === 'verified' || level === 'strong';

/** Less than this, and a check is counted down by the second, ms. */
const LAST = 61_000;

/** Whether a check is about to end, so that it is counted down. */
export const isEnding = ({ receipts }: Guide, now: number): boolean => receipts.some((receipt) => receipt.good && proves(receipt) && receipt.until - now < LAST);

/** What can be said of a check: good here and now, good elsewhere, or gone. Only the first is «verified». */
function receiptBox({ guide, policy, now }: View): TemplateResult | typeof nothing {
  const good = guide.receipts.find((receipt) => receipt.good && proves(receipt));
  if (good !== undefined) {
    const what = good.goodFor.includes('*') ? words.everything : list(good.goodFor.map((action) => actionLabel(action, policy)));
    // Whoever listens is told until when: a text that changes by the minute is no good to them.
    return html`<p class="box good" part="receipt">
      ${words.checked(method(good), who(good), ago(good.at, now))}
      ${good.goodFor.length === 0 ? nothing : html`<span class="quiet" aria-hidden="true">${words.goodFor(what, span(good.until - now))}</span><span class="unseen">${words.goodUntil(what, moment(good.until, now))}</span>`}
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
  const about = context.forget === undefined ? aboutLine(context) : '';
  const known = identifiers(view);
  const verified = guide.level === 'verified' || guide.level === 'strong';
  return html`<section part="who">
    <header><h2 id="who" tabindex="-1" dir="auto">${nameOf(context)}</h2>${verified ? html`<strong class="verified">${words.verified}</strong>` : nothing}</header>
    ${about === '' ? nothing : html`<p class="quiet">${about}</p>`} ${context.forget === undefined ? nothing : html`<p class="box">${words.forget(moment(context.forget, now))}</p>`}
    ${known.length > 0 ? html`<p class="pairs">${known}</p>` : nothing} ${receiptBox(view)}
    <p class="do">${opener(view, { form: 'check', at: 'who' }, words.check)}</p>
    ${view.panel('who')}
    ${guide.circumstances.length > 0 ? html`<p class="quiet">${list(guide.circumstances.map(({ label }) => quoted(label)))}</p>` : nothing}
  </section>`;
}
