import type { Context } from '../model/context.js';
import type { AnyEntry } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import { admit, byPlace, extend, fold, once, unseen } from '../model/fold.js';
import { type Folded, foldNothing } from '../model/folded.js';
import { alone } from './alone.js';
import type { ContextRecord, OutboxRecord } from './database.js';
import type { Change, Placed } from './disk.js';
import { earliest, EXPIRES, expiryDay } from './expiry.js';
import { identifiersOf } from './identifiers.js';
import { gather, type Member, partsOf, standing, together } from './journal.js';
import { type Memo, type Posted, sealEntries, sealMemo } from './memo.js';
import { isUnlinked, type Loaded, POSTED, type Store, UNLINKED } from './store.js';

/** Entries a journal record may hold. */
export const SEGMENT = 50;
/** Journals up to this many entries are put in order whenever something old comes in late. */
const REORDER = 500;
/** After so many tries that somebody else was faster than, a write queues up with the others that lost. */
const FREE_TRIES = 4;
const TRIES = 50;

/** Who works out what another audience is to be told, and seals it, in the same breath as a write. */
export interface Post {
  /** a write is being tried, perhaps again: whatever was numbered for a try that failed never happened */
  start(): void;
  /** what is to be told of this context, given what was told before */
  of(context: Context, posted: readonly Posted[]): Promise<{ posted: readonly Posted[]; send: readonly OutboxRecord[] }>;
  /** the write is on the disk */
  done(): void;
}

export interface WriteOptions {
  durability?: Change['durability'];
  /** sealed in the same breath: goes into the outbox in the same transaction */
  send?: readonly OutboxRecord[] | (() => Promise<readonly OutboxRecord[]>);
  meta?: ReadonlyMap<string, unknown>;
  /** they come from outside: two bodies under one stamp are refused */
  foreign?: boolean;
}

/** What came of a write: the context as it is now, and which of the entries were new. */
export interface Written {
  folded: Folded;
  added: readonly AnyEntry[];
}

interface Plan extends Written {
  next: readonly Next[];
}

/** What a write is about to leave behind for one customer. */
interface Next {
  loaded: Loaded;
  memo: Memo;
  add: readonly AnyEntry[];
  /** the whole journal, where it is written anew */
  journal?: readonly AnyEntry[];
  /** what did not open of a journal that is written anew */
  closed?: readonly Placed[];
}

export class Writer {
  readonly store: Store;
  readonly #post: Post | undefined;
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

  async #appendAll(entries: ReadonlyMap<string, readonly AnyEntry[]>, options: WriteOptions): Promise<Written> {
    const [customer = ''] = entries.keys();
    const foreign = options.foreign === true;
    return this.#commit(options, async () => (entries.size === 1 ? await this.#extend(customer, entries.get(customer) ?? [], foreign) : undefined) ?? this.#anew(entries, foreign));
  }

  /** The usual case: the entries come after everything, and nobody's journal is needed. */
  async #extend(customer: string, entries: readonly AnyEntry[], foreign: boolean): Promise<Plan | undefined> {
    const loaded = await this.store.peek(customer);
    notForgotten(entries, loaded.life);
    if (loaded.anew || inMotion(loaded)) return undefined;
    const fresh = unseen(loaded.memo.folded, entries);
    if (fresh === undefined || (foreign && fresh.length < entries.length)) return undefined;
    if (fresh.length === 0) return { next: [], added: [], folded: loaded.memo.folded };
    const folded = extend(loaded.memo.folded, fresh);
    if (folded === undefined) return undefined;
    const next: Next[] = [{ loaded, memo: { ...loaded.memo, folded }, add: fresh.sort(byPlace) }];
    for (const member of folded.context.group) {
      if (member === customer) continue;
      const other = await this.store.peek(member);
      if (other.anew || inMotion(other)) return undefined;
      next.push({ loaded: other, memo: { ...other.memo, folded: { ...folded, context: { ...folded.context, customer: member, life: other.life } } }, add: [] });
    }
    return { next, added: fresh, folded };
  }

  /** Everything folded anew: the journals of all who belong together, or did. */
  async #anew(entries: ReadonlyMap<string, readonly AnyEntry[]>, foreign: boolean): Promise<Plan> {
    const { members, parts } = await gather(this.store, [...entries.keys()], entries);
    const added = new Map<string, AnyEntry>();
    for (const [customer, some] of entries) {
      const member = members.get(customer);
      if (member === undefined) continue;
      notForgotten(some, member.loaded.life);
      const { known, fresh } = split(member.journal, some, foreign);
      for (const entry of fresh) added.set(entry.stamp, entry);
      member.journal = [...known.values(), ...fresh];
    }
    const next: Next[] = [];
    for (const group of parts) {
      for (const id of group) {
        const { loaded, journal, closed } = members.get(id) as Member;
        const add = (entries.get(id) ?? []).filter(({ stamp }) => added.has(stamp));
        const inOrder = isOrdered(journal);
        const whole = inMotion(loaded) || (!inOrder && journal.length <= REORDER);
        const memo = { ...loaded.memo, folded: foldGroup(members, group, id), ordered: whole || inOrder, epoch: loaded.memo.epoch + (whole ? 1 : 0) };
        next.push({ loaded, memo, add: whole ? [] : add, ...(whole ? { journal: together([journal]), closed } : {}) });
      }
    }
    return { next, added: [...added.values()], folded: ofCustomer(next, [...entries.keys()][0]) };
  }

  /**
   * Writes journals anew: `change` gets each member's own entries in order, and those of all who are linked now, and says
   * what stays of the own. Where it gives back all that it got, nothing is written.
   */
  rewrite(customer: string, change: (entries: AnyEntry[], customer: string, group: readonly AnyEntry[]) => AnyEntry[], options: WriteOptions = {}): Promise<Folded> {
    return this.#inTurn(async () => {
      const plan = await this.#commit(options, async () => {
        const { members, parts: before } = await gather(this.store, [customer]);
        let changed = false;
        for (const ids of before) {
          const group = together(ids.map((id) => members.get(id)?.journal ?? []));
          for (const id of ids) {
            const member = members.get(id) as Member;
            const own = together([member.journal]);
            member.journal = change(own, id, group);
            changed ||= member.journal !== own;
          }
        }
        if (!changed) return { next: [], added: [], folded: (members.get(customer) as Member).loaded.memo.folded };
        // Links may have gone with what was taken out.
        const parts = partsOf(members.keys(), standing([...members.values()].map(({ journal }) => journal)));
        const next = parts.flatMap((group) =>
          group.map((id) => {
            const { loaded, journal, closed } = members.get(id) as Member;
            return { loaded, memo: { ...loaded.memo, folded: foldGroup(members, group, id), ordered: true, epoch: loaded.memo.epoch + 1 }, add: [], journal, closed };
          }),
        );
        return { next, added: [], folded: ofCustomer(next, customer) };
      });
      return plan.folded;
    });
  }

  /** Looks again at what others are to be told of a customer: something may have ended by itself. */
  async touch(customer: string, options: WriteOptions = {}): Promise<void> {
    await this.#inTurn(() =>
      this.#commit(options, async () => {
        const loaded = await this.store.peek(customer);
        if (loaded.anew || inMotion(loaded)) return this.#anew(new Map([[customer, []]]), false);
        return { next: loaded.lies.length === 0 ? [] : [{ loaded, memo: loaded.memo, add: [] }], added: [], folded: loaded.memo.folded };
      }),
    );
  }

  /** Puts something into the outbox that is about nobody in particular. */
  async send(send: () => Promise<readonly OutboxRecord[]>, meta?: ReadonlyMap<string, unknown>): Promise<void> {
    await this.#inTurn(() => this.#commit({ send, ...(meta === undefined ? {} : { meta }) }, async () => ({ next: [], added: [], folded: foldNothing({ customer: '' }) })));
  }

  /** Seals and writes; starts over where somebody else was faster. */
  async #commit(options: WriteOptions, plan: () => Promise<Plan>): Promise<Plan> {
    const planned = (await this.#tryCommit(options, plan, FREE_TRIES)) ?? (await this.#queued(() => this.#tryCommit(options, plan, TRIES)));
    if (planned === undefined) throw new SayOnceError('busy', 'Other tabs kept writing about this customer. Nothing was written; try again.');
    return planned;
  }

  #queued<T>(work: () => Promise<T>): Promise<T> {
    return alone(`say-once/${this.store.company}/${this.store.audience}/write`, work);
  }

  async #tryCommit(options: WriteOptions, plan: () => Promise<Plan>, times: number): Promise<Plan | undefined> {
    for (let tries = 0; tries < times; tries++) {
      this.#post?.start();
      const planned = await plan();
      const change = await this.#seal(planned.next, options);
      if (await this.store.disk.commit(change)) {
        this.#post?.done();
        this.store.wrote(change.contexts ?? new Map());
        return planned;
      }
      await pause(tries);
    }
    return undefined;
  }

  async #seal(next: readonly Next[], { durability = 'strict', send = [], meta }: WriteOptions): Promise<Change> {
    const { store } = this;
    const expect = new Map<string, number>();
    const contexts = new Map<string, ContextRecord>();
    const clear: string[] = [];
    const drop: string[] = [];
    const add: (Placed & { place: string })[] = [];
    const sending = [...(typeof send === 'function' ? await send() : send)];
    for (const { loaded, memo: built, add: entries, journal, closed = [] } of next) {
      const { place, lies } = loaded;
      const rev = nextRev(loaded, store.now());
      const told = await this.#post?.of(built.folded.context, built.posted ?? []);
      if (told !== undefined) sending.push(...told.send);
      const memo: Memo = { ...built, ...(told === undefined ? {} : { posted: [...told.posted] }) };
      const kept = inTheirPlaces(closed);
      const seq = journal === undefined ? loaded.seq : (kept.at(-1)?.pos ?? 0);
      const records = await this.#records(place, seq, journal ?? entries);
      const days = records.map(({ record }) => record.day);
      if (journal === undefined) days.push(...loaded.marks.filter((mark) => mark.startsWith(EXPIRES)).map((mark) => mark.slice(1)));
      else clear.push(...lies.map((one) => one.place));
      expect.set(place, 0);
      for (const one of lies) {
        expect.set(one.place, one.rev);
        if (one.place !== place) drop.push(one.place);
      }
      add.push(...[...kept, ...records].map((record) => ({ ...record, place })));
      contexts.set(place, {
        marks: [...(await this.#marks(memo)), ...(days.length > 0 ? [EXPIRES + earliest(days)] : [])],
        rev,
        seq: seq + (journal ?? entries).length,
        life: loaded.life,
        ...(await sealMemo(store.keys, place, rev, memo)),
      });
    }
    return { expect, contexts, clear, drop, add, ...(meta === undefined ? {} : { meta }), send: sending, ...(contexts.size === 0 ? {} : { sealedWith: store.keys.newest }), durability };
  }

  async #records(place: string, seq: number, entries: readonly AnyEntry[]): Promise<Placed[]> {
    const { keys, policy, audience } = this.store;
    const records: Promise<Placed>[] = [];
    for (let from = 0; from < entries.length; from += SEGMENT) {
      const some = entries.slice(from, from + SEGMENT);
      const pos = seq + from + 1;
      const day = earliest(some.map((entry) => expiryDay(entry, policy, audience)));
      records.push(sealEntries(keys, place, pos, some, day).then((record) => ({ pos, record })));
    }
    return Promise.all(records);
  }

  /** The digests that find a context: identifiers, and the two lists that support keeps. */
  async #marks({ folded: { context }, posted }: Memo): Promise<string[]> {
    const { store } = this;
    const texts = await identifiersOf(store, context);
    if (store.audience === 'support' && isUnlinked(context)) texts.push(UNLINKED);
    if (posted !== undefined && posted.length > 0) texts.push(POSTED);
    const own = await Promise.all(texts.map((text) => store.digest(text)));
    return [...new Set([...own, ...context.held.flatMap(({ digests }) => digests)])];
  }

  /**
   * Forgets a customer and every id linked to them: journals, contexts, digests. What stays is a life number, by which
   * every door knows late arrivals. Resolves with the ids.
   */
  forget(customer: string, options: { send?: () => Promise<readonly OutboxRecord[]>; meta?: ReadonlyMap<string, unknown> } = {}): Promise<string[]> {
    const work = async (): Promise<string[]> => {
      for (let tries = 0; tries < TRIES; tries++) {
        const { members, parts } = await gather(this.store, [customer]);
        const group = parts.find((ids) => ids.includes(customer)) ?? [customer];
        const expect = new Map<string, number>();
        const contexts = new Map<string, ContextRecord>();
        const drop: string[] = [];
        for (const id of group) {
          const { loaded } = members.get(id) as Member;
          const { place, lies, life } = loaded;
          expect.set(place, 0);
          for (const one of lies) {
            expect.set(one.place, one.rev);
            if (one.place !== place) drop.push(one.place);
          }
          contexts.set(place, { marks: [], rev: nextRev(loaded, this.store.now()), seq: 0, key: this.store.keys.newest.id, life: life + 1 });
        }
        this.#post?.start();
        const send = (await options.send?.()) ?? [];
        const change: Change = { expect, contexts, clear: [...expect.keys()], drop, send, durability: 'strict', ...(options.meta === undefined ? {} : { meta: options.meta }) };
        if (await this.store.disk.commit(change)) {
          this.#post?.done();
          this.store.wrote(contexts);
          for (const id of group) if (this.store.unsaved.has(id)) await this.store.holdBack(id, []);
          return group;
        }
        await pause(tries);
      }
      throw new SayOnceError('busy', 'Other tabs kept writing about this customer. Nothing was forgotten; try again.');
    };
    return this.#inTurn(() => this.#queued(work));
  }
}

/** Somebody else was faster: a while, longer each time, and not the same as theirs. */
const pause = (tries: number): Promise<void> => new Promise((again) => setTimeout(again, Math.random() * 4 * Math.min(tries, 10)));

/** It is not where it is to be written: sealed with an older key, or lying twice. */
const inMotion = ({ place, lies }: Loaded): boolean => lies.some((one) => one.place !== place);

/** Revisions go on from the clock where there are none: a database that was deleted under a page never seems to go backwards. */
const nextRev = ({ lies }: Loaded, now: number): number => (lies.length === 0 ? now : Math.max(...lies.map(({ rev }) => rev)) + 1);

/** Records that do not open keep their positions; what is written anew comes after them. */
function inTheirPlaces(closed: readonly Placed[]): Placed[] {
  let last = 0;
  return [...closed].sort((a, b) => a.pos - b.pos).map(({ pos, record }) => ({ pos: (last = Math.max(pos, last + 1)), record }));
}

const foldGroup = (members: ReadonlyMap<string, Member>, group: readonly string[], customer: string): Folded =>
  fold(together(group.map((id) => members.get(id)?.journal ?? [])), { customer, group, life: members.get(customer)?.loaded.life ?? 0 });

const ofCustomer = (next: readonly Next[], customer = ''): Folded => next.find(({ memo }) => memo.folded.context.customer === customer)?.memo.folded ?? foldNothing({ customer });

/** Tells what a journal had from what comes new to it. Throws `stamp-reused`. */
function split(journal: readonly AnyEntry[], entries: readonly AnyEntry[], foreign: boolean): { known: Map<string, AnyEntry>; fresh: AnyEntry[] } {
  const own = journal.slice(0, journal.length - entries.length);
  const known = once(own);
  return { known, fresh: foreign ? admit(known, entries) : [...once(entries).values()].filter(({ stamp }) => !known.has(stamp)) };
}

const isOrdered = (journal: readonly AnyEntry[]): boolean => journal.every((entry, index) => index === 0 || byPlace(journal[index - 1] as AnyEntry, entry) < 0);

/** Every door refuses entries of a life that was forgotten. */
function notForgotten(entries: readonly AnyEntry[], life: number): void {
  if (entries.some((entry) => (entry.life ?? 0) < life)) throw new SayOnceError('forgotten', 'This customer was forgotten; what belongs to that time is not taken in again. Nothing was written.');
}

/** Which refusals of a disk mean that what was said lives on in memory. */
const HELD_BACK: ReadonlySet<ErrorCode> = new Set<ErrorCode>(['storage-full', 'storage-lost', 'no-storage', 'outdated', 'blocked', 'key-required']);
export const isHeldBack = (error: unknown): error is SayOnceError => isRefusal(error) && HELD_BACK.has(error.code);

