/** A support desk and the other machines of its company: sends what it wrote, and takes in what they wrote. */
import type { Box, Carrier, CarrierState, Delivery } from '../carry/carrier.js';
import { RefusedEnvelopes } from '../carry/refused.js';
import type { AnyEntry, Audience } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import type { OutboxRecord } from '../store/database.js';
import { gather } from '../store/journal.js';
import { part } from '../store/part.js';
import { OPAQUE } from '../store/store.js';
import type { Desk } from './desk.js';
import { readShared, type Told } from './relay-border.js';
import { RELAY_ASKED, tellRelay } from './relay-news.js';
import { sealShared } from './share.js';
import type { RelayState } from './types.js';

/** What was acknowledged and has not come back is published again after so long, ms. */
const AGAIN = 30_000;
/** What could not be taken in for want of room or storage is tried again after so long, ms. */
const RETRY = 5_000;
/** Messages opened at once: with more, whoever reads a card meanwhile waits for it. */
const AT_ONCE = 100;
/** Customers written in one transaction: with more, whoever reads a card meanwhile waits for it. */
const TOGETHER = 20;
/** Customers looked through at a time. */
const PAGE = 200;

/** Works in one tab of the audience; the others hear of it. */
export class Relay {
  readonly #desk: Desk<Audience>;
  readonly #carrier: Carrier;
  readonly #signal: AbortSignal;
  readonly #trouble: (error: unknown) => void;
  /** what waits, by id, with its number in the outbox */
  readonly #waiting = new Map<string, number>();
  /** what need not be published now: the server has it, as it says, or will never take it */
  readonly #done = new Set<string>();
  readonly #refused = new Map<string, ErrorCode>();
  #state: RelayState = { link: 'down', behind: true, waiting: 0 };
  #sending: Promise<void> | undefined;
  #again = false;
  #taking = false;
  /** what lies there could not be taken in */
  #stuck = false;

  constructor(desk: Desk<Audience>, carrier: Carrier, signal: AbortSignal, trouble: (error: unknown) => void) {
    this.#desk = desk;
    this.#carrier = carrier;
    this.#signal = signal;
    this.#trouble = trouble;
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
      this.#done.clear();
      void this.send();
    }, AGAIN);
    try {
      await this.#shareFirst();
      void this.send();
      await this.#follow();
    } finally {
      clearInterval(timer);
      for (const stop of stops) stop?.();
    }
  }

  #linked({ link }: CarrierState): void {
    // What was acknowledged before a break may be lost with it.
    this.#done.clear();
    this.#say({ link });
    if (link === 'up') void this.send();
  }

  #say(change: Partial<RelayState>): void {
    const { refused: _, ...rest } = { ...this.#state, ...change };
    const codes = [...this.#refused.values()];
    const code = codes.at(-1);
    const before = this.#state;
    this.#state = { ...rest, ...(code === undefined ? {} : { refused: { count: codes.length, code } }) };
    if (this.#signal.aborted || JSON.stringify(before) === JSON.stringify(this.#state)) return;
    this.#desk.setState({ relay: this.#state });
    tellRelay(this.#desk.store, this.#state);
  }

  /** Publishes what waits and is not known to be there. */
  send(): Promise<void> {
    this.#again = true;
    if (!this.#taking) this.#sending ??= this.#sendAll().catch((error: unknown) => this.#trouble(error)).finally(() => this.#sent());
    return this.#sending ?? Promise.resolve();
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
      this.#waiting.clear();
      for (const { id, seq = 0 } of mine) this.#waiting.set(id, seq);
      this.#say({ waiting: mine.length });
      // Somebody may have been forgotten meanwhile: what waits goes out when what lies there was read.
      if (this.#state.behind && !this.#stuck) continue;
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
    this.#say({});
  }

  async #follow(): Promise<void> {
    const { store } = this.#desk;
    const keys = store.keys.all.map(({ id, envelope }) => ({ id, key: envelope }));
    while (!this.#signal.aborted) {
      try {
        const cursor = await store.disk.meta(this.#mark);
        return await this.#carrier.feed('support', typeof cursor === 'string' ? cursor : undefined, async (deliveries, anew) => {
          if (anew === true) await this.#shareAll();
          await this.#takeIn(deliveries, keys);
        }, this.#signal);
      } catch (error) {
        if (isRefusal(error, 'closed')) return;
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

  async #takeIn(deliveries: readonly Delivery[], keys: Parameters<typeof readShared>[1]): Promise<void> {
    const last = deliveries.at(-1);
    if (last === undefined) {
      this.#say({ behind: false });
      return void this.send();
    }
    this.#taking = true;
    try {
      const told: Told[] = [];
      for (let from = 0; from < deliveries.length; from += AT_ONCE) told.push(...(await Promise.all(deliveries.slice(from, from + AT_ONCE).map((one) => readShared(this.#desk, keys, one, (error) => this.#desk.refused(error))))));
      let journals = new Map<string, AnyEntry[]>();
      for (const one of told) {
        for (const [customer, entries] of one.journals) journals.set(customer, [...(journals.get(customer) ?? []), ...entries]);
        if (one.erased === undefined && one.stubs.size === 0) continue;
        // What came before it, before it: what comes after it may be of another life.
        await this.#append(journals);
        journals = new Map();
        await this.#executed(one);
      }
      await this.#write(journals, new Map([[this.#mark, last.cursor]]), told);
    } finally {
      this.#taking = false;
      if (this.#again) void this.send();
    }
  }

  /** The host's eraser has forgotten somebody, or struck something. */
  async #executed({ erased, stubs }: Told): Promise<void> {
    const { Keeper } = await part(import('./keeper.js'));
    const keeper = new Keeper(await this.#desk.recorder());
    if (erased !== undefined) await keeper.bury(erased);
    if (stubs.size > 0) await keeper.strikeHere(stubs);
  }

  async #write(journals: ReadonlyMap<string, AnyEntry[]>, meta: ReadonlyMap<string, unknown>, told: readonly Told[]): Promise<void> {
    const { eraser, store } = this.#desk;
    const { writer } = await this.#desk.recorder();
    // Ours have come back: they are there, and are with the others.
    const back = told.flatMap(({ delivery: { envelope } }) => this.#waiting.get(envelope.id) ?? []);
    if (back.length > 0) await store.disk.sent(back);
    // What is asked of the eraser is done, or comes again.
    const marked = await this.#append(journals, eraser === undefined ? meta : undefined);
    await eraser?.took(told);
    // What was right in a message that it took out goes on at once.
    this.#again ||= eraser !== undefined;
    if (!marked) await writer.send(async () => [], meta);
    for (const { delivery: { envelope } } of told) {
      this.#waiting.delete(envelope.id);
      this.#done.delete(envelope.id);
      this.#refused.delete(envelope.id);
    }
    this.#say({ waiting: this.#waiting.size });
  }

  /** Resolves with whether the mark was written: with the last of what stands before it. */
  async #append(journals: ReadonlyMap<string, AnyEntry[]>, meta?: ReadonlyMap<string, unknown>): Promise<boolean> {
    const { writer } = await this.#desk.recorder();
    const { tied, alone } = apart(journals);
    let marked = false;
    let sent = 0;
    // Most of what comes only goes on with what is known: few transactions for many of these.
    const careful = new Map<string, AnyEntry[]>();
    for (let from = 0; from < alone.length; from += TOGETHER) {
      const some = new Map(alone.slice(from, from + TOGETHER));
      const isLast = meta !== undefined && from + TOGETHER >= alone.length && tied.size === 0 && careful.size === 0;
      const written = await writer.extendAll(some, { ...THEIRS, ...(isLast ? { meta } : {}) });
      sent += written.sent;
      marked = isLast && written.left.size === 0;
      for (const customer of written.left) careful.set(customer, some.get(customer) ?? []);
    }
    const steps = [...(tied.size > 0 ? [tied] : []), ...[...careful].map((one) => new Map([one]))];
    for (const [index, step] of steps.entries()) {
      const isLast = meta !== undefined && index === steps.length - 1;
      try {
        sent += (await writer.appendAll(step, { ...THEIRS, ...(isLast ? { meta } : {}) })).sent;
        marked = isLast;
      } catch (error) {
        if (!isRefusal(error) || !ITS_OWN.has(error.code)) throw error;
        sent += await this.#oneByOne(step);
      }
    }
    // What another desk wrote may hold a call, or let it be made: sales hears of it now, not when somebody looks.
    if (sent > 0) void this.#desk.flush();
    return marked;
  }

  /** One of them is refused; what came beside it is not lost. A link is written into both journals, or into none. Resolves with how much is to be sent for it. */
  async #oneByOne(journals: ReadonlyMap<string, AnyEntry[]>): Promise<number> {
    const { writer } = await this.#desk.recorder();
    let sent = 0;
    for (const entry of new Set([...journals.values()].flat())) {
      const sides = [...journals].filter(([, entries]) => entries.includes(entry)).map(([customer]) => [customer, [entry]] as const);
      try {
        sent += (await writer.appendAll(new Map(sides), THEIRS)).sent;
      } catch (error) {
        if (!isRefusal(error) || !ITS_OWN.has(error.code)) throw error;
        // That somebody was forgotten here is no fault of who had not heard of it.
        if (error.code !== 'forgotten') this.#desk.refused(error);
      }
    }
    return sent;
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

  /** Everything of this desk's own goes out, again if need be: who has it knows it by its stamps. */
  async #shareAll(): Promise<void> {
    const { store, author, eraser } = this.#desk;
    await eraser?.tellAgain();
    const { writer } = await this.#desk.recorder();
    for (let page = await store.disk.places(undefined, PAGE); page.length > 0; page = await store.disk.places(page.at(-1)?.place, PAGE)) {
      for (const { place } of page) {
        if (this.#signal.aborted) return;
        try {
          const { customer, entries } = (await store.load(OPAQUE + place)).memo.folded.context;
          if (entries === 0) continue;
          const { members } = await gather(store, [customer]);
          const journal = members.get(customer)?.journal ?? [];
          await writer.send(() => sealShared(store, author, this.#carrier.name, journal.filter((entry) => entry.customer === customer)));
        } catch (error) {
          // One journal that cannot be read must not keep back the others.
          if (!isRefusal(error, 'broken-record') && !isRefusal(error, 'wrong-key')) throw error;
          this.#trouble(error);
        }
      }
    }
    void this.send();
  }
}

/** A link stands in both journals, or in none: these are written at once, whatever it takes. */
function apart(journals: ReadonlyMap<string, AnyEntry[]>): { tied: Map<string, AnyEntry[]>; alone: [string, AnyEntry[]][] } {
  const isTied = ([, entries]: [string, AnyEntry[]]): boolean => entries.some(({ kind }) => kind === 'linked' || kind === 'unlinked');
  return { tied: new Map([...journals].filter(isTied)), alone: [...journals].filter((one) => !isTied(one)) };
}

const THEIRS = { foreign: true, shared: true, durability: 'relaxed' } as const;

/** The relay is away: what waits goes out later, and the state says so. */
const AWAY: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['unreachable', 'not-allowed', 'not-loaded', 'closed']);
/** Refusals that are an entry's own fault. */
const ITS_OWN: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['stamp-reused', 'forgotten', 'bad-entry', 'too-large']);
