import type { Context } from '../model/context.js';
import type { Entry, Flag } from '../model/entry.js';
import { digest } from '../store/keys.js';
import type { Store } from '../store/store.js';

/**
 * A customer's objection to being pitched to outlives forgetting (deleting it would bring the calls back): a keyed
 * digest of each identifier, with its scope and date, and nothing else.
 */
export interface Suppressed {
  from: number;
  scope: NonNullable<Flag['scope']>;
}

const key = (text: string): string => `suppress/${text}`;

/** What is kept of the objections in a context that is being forgotten. */
export async function suppress(store: Store, context: Context): Promise<Map<string, unknown>> {
  const wish = context.flags.find(({ reason }) => reason === 'wish');
  const meta = new Map<string, unknown>();
  if (wish === undefined) return meta;
  for (const { fact, values } of context.facts) {
    if (store.policy.facts[fact]?.identifier !== true) continue;
    for (const { value, e164 } of values) {
      const text = await store.lookup(fact, value, e164);
      if (text !== undefined) meta.set(key(await digest(store.keys.newest.suppress, text)), { from: wish.from, scope: wish.scope } satisfies Suppressed);
    }
  }
  for (const id of context.group) meta.set(key(await digest(store.keys.newest.suppress, `customer:${id}`)), { from: wish.from, scope: wish.scope } satisfies Suppressed);
  return meta;
}

/** Whether somebody who is being written about had objected in an earlier life. */
export async function wishOf(store: Store, context: Context, entries: readonly Entry[]): Promise<Suppressed | undefined> {
  if (store.audience !== 'support' || context.flags.some(({ reason }) => reason === 'wish')) return undefined;
  const texts = context.life > 0 && context.entries === 0 ? [`customer:${context.customer}`] : [];
  for (const entry of entries) {
    if (entry.kind !== 'told' || store.policy.facts[entry.fact]?.identifier !== true) continue;
    const text = await store.lookup(entry.fact, entry.value, entry.e164);
    if (text !== undefined) texts.push(text);
  }
  for (const text of texts) {
    for (const { suppress: by } of store.keys.all) {
      const found = (await store.disk.meta(key(await digest(by, text)))) as Suppressed | undefined;
      if (found !== undefined) return found;
    }
  }
  return undefined;
}
