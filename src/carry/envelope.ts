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
    const [iv = '', ciphertext = '', tag = '', ...more] = sealed.slice(text.length).split('.');
    if (iv.length !== IV || tag.length !== TAG || more.length > 0) return undefined;
    const open = base64url.decode(ciphertext);
    const box = new Uint8Array(open.length + 16);
    box.set(open);
    box.set(base64url.decode(tag), open.length);
    return crypto.subtle.decrypt({ name: 'AES-GCM', iv: base64url.decode(iv) as Uint8Array<ArrayBuffer>, additionalData: bound }, one.key, box);
  }
  return undefined;
}

/** 12 bytes and 16 in base64url. */
const IV = 16;
const TAG = 22;

/** Throws `bad-envelope` (not one of ours, for somebody else, changed), `wrong-key`, `too-large`. */
export async function openEnvelope({ company, box }: Address, keys: readonly SealingKey[], sealed: string): Promise<unknown> {
  const bad = (cause: unknown): SayOnceError => new SayOnceError('bad-envelope', 'An envelope is not one of ours, is for somebody else, or was changed. It was not taken in.', { cause });
  if (typeof sealed !== 'string') throw bad(undefined);
  if (sealed.length > MAX_SEALED) throw new SayOnceError('too-large', `An envelope is ${sealed.length} characters long; the limit is ${MAX_SEALED}.`);
  try {
    const ours = await openOurs({ company, box }, keys, sealed);
    if (ours !== undefined) return JSON.parse(decoder.decode(ours)) as unknown;
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
    return JSON.parse(decoder.decode(plaintext)) as unknown;
  } catch (cause) {
    throw bad(cause);
  }
}

const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });
