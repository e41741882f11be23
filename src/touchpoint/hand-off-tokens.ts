/** A hand-off as it travels: sealed in two sizes, and in a link. */
import type { SealingKey } from '../carry/envelope.js';
import { lengthOf, sealToken, type Session, signed } from '../carry/token.js';
import type { Context } from '../model/context.js';
import type { AnyEntry, Audience, HandOff } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { MAX_COMPACT, MAX_FULL, type OfferBody } from '../model/hand-off.js';
import { compactBody } from '../model/hand-off-compact.js';
import { choose } from '../model/hand-off-entries.js';
import { utf8 } from '../store/bytes.js';
import type { Desk } from './desk.js';
import type { HandOffOptions } from './types.js';

const MINUTE = 60_000;

/** Throws `bad-entry`. */
export function toWhom({ to }: HandOffOptions): Pick<HandOff, 'to' | 'team' | 'rep'> {
  const { team, rep, label, audience } = (to ?? {}) as { team?: string; rep?: string; label?: string; audience?: string };
  const name = team ?? rep;
  if (typeof name !== 'string' || name.trim() === '' || (team !== undefined && rep !== undefined)) throw new SayOnceError('bad-entry', 'A hand-off is for `{ team }` or for `{ rep }`.');
  if (audience !== undefined && audience !== 'sales') throw new SayOnceError('bad-entry', '`to.audience` is `sales`, or left out.');
  return { to: label ?? name, ...(team === undefined ? { rep: name } : { team }) };
}

/** Until when it can be taken, ms since 1970. Throws `bad-entry`. */
export function endsAt({ expires }: HandOffOptions, { store, policy }: Desk<Audience>): number {
  const now = store.now();
  const until = expires ?? now + policy.handOffMinutes * MINUTE;
  if (!(until > now)) throw new SayOnceError('bad-entry', 'A hand-off ends in the future: `expires` is in ms since 1970.');
  return until;
}

/** What goes into a token, and how it is sealed. */
export interface Sealing {
  key: SealingKey;
  frame: OfferBody;
  context: Context;
  /** what may travel */
  journal: readonly AnyEntry[];
  /** left out: nobody signs it */
  session?: Session | undefined;
  chain?: string | undefined;
  group: string[];
  /** false: only the full one is made */
  small?: boolean;
}

/** Both tokens, and how many entries are in the full one. */
export async function tokensOf({ name }: Desk<Audience>, { key, frame, context, journal, session, chain, group, small = true }: Sealing): Promise<{ full: string; compact?: string; entries: number }> {
  const bytes = (value: unknown): number => utf8(JSON.stringify(value)).length;
  const first = small ? compactBody(frame, context, (body) => lengthOf(name, key, bytes(body) + 1) <= MAX_COMPACT) : undefined;

  const whole = { ...frame, ...(chain === undefined ? {} : { chain }), group, entries: [] as AnyEntry[] };
  const signature = session?.own === undefined ? 0 : Math.ceil(session.own.certificate.length * 1.4) + 300;
  const room = Math.floor(((MAX_FULL - lengthOf(name, key, bytes(whole) + signature)) * 3) / 4);
  whole.entries = choose(context, journal, room, (entry) => bytes(entry) + 1);
  const payload = JSON.stringify(whole);
  const full = await sealToken(name, key, { signature: await signed(session, payload), payload });
  return { full, entries: whole.entries.length, ...(first === undefined ? {} : { compact: await sealToken(name, key, { signature: '', payload: JSON.stringify(first) }) }) };
}

/** The page, with the token where no server sees it. */
export function linkOf({ page = typeof location === 'undefined' ? '' : location.href }: HandOffOptions, full: string): string {
  return `${page.replace(/#.*$/s, '')}#say-once=${full}`;
}
