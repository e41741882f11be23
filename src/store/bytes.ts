import { base64url, type Bytes } from './text.js';

export { base64url, type Bytes, fromUtf8, utf8 } from './text.js';

export const randomBytes = (count: number): Bytes => crypto.getRandomValues(new Uint8Array(count));

/** A random name of 22 characters, 128 bits. */
export const randomId = (): string => base64url(randomBytes(16));

export function joined(parts: readonly Uint8Array[]): Bytes {
  const bytes = new Uint8Array(parts.reduce((sum, { length }) => sum + length, 0));
  let at = 0;
  for (const part of parts) {
    bytes.set(part, at);
    at += part.length;
  }
  return bytes;
}
