import type { AnyEntry, Audience } from '../model/entry.js';
import { type ErrorCode, isRefusal, SayOnceError } from '../model/errors.js';
import { foldNothing } from '../model/folded.js';
import type { PhoneNormaliser } from '../model/normal.js';
import type { Policy } from '../model/policy.js';
import type { ContextRecord } from './database.js';
import type { Change, Disk } from './disk.js';
import { digest, type Keys } from './keys.js';
import { isCurrent, type Memo, openMemo } from './memo.js';
import { part, partOnce } from './part.js';
import { type Reading, Shown } from './shown.js';
import { Tabs } from './tabs.js';

const identifiers = partOnce(() => import('./identifiers.js'));

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

/** News that a store was emptied. */
export const EMPTIED = '!emptied';

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
  /** left out: no tab can be heard, so nothing is sure */
  readonly #shown: Shown<Loaded> | undefined;
  readonly #tabs: Tabs;
  readonly #listeners = new Set<(news: News) => void>();
  /** records that other tabs were about to write, opened meanwhile */
  readonly #ahead = new WeakMap<ContextRecord, Promise<Loaded>>();
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
    const name = `say-once/${company}/${audience}`;
    this.#tabs = new Tabs(name, (news) => this.#heard(news), () => this.#shown?.clear(), (news) => this.#openAhead(news));
    // What is in one page's memory alone is nothing that others write to.
    this.#shown = this.#tabs.open && disk.lasting ? new Shown(name) : undefined;
  }

  /** Another tab is writing about somebody who was shown here: by the time it says that it is done, it is open. */
  #openAhead({ place, record }: News): void {
    if (record?.box === undefined || this.#shown?.at(place) === undefined) return;
    const opening = this.#open(place, [{ place, record }], OPAQUE + place, false);
    opening.catch(() => {}); // whoever asks for it sees the error
    this.#ahead.set(record, opening);
  }

  #heard(news: News): void {
    const { place, record } = news;
    if (record === undefined) this.#shown?.drop(place);
    else this.#shown?.heard(place, record);
    // With another key it may be about somebody who lies here under two.
    if (place === EMPTIED || (record !== undefined && record.key !== this.keys.newest.id)) this.#shown?.clear();
    if (record !== undefined && !this.keys.all.some(({ id }) => id === record.key)) void this.#lacksKey();
    this.#tell(news);
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
    disk?.onLost?.(() => store.#shown?.clear());
    if (disk !== undefined) store.#checkKeys(await (options.noted ?? notedKeys(disk)));
    return store;
  }

  /** Without the keys that its records were sealed with, a store is left as it is. */
  #checkKeys(noted: readonly unknown[]): void {
    const id = this.#unknownKey(noted);
    if (id === undefined) return;
    this.close();
    throw new SayOnceError('wrong-key', `A record lies under the key ${id}, which the ring does not hold. It was left as it is.`);
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
      return this.#keep(await this.#open(places[0] ?? '', found, customer), reading);
    });
  }

  async #reading<T>(work: (reading: Reading | undefined) => Promise<T>): Promise<T> {
    const reading = this.#shown?.begin();
    return work(reading).finally(() => this.#shown?.end());
  }

  /** Keeps what lies where it is to lie, and could be used as it is. */
  #keep(loaded: Loaded, reading: Reading | undefined): Loaded {
    const { place, lies, anew, lost } = loaded;
    const [{ place: at, rev } = { place, rev: 0 }] = lies;
    if (reading !== undefined && lies.length < 2 && at === place && !anew && lost !== true) this.#shown?.found(place, rev, loaded, reading);
    return loaded;
  }

  /** What `peek` would find, from this page's memory where that is sure to be the same. Throws `wrong-key`. */
  async recall(customer: string): Promise<Loaded> {
    this.#check();
    const [place = ''] = await this.places(customer);
    const known = this.#shown?.at(place);
    if (known === undefined) return this.peek(customer);
    if (known.made !== undefined) return known.made;
    const { rev, record } = known;
    // It came from another tab, or from whoever else can post on the channel.
    const loaded = record === undefined ? undefined : await (this.#ahead.get(record) ?? this.#open(place, [{ place, record }], customer, false));
    if (loaded === undefined || loaded.anew || loaded.memo.folded.context.customer !== customer) {
      this.#shown?.drop(place);
      return this.peek(customer);
    }
    this.#shown?.opened(place, rev, loaded);
    return loaded;
  }

  /** Writes, and tells this tab and the others what was written. `made`: the same, opened. False: somebody else was faster. */
  commit(change: Change, made: readonly Loaded[] = []): Promise<boolean> {
    return this.#reading(async (reading) => {
      const { contexts = new Map<string, ContextRecord>() } = change;
      let coming: string | undefined;
      const written = await this.disk.commit(change, () => {
        if (contexts.size > 0) coming = this.#tabs.coming(contexts);
      });
      if (!written) for (const place of change.expect.keys()) this.#shown?.drop(place);
      else this.#wrote(contexts, made, reading, coming);
      return written;
    });
  }

  /** Writes without a word; `spread` tells of it later. False: somebody else was faster. */
  async commitQuietly(change: Change): Promise<boolean> {
    const written = await this.disk.commit(change);
    for (const place of change.expect.keys()) {
      this.#shown?.drop(place);
      this.#shown?.wrote(place);
    }
    return written;
  }

  /** Tells this tab and the others of many that were written, in one message and without what is in them: who shows one of them reads it. */
  spread(contexts: ReadonlyMap<string, ContextRecord>): void {
    const news = [...contexts].map(bare);
    this.#tabs.tell(news);
    for (const one of news) this.#tell(one);
  }

  /** Small records were merged: how many there are is known from the disk alone. */
  merged(place: string): void {
    this.#shown?.drop(place);
  }

  #wrote(contexts: ReadonlyMap<string, ContextRecord>, made: readonly Loaded[], reading: Reading | undefined, coming: string | undefined): void {
    if (coming !== undefined) this.#tabs.there(coming, [...contexts.keys()]);
    // It was not sent ahead: nobody was there to hear it, or somebody has only just come, and reads.
    else if (contexts.size > 0) this.#tabs.tell([...contexts].map(bare));
    for (const loaded of made) this.#keep(loaded, reading);
    for (const [place, record] of contexts) {
      if (record.box === undefined) this.#shown?.drop(place);
      this.#shown?.wrote(place, record);
      this.#tell({ place, record });
    }
  }

  async #open(place: string, found: readonly { place: string; record: ContextRecord }[], customer: string, say = true): Promise<Loaded> {
    const [only] = found;
    const known = found.length === 1 && only?.place === place ? this.#shown?.at(place) : undefined;
    if (known?.made !== undefined && known.rev === only?.record.rev) return known.made;
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
    const loaded = await this.#open(place, [{ place, record }], OPAQUE + place);
    // Under several keys somebody may lie in several places.
    if (record.box !== undefined && this.keys.all.length === 1) {
      this.#keep(loaded, reading);
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
    for (const place of await this.places(customer)) this.#tell({ place });
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

  #tell(news: News): void {
    for (const listener of this.#listeners) listener(news);
  }

  /** Tells this tab and the others something that is not about a customer. */
  say(news: string): void {
    this.#tell({ place: news });
    this.#tabs.tell({ place: news });
  }

  /** Empties it for everybody, and closes it. */
  async wipe(): Promise<void> {
    try {
      await this.disk.wipe();
      this.#tabs.tell({ place: EMPTIED });
    } finally {
      this.#shown?.emptied();
      this.close();
    }
  }

  #check(): void {
    if (this.#closed) throw new SayOnceError('closed', 'This touchpoint was closed.');
  }

  close(): void {
    this.#closed = true;
    this.#tabs.close();
    this.#shown?.close();
    this.#listeners.clear();
    this.#unsaved.clear();
    this.disk.close();
  }
}

/** What was written, without what is in it. */
const bare = ([place, { box: _, ...record }]: readonly [string, ContextRecord]): News => ({ place, record });

/** The keys that a ring must hold for a store, by id. */
export const notedKeys = (disk: Disk): Promise<readonly unknown[]> => Promise.all([disk.meta('keys'), disk.meta('bound')]);
