import type { AnyEntry, Audience } from '../model/entry.js';
import { closedError, type ErrorCode, isRefusal } from '../model/errors.js';
import { foldNothing } from '../model/folded.js';
import type { PhoneNormaliser } from '../model/normal.js';
import type { Policy } from '../model/policy.js';
import type { ContextRecord } from './database.js';
import type { Change, Disk } from './disk.js';
import { databaseName } from './early.js';
import { digest, type Keys } from './keys.js';
import { isCurrent, type Memo, openMemo } from './memo.js';
import type { Lately } from './lately.js';
import { checkNoted, notedKeys } from './noted.js';
import { part, partOnce } from './part.js';
import type { Reading } from './shown.js';
import { Tabs } from './tabs.js';

const identifiers = partOnce(() => import('./identifiers.js'));
const memory = partOnce(() => import('./lately.js'));

/** One customer's context as it lies on the disk, opened. */
export interface Loaded {
  /** where it is written: under the newest key */
  place: string;
  /** where it lies, with the revisions; empty: nowhere yet. Elsewhere than `place` until it is sealed anew */
  lies: { place: string; rev: number }[];
  seq: number;
  /** about how many small records its journal ends with */
  loose: number;
  /** the id of the key that it was sealed with, once it has opened with it */
  key?: string;
  life: number;
  /** when the last life ended, ms since 1970; -1: this is the first */
  since: number;
  marks: string[];
  memo: Memo;
  /** its context could not be used as it is: the next write folds the journal anew */
  anew: boolean;
  /** what sales was told of it is not known any more */
  lost?: true;
}

/**
 * Something changed about a customer, here or in another tab: then the record is still sealed, so that only a key's holder can
 * have made it. Without a record: only in this page's memory, or it is not about a customer.
 */
export interface News {
  place: string;
  record?: ContextRecord;
}

export interface StoreOptions {
  company: string;
  audience: Audience;
  keys: Keys;
  policy: Policy;
  now: () => number;
  /** left out: the keys end with this page, and nothing may lie on the disk that only they open */
  disk?: Promise<Disk>;
  /** which keys its records were sealed with, asked for while this ring's were being derived */
  noted?: Promise<readonly unknown[]>;
  trouble: (code: ErrorCode | undefined) => void;
}

/** An opaque customer's id, as sales knows them: the place itself. */
export const OPAQUE = '#';

/** News that a store was emptied. */
export const EMPTIED = '!emptied';

/** Whom a message of another tab is about, once it is written. */
const placesIn = (message: unknown): string[] =>
  [message].flat().flatMap((one) => {
    const { place, places } = (one ?? {}) as { place?: unknown; places?: unknown };
    return [place, places].flat().filter((it) => typeof it === 'string');
  });

/**
 * One audience's store on this machine, as far as reading goes; `write.ts` comes with the first write.
 * A customer's place is a keyed digest: a host's id may be an e-mail address.
 */
export class Store {
  readonly company: string;
  readonly audience: Audience;
  readonly keys: Keys;
  readonly policy: Policy;
  readonly now: () => number;
  readonly disk: Disk;
  readonly trouble: (code: ErrorCode | undefined) => void;
  /** makes what will be shown of a record that another tab is writing, before it is there */
  ahead?: (loaded: Loaded) => void;
  readonly #tabs: Tabs;
  readonly #listeners = new Set<(news: News) => void>();
  /** what it knows without asking the disk; left out: it needed none of that yet */
  #lately: Lately | undefined;
  /** what other tabs said before that was here */
  readonly #said: unknown[] = [];
  #looked = false;
  readonly #digests = new Map<string, Promise<string>>();
  readonly #unsaved = new Map<string, readonly AnyEntry[]>();
  #phone: Promise<PhoneNormaliser> | undefined;
  #closed = false;

  private constructor({ company, audience, keys, policy, now, trouble }: StoreOptions, disk: Disk) {
    this.company = company;
    this.audience = audience;
    this.keys = keys;
    this.policy = policy;
    this.now = now;
    this.disk = disk;
    this.trouble = trouble;
    this.#tabs = new Tabs(this.name, (message) => this.#hear(message), () => this.#lately?.clear());
  }

  /** Which store it is: `say-once/acme/support`. */
  get name(): string {
    return databaseName(this.company, this.audience);
  }

  /** What knows without asking the disk, loaded once. Throws `not-loaded`, `closed`. */
  async lately(): Promise<Lately> {
    if (this.#lately === undefined) {
      const { Lately: Made } = await memory();
      this.#check();
      this.#lately ??= new Made(this, this.#tabs);
    }
    return this.#lately;
  }

  /** Another tab is there: it writes, and so what was shown lately is worth knowing. */
  #hear(message: unknown): void {
    this.#said.push(message);
    const take = (lately: Lately): void => this.#said.splice(0).forEach((one) => lately.hear(one));
    if (this.#lately !== undefined) return take(this.#lately);
    // A hold that begins must not wait for a part of ours, which may never come: nothing is remembered yet, so whoever shows somebody reads them again.
    for (const place of placesIn(message)) this.tell({ place });
    this.lately().then(take, () => void this.#said.splice(0));
  }

  /** Throws `wrong-key`, `outdated`, `blocked`. Without storage it lives in memory, and `trouble` hears why. */
  static async open(options: StoreOptions): Promise<Store> {
    let disk: Disk | undefined;
    try {
      disk = await options.disk;
    } catch (error) {
      if (!isRefusal(error) || error.code === 'outdated' || error.code === 'blocked') throw error;
      options.trouble(error.code);
    }
    const store = new Store(options, disk ?? new (await part(import('./memory-disk.js'))).MemoryDisk());
    disk?.onLost?.(() => store.#lately?.clear());
    try {
      if (disk !== undefined) checkNoted(store.keys, await (options.noted ?? notedKeys(disk)));
    } catch (error) {
      store.close();
      throw error;
    }
    return store;
  }

  get closed(): boolean {
    return this.#closed;
  }

  /** Keyed digests of one text, one a key, the newest key's first. */
  digests(text: string): Promise<string[]> {
    const { newest, all } = this.keys;
    return Promise.all([newest, ...all.filter((key) => key !== newest)].map((key) => this.#digest(key.id, key.look, text)));
  }

  async digest(text: string): Promise<string> {
    return this.#digest(this.keys.newest.id, this.keys.newest.look, text);
  }

  #digest(id: string, key: CryptoKey, text: string): Promise<string> {
    const name = `${id} ${text}`;
    let known = this.#digests.get(name);
    if (known === undefined) this.#note(name, (known = digest(key, text)));
    return known;
  }

  #note(name: string, known: Promise<string>): void {
    if (this.#digests.size > 2_000) this.#digests.clear();
    this.#digests.set(name, known);
  }

  /** Where a customer's records may lie: the newest key's place first. */
  async places(customer: string): Promise<string[]> {
    return customer.startsWith(OPAQUE) ? [customer.slice(OPAQUE.length)] : this.digests(`customer:${customer}`);
  }

  /** An identifier as it is looked up, `tel:+442079460018`; `undefined`: nothing to look up. */
  async lookup(fact: string, value: string, e164?: string): Promise<string | undefined> {
    return (await identifiers()).lookUp(this, fact, value, e164);
  }

  /** The phone-number library, with the first number. */
  phone(): Promise<PhoneNormaliser> {
    this.#phone ??= part(import('./phone.js')).then(
      ({ phoneNormaliser }) => phoneNormaliser(this.policy.region),
      (error: unknown) => {
        this.#phone = undefined;
        throw error;
      },
    );
    return this.#phone;
  }

  /** A customer's records as they lie, without folding anything. Throws `wrong-key`. */
  async peek(customer: string): Promise<Loaded> {
    this.#check();
    const places = await this.places(customer);
    return this.#reading(async (reading) => {
      const records = await this.disk.contexts(places);
      const found = places.flatMap((place, index) => {
        const record = records[index];
        return record === undefined ? [] : [{ place, record }];
      });
      const loaded = await this.openFound(places[0] ?? '', found, customer);
      this.#lately?.keep(loaded, reading);
      return loaded;
    });
  }

  #reading<T>(work: (reading?: Reading) => Promise<T>): Promise<T> {
    return this.#lately?.reading(work) ?? work();
  }

  /** What `peek` would find, from this page's memory where that is sure to be the same. Throws `wrong-key`. */
  async recall(customer: string): Promise<Loaded> {
    this.#check();
    const [place = ''] = await this.places(customer);
    // Whoever looks again may look a third time.
    if (this.#looked && this.#lately === undefined) this.lately().catch(() => {});
    this.#looked = true;
    return (await this.#lately?.recall(place, customer)) ?? this.peek(customer);
  }

  /** Writes, and tells this tab and the others what was written. `made`: the same, opened. False: somebody else was faster. */
  async commit(change: Change, made: readonly Loaded[] = []): Promise<boolean> {
    return (await this.lately()).commit(change, made);
  }

  /** Writes without a word; `spread` tells of it later. False: somebody else was faster. */
  async commitQuietly(change: Change): Promise<boolean> {
    return (await this.lately()).commitQuietly(change);
  }

  /** Tells this tab and the others of many that were written, in one message and without what is in them: who shows one of them reads it. */
  spread(contexts: ReadonlyMap<string, ContextRecord>): void {
    this.#lately?.spread(contexts);
  }

  /** Small records were merged: how many there are is known from the disk alone. */
  merged(place: string): void {
    this.#lately?.drop(place);
  }

  /** Opens what was found of a customer; what cannot be used as it is, is `anew`. */
  async openFound(place: string, found: readonly { place: string; record: ContextRecord }[], customer: string, say = true): Promise<Loaded> {
    const [only] = found;
    const known = found.length === 1 && only?.place === place ? this.#lately?.made(place, only.record) : undefined;
    if (known !== undefined) return known;
    const lies = found.map(({ place: at, record: { rev } }) => ({ place: at, rev }));
    const life = Math.max(0, ...found.map(({ record }) => record.life));
    const inPlace = found.length === 0 || (found.length === 1 && found[0]?.place === place);
    const since = Math.max(-1, ...found.map(({ record }) => record.since ?? -1));
    const [here] = inPlace ? found : [];
    const loaded = { place, lies, life, since, seq: here?.record.seq ?? 0, loose: here?.record.loose ?? 0, marks: found.flatMap(({ record }) => record.marks) };
    const empty: Memo = { folded: foldNothing({ customer, life }), ordered: true, epoch: 0 };
    const [first] = found.filter(({ record }) => record.box !== undefined);
    if (first?.record.box === undefined) return { ...loaded, memo: empty, anew: false };
    try {
      const memo = await openMemo(this.keys, first.place, first.record, first.record.box);
      // A record that was sealed with an older key, or lies twice, is written anew with the next write.
      return { ...loaded, key: first.record.key, memo, anew: !isCurrent(memo) || found.length > 1, ...(found.length > 1 ? { lost: true } : {}) };
    } catch (error) {
      if (!isRefusal(error, 'broken-record')) throw error;
      if (say) this.trouble('broken-record');
      return { ...loaded, memo: empty, anew: true, lost: true };
    }
  }

  /** Opens a record that was found; of one that cannot be used as it is, the journal is folded. */
  async open(place: string, record: ContextRecord, reading?: Reading): Promise<Loaded> {
    const loaded = await this.openFound(place, [{ place, record }], OPAQUE + place);
    // Under several keys somebody may lie in several places.
    if (record.box !== undefined && this.keys.all.length === 1) {
      this.#lately?.keep(loaded, reading);
      // Whoever was found is mostly read next: where they lie is known.
      this.#note(`${record.key} customer:${loaded.memo.folded.context.customer}`, Promise.resolve(place));
    }
    return this.#usable(loaded);
  }

  async #usable(loaded: Loaded): Promise<Loaded> {
    if (!loaded.anew) return loaded;
    const { foldAnew } = await part(import('./anew.js'));
    return { ...loaded, memo: await foldAnew(this, loaded) };
  }

  /**
   * A customer's context; of somebody unknown, an empty one. What could not be saved is in it. `sure`: it is read from the
   * disk though it was shown lately. Throws `wrong-key`.
   */
  async load(customer: string, sure = false): Promise<Loaded> {
    const unsaved = this.#unsaved.get(customer);
    if (unsaved === undefined) return this.#usable(await (sure ? this.peek(customer) : this.recall(customer)));
    const { withUnsaved } = await part(import('./anew.js'));
    return withUnsaved(this, customer, unsaved);
  }

  /** What was recorded about a customer and is in this page's memory only. */
  get unsaved(): ReadonlyMap<string, readonly AnyEntry[]> {
    return this.#unsaved;
  }

  /** Keeps in memory what the disk would not take; with nothing, lets go of it. */
  async holdBack(customer: string, entries: readonly AnyEntry[]): Promise<void> {
    if (entries.length > 0) this.#unsaved.set(customer, entries);
    else this.#unsaved.delete(customer);
    for (const place of await this.places(customer)) this.tell({ place });
  }

  /** Every context with one of these marks. Throws `wrong-key`. */
  async marked(texts: readonly string[]): Promise<Loaded[]> {
    return this.under((await Promise.all(texts.map((text) => this.digests(text)))).flat());
  }

  /** The same, by the marks themselves. Throws `wrong-key`. */
  async under(marks: readonly string[]): Promise<Loaded[]> {
    this.#check();
    return this.#reading(async (reading) => Promise.all((await this.disk.marked(marks)).map(({ place, record }) => this.open(place, record, reading))));
  }

  /** Hears of every write, here and in other tabs. Returns its undo. */
  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  /** Tells this tab alone. */
  tell(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }

  /** Tells this tab and the others something that is not about a customer. */
  say(news: string): void {
    this.tell({ place: news });
    this.#tabs.post({ place: news });
  }

  /** Empties it for everybody, and closes it. */
  async wipe(): Promise<void> {
    try {
      await this.disk.wipe();
      this.#tabs.post({ place: EMPTIED });
    } finally {
      this.#lately?.emptied();
      this.close();
    }
  }

  #check(): void {
    if (this.#closed) throw closedError();
  }

  close(): void {
    this.#closed = true;
    this.#lately?.close();
    this.#tabs.close();
    this.#listeners.clear();
    this.#unsaved.clear();
    this.disk.close();
  }
}
