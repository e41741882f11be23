/** A support desk and the other machines of its company: sends what it wrote, and takes in what they wrote. */
import type { Carrier, CarrierState, Cursor, Delivery } from '../carry/carrier.js';
import type { Audience } from '../model/entry.js';
import { isRefusal, SayOnceError } from '../model/errors.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import type { Told } from './relay-border.js';
import type { Backlog } from './relay-hired.js';
import { RELAY_ASKED, tellRelay } from './relay-news.js';
import { Sender } from './relay-send.js';
import { shareAll } from './relay-share.js';
import { Taker, type Taking } from './relay-take.js';
import type { RelayState } from './types.js';

/** What was acknowledged and has not come back is published again after so long, ms. */
const AGAIN = 30_000;
/** What could not be taken in for want of room or storage is tried again after so long, ms. */
const RETRY = 5_000;

/** Messages that are worth a worker. */
const MANY = 500;

/** Works in one tab of the audience; the others hear of it. */
export class Relay {
  readonly #desk: Desk<Audience>;
  readonly #carrier: Carrier;
  readonly #signal: AbortSignal;
  readonly #trouble: (error: unknown) => void;
  readonly #sender: Sender;
  #state: RelayState = { link: 'down', behind: true, waiting: 0 };
  /** while much lies there */
  #backlog: Promise<Backlog | undefined> | undefined;
  /** what lies there could not be taken in */
  #stuck = false;

  constructor(desk: Desk<Audience>, carrier: Carrier, signal: AbortSignal, trouble: (error: unknown) => void) {
    this.#desk = desk;
    this.#carrier = carrier;
    this.#signal = signal;
    this.#trouble = trouble;
    this.#sender = new Sender(desk, carrier, signal, { maySend: () => !this.#state.behind || this.#stuck, say: (change) => this.#say(change), trouble });
  }

  /** Until the signal. */
  async work(): Promise<void> {
    const { store, author } = this.#desk;
    if (author.id === undefined) throw new SayOnceError('bad-option', 'With a relay, `as.id` says who sits here: others take in nothing without a name.');
    const stops = [
      this.#carrier.onState?.((state) => this.#linked(state)),
      store.listen(({ place }) => {
        if (place === RELAY_ASKED) tellRelay(store, this.#state);
        else if (!place.startsWith('!')) void this.send();
      }),
    ];
    const timer = setInterval(() => {
      this.#sender.doubt();
      void this.send();
    }, AGAIN);
    try {
      await this.#shareFirst();
      void this.send();
      await this.#follow();
    } finally {
      clearInterval(timer);
      await this.#dismiss();
      for (const stop of stops) stop?.();
    }
  }

  /** Publishes what waits and is not known to be there. */
  send(): Promise<void> {
    if (this.#state.behind) this.#carrier.nudge?.();
    return this.#sender.send();
  }

  #linked({ link }: CarrierState): void {
    // What was acknowledged before a break may be lost with it; and until all that came in it was read, nothing goes out.
    this.#sender.doubt();
    this.#say(link === 'up' ? { link } : { link, behind: true });
    if (link === 'up') void this.send();
  }

  #say(change: Partial<RelayState>): void {
    const { refused: _, ...rest } = { ...this.#state, ...change };
    const { refused } = this.#sender;
    const before = this.#state;
    this.#state = { ...rest, ...(refused === undefined ? {} : { refused }) };
    if (this.#signal.aborted || JSON.stringify(before) === JSON.stringify(this.#state)) return;
    this.#desk.setState({ relay: this.#state });
    tellRelay(this.#desk.store, this.#state);
  }

  async #follow(): Promise<void> {
    const { store } = this.#desk;
    while (!this.#signal.aborted) {
      try {
        const cursor = await store.disk.meta(this.#mark);
        return await this.#carrier.feed('support', typeof cursor === 'string' ? cursor : undefined, async (deliveries, anew, more) => {
          if (anew === true) await this.#shareAll();
          await this.#takeIn(deliveries, more);
        }, this.#signal);
      } catch (error) {
        if (isRefusal(error, 'closed') || this.#signal.aborted) return;
        this.#trouble(error);
        // … and what is written here must not wait for what cannot be read.
        this.#stuck = true;
        await this.#pause();
      }
    }
  }

  #pause(): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, RETRY);
      this.#signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
  }

  /** Where the cursor lies. */
  get #mark(): string {
    return `from/${this.#carrier.name}`;
  }

  async #takeIn(deliveries: readonly Delivery[], more = 0): Promise<void> {
    this.#stuck = false;
    if (deliveries.length === 0) {
      await this.#byWorker([], undefined, 0);
      this.#say({ behind: false });
      return void this.send();
    }
    const ids = deliveries.map(({ envelope: { id } }) => id);
    await this.#sender.holdDuring(async () => {
      const others = await this.#sender.cameBack(deliveries);
      if (others.length + more >= MANY) await this.#hire();
      const cursor = deliveries.at(-1)?.cursor;
      if (!(await this.#byWorker(others, cursor, more))) await this.#here(others, cursor);
      this.#sender.letGo(ids);
    });
    // What was right in a message that the eraser took out goes on at once.
    if (this.#desk.eraser !== undefined) void this.send();
  }

  async #here(deliveries: readonly Delivery[], cursor: Cursor | undefined): Promise<void> {
    const taker = new Taker(await this.#taking());
    await taker.take(deliveries, cursor);
    await taker.end();
  }

  /** Resolves with whether one was hired: what comes after what it holds goes to it too, until it has written all that lies there. */
  async #byWorker(deliveries: readonly Delivery[], cursor: Cursor | undefined, more: number): Promise<boolean> {
    const backlog = await this.#backlog;
    if (backlog === undefined) return false;
    let isOver = more === 0;
    try {
      await backlog.take(deliveries, cursor, more);
    } catch (error) {
      isOver = true;
      throw error;
    } finally {
      if (isOver) await this.#dismiss();
    }
    return true;
  }

  async #hire(): Promise<void> {
    const { Backlog: Hired } = await part(import('./relay-hired.js'));
    this.#backlog ??= Hired.open(this.#desk, await this.#taking(), this.#signal);
    await this.#backlog;
  }

  async #dismiss(): Promise<void> {
    const backlog = this.#backlog;
    this.#backlog = undefined;
    await (await backlog?.catch(() => undefined))?.stop();
  }

  async #taking(): Promise<Taking> {
    const { store, author, eraser } = this.#desk;
    return {
      store,
      author,
      writers: [(await this.#desk.recorder()).writer],
      mark: this.#mark,
      refused: (error) => this.#desk.refused(error),
      // What another desk wrote may hold a call, or let it be made: sales hears of it now, not when somebody looks.
      sent: () => void this.#desk.flush(),
      execute: (told) => this.#execute(told),
      ...(eraser === undefined ? {} : { took: (told) => eraser.took(told) }),
    };
  }

  async #execute({ erased, stubs }: Pick<Told, 'erased' | 'stubs'>): Promise<void> {
    const { Keeper } = await part(import('./keeper.js'));
    const keeper = new Keeper(await this.#desk.recorder());
    if (erased !== undefined) await keeper.bury(erased);
    if (stubs.size > 0) await keeper.strikeHere(stubs);
  }

  /** A desk that has a history meets a relay for the first time. */
  async #shareFirst(): Promise<void> {
    const { disk } = this.#desk.store;
    const mark = `${this.#mark}/shared`;
    if ((await disk.meta(mark)) === true) return;
    await this.#shareAll();
    const { writer } = await this.#desk.recorder();
    await writer.send(async () => [], new Map([[mark, true]]));
  }

  async #shareAll(): Promise<void> {
    await shareAll(this.#desk, this.#carrier.name, this.#signal, this.#trouble);
    void this.send();
  }
}
