/** A flag, raised and lowered. */
import { html, type TemplateResult } from 'lit/html.js';
import type { Draft, Flag, FlagReason } from '../model/entry.js';
import { area, choice, type Desk, line, recorded, small } from './card-form.js';
import type { Opened } from './card-view.js';
import { named } from './text.js';
import { dayAfter, localDay } from './when-fields.js';
import { cardWords } from './words/card.js';
import { flagWords as words } from './words/flag.js';

/** Which flag carries a reason: those that are more than «do not pitch» have a kind of their own. */
const FLAGS: Readonly<Record<FlagReason, Flag['flag']>> = {
  complaint: 'do-not-pitch',
  wish: 'do-not-pitch',
  bereavement: 'bereavement',
  vulnerability: 'support-need',
  fraud: 'do-not-pitch',
  'life-event': 'life-event',
  other: 'do-not-pitch',
};
const REASONS = Object.keys(FLAGS) as FlagReason[];

export function flag(desk: Desk): TemplateResult {
  const wish = desk.draft['reason'] === 'wish';
  return small(desk, {
    fields: html`${choice(desk, { name: 'reason', label: words.reason }, REASONS.map((reason) => [reason, named(cardWords.reasons, reason) ?? reason]))}
      ${area(desk, { name: 'words', label: words.words })}
      ${wish ? html`<p class="quiet">${words.wish}</p>` : html`${line(desk, { name: 'until', label: words.until }, { type: 'date' })}<p class="quiet">${words.untilHow}</p>`}`,
    save: words.raise,
    send: (value) => {
      const reason = value('reason') as FlagReason;
      const [said, last] = [value('words'), value('until')];
      if (last !== '' && last < localDay(Date.now())) {
        desk.refuse(() => words.past);
        return undefined;
      }
      const draft: Draft = { kind: 'flag', flag: FLAGS[reason], reason, ...(said === '' ? {} : { words: said }), ...(last === '' ? {} : { until: dayAfter(last) }) };
      return recorded(desk, draft, () => words.raised);
    },
  });
}

export function lower(desk: Desk, { of = '' }: Opened): TemplateResult {
  const standing = desk.context.flags.find(({ stamp }) => stamp === of);
  // Who objected takes it back themselves: the rep only writes down that, and how, they did.
  const label = standing?.reason === 'wish' ? words.theyEnded : words.because;
  return small(desk, {
    fields: area(desk, { name: 'because', label, needed: true }),
    save: words.lower,
    needed: { because: () => words.needed },
    ...(standing === undefined ? { over: words.gone } : {}),
    send: (value) => recorded(desk, { kind: 'lowered', answers: [of], because: value('because') }, () => words.lowered),
  });
}
