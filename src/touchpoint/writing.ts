/** What a touchpoint records, and what it does to whole journals. Loaded with the first of it. */
import type { Audience, Draft } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { part } from '../store/part.js';
import { contactsOf } from './contacts.js';
import type { Desk } from './desk.js';
import type { Keeper } from './keeper.js';
import { Recorder } from './recorder.js';
import type { ContactIds, ExportDocument, Recorded, RecordOptions } from './types.js';

type AnyDesk = Desk<Audience>;

/** Begins to write for a desk. */
export const recorderOf = (desk: AnyDesk): Recorder => new Recorder(desk);

export async function prepare(desk: AnyDesk): Promise<void> {
  await Promise.all([desk.recorder(), desk.office(), part(import('../carry/envelope.js'))]);
}

export async function record(desk: AnyDesk, customer: string, draft: Draft, options?: RecordOptions): Promise<Recorded> {
  const [recorded] = await recordAll(desk, customer, [draft], options);
  if (recorded === undefined) throw new SayOnceError('bad-entry', 'Nothing was given to record().');
  return recorded;
}

export async function recordAll(desk: AnyDesk, customer: string, drafts: readonly Draft[], options?: RecordOptions): Promise<Recorded[]> {
  return (await desk.recorder()).record(customer, drafts, options);
}

export async function begin(desk: AnyDesk, customer: string, contact: Partial<ContactIds> = {}): Promise<ContactIds> {
  const contacts = contactsOf(desk);
  const ids = contacts.begin(customer, contact);
  try {
    await record(desk, customer, { kind: 'contact', phase: 'began', ...ids });
  } catch (error) {
    contacts.end(customer);
    throw error;
  }
  return ids;
}

export async function end(desk: AnyDesk, customer: string, seconds?: number): Promise<void> {
  await record(desk, customer, { kind: 'contact', phase: 'ended', ...(seconds === undefined ? {} : { seconds }) });
  desk.contacts?.end(customer);
}

export async function link(desk: AnyDesk, customer: string, other: string, why: { because: string; matchedOn?: string[] }): Promise<Recorded> {
  return (await desk.recorder()).link(customer, other, why);
}

export async function unlink(desk: AnyDesk, customer: string, other: string, why: { because?: string } = {}): Promise<Recorded> {
  return (await desk.recorder()).unlink(customer, other, why);
}

async function keeper(desk: AnyDesk): Promise<Keeper> {
  const recorder = await desk.recorder();
  const { Keeper: Made } = await part(import('./keeper.js'));
  return new Made(recorder);
}

export async function strike(desk: AnyDesk, stamp: string, customer: string, why: { because?: string } = {}): Promise<void> {
  await (await keeper(desk)).strike(stamp, customer, why);
}

export async function forget(desk: AnyDesk, customer: string): Promise<{ done: boolean }> {
  return (await keeper(desk)).forget(customer);
}

async function exportOne(desk: AnyDesk, customer: string): Promise<ExportDocument> {
  return (await keeper(desk)).export(customer);
}

async function importOne(desk: AnyDesk, document: unknown): Promise<{ added: number }> {
  const recorder = await desk.recorder();
  const { importOne: one } = await part(import('./import.js'));
  return one(recorder, document);
}
export { exportOne as export, importOne as import };
