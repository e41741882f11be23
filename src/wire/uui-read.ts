/** Reads User-to-User as it comes in the wild: whatever way vendors, gateways and SIP libraries have of writing it. */
import { SayOnceError } from '../model/errors.js';
import { isDiscriminator } from './uui-write.js';

/** One value of the header. */
export interface UserToUser {
  /** without the discriminator */
  octets: Uint8Array;
  /** the same as a text, where it is UTF-8 */
  text?: string;
  purpose?: string;
  content?: string;
  /** ISDN's first octet, where one was there */
  discriminator?: number;
}

/** Characters of one header that are looked at: sixteen times what any middlebox lets through. */
const LONGEST = 16_384;

const bad = (what: string): SayOnceError => new SayOnceError('bad-header', `This is not a User-to-User header: ${what}.`);

/**
 * The values of a header: of its value, its whole line, several of either, or a Refer-To that has it in its address. Reads hex of
 * either case, with `encoding` or without; plain text; quoted values; a value that is still escaped; ISDN's first octet, as data or
 * as Genesys's `pd`. Values that cannot be read are left out. Throws `bad-header` where none can, `too-large`.
 */
export function decodeUui(header: string | readonly string[]): UserToUser[] {
  const lines = typeof header === 'string' ? [header] : header;
  if (!Array.isArray(lines) || !lines.every((line) => typeof line === 'string')) throw bad('it is no text');
  if (lines.reduce((sum, line) => sum + line.length, 0) > LONGEST) throw new SayOnceError('too-large', `A header may have ${LONGEST} characters.`);
  const values = lines.flatMap((line) => valuesOf(line)).flatMap((value) => cut(value, ','));
  const read = values.map(readValue).filter((one) => one !== undefined);
  if (read.length === 0) throw bad('nothing in it can be read');
  return read;
}

/** The header's values in a line: out of an address, where they stand in one. */
function valuesOf(line: string): string[] {
  const unfolded = line.replace(/\r?\n[ \t]+/g, ' ').trim();
  const named = /^(?:x-)?user-to-user\s*:(.*)$/is.exec(unfolded)?.[1];
  if (named !== undefined) return [unescaped(named.trim())];
  const address = /(?:^|[<\s:])sips?:([^<>\s]*)/i.exec(unfolded)?.[1];
  if (address === undefined) return [unescaped(unfolded)];
  const [, asked = ''] = /\?(.*)$/.exec(address) ?? [];
  return asked
    .split('&')
    .map((pair) => /^([^=]*)=(.*)$/s.exec(pair))
    .filter((pair) => pair !== null && /^(?:x-)?user-to-user$/i.test(once(pair[1] ?? '')))
    .map((pair) => once(pair?.[2] ?? ''));
}

/** A SIP library may hand the value over as it stood in the address. A quoted one never did. */
const unescaped = (value: string): string => (!value.startsWith('"') && /%(?:3[bd]|2[2c])/i.test(value) ? once(value) : value);

function once(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** Cut at a mark that stands outside of quotes. */
function cut(text: string, mark: ',' | ';'): string[] {
  const parts: string[] = [];
  let quoted = false;
  let from = 0;
  for (let at = 0; at < text.length; at++) {
    if (quoted && text[at] === '\\') at++;
    else if (text[at] === '"') quoted = !quoted;
    else if (!quoted && text[at] === mark) {
      parts.push(text.slice(from, at));
      from = at + 1;
    }
  }
  return [...parts, text.slice(from)];
}

function readValue(value: string): UserToUser | undefined {
  const [first = '', ...rest] = cut(value, ';');
  const data = plain(first);
  const parameters = new Map(rest.map((one) => /^\s*([^=\s]+)\s*=(.*)$/s.exec(one)).flatMap((found) => (found === null ? [] : [[(found[1] ?? '').toLowerCase(), plain(found[2] ?? '')] as const])));
  const said = data === undefined ? undefined : octetsOf(data, parameters.get('encoding')?.toLowerCase());
  if (said === undefined || said.length === 0) return undefined;
  const purpose = parameters.get('purpose')?.toLowerCase();
  const content = parameters.get('content')?.toLowerCase();
  const apart = withoutDiscriminator(said, purpose, parameters.get('pd'));
  const text = textOf(apart.octets);
  return { ...apart, ...(text === undefined ? {} : { text }), ...(purpose === undefined ? {} : { purpose }), ...(content === undefined ? {} : { content }) };
}

/** What is in the quotes; without them, more than RFC 3261's token: gateways send the text as it is. */
function plain(text: string): string | undefined {
  const one = text.trim();
  if (one.startsWith('"')) return /^"((?:[^"\\]|\\.)*)"$/s.exec(one)?.[1]?.replace(/\\(.)/gs, '$1');
  return /^[ -~]+$/.test(one) ? one : undefined;
}

/** Without `encoding` it is hex where it can be (as Genesys has it), else the text that it is. */
function octetsOf(data: string, encoding = /^(?:[0-9a-f]{2})+$/i.test(data) ? 'hex' : 'ascii'): Uint8Array | undefined {
  if (encoding === 'ascii' || encoding === 'text') return new TextEncoder().encode(data);
  if (encoding !== 'hex' || !/^(?:[0-9a-f]{2})+$/i.test(data)) return undefined;
  return Uint8Array.from(data.match(/../g) ?? [], (pair) => Number.parseInt(pair, 16));
}

/**
 * In ISDN's package the first octet is the discriminator, unless a text begins there. Where no package is named, it is one only if a text
 * follows; in any other package it never is.
 */
function withoutDiscriminator(octets: Uint8Array, purpose: string | undefined, pd: string | undefined): Pick<UserToUser, 'octets' | 'discriminator'> {
  if (pd !== undefined && /^[0-9a-f]{2}$/i.test(pd)) return { octets, discriminator: Number.parseInt(pd, 16) };
  const [first = 0, ...rest] = octets;
  const isdn = purpose === 'isdn-uui' || purpose === 'isdn-interwork';
  const leads = isDiscriminator(first) && rest.length > 0 && (isdn || (purpose === undefined && first < 32 && rest.every((octet) => !isDiscriminator(octet))));
  return leads ? { octets: octets.subarray(1), discriminator: first } : { octets };
}

function textOf(octets: Uint8Array): string | undefined {
  try {
    return new TextDecoder('utf-8', { fatal: true, ignoreBOM: true }).decode(octets);
  } catch {
    return undefined;
  }
}
