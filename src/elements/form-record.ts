/** Records what was said in a form when it is sent. Loaded with the first thing that somebody does in it. */
import type { Draft } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { Recorded, Touchpoint } from '../touchpoint/types.js';
import { isAnother } from './form-another.js';
import { SayOnceRecordedEvent } from './events.js';

/** Refusals of one entry that must not take the others with it. */
const ONE: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode>(['secret-refused', 'too-large', 'bad-entry']);

/** One submission, and who records it. */
export interface Submission {
  said: Draft[];
  host: HTMLElement;
  touchpoint: Touchpoint;
  person: Promise<string>;
  /** begins somebody new, where this device alone says who they are */
  another?: (() => Promise<string>) | undefined;
  /** what was said is saved */
  saved(): void;
  /** what was said is known from now on */
  learn(person: string): Promise<void>;
  tell(error: unknown): void;
}

/** Records what was said, in one contact. Rejects where nothing of it could be. */
export async function record({ said, host, touchpoint, person: who, another, saved: isSaved, learn, tell }: Submission): Promise<void> {
  const before = await who;
  const isOther = another !== undefined && isAnother(said, (await (touchpoint as Touchpoint<'customer'>).read(before)).facts);
  const person = isOther ? await another() : before;
  // What they left as it stood there was somebody else's.
  const drafts = isOther ? said.filter(({ kind }) => kind !== 'used') : said;
  await touchpoint.begin(person, { channel: 'web-form' });
  const recorded = await touchpoint.recordAll(person, drafts).catch(async (error: unknown) => {
    if (!ONE.has((error as { code?: ErrorCode } | undefined)?.code)) throw error;
    tell(error);
    const saved: Recorded[] = [];
    for (const draft of drafts) await touchpoint.record(person, draft).then((one) => saved.push(one), (why: unknown) => tell(why));
    return saved;
  });
  host.dispatchEvent(new SayOnceRecordedEvent(person, drafts.map(({ kind }) => kind), recorded.map(({ stamp }) => stamp), recorded.every(({ saved }) => saved)));
  await touchpoint.end(person);
  isSaved();
  await learn(person);
  await sent(touchpoint);
}

/** Once nothing waits to be sent: a page that is left takes what waits with it, until somebody comes back. */
const sent = (touchpoint: Touchpoint): Promise<void> =>
  new Promise((resolve) => {
    const stop = touchpoint.onState(({ unsent }) => {
      if (unsent > 0) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
