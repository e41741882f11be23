/** What the tests of vCon share: a journal of our own, keys, a certificate, and the code of a refusal. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isRefusal } from '../../src/model/errors.js';
import type { AnyEntry } from '../../src/model/entry.js';
import type { Pin, Signing, VconDocument } from '../../src/wire/vcon.js';
import { root } from '../house/imports.js';

/** What lies beside the project on some machines and is not ours to commit: the working group's schemas and examples. */
export const SHARED = path.join(process.env['SAY_ONCE_SHARED'] ?? path.join(root, '../shared'), 'data/vcon');

export const example = (name: string): string => readFileSync(path.join(root, 'test/wire/vcons', name), 'utf8');

export const documentOf = (entries: AnyEntry[], more: Partial<VconDocument> = {}): VconDocument => ({ format: 'say-once/export', version: 1, audience: 'support', customer: 'cus_1', group: ['cus_1'], entries, proof: 'q5', ...more });

/** Runs it and answers the code of its refusal, or what it answered or threw instead. */
export async function codeOf(run: () => unknown): Promise<unknown> {
  try {
    return await run();
  } catch (error) {
    return isRefusal(error) ? error.code : error;
  }
}

export interface Signer {
  signing: Signing;
  pin: Pin;
  /** the certificate as PEM */
  pem: string;
}

export async function signerOf(who: string): Promise<Signer> {
  const { privateKey, publicKey } = await crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const certificate = certificateOf(new Uint8Array(await crypto.subtle.exportKey('spki', publicKey)));
  return { signing: { key: privateKey, alg: 'ES256', x5c: [certificate] }, pin: { who, key: publicKey }, pem: `-----BEGIN CERTIFICATE-----\n${certificate}\n-----END CERTIFICATE-----` };
}

/** A certificate that says whose key it is and nothing else (RFC 5280, section 4.1), DER in base64. Nobody has signed it. */
function certificateOf(spki: Uint8Array): string {
  const der = (tag: number, ...parts: Uint8Array[]): Uint8Array => {
    const inside = parts.flatMap((part) => [...part]);
    return Uint8Array.from([tag, ...(inside.length < 128 ? [inside.length] : [0x82, inside.length >> 8, inside.length & 255]), ...inside]);
  };
  const [sequence, version] = [0x30, 0xa0];
  const algorithm = der(sequence, der(0x06, Uint8Array.of(0x2a, 0x86, 0x48, 0xce, 0x3d, 0x04, 0x03, 0x02)));
  const time = (text: string): Uint8Array => der(0x17, new TextEncoder().encode(text));
  const body = der(sequence, der(version, der(0x02, Uint8Array.of(2))), der(0x02, Uint8Array.of(1)), algorithm, der(sequence), der(sequence, time('260101000000Z'), time('360101000000Z')), der(sequence), spki);
  return Buffer.from(der(sequence, body, algorithm, der(0x03, Uint8Array.of(0, 1)))).toString('base64');
}
