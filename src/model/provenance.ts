import type { Provenance } from './context.js';
import type { Author, Common } from './entry.js';

function authorOf({ audience, id, label }: Author): Author {
  const by: Author = { audience };
  if (id !== undefined) by.id = id;
  if (label !== undefined) by.label = label;
  return by;
}

/** Where an entry came from, as a context shows it. (Key by key: a fold makes one of nearly every entry, and spreading costs it a third of its time.) */
export function provenance({ stamp, at, by, channel, contact, chain }: Common): Provenance {
  const one: Provenance = { stamp, at, by: authorOf(by) };
  if (channel !== undefined) one.channel = channel;
  if (contact !== undefined) one.contact = contact;
  if (chain !== undefined) one.chain = chain;
  return one;
}
