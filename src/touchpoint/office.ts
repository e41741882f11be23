import type { Box, Carrier, Envelope } from '../carry/carrier.js';
import { ExchangeCarrier } from '../carry/exchange.js';
import { RefusedEnvelopes } from '../carry/refused.js';
import type { Audience } from '../model/entry.js';
import { type ErrorCode, SayOnceError } from '../model/errors.js';
import type { OutboxRecord } from '../store/database.js';
import { Mailbox } from '../store/mailbox.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import { isWhole } from './fresh.js';
import type { Trail } from './audit.js';
import { codeOf, readBox, type Reading } from './boxes.js';
import type { Hearing } from './hear.js';
import type { Intake } from './intake.js';
import { FRESH_NEWS } from './live.js';
import type { Relay } from './relay.js';
import { RELAY_ASKED, relayTold } from './relay-news.js';
import { OWED, Telling } from './telling.js';

/** Support says this often that it is there, ms. */
const HEARTBEAT = 10 * 60_000;
/** … and for the first time so long after it came: not before there is something on the screen, ms. */
const FIRST_BEAT = 5_000;
/** How often holds are looked through for those that ended by themselves, ms. */
const LOOK = 60_000;
/** A sales desk asks this often for what it lacks, ms. */
const ASK = 30_000;
/** What a gateway would not take now is posted again after so long, ms. */
const LATER = 30_000;
/** News that the sales tab that hears has read what lay in the box; and the question whether it has. */
const CAUGHT_UP = '!caught-up';
const IS_CAUGHT_UP = '!caught-up?';
/** … that something lies in it which it cannot take in now. */
const BEHIND = '!behind';

/** Joins a touchpoint to its carriers: sends what waits, and takes in what comes. */
export class Office {
  readonly #desk: Desk<Audience>;
  /** within this browser */
  readonly #carriers: readonly Carrier[];
  /** to other machines of support's */
  readonly #far: Carrier | undefined;
  /** from other machines, where sales is told of holds */
  readonly #beyond: readonly Carrier[];
  /** what sales is told from here */
  readonly telling: Telling;
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
    this.telling = new Telling(desk, this, this.#stop.signal, (error) => this.#trouble(error));
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
    // Who asked while it was ending is not forgotten.
    this.#flushing ??= this.#flushAll().finally(() => (this.#flushing = undefined)).then(() => (this.#again && !this.#desk.store.closed ? this.flush() : undefined));
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
          // More may have been sealed meanwhile: whoever waits for all of it to be sent must not be told so before it is.
          this.#again = true;
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

  #read(box: Box, keys: Reading['keys'], take: Reading['take'], caughtUp?: Reading['caughtUp']): Promise<void> {
    const roads = [...this.#carriers, ...(box === 'sales' ? this.#beyond : [])];
    return readBox(this.#desk, { box, roads, keys, take, trouble: (error) => this.#trouble(error), ...(caughtUp === undefined ? {} : { caughtUp }) }, this.#stop.signal);
  }

  /** A page that forgot somebody ended before it had told sales of the others again. */
  async #tellAnew(): Promise<void> {
    const { EVERYBODY } = await part(import('./poster.js'));
    await this.telling.all(EVERYBODY);
    await (await this.#desk.recorder()).writer.send(async () => [], new Map([[OWED, false]]));
  }

  /** Support is the intake in this browser. */
  async #takeIn(): Promise<void> {
    const { intake: pair } = this.#desk.ring;
    if (pair?.privateKey === undefined) return;
    let intake: Intake | undefined;
    this.#everyNow(FIRST_BEAT, HEARTBEAT, () => this.telling.heard());
    this.#everyNow(0, LOOK, () => this.telling.ended());
    if ((await this.#desk.store.disk.meta(OWED)) === true) await this.#tellAnew();
    await this.#read('intake', [{ id: pair.id, key: pair.privateKey }], async (payload) => {
      const { kind, store: asking } = (payload ?? {}) as { kind?: unknown; store?: unknown };
      if (kind === 'sync' && typeof asking === 'string' && /^[\w-]{1,64}$/.test(asking)) await this.telling.all(asking);
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
    await this.#read('sales', keys, async (payload) => {
      const lacks = await (await hearing()).hear(payload);
      store.say(FRESH_NEWS);
      if (lacks) await ask();
    }, (is) => store.say(is ? CAUGHT_UP : BEHIND));
  }
}

/** What lies behind a carrier is away, or has no room now. */
const AWAY: ReadonlySet<string> = new Set<ErrorCode>(['unreachable', 'relay-full']);
