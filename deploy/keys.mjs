// A company's keys as a file: node deploy/keys.mjs --out keys.json --auditors auditors.json makes new ones; what auditors alone read, their own file opens. Whoever has the file reads everything; it
// belongs where the host keeps its other secrets, and only the intake, the eraser and the host's sign-in read it. Neither file is ever written over.
//   { support: [{ id, key }], sales: [{ id, key }], intake: { id, publicKey, privateKey }, audit?: { id, publicKey } }; `key` is 32 bytes in base64url, the pair JWK (RFC 7517)
import { randomBytes } from 'node:crypto';
import { rm, writeFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { need, started } from './worker.mjs';

const ECDH = { name: 'ECDH', namedCurve: 'P-256' };

/** A pair, of which whoever only seals needs the public half. */
export async function newPair(id = '1') {
  const pair = await crypto.subtle.generateKey(ECDH, true, ['deriveBits']);
  const [publicKey, privateKey] = await Promise.all([pair.publicKey, pair.privateKey].map((key) => crypto.subtle.exportKey('jwk', key)));
  return { id, publicKey, privateKey };
}

export async function newKeys(id = '1') {
  const one = () => [{ id, key: randomBytes(32).toString('base64url') }];
  return { support: one(), sales: one(), intake: await newPair(id) };
}

/** A pair as `openAudited` and a ring take it; without the private half it only seals. */
export async function pairOf({ id, publicKey, privateKey }) {
  return {
    id,
    publicKey: await crypto.subtle.importKey('jwk', publicKey, ECDH, true, []),
    ...(privateKey === undefined ? {} : { privateKey: await crypto.subtle.importKey('jwk', privateKey, ECDH, false, ['deriveBits']) }),
  };
}

/** The key ring that `openIntake` and `openTouchpoint` take. Nothing in it can be read out again. */
export async function ringOf({ support, sales, intake, audit }) {
  const all = (keys) => Promise.all(keys.map(async ({ key, ...rest }) => ({ ...rest, key: await crypto.subtle.importKey('raw', Buffer.from(key, 'base64url'), 'HKDF', false, ['deriveKey', 'deriveBits']) })));
  return {
    support: await all(support),
    sales: await all(sales),
    intake: await pairOf(intake),
    ...(audit === undefined ? {} : { audit: await pairOf(audit) }),
  };
}

async function main() {
  const { values } = parseArgs({ options: { out: { type: 'string' }, auditors: { type: 'string' } } });
  const { privateKey, ...audit } = await newPair();
  const keys = { ...(await newKeys()), ...(values.auditors === undefined ? {} : { audit }) };
  // Never over what is there (as «> keys.json» would): what was sealed with it would open for nobody any more.
  const write = (file, what) => writeFile(file, `${JSON.stringify(what, null, 2)}\n`, { mode: 0o600, flag: 'wx' });
  const [out, { auditors }] = [need(values, 'out'), values];
  if (auditors !== undefined) await write(auditors, { ...audit, privateKey });
  await write(out, keys).catch(async (error) => {
    // Half a pair is of no use.
    if (auditors !== undefined) await rm(auditors);
    throw error;
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await started('keys', main);
