import type { Audience } from '../model/entry.js';
import { storageError } from './connection.js';
import { answer, openPart } from './early.js';
import type { KeyRing } from './keys.js';
import { part } from './part.js';

export type DeviceKeys = Map<string, CryptoKey | CryptoKeyPair | undefined>;

/** In the order in which a database keeps them. */
export const NAMES = ['customer', 'intake', 'sales', 'support'] as const;

/** All in one answer: on the way to the first card every request counts. */
async function readAll(database: IDBDatabase): Promise<DeviceKeys | undefined> {
  const found = await answer<(CryptoKey | CryptoKeyPair)[]>(database.transaction('keys').objectStore('keys').getAll());
  return found.length < NAMES.length ? undefined : new Map(NAMES.map((name, index) => [name, found[index]] as const));
}

/**
 * Keys made in this browser, for a kiosk, a demo, or a customer's own page. They cannot be extracted, but they lie
 * beside their data: who has the profile has both. Throws `no-storage`, `storage-full`.
 */
export async function deviceRing(company: string, audience: Audience): Promise<KeyRing> {
  const database = await openPart(company, 'keys', {});
  try {
    return ringFrom((await readAll(database)) ?? (await (await part(import('./device-keys.js'))).makeAll(database)), audience);
  } catch (error) {
    throw storageError(error);
  } finally {
    database.close();
  }
}

function ringFrom(found: DeviceKeys, audience: Audience): KeyRing {
  const ring: KeyRing = {};
  // Support writes for sales, and opens what the public sealed.
  for (const part of audience === 'support' ? (['support', 'sales'] as const) : [audience]) {
    const key = found.get(part);
    if (key instanceof CryptoKey) ring[part] = [{ id: 'device', key }];
  }
  const pair = found.get('intake');
  if (pair !== undefined && 'publicKey' in pair) ring.intake = { id: 'device', publicKey: pair.publicKey, ...(audience === 'support' ? { privateKey: pair.privateKey } : {}) };
  if (audience === 'support') ring.erase = true;
  return ring;
}
