import type { Audience } from '../model/entry.js';
import { randomBytes } from './bytes.js';
import { asKeys } from './database.js';
import { NAMES, type DeviceKeys } from './device.js';
import type { KeyRing } from './keys.js';

/** Device keys are made once, on the first visit: whoever comes again does not load this. */

const hkdf = async (): Promise<CryptoKey> => crypto.subtle.importKey('raw', randomBytes(32), 'HKDF', false, ['deriveKey', 'deriveBits']);

async function madeNow(): Promise<DeviceKeys> {
  const intake = crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  return new Map<string, CryptoKey | CryptoKeyPair>([['support', await hkdf()], ['sales', await hkdf()], ['customer', await hkdf()], ['intake', await intake]]);
}

/** Made before the transaction, which ends at the first foreign await; of two tabs the first to write wins. */
export async function makeAll(raw: IDBDatabase): Promise<DeviceKeys> {
  const made = await madeNow();
  const tx = asKeys(raw).transaction('keys', 'readwrite', { durability: 'strict' });
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

/** A key for this page alone, where nothing can be kept. Nobody else could open what it seals, so it seals for nobody else. */
export const passingRing = async (audience: Audience): Promise<KeyRing> => ({ [audience]: [{ id: 'device', key: await hkdf() }], ...(audience === 'support' ? { erase: true } : {}) });
