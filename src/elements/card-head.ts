/** The head of a card: may one pitch, who it is, and how that was checked. */
import { html, nothing, type TemplateResult } from 'lit';
import type { Context } from '../model/context.js';
import type { GoodReceipt } from '../model/guidance.js';
import type { Hold } from '../model/holds.js';
import { inert } from '../model/inert.js';
import { masked } from '../model/masked.js';
import { actionLabel, inOrder, nameOf, ours, valueOf, type View, who } from './card-view.js';
import { icon } from './icons.js';
import { factLabel, named, quoted } from './text.js';
import { ago, language, list, moment, number, span, year } from './when.js';
import { cardWords as words } from './words/card.js';

function holdLine(hold: Hold, isIssue: boolean, now: number): string {
  const since = moment(hold.from, now);
  const until = hold.until === null ? undefined : moment(hold.until, now);
  if (hold.reason === 'wish') return words.why.wish(since);
  if (hold.provisional && until !== undefined) return words.why.claimed(since, until);
  if (isIssue) return words.why.issue(since);
  const reason = named(words.reasons, hold.reason) ?? quoted(hold.reason);
  return until === undefined ? words.why.lifted(reason, since) : words.why.until(reason, since, until);
}

export function holdSection({ context, guide, now }: View): TemplateResult | typeof nothing {
  const { holds, sayFirst } = guide;
  if (holds.length === 0 && sayFirst === undefined) return nothing;
  const lines = [...new Set(holds.map((hold) => holdLine(hold, context.issues.some(({ stamp }) => stamp === hold.stamp), now)))];
  return html`<section part="hold" class=${holds.length > 0 ? 'stop' : 'first'}>
    ${holds.length > 0 ? html`${icon('hold')}<h2>${words.hold}</h2>` : nothing}
    ${lines.slice(0, 3).map((line) => html`<p class="quiet">${line}</p>`)} ${lines.length > 3 ? html`<p class="quiet">${words.more(number(lines.length - 3), lines.length - 3)}</p>` : nothing}
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

/** What finds the customer, the host's own number first. */
function identifiers({ context, policy, shown, reveal }: View): TemplateResult[] {
  const finding = context.facts.filter((fact) => policy.facts[fact.fact]?.identifier === true && fact.class === 'person');
  return inOrder(finding, ({ fact }) => fact).map(({ fact, values }) => {
      const value = values[0]?.value ?? '';
      const label = factLabel(fact, policy);
      const cover = masked(fact, value);
      const hidden = cover !== value && shown.get(fact) !== value;
      return html`<span class="pair"
        ><span>${label}</span>
        ${hidden ? html`<button class="plain masked" dir="auto" aria-label=${words.reveal(label, inert(cover, 80))} @click=${() => reveal(fact, value)}>${inert(cover, 80)}</button>` : html`<b dir="auto">${inert(value, 80)}</b>`}</span
      >`;
  });
}

const method = (receipt: GoodReceipt): string => named(words.methods, receipt.method) ?? quoted(receipt.method, 60);
const proves = ({ level }: GoodReceipt): boolean => level === 'verified' || level === 'strong';

/** What can be said of a check: good here and now, good elsewhere, or gone. Only the first is «verified». */
function receiptBox({ guide, policy, now }: View): TemplateResult | typeof nothing {
  const good = guide.receipts.find((receipt) => receipt.good && proves(receipt));
  if (good !== undefined) {
    const what = good.goodFor.includes('*') ? words.everything : list(good.goodFor.map((action) => actionLabel(action, policy)));
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
