/** Writes a vendor's attributes strictly: a reference, and nothing else that nobody asked for by name. */
import { SayOnceError } from '../model/errors.js';
import { scrubFact } from '../model/secrets.js';
import type { Attributes } from './cti-read.js';

/** What a vendor lets through. */
export interface AttributeRules {
  /** what a name may look like; left out: any */
  names?: RegExp;
  /** UTF-16 units of one value, at most */
  value?: number;
  /** how many, at most */
  count?: number;
  /** all of them together, at most: in UTF-8 bytes of names and values, or in UTF-16 units of their JSON */
  total?: { bytes: number } | { json: number };
}

export interface Writing {
  /** what else shall go along, by the vendor's name for it. It stays with the vendor for as long as they keep attributes */
  also?: Readonly<Attributes>;
  /** what is there already, as far as it counts towards the vendor's limits */
  beside?: Readonly<Attributes>;
}

/** A reference: 60 bytes at most. */
const REFERENCE = /^so\d{1,3}:[\w-]{1,54}$/;

const bad = (what: string): SayOnceError => new SayOnceError('bad-attribute', `This cannot be kept as attributes: ${what}.`);

/** Throws `bad-attribute`, `too-large`, `secret-refused`. */
export function writeAttributes(name: string, reference: string, rules: AttributeRules, { also = {}, beside = {} }: Writing = {}): Attributes {
  if (!REFERENCE.test(reference)) throw bad('a hand-off goes along as its reference; a token would stay there for years');
  const more = Object.entries(also);
  for (const [key, value] of more) check(key, value);
  if (more.some(([key]) => key === name)) throw bad(`«${name}» is the reference’s own name`);
  const written = [[name, reference] as [string, string], ...more];
  const all = new Map([...Object.entries(beside), ...written]);
  for (const [key] of written) if (rules.names?.test(key) === false) throw bad(`«${key.slice(0, 60)}» has letters that the vendor does not take in a name`);
  for (const [key, value] of written) if (value.length > (rules.value ?? Infinity)) throw tooLarge(`«${key}» has ${value.length} characters; the vendor takes ${rules.value}`);
  if (all.size > (rules.count ?? Infinity)) throw tooLarge(`there would be ${all.size}; the vendor takes ${rules.count}`);
  const size = sizeOf(all, rules.total);
  if (size !== undefined && size.is > size.limit) throw tooLarge(`together they would have ${size.is} ${size.unit}; the vendor takes ${size.limit}`);
  return Object.fromEntries(written);
}

const tooLarge = (what: string): SayOnceError => new SayOnceError('too-large', `Attributes of a call: ${what}. Send the reference alone.`);

/** What may be kept by somebody else: a whole text, and no secret. Throws `bad-attribute`, `secret-refused`. */
function check(key: string, value: unknown): void {
  if (key === '' || typeof value !== 'string' || /\p{Cs}/u.test(key + value)) throw bad('an attribute is a name and a text');
  const scrubbed = scrubFact(key, value);
  const kinds = 'refused' in scrubbed ? [scrubbed.refused] : scrubbed.cut;
  if (kinds.length > 0) throw new SayOnceError('secret-refused', `«${key.slice(0, 60)}» has a secret in it (${kinds.join(', ')}), and would stay with the vendor. Nothing was written.`);
}

function sizeOf(all: ReadonlyMap<string, string>, total: AttributeRules['total']): { is: number; limit: number; unit: string } | undefined {
  if (total === undefined) return undefined;
  if ('json' in total) return { is: JSON.stringify(Object.fromEntries(all)).length, limit: total.json, unit: 'characters' };
  return { is: new TextEncoder().encode([...all].flat().join('')).length, limit: total.bytes, unit: 'bytes' };
}
