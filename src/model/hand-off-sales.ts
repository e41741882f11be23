/** A hand-off to sales in transit: whom, for which team, until when, and what sales may know of them anyway. Never why. */
import type { Scope } from './entry.js';
import { isText, isTime, notOne } from './hand-off.js';
import type { HandOffWords } from './hand-off-words.js';
import { inert } from './inert.js';
import { startOf } from './time.js';
import type { SalesContext, SalesHold } from './view-sales.js';

/** All that a token for sales says. It has no author and no time of its own: who offered, and when, sales does not know. */
export interface SalesOffer {
  /** the hand-off's id */
  offer: string;
  /** the host's id, by which sales opens its own record */
  customer: string;
  team: string;
  /** until when it can be taken, ms since 1970 */
  until: number;
  /** left out: support holds nothing */
  hold?: SalesHold;
}

const FIELDS: ReadonlySet<string> = new Set<keyof SalesOffer>(['offer', 'customer', 'team', 'until', 'hold']);
const HOLD_FIELDS: ReadonlySet<string> = new Set<keyof SalesHold>(['from', 'until', 'review', 'scope']);
const SCOPE_FIELDS: ReadonlySet<string> = new Set<keyof Scope>(['channels', 'products']);

const isObject = (value: unknown, fields: ReadonlySet<string>): boolean => typeof value === 'object' && value !== null && Object.keys(value).every((key) => fields.has(key));
const isDay = (value: unknown): boolean => typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) && !Number.isNaN(startOf(value));
const isPlaces = (value: unknown): boolean => value === undefined || (Array.isArray(value) && value.length > 0 && value.length <= 50 && value.every((text) => isText(text, 200)));

function isHold(value: unknown): boolean {
  const { from, until, review, scope } = (value ?? {}) as Partial<SalesHold>;
  return isObject(value, HOLD_FIELDS) && isDay(from) && (until === null || isDay(until)) && isDay(review) && isObject(scope, SCOPE_FIELDS) && isPlaces(scope?.channels) && isPlaces(scope?.products);
}

/** What a token for sales was sealed over. It may say nothing else: what is more than this was not cut. Throws `not-a-token`. */
export function parseSalesOffer(json: string): SalesOffer {
  let value: unknown;
  try {
    value = JSON.parse(json);
  } catch {
    throw notOne('what is sealed in it cannot be read');
  }
  const { offer, customer, team, until, hold } = (value ?? {}) as Partial<SalesOffer>;
  if (!isObject(value, FIELDS)) throw notOne('it says more than sales may know');
  if (!isText(offer, 100) || !isText(customer, 500)) throw notOne('it names no customer');
  if (!isText(team, 200)) throw notOne('it is for nobody');
  if (!isTime(until)) throw notOne('it has no time');
  if (hold !== undefined && !isHold(hold)) throw notOne('what it says cannot be read');
  return value as SalesOffer;
}

/** Days are UTC's (0004). */
const dayIn = (day: string, { locale }: HandOffWords): string => new Date(startOf(day)).toLocaleDateString(locale, { day: 'numeric', month: 'long', timeZone: 'UTC' });

/** Whether one may pitch, and what to say: of a closed set, the same for every reason. */
export function salesPoints({ pitch, hold }: SalesContext, words: HandOffWords): string[] {
  const { sales } = words;
  if (hold === undefined) return [pitch === 'clear' ? sales.clear : sales.unchecked];
  return [sales.held(dayIn(hold.from, words), hold.until === null ? undefined : dayIn(hold.until, words), dayIn(hold.review, words)), sales.say];
}

/** What the colleague in sales reads. */
export const salesSummary = (context: SalesContext, words: HandOffWords): string => [words.sales.who(inert(context.customer)), ...salesPoints(context, words)].join('\n');
