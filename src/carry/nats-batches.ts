import type { ConsumerMessages, JsMsg } from '@nats-io/jetstream';

/** What is on its way is waited for so long, ms; it may have been erased. */
const SOON = 10;
/** Where nothing comes for so long, and something is awaited, that is said with an empty batch, ms. */
const QUIET = 2_000;

/**
 * What comes, as many at a time as came while the last were being taken in, and no more than `most`: then the server waits.
 * `isAwaited`: whether an empty batch is to say that nothing comes.
 * (The client's own `getPending()` counts what it has done with already, so that who trusts it waits for ever.)
 */
export async function* batches(messages: ConsumerMessages, most: number, isAwaited: () => boolean): AsyncGenerator<JsMsg[]> {
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
      if (last === undefined) {
        const came = new Promise<boolean>((resolve) => (wake = () => resolve(true)));
        if (!isAwaited()) await came;
        else if (!(await Promise.race([came, new Promise<boolean>((resolve) => setTimeout(resolve, QUIET, false))]))) yield [];
      } else {
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
