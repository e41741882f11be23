import type { Context } from '../model/context.js';
import type { AnyEntry, Held, Linked, Struck } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { isStub, stubOf } from '../model/fold.js';
import { scrubEntry } from '../model/secrets.js';
import type { Stamp } from '../model/stamp.js';
import type { OutboxRecord } from '../store/database.js';
import { gather, together } from '../store/journal.js';
import { digest } from '../store/keys.js';
import type { Posted } from '../store/memo.js';
import { OPAQUE } from '../store/store.js';
import type { BuryOptions, Ending } from '../store/write.js';
import { FORMAT, proofOf } from './document.js';
import { type End, endingHere, type Erased, nextLife, subjectsOf } from './ended.js';
import { checkId } from './ids.js';
import type { Recorder } from './recorder.js';
import { EVERYBODY, type Poster } from './poster.js';
import { OWED } from './telling.js';
import { saidSubject, sealForIntake } from './said.js';
import { sharing } from './sharing.js';
import { isWish, type Objections, suppress, withWishes } from './suppressed.js';
import type { ExportDocument } from './types.js';

/** What is done to whole journals: striking, forgetting, export. */
export class Keeper {
  readonly #recorder: Recorder;

  constructor(recorder: Recorder) {
    this.#recorder = recorder;
  }

  get #desk(): Recorder['desk'] {
    return this.#recorder.desk;
  }

  /** Rewrites the journal without an entry. A stub keeps its stamp, by which every border knows the original. */
  async strike(target: Stamp, customer: string, { because }: { because?: string }): Promise<void> {
    const { store, author } = this.#desk;
    if (author.audience !== 'support') throw new SayOnceError('not-allowed', 'Striking is for support.');
    const loaded = await store.load(customer, true);
    this.#recorder.saw(loaded.memo.folded.seen.at(-1));
    if (await this.#struckInMemory(target, customer)) return;
    const { members } = await gather(store, [customer]);
    const owner = [...members].find(([, { journal }]) => journal.some(({ stamp }) => stamp === target));
    if (owner === undefined) throw new SayOnceError('unknown-stamp', `${target} is not in this customer's journal. Nothing was struck.`);
    const [id, { loaded: its }] = owner;
    const struck: Struck = { kind: 'struck', answers: [target], ...(because === undefined ? {} : { because: scrubEntry(because).entry }), ...this.#recorder.common(id, its.life) };
    await this.#recorder.writer.rewrite(
      customer,
      (entries, member) => {
        const kept = entries.map((entry) => (entry.stamp === target ? stubOf(entry) : entry));
        return member === id ? together([kept, [struck]]) : kept;
      },
      // Hidden on the other machines with this, and taken out when the host's eraser has done it.
      { send: async () => (await sharing(store, author, this.#desk.far?.name).share?.([struck])) ?? [] },
    );
    await this.#shareAnew(id);
    void this.#desk.flush();
  }

  /** What was struck stands in the journals as its stub; what waits to go out goes without it. */
  async strikeHere(stubs: ReadonlyMap<Stamp, AnyEntry>): Promise<void> {
    const customers = new Set([...stubs.values()].map(({ customer }) => customer));
    const isStruck = (entry: AnyEntry): boolean => stubs.has(entry.stamp) && !isStub(entry);
    for (const customer of customers) {
      await this.#recorder.writer.rewrite(customer, (entries) => (entries.some(isStruck) ? entries.map((entry) => stubs.get(entry.stamp) ?? entry) : entries));
      await this.#shareAnew(customer);
    }
  }

  /**
   * What waits for other machines about a customer may hold what was struck: it is sealed anew, from the journal. (Not at the eraser: what waits
   * there is others' words, which it could not tell anew, and it looks through them when they lie on the relay.)
   */
  async #shareAnew(customer: string): Promise<void> {
    const { store, author, far, eraser } = this.#desk;
    if (eraser !== undefined) return;
    if ((await this.#dropWaiting(await subjectsOf(store, customer))) === 0) return;
    const { members } = await gather(store, [customer]);
    const own = (members.get(customer)?.journal ?? []).filter((entry) => entry.customer === customer);
    await this.#recorder.writer.send(async () => (await sharing(store, author, far?.name).share?.(own)) ?? []);
  }

  /** Takes out of the outbox what is about these subjects and waits for other machines. Resolves with how many. */
  async #dropWaiting(subjects: readonly string[]): Promise<number> {
    const { disk } = this.#desk.store;
    const waiting = (await disk.outbox()).filter(({ via, to, subject }) => via !== undefined && to === 'support' && subjects.includes(subject));
    if (waiting.length > 0) await disk.sent(waiting.map(({ seq = 0 }) => seq));
    return waiting.length;
  }

  /** What was never written needs no stub. */
  async #struckInMemory(target: Stamp, customer: string): Promise<boolean> {
    const { store } = this.#desk;
    const unsaved = store.unsaved.get(customer) ?? [];
    const kept = unsaved.filter(({ stamp }) => stamp !== target);
    if (kept.length === unsaved.length) return false;
    await store.holdBack(customer, kept);
    this.#recorder.tellUnsaved();
    return true;
  }

  /** Executes where this desk may; else writes down that it was asked for. */
  async forget(customer: string): Promise<{ done: boolean }> {
    const { author, ring } = this.#desk;
    checkId(customer, author.audience);
    if (author.audience === 'sales') throw new SayOnceError('not-allowed', 'Forgetting is not for sales.');
    if (author.audience === 'customer') return this.#forgetHere(customer);
    // Where others have it too, the host's eraser executes: this desk asks like any other.
    if (ring.erase === true && (this.#desk.far === undefined || this.#desk.eraser !== undefined)) return this.#execute(customer);
    const { life, memo } = await this.#desk.store.load(customer, true);
    this.#recorder.saw(memo.folded.seen.at(-1));
    await this.#recorder.write(customer, [{ kind: 'withdrawn', answers: [], forget: true, ...this.#recorder.common(customer, life) }]);
    return { done: false };
  }

  /** The customer's own device forgets at once, takes back what it had said, and asks the company to forget. */
  async #forgetHere(customer: string): Promise<{ done: boolean }> {
    const { store } = this.#desk;
    const { members } = await gather(store, [customer]);
    const own = together([...members.values()].map(({ journal }) => journal));
    const common = this.#recorder.common(customer, 0, { audience: 'customer', id: customer });
    const answers = own.filter((entry) => entry.by.audience === 'customer' && entry.kind !== 'withdrawn').map(({ stamp }) => stamp).slice(-1000);
    const send = (): Promise<readonly OutboxRecord[]> => sealForIntake(this.#desk, this.#recorder.node, customer, [{ kind: 'withdrawn', answers, forget: true, ...common }]);
    // What nobody has taken in yet need not be taken in.
    await (await this.#desk.office())?.erase('intake', await Promise.all(store.keys.all.map(({ subject }) => digest(subject, saidSubject(customer)))));
    await this.#recorder.writer.forget(customer, { send });
    this.#recorder.tellUnsaved();
    if ((await this.#desk.person()) === customer) await this.#desk.notYou();
    void this.#desk.flush();
    return { done: true };
  }

  async #execute(customer: string): Promise<{ done: boolean }> {
    const { store, eraser } = this.#desk;
    const { context } = (await store.load(customer, true)).memo.folded;
    const objections = await suppress(store, context);
    await eraser?.purge(context.group);
    await this.#over([context], objections, (options) =>
      this.#recorder.writer.forget(customer, { ...options, ...(eraser === undefined ? {} : { life: nextLife(store.now()), also: (endings) => eraser.tell(endings, objections) }) }),
    );
    return { done: true };
  }

  /** The host's eraser has forgotten somebody: so does this desk, those of them whom it knows and those it does not. */
  async bury({ ends, objections }: Erased): Promise<void> {
    const { store } = this.#desk;
    const find = async (): Promise<Ending[]> => (await Promise.all(ends.map((end) => this.#whose(end)))).filter((one) => one !== undefined);
    const endings = await find();
    if (endings.length === 0) return;
    const contexts = await Promise.all(endings.flatMap(({ id }) => (id === undefined ? [] : [store.load(id, true).then(({ memo }) => memo.folded.context)])));
    const dead = new Set(contexts.map(({ customer }) => customer));
    await this.#dropWaiting(ends.flatMap(({ subjects }) => subjects));
    const own = await Promise.all(contexts.map((context) => suppress(store, context)));
    const kept = new Map([...own.flatMap((some) => [...some]), ...objections]);
    await this.#over(contexts.map((context) => ({ ...context, group: [context.customer] })), kept, async (options) => (await this.#recorder.writer.bury(find, options)).flatMap(({ id = [] }) => id));
    // Somebody who was linked here alone stays, and is linked to nobody.
    const named = (entry: AnyEntry): boolean => (entry.kind === 'linked' || entry.kind === 'unlinked') && (dead.has(entry.customer) || dead.has((entry as Linked).with));
    for (const other of new Set(contexts.flatMap(({ group }) => group))) {
      if (!dead.has(other)) await this.#recorder.writer.rewrite(other, (entries) => (entries.some(named) ? entries.filter((entry) => !named(entry)) : entries));
    }
  }

  /** Who of this store's that is. */
  async #whose(end: End): Promise<Ending | undefined> {
    const { store } = this.#desk;
    const ending = await endingHere(store, end);
    for (const { place } of ending?.lies ?? []) {
      const { customer } = (await store.load(OPAQUE + place)).memo.folded.context;
      if (ending !== undefined && !customer.startsWith(OPAQUE)) return { ...ending, id: customer };
    }
    return ending;
  }

  /** Lives end: sales is told in the same breath, and what was on its way is taken back. */
  async #over(contexts: readonly Context[], objections: Objections, end: (options: BuryOptions) => Promise<readonly string[]>): Promise<void> {
    const { store } = this.#desk;
    const poster = await this.#recorder.poster;
    const group = contexts.flatMap((context) => context.group);
    // What waits in this page's memory was told to nobody, and goes first.
    for (const id of group) if (store.unsaved.has(id)) await store.holdBack(id, []);
    const told = poster === undefined ? [] : (await Promise.all(contexts.map((context) => this.#told(poster, context)))).flat();
    const kept = await withWishes(store, told.flatMap(({ wishes }) => wishes));
    const meta = new Map<string, unknown>([...objections, ...kept.meta]);
    const office = await this.#desk.office();
    // A message that tells of several goes with it. Should this page end before they are told anew, the next one does it.
    const { writer } = this.#recorder;
    // On a full disk nobody is kept for want of room for that.
    if (poster !== undefined) await writer.send(async () => [], new Map([[OWED, true]])).catch(() => {});
    const erased = (await office?.erase('sales', (await poster?.subjects(group)) ?? [])) ?? 0;
    const send = async (): Promise<OutboxRecord[]> => {
      const messages: OutboxRecord[] = [];
      for (const { id, posted } of told) messages.push(...((await poster?.forget(id, posted, kept.held)) ?? []));
      return messages;
    };
    for (const id of await end({ send, meta })) this.#desk.contacts?.end(id);
    this.#recorder.tellUnsaved();
    // What was erased looks to sales as if it had missed something: so it is told everything.
    if (erased > 0) await office?.telling.all(EVERYBODY);
    if (poster !== undefined) await writer.send(async () => [], new Map([[OWED, false]])).catch(() => {});
    void this.#desk.flush();
  }

  /** What sales was told of everybody in a group, and what of it stands by their own wish. */
  async #told(poster: Poster, { group, flags }: Context): Promise<{ id: string; posted: readonly Posted[]; wishes: Held[] }[]> {
    const { store } = this.#desk;
    const stamps = flags.filter(isWish).map(({ stamp }) => stamp);
    return Promise.all(
      group.map(async (id) => {
        let { memo } = await store.load(id, true);
        if (!(await poster.isTold(memo.folded.context, memo.posted ?? []))) {
          await this.#recorder.writer.touch(id);
          ({ memo } = await store.load(id));
        }
        const { posted = [] } = memo;
        return { id, posted, wishes: await poster.resting(memo.folded.context, posted, stamps) };
      }),
    );
  }

  /** A customer's journal with those of the linked ids, each entry once, in the order of history. */
  async export(customer: string): Promise<ExportDocument> {
    const { store, author } = this.#desk;
    checkId(customer, author.audience);
    if (author.audience === 'sales') throw new SayOnceError('not-allowed', 'Sales exports nothing: when holds came and went would tell why.');
    const { members, parts } = await gather(store, [customer], store.unsaved);
    const group = parts.find((ids) => ids.includes(customer)) ?? [customer];
    const entries = together(group.map((id) => members.get(id)?.journal ?? [])).map((entry) => scrubEntry(entry).entry);
    const document = { format: FORMAT, version: 1, audience: author.audience, customer, group, entries } as const;
    return { ...document, proof: await proofOf(store.company, store.keys.newest.subject, document) };
  }
}
