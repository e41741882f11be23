import type { Audience } from '../model/entry.js';
import { lackingKey, SayOnceError } from '../model/errors.js';
import { base64url, type Bytes, utf8 } from './text.js';

/** One key of an audience. Records carry its id: the newest seals, older ones still open. */
export interface RingKey {
  /** short and unique in the ring */
  id: string;
  /** HKDF, not extractable, usages `deriveKey` and `deriveBits` */
  key: CryptoKey;
  /** after this it seals nothing more, ms since 1970 */
  until?: number;
}

/** Where the public's messages are sealed to. Public pages have `publicKey` alone; who opens them has both (ECDH, P-256). */
export interface IntakeKeys {
  id: string;
  publicKey: CryptoKey;
  privateKey?: CryptoKey;
}

/** Where reveals and overrides are sealed to. Desks have `publicKey` alone; auditors have both (ECDH, P-256). */
export type AuditKeys = IntakeKeys;

/** A team's own key pair for hand-offs (ECDH, P-256): who hands over needs the public half, who takes has both. */
export interface TeamKey {
  id: string;
  publicKey: CryptoKey;
  privateKey?: CryptoKey;
}

/** Who certifies sessions, and where this desk signs its hand-offs, its own. All ECDSA on P-256 (ES256). */
export interface SessionKeys {
  /** the host's public keys: a signature counts where one of them certified its key */
  hosts: readonly { id: string; key: CryptoKey }[];
  /** this session's private key, and the host's word for it (a JWS, see the README) */
  own?: { key: CryptoKey; certificate: string };
}

/** The host's keys after sign-in, in memory only. Each audience's keys newest first. */
export interface KeyRing extends Partial<Record<Audience, readonly RingKey[]>> {
  intake?: IntakeKeys;
  /** left out: what was revealed or overridden stands in the journals alone */
  audit?: AuditKeys;
  /** of teams that this seat is in: opens what was sealed to them alone */
  teams?: readonly TeamKey[];
  session?: SessionKeys;
  /** this touchpoint may execute forgetting */
  erase?: boolean;
}

/** What is derived from one ring key, by label (HKDF, RFC 5869). */
export interface Derived {
  id: string;
  /** after this it seals nothing more, ms since 1970 */
  until: number;
  /** seals records: AES-GCM, 256 bit */
  seal: CryptoKey;
  /** look-up digests and record keys: HMAC, SHA-256 */
  look: CryptoKey;
  /** subjects on a carrier: HMAC, SHA-256 */
  subject: CryptoKey;
  /** what survives forgetting: HMAC, SHA-256 */
  suppress: CryptoKey;
  /** seals envelopes to this audience: AES-GCM, 256 bit */
  envelope: CryptoKey;
  /** tells this key from another one with the same id, and nothing else */
  check: string;
}

const AES = { name: 'AES-GCM', length: 256 };
const HMAC = { name: 'HMAC', hash: 'SHA-256', length: 256 };

async function derive({ id, key, until = Number.POSITIVE_INFINITY }: RingKey, company: string, audience: Audience): Promise<Derived> {
  const label = (name: string): HkdfParams => ({ name: 'HKDF', hash: 'SHA-256', salt: utf8(`say-once/1/${company}/${audience}`), info: utf8(name) });
  const aes = (name: string): Promise<CryptoKey> => crypto.subtle.deriveKey(label(name), key, AES, false, ['encrypt', 'decrypt']);
  const hmac = (name: string): Promise<CryptoKey> => crypto.subtle.deriveKey(label(name), key, HMAC, false, ['sign']);
  const [seal, look, subject, suppress, envelope, check] = await Promise.all([
    aes('seal'),
    hmac('look'),
    hmac('subject'),
    hmac('suppress'),
    aes('envelope'),
    crypto.subtle.deriveBits(label('check'), key, 64),
  ]);
  return { id, until, seal, look, subject, suppress, envelope, check: base64url(new Uint8Array(check)) };
}

/** The first 128 bits of a keyed digest, in 22 characters. */
export async function digest(key: CryptoKey, text: string): Promise<string> {
  return base64url(new Uint8Array(await crypto.subtle.sign('HMAC', key, utf8(text)), 0, 16));
}

/** An audience's keys, ready to use: the newest seals, all open. */
export interface Keys {
  readonly company: string;
  readonly audience: Audience;
  /** the newest that has not ended, as of now */
  readonly newest: Derived;
  readonly all: readonly Derived[];
  readonly now: () => number;
}

export const ended = (audience: Audience): SayOnceError => new SayOnceError('key-required', `Every key for ${audience} has ended. Give a newer one.`);

/** Throws `key-required` where the ring has none. */
export function requireKeys(ring: KeyRing, audience: Audience): readonly RingKey[] {
  const keys = ring[audience] ?? [];
  if (keys.length === 0) throw new SayOnceError('key-required', `The key ring has no key for ${audience}.`);
  return keys;
}

/** Derives an audience's keys. Throws `key-required` where the ring has none that may still seal. */
export async function keysOf(ring: KeyRing, company: string, audience: Audience, now: () => number): Promise<Keys> {
  const keys = requireKeys(ring, audience);
  const all = await Promise.all(keys.map((key) => derive(key, company, audience)));
  const sealing = (): Derived | undefined => all.find(({ until }) => until > now());
  let newest = sealing();
  if (newest === undefined) throw ended(audience);
  return {
    company,
    audience,
    all,
    now,
    get newest() {
      return (newest = sealing() ?? newest) as Derived;
    },
  };
}

/** What a sealed record is bound to: version, company, audience, what it is, where it lies, under which key. */
export const bound = (keys: Keys, id: string, what: string, place: string): Bytes => utf8(JSON.stringify(['say-once', 1, keys.company, keys.audience, what, place, id]));

/** Throws `wrong-key` where the ring lacks the key, `broken-record` where the bytes were changed or moved. */
export async function openBytes(keys: Keys, id: string, what: string, place: string, box: Bytes): Promise<Bytes> {
  const key = keys.all.find((one) => one.id === id);
  if (key === undefined) throw lackingKey(id);
  try {
    return new Uint8Array(await crypto.subtle.decrypt({ name: 'AES-GCM', iv: box.subarray(0, 12), additionalData: bound(keys, id, what, place) }, key.seal, box.subarray(12)));
  } catch (cause) {
    throw new SayOnceError('broken-record', 'A record was changed or damaged. It was left as it is.', { cause });
  }
}
