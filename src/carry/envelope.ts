/** The only file that knows jose: seals and opens what travels. Loaded with the first envelope. */
import { CompactEncrypt, compactDecrypt, decodeProtectedHeader } from 'jose';
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
export async function sealEnvelope({ company, box }: Address, { id, key }: SealingKey, payload: unknown): Promise<string> {
  const alg = key.type === 'public' ? 'ECDH-ES' : 'dir';
  return new CompactEncrypt(new TextEncoder().encode(JSON.stringify(payload)))
    .setProtectedHeader({ alg, enc: 'A256GCM', kid: id, typ: 'say-once+1', cty: `${company}/${box}` })
    .encrypt(key);
}

/** Throws `bad-envelope` (not one of ours, for somebody else, changed), `wrong-key`, `too-large`. */
export async function openEnvelope({ company, box }: Address, keys: readonly SealingKey[], sealed: string): Promise<unknown> {
  const bad = (cause: unknown): SayOnceError => new SayOnceError('bad-envelope', 'An envelope is not one of ours, is for somebody else, or was changed. It was not taken in.', { cause });
  if (typeof sealed !== 'string') throw bad(undefined);
  if (sealed.length > MAX_SEALED) throw new SayOnceError('too-large', `An envelope is ${sealed.length} characters long; the limit is ${MAX_SEALED}.`);
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
    return JSON.parse(new TextDecoder('utf-8', { fatal: true }).decode(plaintext)) as unknown;
  } catch (cause) {
    throw bad(cause);
  }
}
