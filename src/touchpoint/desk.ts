import type { Carrier } from '../carry/carrier.js';
import type { Context } from '../model/context.js';
import type { Audience, Author } from '../model/entry.js';
import { closedError, type ErrorCode, SayOnceError } from '../model/errors.js';
import type { Asking, Guide } from '../model/guidance.js';
import type { Policy } from '../model/policy.js';
import type { SalesContext } from '../model/view-sales.js';
import type { KeyRing } from '../store/keys.js';
import { part, partOnce } from '../store/part.js';
import { freeze } from '../store/freeze.js';
import type { Loaded, Store } from '../store/store.js';
import type { ContactBook } from './contacts.js';
import { attend } from './doorbell.js';
import type { Eraser } from './eraser.js';
import type { Freshness } from './fresh.js';
import { earlier, FRESH_NEWS, live, type Look } from './live.js';
import { checkId } from './ids.js';
import { report, unchecked, watchWith } from './later.js';
import type { Office } from './office.js';
import type { Persons } from './persons.js';
import type { Recorder } from './recorder.js';
import { authorOf, type SeatWays } from './seat.js';
import type { ContactIds, Offered, Query, Seat, Stop, Touchpoint, TouchpointState, Views } from './types.js';

const writing = partOnce(() => import('./writing.js'));
const handOffs = partOnce(() => import('./hand-off.js'));
const offered = partOnce(() => import('./hand-off-list.js'));
const pitches = partOnce(() => import('./pitch.js'));

/** What a page does not need in order to show something: each by the part in which it is, as a function that takes the desk first. */
const LATER = {
  prepare: writing,
  record: writing,
  recordAll: writing,
  begin: writing,
  end: writing,
  link: writing,
  unlink: writing,
  strike: writing,
  forget: writing,
  export: writing,
  import: writing,
  importAll: partOnce(() => import('./import-all.js')),
  find: partOnce(() => import('./find.js')),
  history: partOnce(() => import('./past.js')),
  pitch: pitches,
  handOff: handOffs,
  handOffSummary: handOffs,
  receive: partOnce(() => import('./receive.js')),
};
type Later = keyof typeof LATER;
/** That each part has it, and takes what a touchpoint is given. */
type Parts = { [K in Later]: () => Promise<{ [N in K]: (desk: Desk<Audience>, ...given: Parameters<Touchpoint[K]>) => ReturnType<Touchpoint[K]> }> };

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
  static {
    for (const name of Object.keys(LATER) as Later[]) {
      const load: () => Promise<unknown> = (LATER satisfies Parts)[name];
      this.prototype[name] = async function later(this: Desk<Audience>, ...given: unknown[]): Promise<never> {
        return ((await load()) as Record<Later, (...all: unknown[]) => never>)[name](this, ...given);
      };
    }
  }

  declare prepare: Touchpoint<A>['prepare'];
  declare record: Touchpoint<A>['record'];
  declare recordAll: Touchpoint<A>['recordAll'];
  declare begin: Touchpoint<A>['begin'];
  declare end: Touchpoint<A>['end'];
  declare link: Touchpoint<A>['link'];
  declare unlink: Touchpoint<A>['unlink'];
  declare strike: Touchpoint<A>['strike'];
  declare forget: Touchpoint<A>['forget'];
  declare export: Touchpoint<A>['export'];
  declare import: Touchpoint<A>['import'];
  declare importAll: Touchpoint<A>['importAll'];
  declare find: Touchpoint<A>['find'];
  declare history: Touchpoint<A>['history'];
  declare pitch: Touchpoint<A>['pitch'];
  declare handOff: Touchpoint<A>['handOff'];
  declare handOffSummary: Touchpoint<A>['handOffSummary'];
  declare receive: Touchpoint<A>['receive'];

  readonly name: string;
  readonly as: Readonly<Seat<A>>;
  readonly policy: Policy;
  readonly author: Author;
  readonly store: Store;
  /** left out: no contact was begun here, and nothing written */
  contacts?: ContactBook;
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
    this.author = authorOf(as);
    this.#state = state;
    this.ways = ways;
    this.exchange = exchange;
    this.caughtUp = as.audience !== 'sales';
    this.#carriers = carriers;
    store.ahead = (loaded) => void this.#view(loaded, { fresh: true });
    if (carriers === undefined) return;
    ways.attend?.(this);
    this.#leaveDoor = attend(this, carriers);
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
    if (this.store.closed) return Promise.reject(closedError());
    this.#recorder ??= Promise.all([writing(), this.store.lately()]).then(([{ recorderOf }]) => recorderOf(this)).catch((error: unknown) => {
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

  /** Whether the office has something to do that no message tells of. */
  isBehind(): Promise<boolean> {
    return this.ways.isBehind(this);
  }

  /** What could not be done now is done at the next opening. */
  keepUp(): void {
    void import('./upkeep.js').then((upkeep) => upkeep.keepUp(this)).catch(() => {});
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

  contactOf(customer: string): ContactIds | undefined {
    return this.contacts?.of(customer);
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

  guide(context: Context, asking: Partial<Asking> = {}): Guide {
    return this.#support.guide(this, context, asking);
  }

  /** Whether «nothing known» may be read as «clear». */
  async fresh(): Promise<Freshness> {
    return this.ways.freshness?.(this) ?? { fresh: true };
  }

  watchPitch(query: Query, callback: (view: SalesContext) => void): Stop;
  watchPitch(queries: readonly Query[], callback: (views: readonly SalesContext[]) => void): Stop;
  watchPitch(query: Query | readonly Query[], callback: (view: never) => void): Stop {
    if (this.as.audience === 'customer') throw notFor('customer');
    // Whoever cannot look does not know, and must not seem to.
    return watchWith(pitches(), ({ watchPitch }) => watchPitch(this, query as Query, callback as (view: SalesContext) => void), () => callback(unchecked(query) as never));
  }

  get #support(): NonNullable<SeatWays['support']> {
    if (this.ways.support === undefined) throw notFor(this.as.audience);
    return this.ways.support;
  }

  async unlinked(): Promise<Context[]> {
    return (await this.#support.unlinked(this.store)).contexts;
  }

  watchUnlinked(callback: (contexts: Context[]) => void, onError: (error: unknown) => void = report): Stop {
    return this.#support.watchUnlinked(this.store, callback, onError);
  }

  watchOffers(callback: (offers: Offered[]) => void, onError: (error: unknown) => void = report): Stop {
    return watchWith(offered(), ({ watchOffers }) => watchOffers(this, callback, onError), onError);
  }

  get #persons(): Persons {
    if (this.ways.personsOf === undefined) throw notFor(this.as.audience);
    return this.ways.personsOf(this);
  }

  async person(): Promise<string> {
    return this.#persons.current();
  }

  async notYou(): Promise<string> {
    return this.#persons.another();
  }

  async close({ wipe = false, force = false }: { wipe?: boolean; force?: boolean } = {}): Promise<void> {
    if (this.store.closed) return;
    if (wipe && !force) await (await part(import('./unsent.js'))).requireSent(this.store);
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

/** What is another audience's to do. */
const notFor = (audience: Audience): SayOnceError => new SayOnceError('not-allowed', `That is not for ${audience}.`);
