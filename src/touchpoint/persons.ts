import type { Audience } from '../model/entry.js';
import { isRefusal } from '../model/errors.js';
import { DAY } from '../model/time.js';
import { alone } from '../store/alone.js';
import { fromUtf8, randomId, utf8 } from '../store/bytes.js';
import { openBytes, type Sealed, sealBytes } from '../store/keys.js';
import type { Desk } from './desk.js';

interface Person {
  id: string;
  until: number;
}

/** Who uses this device: a provisional customer, random, one at a time. Two people on one device are never joined. */
export class Persons {
  readonly #desk: Desk<Audience>;

  constructor(desk: Desk<Audience>) {
    this.#desk = desk;
  }

  /** How long somebody is remembered who does not come back, ms. */
  get #lasts(): number {
    return this.#desk.policy.provisionalPersonDays * DAY;
  }

  /** The current one; a new one where there is none, or the last has not been here for long. */
  current(): Promise<string> {
    return this.#alone(async () => {
      const person = await this.#known();
      return person === undefined || person.until < this.#desk.store.now() ? this.#another(person) : person.id;
    });
  }

  /** Somebody else. What the one before had said here is let go; what is sealed for support still goes out. */
  another(): Promise<string> {
    return this.#alone(async () => this.#another(await this.#known()));
  }

  /** Sealed with the newest key. */
  reseal(): Promise<void> {
    return this.#alone(async () => {
      const person = await this.#known();
      if (person !== undefined) await this.#keep(person);
    });
  }

  /** Two tabs that open at once are one visitor. */
  #alone<T>(work: () => Promise<T>): Promise<T> {
    return alone(`say-once/${this.#desk.name}/person`, work);
  }

  /** One that does not open is said, and counts as none: the page goes on. Throws `wrong-key`. */
  async #known(): Promise<Person | undefined> {
    const { store } = this.#desk;
    const sealed = (await store.disk.meta('person')) as Sealed | undefined;
    if (sealed === undefined) return undefined;
    try {
      return JSON.parse(fromUtf8(await openBytes(store.keys, sealed.key, 'meta', 'person', sealed.box))) as Person;
    } catch (error) {
      if (!isRefusal(error, 'broken-record')) throw error;
      store.trouble('broken-record');
      return undefined;
    }
  }

  async #keep(person: Person): Promise<void> {
    const { disk, keys } = this.#desk.store;
    const meta = new Map<string, unknown>([['person', await sealBytes(keys, 'meta', 'person', utf8(JSON.stringify(person)))]]);
    await disk.commit({ expect: new Map(), meta, sealedWith: keys.newest, durability: 'strict' });
  }

  async #another(before: Person | undefined): Promise<string> {
    const person: Person = { id: `prov_${randomId()}`, until: this.#desk.store.now() + this.#lasts };
    await this.#keep(person);
    if (before !== undefined) await (await this.#desk.recorder()).writer.forget(before.id);
    return person.id;
  }
}
