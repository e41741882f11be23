// The intake's ways to the relay: it reads the inbox, which is empty afterwards, writes what sales is to know, and shares
// support's entries with the desks.
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/nats-core';
import { eraseFrom, Feed, JOURNALS, lyingAbout, messagesOf, publishAll, tokenOf } from 'say-once/intake';
import { INTAKE_CONSUMER, STREAMS } from './permissions.mjs';

/** What a stream takes, bytes. */
const MOST = 8_192;
/** Messages asked for at a time. */
const BATCH = 100;
/** Long envelopes of which some parts are missing: how many wait, and how long, ms. Whoever sends parts that never become whole keeps nobody. */
const UNFINISHED = { most: 200, patience: 2 * 60_000 };
/** What cannot be read now comes again after so long, and after twice as long each time, ms: what anybody posted by the thousand must not be all that is read. */
const AGAIN = { first: 60_000, last: 60 * 60_000 };
/** … and no longer than a day, for a reader who has its key; so many of one person, and so many in all: what anybody can post must not fill the inbox. */
const UNREAD = { age: 24 * 60 * 60_000, each: 20, most: 1_000 };

/** What nobody here can open, by its number in the stream, and whose it is. */
class Unread {
  #by = new Map();

  /** Whether it may go on lying there. */
  mayStay({ seq, subject, info: { timestampNanos } }, now = Date.now()) {
    const known = this.#by.has(seq);
    const ofThis = [...this.#by.values()].filter((one) => one === subject).length;
    const stays = now - timestampNanos / 1e6 < UNREAD.age && (known || (this.#by.size < UNREAD.most && ofThis < UNREAD.each));
    if (stays) this.#by.set(seq, subject);
    else this.#by.delete(seq);
    return stays;
  }

  opened({ seq }) {
    this.#by.delete(seq);
  }
}
const againAfter = ({ info: { deliveryCount = 1 } }) => Math.min(AGAIN.last, AGAIN.first * 2 ** Math.min(deliveryCount - 1, 10));

/** Puts parts together. `add` answers with the envelope and its messages once all have come. */
export class Puzzle {
  #waiting = new Map();

  add(message, now = Date.now()) {
    const id = message.headers?.get('Nats-Msg-Id') ?? '';
    const [, number, of] = /^(\d{1,2})\/(\d{1,2})$/.exec(message.headers?.get('Say-Part') ?? '') ?? [];
    if (of === undefined) return { id, sealed: message.string(), messages: [message] };
    const name = `${message.subject} ${id.slice(0, id.lastIndexOf('/'))} ${of}`;
    const known = this.#waiting.get(name);
    const parts = known?.parts ?? new Map();
    // What only comes again, because it was not acknowledged, is no news of it.
    const isNews = !parts.has(Number(number));
    parts.set(Number(number), message);
    if (!isNews) return undefined;
    this.#waiting.delete(name);
    if (parts.size < Number(of)) {
      this.#waiting.set(name, { parts, at: now });
      return undefined;
    }
    const messages = [...parts].sort(([a], [b]) => a - b).map(([, part]) => part);
    return { id: id.slice(0, id.lastIndexOf('/')), sealed: messages.map((part) => part.string()).join(''), messages };
  }

  /** What will not become whole any more: out of the inbox with it. */
  given(now = Date.now()) {
    const out = [];
    for (const [name, { parts, at }] of this.#waiting) {
      if (this.#waiting.size <= UNFINISHED.most && now - at < UNFINISHED.patience) break;
      this.#waiting.delete(name);
      out.push(...parts.values());
    }
    return out;
  }
}

const until = (signal) => new Promise((done) => (signal.aborted ? done() : signal.addEventListener('abort', () => done(), { once: true })));

/** How long the server has to answer, ms: an election takes 4 to 8 s, and what was asked before it may be lost. */
const ANSWER = 4_000;

/** The carriers of `say-once/nats` make their own connections, by WebSocket; a worker has one already. */
async function lineOver(connection) {
  const live = { connection, jetstream: jetstream(connection, { timeout: ANSWER }), manager: await jetstreamManager(connection, { checkAPI: false, timeout: ANSWER }), headers };
  return { closed: false, live, get: async () => live, drop: () => void connection.reconnect().catch(() => {}) };
}

const publishing = (line, author) => (envelopes) => publishAll(line, envelopes.flatMap((envelope) => messagesOf(envelope, JOURNALS[envelope.to], author, MOST)));

/** The `relay` of `openIntake` and `openEraser`: between them and the support desks. `author`: as in the connection's credential. */
export async function relayCarrier(connection, author = 'intake') {
  const line = await lineOver(connection);
  return {
    name: 'relay',
    boxes: new Set(['support', 'audit']),
    onState(callback) {
      const status = connection.status();
      const work = async () => {
        for await (const { type } of status) if (type === 'reconnect' || type === 'disconnect') callback({ link: type === 'reconnect' ? 'up' : 'down' });
      };
      callback({ link: 'up' });
      void work();
      return () => status.stop();
    },
    publish: publishing(line, author),
    feed: (box, after, take, signal) => new Feed(line, box, JOURNALS[box], after, take, signal).run(),
    // For who has the right to: the eraser.
    erase: (box, what) => eraseFrom(line.live, JOURNALS[box], what),
    about: (box, subject) => lyingAbout(line.live, box, JOURNALS[box], subject),
    close() {
      line.closed = true;
    },
  };
}

/** The `inbox` of `openIntake`. `author`: as in the connection's credential. */
export async function inboxCarrier(connection, author = 'intake') {
  const line = await lineOver(connection);
  const { jetstream: js, manager } = line.live;

  /** One at a time, each acknowledged only when what follows from it is written down. */
  async function read(take, signal) {
    const consumer = await js.consumers.get(STREAMS.inbox, INTAKE_CONSUMER);
    const { num_pending: pending } = await consumer.info(true);
    let behind = true;
    const caughtUp = async () => {
      if (behind) await take([]);
      behind = false;
    };
    if (pending === 0) await caughtUp();
    const messages = await consumer.consume({ max_messages: BATCH });
    const stop = () => messages.stop();
    signal.addEventListener('abort', stop, { once: true });
    const puzzle = new Puzzle();
    const unread = new Unread();
    try {
      for await (const message of messages) {
        const whole = puzzle.add(message);
        for (const part of puzzle.given()) part.term('it never became whole');
        if (whole !== undefined) {
          const left = (await take([{ envelope: { id: whole.id, to: 'intake', subject: whole.messages[0].subject, sealed: whole.sealed }, cursor: '' }])) ?? [];
          if (signal.aborted) return;
          for (const part of whole.messages) {
            if (left.length === 0) {
              unread.opened(part);
              part.ack();
            } else if (unread.mayStay(part)) part.nak(againAfter(part));
            else part.term('nobody opened it');
          }
        }
        if (message.info.pending === 0) await caughtUp();
      }
    } finally {
      signal.removeEventListener('abort', stop);
      stop();
    }
  }

  return {
    name: 'inbox',
    publish: publishing(line, author),
    async feed(box, _after, take, signal) {
      if (box === 'intake') return read(take, signal);
      await take([]);
      await until(signal);
    },
    async erase(box, what) {
      if (box !== 'sales' || !('subject' in what)) return 0;
      return (await manager.streams.purge(STREAMS.sales, { filter: `${JOURNALS.sales.subject}.*.${tokenOf(what.subject)}` })).purged;
    },
    close() {
      line.closed = true;
    },
  };
}
