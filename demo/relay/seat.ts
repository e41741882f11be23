/** A seat that the host lets in: its keys, its credential, and its way to the other machines. */
import { createUser } from '@nats-io/nkeys';
import { natsCarrier } from '../../src/carry/nats.js';
import { postCarrier } from '../../src/carry/post.js';
import type { Audience } from '../../src/model/entry.js';
import type { KeyRing, RingKey } from '../../src/store/keys.js';
import { openTouchpoint } from '../../src/touchpoint.js';
import type { Seat, Touchpoint } from '../../src/touchpoint/types.js';
import { COMPANY, POLICY } from '../story.js';

/** What the host answers. `key`: 32 bytes in base64url */
interface SignedIn {
  company: string;
  relay: string;
  gateway: string;
  keys: Partial<Record<'support' | 'sales', { id: string; key: string }[]>> & { intake: { id: string; publicKey: JsonWebKey } };
}

async function ask<T>(what: string, body: object = {}): Promise<T> {
  const answer = await fetch(`/host/${what}`, { method: 'POST', body: JSON.stringify(body) });
  if (!answer.ok) throw new Error(`The host says ${answer.status} to ${what}.`);
  return answer.json() as Promise<T>;
}

const bytes = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replace(/-/g, '+').replace(/_/g, '/')), (sign) => sign.charCodeAt(0));

async function ringOf({ support, sales, intake: { id, publicKey } }: SignedIn['keys']): Promise<KeyRing> {
  const all = (keys: { id: string; key: string }[] = []): Promise<RingKey[]> => Promise.all(keys.map(async (one) => ({ id: one.id, key: await crypto.subtle.importKey('raw', bytes(one.key), 'HKDF', false, ['deriveKey', 'deriveBits']) })));
  return {
    ...(support && { support: await all(support) }),
    ...(sales && { sales: await all(sales) }),
    intake: { id, publicKey: await crypto.subtle.importKey('jwk', publicKey, { name: 'ECDH', namedCurve: 'P-256' }, false, []) },
  };
}

/** Each telling of the story is a company of its own: what an earlier one left in this browser goes. */
async function sweep(company: string): Promise<void> {
  for (const { name = '' } of await indexedDB.databases()) if (name.startsWith(`say-once/${COMPANY}-`) && !name.startsWith(`say-once/${company}/`)) indexedDB.deleteDatabase(name);
}

export async function open<A extends Audience>(as: Seat<A>): Promise<Touchpoint<A>> {
  const { company, relay, gateway, keys } = await ask<SignedIn>('seat');
  await sweep(company);
  // The pair is made here, and its seed stays here: the host signs its public half, for minutes, whenever it is asked.
  const pair = createUser();
  const credentials = async (): Promise<{ jwt: string; seed: string }> => ({ ...(await ask<{ jwt: string }>('credentials', { user: pair.getPublicKey() })), seed: new TextDecoder().decode(pair.getSeed()) });
  const carrier = as.audience === 'customer' ? postCarrier({ to: gateway }) : natsCarrier({ servers: relay, author: as.id ?? '', credentials });
  return openTouchpoint({ name: company, as, keys: await ringOf(keys), carriers: [carrier], ...(as.audience === 'support' ? { policy: POLICY } : {}) });
}
