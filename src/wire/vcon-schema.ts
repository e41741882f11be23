/**
 * What we write, checked before it leaves: stricter than the working group's JSON schema, which lets old and unknown names pass.
 * And what our own attachment must be when it comes back.
 */
import * as z from 'zod/mini';
import { SayOnceError } from '../model/errors.js';
import type { Vcon } from './vcon-types.js';

const opt = z.optional;
const text = z.string();
const index = z.int().check(z.nonnegative());
/** RFC 3339 */
const date = z.iso.datetime({ offset: true });
const hash = z.union([text, z.array(text)]);
const content = { mediatype: opt(text), filename: opt(text), body: opt(z.unknown()), encoding: opt(z.enum(['base64url', 'json', 'none'])), url: opt(z.url()), content_hash: opt(hash) };

const partySchema = z.strictObject({ tel: opt(text), mailto: opt(text), name: opt(text), validation: opt(text), type: opt(z.enum(['person', 'bot', 'organization'])), org: opt(text), role: opt(text) });
const dialogSchema = z.strictObject({
  type: z.enum(['recording', 'recording-set', 'text', 'transfer', 'incomplete']), start: date, duration: opt(z.number().check(z.nonnegative())),
  parties: opt(z.array(index)), originator: opt(index), application: opt(text), interaction_id: opt(text), message_id: opt(text),
  transferee: opt(index), transferor: opt(index), transfer_target: opt(index), original: opt(index), target_dialog: opt(index), ...content,
});
const attachmentSchema = z.strictObject({ purpose: opt(text), start: date, party: index, dialog: index, ...content });
const analysisSchema = z.strictObject({ type: text, vendor: text, dialog: opt(index), ...content });

const vconSchema = z.strictObject({
  uuid: z.uuid(), extensions: opt(z.array(text)), critical: opt(z.array(text)), created_at: date, subject: opt(text),
  parties: z.array(partySchema), dialog: z.array(dialogSchema), analysis: z.array(analysisSchema), attachments: z.array(attachmentSchema),
});

/** The attachment that holds what a vCon cannot say. Each entry tells which dialog and which analysis have its texts. */
const journalSchema = z.object({
  format: z.literal('say-once/vcon'),
  version: z.literal(1),
  audience: z.enum(['support', 'sales', 'customer']),
  customer: text,
  group: z.array(text),
  proof: text,
  entries: z.array(z.object({ entry: z.record(text, z.unknown()), words: opt(index), summary: opt(index) })),
});

export type JournalBody = z.infer<typeof journalSchema>;

const first = (error: z.core.$ZodError): string => `${error.issues[0]?.path.join('.') ?? ''} ${error.issues[0]?.message ?? ''}`.trim();

const unsaid = (why: string): SayOnceError => new SayOnceError('bad-vcon', `This cannot be said in a vCon: ${why}.`);

/** Throws `bad-vcon`: what was to be written is no vCon. */
export function checked(value: Vcon): Vcon {
  const { success, error } = z.safeParse(vconSchema, value);
  if (!success) throw unsaid(first(error));
  checkPlaces(value);
  for (const { url, content_hash } of [...value.dialog, ...value.attachments, ...value.analysis]) if (url !== undefined && content_hash === undefined) throw unsaid('what lies elsewhere needs a content_hash');
  for (const one of value.dialog) if (one.type === 'transfer' && ['parties', 'originator', 'mediatype', 'filename', 'body', 'url'].some((key) => key in one)) throw unsaid('a transfer has neither parties nor content');
  return value;
}

/** Every place that is named is there. */
function checkPlaces({ parties, dialog, attachments, analysis }: Vcon): void {
  const people = [...dialog.flatMap((one) => [...(one.parties ?? []), one.originator, one.transferee, one.transferor, one.transfer_target]), ...attachments.map(({ party }) => party)];
  const talks = [...dialog.flatMap((one) => [one.original, one.target_dialog]), ...attachments.map((one) => one.dialog), ...analysis.map((one) => one.dialog)];
  const beyond = (places: (number | undefined)[], count: number): boolean => places.some((place) => place !== undefined && place >= count);
  if (beyond(people, parties.length) || beyond(talks, dialog.length)) throw unsaid('it names a party or a dialog that is not in it');
}

/** Throws `bad-vcon`: the attachment that is ours by its name is not by its shape. */
export function parseJournal(value: unknown): JournalBody {
  const { success, data, error } = z.safeParse(journalSchema, value);
  if (!success) throw new SayOnceError('bad-vcon', `The journal in this vCon cannot be read: ${first(error)}.`);
  return data;
}
