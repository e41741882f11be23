import type { AnyEntry, Audience } from '../model/entry.js';
import { fold } from '../model/fold.js';
import { dayOf } from '../model/time.js';
import { EXPIRES, expiryDay } from '../store/expiry.js';
import type { Store } from '../store/store.js';
import type { Desk } from './desk.js';

/** Customers looked after in one go. */
const PAGE = 50;

export const idle = (): Promise<void> => new Promise((resolve) => ('requestIdleCallback' in globalThis ? requestIdleCallback(() => resolve(), { timeout: 2_000 }) : setTimeout(resolve, 50)));

/** What rests on an entry that is still alive is not swept: an open issue, a flag that stands, the link of a person. */
function keeps(entries: readonly AnyEntry[], customer: string): Set<string> {
  const { context } = fold(entries, { customer });
  const issues = new Set(context.issues.map(({ stamp }) => stamp));
  const alive = new Set([...issues, ...context.flags.map(({ stamp }) => stamp), ...context.links.map(({ stamp }) => stamp), ...context.held.map(({ stamp }) => stamp)]);
  for (const entry of entries) if (entry.kind === 'step' && issues.has((entry as { issue?: string }).issue ?? '')) alive.add(entry.stamp);
  return alive;
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
      await writer.rewrite(customer, (entries, id) => {
        const alive = keeps(entries, id);
        const kept = entries.filter((entry) => alive.has(entry.stamp) || expiryDay(entry, policy, desk.as.audience) > today);
        dropped += entries.length - kept.length;
        return kept;
      });
    }
  }
}

async function customerAt(store: Store, place: string): Promise<string | undefined> {
  const [record] = await store.disk.contexts([place]);
  return record === undefined ? undefined : (await store.open(place, record)).memo.folded.context.customer;
}

/** Seals with the newest key what lies under older ones. Resolves with how many customers. */
export async function reseal(desk: Desk<Audience>): Promise<number> {
  const { store } = desk;
  const { newest } = store.keys;
  const known = (await store.disk.meta('keys')) as Record<string, string> | undefined;
  if (known === undefined || Object.keys(known).every((id) => id === newest.id)) return 0;
  let done = 0;
  let after: string | undefined;
  for (;;) {
    const page = await store.disk.places(after, PAGE);
    for (const { place, key } of page) {
      if (key === newest.id || store.closed) continue;
      await idle();
      const customer = await customerAt(store, place);
      if (customer === undefined) continue;
      const { writer } = await desk.recorder();
      await writer.rewrite(customer, (entries) => entries);
      done++;
    }
    after = page.at(-1)?.place;
    if (page.length < PAGE) break;
  }
  if (!store.closed) await store.disk.commit({ expect: new Map(), meta: new Map([['keys', { [newest.id]: newest.check }]]), durability: 'strict' });
  return done;
}
