/** Who an identifier points to. Loaded when somebody asks. */
import type { Context } from '../model/context.js';
import type { Audience } from '../model/entry.js';
import { plainFact } from '../model/e164.js';
import { everyFact, lookUp } from '../store/identifiers.js';
import { OPAQUE, type Store } from '../store/store.js';
import type { Desk } from './desk.js';
import { type Asked, askedFor } from './lookup.js';
import type { Match, Query } from './types.js';

/** How a context holds an identifier: confirmed, claimed, or not at all. */
async function standingOf(store: Store, context: Context, { fact, text }: Asked): Promise<'confirmed' | 'claimed' | undefined> {
  let best: 'claimed' | undefined;
  for (const { value, e164, standing } of everyFact(context).flatMap((one) => (plainFact(one.fact) === fact ? one.values : []))) {
    if ((await lookUp(store, fact, value, e164)) !== text) continue;
    if (standing === 'confirmed') return standing;
    best = 'claimed';
  }
  return best;
}

/** Linked ids are one person: the host's own id speaks for them. */
const speaker = ({ customer, group }: Context): string => group.find((id) => !id.startsWith('prov_')) ?? group[0] ?? customer;

/** Every customer that one of these identifiers points to. A guess joins nobody: it only says what matched, and how surely. */
export async function find({ store }: Desk<Audience>, query: Query): Promise<Match[]> {
  // Whoever is found is mostly read next.
  await store.lately();
  const found = new Map<string, { matchedOn: Set<string>; exact: boolean; shared: boolean }>();
  const note = (customer: string, fact: string, exact: boolean, shared: boolean): void => {
    const one = found.get(customer) ?? { matchedOn: new Set(), exact: false, shared: false };
    one.matchedOn.add(fact);
    one.exact ||= exact;
    one.shared ||= shared;
    found.set(customer, one);
  };
  for (const asked of await askedFor(store, query)) {
    if (asked.fact === 'customer') {
      const { memo } = await store.load(asked.text);
      if (memo.folded.context.entries > 0) note(speaker(memo.folded.context), 'customer', true, false);
      continue;
    }
    const standings = new Map<string, 'confirmed' | 'claimed'>();
    for (const { memo, place } of await store.marked([asked.text])) {
      const { context } = memo.folded;
      const standing = context.held.length > 0 ? 'claimed' : await standingOf(store, context, asked);
      const customer = store.audience === 'sales' ? OPAQUE + place : speaker(context);
      if (standing !== undefined && standings.get(customer) !== 'confirmed') standings.set(customer, standing);
    }
    const confirmed = [...standings.values()].filter((standing) => standing === 'confirmed').length;
    for (const [customer, standing] of standings) note(customer, asked.fact, standing === 'confirmed' && confirmed === 1, confirmed > 1 && standing === 'confirmed');
  }
  const rank = { exact: 0, shared: 1, unproven: 2 } as const;
  return [...found]
    .map(([customer, { matchedOn, exact, shared }]): Match => ({ customer, matchedOn: [...matchedOn].sort(), strength: exact ? 'exact' : shared ? 'shared' : 'unproven' }))
    .sort((a, b) => rank[a.strength] - rank[b.strength] || (a.customer < b.customer ? -1 : 1));
}
