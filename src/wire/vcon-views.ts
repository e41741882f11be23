/** What of a journal may leave for whom. Cut by the views that the desks themselves are shown. */
import type { Context } from '../model/context.js';
import { type AnyEntry, isKnown } from '../model/entry.js';
import { holdsForSales } from '../model/holds-for-sales.js';
import type { Policy } from '../model/policy.js';
import { customerView } from '../model/view-customer.js';
import { salesView } from '../model/view-sales.js';
import type { Journal } from './vcon-write.js';

/** Their facts, their open issues in their words, their wish: without notes, names of staff, contacts and care flags. */
export function forCustomer({ customer, entries }: Journal, context: Context): Journal {
  const view = customerView(context);
  const shown = new Set([...view.facts, ...view.issues].map(({ stamp }) => stamp));
  const wishes = new Set(context.flags.filter(({ reason }) => reason === 'wish').map(({ stamp }) => stamp));
  const cut = entries.flatMap((entry): AnyEntry[] => {
    if (!isKnown(entry)) return [];
    const { stamp, at, channel, by } = entry;
    const common = { stamp, customer, at, by: { audience: by.audience }, ...(channel === undefined ? {} : { channel }) };
    if (entry.kind === 'told' && shown.has(stamp)) return [{ kind: 'told', ...common, fact: entry.fact, value: entry.value, ...(entry.class === undefined ? {} : { class: entry.class }), ...(entry.e164 === undefined ? {} : { e164: entry.e164 }) }];
    if (entry.kind === 'issue' && shown.has(stamp)) return [{ kind: 'issue', ...common, words: entry.words }];
    if (entry.kind === 'flag' && wishes.has(stamp)) return [{ kind: 'flag', ...common, flag: 'do-not-pitch', reason: 'wish', ...(entry.scope === undefined ? {} : { scope: entry.scope }) }];
    return [];
  });
  return { audience: 'customer', customer, group: [customer], entries: cut, proof: '' };
}

/** Whether and since which day a call is held: never why, and nothing that was said. */
export function holdOf(context: Context, policy: Policy, now: number): Pick<ReturnType<typeof salesView>, 'pitch' | 'hold'> {
  const held = holdsForSales(context, policy, now).map(({ source, ...hold }) => ({ stamp: source, cause: '', digests: [], ...hold }));
  const { pitch, hold } = salesView('', held, true, now);
  return { pitch, ...(hold === undefined ? {} : { hold }) };
}
