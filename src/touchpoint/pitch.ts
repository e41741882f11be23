/** May this number or account be pitched to? Loaded where a guard, or a host, asks. */
import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { salesView, type SalesContext, type SalesHold } from '../model/view-sales.js';
import { freeze } from '../store/freeze.js';
import type { Loaded, News } from '../store/store.js';
import { type Desk, FRESH_NEWS } from './desk.js';
import type { Freshness } from './fresh.js';
import { earlier, live, type Look } from './live.js';
import { askedFor } from './lookup.js';
import { together } from './pass.js';
import type { Query, Stop } from './types.js';

/** The candidates behind a query, and where they or new ones would be heard of. */
interface Candidates {
  loaded: Loaded[];
  marks: Set<string>;
  places: Set<string>;
}

async function candidates(desk: Desk<Audience>, query: Query): Promise<Candidates & { fresh: Freshness }> {
  const { store } = desk;
  const asked = await askedFor(store, query);
  const texts = asked.filter(({ fact }) => fact !== 'customer').map(({ text }) => text);
  const ids = asked.filter(({ fact }) => fact === 'customer').map(({ text }) => text);
  const [digests, lie] = await Promise.all([Promise.all(texts.map((text) => store.digests(text))), Promise.all(ids.map((id) => store.places(id)))]);
  const marks = new Set(digests.flat());
  const found = await together(desk, [...marks], lie.flat());
  // Of whom nothing lies here, nothing need be opened.
  const known = await Promise.all(ids.filter((id, index) => store.unsaved.has(id) || lie[index]?.some((place) => found.places.has(place))).map((id) => store.load(id)));
  const marked = [...marks].flatMap((mark) => found.marked.get(mark) ?? []);
  const loaded = [...new Map([...marked, ...known].map((one) => [one.place, one])).values()];
  return { loaded, marks, places: new Set([...lie.flat(), ...loaded.map(({ place }) => place)]), fresh: found.fresh };
}

/** If any candidate is held, the call is held; nothing about the candidate is shown. */
function pitchOf({ store, ways, policy }: Desk<Audience>, { loaded }: Candidates, query: Query, fresh: boolean, more: readonly SalesHold[] = []): SalesContext {
  const now = store.now();
  const held: SalesHold[] = loaded.flatMap(({ memo }) => ways.support?.held(memo.folded.context, policy, now) ?? memo.folded.context.held);
  return salesView(query['customer'] ?? '', [...held, ...more], fresh, now, { ...(query['channel'] === undefined ? {} : { channel: query['channel'] }), ...(query['product'] === undefined ? {} : { product: query['product'] }) });
}

/** `more`: holds that came by another way; they hold, too. */
export async function pitch(desk: Desk<Audience>, query: Query, more?: readonly SalesHold[]): Promise<SalesContext> {
  if (desk.as.audience === 'customer') throw new SayOnceError('not-allowed', 'Whether a call may pitch is not for the customer’s own page.');
  const found = await candidates(desk, query);
  return freeze(pitchOf(desk, found, query, found.fresh.fresh, more));
}

export function watchPitch(desk: Desk<Audience>, query: Query, callback: (view: SalesContext) => void): Stop {
  let marks = new Set<string>();
  let places = new Set<string>();
  let asked = false;
  const look = async (): Promise<Look<SalesContext>> => {
    const found = await candidates(desk, query);
    const { fresh } = found;
    ({ marks, places } = found);
    asked = true;
    const view = freeze(pitchOf(desk, found, query, fresh.fresh));
    return { view, due: earlier(view.due, fresh.due) };
  };
  const concerns = ({ place, record }: News): boolean => !asked || place === FRESH_NEWS || places.has(place) || record === undefined || record.marks.some((mark) => marks.has(mark));
  // Whoever cannot look does not know, and must not seem to.
  const fail = (): void => callback(freeze({ customer: query['customer'] ?? '', pitch: 'not-checked' }));
  return live(desk.store, look, concerns, callback, fail);
}
