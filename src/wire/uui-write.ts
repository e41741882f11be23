/** Writes User-to-User strictly: one value, hex, and nothing that a middlebox on the way might cut or drop. */
import { SayOnceError } from '../model/errors.js';

/** What the public telephone network carries, in octets; some networks carry 32. */
const LIMIT = 128;

/** RFC 3261, section 25.1: `token`. */
const TOKEN = /^[-A-Za-z0-9.!%*_+`'~]+$/;

export interface UuiOptions {
  /** the package that the data belongs to (RFC 7433, section 4.1); left out: `say-once`, or with a discriminator `isdn-uui` */
  purpose?: string;
  /** what is in it; left out: not said, or with a discriminator `isdn-uui` */
  content?: string;
  /**
   * The octet that ISDN puts first (RFC 7434), and that Genesys Cloud takes off whatever it is: 0 (user-specific), or another that no
   * text begins with, so that a reader can tell it from one: below 32 or above 126.
   */
  discriminator?: number;
  /** the most octets, with the discriminator; left out: 128 */
  limit?: number;
}

const bad = (what: string): SayOnceError => new SayOnceError('bad-header', `This cannot be sent as User-to-User: ${what}.`);

/** Whether an octet can be told from the beginning of a text. */
export const isDiscriminator = (octet: number): boolean => octet < 32 || octet > 126;

/**
 * The header's value for a reference: `736f…;encoding=hex;purpose=say-once`. A text is sent as UTF-8.
 * Throws `bad-header`; `too-large` over the limit.
 */
export function encodeUui(data: string | Uint8Array, { discriminator, limit = LIMIT, ...options }: UuiOptions = {}): string {
  if (typeof data === 'string' && /\p{Cs}/u.test(data)) throw bad('half a character has no UTF-8');
  const octets = typeof data === 'string' ? new TextEncoder().encode(data) : data;
  if (octets.length === 0) throw bad('there is nothing in it');
  if (discriminator !== undefined && !(Number.isInteger(discriminator) && discriminator >= 0 && discriminator <= 255 && isDiscriminator(discriminator))) {
    throw bad('a discriminator is an octet that no text begins with, as 0 is');
  }
  const sent = discriminator === undefined ? octets : Uint8Array.of(discriminator, ...octets);
  if (sent.length > limit) throw new SayOnceError('too-large', `User-to-User would hold ${sent.length} octets; the limit is ${limit}. Send a reference, not the data.`);
  const isdn = discriminator === undefined ? undefined : 'isdn-uui';
  const { purpose = isdn ?? 'say-once', content = isdn } = options;
  return [hex(sent), 'encoding=hex', `purpose=${token(purpose)}`, ...(content === undefined ? [] : [`content=${token(content)}`])].join(';');
}

/**
 * The value of a Refer-To that takes the header along: whoever is referred puts it into their INVITE (RFC 3261, section 19.1.1).
 * Always in angle brackets, without which some stacks drop the REFER and say nothing. Throws `bad-header`.
 */
export function referTo(uri: string, value: string): string {
  if (!/^sips?:[^\s<>"]+$/i.test(uri) || /[^!-~]/.test(uri)) throw bad('what is referred to is no SIP address');
  if (/[^ -~]/.test(value)) throw bad('a header is printable ASCII');
  return `<${uri}${uri.includes('?') ? '&' : '?'}User-to-User=${encodeURIComponent(value)}>`;
}

function token(text: string): string {
  if (!TOKEN.test(text)) throw bad('a purpose or a content is one word of RFC 3261’s token');
  return text;
}

const hex = (octets: Uint8Array): string => Array.from(octets, (octet) => octet.toString(16).padStart(2, '0')).join('');
