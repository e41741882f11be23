import { SayOnceError } from './errors.js';
import { MAX_AHEAD } from './time.js';

/**
 * A hybrid logical clock reading with the node that took it: 24 characters, `time` (9, base 36, ms since 1970),
 * `count` (3, base 36), `node` (12, base 36). Plain string order is the clock's order.
 * Kulkarni et al., «Logical Physical Clocks», 2014.
 */
export type Stamp = string;

export { MAX_AHEAD };

const TIME = 9;
const COUNT = 3;
const NODE = 12;
const MAX_COUNT = 36 ** COUNT - 1;
const SHAPE = /^[0-9a-z]{24}$/;

export const isStamp = (text: unknown): text is Stamp => typeof text === 'string' && SHAPE.test(text);

/** The wall-clock part of a stamp, ms since 1970. */
export const stampTime = (stamp: Stamp): number => Number.parseInt(stamp.slice(0, TIME), 36);

/** The node that took a stamp. */
export const stampNode = (stamp: Stamp): string => stamp.slice(TIME + COUNT);

const pad = (value: number, width: number): string => value.toString(36).padStart(width, '0');

/** A reading that fits: nothing before 1970, nothing after the year 5188. */
const reading = (at: number): number => Math.min(Math.max(0, Math.floor(at)), 36 ** TIME - 1);

/** A node's name from 8 or more random bytes. */
export function nodeName(random: Uint8Array): string {
  let value = 0n;
  for (const byte of random) value = (value << 8n) | BigInt(byte);
  return (value % 36n ** BigInt(NODE)).toString(36).padStart(NODE, '0');
}

/** The stamp after `last` at `now`: never smaller than `last`, even when the clock went backwards. */
export function nextStamp(last: Stamp | undefined, now: number, node: string): Stamp {
  let time = reading(now);
  let count = 0;
  if (last !== undefined && stampTime(last) >= time) {
    time = stampTime(last);
    count = Number.parseInt(last.slice(TIME, TIME + COUNT), 36) + 1;
    if (count > MAX_COUNT) {
      time += 1;
      count = 0;
    }
  }
  return pad(time, TIME) + pad(count, COUNT) + node;
}

/**
 * The stamp of something that comes from elsewhere: the same source gives the same stamp, so that importing twice
 * is importing once. `digest` is 10 or more bytes of a hash of the source's own ids.
 */
export function derivedStamp(at: number, digest: Uint8Array): Stamp {
  let value = 0n;
  for (const byte of digest) value = (value << 8n) | BigInt(byte);
  const tail = (value % 36n ** BigInt(COUNT + NODE)).toString(36).padStart(COUNT + NODE, '0');
  return pad(reading(at), TIME) + tail;
}

/** After every stamp that is not too far ahead of a clock, for the clock that was asked about last: a document's are all held against one. */
let limit = { now: Number.NaN, text: '' };

function limitAt(now: number): string {
  if (limit.now !== now) limit = { now, text: `${pad(reading(now + MAX_AHEAD), TIME)}~` };
  return limit.text;
}

/** Refuses a stamp that is over five minutes ahead of `now` (`stamp-ahead`). */
export function notAhead(stamp: Stamp, now: number): void {
  // Text by text, which is the clock's order: to read the number would take longer than all else that is asked of a stamp.
  if (stamp < limitAt(now)) return;
  if (stampTime(stamp) > now + MAX_AHEAD) {
    throw new SayOnceError('stamp-ahead', `A stamp is ${Math.round((stampTime(stamp) - now) / 60_000)} minutes ahead of this machine's clock. Set one of the two clocks.`);
  }
}

/** Refuses something said over five minutes from now (`stamp-ahead`): it would stay the newest for as long as it lies. */
export function notInFuture(at: number, now: number): void {
  if (at > now + MAX_AHEAD) throw new SayOnceError('stamp-ahead', `Something is dated ${Math.round((at - now) / 60_000)} minutes from now. Nothing was written.`);
}
