/** Signs a vCon, and finds out who signed one. The only file here that knows jose; it comes when something is signed. */
import { base64url, flattenedVerify, GeneralSign, importSPKI, importX509 } from 'jose';
import { SayOnceError } from '../model/errors.js';
import type { SignedVcon, Vcon } from './vcon-types.js';

/** A key that the host trusts, and whose it is. */
export interface Pin {
  /** a name for whoever holds the private key */
  who: string;
  /** their public key, or as PEM: it, or a certificate. A certificate's dates, issuer and revocation are not looked at: what counts is that the host pinned it */
  key: CryptoKey | string;
}

export interface Signing {
  /** the private key, and its algorithm as JOSE names it. The draft recommends `RS256` */
  key: CryptoKey;
  alg: string;
  /** the certificate of that key, then those that vouch for it, each DER in base64 (RFC 7515, section 4.1.6) */
  x5c?: string[];
  /** or where they are */
  x5u?: string;
}

const ALGORITHMS = ['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512', 'ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'];

/** Throws `bad-option`: the key, the algorithm and the certificates do not go together. */
export async function sign(vcon: Vcon, { key, alg, x5c, x5u }: Signing): Promise<SignedVcon> {
  const whose = x5c !== undefined ? { x5c } : x5u !== undefined ? { x5u } : undefined;
  if (whose === undefined) throw new SayOnceError('bad-option', 'A signed vCon says whose key it was, by `x5c` or by `x5u`.');
  try {
    return await new GeneralSign(new TextEncoder().encode(JSON.stringify(vcon)))
      .addSignature(key)
      .setProtectedHeader({ alg })
      .setUnprotectedHeader({ uuid: vcon.uuid, ...whose })
      .sign();
  } catch (cause) {
    throw new SayOnceError('bad-option', 'This key does not sign with this algorithm.', { cause });
  }
}

/**
 * The bytes that were signed, and by whom, where one of the pinned keys signed them. Signed by somebody who is not pinned, they are
 * anybody's. Throws `bad-signature`: a signature that none of the keys, nor the certificate it names itself, has made.
 */
export async function opened(signed: SignedVcon, pinned: readonly Pin[]): Promise<{ payload: Uint8Array; signer?: string }> {
  for (const { who, key } of pinned) {
    for (const one of signed.signatures) if (await verifies(signed, one, key)) return { payload: base64url.decode(signed.payload), signer: who };
  }
  for (const one of signed.signatures) {
    const own = certificateOf(one);
    if (own !== undefined && !(await verifies(signed, one, own))) throw new SayOnceError('bad-signature', 'This vCon is not what was signed. Nothing was read in.');
  }
  try {
    return { payload: base64url.decode(signed.payload) };
  } catch (cause) {
    throw new SayOnceError('bad-vcon', 'What was signed in this vCon cannot be read.', { cause });
  }
}

type Signature = SignedVcon['signatures'][number];

/** Every parameter, wherever it stands: the working group's own example says some of them twice, which jose refuses. */
function headersOf({ protected: kept, header }: Signature): Record<string, unknown> {
  try {
    return { ...header, ...(kept === undefined ? {} : JSON.parse(new TextDecoder().decode(base64url.decode(kept)))) };
  } catch {
    return { ...header };
  }
}

async function verifies({ payload }: SignedVcon, one: Signature, key: CryptoKey | string): Promise<boolean> {
  const { header: _, ...kept } = one;
  const { alg } = headersOf(one);
  if (typeof alg !== 'string' || !ALGORITHMS.includes(alg)) return false;
  try {
    const jws = { payload, ...kept, ...(headersOf(kept)['alg'] === undefined ? { header: { alg } } : {}) };
    await flattenedVerify(jws, typeof key === 'string' ? await keyOf(key, alg) : key, { algorithms: ALGORITHMS });
    return true;
  } catch {
    return false;
  }
}

const keyOf = (pem: string, alg: string): Promise<CryptoKey> => (pem.includes('BEGIN CERTIFICATE') ? importX509(pem, alg) : importSPKI(pem, alg));

/** The certificate that a signature says it was made with. */
function certificateOf(one: Signature): string | undefined {
  const { x5c } = headersOf(one);
  const [leaf] = Array.isArray(x5c) ? (x5c as unknown[]) : [];
  return typeof leaf === 'string' ? `-----BEGIN CERTIFICATE-----\n${leaf}\n-----END CERTIFICATE-----` : undefined;
}
