/** What a support desk wrote, on its way to the other machines of its company: it waits in the outbox until it has come back. */
import type { Box, Carrier, Delivery } from '../carry/carrier.js';
import { RefusedEnvelopes } from '../carry/refused.js';
import type { Audience } from '../model/entry.js';
import { type ErrorCode, isRefusal } from '../model/errors.js';
import { MAX_AHEAD } from '../model/time.js';
import type { OutboxRecord } from '../store/database.js';
import type { Desk } from './desk.js';

/** Who follows the relay, as far as sending asks and tells. */
export interface Following {
  /** what lies there was read, or cannot be */
  maySend(): boolean;
  /** so many wait; or what was refused has changed */
  say(change: { waiting?: number }): void;
  trouble(error: unknown): void;
}

export class Sender {
  readonly #desk: Desk<Audience>;
  readonly #carrier: Carrier;
  readonly #signal: AbortSignal;
  readonly #following: Following;
  /** what waits, by id, with its number in the outbox */
  readonly #waiting = new Map<string, number>();
  /** what need not be published now: the server has it, as it says, or will never take it */
  readonly #done = new Set<string>();
  readonly #refused = new Map<string, ErrorCode>();
  /** what waited when this desk was opened: nobody knows by which clock it was written */
  #older: ReadonlySet<string> | undefined;
  #sending: Promise<void> | undefined;
  #again = false;
  #isHeld = false;

  constructor(desk: Desk<Audience>, carrier: Carrier, signal: AbortSignal, following: Following) {
    this.#desk = desk;
    this.#carrier = carrier;
    this.#signal = signal;
    this.#following = following;
  }

  /** What the relay will not take, and why it did not take the last. */
  get refused(): { count: number; code: ErrorCode } | undefined {
    const codes = [...this.#refused.values()];
    const code = codes.at(-1);
    return code === undefined ? undefined : { count: codes.length, code };
  }

  /** What was acknowledged may be lost: it is published again. */
  doubt(): void {
    this.#done.clear();
  }

  /** Publishes what waits and is not known to be there. */
  send(): Promise<void> {
    this.#again = true;
    if (!this.#isHeld) this.#sending ??= this.#sendAll().catch((error: unknown) => this.#following.trouble(error)).finally(() => this.#sent());
    return this.#sending ?? Promise.resolve();
  }

  /** Nothing more goes out until this is done; then what was asked for meanwhile. */
  async holdDuring(work: () => Promise<void>): Promise<void> {
    this.#isHeld = true;
    try {
      await work();
    } finally {
      this.#isHeld = false;
      if (this.#again) void this.send();
    }
  }

  /** Ours have come back: they are there, and are with the others. Resolves with what remains to be taken in: what ours say was written with them, unless they come late by our clock, or waited from before. */
  async cameBack(deliveries: readonly Delivery[]): Promise<readonly Delivery[]> {
    const { store, author, eraser } = this.#desk;
    // Another's message under an id of ours is not ours.
    const back = deliveries.filter(({ author: by, envelope: { id } }) => by === author.id && this.#waiting.has(id));
    if (back.length === 0) return deliveries;
    await store.disk.sent([...new Set(back.map(({ envelope: { id } }) => this.#waiting.get(id) ?? 0))]);
    // What the eraser had kept may be over by now.
    if (eraser !== undefined) return deliveries;
    // Where our clock may be ahead of the relay's, everybody else refuses it, and so do we: that is how a desk learns of it.
    const now = store.now();
    const known = new Set(back.filter(({ at, envelope: { id } }) => this.#older?.has(id) === false && at !== undefined && now <= at + MAX_AHEAD));
    return deliveries.filter((one) => !known.has(one));
  }

  /** … and what came with them is written. */
  letGo(ids: readonly string[]): void {
    for (const id of ids) {
      this.#waiting.delete(id);
      this.#done.delete(id);
      this.#refused.delete(id);
    }
    this.#following.say({ waiting: this.#waiting.size });
  }

  /** Who asked while it was ending is not forgotten. */
  #sent(): void {
    this.#sending = undefined;
    if (this.#again && !this.#desk.store.closed && !this.#signal.aborted) void this.send();
  }

  async #sendAll(): Promise<void> {
    const { store } = this.#desk;
    while (this.#again && !store.closed && !this.#signal.aborted) {
      this.#again = false;
      const mine = (await store.disk.outbox()).filter(({ via }) => via === this.#carrier.name);
      this.#older ??= new Set(mine.map(({ id }) => id));
      this.#waiting.clear();
      for (const { id, seq = 0 } of mine) this.#waiting.set(id, seq);
      this.#following.say({ waiting: mine.length });
      // Somebody may have been forgotten meanwhile: what waits goes out when what lies there was read.
      if (!this.#following.maySend()) continue;
      const due = mine.filter(({ id }) => !this.#done.has(id));
      if (due.length > 0) await this.#publish(due);
    }
  }

  async #publish(due: readonly OutboxRecord[]): Promise<void> {
    try {
      await this.#carrier.publish(due.map(({ id, to, subject, sealed }) => ({ id, to: to as Box, subject, sealed })));
      for (const { id } of due) {
        this.#done.add(id);
        this.#refused.delete(id);
      }
    } catch (error) {
      if (error instanceof RefusedEnvelopes) {
        for (const id of error.ids) {
          this.#done.add(id);
          this.#refused.set(id, error.code);
        }
        // What was beside them may be there or not.
        this.#again = error.ids.length > 0;
      } else if (!isRefusal(error) || !AWAY.has(error.code)) throw error;
    }
    this.#following.say({});
  }
}

/** The relay is away: what waits goes out later, and the state says so. */
const AWAY: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['unreachable', 'not-allowed', 'not-loaded', 'closed']);
