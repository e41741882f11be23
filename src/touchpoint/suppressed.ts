import type { Context } from '../model/context.js';
import { type AnyEntry, type Entry, type Flag, type Held, isKnown, type Scope } from '../model/entry.js';
import { factName } from '../model/identifier.js';
import { canonical } from '../model/canonical.js';
import { identifiersOf } from '../store/identifiers.js';
import { digest } from '../store/keys.js';
import type { Store } from '../store/store.js';
import type { WriteOptions } from '../store/seal.js';
import type { Poster } from './poster.js';

/**
 * A customer's objection to being pitched to outlives forgetting (deleting it would bring the calls back): a keyed
 * digest of each identifier, with its scope and date, and nothing else.
 */
export interface Suppressed {
  from: number;
  scope: Scope;
}

const SUPPRESS = 'suppress/';
const suppressKey = (hash: string): string => SUPPRESS + hash;

/** All that is kept of the objections of people who were forgotten, by where it lies. */
export type Objections = ReadonlyMap<string, unknown>;

export const objectionsOf = (store: Store): Promise<Objections> => store.disk.metas(SUPPRESS);

/** What sales holds for objections of people who are forgotten since: no context knows of it any more. Lies in the store, plain: digests under sales' key, and days. */
const WISHES = 'wishes';

export const isWish = ({ reason }: Pick<Flag, 'reason'>): boolean => reason === 'wish';

/** What finds somebody: their ids and identifiers. */
const textsOf = async (store: Store, context: Context): Promise<string[]> => [...(await identifiersOf(store, context)), ...context.group.map((id) => `customer:${id}`)];

/** What is kept of the objections of somebody who is being forgotten. */
export async function suppress(store: Store, context: Context): Promise<Map<string, unknown>> {
  const meta = new Map<string, unknown>();
  const wishes = context.flags.filter(isWish).map(({ from, scope }): Suppressed => ({ from, scope }));
  if (wishes.length > 0) for (const text of await textsOf(store, context)) meta.set(suppressKey(await digest(store.keys.newest.suppress, text)), wishes);
  return meta;
}

/** The objections to be found under some texts, by the key of each. `kept`: all there are, where they were read already. */
async function found(store: Store, texts: readonly string[], kept?: Objections): Promise<Map<string, Suppressed[]>> {
  const all = new Map<string, Suppressed[]>();
  for (const text of texts) {
    for (const { suppress: by } of store.keys.all) {
      const key = suppressKey(await digest(by, text));
      const wishes = (kept === undefined ? await store.disk.meta(key) : kept.get(key)) as Suppressed[] | undefined;
      if (wishes !== undefined && wishes.length > 0) all.set(key, wishes);
    }
  }
  return all;
}

/** The objections of an earlier life of somebody who is being written about. */
export async function wishesOf(store: Store, context: Context, entries: readonly AnyEntry[], kept?: Objections): Promise<Suppressed[]> {
  if (store.audience !== 'support' || context.flags.some(isWish)) return [];
  const texts = context.life > 0 ? [`customer:${context.customer}`] : [];
  for (const entry of entries) {
    if (!isKnown(entry) || entry.kind !== 'told' || store.policy.facts[factName(entry.fact)]?.identifier !== true) continue;
    const text = await store.lookup(entry.fact, entry.value, entry.e164);
    if (text !== undefined) texts.push(text);
  }
  const wishes = [...(await found(store, texts, kept)).values()].flat();
  return [...new Map(wishes.map((wish) => [canonical(wish), wish])).values()];
}

/** The holds that rest on objections of people who are forgotten. */
export const keptWishes = async (store: Store): Promise<Held[]> => ((await store.disk.meta(WISHES)) as Held[] | undefined) ?? [];

/** Those, with more of them, and what is to be written for that. */
export async function withWishes(store: Store, more: readonly Held[]): Promise<{ held: Held[]; meta: [string, unknown][] }> {
  const held = [...(await keptWishes(store)), ...more];
  return { held, meta: more.length === 0 ? [] : [[WISHES, held]] };
}

/** An objection is lowered: what had outlived an earlier life goes with it. Undefined: there is none. */
export async function liftOf(store: Store, poster: Poster | undefined, context: Context, entries: readonly Entry[]): Promise<WriteOptions | undefined> {
  const lowered = new Set(entries.flatMap((entry) => (entry.kind === 'lowered' ? entry.answers : [])));
  if (!context.flags.some((flag) => isWish(flag) && lowered.has(flag.stamp)) || context.flags.some((flag) => isWish(flag) && !lowered.has(flag.stamp))) return undefined;
  const meta = new Map<string, unknown>([...(await found(store, await textsOf(store, context))).keys()].map((key) => [key, []]));
  const kept = await keptWishes(store);
  const over = poster === undefined ? [] : await poster.among(context, kept);
  if (poster === undefined || over.length === 0) return { meta };
  meta.set(WISHES, kept.filter((one) => !over.includes(one)));
  return { meta, send: () => poster.release(over) };
}
