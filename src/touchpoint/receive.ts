/** Looks at a hand-off, by whatever way it came, and takes or declines it. */
import { openToken, signerOf } from '../carry/token.js';
import type { Context, HandOffState } from '../model/context.js';
import type { Audience, Author, HandOff } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { checkFor, checkWhen, MAX_FULL, type OfferBody, parseOffer } from '../model/hand-off.js';
import { pointsOf, summaryOf } from '../model/hand-off-words.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import { openingKeys } from './hand-off-keys.js';
import { Elsewhere } from './hand-off-elsewhere.js';
import { wordsOf } from './hand-off-language.js';
import { aboutOffer, inChain, notTaken, offerHere, REFERENCE, stateOf, supportOnly } from './hand-off-state.js';
import { checkId } from './ids.js';
import type { Received } from './types.js';

type Support = Desk<Audience>;
type Answer = Parameters<Received['accept']>[0];
/** What a receiver says of it. */
type Step = Pick<HandOff, 'state' | 'confirmed' | 'corrected' | 'readBack' | 'because'>;

/** The length of a link around a token, at most: no page's address is longer than that. */
const MAX_LINK = MAX_FULL + 8_000;

/** A token, a reference or a code, out of the link it came in. Throws `not-a-token`, `too-large`. */
function given(text: unknown): string {
  if (typeof text !== 'string') throw new SayOnceError('not-a-token', 'A hand-off is a text: a token, a reference, or a link.');
  if (text.length > MAX_LINK) throw new SayOnceError('too-large', `A hand-off is at most ${MAX_FULL} characters long; this is ${text.length}. Nothing was changed.`);
  const trimmed = text.trim();
  return /#(?:.*[&?#])?say-once=([\w.:-]+)/s.exec(trimmed)?.[1] ?? trimmed;
}

export async function receive(desk: Support, text: string): Promise<Received<Audience>> {
  const token = given(text);
  if (desk.as.audience === 'sales') return (await part(import('./receive-sales.js'))).receiveForSales(desk, token);
  supportOnly(desk);
  if (/^so\d{1,3}:/.test(token)) return byReference(desk, token);
  if (areWords(token)) return byWords(desk, token);
  if (areDigits(token)) return byReference(desk, await (await part(import('./spoken-take.js'))).takeCode(desk, token));
  const plain = await openToken(desk.name, await openingKeys(desk), token);
  const signer = await signerOf(desk.ring.session, desk.name, plain, desk.store.now());
  const body = parseOffer(plain.payload);
  // Whoever sealed it chose it: what is no id of a host's would lie where somebody else does.
  for (const id of [body.customer, ...(body.group ?? [])]) checkId(id, 'support');
  checkFor(body, desk.as);
  const here = await offerHere(desk, body.offer);
  // What this store wrote itself, its journal knows better than any token.
  if (here !== undefined && here.state.from !== undefined) return atHand(desk, here.customer, here.state);
  checkWhen(body, desk.store.now());
  return fromElsewhere(desk, body, signer);
}

/** Words with something between them, and never a link: whether they are right is seen later. */
const areWords = (text: string): boolean => text.length <= 300 && /^[^a-z:/]*[a-z]{3,12}(?:[^a-z:/]+[a-z]{3,12}){11}[^a-z:/]*$/i.test(text);

/** Digits of any script, and what people put between them. */
const areDigits = (text: string): boolean => text.length <= 100 && /^[\p{Nd}\s.,·•/–-]+$/u.test(text);

async function byWords(desk: Support, words: string): Promise<Received> {
  const offer = (await part(import('../carry/spoken.js'))).heard(words);
  if (offer === undefined) throw new SayOnceError('not-a-token', 'These words are no reference: one of them was misheard. Nothing was changed; have them read out again.');
  return byReference(desk, REFERENCE + offer);
}

async function byReference(desk: Support, reference: string): Promise<Received> {
  if (!reference.startsWith(REFERENCE)) throw new SayOnceError('unknown-version', 'This reference was made by a newer version of say-once. Nothing was changed; reload the page.');
  const offer = reference.slice(REFERENCE.length);
  if (!/^[\w-]{22}$/.test(offer)) throw new SayOnceError('not-a-token', 'This reference is not whole. Nothing was changed.');
  const here = await offerHere(desk, offer);
  if (here === undefined) throw new SayOnceError('not-reached', 'This reference was not made in this browser, and no carrier leads to where it was. Ask for the token or the link.');
  return atHand(desk, here.customer, here.state);
}

/** A hand-off in this store's own journal. */
async function atHand(desk: Support, customer: string, state: HandOffState): Promise<Received> {
  const { offer } = state;
  const check = (now: HandOffState): void => {
    checkFor(now, desk.as);
    notTaken(now);
    checkWhen({ at: now.offered, until: now.state === 'expired' ? 0 : now.until }, desk.store.now());
  };
  check(state);
  const context = (await desk.read(customer)) as Context;
  const write = (draft: Step): Promise<{ told: boolean }> =>
    aboutOffer(desk, offer, async () => {
      const now = await stateOf(desk, customer, offer);
      if (now === undefined) throw new SayOnceError('forgotten', 'This customer was forgotten. Nothing was changed.');
      check(now);
      if (draft.state === 'opened' && now.state !== 'offered') return { told: true };
      const entry = { kind: 'handoff', offer, ...draft, ...inChain(now) } as const;
      const { saved } = draft.state === 'accepted' ? await inContact(desk, customer, now, () => desk.record(customer, entry)) : await desk.record(customer, entry);
      return { told: saved };
    });
  return received(desk, { ...state, customer, at: state.offered ?? state.at, until: state.until ?? 0, from: state.from ?? state.by, signed: true, here: true }, context, write);
}

/** A hand-off that came from another store: nobody there hears what becomes of it. */
async function fromElsewhere(desk: Support, body: OfferBody, signer: Author | undefined): Promise<Received> {
  const { customer, offer } = body;
  const elsewhere = new Elsewhere(await desk.recorder(), body, signer);
  notTaken(await stateOf(desk, customer, offer));
  const context = await elsewhere.context();
  // What nobody signed may say «checked», and it does not count: what is read back is what is known once it is taken.
  const points = (signer && body.points) ?? pointsOf(context, desk.guide(context), desk.policy, await wordsOf());
  const write = ({ state, ...answer }: Omit<Step, 'because'>): Promise<{ told: boolean }> => {
    if (state !== 'accepted') return Promise.resolve({ told: false });
    return aboutOffer(desk, offer, async () => {
      notTaken(await stateOf(desk, customer, offer));
      checkWhen(body, desk.store.now());
      // A chain that nobody vouches for is not gone on with: its checks would count.
      await inContact(desk, customer, signer === undefined ? {} : body, () => elsewhere.take({ ...answer, points }));
      return { told: false };
    });
  };
  return received(desk, { ...body, points, from: signer ?? { ...body.from, audience: body.from.audience === 'customer' ? 'customer' : 'support' }, signed: signer !== undefined, here: false }, context, write);
}

/** Who takes over is in a contact of the same chain, another than the one that handed over. Where nothing comes of it, none was begun. */
async function inContact<T>(desk: Support, customer: string, { chain, channel }: { chain?: string; channel?: string }, work: () => Promise<T>): Promise<T> {
  const on = desk.contacts?.of(customer);
  const result = await work();
  if (on === undefined || (chain !== undefined && on.chain !== chain)) await desk.begin(customer, { ...(chain === undefined ? {} : { chain }), ...(channel === undefined ? {} : { channel }) });
  return result;
}

type Known = Pick<Received, 'offer' | 'customer' | 'from' | 'signed' | 'here' | 'at' | 'until'> & { to?: string; note?: string; points?: string[] };

async function received(desk: Support, known: Known, context: Context, write: (draft: Step) => Promise<{ told: boolean }>): Promise<Received> {
  const words = await wordsOf();
  const { offer, customer, from, signed, here, to, at, until, note, points = pointsOf(context, desk.guide(context), desk.policy, words) } = known;
  const accept = async ({ confirmed = [], corrected = [], readBack }: NonNullable<Answer> = {}): Promise<{ told: boolean }> => {
    const put = corrected.filter(({ point, right }) => points.includes(point) && right.trim() !== '' && right !== point).map(({ point, right }) => ({ point, right }));
    const lines = confirmed.filter((line) => points.includes(line) && put.every(({ point }) => point !== line));
    return write({ state: 'accepted', ...(lines.length === 0 ? {} : { confirmed: lines }), ...(put.length === 0 ? {} : { corrected: put }), ...(readBack ? { readBack } : {}) });
  };
  return {
    offer, customer, from, signed, here, at, until, points, context, accept,
    ...(to === undefined ? {} : { to }),
    ...(note === undefined ? {} : { note }),
    summary: summaryOf(context, points, note, words),
    open: async () => (await write({ state: 'opened' })).told,
    decline: (because) => write({ state: 'declined', because }),
  };
}

