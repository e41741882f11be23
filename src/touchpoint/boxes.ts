/** Reads a box of every carrier that leads to it. */
import type { Box, Carrier, Delivery } from '../carry/carrier.js';
import type { SealingKey } from '../carry/envelope.js';
import type { Audience } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';

/** What could not be taken in for want of room or storage is tried again after so long, ms. */
const RETRY = 5_000;

/** What is read, by which roads, and what becomes of it. */
export interface Reading {
  box: Box;
  roads: readonly Carrier[];
  keys: readonly SealingKey[];
  take(payload: unknown): Promise<void>;
  /** whether all that lies there was read */
  caughtUp?(is: boolean): void;
  trouble(error: unknown): void;
}

/**
 * Every carrier's box, one message at a time, until the signal. What is not ours, was changed, or is refused, is taken out and said. What
 * was sealed with a key that this ring lacks is said, and lies there for a reader who has it.
 */
export async function readBox(desk: Desk<Audience>, { box, roads, keys, take, caughtUp = () => {}, trouble: say }: Reading, signal: AbortSignal): Promise<void> {
  let turn: Promise<unknown> = Promise.resolve();

  const one = async (sealed: string): Promise<boolean> => {
    try {
      const { openEnvelope } = await part(import('../carry/envelope.js'));
      await take(await openEnvelope({ company: desk.name, box }, keys, sealed));
    } catch (error) {
      if (isRefusal(error) && WAITS.has(error.code)) throw error;
      const refused = isRefusal(error) ? error : new SayOnceError('bad-envelope', 'A message could not be read.', { cause: error });
      desk.refused(refused);
      return refused === error && refused.code !== 'wrong-key';
    }
    return true;
  };
  const batch = async (deliveries: readonly Delivery[]): Promise<string[]> => {
    const left: string[] = [];
    for (const { envelope } of deliveries) if (signal.aborted || !(await one(envelope.sealed))) left.push(envelope.id);
    return left;
  };
  // Of several carriers one speaks at a time.
  const inTurn = (deliveries: readonly Delivery[]): Promise<string[]> => {
    const mine = turn.then(() => batch(deliveries));
    turn = mine.catch(() => {});
    return mine;
  };
  // Whoever cannot be reached has nothing that could be read now.
  const behind = new Set(roads);
  const isRead = (carrier: Carrier): void => {
    if (behind.delete(carrier) && behind.size === 0) caughtUp(true);
  };
  const read = async (carrier: Carrier): Promise<void> => {
    let trouble: ErrorCode | undefined;
    let stuck = false;
    const taken = async (deliveries: readonly Delivery[]): Promise<string[]> => {
      stuck = true;
      const left = await inTurn(deliveries);
      stuck = false;
      if (deliveries.length === 0) isRead(carrier);
      if (trouble !== undefined && desk.state.problem === trouble) desk.setState({ problem: undefined });
      trouble = undefined;
      return left;
    };
    while (!signal.aborted) {
      try {
        return await carrier.feed(box, undefined, taken, signal);
      } catch (error) {
        say(error);
        // What was reached and could not be taken in is there, and is not known.
        if (stuck) {
          behind.add(carrier);
          caughtUp(false);
        } else isRead(carrier);
        if (isRefusal(error) && ENDS.has(error.code)) return;
        trouble = codeOf(error);
        await pause(RETRY, signal);
      }
    }
  };
  await Promise.all(roads.map(read));
}

const pause = (ms: number, signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    const timer = setTimeout(resolve, ms);
    signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
  });

/** Refusals after which a message must come again: it is not the message's fault. */
const WAITS: ReadonlySet<string> = new Set<ErrorCode>(['storage-full', 'storage-lost', 'no-storage', 'outdated', 'busy', 'closed', 'key-required', 'not-loaded']);
/** … and after which this tab takes nothing in any more: another may. */
const ENDS: ReadonlySet<string> = new Set<ErrorCode>(['outdated', 'closed', 'key-required']);

/** What a touchpoint calls a trouble of any kind. */
export const codeOf = (error: unknown): ErrorCode => (isRefusal(error) ? error.code : 'storage-lost');
