/** Puts envelopes on a relay, and says which of them it will never take. */
import type { JetStreamApiError } from '@nats-io/jetstream';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import type { Envelope } from './carrier.js';
import { closedError, type Line, type Live } from './nats-line.js';
import { type Journal, tokenOf } from './nats-names.js';
import { partsOf } from './nats-parts.js';
import { wait } from './nats-wait.js';
import { RefusedEnvelopes } from './refused.js';

/** Messages on their way at once. */
const AT_ONCE = 64;
/** So often one is tried; then it waits for another time. With an election of 8 s in between, that is enough. */
const TRIES = 5;

/** Which answers of a server are final, and what they are called here. */
const FINAL: ReadonlyMap<number, [ErrorCode, string]> = new Map<number, [ErrorCode, string]>([
  [10_077, ['relay-full', 'The relay takes no more about this customer, or none at all. It stays here; the host must make room.']],
  [10_047, ['relay-full', 'The relay has no room left. It stays here; the host must make room.']],
  [10_054, ['too-large', 'The relay does not take messages as long as this one. It stays here.']],
]);

export interface Message {
  envelope: Envelope;
  subject: string;
  /** by which the stream knows it again */
  id: string;
  /** of a longer one, which part: `2/3` */
  part?: string;
  text: string;
}

/** In the headers: which part of how many. */
export const PART = 'Say-Part';

export function messagesOf(envelope: Envelope, { subject }: Journal, author: string, most: number): Message[] {
  const to = `${subject}.${tokenOf(author)}.${tokenOf(envelope.subject)}`;
  return partsOf(envelope.sealed, most).map(({ number, of, text }) => (of === 1 ? { envelope, subject: to, id: envelope.id, text } : { envelope, subject: to, id: `${envelope.id}/${number}`, part: `${number}/${of}`, text }));
}

/** Resolves when the server has all of them. An acknowledgement is a hint: who must be sure waits until it comes back on the feed. */
export async function publishAll(line: Line, messages: readonly Message[]): Promise<void> {
  const refused = new Map<string, SayOnceError>();
  let broke: unknown;
  let next = 0;
  const work = async (): Promise<void> => {
    while (next < messages.length && broke === undefined) {
      const message = messages[next++] as Message;
      try {
        await publishOne(line, message);
      } catch (error) {
        if (isRefusal(error) && ENDS.has(error.code)) refused.set(message.envelope.id, error);
        else broke = error;
      }
    }
  };
  await Promise.all(Array.from({ length: Math.min(AT_ONCE, messages.length) }, work));
  const [first] = refused.values();
  if (first !== undefined) throw new RefusedEnvelopes(first.code, first.message, [...refused.keys()], { cause: first });
  if (broke !== undefined) throw broke as Error;
}

const ENDS: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['relay-full', 'too-large', 'not-allowed']);

async function publishOne(line: Line, message: Message): Promise<void> {
  let last: unknown;
  let unanswered: Live | undefined;
  for (let tries = 0; tries < TRIES; tries++) {
    if (tries > 0) await wait(tries - 1);
    if (line.closed) throw closedError();
    const live = await reach(line);
    // After a break whoever sends looks first at what came meanwhile.
    if (unanswered !== undefined && live !== unanswered) break;
    unanswered = live;
    try {
      const { duplicate, seq } = await publish(live, message);
      // A known id without a number is one that is being written: whether it will be is not known.
      if (!duplicate || seq > 0) return;
    } catch (error) {
      const { code, name } = error as Partial<JetStreamApiError>;
      const final = FINAL.get(code ?? 0);
      if (final !== undefined) throw new SayOnceError(...final, { cause: error });
      if (name === 'PermissionViolationError') throw new SayOnceError('not-allowed', 'The relay does not let this desk write this. It stays here.', { cause: error });
      last = error;
    }
  }
  if (unanswered !== undefined) line.drop(unanswered);
  throw new SayOnceError('unreachable', 'The relay does not answer. What waits goes out later.', { cause: last });
}

/** Not being let in is nobody's message's fault. */
async function reach(line: Line): Promise<Live> {
  try {
    return await line.get();
  } catch (error) {
    if (!isRefusal(error, 'not-allowed')) throw error;
    throw new SayOnceError('unreachable', error.message, { cause: error });
  }
}

async function publish({ jetstream, headers }: Live, { subject, id, part, text }: Message): Promise<{ duplicate: boolean; seq: number }> {
  const more = headers();
  if (part !== undefined) more.set(PART, part);
  return jetstream.publish(subject, text, { msgID: id, headers: more });
}
