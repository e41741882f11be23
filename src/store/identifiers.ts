import type { Context, Fact, FactValue } from '../model/context.js';
import { asE164, plainFact } from '../model/e164.js';
import { partOnce } from './part.js';
import type { Store } from './store.js';

/** Facts of a context and of its open issues: an order number belongs to an issue, and finds its customer all the same. */
export const everyFact = ({ facts, issues }: Context): Fact[] => [...facts, ...issues.flatMap((issue) => issue.facts)];

/** How all else is read: what is written about somebody needs it, and a call to a number that is plainly international does not. */
const normals = partOnce(() => import('../model/normal.js'));
const spellings = partOnce(() => import('../model/fact-name.js'));

/** The one name of a fact; the table of spellings is fetched for names that the policy does not know as they stand. */
export const nameOf = async (store: Store, fact: string): Promise<string> => (fact === 'customer' || Object.hasOwn(store.policy.facts, fact) ? fact : (await spellings()).factName(fact));

async function normalised(store: Store, name: string, value: string): Promise<string | undefined> {
  const [{ normaliseNamed }, phone] = await Promise.all([normals(), name === 'tel' ? store.phone() : undefined]);
  return normaliseNamed(name, value, phone);
}

/** An identifier as it is looked up, `tel:+442079460018`; `undefined`: nothing to look up. */
export async function lookUp(store: Store, fact: string, value: string, e164?: string): Promise<string | undefined> {
  const name = plainFact(await nameOf(store, fact));
  const known = e164 ?? (name === 'tel' ? asE164(value) : undefined);
  const normal = known ?? (await normalised(store, name, value));
  return normal === undefined ? undefined : `${name}:${normal}`;
}

/** To normalise costs more than all else about an identifier, and what is written about somebody mostly leaves theirs as they were. */
const looked = new WeakMap<FactValue, string>();

/** Every identifier of a context as it is looked up, former and claimed ones too. */
export async function identifiersOf(store: Store, context: Context): Promise<string[]> {
  const texts = new Set<string>();
  for (const { fact, values } of everyFact(context)) {
    if (store.policy.facts[fact]?.identifier !== true) continue;
    for (const value of values) {
      const text = looked.get(value) ?? (await lookUp(store, fact, value.value, value.e164));
      if (text === undefined) continue;
      looked.set(value, text);
      texts.add(text);
    }
  }
  return [...texts];
}
