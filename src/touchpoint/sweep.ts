import { settle } from '../model/answers.js';
import { type AnyEntry, answersOf, type Audience } from '../model/entry.js';
import { isRefusal } from '../model/errors.js';
import { once } from '../model/fold.js';
import { dayOf } from '../model/time.js';
import { expiryDay } from '../store/expiry.js';
import { EXPIRES } from '../store/due.js';
import { idle } from '../store/idle.js';
import { OPAQUE, type Store } from '../store/store.js';
import type { Desk } from './desk.js';
import { resealPerson } from './persons-change.js';

/** Customers looked after in one go. */
const PAGE = 50;

/** Kinds that stay while nothing has ended them: an open issue, a flag that stands, the link of a person, a hold. */
const LASTS: ReadonlySet<string> = new Set(['issue', 'flag', 'linked', 'held']);

/** What rests on an entry that is still alive is not swept. From the journal: a context shows only so many. */
function alive(entries: readonly AnyEntry[]): Set<string> {
  const { cancelled, closed } = settle(once(entries));
  const stamps = new Set(entries.filter(({ kind, stamp }) => LASTS.has(kind) && !cancelled.has(stamp) && !closed.has(stamp)).map(({ stamp }) => stamp));
  for (const entry of entries) if (entry.kind === 'step' && stamps.has((entry as { issue?: string }).issue ?? '')) stamps.add(entry.stamp);
  return stamps;
}

/** What stays of the entries of all who are linked. What answers something stays as long as that does, or it would come back. */
function staying(entries: readonly AnyEntry[], isOver: (entry: AnyEntry) => boolean): Set<string> {
  const stays = alive(entries);
  for (const entry of entries) if (!isOver(entry)) stays.add(entry.stamp);
  for (let size = 0; size !== stays.size; ) {
    size = stays.size;
    for (const entry of entries) if (answersOf(entry).some((stamp) => stays.has(stamp))) stays.add(entry.stamp);
  }
  return stays;
}

/** Drops what has been kept long enough, by the class of what it is about. Resolves with how many entries. */
export async function sweep(desk: Desk<Audience>): Promise<number> {
  const { store, policy } = desk;
  const today = dayOf(store.now());
  const done = new Set<string>();
  let dropped = 0;
  for (;;) {
    const places = (await store.disk.markedBetween(EXPIRES, EXPIRES + today, PAGE + done.size)).filter((place) => !done.has(place));
    if (places.length === 0 || store.closed) return dropped;
    for (const place of places) {
      await idle();
      done.add(place);
      const customer = await customerAt(store, place);
      if (customer === undefined) continue;
      const { writer } = await desk.recorder();
      await writer.rewrite(customer, (entries, _id, group) => {
        const stays = staying(group, (entry) => expiryDay(entry, policy, desk.as.audience) <= today);
        const kept = entries.filter(({ stamp }) => stays.has(stamp));
        dropped += entries.length - kept.length;
        return kept.length === entries.length ? entries : kept;
      });
    }
  }
}

/** Whose records lie at a place; `undefined`: nobody's any more, or nobody can tell, and they are left as they are. */
async function customerAt(store: Store, place: string): Promise<string | undefined> {
  const [record] = await store.disk.contexts([place]);
  if (record?.box === undefined) return undefined;
  try {
    const { customer } = (await store.open(place, record)).memo.folded.context;
    return customer.startsWith(OPAQUE) && store.audience !== 'sales' ? undefined : customer;
  } catch (error) {
    if (isRefusal(error)) return undefined;
    throw error;
  }
}

/** Once through the store, sealing anew what lies under another key. Resolves with how many customers. */
async function resealAll(desk: Desk<Audience>): Promise<number> {
  const { store } = desk;
  let done = 0;
  let after: string | undefined;
  for (;;) {
    const page = await store.disk.places(after, PAGE);
    for (const { place, key } of page) {
      if (key === store.keys.newest.id || store.closed) continue;
      await idle();
      const customer = await customerAt(store, place);
      if (customer === undefined) continue;
      const { writer } = await desk.recorder();
      await writer.rewrite(customer, (entries) => [...entries]);
      done++;
    }
    after = page.at(-1)?.place;
    if (page.length < PAGE) return done;
  }
}

/** Keys that something may lie under still, though they are noted no more. */
const GOING = 'going';

/**
 * Seals with the newest key what lies under older ones, so that the host may let go of those. Resolves with how many customers.
 * A page that is closed in the middle leaves word of it: whoever opens next goes on.
 */
export async function reseal(desk: Desk<Audience>): Promise<number> {
  const { store } = desk;
  const { newest, all } = store.keys;
  const [going, known] = (await Promise.all([store.disk.meta(GOING), store.disk.meta('keys')])) as (Record<string, string> | undefined)[];
  const { [newest.id]: _, ...others } = { ...going, ...known };
  if (Object.keys(others).length === 0) return 0;
  if (Object.keys(others).some((id) => all.every((key) => key.id !== id))) {
    store.trouble('wrong-key');
    return 0;
  }
  const note = (meta: [key: string, value: unknown][]): Promise<unknown> => store.disk.commit({ expect: new Map(), meta: new Map(meta), durability: 'strict' });
  if (store.audience === 'customer') await resealPerson(desk);
  let done = await resealAll(desk);
  // A tab with an older ring notes its key where it writes over nothing of its own: what it wrote before this is found once more, what it begins after is noted.
  for (let more = 1; more > 0 && !store.closed; done += more) {
    await note([['keys', { [newest.id]: newest.check }], [GOING, others]]);
    more = await resealAll(desk);
  }
  if (!store.closed) await note([[GOING, undefined]]);
  return done;
}
