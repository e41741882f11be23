// One intake and one eraser a company, wherever they run. Two with logs of their own would each tell sales and the desks what the
// other knows nothing of. So whoever works has the turn, and says so again and again, on a subject of which the stream keeps the
// last message; the server takes the next one from whoever knows which was the last, and from nobody else.
import { randomUUID } from 'node:crypto';
import { hostname } from 'node:os';
import { setTimeout as after } from 'node:timers/promises';
import { jetstream } from '@nats-io/jetstream';
import { STREAMS } from './permissions.mjs';
import { Said } from './worker.mjs';

/** Answers of the server that mean: the last message was another. */
const ANOTHER = new Set([10_071, 10_164]);

const NO_STREAM = 10_059;

const isThere = (last) => last !== undefined && last.left !== true;
const whoIs = ({ pid, host, since }) => `process ${pid} on ${host}, since ${since},`;

class Turn {
  #js;
  #mine = { id: randomUUID(), pid: process.pid, host: hostname(), since: new Date().toISOString() };
  /** of the last message, as far as is known here */
  #seq = 0;
  #timer;
  #saying;
  #lose;
  /** resolves with why it must end, when another has the turn */
  lost = new Promise((lost) => (this.#lose = lost));

  constructor(connection, role, answer) {
    this.#js = jetstream(connection, { timeout: answer });
    this.role = role;
  }

  get #subject() {
    return `worker.${this.role}`;
  }

  /** What was said last, and its number. */
  async last() {
    const consumer = await this.#js.consumers.get(STREAMS.workers, { filter_subjects: this.#subject, deliver_policy: 'last' });
    try {
      if ((await consumer.info(true)).num_pending === 0) return undefined;
      const message = await consumer.next({ expires: 2_000 });
      return message === null ? undefined : { ...message.json(), seq: message.seq };
    } finally {
      await consumer.delete().catch(() => false);
    }
  }

  /** Whether we have the turn now. Rejects where the server does not answer: then it is not known. */
  async say(more = {}) {
    try {
      ({ seq: this.#seq } = await this.#js.publish(this.#subject, JSON.stringify({ ...this.#mine, ...more }), { expect: { lastSubjectSequence: this.#seq } }));
      return true;
    } catch (error) {
      if (!ANOTHER.has(error.code)) throw error;
    }
    const last = await this.last();
    // Ours, of which we never heard; or a stream that was made anew.
    if (last !== undefined && last.id !== this.#mine.id) return false;
    this.#seq = last?.seq ?? 0;
    return last !== undefined || this.say(more);
  }

  /** The same, of a server that may be in the midst of an election. */
  async #heard() {
    for (let tries = 0; ; tries++) {
      try {
        const last = await this.last();
        this.#seq = last?.seq ?? 0;
        return last;
      } catch (error) {
        if (error.code === NO_STREAM) throw new Said(`There is no stream ${STREAMS.workers} yet: make it with «node streams.mjs».`, { cause: error });
        if (error.name !== 'TimeoutError' || tries === 5) throw error;
      }
    }
  }

  /** Waits until it is sure that nobody else works. Rejects with `Said` where somebody does. */
  async take(again, dead) {
    const other = await this.#heard();
    if (isThere(other)) console.error(`${this.role}: ${whoIs(other)} has not said that it ended; in ${Math.ceil(dead / 1_000)} s it is known whether it runs.`);
    let now = other;
    for (let waited = 0; isThere(now) && waited < dead; waited += again) {
      await after(again);
      now = await this.#heard();
      if (isThere(now) && now.seq !== other.seq) throw this.#refusal(now);
    }
    if (!(await this.say())) throw this.#refusal(await this.#heard());
    this.#timer = setInterval(() => (this.#saying ??= this.#again().finally(() => (this.#saying = undefined))), again);
  }

  async #again() {
    // Nobody takes a turn while the servers are away.
    if (await this.say().catch(() => true)) return;
    clearInterval(this.#timer);
    this.#lose(this.#refusal(await this.last().catch(() => undefined)));
  }

  #refusal(other) {
    return new Said(`${other === undefined ? 'Another process' : whoIs(other)} is this company’s ${this.role}: one at a time. End that one first.`);
  }

  /** Whoever comes next need not wait. */
  async leave() {
    clearInterval(this.#timer);
    await this.#saying;
    await this.say({ left: true }).catch(() => false);
  }
}

/**
 * Takes the turn of a company's `intake` or `eraser`. Who said nothing for `dead` ms has none any more; it is said every `again` ms, and again where the
 * server does not answer within `answer` ms: in an election some of it is lost.
 * Rejects with `Said` where another one runs. Resolves with `lost`, a promise of why it must end, and `leave()`.
 */
export async function takeTurn(connection, role, { again = 5_000, dead = 30_000, answer = 4_000 } = {}) {
  const turn = new Turn(connection, role, answer);
  await turn.take(again, dead);
  return turn;
}
