/** For who has the right to erase: what lies in a stream about somebody, and taking it out. */
import type { JsMsg } from '@nats-io/jetstream';
import type { Box, Delivery, Erasable } from './carrier.js';
import { isAtEnd } from './nats-end.js';
import type { Live } from './nats-line.js';
import { readMessage } from './nats-message.js';
import { type Journal, tokenOf } from './nats-names.js';
import { Parts } from './nats-parts.js';

/** Everybody's messages about a subject, or one author's. */
const messages = ({ subject }: Journal, about = '', author = ''): string => `${subject}.${author === '' ? '*' : tokenOf(author)}.${about === '' ? '*' : tokenOf(about)}`;

/** Where nothing comes, it is asked so often whether anything will, ms. */
const ASK = 1_000;

/** Looks through a stream as it is now. */
async function* through({ jetstream }: Live, journal: Journal, filter: string, headersOnly: boolean): AsyncGenerator<JsMsg> {
  const consumer = await jetstream.consumers.get(journal.stream, { opt_start_seq: 1, headers_only: headersOnly, filter_subjects: filter });
  let asking: ReturnType<typeof setInterval> | undefined;
  try {
    if ((await consumer.info(true)).num_pending === 0) return;
    const found = await consumer.consume({ max_messages: 1_000 });
    let last: JsMsg | undefined;
    asking = setInterval(() => void isAtEnd(consumer, last).then((is) => is && found.stop(), () => {}), ASK);
    for await (const message of found) {
      last = message;
      yield message;
      if (message.info.pending === 0) return;
    }
  } finally {
    clearInterval(asking);
    await consumer.delete().catch(() => false);
  }
}

/** All that lies there about a subject. */
export async function lyingAbout(live: Live, box: Box, journal: Journal, about: string): Promise<Omit<Delivery, 'cursor'>[]> {
  const parts = new Parts();
  const found: Omit<Delivery, 'cursor'>[] = [];
  for await (const message of through(live, journal, messages(journal, about), false)) {
    const { delivery } = readMessage(message, box, parts);
    if (delivery !== undefined) found.push(delivery);
  }
  return found;
}

/** See `Carrier.erase`. */
export async function eraseFrom(live: Live, journal: Journal, what: Erasable): Promise<number> {
  const { manager } = live;
  if (!('id' in what)) return (await manager.streams.purge(journal.stream, { filter: messages(journal, what.subject) })).purged;
  const seqs: number[] = [];
  for await (const message of through(live, journal, messages(journal, what.subject, what.author), true)) {
    const id = message.headers?.get('Nats-Msg-Id') ?? '';
    if (id === what.id || id.startsWith(`${what.id}/`)) seqs.push(message.seq);
  }
  for (const seq of seqs) await manager.streams.deleteMessage(journal.stream, seq);
  return Math.min(seqs.length, 1);
}
