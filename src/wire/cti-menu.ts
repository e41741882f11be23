/** What a customer keyed into the phone menu, as entries: whoever typed it is not asked for it again. */
import type { Context } from '../model/context.js';
import type { Draft } from '../model/entry.js';
import { factName, sameValue } from '../model/identifier.js';
import { isSecretFact, scrubFact } from '../model/secrets.js';
import type { Came } from './cti-read.js';

export interface MenuOptions {
  /** by the attribute's name, the fact it is: `{ keyed1: 'account' }`. Left out: numbers of accounts, orders and customers, by their usual names */
  facts?: Readonly<Record<string, string>>;
  /** when it was keyed in, ms since 1970; left out: now */
  at?: number;
}

const USUAL = new Set(['account', 'order', 'customer']);

/** What flows leave where nothing was keyed in. */
const NOTHING = /^(?:null|undefined|none|nan|true|false|timeout|no[ _-]?(?:input|match)|not[ _-]?(?:set|found)|invalid.*|error.*)$/i;

/** UTF-16 units: nobody keys in more. */
const LONGEST = 100;

/**
 * Without the key that ends the input. Undefined: nothing that a person keyed in, or more than one thing with a key between: behind
 * an account's number that is its PIN.
 */
function keyed(text: string): string | undefined {
  const value = text.trim().replace(/^[*#\s]+|[*#\s]+$/g, '');
  return value.length > LONGEST || /[*#]/.test(value) || !/[\p{L}\p{Nd}]/u.test(value) || /[\p{Cc}\p{Cs}]/u.test(value) || NOTHING.test(value) ? undefined : value;
}

/** By the vendor's name for it, by ours, or by what it is. */
function isSecret(attribute: string, fact: string, value: string): boolean {
  const scrubbed = scrubFact(fact, value);
  return isSecretFact(attribute) !== undefined || 'refused' in scrubbed || scrubbed.cut.length > 0;
}

/**
 * Entries for `desk.recordAll`: what was keyed in, and the number called from. They stand in a contact of the menu's own, named for the
 * vendor's call, so that it does not matter how many desks of one call read the same: what `context` has of it already is left out.
 * Where the vendor names no call, all that is known is left out. PINs, one-time codes and card numbers never become entries, whatever
 * they are called.
 */
export function menuEntries({ contact, caller, attributes }: Came, context: Pick<Context, 'facts'>, { facts, at }: MenuOptions = {}): Draft[] {
  const menu = contact === undefined ? undefined : `ivr:${contact}`;
  const common = { channel: 'ivr', ...(menu === undefined ? {} : { contact: menu }), ...(at === undefined ? {} : { at }) };
  const drafts: (Draft & { kind: 'told' })[] = [];
  const tell = (fact: string, value: string, known: (where: string | undefined) => boolean): void => {
    const values = context.facts.find((one) => one.fact === factName(fact))?.values ?? [];
    const twice = values.some((one) => sameValue(fact, one.value, value) && known(one.contact)) || drafts.some((one) => factName(one.fact) === factName(fact) && sameValue(fact, one.value, value));
    if (!twice) drafts.push({ kind: 'told', fact, value, ...common });
  };
  for (const [name, text] of Object.entries(attributes)) {
    const fact = facts === undefined ? usual(name) : Object.hasOwn(facts, name) ? facts[name] : undefined;
    const value = fact ? keyed(text) : undefined;
    if (fact && value !== undefined && !isSecret(name, fact, value)) tell(fact, value, (where) => menu === undefined || where === menu);
  }
  // To call from the same telephone again is not to say it again.
  if (caller !== undefined) tell('tel', caller, () => true);
  return drafts;
}

const usual = (name: string): string | undefined => {
  const fact = name.length > LONGEST ? '' : factName(name);
  return USUAL.has(fact) ? fact : undefined;
};
