/** How what travels is named on a relay: streams, subjects, and where a reader stands. */
import type { Box, Cursor } from './carrier.js';

/** What lets one in: a user's JWT with the seed of the pair it was made for, a name with a password, or a token. */
export type Credentials = { jwt: string; seed: string } | { user: string; password: string } | { token: string };

/** A stream, and the subjects in it before author and digest: `say.support` for `say.support.<author>.<digest>`. */
export interface Journal {
  stream: string;
  subject: string;
}

/** As `deploy/` makes them. The public's box is missing: no desk writes there or reads there. */
export const JOURNALS: Partial<Record<Box, Journal>> = {
  support: { stream: 'SAY_SUPPORT', subject: 'say.support' },
  sales: { stream: 'SAY_SALES', subject: 'say.sales' },
  offers: { stream: 'SAY_OFFERS', subject: 'offer' },
  audit: { stream: 'SAY_AUDIT', subject: 'audit' },
};

const PLAIN = /^[A-Za-z0-9][\w-]{0,63}$/;

/** Any text as one token of a subject: itself where it can be, else in base64url behind a `_` (RFC 4648 §5). */
export function tokenOf(text: string): string {
  if (PLAIN.test(text)) return text;
  const bytes = Array.from(new TextEncoder().encode(text), (byte) => String.fromCharCode(byte)).join('');
  return `_${btoa(bytes).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '')}`;
}

/** The text of a token. Throws where it is none of ours. */
export function textOf(token: string): string {
  if (!token.startsWith('_')) return token;
  const bytes = atob(token.slice(1).replace(/-/g, '+').replace(/_/g, '/'));
  const text = new TextDecoder('utf-8', { fatal: true }).decode(Uint8Array.from(bytes, (sign) => sign.charCodeAt(0)));
  // A server tells tokens apart, and desks believe names: of each name there is one spelling.
  if (tokenOf(text) !== token) throw new TypeError('not how we spell it');
  return text;
}

/** Where a reader stands: a stream that was made anew, or put back from an older copy, is known by the first and the last. */
export interface Place {
  /** when the stream was made, by the server */
  created: string;
  /** the last message that was read; 0: none */
  seq: number;
  /** the id of that message; left out: not looked at */
  id?: string;
}

export const cursorOf = ({ created, seq, id }: Place): Cursor => JSON.stringify([created, seq, ...(id === undefined ? [] : [id])]);

/** Undefined: from the beginning. */
export function placeOf(cursor: Cursor | undefined): Place | undefined {
  try {
    const [created, seq, id] = JSON.parse(cursor ?? '') as [unknown, unknown, unknown];
    if (typeof created !== 'string' || typeof seq !== 'number') return undefined;
    return { created, seq, ...(typeof id === 'string' ? { id } : {}) };
  } catch {
    return undefined;
  }
}
