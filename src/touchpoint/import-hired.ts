import { type ErrorCode, SayOnceError } from '../model/errors.js';
import type { KeyRing, RingKey } from '../store/keys.js';
import type { Desk } from './desk.js';
import type { Audience } from '../model/entry.js';
import type { Given, Taken } from './import-bulk.js';
import type { Answer, Asked } from './import-worker.js';

/** Messages under way to a worker: some 2 MB. */
const UNDER_WAY = 8;

/**
 * How long a worker that is done is left to itself, ms. It closed its database, but a transaction may still be ending, and WebKit
 * goes on holding the connection of a worker that is ended just then: whoever deletes the database waits for ever.
 */
const REST = 2_000;

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

/** What a worker needs of a ring, and nothing else of it. */
const ringOf = ({ support, sales, customer }: KeyRing): KeyRing => {
  const keys = (list: readonly RingKey[] | undefined, name: Audience): KeyRing => (list === undefined ? {} : { [name]: list.map(({ id, key, until }) => ({ id, key, ...(until === undefined ? {} : { until }) })) });
  return { ...keys(support, 'support'), ...keys(sales, 'sales'), ...keys(customer, 'customer') };
};

/**
 * A worker that takes documents in. `undefined`: none can be had here (another origin, a policy of the page's, no IndexedDB in it).
 * Throws why it was halted, where it was before the worker began.
 */
export async function hire(desk: Desk<Audience>, cursor: string | undefined, hear: (taken: Taken) => void, halt: AbortSignal): Promise<Taker | undefined> {
  let worker: Worker;
  try {
    worker = new Worker(new URL('./import-worker.ts', import.meta.url), { type: 'module' });
  } catch {
    return undefined;
  }
  const waiting: ((answer: Answer) => void)[] = [];
  let lost: Answer | undefined;
  const answered = async (): Promise<Answer> => lost ?? new Promise((resolve) => waiting.push(resolve));
  const ready = answered();
  worker.onmessage = ({ data }: MessageEvent<Answer>) => waiting.shift()?.(data);
  worker.onmessageerror = worker.onerror = (event: Event) => {
    event.preventDefault();
    lost = { is: 'failed', code: 'storage-lost', message: 'The worker that reads documents in ended. What it had written is there.' };
    for (const answer of waiting.splice(0)) answer(lost);
  };
  const ask = async (asked: Asked): Promise<Answer & { is: 'done' }> => {
    const answer = answered();
    worker.postMessage(asked);
    const told = await answer;
    if (told.is !== 'done') throw told.is === 'failed' && told.code !== undefined ? new SayOnceError(told.code satisfies ErrorCode, told.message) : new Error(told.is === 'failed' ? told.message : 'A worker answered something else.');
    if (told.taken !== undefined) hear(told.taken);
    return told;
  };

  const dismiss = (): void => void setTimeout(() => worker.terminate(), REST);
  const { store, author, policy, ring, far } = desk;
  try {
    if ((await ready).is !== 'ready') throw new Error('It did not start.');
    // Whoever closed the touchpoint may be emptying its database: it is not opened, and so made, once more.
    halt.throwIfAborted();
    const { done = 0 } = await ask({ do: 'open', opening: { company: store.company, author, ring: ringOf(ring), policy, ahead: store.now() - Date.now(), ...(cursor === undefined ? {} : { cursor }), ...(far === undefined ? {} : { via: far.name }) } });
    const underWay: Promise<unknown>[] = [];
    return {
      done,
      take: async (given) => {
        const taken = ask({ do: 'take', given });
        taken.catch(() => {}); // whoever waits for it sees the error
        underWay.push(taken);
        if (underWay.length > UNDER_WAY) await underWay.shift();
      },
      end: async () => {
        await Promise.all(underWay);
        await ask({ do: 'end' });
        dismiss();
      },
      stop: async () => {
        await ask({ do: 'stop' }).catch(() => {});
        dismiss();
      },
    };
  } catch {
    dismiss();
    halt.throwIfAborted();
    return undefined;
  }
}
