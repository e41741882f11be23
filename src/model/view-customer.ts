import type { Context, FactValue } from './context.js';
import type { FactClass } from './entry.js';
import type { Stamp } from './stamp.js';

/** A fact as the customer sees it. */
export type CustomerFact = Pick<FactValue, 'value' | 'at' | 'since' | 'channel' | 'stamp' | 'standing'> & { fact: string; class: FactClass; mine: boolean };

/** What the customer may know of their own context: their facts and where they came from, their words, their wishes. Not reps' notes, not care flags, not names of staff. */
export interface CustomerContext {
  customer: string;
  facts: CustomerFact[];
  /** `facts`: what belongs to the issue alone, an order number */
  issues: { stamp: Stamp; at: number; words: string; channel?: string; mine: boolean; facts: { fact: string; value: string }[] }[];
  /** they asked not to be called with offers */
  wish: boolean;
  repeats: number;
}

export function customerView(context: Context): CustomerContext {
  return {
    customer: context.customer,
    facts: context.facts.flatMap(({ fact, class: kind, values }) =>
      values.map(({ value, at, since, channel, stamp, standing, by }) => ({ fact, class: kind, value, at, since, stamp, standing, mine: by.audience === 'customer', ...(channel === undefined ? {} : { channel }) })),
    ),
    issues: context.issues.map(({ stamp, at, words, channel, by, facts }) => ({ stamp, at, words, mine: by.audience === 'customer', facts: facts.flatMap(({ fact, values }) => values.map(({ value }) => ({ fact, value }))), ...(channel === undefined ? {} : { channel }) })),
    wish: context.flags.some(({ reason }) => reason === 'wish'),
    repeats: context.effort.repeats,
  };
}
