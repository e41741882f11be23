/** Makes a hand-off: one entry in the journal, and the same in three sizes for whoever cannot read that. */
import type { Context, HandOffState } from '../model/context.js';
import type { AnyEntry, Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import type { OfferBody } from '../model/hand-off.js';
import { neededFor } from '../model/hand-off-entries.js';
import { pointsOf, summaryOf } from '../model/hand-off-words.js';
import { randomId } from '../store/bytes.js';
import { history } from '../store/history.js';
import { gather, together } from '../store/journal.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import { sealingKey, teamKey } from './hand-off-keys.js';
import { wordsOf } from './hand-off-language.js';
import { expire, REFERENCE, supportOnly } from './hand-off-state.js';
import { endsAt, linkOf, tokensOf, toWhom } from './hand-off-tokens.js';
import { checkId } from './ids.js';
import type { HandOffOptions, Offer, SpokenCode, Stop } from './types.js';

/** The newest entries that are looked at, unless the context rests on older ones. */
const NEWEST = 300;
/** The longest a timer of a browser can wait, ms. */
const LONGEST = 2_147_483_647;

type Support = Desk<Audience>;

/** What an offer would say now. */
export async function handOffSummary(desk: Support, customer: string, note?: string, language?: string, audience?: 'sales'): Promise<Pick<Offer, 'summary' | 'points'>> {
  supportOnly(desk);
  if (audience === 'sales') return (await part(import('./hand-off-sales.js'))).summaryForSales(desk, customer, language);
  const words = await wordsOf(language);
  const context = (await desk.read(customer)) as Context;
  const points = pointsOf(context, desk.guide(context), desk.policy, words);
  return { points, summary: summaryOf(context, points, note, words) };
}

/** Offers a customer to a team or a rep. */
export async function handOff(desk: Support, customer: string, options: HandOffOptions): Promise<Offer> {
  if (desk.as.audience === 'customer') return (await part(import('./hand-off-public.js'))).handOffByPublic(desk, customer, options);
  supportOnly(desk);
  checkId(customer, 'support');
  if (options.to?.audience === 'sales') return (await part(import('./hand-off-sales.js'))).handOffToSales(desk, customer, options);
  const { store, policy } = desk;
  const now = store.now();
  const until = endsAt(options, desk);
  const whom = toWhom(options);
  const words = await wordsOf(options.language);
  const before = (await desk.read(customer)) as Context;
  const points = options.points ?? pointsOf(before, desk.guide(before), policy, words);
  const offer = randomId();
  const { saved } = await desk.record(customer, { kind: 'handoff', offer, state: 'offered', ...whom, until, points, ...(options.note ? { note: options.note } : {}) });

  const context = (await desk.read(customer)) as Context;
  const state = context.handoffs.find((one) => one.offer === offer);
  if (state === undefined) throw new SayOnceError('forgotten', 'This customer was forgotten meanwhile. Nothing was offered.');
  const { key: team } = options.to;
  const key = team === undefined ? await sealingKey(desk) : teamKey(team);
  const tokens = await tokensOf(desk, { key, frame: frameOf(context, state, until), context, journal: await journalOf(desk, context), session: desk.ring.session, chain: state.chain, group: context.group });
  const timer = setTimeout(() => void expire(desk, customer, offer).catch(() => {}), Math.min(until - now + 1, LONGEST));
  desk.onClose(() => clearTimeout(timer));
  return {
    offer,
    customer,
    reference: REFERENCE + offer,
    aloud: async () => (await part(import('../carry/spoken.js'))).aloud(offer),
    reaches: saved ? (desk.far === undefined ? 'browser' : 'company') : false,
    ...(saved ? { code: spoken(desk, { ...state, until }) } : {}),
    ...tokens,
    left: context.entries - tokens.entries,
    summary: summaryOf(context, state.points ?? [], state.note, words),
    points: state.points ?? [],
    link: linkOf(options, tokens.full),
    ...(tokens.compact === undefined ? {} : { compactLink: linkOf(options, tokens.compact) }),
    until,
    saved,
    onState: (callback) => watchState(desk, customer, offer, callback),
  };
}

/** Of one hand-off there is one spoken code at a time. */
function spoken(desk: Support, offer: HandOffState & { until: number }): () => Promise<SpokenCode> {
  let last: SpokenCode | undefined;
  return async () => {
    const { giveCode } = await part(import('./spoken-give.js'));
    last?.stop();
    return (last = await giveCode(desk, offer));
  };
}

/** What stands around whatever is handed over. */
const frameOf = (context: Context, { offer, at, by, to, team, rep, note, points }: HandOffState, until: number): OfferBody => ({
  offer,
  customer: context.customer,
  from: { audience: 'support', ...(by.id === undefined ? {} : { id: by.id }), ...(by.label === undefined ? {} : { label: by.label }) },
  at,
  until,
  ...(team === undefined ? (rep === undefined ? {} : { rep }) : { team }),
  ...(to === undefined || to === (team ?? rep) ? {} : { to }),
  ...(note === undefined ? {} : { note }),
  ...(points === undefined ? {} : { points }),
});

/** The newest entries; all of them only where the context rests on older ones. */
async function journalOf({ store }: Support, context: Context): Promise<AnyEntry[]> {
  const { entries } = await history(store, context.customer, NEWEST);
  const found = new Set(entries.map(({ stamp }) => stamp));
  if (neededFor(context).every((stamp) => found.has(stamp))) return entries;
  const { members } = await gather(store, [context.customer], store.unsaved);
  return together(context.group.map((id) => members.get(id)?.journal ?? []));
}

function watchState(desk: Support, customer: string, offer: string, callback: (state: HandOffState) => void): Stop {
  let shown: string | undefined;
  return desk.watch(customer, (view) => {
    const state = (view as Context).handoffs.find((one) => one.offer === offer);
    const said = JSON.stringify(state);
    if (state === undefined || said === shown) return;
    shown = said;
    callback(state);
  }, () => {});
}
