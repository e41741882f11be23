import type { Context, Fact } from '../model/context.js';
import type { Store } from './store.js';

/** Facts of a context and of its open issues: an order number belongs to an issue, and finds its customer all the same. */
export const everyFact = ({ facts, issues }: Context): Fact[] => [...facts, ...issues.flatMap((issue) => issue.facts)];

/** Every identifier of a context as it is looked up, former and claimed ones too. */
export async function identifiersOf(store: Store, context: Context): Promise<string[]> {
  const texts = new Set<string>();
  for (const { fact, values } of everyFact(context)) {
    if (store.policy.facts[fact]?.identifier !== true) continue;
    for (const { value, e164 } of values) {
      const text = await store.lookup(fact, value, e164);
      if (text !== undefined) texts.add(text);
    }
  }
  return [...texts];
}
