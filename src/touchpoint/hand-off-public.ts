/** A customer's own page hands over what was told on it: sealed to a receiving team alone, signed by nobody, so that it claims. */
import type { Context } from '../model/context.js';
import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { pointsOf, summaryOf } from '../model/hand-off-words.js';
import { scrubEntry } from '../model/secrets.js';
import { randomId } from '../store/bytes.js';
import { gather } from '../store/journal.js';
import { isProvisional } from '../store/marks.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import { teamKey } from './hand-off-keys.js';
import { wordsOf } from './hand-off-language.js';
import { REFERENCE } from './hand-off-state.js';
import { endsAt, linkOf, tokensOf, toWhom } from './hand-off-tokens.js';
import type { HandOffOptions, Offer } from './types.js';

const isTheirs = ({ by }: { by: { audience: Audience } }): boolean => by.audience === 'customer';

/** What the customer said themselves: nothing that a host has put beside it, no note, no check, no name of anybody's. */
const theirs = (context: Context): Context => ({
  ...context,
  facts: context.facts.map((fact) => ({ ...fact, values: fact.values.filter(isTheirs) })).filter(({ values }) => values.length > 0),
  issues: context.issues.filter(isTheirs).map((issue) => ({ ...issue, steps: [] })),
  flags: [],
  receipts: [],
  handoffs: [],
  links: [],
});

/** Nothing of it is in a journal here: the public hands over, and the team that takes it writes it down. Throws `not-allowed`, `bad-entry`, `bad-option`. */
export async function handOffByPublic(desk: Desk<Audience>, customer: string, options: HandOffOptions): Promise<Offer> {
  const { store, policy } = desk;
  const { team, to } = toWhom(options);
  if (options.to.key === undefined || team === undefined) throw new SayOnceError('not-allowed', 'A customer’s own page hands over to a team, by that team’s public key: `to: { team, key }`.');
  if (!isProvisional(customer)) throw new SayOnceError('not-allowed', 'A customer’s own page hands over the person of this device, and nobody else.');
  const key = teamKey(options.to.key);
  const now = store.now();
  const until = endsAt(options, desk);
  const words = await wordsOf(options.language);
  const { members } = await gather(store, [customer], store.unsaved);
  const journal = (members.get(customer)?.journal ?? []).filter(isTheirs);
  const context = theirs((await store.load(customer)).memo.folded.context);
  const offer = randomId();
  const { entry: { note, points } } = scrubEntry({ note: options.note, points: options.points ?? pointsOf(context, { receipts: [] }, policy, words) });
  const frame = { offer, customer, from: { audience: 'customer' as const }, at: now, until, team, points, ...(to === undefined || to === team ? {} : { to }), ...(note ? { note } : {}) };
  // Without a small one: its claims would have other bodies than those that the intake makes of the same words.
  const { full, entries } = await tokensOf(desk, { key, frame, context, journal, group: [customer], small: false });
  return {
    offer,
    customer,
    reference: REFERENCE + offer,
    aloud: async () => (await part(import('../carry/spoken.js'))).aloud(offer),
    reaches: false,
    full,
    left: journal.length - entries,
    summary: summaryOf(context, points, note, words),
    points,
    link: linkOf(options, full),
    until,
    saved: false,
    onState: () => () => {},
  };
}
