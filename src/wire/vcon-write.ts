/** A customer's journal as a vCon. What was said is dialog; what a vCon has no word for is an attachment beside it. */
import { type AnyEntry, type Audience, isKnown } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { byPlace, fold } from '../model/fold.js';
import { policyOf } from '../model/policy-of.js';
import type { PolicyInput } from '../model/policy.js';
import { parseEntry } from '../model/schema.js';
import { Dialogs, rfc3339 } from './vcon-dialogs.js';
import { customerOf, Parties } from './vcon-parties.js';
import { checked, type JournalBody } from './vcon-schema.js';
import { addTransfers } from './vcon-transfers.js';
import type { Attachment, Vcon } from './vcon-types.js';
import { forCustomer, holdOf } from './vcon-views.js';

/** A journal with whose it is: what `desk.export()` answers is one. */
export interface Journal {
  audience: Audience;
  customer: string;
  group: string[];
  entries: AnyEntry[];
  proof: string;
}

export interface VconOptions {
  /** whom it is for: `support` has all, `customer` what a customer may know, `sales` that there is a hold and nothing else */
  view: Audience;
  /** ms since 1970; left out: now */
  now?: number;
  /** the company that hands it out, as the party that supplies what is attached */
  org?: string;
  /** left out: a version 8 UUID of now, with chance where the draft has the digest of a domain */
  uuid?: string;
  /** the host's policy: which facts there are, and what is held */
  policy?: PolicyInput;
}

/** What our attachments are for. */
export const JOURNAL = 'say-once/journal';
export const HOLD = 'say-once/hold';

/**
 * Puts a journal into a vCon, cut to a view. With `view: 'support'` nothing is lost: `importVcon` of the same, signed and pinned, answers
 * the same journal. Throws `bad-vcon`, `bad-entry`, `too-large`, `not-allowed` (the journal of a sales desk is not the customer's).
 */
export function exportVcon(given: Journal, { view, now = Date.now(), org, uuid = uuidOf(now), policy: input }: VconOptions): Vcon {
  const journal = { ...given, entries: given.entries.map(parseEntry) };
  if (journal.audience === 'sales' || (journal.audience === 'customer' && view !== 'customer')) throw new SayOnceError('not-allowed', 'A vCon can only be cut from what its writer may know: export at support.');
  const policy = policyOf(input);
  const { context } = fold(journal.entries, journal);
  const created = rfc3339(now);
  const exporter = org === undefined ? ({ type: 'bot', name: 'say-once' } as const) : ({ type: 'organization', name: org, org } as const);
  if (view === 'sales') {
    return frame(uuid, created, [{ role: 'customer' }, exporter], new Dialogs(), [json(HOLD, 1, created, holdOf(context, policy, now))], []);
  }
  const shown = view === 'customer' ? forCustomer(journal, context) : journal;
  // From what is shown and from nothing else: not even how identity was checked.
  const parties = new Parties(customerOf(fold(shown.entries, shown).context));
  const dialogs = new Dialogs();
  const analysis: Vcon['analysis'] = [];
  const written = new Map<AnyEntry, JournalBody['entries'][number]>();
  // In order of time, for whoever reads only the dialog; the journal keeps its own.
  for (const entry of [...shown.entries].sort(byPlace)) {
    const { words, rest } = wordsOf(entry);
    const one: JournalBody['entries'][number] = { entry: rest };
    written.set(entry, one);
    const author = parties.of(entry.by);
    if (words === undefined) continue;
    one.words = dialogs.say(entry, words, author);
    if (typeof rest['summary'] !== 'string') continue;
    one.summary = analysis.push({ type: 'summary', dialog: one.words, vendor: 'say-once', mediatype: 'text/plain', encoding: 'none', body: rest['summary'] }) - 1;
    delete rest['summary'];
  }
  addTransfers(shown.entries, dialogs, parties);
  const { audience, customer, group, proof } = shown;
  const entries = shown.entries.map((entry) => written.get(entry) ?? { entry: { ...entry } });
  const body: JournalBody = { format: 'say-once/vcon', version: 1, audience, customer, group, proof, entries };
  const supplier = parties.add(exporter);
  return frame(uuid, created, parties.all, dialogs, [json(JOURNAL, supplier, created, body)], analysis);
}

const frame = (uuid: string, created_at: string, parties: Vcon['parties'], dialogs: Dialogs, attachments: Attachment[], analysis: Vcon['analysis']): Vcon =>
  checked({ uuid, extensions: ['CC'], created_at, parties, dialog: dialogs.orNone(created_at), analysis, attachments });

const json = (purpose: string, party: number, start: string, body: unknown): Attachment => ({ purpose, start, party, dialog: 0, mediatype: 'application/json', encoding: 'json', body });

/** An entry apart from the customer's own words in it. */
function wordsOf(entry: AnyEntry): { words?: string; rest: Record<string, unknown> } {
  if (!isKnown(entry)) return { rest: { ...entry } };
  if (entry.kind === 'issue') {
    const { words, ...rest } = entry;
    return { words, rest };
  }
  if (entry.kind !== 'felt') return { rest: { ...entry } };
  const { felt, ...rest } = entry;
  return { words: felt, rest };
}

/** Version 8 (RFC 9562): the time, as in version 7, then chance. */
function uuidOf(now: number): string {
  const octets = crypto.getRandomValues(new Uint8Array(10));
  const hex = Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
  const time = Math.max(0, Math.floor(now)).toString(16).padStart(12, '0').slice(-12);
  const variant = ((octets[2] ?? 0) & 0x3f) | 0x80;
  return `${time.slice(0, 8)}-${time.slice(8)}-8${hex.slice(0, 3)}-${variant.toString(16)}${hex.slice(6, 8)}-${hex.slice(8)}`;
}
