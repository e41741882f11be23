import type { Context } from '../model/context.js';
import { answersOf, type Audience, type AnyEntry, type Author, type Draft, type Entry, type Flag, type Kind, type Told } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import { factName } from '../model/identifier.js';
import { plainFact } from '../model/normal.js';
import { classOf } from '../model/policy.js';
import { parseDraft } from '../model/schema.js';
import { isSecretFact, scrubEntry } from '../model/secrets.js';
import { MAX_AHEAD, nextStamp, notInFuture, nodeName, type Stamp, stampTime } from '../model/stamp.js';
import { randomBytes } from '../store/bytes.js';
import type { OutboxRecord } from '../store/database.js';
import { gather, linksBetween } from '../store/journal.js';
import { keysOf } from '../store/keys.js';
import { part } from '../store/part.js';
import type { Post, WriteOptions } from '../store/seal.js';
import { isHeldBack, Writer } from '../store/write.js';
import { BY_PUBLIC, BY_SALES, NOT_BY_RECORD } from './by.js';
import type { Desk } from './desk.js';
import { contactsOf } from './contacts.js';
import { checkId } from './ids.js';
import { Poster } from './poster.js';
import { sealForIntake } from './said.js';
import { sharing } from './sharing.js';
import { liftOf, wishesOf } from './suppressed.js';
import type { Recorded, RecordOptions } from './types.js';

/** What is on the disk when it is answered, whatever was asked for: what others act upon, and cannot know to have been lost. */
const STRICT: ReadonlySet<Kind> = new Set<Kind>(['flag', 'lowered', 'checked', 'handoff', 'withdrawn', 'revealed', 'overridden', 'undone']);

const RETRY = 5_000;

/** Writes for a desk: checks, scrubs, stamps, seals, and keeps in memory what the disk will not take. */
export class Recorder {
  readonly desk: Desk<Audience>;
  readonly writer: Writer;
  readonly node: string;
  readonly poster: Promise<Poster | undefined>;
  #last: Stamp | undefined;
  #wrote = false;
  #retry: ReturnType<typeof setTimeout> | undefined;

  constructor(desk: Desk<Audience>) {
    this.desk = desk;
    this.node = nodeName(randomBytes(12));
    this.poster = this.#posting();
    const { poster } = this;
    this.writer = new Writer(desk.store, {
      start: () => void poster.then((one) => one?.start()),
      of: async (written) => (await poster)?.of(written) ?? { posted: written.map(({ told = [] }) => told), send: [] },
      done: () => void poster.then((one) => one?.done()),
      ...this.#sharing(),
    });
    desk.onClose(() => clearTimeout(this.#retry));
  }

  /** Support that has sales' key tells sales of holds. */
  async #posting(): Promise<Poster | undefined> {
    const { store, ring, author } = this.desk;
    if (author.audience !== 'support' || ring.sales === undefined) return undefined;
    return new Poster(store, await keysOf(ring, store.company, 'sales', store.now), this.node);
  }

  /** What others are told besides: the other machines of this audience, and auditors. */
  #sharing(): Pick<Post, 'share'> {
    const { desk } = this;
    const { share } = sharing(desk.store, desk.author, desk.far?.name);
    if (desk.auditing === undefined || desk.ring.audit === undefined) return share === undefined ? {} : { share };
    return { share: async (added) => [...((await share?.(added)) ?? []), ...(await (await part(import('./audit.js'))).sealAudited(desk, added))] };
  }

  /** A stamp after everything this touchpoint has seen. */
  stamp(): Stamp {
    this.#last = nextStamp(this.#last, this.desk.store.now(), this.node);
    return this.#last;
  }

  /** The clock never falls behind what it has seen, and never runs after a clock that is far ahead. */
  saw(stamp: Stamp | undefined): void {
    if (stamp === undefined || stampTime(stamp) > this.desk.store.now() + MAX_AHEAD) return;
    if (this.#last === undefined || stamp > this.#last) this.#last = stamp;
  }

  /** A life that ended a little ahead of this clock: what is said in the next one comes after it. */
  #after(since: number): void {
    if (since >= this.desk.store.now()) this.saw(nextStamp(this.#last, since + 1, this.node));
  }

  #mayRecord({ kind }: Draft): void {
    const { author, policy } = this.desk;
    const allowed = author.audience === 'customer' ? BY_PUBLIC.has(kind) : author.audience === 'sales' ? BY_SALES.has(kind) : kind !== 'withdrawn';
    if (!allowed || NOT_BY_RECORD.has(kind)) throw new SayOnceError('not-allowed', NOT_BY_RECORD.has(kind) ? `«${kind}» is not recorded by hand: use link(), unlink() or strike(); holds derive by themselves.` : `${author.audience} may not record «${kind}».`);
    if (kind === 'overridden' && !policy.sales.override) throw new SayOnceError('not-allowed', 'The policy does not allow to override a hold.');
  }

  /** Records for a customer, all in one transaction. */
  async record(customer: string, drafts: readonly Draft[], { durability = 'strict' }: RecordOptions = {}): Promise<Recorded[]> {
    checkId(customer, this.desk.author.audience);
    const parsed = drafts.map((draft) => parseDraft(draft));
    for (const draft of parsed) this.#mayRecord(draft);
    const { store } = this.desk;
    // What cannot be read now cannot be asked: what was typed is kept all the same.
    const loaded = await ifReadable(() => store.load(customer));
    const life = loaded?.life ?? 0;
    this.saw(loaded?.memo.folded.seen.at(-1));
    this.#after(loaded?.since ?? -1);
    const made = await Promise.all(parsed.map((draft) => this.#entry(customer, draft, life)));
    const entries: Entry[] = made.map(({ entry }) => entry);
    const more = await ifReadable(async () => {
      if (loaded === undefined) return undefined;
      const { context, seen } = loaded.memo.folded;
      await this.#checkAnswers(customer, context, seen, entries);
      for (const entry of entries) {
        // What is taken back must not come back from an older telling.
        if (entry.kind === 'withdrawn' && entry.answers.length > 0) entry.answers = await (await part(import('./withdraw.js'))).withEarlier(store, customer, context, entry.answers);
      }
      entries.push(...(await wishesOf(store, context, entries)).map((wish) => this.#flag(customer, life, wish)));
      return liftOf(store, await this.poster, context, entries);
    });
    const relaxed = durability === 'relaxed' && entries.every(({ kind }) => !STRICT.has(kind));
    const problem = await this.write(customer, entries, relaxed ? { ...more, durability } : more);
    return made.map(({ entry, cut }) => ({ stamp: entry.stamp, saved: problem === undefined, ...(problem === undefined ? {} : { problem }), cut }));
  }

  /** The customer had objected before they were forgotten: the objection outlives it. */
  #flag(customer: string, life: number, wish: Pick<Flag, 'from' | 'scope'>): Flag {
    return { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', ...wish, ...this.common(customer, life, { audience: 'support' }) };
  }

  common(customer: string, life: number, by: Author = this.#author(customer)): Pick<Entry, 'stamp' | 'customer' | 'at' | 'by' | 'life'> {
    return { stamp: this.stamp(), customer, at: this.desk.store.now(), by, ...(life === 0 ? {} : { life }) };
  }

  /** The border names the author: who sits here, and of the public, which customer it is. */
  #author(customer: string): Author {
    const { author } = this.desk;
    return author.audience === 'customer' ? { audience: 'customer', id: customer } : author;
  }

  async #entry(customer: string, draft: Draft, life: number): Promise<{ entry: Entry; cut: string[] }> {
    const { contact, chain, channel } = contactsOf(this.desk).current(customer);
    const { entry: clean, cut } = scrubEntry(draft);
    const entry = { contact, chain, ...(channel === undefined ? {} : { channel }), ...clean } as Draft;
    const common = this.common(customer, life);
    notInFuture(draft.at ?? common.at, this.desk.store.now());
    const told = { ...entry, ...common, at: draft.at ?? common.at };
    return { entry: told.kind === 'told' ? await this.told(told) : 'fact' in told ? { ...told, fact: oneName(told.fact) } : told, cut };
  }

  /** A fact under its one name, in its class, and a phone number with its one form. Throws `secret-refused`, `bad-entry`. */
  async told(told: Told): Promise<Told> {
    const { policy, store } = this.desk;
    const fact = oneName(told.fact);
    const kind = classOf(policy, fact, told.class);
    const secret = isSecretFact(told.fact);
    if (kind === 'once' || secret !== undefined) throw new SayOnceError('secret-refused', `«${told.fact}» is a secret and is never kept${secret === undefined ? '' : ` (${secret})`}. Nothing was written.`);
    const { e164: _, ...rest } = told;
    const e164 = plainFact(fact) === 'tel' ? (await store.phone())(told.value) : undefined;
    return { ...rest, fact, class: kind, ...(e164 === undefined ? {} : { e164 }) };
  }

  /** What is answered must be there. Throws `unknown-stamp`. */
  async #checkAnswers(customer: string, { issues, flags }: Context, seen: readonly Stamp[], entries: readonly Entry[]): Promise<void> {
    const answered = entries.flatMap((entry) => answersOf(entry));
    if (answered.length === 0) return;
    const known = new Set([...seen, ...issues.map(({ stamp }) => stamp), ...flags.map(({ stamp }) => stamp), ...entries.map(({ stamp }) => stamp)]);
    const missing = answered.filter((stamp) => !known.has(stamp));
    const undone = new Set(entries.flatMap((entry) => (entry.kind === 'undone' ? entry.answers : [])));
    if (missing.length === 0 && undone.size === 0) return;
    const { members } = await gather(this.desk.store, [customer]);
    for (const { journal } of members.values()) {
      for (const { stamp, kind } of journal) {
        known.add(stamp);
        // In one journal alone a link would come back once that one is swept or forgotten.
        if (undone.has(stamp) && (kind === 'linked' || kind === 'unlinked')) throw new SayOnceError('not-allowed', 'A link stands in two journals: take it back with unlink(). Nothing was written.');
      }
    }
    const [lost] = missing.filter((stamp) => !known.has(stamp));
    if (lost !== undefined) throw new SayOnceError('unknown-stamp', `${lost} is not in this customer's journal, so nothing can answer it. Nothing was written.`);
  }

  /** Writes, or keeps in memory what cannot be written; answers with the reason. */
  async write(customer: string, entries: readonly AnyEntry[], more: WriteOptions = {}): Promise<ErrorCode | undefined> {
    const { store } = this.desk;
    const waiting = store.unsaved.get(customer) ?? [];
    try {
      // What waited may have been meant for others to act upon.
      await this.#append(customer, [...waiting, ...entries], waiting.length > 0 ? { ...more, durability: 'strict' } : more);
      await this.#release(customer, waiting);
      return store.disk.lasting ? undefined : this.desk.state.problem ?? 'no-storage';
    } catch (error) {
      if (isRefusal(error, 'forgotten') && waiting.length > 0) {
        // They were forgotten while it waited: it goes with the rest, and what is said since does not.
        await this.#release(customer, waiting);
        return this.write(customer, entries, more);
      }
      if (!isHeldBack(error)) throw error;
      await store.holdBack(customer, [...(store.unsaved.get(customer) ?? []), ...entries]);
      this.desk.setState({ problem: error.code });
      this.tellUnsaved();
      this.#retryLater();
      return error.code;
    }
  }

  /** What waited waits no longer; what others held back meanwhile does. */
  async #release(customer: string, waiting: readonly AnyEntry[]): Promise<void> {
    const { store } = this.desk;
    if (waiting.length > 0) await store.holdBack(customer, (store.unsaved.get(customer) ?? []).filter((entry) => !waiting.includes(entry)));
    this.tellUnsaved();
  }

  async #append(customer: string, entries: readonly AnyEntry[], more: WriteOptions): Promise<void> {
    const { desk } = this;
    const send = (): Promise<readonly OutboxRecord[]> => sealForIntake(desk, this.node, customer, entries);
    const sends = desk.author.audience === 'customer' && desk.ring.intake !== undefined;
    const { sent } = await this.writer.append(customer, entries, sends ? { ...more, send } : more);
    // Said at once: whoever waits for it to be sent must not see nothing waiting.
    if (sends) desk.setState({ unsent: desk.state.unsent + 1 });
    // With the first write the office comes: whoever writes is there, and support says so to sales.
    if (sent > 0 || desk.state.unsent > 0 || !this.#wrote) void desk.flush();
    this.#wrote = true;
  }

  /** Says how much is in memory only. When all of it could be written, the reason why it could not is over. */
  tellUnsaved(): void {
    const { store, state } = this.desk;
    const unsaved = [...store.unsaved.values()].reduce((sum, { length }) => sum + length, 0);
    const over = unsaved === 0 && store.disk.lasting && (state.problem === 'storage-full' || state.problem === 'storage-lost');
    if (over || unsaved !== state.unsaved) this.desk.setState({ unsaved, ...(over ? { problem: undefined } : {}) });
  }

  #retryLater(): void {
    clearTimeout(this.#retry);
    this.#retry = setTimeout(() => void this.#retryNow(), RETRY);
  }

  async #retryNow(): Promise<void> {
    const { store } = this.desk;
    for (const customer of Array.from(store.unsaved.keys())) {
      if (store.closed) return;
      try {
        if ((await this.write(customer, [])) !== undefined) return;
      } catch (error) {
        // Not for lack of room: it stays in memory, and is tried again.
        if (!store.closed) this.desk.setState({ problem: isRefusal(error) ? error.code : 'storage-lost' });
        this.#retryLater();
      }
    }
  }

  async link(customer: string, other: string, { because, matchedOn }: { because: string; matchedOn?: string[] }): Promise<Recorded> {
    this.#supportOnly('Linking');
    checkId(customer, 'support');
    checkId(other, 'support');
    if (customer === other) throw new SayOnceError('bad-entry', 'Somebody cannot be linked to themselves.');
    const { store } = this.desk;
    const both = [await store.load(customer, true), await store.load(other, true)];
    // Named, so that nothing the public dates back later counts as taken up.
    const takes = [...new Set(both.flatMap(({ memo }) => memo.folded.context.issues.map(({ stamp }) => stamp)))];
    const draft = parseDraft({ kind: 'linked', with: other, because, matchedOn, takes });
    return this.#inBoth(customer, other, draft);
  }

  async unlink(customer: string, other: string, { because }: { because?: string }): Promise<Recorded> {
    this.#supportOnly('Undoing a link');
    // From the journals: a context shows only the newest links.
    const { members } = await gather(this.desk.store, [customer]);
    const answers = linksBetween([...members.values()].map(({ journal }) => journal), customer, other);
    if (answers.length === 0) throw new SayOnceError('unknown-stamp', 'These two are not linked directly; nothing was undone.');
    return this.#inBoth(customer, other, parseDraft({ kind: 'unlinked', with: other, answers, because }));
  }

  /** A link stands in both journals, and both contexts are rewritten in one transaction. */
  async #inBoth(customer: string, other: string, draft: Draft): Promise<Recorded> {
    const { store } = this.desk;
    const [one, two] = [await store.load(customer, true), await store.load(other, true)];
    for (const { memo } of [one, two]) this.saw(memo.folded.seen.at(-1));
    const { entry, cut } = await this.#entry(customer, draft, Math.max(one.life, two.life));
    await this.writer.appendAll(new Map([[customer, [entry]], [other, [entry]]]));
    void this.desk.flush();
    return { stamp: entry.stamp, saved: store.disk.lasting, cut };
  }

  #supportOnly(what: string): void {
    if (this.desk.author.audience !== 'support') throw new SayOnceError('not-allowed', `${what} is for support.`);
  }
}

/** What `work` gives; `undefined` where the disk cannot be read now. */
async function ifReadable<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work();
  } catch (error) {
    if (isHeldBack(error)) return undefined;
    throw error;
  }
}

/** A fact's one name. Throws `bad-entry`: without a letter or digit it is none. */
export function oneName(fact: string): string {
  const name = factName(fact);
  if (name === '' || name.length > 200) throw new SayOnceError('bad-entry', `«${fact.slice(0, 40)}» is no name of a fact: it has no letter and no digit, or too many.`);
  return name;
}
