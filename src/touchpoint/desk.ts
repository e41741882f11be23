import type { Carrier } from '../carry/carrier.js';
import type { Context } from '../model/context.js';
import type { Audience, Author, Draft } from '../model/entry.js';
import { type ErrorCode, SayOnceError } from '../model/errors.js';
import type { Asking, Guide } from '../model/guidance.js';
import type { Policy } from '../model/policy.js';
import { DAY } from '../model/time.js';
import type { SalesContext } from '../model/view-sales.js';
import type { KeyRing } from '../store/keys.js';
import { part, partOnce } from '../store/part.js';
import { freeze } from '../store/freeze.js';
import type { Loaded, Store } from '../store/store.js';
import { ContactBook } from './contacts.js';
import { attend } from './doorbell.js';
import type { Eraser } from './eraser.js';
import type { Freshness } from './fresh.js';
import { earlier, live, type Look } from './live.js';
import { checkId } from './options.js';
import type { Office } from './office.js';
import type { Recorder } from './recorder.js';
import type { SeatWays } from './seat.js';
import type { ContactIds, ExportDocument, HandOffOptions, HistoryPage, Imported, ImportOptions, Match, Offer, Offered, Query, Received, Recorded, RecordOptions, Seat, Stop, Touchpoint, TouchpointState, Views } from './types.js';

const lookup = partOnce(() => import('./lookup.js'));
const histories = partOnce(() => import('../store/history.js'));
const handOffs = partOnce(() => import('./hand-off.js'));
const receiving = partOnce(() => import('./receive.js'));
const offered = partOnce(() => import('./hand-off-list.js'));
const pitches = partOnce(() => import('./pitch.js'));

/** What a desk is made of. */
export interface DeskParts<A extends Audience> {
  store: Store;
  ring: KeyRing;
  as: Seat<A>;
  policy: Policy;
  state: TouchpointState;
  ways: SeatWays;
  /** beside this browser's own exchange; left out: it joins none */
  carriers?: readonly Carrier[];
  /** in the place of this browser's own exchange, where there is no browser */
  exchange?: Carrier;
}

/** A touchpoint, as far as reading goes; what writes comes with the first write. */
export class Desk<A extends Audience> implements Touchpoint<A> {
  readonly name: string;
  readonly as: Readonly<Seat<A>>;
  readonly policy: Policy;
  readonly author: Author;
  readonly store: Store;
  readonly contacts: ContactBook;
  readonly ways: SeatWays;
  readonly exchange: Carrier | undefined;
  /** dropped on closing */
  ring: KeyRing;
  /** of the host's own worker that executes what desks ask for */
  eraser?: Eraser;
  /** of a sales desk: what lay in its box when it opened has been read */
  caughtUp: boolean;
  readonly #carriers: readonly Carrier[] | undefined;
  #leaveDoor: (() => void) | undefined;
  #office: Promise<Office | undefined> | undefined;
  #state: TouchpointState;
  readonly #watching = new Set<(state: TouchpointState) => void>();
  readonly #closing = new Set<() => void | Promise<void>>();
  /** of contexts that are still in memory: what was made of them, from when to when it holds, ms since 1970 */
  readonly #views = new WeakMap<Context, { view: Views[A]; fresh: boolean; from: number; until: number }>();
  #recorder: Promise<Recorder> | undefined;

  constructor({ store, ring, as, policy, state, ways, carriers, exchange }: DeskParts<A>) {
    this.store = store;
    this.ring = ring;
    this.name = store.company;
    this.as = Object.freeze({ ...as });
    this.policy = policy;
    this.author = Object.freeze({ audience: as.audience, ...(as.id ? { id: as.id } : {}), ...(as.label ? { label: as.label } : {}) });
    this.#state = state;
    this.ways = ways;
    this.exchange = exchange;
    this.caughtUp = as.audience !== 'sales';
    this.contacts = new ContactBook(store.now);
    this.#carriers = carriers;
    if (carriers !== undefined) this.#leaveDoor = attend(this, carriers);
  }

  get state(): TouchpointState {
    return this.#state;
  }

  /** The carrier to other machines of this audience, where there is one. */
  get far(): Carrier | undefined {
    return this.#carriers?.find(({ boxes }) => boxes?.has(this.as.audience));
  }

  /** The carrier that leads to auditors. */
  get auditing(): Carrier | undefined {
    return this.#carriers?.find(({ boxes }) => boxes?.has('audit'));
  }

  /** Says how the touchpoint is doing. */
  setState(change: Partial<Omit<TouchpointState, 'problem'>> & { problem?: ErrorCode | undefined }): void {
    const { problem, ...rest } = { ...this.#state, ...change };
    this.#state = Object.freeze({ ...rest, ...(problem === undefined ? {} : { problem }) });
    for (const callback of this.#watching) callback(this.#state);
  }

  /** Something that came from outside was not taken in. */
  refused({ code }: SayOnceError): void {
    this.setState({ refused: { count: (this.#state.refused?.count ?? 0) + 1, code } });
  }

  onState(callback: (state: TouchpointState) => void): Stop {
    this.#watching.add(callback);
    callback(this.#state);
    return () => void this.#watching.delete(callback);
  }

  /** What writes, loaded once. */
  recorder(): Promise<Recorder> {
    if (this.store.closed) return Promise.reject(new SayOnceError('closed', 'This touchpoint was closed.'));
    this.#recorder ??= part(import('./recorder.js')).then(({ Recorder: Made }) => new Made(this)).catch((error: unknown) => {
      this.#recorder = undefined;
      throw error;
    });
    return this.#recorder;
  }

  /** What joins this touchpoint to its carriers, loaded once: with the first write, or when something waits for it. */
  office(): Promise<Office | undefined> {
    const carriers = this.#carriers;
    if (carriers === undefined) return Promise.resolve(undefined);
    this.#office ??= part(import('./office.js')).then(
      ({ Office: Made }) => {
        if (this.store.closed) return undefined;
        this.#leaveDoor?.();
        if (this.#state.problem === 'not-loaded') this.setState({ problem: undefined });
        const office = new Made(this, carriers);
        office.start();
        return office;
      },
      (error: SayOnceError) => {
        this.#office = undefined;
        this.setState({ problem: error.code });
        throw error;
      },
    );
    return this.#office;
  }

  /** Sends what is sealed and waits, or leaves it for the next time. */
  async flush(): Promise<void> {
    const office = await this.office().catch(() => undefined);
    await office?.flush();
  }

  /** A sales desk has read what lay in its box; or cannot read what lies there. */
  setCaughtUp(caughtUp: boolean): void {
    if (caughtUp === this.caughtUp) return;
    this.caughtUp = caughtUp;
    this.store.say(FRESH_NEWS);
  }

  /** Something to be done when the touchpoint closes. Returns its undo. */
  onClose(work: () => void | Promise<void>): Stop {
    this.#closing.add(work);
    return () => void this.#closing.delete(work);
  }

  #only(audience: Audience, what: string): void {
    if (this.as.audience !== audience) throw new SayOnceError('not-allowed', `${what} is for ${audience}; this touchpoint is for ${this.as.audience}.`);
  }

  async record(customer: string, draft: Draft, options?: RecordOptions): Promise<Recorded> {
    const [recorded] = await (await this.recorder()).record(customer, [draft], options);
    if (recorded === undefined) throw new SayOnceError('bad-entry', 'Nothing was given to record().');
    return recorded;
  }

  async recordAll(customer: string, drafts: readonly Draft[], options?: RecordOptions): Promise<Recorded[]> {
    return (await this.recorder()).record(customer, drafts, options);
  }

  async begin(customer: string, contact: Partial<ContactIds> = {}): Promise<ContactIds> {
    const ids = this.contacts.begin(customer, contact);
    try {
      await this.record(customer, { kind: 'contact', phase: 'began', ...ids });
    } catch (error) {
      this.contacts.end(customer);
      throw error;
    }
    return ids;
  }

  async end(customer: string, seconds?: number): Promise<void> {
    await this.record(customer, { kind: 'contact', phase: 'ended', ...(seconds === undefined ? {} : { seconds }) });
    this.contacts.end(customer);
  }

  contactOf(customer: string): ContactIds | undefined {
    return this.contacts.of(customer);
  }

  #view({ memo: { folded } }: Loaded, { fresh }: Freshness): Views[A] {
    const { context } = folded;
    const now = this.store.now();
    const known = this.#views.get(context);
    // The same until something of it changes by itself.
    if (known !== undefined && known.fresh === fresh && known.from <= now && now < known.until) return known.view;
    const made = this.ways.view(this, context, fresh);
    const view = freeze(made) as Views[A];
    this.#views.set(context, { view, fresh, from: now, until: made.due ?? Infinity });
    return view;
  }

  async read(customer: string): Promise<Views[A]> {
    checkId(customer, this.as.audience);
    const [loaded, fresh] = await Promise.all([this.store.load(customer), this.fresh()]);
    return this.#view(loaded, fresh);
  }

  watch(customer: string, callback: (view: Views[A]) => void, onError: (error: unknown) => void = report): Stop {
    checkId(customer, this.as.audience);
    let places: Promise<string[]> | undefined;
    let known: readonly string[] = [];
    const look = async (): Promise<Look<Views[A]>> => {
      known = await (places ??= this.store.places(customer));
      const [loaded, fresh] = await Promise.all([this.store.load(customer), this.fresh()]);
      const view = this.#view(loaded, fresh);
      const due = earlier((view as { due?: number }).due, fresh.due);
      return { view, due, ...(this.store.unsaved.has(customer) ? {} : { rev: Math.max(0, ...loaded.lies.map(({ rev }) => rev)) }) };
    };
    return live(this.store, look, ({ place }) => known.length === 0 || known.includes(place) || place === FRESH_NEWS, callback, onError);
  }

  async find(query: Query): Promise<Match[]> {
    return (await lookup()).find(this.store, query);
  }

  async history(customer: string, { limit = 20, before }: { limit?: number; before?: string } = {}): Promise<HistoryPage> {
    checkId(customer, this.as.audience);
    if (this.as.audience === 'sales') throw new SayOnceError('not-allowed', 'Sales has no history: when holds came and went would tell why.');
    const { history } = await histories();
    return freeze(await history(this.store, customer, Math.min(Math.max(1, limit), 500), before));
  }

  guide(context: Context, asking: Partial<Asking> = {}): Guide {
    return this.#support.guide(this, context, asking);
  }

  /** Whether «nothing known» may be read as «clear». */
  async fresh(): Promise<Freshness> {
    return this.ways.freshness?.(this) ?? { fresh: true };
  }

  async pitch(query: Query): Promise<SalesContext> {
    this.#notCustomer();
    return (await pitches()).pitch(this, query);
  }

  watchPitch(query: Query, callback: (view: SalesContext) => void): Stop {
    this.#notCustomer();
    const watching = pitches().then(({ watchPitch }) => (on ? watchPitch(this, query, callback) : () => {}));
    let on = true;
    // Whoever cannot look does not know, and must not seem to.
    watching.catch(() => on && callback(freeze({ customer: query['customer'] ?? '', pitch: 'not-checked' })));
    return () => {
      on = false;
      watching.then((stop) => stop(), () => {});
    };
  }

  #notCustomer(): void {
    if (this.as.audience === 'customer') throw new SayOnceError('not-allowed', 'Whether a call may pitch is not for the customer’s own page.');
  }

  get #support(): NonNullable<SeatWays['support']> {
    if (this.ways.support === undefined) throw new SayOnceError('not-allowed', `This is for support; this touchpoint is for ${this.as.audience}.`);
    return this.ways.support;
  }

  async unlinked(): Promise<Context[]> {
    return (await this.#support.unlinked(this.store)).contexts;
  }

  watchUnlinked(callback: (contexts: Context[]) => void, onError: (error: unknown) => void = report): Stop {
    return this.#support.watchUnlinked(this.store, callback, onError);
  }

  async link(customer: string, other: string, why: { because: string; matchedOn?: string[] }): Promise<Recorded> {
    return (await this.recorder()).link(customer, other, why);
  }

  async unlink(customer: string, other: string, why: { because?: string } = {}): Promise<Recorded> {
    return (await this.recorder()).unlink(customer, other, why);
  }

  async strike(stamp: string, customer: string, why: { because?: string } = {}): Promise<void> {
    await (await this.#keeper()).strike(stamp, customer, why);
  }

  async forget(customer: string): Promise<{ done: boolean }> {
    return (await this.#keeper()).forget(customer);
  }

  async export(customer: string): Promise<ExportDocument> {
    return (await this.#keeper()).export(customer);
  }

  async import(document: unknown): Promise<{ added: number }> {
    const recorder = await this.recorder();
    const { importOne } = await part(import('./import.js'));
    return importOne(recorder, document);
  }

  async importAll(documents: Iterable<unknown> | AsyncIterable<unknown>, options: ImportOptions = {}): Promise<Imported> {
    if (this.store.closed) throw new SayOnceError('closed', 'This touchpoint was closed.');
    const { importAll } = await part(import('./import-all.js'));
    return importAll(this, documents, options);
  }

  async handOff(customer: string, options: HandOffOptions): Promise<Offer> {
    return (await handOffs()).handOff(this, customer, options);
  }

  async handOffSummary(customer: string, note?: string, language?: string): Promise<Pick<Offer, 'summary' | 'points'>> {
    return (await handOffs()).handOffSummary(this, customer, note, language);
  }

  async receive(token: string): Promise<Received> {
    return (await receiving()).receive(this, token);
  }

  watchOffers(callback: (offers: Offered[]) => void, onError: (error: unknown) => void = report): Stop {
    let on = true;
    const watching = offered().then(({ watchOffers }) => (on ? watchOffers(this, callback, onError) : () => {}));
    watching.catch((error: unknown) => on && onError(error));
    return () => {
      on = false;
      watching.then((stop) => stop(), () => {});
    };
  }

  async #keeper(): Promise<import('./keeper.js').Keeper> {
    const recorder = await this.recorder();
    const { Keeper } = await part(import('./keeper.js'));
    return new Keeper(recorder);
  }

  async person(): Promise<string> {
    this.#only('customer', 'The customer of this device');
    return (await this.#persons()).current(this.policy.provisionalPersonDays * DAY);
  }

  async notYou(): Promise<string> {
    this.#only('customer', 'The customer of this device');
    return (await this.#persons()).another(this.policy.provisionalPersonDays * DAY);
  }

  async #persons(): Promise<import('./persons.js').Persons> {
    const { Persons } = await part(import('./persons.js'));
    return new Persons(this);
  }

  async close({ wipe = false, force = false }: { wipe?: boolean; force?: boolean } = {}): Promise<void> {
    if (this.store.closed) return;
    if (wipe && !force) {
      const unsent = (await this.store.disk.outbox()).length;
      if (unsent > 0 || this.store.unsaved.size > 0) throw new SayOnceError('unsent', `Closing with a wipe would lose ${unsent} sealed messages and ${this.store.unsaved.size} customers' unsaved entries. Wait, or force it.`);
    }
    for (const work of this.#closing) await work();
    try {
      if (wipe) await this.store.wipe();
    } finally {
      this.store.close();
      this.ring = {};
      this.#watching.clear();
    }
  }
}

/** News that what a sales desk has became fresh, or stale. */
export const FRESH_NEWS = '!fresh';
/** News that the sales tab that hears has read what lay in the box; and the question whether it has. */
export const CAUGHT_UP = '!caught-up';
/** … that something lies in it which it cannot take in now. */
export const BEHIND = '!behind';
export const IS_CAUGHT_UP = '!caught-up?';

const report = (error: unknown): void => {
  queueMicrotask(() => {
    throw error;
  });
};
