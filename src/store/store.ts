import { type Context } from '../model/context.js';
import type { AnyEntry, Audience } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import { foldNothing } from '../model/folded.js';
import type { PhoneNormaliser } from '../model/normal.js';
import type { Policy } from '../model/policy.js';
import type { ContextRecord } from './database.js';
import type { Disk } from './disk.js';
import { digest, type Keys } from './keys.js';
import { isCurrent, type Memo, openMemo } from './memo.js';
import { part } from './part.js';
import { Tabs } from './tabs.js';

/** One customer's context as it lies on the disk, opened. */
export interface Loaded {
  /** where it is written: under the newest key */
  place: string;
  /** where it lies, with the revisions; empty: nowhere yet. Elsewhere than `place` until it is sealed anew */
  lies: { place: string; rev: number }[];
  seq: number;
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

/** Something changed about a customer, here or in another tab. Without a record: only in this page's memory. */
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
  readonly #tabs: Tabs;
  readonly #listeners = new Set<(news: News) => void>();
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
    this.#tabs = new Tabs(`say-once/${company}/${audience}`, (news) => {
      if (news.record !== undefined && !keys.all.some(({ id }) => id === news.record?.key)) void this.#lacksKey();
      this.#tell(news);
    });
  }

  /** Another tab seals with a key that this one's ring lacks: what it writes is out of sight here, and that is said. */
  async #lacksKey(): Promise<void> {
    const noted = await notedKeys(this.disk).catch(() => []);
    if (this.#unknownKey(noted) !== undefined) this.trouble('wrong-key');
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
    if (disk !== undefined) store.#checkKeys(await (options.noted ?? notedKeys(disk)));
    return store;
  }

  /** Without the keys that its records were sealed with, a store is left as it is. */
  #checkKeys(noted: readonly unknown[]): void {
    const id = this.#unknownKey(noted);
    if (id === undefined) return;
    this.close();
    throw new SayOnceError('wrong-key', `This store has records under the key ${id}, which the ring does not hold. It was left as it is.`);
  }

  #unknownKey(noted: readonly unknown[]): string | undefined {
    const known = noted.flatMap((keys) => Object.entries((keys ?? {}) as Record<string, string>));
    return known.find(([id, check]) => !this.keys.all.some((key) => key.id === id && key.check === check))?.[0];
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
    if (known === undefined) {
      if (this.#digests.size > 2_000) this.#digests.clear();
      this.#digests.set(name, (known = digest(key, text)));
    }
    return known;
  }

  /** Where a customer's records may lie: the newest key's place first. */
  async places(customer: string): Promise<string[]> {
    return customer.startsWith(OPAQUE) ? [customer.slice(OPAQUE.length)] : this.digests(`customer:${customer}`);
  }

  /** An identifier as it is looked up, `tel:+442079460018`; `undefined`: nothing to look up. */
  async lookup(fact: string, value: string, e164?: string): Promise<string | undefined> {
    return (await part(import('./identifiers.js'))).lookUp(this, fact, value, e164);
  }

  /** The phone-number library, with the first number. */
  phone(): Promise<PhoneNormaliser> {
    this.#phone ??= part(import('./phone.js')).then(({ phoneNormaliser }) => phoneNormaliser(this.policy.region));
    return this.#phone;
  }

  /** A customer's records as they lie, without folding anything. Throws `wrong-key`. */
  async peek(customer: string): Promise<Loaded> {
    this.#check();
    const places = await this.places(customer);
    const records = await this.disk.contexts(places);
    const found = places.flatMap((place, index) => {
      const record = records[index];
      return record === undefined ? [] : [{ place, record }];
    });
    return this.#open(places[0] ?? '', found, customer);
  }

  async #open(place: string, found: readonly { place: string; record: ContextRecord }[], customer: string): Promise<Loaded> {
    const lies = found.map(({ place: at, record: { rev } }) => ({ place: at, rev }));
    const life = Math.max(0, ...found.map(({ record }) => record.life));
    const inPlace = found.length === 0 || (found.length === 1 && found[0]?.place === place);
    const since = Math.max(-1, ...found.map(({ record }) => record.since ?? -1));
    const loaded = { place, lies, life, since, seq: inPlace ? (found[0]?.record.seq ?? 0) : 0, marks: found.flatMap(({ record }) => record.marks) };
    const empty: Memo = { folded: foldNothing({ customer, life }), ordered: true, epoch: 0 };
    const [first] = found.filter(({ record }) => record.box !== undefined);
    if (first?.record.box === undefined) return { ...loaded, memo: empty, anew: false };
    try {
      const memo = await openMemo(this.keys, first.place, first.record, first.record.box);
      // A record that was sealed with an older key, or lies twice, is written anew with the next write.
      return { ...loaded, memo, anew: !isCurrent(memo) || found.length > 1, ...(found.length > 1 ? { lost: true } : {}) };
    } catch (error) {
      if (!isRefusal(error, 'broken-record')) throw error;
      this.trouble('broken-record');
      return { ...loaded, memo: empty, anew: true, lost: true };
    }
  }

  /** Opens a record that was found; of one that cannot be used as it is, the journal is folded. */
  async open(place: string, record: ContextRecord): Promise<Loaded> {
    return this.#usable(await this.#open(place, [{ place, record }], OPAQUE + place));
  }

  /** Opens a record that came with the news, without asking the disk. `undefined`: it is not what it seems, and counts for nothing. */
  async heard({ place, record }: News, customer: string): Promise<Loaded | undefined> {
    if (record?.box === undefined) return undefined;
    const memo = await openMemo(this.keys, place, record, record.box).catch(() => undefined);
    if (memo?.folded.context.customer !== customer || !isCurrent(memo)) return undefined;
    const { rev, seq, life, since = -1, marks } = record;
    return { place, lies: [{ place, rev }], seq, life, since, marks, memo, anew: false };
  }

  async #usable(loaded: Loaded): Promise<Loaded> {
    if (!loaded.anew) return loaded;
    const { foldAnew } = await part(import('./anew.js'));
    return { ...loaded, memo: await foldAnew(this, loaded) };
  }

  /** Reads a customer's context; of somebody unknown, an empty one. What could not be saved is in it. Throws `wrong-key`. */
  async load(customer: string): Promise<Loaded> {
    const unsaved = this.#unsaved.get(customer);
    if (unsaved === undefined) return this.#usable(await this.peek(customer));
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
    for (const place of await this.places(customer)) this.#tell({ place });
  }

  /** Every context with one of these marks. Throws `wrong-key`. */
  async marked(texts: readonly string[]): Promise<Loaded[]> {
    this.#check();
    const marks = (await Promise.all(texts.map((text) => this.digests(text)))).flat();
    return this.openAll(await this.disk.marked(marks));
  }

  openAll(found: readonly { place: string; record: ContextRecord }[]): Promise<Loaded[]> {
    return Promise.all(found.map(({ place, record }) => this.open(place, record)));
  }

  /** Hears of every write, here and in other tabs. Returns its undo. */
  listen(listener: (news: News) => void): () => void {
    this.#listeners.add(listener);
    return () => this.#listeners.delete(listener);
  }

  #tell(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }

  /** Tells this tab and the others what was written. */
  wrote(contexts: ReadonlyMap<string, ContextRecord>): void {
    for (const [place, record] of contexts) {
      this.#tell({ place, record });
      this.#tabs.tell({ place, record });
    }
  }

  /** Tells this tab and the others something that is not about a customer. */
  say(news: string): void {
    this.#tell({ place: news });
    this.#tabs.tell({ place: news });
  }

  #check(): void {
    if (this.#closed) throw new SayOnceError('closed', 'This touchpoint was closed.');
  }

  close(): void {
    this.#closed = true;
    this.#tabs.close();
    this.#listeners.clear();
    this.#unsaved.clear();
    this.disk.close();
  }
}

/** The keys that a ring must hold for a store, by id. */
export const notedKeys = (disk: Disk): Promise<readonly unknown[]> => Promise.all([disk.meta('keys'), disk.meta('bound')]);

/** Marks that are not identifiers: nobody has linked it yet; sales was told of a hold. */
export const UNLINKED = 'unlinked';
export const POSTED = 'posted';

/** What the index calls a context's next expiry: `~2027-01-31`. */
export const EXPIRES = '~';

export const isProvisional = (customer: string): boolean => customer.startsWith('prov_');

export const isUnlinked = ({ customer, group, issues }: Context): boolean => isProvisional(customer) && group.length === 1 && issues.length > 0;

/** Frozen through and through: what is handed out is nobody's to change. */
export function freeze<T>(value: T): T {
  if (typeof value === 'object' && value !== null && !Object.isFrozen(value)) {
    Object.freeze(value);
    for (const part of Object.values(value)) freeze(part);
  }
  return value;
}
