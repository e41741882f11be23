// The goals of issue 3, and issue 6's between machines, as data. `figure` names what a row measured; a goal whose figure is not there was not measured, and is not met.
// `slack`: what counts as noise, as a share; sizes and heap shapes have none.

const NOISE = 0.15;

const ratio = (name, figure, limit, more = {}) => ({ name, figure, limit, unit: '×', slack: NOISE, ...more });

/** In the order of the issue. `sense` is `at most`, unless it says `at least`. `fullOnly`: `--quick` has no such store. */
export const GOALS = [
  ratio('warm card, sealed, against a raw get', 'warm/sealed', 1.2),
  ratio('warm card, sealed, against a raw get, Firefox', 'firefox/sealed', 1.5, { fullOnly: true }),
  // A card of ten entries shows less and is smaller for everybody; the plain figure stands in the table.
  ratio('customer with 100,000 entries against 10, sealed, in raw gets of the same card', 'tall/in raw gets', 1.15, { fullOnly: true }),
  ratio('store of 1,000,000 entries against 1,000, hot customers, sealed', 'stores hot/sealed 1,000,000', 1.25, { fullOnly: true }),
  ratio('store of 1,000,000 entries against 1,000, random customers, sealed', 'stores random/sealed 1,000,000', 2, { fullOnly: true }),
  ratio('phone → card, digest included, sealed, against a raw get', 'find/sealed', 1.35),
  ratio('append relaxed, unsealed, against a raw transaction that puts into both stores', 'append relaxed/unsealed', 1.1),
  ratio('append strict, unsealed, against a raw transaction that puts into both stores', 'append strict/unsealed', 1.1),
  ratio('append relaxed, unsealed, against one that also reads first', 'append relaxed/unsealed : raw, reads first', 0.85),
  ratio('append strict, unsealed, against one that also reads first', 'append strict/unsealed : raw, reads first', 0.85),
  ratio('append relaxed, sealed against unsealed', 'append relaxed/sealed : unsealed', 1.25),
  ratio('append strict, sealed against unsealed', 'append strict/sealed : unsealed', 1.25),
  { name: 'seen in another tab after the commit, sealed', figure: 'tabs/sealed ms', limit: 1, unit: 'ms', slack: NOISE },
  ratio('seen in another tab, sealed, against message-then-get', 'tabs/sealed', 0.6),
  ratio('bulk import, unsealed, as fast as a record per entry', 'import/unsealed', 5, { sense: 'at least' }),
  ratio('bulk import, sealed, as fast as a record per entry', 'import/sealed', 4, { sense: 'at least' }),
  ratio('bytes on disk, unsealed, against a record per entry', 'bytes/unsealed', 0.65),
  ratio('bytes on disk, sealed, against a record per entry', 'bytes/sealed', 1.3),
  { name: 'entries a second while cards are read, sealed', figure: 'during/entries a second', limit: 50_000, unit: '/s', slack: NOISE, sense: 'at least' },
  ratio('card read while importing against idle, p50, sealed', 'during/p50', 3),
  { name: 'card read while importing, p95, sealed', figure: 'during/p95', limit: 10, unit: 'ms', slack: NOISE },
  ratio('catching up over a relay, against the plain client storing nothing', 'relay/catch-up', 0.8, { sense: 'at least', fullOnly: true }),
  ratio('card read while catching up over a relay against idle, p50', 'relay/read', 3),
  ratio('first text, sealed card, against an inline raw get', 'first/sealed', 1.15),
  ratio('first text, sealed card, against emoji-picker-element', 'first/sealed : emoji-picker-element', 0.6),
  ratio('cold open at 1,000,000 entries against 1,000, sealed', 'cold/sealed 1,000,000', 2, { fullOnly: true }),
  { name: 'size before the first action: card', figure: 'size/card', limit: 20_000, unit: 'B', slack: 0 },
  { name: 'size before the first action: form, nothing known', figure: 'size/form', limit: 18_000, unit: 'B', slack: 0 },
  { name: 'size before the first action: form, filled', figure: 'size/form-known', limit: 18_000, unit: 'B', slack: 0 },
  { name: 'size before the first action: guard', figure: 'size/guard', limit: 14_000, unit: 'B', slack: 0 },
  { name: 'size before the first action: together', figure: 'size/together', limit: 28_000, unit: 'B', slack: 0 },
  { name: 'heap of a desk, growth from 1,000 cards to 10,000', figure: 'heap/growth', limit: 0.1, unit: 'MB a 1,000 cards', slack: NOISE, fullOnly: true },
];

/** @returns each goal with its figure and what became of it: `met`, `met within the slack`, `not met`, `not measured`, `not in --quick` */
export function judge(figures, { quick = false } = {}) {
  return GOALS.map((goal) => {
    const value = figures[goal.figure];
    const least = goal.sense === 'at least';
    const within = (limit) => (least ? value >= limit : value <= limit);
    const outcome =
      value === undefined || Number.isNaN(value) ? (quick && goal.fullOnly ? 'not in --quick' : 'not measured')
      : within(goal.limit) ? 'met'
      : within(least ? goal.limit / (1 + goal.slack) : goal.limit * (1 + goal.slack)) ? 'met within the slack'
      : 'not met';
    return { ...goal, value, outcome };
  });
}

export const isMet = ({ outcome }) => outcome.startsWith('met');
