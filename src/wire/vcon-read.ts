/**
 * Reads vCons of the wild: every name a draft has had for a thing, dates without a zone, bodies that are no text. Keeps what say-once can
 * use and counts the rest. Nothing here decides who somebody is.
 */
import { SayOnceError } from '../model/errors.js';
import { bad, isObject } from './vcon-forms.js';

export interface ReadParty {
  name?: string;
  tel?: string;
  mailto?: string;
  role?: string;
  type?: string;
  /** RFC 5139's names in lower case */
  civicaddress?: Record<string, string>;
}

/** What a part of it says, as a text. */
export interface ReadDialog {
  type: string;
  /** ms since 1970 */
  start: number;
  /** s */
  duration?: number;
  /** the party who spoke or wrote first */
  from?: number;
  channel?: string;
  /** what was written */
  text?: string;
}

export interface ReadVcon {
  uuid?: string;
  /** ms since 1970 */
  created: number;
  subject?: string;
  parties: ReadParty[];
  /** in the places of the original; one that cannot be read is `undefined` */
  dialog: (ReadDialog | undefined)[];
  /** of a dialog, in a few words */
  summaries: { dialog: number; text: string }[];
  attachments: { purpose: string; body: unknown }[];
}

type Loose = Record<string, unknown>;

/** s; no conversation takes longer */
const YEAR = 31_536_000;

/** Extensions that this reader knows. */
const KNOWN = new Set(['CC', 'cc']);

/** Throws `bad-vcon`; `not-supported`: an extension that must be known is not. */
export function readVcon(value: Loose): ReadVcon {
  const critical = listOf(value['critical'] ?? value['must_support']).filter((one) => !KNOWN.has(String(one)));
  if (critical.length > 0) throw new SayOnceError('not-supported', `This vCon must not be read without knowing «${String(critical[0]).slice(0, 100)}». Nothing was read in.`);
  for (const name of ['parties', 'dialog', 'analysis', 'attachments']) if (value[name] !== undefined && value[name] !== null && !Array.isArray(value[name])) throw bad(`«${name}» is no list`);
  const dialog = listOf(value['dialog']).map(dialogOf);
  const created = momentOf(value['created_at']) ?? dialog.find((one) => one !== undefined)?.start;
  if (created === undefined) throw bad('nothing in it says when');
  const [uuid, subject] = [textIn(value['uuid']), textIn(value['subject'])];
  return {
    ...(uuid === undefined ? {} : { uuid }),
    ...(subject === undefined ? {} : { subject }),
    created,
    parties: listOf(value['parties']).map(partyOf),
    dialog,
    summaries: listOf(value['analysis']).flatMap(summaryOf),
    attachments: listOf(value['attachments']).flatMap((one) => {
      const purpose = isObject(one) ? textIn(one['purpose'] ?? one['type']) : undefined;
      return purpose === undefined ? [] : [{ purpose, body: bodyOf(one as Loose) }];
    }),
  };
}

const listOf = (value: unknown): unknown[] => (Array.isArray(value) ? value : []);
const textIn = (value: unknown): string | undefined => (typeof value === 'string' && value.trim() !== '' ? value : undefined);
const placeIn = (value: unknown): number | undefined => (Number.isInteger(value) && (value as number) >= 0 ? (value as number) : undefined);

function partyOf(value: unknown): ReadParty {
  if (!isObject(value)) return {};
  const kept: ReadParty = {};
  const [name, tel, mailto, role, type] = ['name', 'tel', 'mailto', 'role', 'type'].map((key) => textIn(value[key]));
  // «anonymous» is the draft's word for a masked name; some writers put the number where the name belongs.
  if (name !== undefined && !/^anonymous$/i.test(name) && !/^[+\d\s().-]+$/.test(name)) kept.name = name;
  if (tel !== undefined) kept.tel = tel.replace(/^tel:/i, '').replace(/;.*$/s, '');
  const mail = mailto ?? textIn(value['email']);
  if (mail !== undefined) kept.mailto = mail.replace(/^mailto:/i, '').replace(/\?.*$/s, '');
  if (role !== undefined) kept.role = role.toLowerCase();
  if (type !== undefined) kept.type = type.toLowerCase();
  const address = value['civicaddress'];
  if (isObject(address)) kept.civicaddress = Object.fromEntries(Object.entries(address).flatMap(([key, part]) => (typeof part === 'string' && part !== '' ? [[key.toLowerCase(), part]] : [])));
  return kept;
}

function dialogOf(value: unknown): ReadDialog | undefined {
  const start = isObject(value) ? momentOf(value['start']) : undefined;
  if (!isObject(value) || start === undefined) return undefined;
  const [type = 'text', channel] = [textIn(value['type']), textIn(value['application'])];
  const from = placeIn(value['originator']) ?? placeIn([value['parties']].flat(2)[0]);
  const { duration } = value;
  const text = type === 'text' && isPlain(value) ? textIn(bodyOf(value)) : undefined;
  return {
    type,
    start,
    ...(typeof duration === 'number' && duration >= 0 && duration <= YEAR ? { duration } : {}),
    ...(from === undefined ? {} : { from }),
    ...(channel === undefined ? {} : { channel }),
    ...(text === undefined ? {} : { text }),
  };
}

function summaryOf(value: unknown): ReadVcon['summaries'] {
  const dialog = isObject(value) ? placeIn([value['dialog']].flat()[0]) : undefined;
  if (!isObject(value) || value['type'] !== 'summary' || !isPlain(value)) return [];
  const text = textIn(bodyOf(value));
  return text === undefined ? [] : [{ dialog: dialog ?? 0, text }];
}

/** A text that people can read as it stands: no HTML, no MIME. */
function isPlain(value: Loose): boolean {
  const type = textIn(value['mediatype'] ?? value['mimetype']);
  return type === undefined || /^(?:text\/plain|application\/json)\s*(?:;|$)/i.test(type);
}

/** Throws nothing: what cannot be read is not there. `base64` is not in the draft, but in the wild. */
function bodyOf({ body, encoding }: Loose): unknown {
  if (typeof body !== 'string') return body;
  try {
    if (encoding === 'json') return JSON.parse(body);
    if (encoding === 'base64url' || encoding === 'base64') return new TextDecoder().decode(Uint8Array.from(atob(body.replaceAll('-', '+').replaceAll('_', '/')), (one) => one.charCodeAt(0)));
  } catch {
    // It says to be encoded, and is not: in the wild it is then the text itself.
  }
  return body;
}

/** A date as RFC 3339, as RFC 2822, or without a zone, which then is UTC. Nothing before 1970. ms since then. */
export function momentOf(value: unknown): number | undefined {
  const text = textIn(value);
  if (text === undefined || text.length > 100) return undefined;
  const iso = /^\d{4}-\d\d-\d\d[T ]\d\d:\d\d/.test(text);
  const zoned = /(?:[zZ]|[+-]\d\d:?\d\d)$/.test(text);
  // A date of more than milliseconds is read by some engines only.
  const at = Date.parse(iso ? `${text.replace(' ', 'T').replace(/(\.\d{3})\d+/, '$1')}${zoned ? '' : 'Z'}` : text);
  return Number.isNaN(at) || at < 0 ? undefined : at;
}
