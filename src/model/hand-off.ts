/** A hand-off in transit: what a token says, who may take it, and when. */
import type { AnyEntry, Audience, Author, HandOff } from './entry.js';
import { SayOnceError } from './errors.js';
import type { Stamp } from './stamp.js';
import { MAX_AHEAD } from './time.js';

/** UTF-16 units of a compact token, at most. */
export const MAX_COMPACT = 1_000;
/** … and of a full one. Tokens are ASCII: as many bytes. */
export const MAX_FULL = 32_000;

/** Who may take a hand-off: one of a team, or one rep. */
export type For = Pick<HandOff, 'team' | 'rep'>;

/** Who would take it. */
type Taker = { audience?: Audience; id?: string; teams?: readonly string[] };

/** What a token says. */
export interface OfferBody extends For, Pick<HandOff, 'to' | 'note'> {
  /** the hand-off's id */
  offer: string;
  customer: string;
  /** who hands over; of an unsigned token, who they say they are */
  from: Author;
  /** when it was offered, and until when it can be taken, ms since 1970 */
  at: number;
  until: number;
  /** the chain that receipts go with */
  chain?: string;
  /** what to read back */
  points?: string[];
  /** of a compact token: what the next person needs first, as stamp, fact and value */
  facts?: [Stamp, string, string][];
  /** … and the newest open issue, as stamp and words */
  issue?: [Stamp, string];
  /** of a full token: every id of the customer's, and entries */
  group?: string[];
  entries?: AnyEntry[];
}

export const notOne = (what: string): SayOnceError => new SayOnceError('not-a-token', `This is not a hand-off of say-once: ${what}. Nothing was changed.`);

export const isText = (value: unknown, max: number): value is string => typeof value === 'string' && value.length > 0 && value.length <= max;
const isMaybe = (value: unknown, max: number): boolean => value === undefined || isText(value, max);
export const isTime = (value: unknown): boolean => Number.isSafeInteger(value) && (value as number) >= 0 && (value as number) <= 8_640_000_000_000_000;
const isTexts = (value: unknown, max: number): boolean => value === undefined || (Array.isArray(value) && value.length <= 50 && value.every((text) => isText(text, max)));
const isRow = (value: unknown, length: number): boolean => Array.isArray(value) && value.length === length && value.every((text) => isText(text, MAX_FULL)) && /^[0-9a-z]{24}$/.test(value[0] as string);

/** What a token was sealed over, if it has the shape of one; its entries are not looked at yet. Throws `not-a-token`. */
export function parseOffer(json: string): OfferBody {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw notOne('what is sealed in it cannot be read');
  }
  const { offer, customer, from, at, until, chain, note, to, team, rep, points, facts, issue, group, entries } = (value ?? {}) as Partial<OfferBody>;
  if (!isText(offer, 100) || !isText(customer, 500)) throw notOne('it names no customer');
  const { id, label } = (from ?? {}) as Partial<Author>;
  if (typeof from !== 'object' || from === null || !isMaybe(id, 500) || !isMaybe(label, 200)) throw notOne('nobody hands over');
  if (!isTime(at) || !isTime(until)) throw notOne('it has no time');
  if (!isMaybe(team, 200) || !isMaybe(rep, 500) || (team === undefined) === (rep === undefined)) throw notOne('it is for nobody');
  if (!isMaybe(to, 200) || !isMaybe(note, MAX_FULL) || !isMaybe(chain, 500) || !isTexts(points, 200)) throw notOne('what it says cannot be read');
  if ((facts !== undefined && !(Array.isArray(facts) && facts.every((row) => isRow(row, 3)))) || (issue !== undefined && !isRow(issue, 2))) throw notOne('what it says cannot be read');
  if (!isTexts(group, 500) || !(entries === undefined || (Array.isArray(entries) && group?.includes(customer)))) throw notOne('its entries cannot be read');
  return value as OfferBody;
}

/** Throws `wrong-audience`: it is for another team or audience, or another rep. */
export function checkFor({ team, rep, audience }: For & Pick<HandOff, 'audience'>, seat: Taker): void {
  const mine = (audience ?? 'support') === (seat.audience ?? 'support') && (team === undefined ? rep !== undefined && rep === seat.id : (seat.teams ?? []).includes(team));
  if (!mine) throw new SayOnceError('wrong-audience', `This hand-off is for ${team === undefined ? 'another rep' : `the team «${team}»`}. Nothing was changed.`);
}

/** Throws `not-yet-valid`, `expired`. */
export function checkWhen({ at, until }: { at?: number | undefined; until?: number | undefined }, now: number): void {
  if (at !== undefined && at > now + MAX_AHEAD) throw new SayOnceError('not-yet-valid', 'This hand-off was made by a clock that is over five minutes ahead of this machine’s. Set one of the two clocks.');
  if (until !== undefined && until <= now) throw new SayOnceError('expired', 'Nobody took this hand-off in time. Nothing was changed; ask for a new one.');
}
