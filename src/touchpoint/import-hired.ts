import type { Audience } from '../model/entry.js';
import type { Desk } from './desk.js';
import { hireFor } from './hired.js';
import type { Given, Taken } from './import-bulk.js';
import type { Asked } from './import-worker.js';

/** Messages under way to a worker: some 1 MB. */
const UNDER_WAY = 4;
/** With so many under way, another one is worth the tenth of a second that it takes to come. */
const MANY = 2;

/** Whoever takes documents in: a worker, or the page itself. */
export interface Taker {
  /** so many documents are done already */
  done: number;
  /** resolves when there is room for more */
  take(given: readonly Given[]): Promise<void>;
  end(): Promise<void>;
  /** resolves when nothing more will be written */
  stop(): Promise<void>;
}

/** A taker that is a worker. */
interface One extends Taker {
  /** messages that it has not answered */
  waiting(): number;
}

/** A worker that takes documents in. `undefined`, and what is thrown: see `hireFor`. */
async function hireOne(desk: Desk<Audience>, cursor: string | undefined, hear: (taken: Taken) => void, halt: AbortSignal): Promise<One | undefined> {
  const { far } = desk;
  const hired = await hireFor(desk, { ...(cursor === undefined ? {} : { cursor }), ...(far === undefined ? {} : { via: far.name }) }, halt);
  if (hired === undefined) return undefined;
  const ask = async (asked: Asked): Promise<void> => {
    const { taken } = await hired.ask(asked);
    if (taken !== undefined) hear(taken);
  };
  const underWay: Promise<unknown>[] = [];
  let waiting = 0;
  let over = false;
  return {
    done: hired.opened.done ?? 0,
    waiting: () => waiting,
    take: async (given) => {
      waiting += 1;
      const taken = ask({ do: 'take', given }).finally(() => (waiting -= 1));
      taken.catch(() => {}); // whoever waits for it sees the error
      underWay.push(taken);
      if (underWay.length > UNDER_WAY) await underWay.shift();
    },
    end: async () => {
      await Promise.all(underWay);
      await ask({ do: 'end' });
      over = true;
      hired.dismiss();
    },
    stop: async () => {
      // Who has ended answers nobody any more.
      if (!over) await ask({ do: 'stop' }).catch(() => {});
      hired.dismiss();
    },
  };
}

/**
 * A worker that takes documents in, and a second one once the first has more than it can do at once. Where it is noted how many are done
 * there is one alone, since the number would mean nothing: each is done with its own at its own time.
 */
export async function hire(desk: Desk<Audience>, cursor: string | undefined, hear: (taken: Taken) => void, halt: AbortSignal): Promise<Taker | undefined> {
  const first = await hireOne(desk, cursor, hear, halt);
  if (first === undefined || cursor !== undefined || navigator.hardwareConcurrency < 2) return first;
  let second: One | undefined;
  let called = false;
  const late = new AbortController();
  halt.addEventListener('abort', () => late.abort());
  // Where a second one cannot be had there is the first. One that comes when all is done, or given up, is sent away.
  const call = async (): Promise<void> => {
    called = true;
    const one = await hireOne(desk, undefined, hear, late.signal).catch(() => undefined);
    if (late.signal.aborted) await one?.stop();
    else second = one;
  };
  const both = async (work: (one: One) => Promise<void>): Promise<void> => {
    late.abort();
    await Promise.all([work(first), ...(second === undefined ? [] : [work(second)])]);
  };
  return {
    done: 0,
    take: (given) => {
      if (!called && first.waiting() >= MANY) void call();
      return (second !== undefined && second.waiting() < first.waiting() ? second : first).take(given);
    },
    end: () => both((one) => one.end()),
    stop: () => both((one) => one.stop()),
  };
}
