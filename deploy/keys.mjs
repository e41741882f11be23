// A company's keys as a file: node deploy/keys.mjs > keys.json makes new ones. Whoever has the file reads everything; it
// belongs where the host keeps its other secrets, and only the intake and the host's sign-in read it.
//   { support: [{ id, key }], sales: [{ id, key }], intake: { id, publicKey, privateKey } }; `key` is 32 bytes in base64url, the pair JWK (RFC 7517)
import { randomBytes } from 'node:crypto';
import { pathToFileURL } from 'node:url';

const ECDH = { name: 'ECDH', namedCurve: 'P-256' };

export async function newKeys(id = '1') {
  const pair = await crypto.subtle.generateKey(ECDH, true, ['deriveBits']);
  const [publicKey, privateKey] = await Promise.all([pair.publicKey, pair.privateKey].map((key) => crypto.subtle.exportKey('jwk', key)));
  const one = () => [{ id, key: randomBytes(32).toString('base64url') }];
  return { support: one(), sales: one(), intake: { id, publicKey, privateKey } };
}

/** The key ring that `openIntake` and `openTouchpoint` take. Nothing in it can be read out again. */
export async function ringOf({ support, sales, intake: { id, publicKey, privateKey } }) {
  const all = (keys) => Promise.all(keys.map(async ({ key, ...rest }) => ({ ...rest, key: await crypto.subtle.importKey('raw', Buffer.from(key, 'base64url'), 'HKDF', false, ['deriveKey', 'deriveBits']) })));
  return {
    support: await all(support),
    sales: await all(sales),
    intake: { id, publicKey: await crypto.subtle.importKey('jwk', publicKey, ECDH, true, []), privateKey: await crypto.subtle.importKey('jwk', privateKey, ECDH, false, ['deriveBits']) },
  };
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) console.log(JSON.stringify(await newKeys(), null, 2));
