/** A sales desk looks at a hand-off, and takes it. It writes down that it was used, and nothing else. */
import { openToken } from '../carry/token.js';
import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { checkFor, checkWhen } from '../model/hand-off.js';
import { parseSalesOffer, type SalesOffer, salesPoints, salesSummary } from '../model/hand-off-sales.js';
import { dayOf } from '../model/time.js';
import { offerMark } from '../store/marks.js';
import type { Desk } from './desk.js';
import { openingKeys } from './hand-off-keys.js';
import { wordsOf } from './hand-off-language.js';
import { aboutOffer } from './hand-off-state.js';
import { checkId } from './ids.js';
import { pitchWith } from './pitch.js';
import type { Received } from './types.js';

type Sales = Desk<Audience>;

/** Of the store's meta: a digest of the offer's id, and the day after which nobody need ask. No hour, nobody's name. */
const USED = 'used/';

const placesOf = async ({ store }: Sales, offer: string): Promise<string[]> => (await store.digests(offerMark(offer))).map((digest) => USED + digest);

/** Throws `taken`: in this browser, by whomever. */
async function notUsed(desk: Sales, offer: string): Promise<void> {
  for (const place of await placesOf(desk, offer)) if ((await desk.store.disk.meta(place)) !== undefined) throw new SayOnceError('taken', 'This hand-off was taken already. Nothing was changed.');
}

/** Says that it was used, and lets go of those that have ended anyway. */
async function use(desk: Sales, { offer, until }: SalesOffer): Promise<void> {
  const { disk, now } = desk.store;
  const today = dayOf(now());
  const meta = new Map<string, unknown>();
  for (const [place, day] of await disk.metas(USED)) if (typeof day !== 'string' || day < today) meta.set(place, undefined);
  const [place = ''] = await placesOf(desk, offer);
  await disk.commit({ expect: new Map(), meta: meta.set(place, dayOf(until)), durability: 'strict' });
}

/** `token`: out of whatever it came in. */
export async function receiveForSales(desk: Sales, token: string): Promise<Received<'sales'>> {
  if (!token.includes('.')) throw new SayOnceError('not-allowed', 'Sales has no journal in which a reference or a code could lead to a hand-off: ask for the link or the token.');
  const body = parseSalesOffer((await openToken(desk.name, await openingKeys(desk, 'sales'), token, 'sales')).payload);
  const { offer, customer, team, until, hold } = body;
  checkId(customer, 'support');
  checkFor({ team, audience: 'sales' }, desk.as);
  const check = async (): Promise<void> => {
    await notUsed(desk, offer);
    checkWhen({ until }, desk.store.now());
  };
  await check();
  // Whoever made it is named by nobody: it may hold, and it sets nobody free.
  const context = await pitchWith(desk, { customer }, hold === undefined ? [] : [hold]);
  const words = await wordsOf();
  return {
    offer,
    customer,
    from: { audience: 'support' },
    signed: false,
    here: false,
    to: team,
    at: undefined,
    until,
    points: salesPoints(context, words),
    summary: salesSummary(context, words),
    context,
    open: () => Promise.resolve(false),
    accept: () =>
      aboutOffer(desk, offer, async () => {
        if (desk.store.closed) throw new SayOnceError('closed', 'This touchpoint was closed.');
        await check();
        await use(desk, body);
        return { told: false };
      }),
    decline: () => Promise.resolve({ told: false }),
  };
}
