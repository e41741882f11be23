/** Support hands a customer over to a team in sales: what travels is what sales may know of anybody, and no more. */
import { sealToken } from '../carry/token.js';
import type { Context } from '../model/context.js';
import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { type SalesOffer, salesPoints, salesSummary } from '../model/hand-off-sales.js';
import type { SalesContext } from '../model/view-sales.js';
import { randomId } from '../store/bytes.js';
import { isProvisional } from '../store/marks.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import { sealingKey, teamKey } from './hand-off-keys.js';
import { wordsOf } from './hand-off-language.js';
import { REFERENCE } from './hand-off-state.js';
import { endsAt, linkOf, toWhom } from './hand-off-tokens.js';
import { pitch } from './pitch.js';
import type { HandOffOptions, Offer } from './types.js';

type Support = Desk<Audience>;

/** Whom sales opens in its own records. Throws `not-allowed`: it knows nobody by a provisional id, which would tell that they wrote to us. */
async function knownAs(desk: Support, customer: string): Promise<string> {
  const { group } = (await desk.read(customer)) as Context;
  const known = [customer, ...group].find((id) => !isProvisional(id));
  if (known === undefined) throw new SayOnceError('not-allowed', 'Sales knows a customer by the host’s id alone, and this one is not linked to any. Nothing was offered.');
  return known;
}

/** With sales' own eyes. What changes by itself later is not told: it could tell why. */
async function viewOf(desk: Support, customer: string): Promise<SalesContext> {
  const { due: _, ...view } = await pitch(desk, { customer });
  return view;
}

/** What sales would read now. Throws `not-allowed`. */
export async function summaryForSales(desk: Support, customer: string, language?: string): Promise<Pick<Offer, 'summary' | 'points'>> {
  const words = await wordsOf(language);
  const view = await viewOf(desk, await knownAs(desk, customer));
  return { points: salesPoints(view, words), summary: salesSummary(view, words) };
}

/** Throws `not-allowed`, `bad-entry`, `bad-option`, `key-required`. */
export async function handOffToSales(desk: Support, customer: string, options: HandOffOptions): Promise<Offer> {
  const { team, ...to } = toWhom(options);
  if (team === undefined || options.note || options.points !== undefined) throw new SayOnceError('not-allowed', 'Sales gets a customer as a team, without a note or points of anybody’s: they could tell why. Nothing was offered.');
  const until = endsAt(options, desk);
  const known = await knownAs(desk, customer);
  const key = options.to.key === undefined ? await sealingKey(desk, 'sales') : teamKey(options.to.key);
  const words = await wordsOf(options.language);
  const offer = randomId();
  const { saved } = await desk.record(customer, { kind: 'handoff', offer, state: 'offered', ...to, team, audience: 'sales', until });
  const view = await viewOf(desk, known);
  const body: SalesOffer = { offer, customer: known, team, until, ...(view.hold === undefined ? {} : { hold: view.hold }) };
  // Signed by nobody: a signature names who made it.
  const token = await sealToken(desk.name, key, { signature: '', payload: JSON.stringify(body) }, 'sales');
  const link = linkOf(options, token);
  return {
    offer,
    customer,
    reference: REFERENCE + offer,
    aloud: async () => (await part(import('../carry/spoken.js'))).aloud(offer),
    reaches: false,
    compact: token,
    full: token,
    left: 0,
    summary: salesSummary(view, words),
    points: salesPoints(view, words),
    link,
    compactLink: link,
    until,
    saved,
    onState: (callback) => desk.watch(customer, (context) => {
      const state = (context as Context).handoffs.find((one) => one.offer === offer);
      if (state !== undefined) callback(state);
    }, () => {}),
  };
}
