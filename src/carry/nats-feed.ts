/** Reads a stream of a relay from where a reader stands, and then what comes. */
import type { Consumer, JsMsg, StreamInfo } from '@nats-io/jetstream';
import { isRefusal } from '../model/errors.js';
import type { Box, Cursor, Delivery, Take } from './carrier.js';
import { batches } from './nats-batches.js';
import { isAtEnd } from './nats-end.js';
import { type Line, type Live, NotMinted } from './nats-line.js';
import { readMessage } from './nats-message.js';
import { cursorOf, type Journal, type Place, placeOf } from './nats-names.js';
import { Parts } from './nats-parts.js';
import { wait } from './nats-wait.js';

/** Messages asked for at a time. */
const ASKED = 500;
/** … and handed over at most: who catches up with much writes somebody's context once for all that came about them. */
const BATCH = 10_000;
/** So often in a row a node may leave us without an answer before another is tried. In an election what was asked is lost, and coming to another node helps nobody. */
const PATIENCE = 3;
/** So often a stream must end before where we stood until it is believed to be an older copy. */
const DOUBTS = 5;
/** What tells that the reader on the server is gone, or the stream is another, or the line was away for a while: looked at anew from where we stand. */
const LOST: ReadonlySet<string> = new Set(['disconnect', 'heartbeats_missed', 'consumer_not_found', 'consumer_deleted', 'stream_not_found', 'ordered_consumer_recreated', 'no_responders']);

/** Whoever took a batch in could not: the feed ends with its reason. */
class NotTaken extends Error {
  readonly reason: unknown;

  constructor(reason: unknown) {
    super('not taken');
    this.reason = reason;
  }
}

export class Feed {
  readonly #line: Line;
  readonly #box: Box;
  readonly #journal: Journal;
  readonly #take: Take;
  readonly #signal: AbortSignal;
  #place: Place | undefined;
  /** all that lay there when this connection was made has been taken, and that was said */
  #said = false;
  #anew = false;
  /** how often in a row the stream ended before where we stand */
  #doubts = 0;

  constructor(line: Line, box: Box, journal: Journal, after: Cursor | undefined, take: Take, signal: AbortSignal) {
    this.#line = line;
    this.#box = box;
    this.#journal = journal;
    this.#place = placeOf(after);
    this.#take = take;
    this.#signal = signal;
  }

  get #done(): boolean {
    return this.#signal.aborted || this.#line.closed;
  }

  /** Until it is stopped. A relay that is away is waited for. */
  async run(): Promise<void> {
    let unanswered = 0;
    for (let tries = 0; !this.#done; tries++) {
      let live: Live | undefined;
      let isOut = false;
      try {
        live = await this.#line.get();
        if (this.#done) return;
        if (await this.#read(live)) tries = unanswered = 0;
      } catch (error) {
        if (error instanceof NotTaken) throw error.reason;
        if (isRefusal(error, 'closed')) return;
        isOut = isRefusal(error, 'not-allowed') || (error as Error).cause instanceof NotMinted;
        if (live !== undefined && ++unanswered > PATIENCE) {
          unanswered = 0;
          this.#line.drop(live);
        }
      }
      if (!this.#done) await wait(tries, this.#signal, isOut);
    }
  }

  /** Resolves when the server's reader was lost or the feed was stopped, with whether it had come to read. */
  async #read(live: Live): Promise<boolean> {
    const { stream } = this.#journal;
    this.#said = false;
    const info = await live.manager.streams.info(stream);
    const from = this.#from(info);
    if (from === undefined) {
      this.#line.drop(live);
      return false;
    }
    const consumer = await live.jetstream.consumers.get(stream, { opt_start_seq: from, inactive_threshold: 60_000 });
    const { num_pending: pending } = await consumer.info(true);
    if (this.#done) return false;
    const messages = await consumer.consume({ max_messages: ASKED, idle_heartbeat: this.#line.heartbeat });
    const line = live.connection.status() as Stoppable;
    let isLost = false;
    const stop = (): void => {
      isLost = true;
      messages.stop();
      line.stop();
    };
    this.#signal.addEventListener('abort', stop);
    void live.connection.closed().then(stop);
    for (const news of [messages.status(), line]) void whenLost(news, stop);
    let some = false;
    let last: JsMsg | undefined;
    try {
      const parts = new Parts();
      const known = this.#place;
      if (pending === 0) await this.#caughtUp();
      for await (const batch of batches(messages, BATCH, () => !this.#said)) {
        if (this.#done) break;
        const [first] = batch;
        last = batch.at(-1) ?? last;
        // The last one that was read comes again, to be compared. (What was erased cannot be.)
        if (first !== undefined && first.seq === known?.seq) {
          batch.shift();
          if (known.id !== first.headers?.get('Nats-Msg-Id')) {
            this.#startAnew();
            return true;
          }
        }
        if (first !== undefined) some = true;
        await this.#give(info.created, batch, parts);
        // What came before a break says nothing of what came in it.
        if (this.#done || isLost) break;
        if (!this.#said && (first === undefined ? await isAtEnd(consumer, last).catch(() => false) : last?.info.pending === 0)) await this.#caughtUp();
      }
    } finally {
      this.#signal.removeEventListener('abort', stop);
      stop();
      await letGo(live, consumer);
    }
    return some || this.#said;
  }

  /** The message to begin with: the last one that was read, so that it can be compared. Where the stream is another than it was, the first. Undefined: that is not sure yet. */
  #from({ created, state }: StreamInfo): number | undefined {
    const place = this.#place;
    if (place === undefined) return 1;
    if (place.created === created && place.seq <= state.last_seq) {
      this.#doubts = 0;
      return Math.max(1, place.id === undefined ? place.seq + 1 : place.seq);
    }
    // A node that is cut off still answers, and lacks what was written since: others are asked before all is read and sent again.
    if (place.created === created && ++this.#doubts < DOUBTS) return undefined;
    this.#doubts = 0;
    this.#startAnew();
    return 1;
  }

  #startAnew(): void {
    this.#place = undefined;
    this.#anew = true;
    this.#said = false;
  }

  async #give(created: string, messages: readonly JsMsg[], parts: Parts): Promise<void> {
    const deliveries: Delivery[] = [];
    let last: Place | undefined;
    for (const message of messages) {
      const { id, at, delivery } = readMessage(message, this.#box, parts);
      const since = parts.since(at);
      last = since === undefined ? { created, seq: message.seq, id } : { created, seq: since - 1 };
      if (delivery !== undefined) deliveries.push({ ...delivery, cursor: cursorOf(last) });
    }
    if (deliveries.length > 0) await this.#taken(deliveries, messages.at(-1)?.info.pending);
    this.#place = last ?? this.#place;
  }

  async #caughtUp(): Promise<void> {
    if (this.#said) return;
    this.#said = true;
    await this.#taken([]);
  }

  async #taken(deliveries: readonly Delivery[], more = 0): Promise<void> {
    const anew = this.#anew;
    this.#anew = false;
    try {
      await this.#take(deliveries, anew, more);
    } catch (error) {
      throw new NotTaken(error);
    }
  }
}

/** As the client makes it; its type does not say so. */
type Stoppable = AsyncIterable<{ type: string }> & { stop(): void };

async function whenLost(news: AsyncIterable<{ type: string }>, stop: () => void): Promise<void> {
  for await (const { type } of news) if (LOST.has(type)) stop();
}

/** The server would keep it for another minute. */
async function letGo({ connection }: Live, consumer: Consumer): Promise<void> {
  if (!connection.isClosed()) await consumer.delete().catch(() => false);
}
