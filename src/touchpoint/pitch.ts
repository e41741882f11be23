/** May this number or account be pitched to? Loaded where a guard, or a host, asks. */
import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { salesView, type SalesContext, type SalesHold } from '../model/view-sales.js';
import { partOnce } from '../store/part.js';
import { freeze } from '../store/freeze.js';
import { EMPTIED, type Loaded, type News } from '../store/store.js';
import type { Desk } from './desk.js';
import { unchecked, watchWith } from './later.js';
import { earlier, live, type Look } from './live.js';
import { askedFor } from './lookup.js';
import { type Found, together } from './pass.js';
import type { Query, Stop } from './types.js';

const lists = partOnce(() => import('./pitch-list.js'));

/** What a query is looked up by. */
export interface Sought {
  marks: readonly string[];
  ids: readonly string[];
  /** where each of the ids may lie */
  lie: readonly (readonly string[])[];
}

export async function soughtBy({ store }: Desk<Audience>, query: Query): Promise<Sought> {
  const asked = await askedFor(store, query);
  const ids = asked.filter(({ fact }) => fact === 'customer').map(({ text }) => text);
  const [digests, lie] = await Promise.all([Promise.all(asked.filter(({ fact }) => fact !== 'customer').map(({ text }) => store.digests(text))), Promise.all(ids.map((id) => store.places(id)))]);
  return { marks: digests.flat(), ids, lie };
}

/** The candidates behind a query. Of whom nothing lies here, nothing need be opened. */
export async function candidates({ store }: Desk<Audience>, { marks, ids, lie }: Sought, { marked, places }: Found): Promise<Loaded[]> {
  const known = await Promise.all(ids.filter((id, index) => store.unsaved.has(id) || lie[index]?.some((place) => places.has(place))).map((id) => store.load(id)));
  return [...new Map([...marks.flatMap((mark) => marked.get(mark) ?? []), ...known].map((one) => [one.place, one])).values()];
}

/** If any candidate is held, the call is held; nothing about the candidate is shown. */
export function pitchOf({ store, ways, policy }: Desk<Audience>, loaded: readonly Loaded[], query: Query, fresh: boolean, more: readonly SalesHold[] = []): SalesContext {
  const now = store.now();
  const held: SalesHold[] = loaded.flatMap(({ memo }) => ways.support?.held(memo.folded.context, policy, now) ?? memo.folded.context.held);
  return freeze(salesView(query['customer'] ?? '', [...held, ...more], fresh, now, { ...(query['channel'] === undefined ? {} : { channel: query['channel'] }), ...(query['product'] === undefined ? {} : { product: query['product'] }) }));
}

/** Whether there is anything to look up: what cannot be read as a number is nobody's, and never clear. */
export const isAny = ({ marks, ids }: Sought): boolean => marks.length + ids.length > 0;

/** News about nobody but this desk: how far it has heard. What lies in the store is as it was. */
export const isOfDesk = ({ place }: News): boolean => place.startsWith('!') && place !== EMPTIED;

const isList = (query: Query | readonly Query[]): query is readonly Query[] => Array.isArray(query);

/** `more`: holds that came by another way; they hold, too. */
export async function pitchWith(desk: Desk<Audience>, query: Query, more: readonly SalesHold[]): Promise<SalesContext> {
  const sought = await soughtBy(desk, query);
  const found = await together(desk, sought.marks, sought.lie.flat());
  return pitchOf(desk, await candidates(desk, sought, found), query, found.fresh.fresh && isAny(sought), more);
}

export async function pitch(desk: Desk<Audience>, query: Query): Promise<SalesContext>;
export async function pitch(desk: Desk<Audience>, queries: readonly Query[]): Promise<readonly SalesContext[]>;
export async function pitch(desk: Desk<Audience>, query: Query | readonly Query[]): Promise<SalesContext | readonly SalesContext[]> {
  if (desk.as.audience === 'customer') throw new SayOnceError('not-allowed', 'Whether a call may pitch is not for the customer’s own page.');
  if (isList(query)) return new (await lists()).PitchList(desk, query).look().then(({ view }) => view);
  return pitchWith(desk, query, []);
}

export function watchPitch(desk: Desk<Audience>, query: Query, callback: (view: SalesContext) => void): Stop;
export function watchPitch(desk: Desk<Audience>, queries: readonly Query[], callback: (views: readonly SalesContext[]) => void): Stop;
export function watchPitch(desk: Desk<Audience>, query: Query | readonly Query[], callback: (view: never) => void): Stop {
  // Whoever cannot look does not know, and must not seem to.
  const fail = (): void => callback(unchecked(query) as never);
  if (isList(query)) return watchWith(lists(), ({ watchList }) => watchList(desk, query, callback as (views: readonly SalesContext[]) => void, fail), fail);
  let sought: Sought | undefined;
  let marks: ReadonlySet<string> | undefined;
  let places = new Set<string>();
  /** what was found, until something is heard that may change it */
  let known: Loaded[] | undefined;
  let heard = 0;
  const look = async (): Promise<Look<SalesContext>> => {
    const by = (sought ??= await soughtBy(desk, query));
    marks ??= new Set(by.marks);
    const before = heard;
    let loaded = known;
    const found = await (loaded === undefined ? together(desk, by.marks, by.lie.flat()) : together(desk, [], []));
    loaded ??= await candidates(desk, by, found);
    if (heard === before) known = loaded;
    places = new Set([...by.lie.flat(), ...loaded.map(({ place }) => place)]);
    const view = pitchOf(desk, loaded, query, found.fresh.fresh && isAny(by));
    return { view, due: earlier(view.due, found.fresh.due) };
  };
  const concerns = (news: News): boolean => {
    if (isOfDesk(news)) return true;
    const { place, record } = news;
    if (marks !== undefined && !places.has(place) && record !== undefined && !record.marks.some((mark) => marks?.has(mark))) return false;
    heard += 1;
    known = undefined;
    return true;
  };
  return live(desk.store, look, concerns, callback as (view: SalesContext) => void, fail);
}
