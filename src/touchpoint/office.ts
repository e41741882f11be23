import type { Box, Carrier, Delivery } from '../carry/carrier.js';
import type { SealingKey } from '../carry/envelope.js';
import { ExchangeCarrier } from '../carry/exchange.js';
import type { Audience, Held } from '../model/entry.js';
import { isRefusal } from '../model/errors.js';
import { allHolds } from '../model/holds.js';
import type { OutboxRecord } from '../store/database.js';
import { Mailbox } from '../store/mailbox.js';
import { POSTED } from '../store/store.js';
import { type Desk, FRESH_NEWS } from './desk.js';
import { freshness, isWhole } from './fresh.js';
import type { Hearing } from './hear.js';
import type { Intake } from './intake.js';

/** Support says this often that it is there, ms. */
const HEARTBEAT = 10 * 60_000;
/** … and for the first time so long after it came: not before there is something on the screen, ms. */
const FIRST_BEAT = 5_000;
/** How often holds are looked through for those that ended by themselves, ms. */
const LOOK = 60_000;
/** A sales desk asks this often for what it lacks, ms. */
const ASK = 30_000;
/** Held entries in one message. */
const PAGE = 200;

/** Joins a touchpoint to its carriers: sends what waits, and takes in what comes. */
export class Office {
  readonly #desk: Desk<Audience>;
  readonly #carriers: readonly Carrier[];
  readonly #stop = new AbortController();
  #flushing: Promise<void> | undefined;
  #again = false;

  /** `carriers`: beside this browser's own exchange. */
  constructor(desk: Desk<Audience>, others: readonly Carrier[]) {
    this.#desk = desk;
    const carriers = [new ExchangeCarrier(new Mailbox(desk.name), `say-once/${desk.name}/exchange`), ...others];
    this.#carriers = carriers;
    desk.onClose(async () => {
      await this.#flushing;
      this.#stop.abort();
      for (const carrier of carriers) carrier.close();
    });
  }

  /** Sends what an earlier page left behind, and begins to listen. */
  start(): void {
    const { author, ring } = this.#desk;
    void this.flush();
    if (author.audience === 'support' && ring.intake?.privateKey !== undefined) this.#alone('intake', () => this.#takeIn());
    if (author.audience === 'sales') this.#alone('sales', () => this.#hear());
  }

  /** Of all tabs of this audience one does the work; when it closes, the next takes over. */
  #alone(name: string, work: () => Promise<void>): void {
    const run = (): Promise<void> => work().catch((error: unknown) => this.#trouble(error));
    const { signal } = this.#stop;
    if ('locks' in navigator) navigator.locks.request(`say-once/${this.#desk.name}/${name}`, { signal }, run).catch(() => {});
    else void run();
  }

  #trouble(error: unknown): void {
    if (!this.#stop.signal.aborted) this.#desk.setState({ problem: isRefusal(error) ? error.code : 'storage-lost' });
  }

  /** Sends everything in the outbox. What a carrier will not take now waits. */
  flush(): Promise<void> {
    this.#again = true;
    this.#flushing ??= this.#flushAll().finally(() => (this.#flushing = undefined));
    return this.#flushing;
  }

  async #flushAll(): Promise<void> {
    const { disk } = this.#desk.store;
    while (this.#again && !this.#desk.store.closed) {
      this.#again = false;
      let waiting: OutboxRecord[] = [];
      try {
        waiting = await disk.outbox();
        if (waiting.length > 0) {
          const envelopes = waiting.map(({ id, to, subject, sealed }) => ({ id, to: to as Box, subject, sealed }));
          for (const carrier of this.#carriers) await carrier.publish(envelopes);
          await disk.sent(waiting.map(({ seq = 0 }) => seq));
          waiting = [];
        }
      } catch (error) {
        this.#trouble(error);
      }
      if (waiting.length !== this.#desk.state.unsent) this.#desk.setState({ unsent: waiting.length });
    }
  }

  /** Every carrier's box, one message at a time; what is not ours, was changed, or is refused, is left out and said. */
  async #feed(box: Box, keys: readonly SealingKey[], take: (payload: unknown) => Promise<void>): Promise<void> {
    const { name } = this.#desk;
    const batch = async (deliveries: readonly Delivery[]): Promise<void> => {
      const { openEnvelope } = await import('../carry/envelope.js');
      for (const { envelope } of deliveries) {
        try {
          await take(await openEnvelope({ company: name, box }, keys, envelope.sealed));
        } catch (error) {
          if (!isRefusal(error) || WAITS.has(error.code)) throw error;
          this.#desk.refused(error);
        }
      }
    };
    await Promise.all(this.#carriers.map((carrier) => carrier.feed(box, undefined, batch, this.#stop.signal)));
  }

  /** Support is the intake in this browser. */
  async #takeIn(): Promise<void> {
    const { intake: pair } = this.#desk.ring;
    if (pair?.privateKey === undefined) return;
    let intake: Intake | undefined;
    this.#everyNow(FIRST_BEAT, HEARTBEAT, () => this.#sayHeard());
    this.#everyNow(0, LOOK, () => this.#endWhatEnded());
    await this.#feed('intake', [{ id: pair.id, key: pair.privateKey }], async (payload) => {
      const { kind, store: asking } = (payload ?? {}) as { kind?: unknown; store?: unknown };
      if (kind === 'sync' && typeof asking === 'string' && asking.length <= 64) await this.#tellAll(asking);
      else if (kind === 'said') {
        intake ??= new (await import('./intake.js')).Intake(await this.#desk.recorder());
        await intake.take(payload);
      }
      await this.flush();
    });
  }

  /** Does something after a while, and then again and again, until the touchpoint closes. */
  #everyNow(first: number, then: number, work: () => Promise<void>): void {
    let timer: ReturnType<typeof setTimeout>;
    const next = (wait: number): void => {
      timer = setTimeout(() => {
        if (this.#stop.signal.aborted) return;
        work().catch((error: unknown) => this.#trouble(error));
        next(then);
      }, wait);
    };
    next(first);
    this.#stop.signal.addEventListener('abort', () => clearTimeout(timer));
  }

  /** Says to sales that everything that came was taken in. */
  async #sayHeard(): Promise<void> {
    const recorder = await this.#desk.recorder();
    const poster = await recorder.poster;
    if (poster === undefined || this.#stop.signal.aborted) return;
    await recorder.writer.send(async () => [await poster.seal({ kind: 'heard', at: this.#desk.store.now() })]).catch((error: unknown) => this.#trouble(error));
    await this.flush();
  }

  /** Tells a sales store everything: all holds that sales was ever told of and that still stand. */
  async #tellAll(store: string): Promise<void> {
    const recorder = await this.#desk.recorder();
    const poster = await recorder.poster;
    if (poster === undefined) return;
    await recorder.writer.send(async () => {
      const held: Held[] = [];
      for (const { memo } of await this.#desk.store.marked([POSTED])) held.push(...(await poster.again(memo.folded.context, memo.posted ?? [])));
      const send: OutboxRecord[] = [];
      for (let from = 0; from < held.length; from += PAGE) send.push(await poster.seal({ kind: 'entries', entries: held.slice(from, from + PAGE) }));
      return [...send, await poster.seal({ kind: 'heard', at: this.#desk.store.now(), whole: store })];
    });
  }

  /** A hold that ends by itself ends for sales too: support says so when it is due. */
  async #endWhatEnded(): Promise<void> {
    const { store } = this.#desk;
    const now = store.now();
    for (const { memo } of await store.marked([POSTED])) {
      const { context } = memo.folded;
      const standing = allHolds(context, store.policy).filter(({ until }) => until === null || until > now).length;
      if (standing < (memo.posted ?? []).length) await (await this.#desk.recorder()).writer.touch(context.customer);
    }
    await this.flush();
  }

  /** Sales takes in holds. */
  async #hear(): Promise<void> {
    const { store } = this.#desk;
    const hearing = async (): Promise<Hearing> => new (await import('./hear.js')).Hearing(await this.#desk.recorder());
    let asked = Number.NEGATIVE_INFINITY;
    const ask = async (): Promise<void> => {
      if (store.now() - asked < ASK) return;
      asked = store.now();
      const { sealToIntake } = await import('./said.js');
      const recorder = await this.#desk.recorder();
      const heard = await (await hearing()).heard();
      const send = await sealToIntake(this.#desk, { v: 1, kind: 'sync', store: heard.store }, 'sync');
      await recorder.writer.send(async () => send, new Map([['heard', heard]]));
      await this.flush();
    };
    const tell = async (): Promise<void> => {
      const { fresh } = await freshness(store);
      if (fresh !== this.#desk.state.fresh) this.#desk.setState({ fresh });
    };
    await tell();
    if (!(await isWhole(store))) await ask();
    const keys = store.keys.all.map(({ id, envelope }) => ({ id, key: envelope }));
    await this.#feed('sales', keys, async (payload) => {
      const lacks = await (await hearing()).hear(payload);
      await tell();
      store.say(FRESH_NEWS);
      if (lacks) await ask();
    });
  }
}

/** Refusals after which a message must come again: it is not the message's fault. */
const WAITS: ReadonlySet<string> = new Set(['storage-full', 'storage-lost', 'no-storage', 'outdated', 'busy', 'closed', 'wrong-key', 'key-required']);
