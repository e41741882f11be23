import type { Context } from '../model/context.js';
import type { Issue, Told } from '../model/entry.js';
import { factName, sameValue } from '../model/identifier.js';
import type { Stamp } from '../model/stamp.js';
import { gather } from '../store/journal.js';
import type { Store } from '../store/store.js';

/**
 * All that a customer takes back with these stamps. Of a fact: every telling of theirs that would come to light in its
 * place, the same value said before and those that it had replaced. A value that stands beside it stays. Of an issue:
 * what they told for it alone.
 */
export async function withEarlier(store: Store, customer: string, { facts }: Context, answers: readonly Stamp[]): Promise<Stamp[]> {
  const { members } = await gather(store, [customer], store.unsaved);
  const said = [...members.values()].flatMap(({ journal }) => journal).filter(({ by }) => by.audience === 'customer' && by.id === customer);
  const told = said.filter((entry): entry is Told => entry.kind === 'told');
  const issues = said.filter((entry): entry is Issue => entry.kind === 'issue' && answers.includes(entry.stamp));
  const theirs = told.filter((one) => one.class === 'issue' && issues.some(({ stamp, contact }) => (one.issue === undefined ? one.contact !== undefined && one.contact === contact : one.issue === stamp)));
  const own = told.filter((one) => one.class !== 'issue');
  const names = new Set(own.filter(({ stamp }) => answers.includes(stamp)).map(({ fact }) => factName(fact)));
  const stay = facts.filter(({ fact }) => names.has(fact)).flatMap(({ fact, values }) => values.filter(({ stamp }) => !answers.includes(stamp)).map(({ value, e164 }) => ({ fact, value, e164 })));
  const earlier = own.filter(({ fact, value, e164 }) => {
    const name = factName(fact);
    return names.has(name) && !stay.some((one) => one.fact === name && ((e164 !== undefined && one.e164 === e164) || sameValue(name, one.value, value)));
  });
  return [...new Set([...answers, ...[...earlier, ...theirs].map(({ stamp }) => stamp)])].slice(0, 1_000);
}
