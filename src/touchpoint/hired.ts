/** The worker in which much is read in: hired for a while, asked in order, dismissed. */
import type { Audience } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import type { KeyRing, RingKey } from '../store/keys.js';
import type { Desk } from './desk.js';
import type { Answer, Asked, Opening } from './import-worker.js';
import type { Told } from './relay-border.js';
import type { Page } from './relay-far.js';

/**
 * How long a worker that is done is left to itself, ms. It closed its database, but a transaction may still be ending, and WebKit
 * goes on holding the connection of a worker that is ended just then: whoever deletes the database waits for ever.
 */
const REST = 2_000;

export type Done = Answer & { is: 'done' };

export interface Hired {
  /** what it answered to being opened */
  opened: Done;
  /** Throws what it says, under the same code. */
  ask(asked: Asked): Promise<Done>;
  dismiss(): void;
}

/** What a worker needs of a ring, and nothing else of it. */
const ringOf = ({ support, sales, customer }: KeyRing): KeyRing => {
  const keys = (list: readonly RingKey[] | undefined, name: Audience): KeyRing => (list === undefined ? {} : { [name]: list.map(({ id, key, until }) => ({ id, key, ...(until === undefined ? {} : { until }) })) });
  return { ...keys(support, 'support'), ...keys(sales, 'sales'), ...keys(customer, 'customer') };
};

/**
 * Hires one. `undefined`: none can be had here (another origin, a policy of the page's, no IndexedDB in it). `page`: hears it between its answers.
 * Throws why it was halted, where it was before the worker began.
 */
export async function hireFor({ store, author, policy, ring }: Desk<Audience>, what: Pick<Opening, 'cursor' | 'via' | 'mark'>, halt: AbortSignal, page?: Page): Promise<Hired | undefined> {
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
  const executed = (told: Pick<Told, 'erased' | 'stubs'>): void =>
    void page?.execute(told).then(
      () => worker.postMessage({ do: 'executed' } satisfies Asked),
      (error: unknown) => worker.postMessage({ do: 'executed', ...(isRefusal(error) ? { code: error.code } : {}), failed: String((error as Error | undefined)?.message ?? error) } satisfies Asked),
    );
  worker.onmessage = ({ data }: MessageEvent<Answer>) => (data.is === 'execute' ? executed(data.told) : data.is === 'news' ? page?.hear(data.news) : waiting.shift()?.(data));
  worker.onmessageerror = worker.onerror = (event: Event) => {
    event.preventDefault();
    lost = { is: 'failed', code: 'storage-lost', message: 'The worker that reads in ended. What it had written is there.' };
    for (const answer of waiting.splice(0)) answer(lost);
  };
  const ask = async (asked: Asked): Promise<Done> => {
    const answer = answered();
    worker.postMessage(asked);
    const told = await answer;
    if (told.is !== 'done') throw told.is === 'failed' && told.code !== undefined ? new SayOnceError(told.code satisfies ErrorCode, told.message) : new Error(told.is === 'failed' ? told.message : 'A worker answered something else.');
    return told;
  };
  const dismiss = (): void => void setTimeout(() => worker.terminate(), REST);
  try {
    if ((await ready).is !== 'ready') throw new Error('It did not start.');
    // Whoever closed the touchpoint may be emptying its database: it is not opened, and so made, once more.
    halt.throwIfAborted();
    const opened = await ask({ do: 'open', opening: { company: store.company, author, ring: ringOf(ring), policy, ahead: store.now() - Date.now(), ...what } });
    return { opened, ask, dismiss };
  } catch {
    dismiss();
    halt.throwIfAborted();
    return undefined;
  }
}
