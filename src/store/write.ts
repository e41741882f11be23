import type { AnyEntry } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import type { Folded } from '../model/folded.js';
import { stampTime } from '../model/stamp.js';
import { alone } from './alone.js';
import type { ContextRecord, OutboxRecord } from './database.js';
import type { Change } from './disk.js';
import { gather, type Member } from './journal.js';
import { type Next, type Plan, planAnew, planExtension, planNothing, planRewrite, planTouch, recallAll, type Rewrite, type Written } from './plan.js';
import { LOOSE, nextRev, type Post, sealPlan, type WriteOptions } from './seal.js';
import type { Loaded, Store } from './store.js';

/** After so many tries that somebody else was faster than, a write queues up with the others that lost. */
const FREE_TRIES = 4;
const TRIES = 50;
/** So long after the last write about a customer their journal is compacted, ms. */
const CALM = 1_000;

export class Writer {
  readonly store: Store;
  readonly #post: Post | undefined;
  /** when the journals that wait to be compacted were last written, by `performance.now()` */
  readonly #written = new Map<string, number>();
  #turn: Promise<unknown> = Promise.resolve();

  constructor(store: Store, post?: Post) {
    this.store = store;
    this.#post = post;
  }

  /** One after the other in this tab; other tabs are met by the check inside the transaction. */
  #inTurn<T>(work: () => Promise<T>): Promise<T> {
    const next = this.#turn.then(work, work);
    this.#turn = next.catch(() => {});
    return next;
  }

  /**
   * Adds entries to a customer's journal; those it has are dropped. Resolves with the context as it is now, and what was new.
   * Throws `forgotten`, `stamp-reused`, `busy`, and what the disk throws.
   */
  append(customer: string, entries: readonly AnyEntry[], options: WriteOptions = {}): Promise<Written> {
    return this.#inTurn(() => this.#appendAll(new Map([[customer, entries]]), options));
  }

  /** The same for several journals in one transaction: a link stands in both, or in none. */
  appendAll(entries: ReadonlyMap<string, readonly AnyEntry[]>, options: WriteOptions = {}): Promise<Written> {
    return this.#inTurn(() => this.#appendAll(entries, options));
  }

  /**
   * Several journals that only grow, in one transaction. Resolves with whose do not, or are refused: of these nothing was written, nor `meta`
   * with them, and `appendAll` says why.
   */
  extendAll(journals: ReadonlyMap<string, readonly AnyEntry[]>, { meta, ...options }: WriteOptions = {}): Promise<{ sent: number; left: ReadonlySet<string> }> {
    const { foreign = false, shared = false } = options;
    const how: WriteOptions = { ...options };
    const left = new Set<string>();
    const plan = async (): Promise<Plan> => {
      left.clear();
      const found = await recallAll(this.store, [...journals.keys()]);
      const plans = await Promise.all([...journals].map(async ([customer, entries], index) => [customer, found[index] && (await planExtension(this.store, customer, entries, foreign, shared, found[index]).catch(() => undefined))] as const));
      const next = new Map<string, Next>();
      const added: AnyEntry[] = [];
      for (const [customer, one] of plans) {
        // Of two who are linked, each is in the other's plan.
        if (one === undefined || one.next.some(({ loaded }) => next.has(loaded.place))) left.add(customer);
        else {
          for (const each of one.next) next.set(each.loaded.place, each);
          added.push(...one.added);
        }
      }
      delete how.meta;
      if (meta !== undefined && left.size === 0) how.meta = meta;
      return { ...planNothing(), next: [...next.values()], added };
    };
    return this.#inTurn(async () => {
      try {
        return { sent: (await this.#commit(how, plan)).sent, left };
      } catch (error) {
        // One of them lost its context: `appendAll` finds out which, and mends it.
        if (!isRefusal(error, 'broken-record')) throw error;
        return { sent: 0, left: new Set(journals.keys()) };
      }
    });
  }

  async #appendAll(entries: ReadonlyMap<string, readonly AnyEntry[]>, options: WriteOptions): Promise<Written> {
    const [customer = ''] = entries.keys();
    const { foreign = false, shared = false } = options;
    const plan = async (): Promise<Plan> => (entries.size === 1 ? await planExtension(this.store, customer, entries.get(customer) ?? [], foreign, shared) : undefined) ?? planAnew(this.store, entries, foreign, false, shared);
    try {
      return await this.#commit(options, plan);
    } catch (error) {
      if (!isRefusal(error, 'broken-record')) throw error;
      // A context was lost or is older than its journal: what the journal says counts, and is written anew.
      this.store.trouble(error.code);
      return this.#commit(options, () => planAnew(this.store, entries, foreign, true, shared));
    }
  }

  /**
   * Writes what was planned as it is, and says nothing: resolves with what is to be told by `Store.spread`. Undefined: somebody
   * else was faster about one of them, or a journal lies there without its context, and nothing was written.
   */
  writeQuietly(next: readonly Next[], options: WriteOptions): Promise<{ contexts: ReadonlyMap<string, ContextRecord>; sent: number } | undefined> {
    return this.#inTurn(async () => {
      this.#post?.start();
      const added = next.flatMap(({ add }) => add);
      const { change } = await sealPlan(this.store, next, this.#post, options, await this.#post?.share?.(added));
      const written = await this.store.commitQuietly(change).catch((error: unknown) => {
        if (isRefusal(error, 'broken-record')) return false;
        throw error;
      });
      if (!written) return undefined;
      this.#post?.done();
      return { contexts: change.contexts ?? new Map<string, ContextRecord>(), sent: change.send?.length ?? 0 };
    });
  }

  /** Writes journals anew, see `planRewrite`. */
  async rewrite(customer: string, change: Rewrite, options: WriteOptions = {}): Promise<Folded> {
    return (await this.#inTurn(() => this.#commit(options, () => planRewrite(this.store, customer, change)))).folded;
  }

  /** Looks again at what others are to be told of a customer: something may have ended by itself. */
  async touch(customer: string, options: WriteOptions = {}): Promise<void> {
    await this.#inTurn(() => this.#commit(options, () => planTouch(this.store, customer)));
  }

  /** Puts something into the outbox that is about nobody in particular. */
  async send(send: () => Promise<readonly OutboxRecord[]>, meta?: ReadonlyMap<string, unknown>): Promise<void> {
    await this.#inTurn(() => this.#commit({ send, ...(meta === undefined ? {} : { meta }) }, async () => planNothing()));
  }

  /** Once nothing was written there for a while: it would only lose to the next write. What fails is done another time. */
  #compactLater(place: string): void {
    const waits = this.#written.has(place);
    this.#written.set(place, performance.now());
    if (waits) return;
    const compact = async (): Promise<void> => {
      for (let wait = CALM; wait > 0; wait = (this.#written.get(place) ?? 0) + CALM - performance.now()) await new Promise((calm) => setTimeout(calm, wait));
      this.#written.delete(place);
      if (!this.store.closed) await (await import('./compact.js')).compact(this.store, place);
    };
    void compact().catch(() => {});
  }

  /** Seals and writes; starts over where somebody else was faster. */
  async #commit(options: WriteOptions, plan: () => Promise<Plan>): Promise<Plan & Written> {
    const planned = (await this.#tryCommit(options, plan, FREE_TRIES)) ?? (await this.#queued(() => this.#tryCommit(options, plan, TRIES)));
    if (planned === undefined) throw new SayOnceError('busy', 'Other tabs kept writing about this customer. Nothing was written; try again.');
    return planned;
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    return alone(`say-once/${this.store.company}/${this.store.audience}/write`, work);
  }

  async #tryCommit(options: WriteOptions, plan: () => Promise<Plan>, times: number): Promise<(Plan & Written) | undefined> {
    for (let tries = 0; tries < times; tries++) {
      this.#post?.start();
      const planned = await plan();
      const shared = options.shared === true || planned.added.length === 0 ? undefined : await this.#post?.share?.(planned.added);
      const { change, made } = await sealPlan(this.store, planned.next, this.#post, options, shared);
      if (await (options.quietly === undefined ? this.store.commit(change, made) : this.store.commitQuietly(change))) {
        this.#post?.done();
        options.quietly?.(change.contexts ?? new Map<string, ContextRecord>());
        for (const { place, loose } of made) if (loose >= LOOSE) this.#compactLater(place);
        return { ...planned, sent: change.send?.length ?? 0 };
      }
      await pause(tries);
    }
    return undefined;
  }

  /**
   * Forgets a customer and every id linked to them: journals, contexts, digests. What stays is a life number, by which
   * every door knows late arrivals. `life`: the next one's number, from the last one's. Resolves with the ids.
   */
  async forget(customer: string, { life = (before) => before + 1, ...options }: BuryOptions & { life?: (before: number) => number } = {}): Promise<string[]> {
    const ended = await this.bury(async () => {
      const { members, parts } = await gather(this.store, [customer]);
      const group = (parts.find((ids) => ids.includes(customer)) ?? [customer]).map((id) => ({ id, ...(members.get(id) as Member) }));
      // A clock that ran ahead has stamped some of it later than now.
      const since = group.flatMap(({ journal }) => journal).reduce((last, { stamp }) => Math.max(last, stampTime(stamp)), this.store.now());
      return group.map(({ id, loaded }) => ({ id, place: loaded.place, lies: loaded.lies, life: life(loaded.life), since }));
    }, options);
    return ended.flatMap(({ id = [] }) => id);
  }

  /** Ends lives: what lies there goes, and their number stays. `find` is asked again where somebody else was faster. Resolves with those that ended. */
  bury(find: () => Promise<readonly Ending[]>, { meta, send, also }: BuryOptions = {}): Promise<readonly Ending[]> {
    const { store } = this;
    const work = async (): Promise<readonly Ending[]> => {
      for (let tries = 0; tries < TRIES; tries++) {
        const endings = await find();
        const expect = new Map<string, number>();
        const contexts = new Map<string, ContextRecord>();
        const drop: string[] = [];
        for (const { place, lies, life, since } of endings) {
          expect.set(place, 0);
          for (const one of lies) {
            expect.set(one.place, one.rev);
            if (one.place !== place) drop.push(one.place);
          }
          contexts.set(place, { marks: [], rev: nextRev({ lies }, store.now()), seq: 0, key: store.keys.newest.id, life, since });
        }
        this.#post?.start();
        const more = await also?.(endings);
        const change: Change = { expect, contexts, clear: [...expect.keys()], drop, send: [...((await send?.()) ?? []), ...(more?.send ?? [])], meta: new Map([...(meta ?? []), ...(more?.meta ?? [])]), boundTo: store.keys.newest, durability: 'strict' };
        if (await store.commit(change)) {
          this.#post?.done();
          for (const { id = '' } of endings) if (store.unsaved.has(id)) await store.holdBack(id, []);
          return endings;
        }
        await pause(tries);
      }
      throw new SayOnceError('busy', 'Other tabs kept writing about this customer. Nothing was forgotten; try again.');
    };
    return this.#inTurn(() => this.#queued(work));
  }
}

/** Whose life ends: where their record lies and is to lie, the next life's number, and when the last one ended, ms since 1970. */
export interface Ending extends Pick<Loaded, 'place' | 'lies' | 'life' | 'since'> {
  /** left out: a stranger here */
  id?: string;
}

export interface BuryOptions {
  /** sealed in the same breath */
  send?: () => Promise<readonly OutboxRecord[]>;
  meta?: ReadonlyMap<string, unknown>;
  /** what follows from just these */
  also?: (endings: readonly Ending[]) => Promise<{ send: readonly OutboxRecord[]; meta: ReadonlyMap<string, unknown> }>;
}

/** Somebody else was faster: a while, longer each time, and not the same as theirs. */
const pause = (tries: number): Promise<void> => new Promise((again) => setTimeout(again, Math.random() * 4 * Math.min(tries, 10)));

/** Which refusals of a disk mean that what was said lives on in memory. */
const HELD_BACK: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['storage-full', 'storage-lost', 'no-storage', 'outdated', 'blocked', 'key-required']);
export const isHeldBack = (error: unknown): error is SayOnceError => isRefusal(error) && HELD_BACK.has(error.code);

