import type { Audience } from '../model/entry.js';
import { isRefusal, SayOnceError } from '../model/errors.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import { jsonOf } from './document.js';
import { mayImport } from './import.js';
import type { Given, Taken } from './import-bulk.js';
import { hire, type Taker } from './import-hired.js';
import type { Imported, ImportOptions } from './types.js';

/** UTF-16 units that are handed over in one piece: more would be felt on the page. */
const CHUNK = 256 * 1024;
/** How long the page works at a time where it must do it all itself, ms. */
const WORK = 4;

/** How long others wait at most for what they are to be told, ms: to send it as soon as it is written takes a fifth of an import. */
const SEND = 250;

/** Documents passed over in one go. */
const SKIP = 5_000;

const aTurn = (): Promise<void> => new Promise((resolve) => setTimeout(resolve));

/** The page itself takes documents in, with pauses. */
async function here({ store, author, ring, far }: Desk<Audience>, cursor: string | undefined, hear: (taken: Taken) => void): Promise<Taker> {
  const { Bulk, clerkOf } = await part(import('./import-bulk.js'));
  let since = performance.now();
  const pause = async (): Promise<void> => {
    if (performance.now() - since < WORK) return;
    await aTurn();
    since = performance.now();
  };
  const bulk = new Bulk(await clerkOf(store, author, ring, far?.name), cursor, pause);
  let stopped = false;
  let taking = Promise.resolve();
  return {
    done: await bulk.done(),
    take: (given) => {
      taking = bulk.take(given.filter(() => !stopped)).then(() => hear(bulk.report()));
      return taking;
    },
    end: () => bulk.end().then(() => hear(bulk.report())),
    stop: async () => {
      stopped = true;
      await taking.catch(() => {});
      await bulk.stop();
    },
  };
}

/** Reads documents in by the thousand. See `Touchpoint.importAll`. */
export async function importAll(desk: Desk<Audience>, documents: Iterable<unknown> | AsyncIterable<unknown>, { source, signal, onProgress }: ImportOptions = {}): Promise<Imported> {
  if (desk.store.closed) throw new SayOnceError('closed', 'This touchpoint was closed.');
  mayImport(desk.author);
  if (source !== undefined && (typeof source !== 'string' || source === '' || source.length > 500)) throw new SayOnceError('bad-option', '`source` is a name of the dump: a text of 1 to 500 characters.');
  const iterator = iteratorOf(documents);
  signal?.throwIfAborted();
  const { store } = desk;
  const total = { customers: 0, entries: 0, added: 0 };
  const refused: Imported['refused'] = [];
  let sending: ReturnType<typeof setTimeout> | undefined;
  const send = (): void => {
    sending = undefined;
    void desk.flush();
  };
  const hear = (taken: Taken): void => {
    total.customers += taken.customers;
    total.entries += taken.entries;
    total.added += taken.added;
    refused.push(...taken.refused);
    if (taken.sent) sending ??= setTimeout(send, SEND);
    onProgress?.({ ...total });
  };
  const ended = (): SayOnceError => new SayOnceError('closed', 'This touchpoint was closed. What was read in before is there.');
  const halt = new AbortController();
  const halted = new Promise<never>((_, reject) => halt.signal.addEventListener('abort', () => reject(halt.signal.reason as Error)));
  halted.catch(() => {});
  const abort = (): void => halt.abort(signal?.reason);
  signal?.addEventListener('abort', abort);
  let over = (): void => {};
  const closed = new Promise<void>((resolve) => (over = resolve));
  const undo = desk.onClose(async () => {
    halt.abort(ended());
    await closed;
  });
  const unlessHalted = <T>(work: Promise<T>): Promise<T> => Promise.race([work, halted]);
  const anybody = async (): Promise<Taker> => {
    // The name may tell something: what lies in the store is its digest.
    const cursor = source === undefined ? undefined : `import/${await store.digest(`import:${source}`)}`;
    return (store.disk.lasting && typeof Worker !== 'undefined' ? await hire(desk, cursor, hear, halt.signal) : undefined) ?? here(desk, cursor, hear);
  };
  const coming = anybody();
  let taker: Taker | undefined;
  try {
    taker = await unlessHalted(coming);
    // A worker's connection is its own: it would fill again what is being emptied.
    if (store.closed) throw ended();
    if (signal?.aborted === true) abort();
    for await (const given of chunks(iterator, taker.done, unlessHalted, (index) => refused.push({ index, code: 'bad-document' }))) await unlessHalted(taker.take(given));
    await unlessHalted(taker.end());
  } catch (error) {
    if (taker !== undefined) await taker.stop();
    else void coming.then((late) => late.stop()).catch(() => {});
    throw error;
  } finally {
    if (sending !== undefined) {
      clearTimeout(sending);
      send();
    }
    signal?.removeEventListener('abort', abort);
    undo();
    over();
  }
  return { customers: total.customers, added: total.added, refused: refused.sort((a, b) => a.index - b.index) };
}

function iteratorOf(documents: Iterable<unknown> | AsyncIterable<unknown>): Iterator<unknown> | AsyncIterator<unknown> {
  if (typeof documents === 'object' && documents !== null) {
    if (Symbol.asyncIterator in documents) return documents[Symbol.asyncIterator]();
    if (Symbol.iterator in documents) return documents[Symbol.iterator]();
  }
  throw new SayOnceError('bad-option', 'What is given to importAll() is a list of documents, or something that can be iterated like one.');
}

/** The documents as JSON, some at a time, without those that are done already. */
async function* chunks(iterator: Iterator<unknown> | AsyncIterator<unknown>, done: number, unlessHalted: <T>(work: Promise<T>) => Promise<T>, refuse: (index: number) => void): AsyncGenerator<Given[]> {
  let chunk: Given[] = [];
  let size = 0;
  try {
    for (let index = 0; ; index++) {
      const next = iterator.next();
      const { done: ended, value } = 'then' in next ? await unlessHalted(next) : next;
      if (ended === true) break;
      if (index < done) {
        if (index % SKIP === SKIP - 1) await unlessHalted(aTurn());
        continue;
      }
      try {
        const json = typeof value === 'string' ? value : jsonOf(value);
        size += json.length;
        chunk.push({ index, json });
      } catch (error) {
        if (!isRefusal(error)) throw error;
        refuse(index);
      }
      if (size < CHUNK) continue;
      yield chunk;
      chunk = [];
      size = 0;
      await unlessHalted(aTurn());
    }
    if (chunk.length > 0) yield chunk;
  } finally {
    void iterator.return?.();
  }
}
