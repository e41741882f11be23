/** A vCon's three forms, told apart; what was packed, unpacked. */
import { SayOnceError } from '../model/errors.js';
import type { SignedVcon } from './vcon-types.js';

/** Bytes of JSON. Recordings may be inside, but no desk should read in a film. */
const LARGEST = 50_000_000;

export const bad = (what: string, cause?: unknown): SayOnceError => new SayOnceError('bad-vcon', `This is not a vCon: ${what}. Nothing was read in.`, { cause });
const tooLarge = (): SayOnceError => new SayOnceError('too-large', `A vCon may have ${LARGEST / 1_000_000} MB. Nothing was read in.`);

type Loose = Record<string, unknown>;
export const isObject = (value: unknown): value is Loose => value !== null && typeof value === 'object' && !Array.isArray(value);

/** The object in a text, in bytes, in packed bytes (`application/vcon+gzip`), or already one. Throws `bad-vcon`, `too-large`. */
export async function objectOf(input: unknown): Promise<Loose> {
  const value = typeof input === 'string' || input instanceof Uint8Array ? parse(typeof input === 'string' ? input : await textOf(input)) : input;
  if (!isObject(value)) throw bad('it is no JSON object');
  return value;
}

function parse(text: string): unknown {
  if (text.length > LARGEST) throw tooLarge();
  try {
    return JSON.parse(text.replace(/^\uFEFF/, ''));
  } catch (cause) {
    throw bad('it is no JSON', cause);
  }
}

async function textOf(bytes: Uint8Array): Promise<string> {
  const plain = bytes[0] === 0x1f && bytes[1] === 0x8b ? await unpacked(bytes) : bytes;
  if (plain.length > LARGEST) throw tooLarge();
  return new TextDecoder().decode(plain);
}

/** Stops at the limit: a small file may unpack to a very large one. */
async function unpacked(bytes: Uint8Array): Promise<Uint8Array> {
  const parts: Uint8Array[] = [];
  let size = 0;
  try {
    const stream = new Blob([new Uint8Array(bytes)]).stream().pipeThrough(new DecompressionStream('gzip')).getReader();
    for (let { done, value } = await stream.read(); !done && value !== undefined; { done, value } = await stream.read()) {
      parts.push(value);
      if ((size += value.length) > LARGEST) throw tooLarge();
    }
  } catch (cause) {
    throw cause instanceof SayOnceError ? cause : bad('it does not unpack', cause);
  }
  return new Uint8Array(await new Blob(parts.map((part) => new Uint8Array(part))).arrayBuffer());
}

/** By what it has (draft-ietf-vcon-vcon-core-03, section 5). Throws `bad-vcon`, `not-supported`. */
export function formOf(value: Loose): 'signed' | 'unsigned' {
  const has = (name: string): boolean => value[name] !== undefined;
  if (has('parties') || has('dialog') || has('analysis') || has('attachments')) return 'unsigned';
  if (has('payload') && has('signatures')) return 'signed';
  if (has('ciphertext') && has('recipients')) throw new SayOnceError('not-supported', 'This vCon is encrypted. Open it with the key of whom it is for (jose’s generalDecrypt), and hand over what comes out.');
  throw bad('it has neither parties nor dialog nor anything else of one');
}

/** Throws `bad-vcon`. */
export function signedOf({ payload, signatures }: Loose): SignedVcon {
  const isOne = (one: unknown): one is SignedVcon['signatures'][number] =>
    isObject(one) && typeof one['signature'] === 'string' && (one['protected'] === undefined || typeof one['protected'] === 'string') && (one['header'] === undefined || isObject(one['header']));
  if (typeof payload !== 'string' || !Array.isArray(signatures) || !signatures.every(isOne) || signatures.length === 0 || signatures.length > 20) throw bad('what is signed in it cannot be read');
  return { payload, signatures };
}
