import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream';

/** What is on its way is waited for so long, ms; it may have been erased. */
const SOON = 10;

/**
 * What comes, as many at a time as came while the last were being taken in, and no more than `most`: then the server waits.
 * (The client's own `getPending()` counts what it has done with already, so that who trusts it waits for ever.)
 */
export async function* batches(messages: ConsumerMessages, most: number): AsyncGenerator<JsMsg[]> {
  const queue: JsMsg[] = [];
  let ended = false;
  let wake = (): void => {};
  let room = (): void => {};
  const fill = async (): Promise<void> => {
    for await (const message of messages) {
      queue.push(message);
      wake();
      if (queue.length >= most) await new Promise<void>((resolve) => (room = resolve));
    }
  };
  const over = (): void => {
    ended = true;
    wake();
  };
  fill().then(over, over);
  try {
    while (true) {
      const last = queue.at(-1);
      if (ended) return; // what was not given is read again
      if (last === undefined) await new Promise<void>((resolve) => (wake = resolve));
      else {
        // Few large batches cost less than many small ones.
        if (last.info.pending > 0 && queue.length < most) await new Promise((resolve) => setTimeout(resolve, SOON));
        const batch = queue.splice(0, most);
        room();
        yield batch;
      }
    }
  } finally {
    messages.stop();
    room();
  }
}
