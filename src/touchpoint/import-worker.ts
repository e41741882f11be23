/** The bulk import, and catching up with the other machines, in a thread of its own, so that the page stays free. Answers every message with one, in order. */
import type { Author } from '../model/entry.js';
import { isRefusal, SayOnceError } from '../model/errors.js';
import type { Policy } from '../model/policy.js';
import { keysOf, type KeyRing } from '../store/keys.js';
import { ReadingDisk } from '../store/reading.js';
import { Store } from '../store/store.js';
import { Bulk, clerkOf, type Given, type Taken } from './import-bulk.js';
import type { Told } from './relay-border.js';
import { Far, type News } from './relay-far.js';
import type { Parcel } from './relay-parcel.js';

/** Whose store is read into, and how: all that a worker cannot know by itself. */
export interface Opening {
  company: string;
  author: Author;
  ring: KeyRing;
  policy: Policy;
  /** how far the touchpoint's clock is ahead of this machine's, ms */
  ahead: number;
  cursor?: string;
  /** of catching up: where its cursor lies; left out: documents are read in */
  mark?: string;
  /** the carrier to other machines, by name */
  via?: string;
}

export type Asked = { do: 'open'; opening: Opening } | { do: 'take'; given: readonly Given[] } | { do: 'deliver'; parcel: Parcel; more: number } | { do: 'end' } | { do: 'stop' } | Executed;

/** What the page was asked to execute is done, or why it is not. */
interface Executed {
  do: 'executed';
  failed?: string;
  code?: SayOnceError['code'];
}

export type Answer =
  | { is: 'ready' }
  | { is: 'done'; taken?: Taken; done?: number }
  /** no answer: what has come of it so far */
  | { is: 'news'; news: News }
  /** no answer: the page executes it, and says so */
  | { is: 'execute'; told: Pick<Told, 'erased' | 'stubs'> }
  /** `code` left out: a fault of ours */
  | { is: 'failed'; message: string; code?: SayOnceError['code'] };

const say = (answer: Answer): void => (globalThis as unknown as { postMessage(message: Answer): void }).postMessage(answer);

let store: Store | undefined;
let bulk: Bulk | undefined;
let far: Far | undefined;
let stopped = false;
let executed: (told: Executed) => void = () => {};

async function execute({ erased, stubs }: Pick<Told, 'erased' | 'stubs'>): Promise<void> {
  const answered = new Promise<Executed>((resolve) => (executed = resolve));
  say({ is: 'execute', told: { stubs, ...(erased === undefined ? {} : { erased }) } });
  const { failed, code } = await answered;
  if (failed !== undefined) throw code === undefined ? new Error(failed) : new SayOnceError(code, failed);
}

async function open({ company, author, ring, policy, ahead, cursor, mark, via }: Opening): Promise<Answer> {
  const now = (): number => Date.now() + ahead;
  const keys = await keysOf(ring, company, author.audience, now);
  store = await Store.open({ company, audience: author.audience, keys, policy, now, trouble: () => {}, disk: ReadingDisk.open(company, author.audience, () => {}) });
  // What is kept in a worker's memory is kept nowhere.
  if (!store.disk.lasting) throw new SayOnceError('no-storage', 'This worker has no IndexedDB.');
  if (mark !== undefined) {
    far = await Far.open(store, author, ring, mark, { execute, hear: (news) => say({ is: 'news', news }) });
    return { is: 'done' };
  }
  bulk = new Bulk(await clerkOf(store, author, ring, via), cursor);
  return { is: 'done', done: await bulk.done() };
}

async function answerTo(asked: Asked): Promise<Answer> {
  if (asked.do === 'open') return open(asked.opening);
  if (asked.do === 'take' && !stopped) await bulk?.take(asked.given);
  if (asked.do === 'deliver' && !stopped) await far?.take(asked.parcel, asked.more);
  if (asked.do === 'end') await bulk?.end();
  if (asked.do === 'stop') await (bulk ?? far)?.stop();
  if (asked.do === 'end' || asked.do === 'stop') store?.close();
  return { is: 'done', ...(bulk === undefined ? {} : { taken: bulk.report() }) };
}

let turn: Promise<void> = Promise.resolve();

addEventListener('message', ({ data }: MessageEvent<Asked>) => {
  if (data.do === 'executed') return executed(data);
  if (data.do === 'stop') stopped = true;
  turn = turn
    .then(() => answerTo(data))
    .catch((error: unknown): Answer => ({ is: 'failed', message: String((error as Error | undefined)?.message ?? error), ...(isRefusal(error) ? { code: error.code } : {}) }))
    .then(say);
});

say({ is: 'ready' });
