import type { Box, Carrier, Delivery, Envelope } from '../carry/carrier.js';
import type { SealingKey } from '../carry/envelope.js';
import { ExchangeCarrier } from '../carry/exchange.js';
import { RefusedEnvelopes } from '../carry/refused.js';
import type { Audience, Held } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import { allHolds } from '../model/holds.js';
import type { OutboxRecord } from '../store/database.js';
import { Mailbox } from '../store/mailbox.js';
import { part } from '../store/part.js';
import { POSTED } from '../store/marks.js';
import { BEHIND, CAUGHT_UP, type Desk, FRESH_NEWS, IS_CAUGHT_UP } from './desk.js';
import { isWhole } from './fresh.js';
import type { Trail } from './audit.js';
import type { Hearing } from './hear.js';
import type { Intake } from './intake.js';
import type { Poster } from './poster.js';
import type { Relay } from './relay.js';
import type { Recorder } from './recorder.js';
import { RELAY_ASKED, relayTold } from './relay-news.js';

/** Support says this often that it is there, ms. */
const HEARTBEAT = 10 * 60_000;
/** … and for the first time so long after it came: not before there is something on the screen, ms. */
const FIRST_BEAT = 5_000;
/** How often holds are looked through for those that ended by themselves, ms. */
const LOOK = 60_000;
/** A sales desk asks this often for what it lacks, ms. */
const ASK = 30_000;
/** What could not be taken in for want of room or storage is tried again after so long, ms. */
const RETRY = 5_000;
/** What a gateway would not take now is posted again after so long, ms. */
const LATER = 30_000;
/** Held entries in one message. */
const PAGE = 200;
/** Causes that one message may name: beyond, what a sales desk has and should not have stays held. */
const MOST_CAUSES = 30_000;

/** Joins a touchpoint to its carriers: sends what waits, and takes in what comes. */
export class Office {
  readonly #desk: Desk<Audience>;
  /** within this browser */
  readonly #carriers: readonly Carrier[];
  /** to other machines of support's */
  readonly #far: Carrier | undefined;
  /** from other machines, where sales is told of holds */
  readonly #beyond: readonly Carrier[];
  #relay: Relay | undefined;
  #trail: Trail | undefined;
  readonly #stop = new AbortController();
  readonly #working = new Set<Promise<void>>();
  #hears = false;
  #flushing: Promise<void> | undefined;
  #again = false;
  #later: ReturnType<typeof setTimeout> | undefined;

  /** `carriers`: beside this browser's own exchange. */
  constructor(desk: Desk<Audience>, others: readonly Carrier[]) {
    this.#desk = desk;
    const carriers: Carrier[] = [desk.exchange ?? new ExchangeCarrier(new Mailbox(desk.name), `say-once/${desk.name}/exchange`), ...others];
    this.#carriers = carriers.filter(({ boxes }) => boxes === undefined);
    this.#beyond = carriers.filter(({ boxes }) => boxes?.has('sales'));
    this.#far = desk.author.audience === 'support' ? desk.far : undefined;
    desk.onClose(async () => {
      await this.#flushing;
      clearTimeout(this.#later);
      this.#stop.abort();
      // What is being taken in is written down before the store closes.
      await Promise.all(this.#working);
      for (const carrier of carriers) carrier.close();
    });
  }

  /** Sends what an earlier page left behind, and begins to listen. */
  start(): void {
    const { author, ring } = this.#desk;
    void this.flush();
    const far = this.#far;
    if (far !== undefined) {
      this.#showRelay();
      this.#alone(far.name, () => this.#share(far));
    }
    const { auditing } = this.#desk;
    if (auditing !== undefined && ring.audit !== undefined) this.#alone(`${author.audience}/${auditing.name}/audit`, () => this.#audit(auditing));
    if (author.audience === 'support' && ring.intake?.privateKey !== undefined) this.#alone('intake', () => this.#takeIn());
    if (author.audience === 'sales') {
      this.#catchUp();
      this.#alone('sales', () => this.#hear());
    }
  }

  /** Of all tabs of this audience one does the work; when it closes, the next takes over. */
  #alone(name: string, work: () => Promise<void>): void {
    const run = (): Promise<void> => {
      const working = work().catch((error: unknown) => this.#trouble(error));
      this.#working.add(working);
      return working.finally(() => this.#working.delete(working));
    };
    const { signal } = this.#stop;
    if (typeof navigator !== 'undefined' && 'locks' in navigator) navigator.locks.request(`say-once/${this.#desk.name}/${name}`, { signal }, run).catch(() => {});
    else void run();
  }

  #trouble(error: unknown): void {
    if (!this.#stop.signal.aborted) this.#desk.setState({ problem: codeOf(error) });
  }

  /** Sends to other machines what is written here, and takes in what is written there. */
  async #share(far: Carrier): Promise<void> {
    const { Relay: Made } = await part(import('./relay.js'));
    this.#relay = new Made(this.#desk, far, this.#stop.signal, (error) => this.#trouble(error));
    await this.#relay.work();
  }

  /** Sends auditors what they are to know. */
  async #audit(carrier: Carrier): Promise<void> {
    const { Trail: Made } = await part(import('./audit.js'));
    this.#trail = new Made(this.#desk, carrier);
    await this.#trail.work(this.#stop.signal);
  }

  /** Of the tabs one works; the others ask it how that goes, and hear. */
  #showRelay(): void {
    const { store } = this.#desk;
    const stop = store.listen(({ place }) => {
      const relay = this.#relay === undefined ? relayTold(place) : undefined;
      if (relay !== undefined) this.#desk.setState({ relay });
    });
    this.#stop.signal.addEventListener('abort', stop);
    store.say(RELAY_ASKED);
  }

  /** Sends everything in the outbox. What a carrier will not take now waits. */
  flush(): Promise<void> {
    void this.#relay?.send();
    void this.#trail?.send();
    clearTimeout(this.#later);
    this.#later = undefined;
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
        // What waits for other machines goes its own way, and may wait long.
        waiting = (await disk.outbox()).filter(({ via }) => via === undefined);
        if (waiting.length > 0) {
          const envelopes = waiting.map(({ id, to, subject, sealed }) => ({ id, to: to as Box, subject, sealed }));
          for (const carrier of this.#carriers) await this.#publish(carrier, envelopes);
          await disk.sent(waiting.map(({ seq = 0 }) => seq));
          waiting = [];
          if (AWAY.has(this.#desk.state.problem ?? '')) this.#desk.setState({ problem: undefined });
        }
      } catch (error) {
        this.#trouble(error);
        if (AWAY.has(codeOf(error))) this.#later ??= setTimeout(() => void this.flush(), LATER);
      }
      if (waiting.length !== this.#desk.state.unsent) this.#desk.setState({ unsent: waiting.length });
    }
  }

  /** What a carrier will never take need not wait for it; what was beside it went. */
  async #publish(carrier: Carrier, envelopes: readonly Envelope[]): Promise<void> {
    try {
      await carrier.publish(envelopes);
    } catch (error) {
      if (!(error instanceof RefusedEnvelopes)) throw error;
      this.#desk.refused(error);
    }
  }

  /** Erases what is about a subject and was not read yet, here and on the way. Resolves with how many. */
  async erase(box: Box, subjects: readonly string[]): Promise<number> {
    const { disk } = this.#desk.store;
    await this.#flushing;
    const waiting = (await disk.outbox()).filter(({ to, subject }) => to === box && subjects.includes(subject));
    if (waiting.length > 0) await disk.sent(waiting.map(({ seq = 0 }) => seq));
    let erased = waiting.length;
    for (const carrier of this.#carriers) {
      for (const subject of subjects) {
        erased += await carrier.erase(box, { subject }).catch((error: unknown) => {
          this.#trouble(error);
          return 0;
        });
      }
    }
    return erased;
  }

  /**
   * Every carrier's box, one message at a time. What is not ours, was changed, or is refused, is taken out and said. What
   * was sealed with a key that this ring lacks is said, and lies there for a reader who has it.
   */
  async #feed(box: Box, keys: readonly SealingKey[], take: (payload: unknown) => Promise<void>, caughtUp: (is: boolean) => void = () => {}): Promise<void> {
    const { signal } = this.#stop;
    const { name } = this.#desk;
    let turn: Promise<unknown> = Promise.resolve();

    const one = async (sealed: string): Promise<boolean> => {
      try {
        const { openEnvelope } = await part(import('../carry/envelope.js'));
        await take(await openEnvelope({ company: name, box }, keys, sealed));
      } catch (error) {
        if (isRefusal(error) && WAITS.has(error.code)) throw error;
        const refused = isRefusal(error) ? error : new SayOnceError('bad-envelope', 'A message could not be read.', { cause: error });
        this.#desk.refused(refused);
        return refused === error && refused.code !== 'wrong-key';
      }
      return true;
    };
    const batch = async (deliveries: readonly Delivery[]): Promise<string[]> => {
      const left: string[] = [];
      for (const { envelope } of deliveries) if (signal.aborted || !(await one(envelope.sealed))) left.push(envelope.id);
      return left;
    };
    // Of several carriers one speaks at a time.
    const inTurn = (deliveries: readonly Delivery[]): Promise<string[]> => {
      const mine = turn.then(() => batch(deliveries));
      turn = mine.catch(() => {});
      return mine;
    };
    // Whoever cannot be reached has nothing that could be read now.
    const roads = [...this.#carriers, ...(box === 'sales' ? this.#beyond : [])];
    const behind = new Set(roads);
    const isRead = (carrier: Carrier): void => {
      if (behind.delete(carrier) && behind.size === 0) caughtUp(true);
    };
    const read = async (carrier: Carrier): Promise<void> => {
      let trouble: ErrorCode | undefined;
      let stuck = false;
      const taken = async (deliveries: readonly Delivery[]): Promise<string[]> => {
        stuck = true;
        const left = await inTurn(deliveries);
        stuck = false;
        if (deliveries.length === 0) isRead(carrier);
        if (trouble !== undefined && this.#desk.state.problem === trouble) this.#desk.setState({ problem: undefined });
        trouble = undefined;
        return left;
      };
      while (!signal.aborted) {
        try {
          return await carrier.feed(box, undefined, taken, signal);
        } catch (error) {
          this.#trouble(error);
          // What was reached and could not be taken in is there, and is not known.
          if (stuck) {
            behind.add(carrier);
            caughtUp(false);
          } else isRead(carrier);
          if (isRefusal(error) && ENDS.has(error.code)) return;
          trouble = codeOf(error);
          await this.#pause(RETRY);
        }
      }
    };
    await Promise.all(roads.map(read));
  }

  #pause(ms: number): Promise<void> {
    const { signal } = this.#stop;
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms);
      signal.addEventListener('abort', () => (clearTimeout(timer), resolve()), { once: true });
    });
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
      if (kind === 'sync' && typeof asking === 'string' && /^[\w-]{1,64}$/.test(asking)) await this.tellAll(asking);
      else if (kind === 'said') {
        intake ??= new (await part(import('./intake.js'))).Intake(await this.#desk.recorder());
        await intake.take(payload);
      } else throw new SayOnceError('bad-envelope', 'What came to the intake is not a message of ours.');
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

  /** Says to sales that support is there. */
  async #sayHeard(): Promise<void> {
    const recorder = await this.#desk.recorder();
    const poster = await recorder.poster;
    if (poster === undefined || this.#stop.signal.aborted) return;
    await this.#tellWhatChanged(recorder, poster);
    // Where no sales desk reads them, they would pile up.
    await this.erase('sales', await poster.beats());
    await recorder.writer.send(async () => [await poster.beat()]).catch((error: unknown) => this.#trouble(error));
    await this.flush();
  }

  /** Tells a sales store (or every one, `EVERYBODY`) all holds that stand, those of forgotten people's objections too. */
  async tellAll(store: string): Promise<void> {
    const recorder = await this.#desk.recorder();
    const poster = await recorder.poster;
    if (poster === undefined) return;
    await this.#tellWhatChanged(recorder, poster);
    const { keptWishes } = await part(import('./suppressed.js'));
    await recorder.writer.send(async () => {
      const held: Held[] = [...(await keptWishes(this.#desk.store))];
      for (const { memo } of await this.#desk.store.marked([POSTED])) held.push(...(await poster.again(memo.folded.context, memo.posted ?? [])));
      const send: OutboxRecord[] = [];
      for (let from = 0; from < held.length; from += PAGE) send.push(await poster.seal({ kind: 'entries', entries: held.slice(from, from + PAGE) }));
      const causes = held.length > MOST_CAUSES ? {} : { causes: held.map(({ cause }) => cause) };
      return [...send, await poster.seal({ kind: 'heard', at: this.#desk.store.now(), whole: store, pages: send.length, ...causes })];
    });
    await this.flush();
  }

  /** A hold that ends by itself ends for sales too: support says so when it is due. */
  async #endWhatEnded(): Promise<void> {
    const { store } = this.#desk;
    const now = store.now();
    for (const { memo } of await store.marked([POSTED])) {
      const { context } = memo.folded;
      const standing = allHolds(context, store.policy).filter(({ until }) => until === null || until > now).length;
      if (standing === (memo.posted ?? []).length) continue;
      const { poster, writer } = await this.#desk.recorder();
      if ((await (await poster)?.isTold(context, memo.posted ?? [])) === false) await writer.touch(context.customer);
    }
    await this.flush();
  }

  /** What sales was told under an older key, or by an older policy, is told anew. */
  async #tellWhatChanged({ writer }: Recorder, poster: Poster): Promise<void> {
    for (const { memo } of await this.#desk.store.marked([POSTED])) {
      if (!(await poster.isTold(memo.folded.context, memo.posted ?? []))) await writer.touch(memo.folded.context.customer);
    }
  }

  /** A tab that opens beside one that hears asks it whether the box is read; a tab that hears reads it. */
  #catchUp(): void {
    const { store } = this.#desk;
    const stop = store.listen(({ place }) => {
      if (place === CAUGHT_UP || place === BEHIND) this.#desk.setCaughtUp(place === CAUGHT_UP);
      else if (place === IS_CAUGHT_UP && this.#hears && this.#desk.caughtUp) store.say(CAUGHT_UP);
    });
    this.#stop.signal.addEventListener('abort', stop);
    store.say(IS_CAUGHT_UP);
  }

  /** Sales takes in holds. */
  async #hear(): Promise<void> {
    const { store } = this.#desk;
    this.#hears = true;
    const hearing = async (): Promise<Hearing> => new (await part(import('./hear.js'))).Hearing(await this.#desk.recorder());
    let asked = Number.NEGATIVE_INFINITY;
    const ask = async (): Promise<void> => {
      if ((await isWhole(store)) || store.now() - asked < ASK) return;
      asked = store.now();
      const { sealToIntake } = await part(import('./said.js'));
      const recorder = await this.#desk.recorder();
      const heard = await (await hearing()).asking();
      // Of one name, so that however often it is asked while nobody is there, one question lies in the box.
      const send = (await sealToIntake(this.#desk, { v: 1, kind: 'sync', store: heard.store }, 'sync')).map((one) => ({ ...one, id: `sync-${heard.store}` }));
      await recorder.writer.send(async () => send, new Map([['heard', heard]]));
      await this.flush();
    };
    await ask();
    this.#everyNow(ASK, ASK, ask);
    const keys = store.keys.all.map(({ id, envelope }) => ({ id, key: envelope }));
    await this.#feed('sales', keys, async (payload) => {
      const lacks = await (await hearing()).hear(payload);
      store.say(FRESH_NEWS);
      if (lacks) await ask();
    }, (is) => store.say(is ? CAUGHT_UP : BEHIND));
  }
}

const codeOf = (error: unknown): ErrorCode => (isRefusal(error) ? error.code : 'storage-lost');

/** What lies behind a carrier is away, or has no room now. */
const AWAY: ReadonlySet<string> = new Set<ErrorCode>(['unreachable', 'relay-full']);
/** Refusals after which a message must come again: it is not the message's fault. */
const WAITS: ReadonlySet<string> = new Set<ErrorCode>(['storage-full', 'storage-lost', 'no-storage', 'outdated', 'busy', 'closed', 'key-required', 'not-loaded']);
/** … and after which this tab takes nothing in any more: another may. */
const ENDS: ReadonlySet<string> = new Set<ErrorCode>(['outdated', 'closed', 'key-required']);
