/** Records what was said in a form when it is sent. Loaded with the first thing that somebody does in it. */
import type { Draft } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { Recorded, Touchpoint } from '../touchpoint/types.js';
import { SayOnceRecordedEvent } from './events.js';
import { saidIn, type Seen } from './form-said.js';

/** Refusals of one entry that must not take the others with it. */
const ONE: ReadonlySet<ErrorCode | undefined> = new Set<ErrorCode>(['secret-refused', 'too-large', 'bad-entry']);

/** One submission, and who records it. */
export interface Submission extends Seen {
  form: HTMLFormElement;
  host: HTMLElement;
  touchpoint: Touchpoint;
  person: Promise<string>;
  /** what this page has recorded already */
  recorded: Set<string>;
  /** what was said is known from now on */
  learn(person: string): Promise<void>;
  tell(error: unknown): void;
}

/** Records what was said; `undefined` where there is nothing to record. Never throws. */
export function record(submission: Submission): Promise<unknown> | undefined {
  const { form, recorded, tell } = submission;
  try {
    const fresh = saidIn(form, submission).filter((draft) => !recorded.has(JSON.stringify(draft)));
    if (fresh.length === 0) return undefined;
    for (const draft of fresh) recorded.add(JSON.stringify(draft));
    return write(submission, fresh).catch((error: unknown) => {
      for (const draft of fresh) recorded.delete(JSON.stringify(draft));
      tell(error);
    });
  } catch (error) {
    tell(error);
    return undefined;
  }
}

async function write({ host, touchpoint, person: who, learn, tell }: Submission, drafts: Draft[]): Promise<void> {
  const person = await who;
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
