import type { Audience } from '../model/entry.js';
import { randomBytes } from './bytes.js';
import { type KeysDatabase, openKeys } from './database.js';
import { storageError } from './disk.js';
import type { KeyRing } from './keys.js';

const hkdf = async (): Promise<CryptoKey> => crypto.subtle.importKey('raw', randomBytes(32), 'HKDF', false, ['deriveKey', 'deriveBits']);

type Found = Map<string, CryptoKey | CryptoKeyPair | undefined>;

/** What an audience's seat gets of the keys that lie on this device. Support writes for sales and opens what the public sealed. */
const PARTS: Readonly<Record<Audience, readonly Audience[]>> = { support: ['support', 'sales'], sales: ['sales'], customer: ['customer'] };

const NAMES = ['support', 'sales', 'customer', 'intake'] as const;

async function readAll(database: KeysDatabase): Promise<Found | undefined> {
  const { store } = database.transaction('keys');
  const found = await Promise.all(NAMES.map((name) => store.get(name)));
  return found.includes(undefined) ? undefined : new Map(NAMES.map((name, index) => [name, found[index]] as const));
}

async function madeNow(): Promise<Found> {
  const intake = crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  return new Map<string, CryptoKey | CryptoKeyPair>([['support', await hkdf()], ['sales', await hkdf()], ['customer', await hkdf()], ['intake', await intake]]);
}

/** Made before the transaction, which ends at the first foreign await; of two tabs the first to write wins. */
async function makeAll(database: KeysDatabase): Promise<Found> {
  const made = await madeNow();
  const tx = database.transaction('keys', 'readwrite', { durability: 'strict' });
  const kept = await Promise.all(
    NAMES.map(async (name) => {
      const known = await tx.store.get(name);
      const own = made.get(name);
      if (known === undefined && own !== undefined) await tx.store.put(own, name);
      return [name, known ?? own] as const;
    }),
  );
  await tx.done;
  return new Map(kept);
}

/**
 * Keys made in this browser, for a kiosk, a demo, or a customer's own page. They cannot be extracted, but they lie
 * beside their data: who has the profile has both. Throws `no-storage`, `storage-full`.
 */
export async function deviceRing(company: string, audience: Audience): Promise<KeyRing> {
  const database = await openKeys(company);
  try {
    return ringFrom((await readAll(database)) ?? (await makeAll(database)), audience);
  } catch (error) {
    throw storageError(error);
  } finally {
    database.close();
  }
}

/** A key for this page alone, where nothing can be kept. Nobody else could open what it seals, so it seals for nobody else. */
export const passingRing = async (audience: Audience): Promise<KeyRing> => ({ [audience]: [{ id: 'device', key: await hkdf() }], ...(audience === 'support' ? { erase: true } : {}) });

function ringFrom(found: Found, audience: Audience): KeyRing {
  const ring: KeyRing = {};
  for (const part of PARTS[audience]) {
    const key = found.get(part);
    if (key instanceof CryptoKey) ring[part] = [{ id: 'device', key }];
  }
  const pair = found.get('intake');
  if (pair !== undefined && 'publicKey' in pair) ring.intake = { id: 'device', publicKey: pair.publicKey, ...(audience === 'support' ? { privateKey: pair.privateKey } : {}) };
  if (audience === 'support') ring.erase = true;
  return ring;
}
