/** What a support desk does in its own way. */
import type { Context, HeldCause } from '../model/context.js';
import type { Audience } from '../model/entry.js';
import { type Asking, dueOf, type Guide, guide as guideTo } from '../model/guidance.js';
import { allHolds } from '../model/holds.js';
import { holdsForSales } from '../model/holds-for-sales.js';
import type { Policy } from '../model/policy.js';
export { POLICY as policy } from '../model/policy-built-in.js';
import { freeze } from '../store/freeze.js';
import { isUnlinked, POSTED, UNLINKED } from '../store/marks.js';
import type { News, Store } from '../store/store.js';
import type { Desk } from './desk.js';
import { live, type Look } from './live.js';
import type { Stop } from './types.js';

function guide({ contacts, policy, store }: Desk<Audience>, context: Context, asking: Partial<Asking> = {}): Guide {
  const chain = contacts?.of(context.customer)?.chain;
  return guideTo(context, policy, { now: store.now(), ...(chain === undefined ? {} : { chain }), ...asking });
}

export function view({ policy, store }: Desk<Audience>, context: Context): Context {
  const due = dueOf(context, policy, store.now());
  return { ...context, ...(due === undefined ? {} : { due }) };
}

/** Whether a hold that sales was told of has ended by itself. */
export const isBehind = async ({ store, policy }: Desk<Audience>): Promise<boolean> =>
  (await store.marked([POSTED])).some(({ memo }) => allHolds(memo.folded.context, policy).filter(({ until }) => until === null || until > store.now()).length !== (memo.posted ?? []).length);

async function unlinked(store: Store): Promise<{ contexts: Context[]; places: Set<string> }> {
  const found = (await store.marked([UNLINKED])).filter(({ memo }) => isUnlinked(memo.folded.context));
  const contexts = found.map(({ memo }) => memo.folded.context).sort((a, b) => (a.issues[0]?.at ?? 0) - (b.issues[0]?.at ?? 0));
  return { contexts: freeze(contexts), places: new Set(found.map(({ place }) => place)) };
}

function watchUnlinked(store: Store, callback: (contexts: Context[]) => void, onError: (error: unknown) => void): Stop {
  let listed: ReadonlySet<string> | undefined;
  let marks: readonly string[] = [];
  const look = async (): Promise<Look<Context[]>> => {
    marks = await store.digests(UNLINKED);
    const { contexts, places } = await unlinked(store);
    listed = places;
    return { view: contexts };
  };
  // Whoever is on the list, and whoever comes to be.
  const concerns = ({ place, record }: News): boolean => listed === undefined || listed.has(place) || record === undefined || record.marks.some((mark) => marks.includes(mark));
  return live(store, look, concerns, callback, onError);
}

/** Held calls as sales would see them: support looks with the same eyes. */
const held = (context: Context, policy: Policy, now: number): HeldCause[] => holdsForSales(context, policy, now).map(({ source, ...hold }) => ({ ...hold, stamp: source, cause: source, digests: [] }));

export const support = { guide, held, unlinked, watchUnlinked };
