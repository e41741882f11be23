/** Makes a hand-off: one entry in the journal, and the same in three sizes for whoever cannot read that. */
import type { Context, HandOffState } from '../model/context.js';
import type { AnyEntry, Audience, HandOff } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { lengthOf, sealToken, signed } from '../carry/token.js';
import { MAX_COMPACT, MAX_FULL, type OfferBody } from '../model/hand-off.js';
import { compactBody } from '../model/hand-off-compact.js';
import { choose, neededFor } from '../model/hand-off-entries.js';
import { pointsOf, summaryOf } from '../model/hand-off-words.js';
import { randomId, utf8 } from '../store/bytes.js';
import { history } from '../store/history.js';
import { gather, together } from '../store/journal.js';
import type { Desk } from './desk.js';
import { sealingKey } from './hand-off-keys.js';
import { expire, REFERENCE, supportOnly } from './hand-off-state.js';
import { checkId } from './options.js';
import type { HandOffOptions, Offer, Stop } from './types.js';

/** The newest entries that are looked at, unless the context rests on older ones. */
const NEWEST = 300;
const MINUTE = 60_000;
/** The longest a timer of a browser can wait, ms. */
const LONGEST = 2_147_483_647;

type Support = Desk<Audience>;

/** Throws `bad-entry`. */
function toWhom({ to }: HandOffOptions): Pick<HandOff, 'to' | 'team' | 'rep'> {
  const { team, rep, label } = (to ?? {}) as { team?: string; rep?: string; label?: string };
  const name = team ?? rep;
  if (typeof name !== 'string' || name.trim() === '' || (team !== undefined && rep !== undefined)) throw new SayOnceError('bad-entry', 'A hand-off is for `{ team }` or for `{ rep }`.');
  return { to: label ?? name, ...(team === undefined ? { rep: name } : { team }) };
}

/** What an offer would say now. */
export async function handOffSummary(desk: Support, customer: string, note?: string): Promise<Pick<Offer, 'summary' | 'points'>> {
  supportOnly(desk);
  const context = (await desk.read(customer)) as Context;
  const points = pointsOf(context, desk.guide(context));
  return { points, summary: summaryOf(context, points, note) };
}

/** Offers a customer to a team or a rep. */
export async function handOff(desk: Support, customer: string, options: HandOffOptions): Promise<Offer> {
  supportOnly(desk);
  checkId(customer, 'support');
  const { store, policy } = desk;
  const now = store.now();
  const until = options.expires ?? now + policy.handOffMinutes * MINUTE;
  if (!(until > now)) throw new SayOnceError('bad-entry', 'A hand-off ends in the future: `expires` is in ms since 1970.');
  const whom = toWhom(options);
  const before = (await desk.read(customer)) as Context;
  const points = options.points ?? pointsOf(before, desk.guide(before));
  const offer = randomId();
  const { saved } = await desk.record(customer, { kind: 'handoff', offer, state: 'offered', ...whom, until, points, ...(options.note ? { note: options.note } : {}) });

  const context = (await desk.read(customer)) as Context;
  const state = context.handoffs.find((one) => one.offer === offer);
  if (state === undefined) throw new SayOnceError('forgotten', 'This customer was forgotten meanwhile. Nothing was offered.');
  const tokens = await tokensOf(desk, context, state, until, options.to.key);
  const timer = setTimeout(() => void expire(desk, customer, offer).catch(() => {}), Math.min(until - now + 1, LONGEST));
  desk.onClose(() => clearTimeout(timer));
  const page = options.page ?? (typeof location === 'undefined' ? '' : location.href);
  return {
    offer,
    customer,
    reference: REFERENCE + offer,
    reaches: saved ? (desk.far === undefined ? 'browser' : 'company') : false,
    ...tokens,
    summary: summaryOf(context, state.points ?? [], state.note),
    points: state.points ?? [],
    link: `${page.replace(/#.*$/s, '')}#say-once=${tokens.full}`,
    until,
    saved,
    onState: (callback) => watchState(desk, customer, offer, callback),
  };
}

async function tokensOf(desk: Support, context: Context, state: HandOffState, until: number, team: HandOffOptions['to']['key']): Promise<Pick<Offer, 'full' | 'compact' | 'left'>> {
  const { name, ring } = desk;
  const key = team === undefined ? await sealingKey(desk) : { id: team.id, key: team.publicKey };
  const { offer, at, by, to, team: forTeam, rep, note, points, chain } = state;
  const frame: OfferBody = {
    offer,
    customer: context.customer,
    from: { audience: 'support', ...(by.id === undefined ? {} : { id: by.id }), ...(by.label === undefined ? {} : { label: by.label }) },
    at,
    until,
    ...(forTeam === undefined ? { rep } : { team: forTeam }),
    ...(to === undefined || to === (forTeam ?? rep) ? {} : { to }),
    ...(note === undefined ? {} : { note }),
    ...(points === undefined ? {} : { points }),
  } as OfferBody;
  const bytes = (value: unknown): number => utf8(JSON.stringify(value)).length;
  const small = compactBody(frame, context, (body) => lengthOf(name, key, bytes(body) + 1) <= MAX_COMPACT);

  const whole = { ...frame, ...(chain === undefined ? {} : { chain }), group: context.group, entries: [] as AnyEntry[] };
  const signature = ring.session?.own === undefined ? 0 : Math.ceil(ring.session.own.certificate.length * 1.4) + 300;
  const room = Math.floor(((MAX_FULL - lengthOf(name, key, bytes(whole) + signature)) * 3) / 4);
  const journal = await journalOf(desk, context);
  whole.entries = choose(context, journal, room, (entry) => bytes(entry) + 1);
  const payload = JSON.stringify(whole);
  const full = await sealToken(name, key, { signature: await signed(ring.session, payload), payload });
  const left = context.entries - whole.entries.length;
  return { full, left, ...(small === undefined ? {} : { compact: await sealToken(name, key, { signature: '', payload: JSON.stringify(small) }) }) };
}

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
