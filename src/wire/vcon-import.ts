/** Reads a vCon in, as a document that `desk.import()` takes. Whose word it is, only a pinned signature says. */
import type { AnyEntry } from '../model/entry.js';
import { parseEntry } from '../model/schema.js';
import { claimsFrom, claimsOf, customerAmong } from './vcon-claims.js';
import { bad, formOf, isObject, objectOf, signedOf } from './vcon-forms.js';
import { type ReadParty, type ReadVcon, readVcon } from './vcon-read.js';
import { type JournalBody, parseJournal } from './vcon-schema.js';
import type { Pin } from './vcon-sign.js';
import { signing } from './vcon-signing.js';
import { type Journal, JOURNAL } from './vcon-write.js';

export interface ImportVconOptions {
  /** whose journal it shall be written in: the host's id */
  customer: string;
  /** which party the customer is, where `unclear` said so */
  party?: number;
  /** whose signatures count */
  pinned?: readonly Pin[];
}

/** What `desk.import()` takes. */
export interface VconDocument extends Journal {
  format: 'say-once/export';
  version: 1;
}

export interface ImportedVcon {
  /** for `desk.import()`. Without a `signer` it only claims: facts, the customer's words, notes */
  document: VconDocument;
  /** whose pinned key signed it */
  signer?: string;
  /** nobody can tell which party the customer is: the document is empty. Ask, and call again with `party` */
  unclear: boolean;
  parties: readonly Pick<ReadParty, 'name' | 'tel' | 'mailto' | 'role'>[];
  /** how many of its parts say nothing that say-once can keep (pictures, HTML, what has no date, other companies' attachments) */
  left: number;
}

/**
 * Reads a vCon: as text, bytes (packed or not) or object; unsigned or signed; of any draft there was. One of our own, signed by a pinned
 * key, answers the journal it was made of, customer and all; anything else answers claims about `customer`. Fetches nothing.
 * Throws `bad-vcon`, `bad-signature`, `not-supported` (encrypted, or it must not be read without knowing an extension), `too-large`, `bad-entry`, `not-loaded`.
 */
export async function importVcon(input: unknown, { customer, party, pinned = [] }: ImportVconOptions): Promise<ImportedVcon> {
  let value = await objectOf(input);
  let signer: string | undefined;
  if (formOf(value) === 'signed') {
    const { opened } = await signing();
    const inside = await opened(signedOf(value), pinned);
    ({ signer } = inside);
    value = await objectOf(inside.payload);
    if (formOf(value) === 'signed') throw bad('it is signed twice over');
  }
  const vcon = readVcon(value);
  const source = vcon.uuid ?? (await digestOf(textOf(value)));
  const parties = vcon.parties.map(({ civicaddress: _, type: __, ...one }) => one);
  const answer = { ...(signer === undefined ? {} : { signer }), parties, unclear: false };
  const ours = vcon.attachments.find(({ purpose }) => purpose === JOURNAL);
  if (ours !== undefined) {
    const body = parseJournal(ours.body);
    const entries = entriesOf(body, value);
    const { audience, group, proof } = body;
    const document = signer === undefined ? documentOf(customer, await claimsOf(entries, body, { customer, source })) : { ...documentOf(body.customer, entries), audience, group, proof };
    return { ...answer, document, left: vcon.attachments.length - 1 };
  }
  const who = party ?? customerAmong(vcon.parties);
  if (who === undefined || vcon.parties[who] === undefined) return { ...answer, document: documentOf(customer, []), unclear: true, left: 0 };
  return { ...answer, document: documentOf(customer, await claimsFrom(vcon, who, { customer, source })), left: leftOf(vcon) };
}

const documentOf = (customer: string, entries: AnyEntry[]): VconDocument => ({ format: 'say-once/export', version: 1, audience: 'support', customer, group: [customer], entries, proof: '' });

const leftOf = ({ dialog, attachments }: ReadVcon): number => attachments.length + dialog.filter((one) => one === undefined || (one.text === undefined && one.type !== 'recording')).length;

/** The entries with the texts that stand in the dialog and the analysis. What was taken out of there (redacted) is missing here too. */
function entriesOf({ entries }: JournalBody, value: Record<string, unknown>): AnyEntry[] {
  const textAt = (list: 'dialog' | 'analysis', place: number): unknown => {
    const one: unknown = (value[list] as unknown[] | undefined)?.[place];
    return isObject(one) ? one['body'] : undefined;
  };
  return entries.flatMap(({ entry, words, summary }) => {
    const said = words === undefined ? undefined : textAt('dialog', words);
    if (words !== undefined && said === undefined) return [];
    const summed = summary === undefined ? undefined : textAt('analysis', summary);
    return [parseEntry({ ...entry, ...(said === undefined ? {} : { [entry['kind'] === 'felt' ? 'felt' : 'words']: said }), ...(summed === undefined ? {} : { summary: summed }) })];
  });
}

/** Throws `bad-vcon`: nested without end, or in a circle. */
function textOf(value: unknown): string {
  try {
    return JSON.stringify(value);
  } catch (cause) {
    throw bad('it cannot be read to its end', cause);
  }
}

async function digestOf(text: string): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(text)));
  return Array.from(digest.subarray(0, 16), (octet) => octet.toString(16).padStart(2, '0')).join('');
}
