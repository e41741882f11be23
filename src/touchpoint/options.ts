import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import type { IntakeKeys, KeyRing, RingKey } from '../store/keys.js';
import type { Seat, TouchpointOptions } from './types.js';

const AUDIENCES: ReadonlySet<string> = new Set<Audience>(['support', 'sales', 'customer']);

const bad = (message: string): SayOnceError => new SayOnceError('bad-option', message);

/** Throws `bad-option`: what a host gave cannot be used, and why. */
export function checkOptions(options: TouchpointOptions): void {
  const { name, as, keys } = (options as Partial<TouchpointOptions> | undefined) ?? {};
  if (typeof name !== 'string' || !/^[\w.-]{1,64}$/.test(name)) throw bad('`name` is the company’s database: 1 to 64 letters, digits, «-», «_» or «.».');
  if (!AUDIENCES.has((as as Partial<Seat> | undefined)?.audience ?? '')) throw bad('`as.audience` is `support`, `sales` or `customer`.');
  const { id = '', label = '' } = (as ?? {}) as Partial<Seat>;
  if (typeof id !== 'string' || id.length > 500 || typeof label !== 'string' || label.length > 200) throw bad('`as.id` is a text of at most 500 characters, `as.label` one of at most 200.');
  if (keys !== undefined && keys !== 'device' && (typeof keys !== 'object' || keys === null)) throw bad('`keys` is a key ring, or the word `device`.');
  if (typeof keys === 'object') checkRing(keys);
}

const isRingKey = ({ id, key, until }: Partial<RingKey>): boolean =>
  typeof id === 'string' && id.length > 0 && id.length <= 64 && key instanceof CryptoKey && key.algorithm.name === 'HKDF' && key.usages.includes('deriveKey') && key.usages.includes('deriveBits') && (until === undefined || typeof until === 'number');

const isIntake = ({ id, publicKey, privateKey }: Partial<IntakeKeys>): boolean =>
  typeof id === 'string' && publicKey instanceof CryptoKey && publicKey.type === 'public' && (privateKey === undefined || (privateKey instanceof CryptoKey && privateKey.type === 'private'));

function checkRing(ring: KeyRing): void {
  for (const audience of AUDIENCES) {
    const keys: unknown = ring[audience as Audience];
    if (keys === undefined) continue;
    if (!Array.isArray(keys) || !keys.every((key: Partial<RingKey> | null) => isRingKey(key ?? {}))) throw bad(`\`keys.${audience}\` is a list of \`{ id, key }\`, newest first; \`key\` is an HKDF CryptoKey with the usages deriveKey and deriveBits (see the README).`);
    if (new Set(keys.map(({ id }: RingKey) => id)).size < keys.length) throw bad(`\`keys.${audience}\` has two keys with one id.`);
  }
  for (const name of ['intake', 'audit'] as const) {
    const pair = ring[name];
    if (pair !== undefined && !isIntake(pair)) throw bad(`\`keys.${name}\` is \`{ id, publicKey, privateKey? }\`, an ECDH key pair on P-256; who only seals has the public key alone.`);
  }
}
