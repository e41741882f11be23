import type { Live } from './nats-line.js';

/** The numbers of a stream's messages by their ids. Reads all of its headers: for who erases, not for every day. */
export async function scan({ jetstream }: Live, stream: string, wanted: (id: string) => boolean): Promise<number[]> {
  const consumer = await jetstream.consumers.get(stream, { opt_start_seq: 1, headers_only: true });
  const found: number[] = [];
  try {
    if ((await consumer.info(true)).num_pending === 0) return found;
    for await (const message of await consumer.consume({ max_messages: 1_000 })) {
      if (wanted(message.headers?.get('Nats-Msg-Id') ?? '')) found.push(message.seq);
      if (message.info.pending === 0) break;
    }
    return found;
  } finally {
    await consumer.delete().catch(() => false);
  }
}
