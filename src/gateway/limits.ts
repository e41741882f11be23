/** How much may come, from one address, about one person, and from everybody: token buckets of rate-limiter-flexible. */
import { RateLimiterMemory } from 'rate-limiter-flexible';

/** Counts what comes under a key; rejects with how long to wait. Any limiter of rate-limiter-flexible is one: with several gateways, one that they share (Redis, …). */
export interface Limiter {
  consume(key: string): Promise<unknown>;
}

/** So many in so many seconds. */
export interface Rate {
  points: number;
  seconds: number;
}

export interface Limits {
  /** left out: 20 in a minute */
  address?: Rate | Limiter;
  /** of one person on one device; left out: 120 a day */
  person?: Rate | Limiter;
  /** of everybody together; left out: 6,000 in a minute */
  overall?: Rate | Limiter;
}

const DEFAULTS = { address: { points: 20, seconds: 60 }, person: { points: 120, seconds: 86_400 }, overall: { points: 6_000, seconds: 60 } } as const satisfies Limits;

const limiterOf = (given: Rate | Limiter): Limiter => ('consume' in given ? given : new RateLimiterMemory({ points: given.points, duration: given.seconds }));

export type Counting = Readonly<Record<keyof Limits, Limiter>>;

export const counting = (limits: Limits = {}): Counting => ({
  address: limiterOf(limits.address ?? DEFAULTS.address),
  person: limiterOf(limits.person ?? DEFAULTS.person),
  overall: limiterOf(limits.overall ?? DEFAULTS.overall),
});

/** Resolves with the seconds to wait; undefined: it may pass. Throws what a shared limiter throws that cannot be reached. */
export async function tooMany(limiter: Limiter, key: string): Promise<number | undefined> {
  try {
    await limiter.consume(key);
    return undefined;
  } catch (reason) {
    const { msBeforeNext } = (reason ?? {}) as { msBeforeNext?: unknown };
    if (typeof msBeforeNext !== 'number') throw reason;
    return Math.max(1, Math.ceil(msBeforeNext / 1_000));
  }
}

/** By what an address is counted: of IPv6 the first 64 bits, since one home or one machine has all the addresses behind those (RFC 6177). */
export function countedAs(address: string): string {
  const [, four] = /^\[?::ffff:(\d+\.\d+\.\d+\.\d+)\]?$/i.exec(address) ?? [];
  if (four !== undefined) return four;
  const plain = address.replace(/^\[|[%\]].*$/g, '');
  if (!/^[\da-f]*:[\da-f:.]*$/i.test(plain)) return address;
  const [head = '', tail] = plain.split('::');
  const groups = (text = ''): string[] => text.split(':').filter((group) => group !== '');
  const [before, after] = [groups(head), groups(tail)];
  // What ends in the form of IPv4 has one group more than is written.
  const written = before.length + after.length + (plain.includes('.') ? 1 : 0);
  const all = tail === undefined ? before : [...before, ...Array<string>(Math.max(0, 8 - written)).fill('0'), ...after];
  return `${all.slice(0, 4).map((group) => Number.parseInt(group, 16).toString(16)).join(':')}::/64`;
}
