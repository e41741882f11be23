/** How bytes are sealed. To show a card takes only opening them (`keys.ts`). */
import type { Bytes } from './bytes.js';
import { bound, ended, type Keys } from './keys.js';

/** What is sealed, and the id of the key that did it. `box`: 12 bytes of nonce, then ciphertext and tag. */
export interface Sealed {
  key: string;
  box: Bytes;
}

/** Throws `key-required` where every key has ended meanwhile. */
export async function sealBytes(keys: Keys, what: string, place: string, plain: Bytes): Promise<Sealed> {
  const { id, seal, until } = keys.newest;
  if (until <= keys.now()) throw ended(keys.audience);
  const iv = crypto.getRandomValues(new Uint8Array(12));
  const sealed = await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: bound(keys, id, what, place) }, seal, plain);
  const box = new Uint8Array(12 + sealed.byteLength);
  box.set(iv);
  box.set(new Uint8Array(sealed), 12);
  return { key: id, box };
}
