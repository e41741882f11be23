import { clip } from './clip.js';
import { CAPS, type Context, type Interaction } from './context.js';
import type { Entry } from './entry.js';
import type { Repeat } from './fold-facts.js';
import { factName } from './identifier.js';

/** Kinds that are about the record, not something the customer went through. */
const SILENT: ReadonlySet<string> = new Set(['revealed', 'overridden', 'held', 'released', 'undone', 'struck', 'withdrawn', 'linked', 'unlinked']);

function open(context: Context, entry: Entry): Interaction {
  // A hand-off is a line of its own, between the two contacts it joins.
  const id = entry.kind === 'handoff' ? entry.offer : (entry.contact ?? entry.stamp);
  const index = context.recent.findIndex((one) => one.id === id);
  const known = context.recent[index];
  if (known !== undefined) {
    if (index > 0) context.recent.unshift(...context.recent.splice(index, 1));
    return known;
  }
  const next: Interaction = {
    id,
    at: entry.at,
    last: entry.at,
    by: entry.by,
    ...(entry.channel === undefined ? {} : { channel: entry.channel }),
    ...(entry.chain === undefined ? {} : { chain: entry.chain }),
    told: [],
    repeats: 0,
    avoided: 0,
  };
  if (entry.kind !== 'handoff' && entry.contact !== undefined) {
    context.effort.contacts += 1;
    if (entry.chain !== undefined && context.recent.some((one) => one.chain === entry.chain && one.handoff === undefined)) context.effort.transfers += 1;
  }
  context.recent.unshift(next);
  if (context.recent.length > CAPS.recent) {
    context.recent.pop();
    context.more.recent = (context.more.recent ?? 0) + 1;
  }
  return next;
}

function note(one: Interaction, entry: Entry): void {
  switch (entry.kind) {
    case 'told': {
      const name = factName(entry.fact);
      if (one.told.length < CAPS.told && !one.told.includes(name)) one.told.push(name);
      break;
    }
    case 'used':
      one.avoided += 1;
      break;
    case 'issue':
      one.issue = entry.stamp;
      break;
    case 'resolved':
      if (entry.by.audience === 'support') one.resolved = true;
      break;
    case 'step':
      one.note = clip(entry.words, CAPS.note);
      break;
    case 'felt':
      one.felt = clip(entry.felt, CAPS.note);
      break;
    case 'contact':
      if (entry.phase === 'waited') one.waited = (one.waited ?? 0) + (entry.seconds ?? 0);
      if (entry.phase === 'ended') {
        one.ended = true;
        one.seconds = entry.seconds ?? Math.round((entry.at - one.at) / 1000);
      }
      break;
    case 'handoff':
      one.handoff = entry.state;
      break;
    default:
  }
}

/**
 * Puts an entry into its interaction, and counts effort. A contact that is not among the newest twenty counts as new.
 * Returns how a repeat is counted in it: once per fact and contact.
 */
export function foldRecent(context: Context, entry: Entry): Repeat {
  if (SILENT.has(entry.kind)) return () => {};
  const one = open(context, entry);
  one.last = entry.at;
  if (one.by.audience !== 'support' && entry.by.audience === 'support') one.by = entry.by;
  if (one.channel === undefined && entry.channel !== undefined) one.channel = entry.channel;
  note(one, entry);
  if (entry.kind === 'used') context.effort.avoided += 1;
  if (entry.kind === 'contact' && entry.phase === 'waited') context.effort.waited += entry.seconds ?? 0;
  return (name) => {
    const fact = factName(name);
    const again = (one.again ??= []);
    if (again.includes(fact) || again.length >= CAPS.facts) return;
    again.push(fact);
    one.repeats += 1;
    context.effort.repeats += 1;
  };
}
