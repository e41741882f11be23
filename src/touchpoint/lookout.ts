/**
 * Who looks out at sales until somebody wants more: says whether a call to a number is welcome, by what lies in the store, and watches
 * for whatever may change that. Where anything is not as plain as that, the desk comes, and says it: until then, «not checked».
 */
import type { Audience, Author } from '../model/entry.js';
import { asE164 } from '../model/e164.js';
import { closedError, type ErrorCode, SayOnceError } from '../model/errors.js';
import { FOLD_VERSION } from '../model/folded.js';
import { COMMON_POLICY, type Policy } from '../model/policy.js';
import { salesView, type SalesContext } from '../model/view-sales.js';
import { databaseName } from '../store/early.js';
import { freeze } from '../store/freeze.js';
import { digest, type Keys } from '../store/keys.js';
import type { LookingDisk } from '../store/looking.js';
import { checkNoted, notedKeys } from '../store/noted.js';
import { partOnce } from '../store/part.js';
import type { News } from '../store/store.js';
import { Tabs } from '../store/tabs.js';
import { openTop } from '../store/top.js';
import type { Desk } from './desk.js';
import { attend, type House } from './doorbell.js';
import type { Freshness } from './fresh.js';
import { report, unchecked, watchWith } from './later.js';
import { earlier, FRESH_NEWS, live, type Look } from './live.js';
import type { Opening } from './opening.js';
import { authorOf } from './seat.js';
import * as seat from './seat-sales.js';
import type { ContactIds, Query, Seat, Stop, Touchpoint, TouchpointState } from './types.js';

const sitting = partOnce(() => import('./sit.js'));
/** What answers for the desk: until it is here, nobody goes over. It might be long in coming, and what was shown last would stand. */
const answering = partOnce(() => import('./pitch.js'));

/** What only the desk can do. */
const ASKED = ['prepare', 'record', 'recordAll', 'begin', 'end', 'link', 'unlink', 'strike', 'forget', 'export', 'import', 'importAll', 'find', 'history', 'pitch', 'handOff', 'handOffSummary', 'receive', 'read', 'unlinked', 'person', 'notYou'] as const;
/** So many numbers are better looked at in one pass, as a desk does. */
const MANY = 20;

const WATCHED = ['watch', 'watchUnlinked', 'watchOffers'] as const;

/** Where nobody can look out (nothing is kept, or what lies there lies under several keys), the desk comes at once. Throws `wrong-key`, `outdated`, `blocked`, `not-loaded`. */
export async function lookOut(opening: Opening): Promise<Touchpoint> {
  const { keys, noted = Promise.resolve([]) } = opening;
  const disk = keys.all.length === 1 ? await opening.disk?.catch(() => undefined) : undefined;
  if (disk === undefined) return (await sitting()).sit(opening, Promise.resolve(seat));
  checkNoted(keys, await noted);
  return new Lookout(opening, disk);
}

// oxlint-disable-next-line typescript/no-unsafe-declaration-merging -- the loops below make each of them
export interface Lookout extends Pick<Touchpoint, (typeof ASKED)[number] | (typeof WATCHED)[number]> {}

export class Lookout implements Touchpoint, House, seat.SalesDesk {
  static {
    for (const name of ASKED) {
      this.prototype[name] = async function asked(this: Lookout, ...given: unknown[]): Promise<never> {
        return ((await this.office()) as unknown as Record<string, (...all: unknown[]) => never>)[name]!(...given);
      };
    }
    for (const name of WATCHED) {
      this.prototype[name] = function watched(this: Lookout, ...given: unknown[]): Stop {
        const [, onError = report] = given.filter((one) => typeof one === 'function') as ((error: unknown) => void)[];
        return watchWith(this.office(), (desk) => (desk as unknown as Record<string, (...all: unknown[]) => Stop>)[name]!(...given), onError);
      };
    }
  }

  readonly name: string;
  readonly as: Readonly<Seat>;
  readonly policy: Policy;
  readonly author: Author;
  readonly ring = {};
  readonly store: { disk: LookingDisk; keys: Keys; policy: Policy; closed: boolean; now(): number; listen(listener: (news: News) => void): Stop };
  caughtUp = false;
  readonly #opening: Opening;
  readonly #tabs: Tabs;
  readonly #leaveDoor: Stop;
  readonly #listeners = new Set<(news: News) => void>();
  readonly #watching = new Set<(state: TouchpointState) => void>();
  readonly #closing: (() => void | Promise<void>)[] = [];
  /** who watches, and goes over to the desk when it is here */
  readonly #watchers = new Set<(desk: Desk<Audience>) => void>();
  #state: TouchpointState;
  #coming: Promise<Desk<Audience>> | undefined;
  #desk: Desk<Audience> | undefined;

  constructor(opening: Opening, disk: LookingDisk) {
    const { name, as, keys, policy = COMMON_POLICY, now, carriers, line } = opening;
    this.#opening = opening;
    this.name = name;
    this.as = Object.freeze({ ...as });
    this.policy = policy;
    this.author = authorOf(as);
    const listeners = this.#listeners;
    this.store = { disk, keys, policy, closed: false, now, listen: (listener) => (listeners.add(listener), () => listeners.delete(listener)) };
    this.#state = Object.freeze({ storage: 'disk', ...(line.problem && { problem: line.problem }), unsaved: 0, unsent: 0, fresh: false });
    line.tell = (problem) => this.setState({ problem });
    // Whatever another tab writes may be a hold: it is read at once, and the desk reads on.
    const heard = (): void => {
      this.#tell();
      this.#call();
    };
    this.#tabs = new Tabs(databaseName(name, as.audience), heard, heard);
    seat.attend(this);
    this.#leaveDoor = attend(this, carriers);
  }

  get state(): TouchpointState {
    return this.#state;
  }

  setState(change: Partial<Omit<TouchpointState, 'problem'>> & { problem?: ErrorCode | undefined }): void {
    const { problem, ...rest } = { ...this.#state, ...change };
    this.#show(Object.freeze({ ...rest, ...(problem === undefined ? {} : { problem }) }));
  }

  #show(state: TouchpointState): void {
    this.#state = state;
    for (const callback of this.#watching) callback(state);
  }

  onState(callback: (state: TouchpointState) => void): Stop {
    this.#watching.add(callback);
    callback(this.#state);
    return () => void this.#watching.delete(callback);
  }

  #tell(): void {
    for (const listener of this.#listeners) listener({ place: FRESH_NEWS });
  }

  setCaughtUp(caughtUp: boolean): void {
    if (caughtUp === this.caughtUp) return;
    this.caughtUp = caughtUp;
    this.#tell();
  }

  fresh(): Promise<Freshness> {
    return seat.freshness(this);
  }

  isBehind(): Promise<boolean> {
    return seat.isBehind(this);
  }

  keepUp(): void {
    this.#call();
  }

  onClose(work: () => void | Promise<void>): void {
    this.#closing.push(work);
  }

  /** The desk, which from then on does everything. */
  office(): Promise<Desk<Audience>> {
    if (this.store.closed && this.#desk === undefined) return Promise.reject(closedError());
    this.#coming ??= Promise.all([sitting(), answering()]).then(async ([{ sit }]) => {
      // Asked anew, and before anything takes over its disk: what another tab wrote since may be under a key that is not here.
      checkNoted(this.store.keys, await notedKeys(this.store.disk));
      return sit(this.#opening, Promise.resolve(seat), this.#state);
    }).then(
      (desk) => {
        this.#desk = desk;
        this.#leave();
        desk.setCaughtUp(this.caughtUp);
        desk.onState((state) => this.#show(state));
        for (const goOver of this.#watchers) goOver(desk);
        if (this.#state.problem === 'not-loaded') desk.setState({ problem: undefined });
        return desk;
      },
      (error: SayOnceError) => {
        this.#coming = undefined;
        this.setState({ problem: error.code });
        if (error.code === 'wrong-key') this.#tell();
        throw error;
      },
    );
    return this.#coming;
  }

  #call(): void {
    this.office().catch(() => {}); // its state says so
  }

  #leave(): void {
    this.store.closed = true;
    this.#leaveDoor();
    this.#tabs.close();
  }

  async #look(mark: Promise<string>): Promise<Look<SalesContext>> {
    const { keys, disk, now } = this.store;
    const [found, fresh] = await Promise.all([disk.marked([await mark]), this.fresh()]);
    const opened = await Promise.all(found.flatMap(({ place, record }) => (record.box === undefined ? [] : openTop(keys, place, record, record.box))));
    const held = opened.flatMap(([{ version, context }]) => {
      // Its journal is to be folded anew, which the desk does.
      if (version !== FOLD_VERSION) throw new SayOnceError('broken-record', 'Of another version.');
      return context.held;
    });
    const view = freeze(salesView('', held, fresh.fresh, now()));
    return { view, due: earlier(view.due, fresh.due) };
  }

  watchPitch(query: Query, callback: (view: SalesContext) => void): Stop;
  watchPitch(queries: readonly Query[], callback: (views: readonly SalesContext[]) => void): Stop;
  watchPitch(query: Query | readonly Query[], callback: (view: never) => void): Stop {
    const show = callback as (view: unknown) => void;
    const fail = (): void => show(unchecked(query));
    const onDesk = (desk: Desk<Audience>): Stop => desk.watchPitch(query as Query, show);
    if (this.#desk !== undefined) return onDesk(this.#desk);
    const names = Object.keys(query);
    const number = names.join() === 'tel' ? asE164((query as Query)['tel'] as string) : undefined;
    if (number === undefined || this.#watchers.size >= MANY) return watchWith(this.office(), onDesk, fail);
    const mark = digest(this.store.keys.newest.look, `tel:${number}`);
    const stopLooking = live(this.store, () => this.#look(mark), () => true, show, () => {
      fail();
      this.#call();
    });
    let stop = stopLooking;
    const goOver = (desk: Desk<Audience>): void => {
      stopLooking();
      stop = onDesk(desk);
    };
    this.#watchers.add(goOver);
    return () => {
      this.#watchers.delete(goOver);
      stop();
    };
  }

  guide(): never {
    throw new SayOnceError('not-allowed', 'That is not for sales.');
  }

  contactOf(customer: string): ContactIds | undefined {
    return this.#desk?.contactOf(customer);
  }

  async close(options: { wipe?: boolean; force?: boolean } = {}): Promise<void> {
    const desk = options.wipe ? await this.office() : await this.#coming?.catch(() => undefined);
    if (desk !== undefined) return desk.close(options);
    if (this.store.closed) return;
    this.#leave();
    for (const work of this.#closing) await work();
    this.store.disk.close();
    this.#watching.clear();
  }
}
