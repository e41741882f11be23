/** What is known for a form's fields. */
import type { Policy } from '../model/policy.js';
import type { CustomerFact } from '../model/views.js';

const DAY = 86_400_000;

/** What is known for a field. */
export interface Known {
  value: string;
  from: CustomerFact;
  /** why it is offered and not filled in */
  doubt?: 'stale' | 'disagree' | 'claimed';
}

export type Facts = ReadonlyMap<string, readonly CustomerFact[]>;

/** Facts by name, newest first. What belongs to one issue is asked afresh for the next. */
export function byName(facts: readonly CustomerFact[]): Facts {
  const map = new Map<string, CustomerFact[]>();
  for (const fact of facts) if (fact.class === 'person') map.set(fact.fact, [...(map.get(fact.fact) ?? []), fact]);
  return map;
}

export function direct(fact: string, facts: Facts, policy: Policy, now: number): Known | undefined {
  const [from, another] = facts.get(fact) ?? [];
  if (from === undefined) return undefined;
  const staleDays = policy.facts[fact]?.staleDays;
  const stale = staleDays !== undefined && now - from.at > staleDays * DAY;
  const doubt = another !== undefined ? 'disagree' : stale ? 'stale' : !from.mine && from.standing === 'claimed' ? 'claimed' : undefined;
  return { value: from.value, from, ...(doubt === undefined ? {} : { doubt }) };
}

/** What is known for a field; a name is put together, and taken apart only where there is but one way to do it. */
export function knownFor(fact: string, facts: Facts, policy: Policy, now: number): Known | undefined {
  const known = direct(fact, facts, policy, now);
  if (known !== undefined) return known;
  if (fact === 'name') {
    const given = direct('given-name', facts, policy, now);
    const family = direct('family-name', facts, policy, now);
    if (given === undefined || family === undefined) return undefined;
    const doubt = given.doubt ?? family.doubt;
    return { value: `${given.value} ${family.value}`, from: given.from, ...(doubt === undefined ? {} : { doubt }) };
  }
  if (fact === 'given-name' || fact === 'family-name') {
    const whole = direct('name', facts, policy, now);
    const parts = whole?.value.trim().split(/\s+/) ?? [];
    const value = fact === 'given-name' ? parts[0] : parts[1];
    return whole === undefined || parts.length !== 2 || value === undefined ? undefined : { ...whole, value };
  }
  return undefined;
}
