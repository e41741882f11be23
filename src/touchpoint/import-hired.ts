import type { Audience } from '../model/entry.js';
import type { Desk } from './desk.js';
import { hireFor } from './hired.js';
import type { Given, Taken } from './import-bulk.js';
import type { Asked } from './import-worker.js';

/** Messages under way to a worker: some 2 MB. */
const UNDER_WAY = 8;

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

/** A worker that takes documents in. `undefined`, and what is thrown: see `hireFor`. */
export async function hire(desk: Desk<Audience>, cursor: string | undefined, hear: (taken: Taken) => void, halt: AbortSignal): Promise<Taker | undefined> {
  const { far } = desk;
  const hired = await hireFor(desk, { ...(cursor === undefined ? {} : { cursor }), ...(far === undefined ? {} : { via: far.name }) }, halt);
  if (hired === undefined) return undefined;
  const ask = async (asked: Asked): Promise<void> => {
    const { taken } = await hired.ask(asked);
    if (taken !== undefined) hear(taken);
  };
  const underWay: Promise<unknown>[] = [];
  return {
    done: hired.opened.done ?? 0,
    take: async (given) => {
      const taken = ask({ do: 'take', given });
      taken.catch(() => {}); // whoever waits for it sees the error
      underWay.push(taken);
      if (underWay.length > UNDER_WAY) await underWay.shift();
    },
    end: async () => {
      await Promise.all(underWay);
      await ask({ do: 'end' });
      hired.dismiss();
    },
    stop: async () => {
      await ask({ do: 'stop' }).catch(() => {});
      hired.dismiss();
    },
  };
}
