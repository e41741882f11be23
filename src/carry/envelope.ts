/** The only file that knows jose: seals and opens what travels. Loaded with the first envelope. */
import { base64url, CompactEncrypt, type CompactJWEHeaderParameters, compactDecrypt, decodeProtectedHeader } from 'jose';
import { SayOnceError } from '../model/errors.js';
import type { Box } from './carrier.js';

/** UTF-16 units of a sealed envelope that is looked at. */
export const MAX_SEALED = 1_500_000;

/** Whom an envelope is for; bound into the seal. */
export interface Address {
  company: string;
  box: Box;
}

/** A symmetric key of the receiving audience, or the public half of the intake's. */
export interface SealingKey {
  id: string;
  key: CryptoKey;
}

/** JWE in compact form: `dir` with A256GCM under an audience's key (RFC 7518 §4.5), `ECDH-ES` to the intake's (§4.6). Version, company, box and key id are its protected header, so they are bound as additional data. */
export async function sealEnvelope(to: Address, by: SealingKey, payload: unknown): Promise<string> {
  const plain = encoder.encode(JSON.stringify(payload));
  return by.key.type === 'public' ? new CompactEncrypt(plain).setProtectedHeader(headerOf(to, by.id, 'ECDH-ES')).encrypt(by.key) : sealOurs(to, by, plain);
}

/** RFC 7516 §5.1, steps 8 to 19, for `dir` with A256GCM: whoever imports seals thousands of them, and in each jose would look at the same few words. */
async function sealOurs(to: Address, by: SealingKey, plain: Uint8Array<ArrayBuffer>): Promise<string> {
  const { text, bound } = beginningOf(to, by);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound }, by.key, plain));
  return text + [iv, sealed.subarray(0, -16), sealed.subarray(-16)].map((part) => base64url.encode(part)).join('.');
}

const headerOf = ({ company, box }: Address, id: string, alg: string): CompactJWEHeaderParameters => ({ alg, enc: 'A256GCM', kid: id, typ: 'say-once+1', cty: `${company}/${box}` });

/** How an envelope under a symmetric key begins that is written just as we write it, and what its seal is bound to: the same in thousands. */
interface Beginning {
  address: string;
  text: string;
  bound: Uint8Array<ArrayBuffer>;
}

const beginnings = new WeakMap<CryptoKey, Beginning>();

function beginningOf(to: Address, { id, key }: SealingKey): Beginning {
  const address = `${id} ${to.company}/${to.box}`;
  let known = beginnings.get(key);
  if (known?.address !== address) {
    const header = base64url.encode(JSON.stringify(headerOf(to, id, 'dir')));
    known = { address, text: `${header}..`, bound: new TextEncoder().encode(header) };
    beginnings.set(key, known);
  }
  return known;
}

/**
 * What lies in an envelope with the very header that we write (RFC 7516 §5.2, steps 8 to 17, for `dir` with A256GCM): nothing of it is
 * left to be understood, and jose's looking at it is most of what opening costs. Undefined: it is written otherwise.
 */
function openOurs(to: Address, keys: readonly SealingKey[], sealed: string): Promise<ArrayBuffer> | undefined {
  for (const one of keys) {
    if (one.key.type !== 'secret') continue;
    const { text, bound } = beginningOf(to, one);
    if (!sealed.startsWith(text)) continue;
    const from = text.length + IV;
    const end = sealed.length - TAG;
    if (sealed[from] !== '.' || sealed[end - 1] !== '.' || end < from + 2) return undefined;
    const iv = bytesInto(NONCE, sealed.slice(text.length, from));
    const box = roomFor(sealed.length);
    const { length } = bytesInto(box, sealed.slice(from + 1, end - 1));
    const tag = bytesInto(box.subarray(length), sealed.slice(end));
    // Both are copied before it returns.
    return crypto.subtle.decrypt({ name: 'AES-GCM', iv, additionalData: bound }, one.key, box.subarray(0, length + tag.length));
  }
  return undefined;
}

/** 12 bytes and 16 in base64url. */
const IV = 16;
const TAG = 22;

/** Used again for each: to make bytes anew for thousands takes four times as long as to fill them. */
const NONCE = new Uint8Array(12);
let room = new Uint8Array(16_384);
const roomFor = (length: number): Uint8Array<ArrayBuffer> => (room.length < length ? (room = new Uint8Array(length)) : room);

/** As browsers have it, some since 2025. */
interface Fillable {
  setFromBase64?(text: string, how: { alphabet: 'base64url' }): { read: number; written: number };
}

/** The bytes of a base64url text, written to the beginning of `bytes`. Throws where it is none. */
function bytesInto(bytes: Uint8Array<ArrayBuffer>, text: string): Uint8Array<ArrayBuffer> {
  const quick = (bytes as Fillable).setFromBase64?.(text, { alphabet: 'base64url' });
  // What did not fit is not passed over.
  if (quick?.read === text.length) return bytes.subarray(0, quick.written);
  const open = base64url.decode(text);
  bytes.set(open);
  return bytes.subarray(0, open.length);
}

const bad = (cause: unknown): SayOnceError => new SayOnceError('bad-envelope', 'An envelope is not one of ours, is for somebody else, or was changed. It was not taken in.', { cause });

/** What the text in an envelope says. Throws `bad-envelope`. */
export function payloadIn(text: string): unknown {
  try {
    return JSON.parse(text) as unknown;
  } catch (cause) {
    throw bad(cause);
  }
}

/** Throws `bad-envelope` (not one of ours, for somebody else, changed), `wrong-key`, `too-large`. */
export const openEnvelope = async (to: Address, keys: readonly SealingKey[], sealed: string): Promise<unknown> => payloadIn(await openText(to, keys, sealed));

/** The text in an envelope. Throws as `openEnvelope`. */
export async function openText({ company, box }: Address, keys: readonly SealingKey[], sealed: string): Promise<string> {
  if (typeof sealed !== 'string') throw bad(undefined);
  if (sealed.length > MAX_SEALED) throw new SayOnceError('too-large', `An envelope is ${sealed.length} characters long; the limit is ${MAX_SEALED}.`);
  try {
    const ours = await openOurs({ company, box }, keys, sealed);
    if (ours !== undefined) return decoder.decode(ours);
  } catch (cause) {
    throw bad(cause);
  }
  let header;
  try {
    header = decodeProtectedHeader(sealed);
  } catch (cause) {
    throw bad(cause);
  }
  if (header.typ !== 'say-once+1' || header.cty !== `${company}/${box}`) throw bad(undefined);
  const known = keys.find(({ id }) => id === header.kid);
  if (known === undefined) throw new SayOnceError('wrong-key', 'An envelope was sealed with a key the ring does not hold.');
  try {
    const { plaintext } = await compactDecrypt(sealed, known.key, { keyManagementAlgorithms: [known.key.type === 'private' ? 'ECDH-ES' : 'dir'], contentEncryptionAlgorithms: ['A256GCM'] });
    return decoder.decode(plaintext);
  } catch (cause) {
    throw bad(cause);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
