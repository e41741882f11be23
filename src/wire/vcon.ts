/**
 * `say-once/vcon`: a customer's journal as a vCon (IETF draft-ietf-vcon-vcon-core-03 with the contact-centre extension), and back.
 * `@packageDocumentation`
 */
import { checked } from './vcon-schema.js';
import type { Signing } from './vcon-sign.js';
import { signing } from './vcon-signing.js';
import type { SignedVcon, Vcon } from './vcon-types.js';

export { type ImportedVcon, importVcon, type ImportVconOptions, type VconDocument } from './vcon-import.js';
export type { Pin, Signing } from './vcon-sign.js';
export type { Analysis, Attachment, Content, Dialog, Party, SignedVcon, Vcon } from './vcon-types.js';
export { exportVcon, type Journal, type VconOptions } from './vcon-write.js';

/**
 * Signs a vCon (the draft's signed form), with what the host has added to it. Throws `bad-vcon`; `bad-option`: the key, the algorithm and
 * the certificates do not go together; `not-loaded`.
 */
export async function signVcon(vcon: Vcon, how: Signing): Promise<SignedVcon> {
  return (await signing()).sign(checked(vcon), how);
}
