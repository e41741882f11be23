/** Seals, signs and opens hand-offs. jose comes with the first one that is made or taken. */
import { base64url, CompactEncrypt, compactDecrypt, compactVerify, decodeProtectedHeader, FlattenedSign, flattenedVerify, importJWK, type JWK } from 'jose';
import type { Audience, Author } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { MAX_FULL } from '../model/hand-off.js';
import type { SealingKey } from './envelope.js';

const TYP = 'say-once-offer+1';
const CERTIFICATE = 'say-once-session+1';
const encoder = new TextEncoder();
const decoder = new TextDecoder('utf-8', { fatal: true });

/** Who certifies sessions, and where this desk signs, its own. */
export interface Session {
  hosts: readonly { id: string; key: CryptoKey }[];
  own?: { key: CryptoKey; certificate: string };
}

/** What is sealed: a signature or nothing, a line feed, the payload. */
export interface Plain {
  signature: string;
  payload: string;
}

/** Who may open it: desks of support, or of sales. */
export type Readers = Exclude<Audience, 'customer'>;

const ctyOf = (company: string, readers: Readers = 'support'): string => `${company}/${readers}`;

/** The length of a token over so many bytes. */
export const lengthOf = (company: string, { id, key }: SealingKey, bytes: number): number => {
  const header = JSON.stringify({ alg: 'dir', enc: 'A256GCM', kid: id, typ: TYP, cty: ctyOf(company) }).length + (key.type === 'public' ? 150 : 0);
  return Math.ceil((header * 4) / 3) + Math.ceil((bytes * 4) / 3) + 42;
};

/** JWE in compact form: `dir` with A256GCM (RFC 7518 §4.5), or `ECDH-ES` to a team's public key (§4.6). */
export async function sealToken(company: string, { id, key }: SealingKey, { signature, payload }: Plain, readers?: Readers): Promise<string> {
  const alg = key.type === 'public' ? 'ECDH-ES' : 'dir';
  return new CompactEncrypt(encoder.encode(`${signature}\n${payload}`)).setProtectedHeader({ alg, enc: 'A256GCM', kid: id, typ: TYP, cty: ctyOf(company, readers) }).encrypt(key);
}

/** Every part in the one spelling its bytes have: a token that was changed is never taken for the same. */
const isPlain = (part: string): boolean => {
  try {
    return base64url.encode(base64url.decode(part)) === part;
  } catch {
    return false;
  }
};

/** Throws `not-a-token`, `too-large`, `unknown-version`, `wrong-audience` (of another company or audience), `wrong-key`, `altered`. */
export async function openToken(company: string, keys: readonly SealingKey[], token: string, readers?: Readers): Promise<Plain> {
  const notOne = (cause?: unknown): SayOnceError => new SayOnceError('not-a-token', 'This is not a hand-off of say-once. Nothing was changed.', { cause });
  if (token.length > MAX_FULL) throw new SayOnceError('too-large', `A hand-off is at most ${MAX_FULL} characters long; this is ${token.length}. Nothing was changed.`);
  const parts = token.split('.');
  if (parts.length !== 5 || !/^[\w.-]+$/.test(token)) throw notOne();
  let header;
  try {
    header = decodeProtectedHeader(token);
  } catch (cause) {
    throw notOne(cause);
  }
  const { typ, cty, kid } = header;
  if (typeof typ !== 'string' || !typ.startsWith('say-once-offer+')) throw notOne();
  if (typ !== TYP) throw new SayOnceError('unknown-version', 'This hand-off was made by a newer version of say-once. Nothing was changed; reload the page.');
  if (cty !== ctyOf(company, readers)) throw new SayOnceError('wrong-audience', 'This hand-off is for another company or another audience. Nothing was changed.');
  const known = keys.find(({ id }) => id === kid);
  if (known === undefined) throw new SayOnceError('wrong-key', 'This hand-off was sealed with a key that the ring does not hold. Nothing was changed.');
  try {
    if (!parts.every(isPlain)) throw new TypeError('not the spelling of its bytes');
    const { plaintext } = await compactDecrypt(token, known.key, { keyManagementAlgorithms: [known.key.type === 'private' ? 'ECDH-ES' : 'dir'], contentEncryptionAlgorithms: ['A256GCM'] });
    const text = decoder.decode(plaintext);
    const end = text.indexOf('\n');
    return { signature: text.slice(0, Math.max(0, end)), payload: text.slice(end + 1) };
  } catch (cause) {
    throw altered(cause);
  }
}

const altered = (cause?: unknown): SayOnceError => new SayOnceError('altered', 'This hand-off was changed on its way, or not all of it came. Nothing was changed here; ask for a new one.', { cause });

/** A JWS over a payload that lies beside it (RFC 7797); nothing where this desk does not sign. */
export async function signed(session: Session | undefined, payload: string): Promise<string> {
  if (session?.own === undefined) return '';
  const { key, certificate } = session.own;
  const jws = await new FlattenedSign(encoder.encode(payload)).setProtectedHeader({ alg: 'ES256', b64: false, crit: ['b64'], certificate }).sign(key);
  return `${jws.protected ?? ''}..${jws.signature}`;
}

/** Who signed a payload, by the word of a host that is known. Undefined: nobody did. Throws `altered`: somebody else did. */
export async function signerOf(session: Session | undefined, company: string, { signature, payload }: Plain, now: number): Promise<Author | undefined> {
  if (signature === '') return undefined;
  try {
    const [header = '', , sign = ''] = signature.split('.');
    const jws = { protected: header, signature: sign, payload: encoder.encode(payload) };
    const { certificate } = decodeProtectedHeader(jws) as { certificate?: unknown };
    if (typeof certificate !== 'string') throw new TypeError('no certificate');
    const host = session?.hosts.find(({ id }) => id === decodeProtectedHeader(certificate).kid);
    if (host === undefined) return undefined;
    const { payload: said, protectedHeader } = await compactVerify(certificate, host.key, { algorithms: ['ES256'] });
    const { company: whose, audience, id, label, jwk, exp } = JSON.parse(decoder.decode(said)) as { company?: string; audience?: string; id?: string; label?: string; jwk?: JWK; exp?: number };
    const good = protectedHeader.typ === CERTIFICATE && whose === company && audience === 'support' && typeof id === 'string' && jwk !== undefined && typeof exp === 'number' && exp * 1000 > now;
    if (!good) throw new TypeError('the certificate is for something else, or has ended');
    await flattenedVerify(jws, await importJWK(jwk, 'ES256'), { algorithms: ['ES256'], crit: { b64: true } });
    return { audience: 'support', id, ...(typeof label === 'string' ? { label } : {}) };
  } catch (cause) {
    throw altered(cause);
  }
}
