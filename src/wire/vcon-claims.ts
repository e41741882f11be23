/**
 * What a vCon says, as what somebody claims: entries that the public may say too, each under a stamp derived from its source, in contacts
 * of its own. None of them confirms, checks, resolves or raises a flag.
 */
import { type AnyEntry, type Common, isKnown } from '../model/entry.js';
import { fold } from '../model/fold.js';
import { derivedStamp, type Stamp } from '../model/stamp.js';
import type { ReadDialog, ReadParty, ReadVcon } from './vcon-read.js';

/** Whom they are written for, and where they come from. */
export interface Claiming {
  /** the host's id */
  customer: string;
  /** the vCon's own id */
  source: string;
}

type Said = Omit<Common, 'stamp' | 'customer' | 'by'> & { kind: string; [key: string]: unknown };

/**
 * A journal of our own that nobody vouches for: of what it says, what anybody may say. What it says to be resolved, corrected or taken back
 * is left out, since nothing of that could come with it.
 */
export async function claimsOf(entries: readonly AnyEntry[], whose: { customer: string; group: readonly string[] }, claiming: Claiming): Promise<AnyEntry[]> {
  const { context } = fold(entries, whose);
  const facts = [...context.facts, ...context.issues.flatMap((issue) => issue.facts)];
  const standing = new Set([...context.issues, ...facts.flatMap(({ values }) => values)].map(({ stamp }) => stamp));
  const issues = new Map<Stamp, Stamp>();
  const claims: AnyEntry[] = [];
  // An issue may stand behind the facts that belong to it.
  for (const entry of [...entries].sort((a, b) => Number(b.kind === 'issue') - Number(a.kind === 'issue'))) {
    if (!isKnown(entry) || !(standing.has(entry.stamp) || entry.kind === 'felt')) continue;
    const { stamp, at, channel, contact } = entry;
    const common = { at, ...(channel === undefined ? {} : { channel }), ...(contact === undefined ? {} : { contact }) };
    if (entry.kind === 'issue') {
      const { words, topic, product } = entry;
      const claim = await claimed({ kind: 'issue', ...common, words, ...(topic === undefined ? {} : { topic }), ...(product === undefined ? {} : { product }) }, stamp, claiming);
      issues.set(stamp, claim.stamp);
      claims.push(claim);
    } else if (entry.kind === 'felt') {
      claims.push(await claimed({ kind: 'felt', ...common, felt: entry.felt }, stamp, claiming));
    } else if (entry.kind === 'told') {
      const { fact, value, class: kind } = entry;
      const issue = entry.issue === undefined ? undefined : issues.get(entry.issue);
      claims.push(await claimed({ kind: 'told', ...common, fact, value, ...(kind === undefined ? {} : { class: kind }), ...(issue === undefined ? {} : { issue }) }, stamp, claiming));
    }
  }
  return claims;
}

/** Which party the customer is: as its role says, or the only one who is not of the company. Else nobody knows. */
export function customerAmong(parties: readonly ReadParty[]): number | undefined {
  const named = parties.flatMap(({ role }, place) => (role === 'customer' ? [place] : []));
  const others = parties.flatMap(({ role, type }, place) => (role === undefined && type !== 'bot' && type !== 'organization' ? [place] : []));
  const fitting = named.length > 0 ? named : others;
  return fitting.length === 1 ? fitting[0] : undefined;
}

/** A vCon of somebody else's: the customer's particulars, what they wrote first as their issue, the rest as notes of who said what. */
export async function claimsFrom(vcon: ReadVcon, customer: number, claiming: Claiming): Promise<AnyEntry[]> {
  const party = vcon.parties[customer] ?? {};
  const told = factsOf(party).map(([fact, value]) => claimed({ kind: 'told', at: vcon.created, fact, value }, fact, claiming));
  // The first that was said of each: a list that is as long as the dialog must not be gone through for every part of it.
  const summaries = new Map(vcon.summaries.toReversed().map(({ dialog, text }) => [dialog, text]));
  const first = vcon.dialog.findIndex((dialog) => dialog?.text !== undefined && dialog.from === customer);
  const said = vcon.dialog.flatMap((dialog, place) => {
    if (dialog === undefined) return [];
    const common = { at: dialog.start, channel: channelOf(dialog, party), contact: 'whole' };
    const summary = summaries.get(place) ?? (place === first ? vcon.subject : undefined);
    const notes: Said[] = [];
    if (dialog.text !== undefined) {
      if (place === first) notes.push({ kind: 'issue', ...common, words: dialog.text, ...(summary === undefined ? {} : { summary }) });
      else notes.push({ kind: 'step', step: 'note', ...common, words: whoSaid(vcon, dialog) + dialog.text });
    } else if (summary !== undefined) notes.push({ kind: 'step', step: 'note', ...common, words: summary });
    if (dialog.type === 'recording') notes.push({ kind: 'contact', phase: 'ended', ...common, contact: `dialog-${place}`, at: dialog.start + Math.round((dialog.duration ?? 0) * 1000), ...(dialog.duration === undefined ? {} : { seconds: dialog.duration }) });
    return notes.map((one) => claimed(one, `${one.kind}-${place}`, claiming));
  });
  return Promise.all([...told, ...said]);
}

const whoSaid = ({ parties }: ReadVcon, { from }: ReadDialog): string => {
  const name = from === undefined ? undefined : parties[from]?.name;
  return name === undefined ? '' : `${name}: `;
};

const channelOf = ({ channel, type }: ReadDialog, { tel, mailto }: ReadParty): string => channel?.slice(0, 200) ?? (type === 'recording' ? 'phone' : mailto !== undefined && tel === undefined ? 'email' : 'chat');

/** RFC 5139's address, as far as a form asks for it. */
const ADDRESS: readonly [string, string][] = [['pc', 'postal-code'], ['a3', 'address-level2'], ['country', 'country']];

const factsOf = ({ name, tel, mailto, civicaddress }: ReadParty): [string, string][] => [
  ...(name === undefined ? [] : [['name', name] as [string, string]]),
  ...(tel === undefined ? [] : [['tel', tel] as [string, string]]),
  ...(mailto === undefined ? [] : [['email', mailto] as [string, string]]),
  ...ADDRESS.flatMap(([part, fact]): [string, string][] => (civicaddress?.[part] === undefined ? [] : [[fact, civicaddress[part]]])),
];

/** The same vCon read again gives the same stamps; its contacts are none of ours, whatever they are called. */
async function claimed({ contact, ...said }: Said, what: string, { customer, source }: Claiming): Promise<AnyEntry> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(JSON.stringify([source, customer, what]))));
  const stamp = derivedStamp(said.at, digest.subarray(0, 16));
  return { ...said, stamp, customer, by: { audience: 'customer' }, ...(contact === undefined ? {} : { contact: `vcon:${source}:${contact}`.slice(0, 500) }) };
}
