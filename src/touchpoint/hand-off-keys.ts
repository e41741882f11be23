/** The keys that hand-offs are sealed with. */
import type { SealingKey } from '../carry/envelope.js';
import type { Readers } from '../carry/token.js';
import { SayOnceError } from '../model/errors.js';
import { utf8 } from '../store/bytes.js';
import type { KeyRing, RingKey, TeamKey } from '../store/keys.js';
import type { Audience } from '../model/entry.js';
import type { Desk } from './desk.js';

/** From a key of the ring, by a label of its own (HKDF, RFC 5869). */
async function derived({ id, key }: RingKey, company: string, readers: Readers): Promise<SealingKey> {
  const label = { name: 'HKDF', hash: 'SHA-256', salt: utf8(`say-once/1/${company}/${readers}`), info: utf8('hand-off') };
  return { id, key: await crypto.subtle.deriveKey(label, key, { name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']) };
}

const isCurve = (key: unknown, name: 'ECDH' | 'ECDSA'): boolean => key instanceof CryptoKey && key.algorithm.name === name && (key.algorithm as EcKeyAlgorithm).namedCurve === 'P-256';

/** Throws `bad-option`: the ring's keys for hand-offs cannot be used. Looked at with the first one: a page that makes none need not load this. */
function checked(ring: KeyRing): KeyRing {
  const { teams = [], session } = ring;
  if (!teams.every(({ id, publicKey, privateKey }) => typeof id === 'string' && isCurve(publicKey, 'ECDH') && (privateKey === undefined || isCurve(privateKey, 'ECDH')))) throw new SayOnceError('bad-option', '`keys.teams` is a list of `{ id, publicKey, privateKey? }`, ECDH on P-256.');
  if (session !== undefined && !(session.hosts.every(({ id, key }) => typeof id === 'string' && isCurve(key, 'ECDSA')) && (session.own === undefined || (isCurve(session.own.key, 'ECDSA') && typeof session.own.certificate === 'string')))) throw new SayOnceError('bad-option', '`keys.session` is `{ hosts: [{ id, key }], own?: { key, certificate } }`, ECDSA on P-256.');
  return ring;
}

/** Throws `bad-option`: it is no key to seal to. */
export function teamKey({ id, publicKey }: TeamKey): SealingKey {
  if (typeof id !== 'string' || !isCurve(publicKey, 'ECDH') || publicKey.type !== 'public') throw new SayOnceError('bad-option', '`to.key` is `{ id, publicKey }`, ECDH on P-256.');
  return { id, key: publicKey };
}

/** Throws `key-required`: every key has ended, or there is none. */
export async function sealingKey({ ring, name, store }: Desk<Audience>, readers: Readers = 'support'): Promise<SealingKey> {
  const newest = (checked(ring)[readers] ?? []).find(({ until = Number.POSITIVE_INFINITY }) => until > store.now());
  if (newest === undefined) throw new SayOnceError('key-required', `The ring has no key for ${readers} that has not ended. Give a newer one.`);
  return derived(newest, name, readers);
}

/** Every key that may open one: the audience's, old ones too, and those of the teams this seat is in. */
export async function openingKeys({ ring, name }: Desk<Audience>, readers: Readers = 'support'): Promise<SealingKey[]> {
  const teams = (checked(ring).teams ?? []).flatMap(({ id, privateKey }) => (privateKey === undefined ? [] : [{ id, key: privateKey }]));
  return [...(await Promise.all((ring[readers] ?? []).map((key) => derived(key, name, readers)))), ...teams];
}
