import { clip, keepLast } from './clip.js';
import { CAPS, type Context, type Fact, type FactValue, type Standing } from './context.js';
import type { Checked, Told } from './entry.js';
import type { Folded } from './folded.js';
import { factName, sameValue } from './identifier.js';
import { provenance } from './provenance.js';

/** Counts a repeat of this fact, once a contact. */
export type Repeat = (fact: string) => void;

const proves = (level: Checked['level']): boolean => level === 'verified' || level === 'strong';

/** Confirmed is what support took down in a chain in which identity was checked. */
const standingOf = (context: Context, { by, chain, at }: Told): Standing =>
  by.audience === 'support' && chain !== undefined && context.receipts.some((receipt) => receipt.chain === chain && proves(receipt.level) && at <= receipt.until) ? 'confirmed' : 'claimed';

/** Puts one telling into a list of facts. */
function place(facts: Fact[], told: Told, standing: Standing, max: number): { known?: FactValue; over: number } {
  const name = factName(told.fact);
  let fact = facts.find((one) => one.fact === name);
  let over = 0;
  if (fact === undefined) {
    if (facts.length >= max) return { over: 1 };
    fact = { fact: name, class: told.class ?? 'person', values: [] };
    const after = facts.findIndex((one) => one.fact > name);
    facts.splice(after === -1 ? facts.length : after, 0, fact);
  }
  const value = clip(told.value, CAPS.value);
  const index = fact.values.findIndex((one) => (told.e164 !== undefined && one.e164 === told.e164) || sameValue(name, one.value, value));
  const known = fact.values[index];
  if (known !== undefined) fact.values.splice(index, 1);
  const next = provenance(told) as FactValue;
  next.value = value;
  if (value.length < told.value.length) next.clipped = true;
  if (told.e164 !== undefined) next.e164 = told.e164;
  next.since = known?.since ?? told.at;
  next.standing = known?.standing === 'confirmed' ? 'confirmed' : standing;
  fact.values.unshift(next);
  if (told.confirms === true) {
    // A claim may let go of claims, never of what was confirmed.
    const [kept, ...former] = fact.values;
    const stays = former.filter((one) => one.standing === 'confirmed' && standing !== 'confirmed');
    fact.values = kept === undefined ? stays : [kept, ...stays];
  }
  while (fact.values.length > CAPS.values) {
    // The oldest claim goes first, so that a flood of claims pushes out nothing confirmed; without a claim (-1), the oldest value.
    fact.values.splice(fact.values.findLastIndex((one) => one.standing === 'claimed'), 1);
    fact.more = (fact.more ?? 0) + 1;
  }
  return { ...(known === undefined ? {} : { known }), over };
}

/** Whether a fact of class `issue` is about this issue: the one it names, else the one of its contact. */
const belongs = (told: Told, issue: { stamp: string; contact?: string }): boolean =>
  told.issue === undefined ? told.contact !== undefined && told.contact === issue.contact : told.issue === issue.stamp;

const WAITING = ['kind', 'stamp', 'customer', 'at', 'by', 'channel', 'contact', 'chain', 'fact', 'class', 'e164', 'issue', 'confirms'] as const;

/** What a fact that waits for its issue needs: no more of its value than shows that there was more. */
const waiting = (told: Told): Told =>
  ({ ...Object.fromEntries(WAITING.flatMap((key) => (told[key] === undefined ? [] : [[key, told[key]]]))), value: clip(told.value, CAPS.value + 2) }) as Told;

/** Folds a `told`; a fact of class `issue` goes to its issue, or waits for it. */
export function foldFact(folded: Folded, told: Told, repeat: Repeat): void {
  const { context } = folded;
  const own = told.class === 'issue';
  const issue = own ? context.issues.find((one) => belongs(told, one)) : undefined;
  if (own && issue === undefined) {
    folded.loose.push(waiting(told));
    keepLast(folded.loose, CAPS.told);
    return;
  }
  const { known, over } = place(issue?.facts ?? context.facts, told, standingOf(context, told), issue === undefined ? CAPS.facts : CAPS.told * 2);
  if (over > 0 && issue === undefined) context.more.facts = (context.more.facts ?? 0) + over;
  if (over > 0 && issue !== undefined) issue.moreFacts = (issue.moreFacts ?? 0) + over;
  if (known !== undefined && told.confirms !== true && told.answers === undefined && known.contact !== undefined && told.contact !== undefined && known.contact !== told.contact) {
    repeat(told.fact);
  }
}

/** The facts that waited for this issue. */
export function adopt(folded: Folded, issue: { stamp: string; contact?: string }, facts: Fact[]): void {
  folded.loose = folded.loose.filter((told) => {
    const its = belongs(told, issue);
    if (its) place(facts, told, standingOf(folded.context, told), CAPS.told * 2);
    return !its;
  });
}

/** A check passed: what support had taken down earlier in the same chain is confirmed by it. */
export function confirmChain(context: Context, checked: Checked): void {
  if (checked.chain === undefined || !proves(checked.level) || checked.by.audience !== 'support') return;
  for (const { values } of context.facts) {
    for (const value of values) if (value.chain === checked.chain && value.by.audience === 'support') value.standing = 'confirmed';
  }
}
