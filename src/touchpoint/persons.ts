import type { Audience } from '../model/entry.js';
import { type Bytes, fromUtf8, randomId, utf8 } from '../store/bytes.js';
import { openBytes, sealBytes } from '../store/keys.js';
import type { Desk } from './desk.js';

interface Person {
  id: string;
  until: number;
}

interface Sealed {
  key: string;
  box: Bytes;
}

/** Who uses this device: a provisional customer, random, one at a time. Two people on one device are never joined. */
export class Persons {
  readonly #desk: Desk<Audience>;

  constructor(desk: Desk<Audience>) {
    this.#desk = desk;
  }

  /** The current one; a new one where there is none, or the last has not been here for `lasts` ms. */
  current(lasts: number): Promise<string> {
    const { store } = this.#desk;
    const name = `say-once/${store.company}/person`;
    // Two tabs that open at once are one visitor. Where there are no locks (no secure context), the later one counts.
    return 'locks' in navigator ? navigator.locks.request(name, () => this.#current(lasts)) : this.#current(lasts);
  }

  async #current(lasts: number): Promise<string> {
    const { store } = this.#desk;
    const sealed = (await store.disk.meta('person')) as Sealed | undefined;
    if (sealed === undefined) return this.another(lasts);
    const person = await this.#open(sealed);
    if (person.until < store.now()) return this.another(lasts);
    return person.id;
  }

  async #open({ key, box }: Sealed): Promise<Person> {
    return JSON.parse(fromUtf8(await openBytes(this.#desk.store.keys, key, 'meta', 'person', box))) as Person;
  }

  /** Somebody else. What the one before had said here is let go; what is sealed for support still goes out. */
  async another(lasts: number): Promise<string> {
    const { store } = this.#desk;
    const before = (await store.disk.meta('person')) as Sealed | undefined;
    const person: Person = { id: `prov_${randomId()}`, until: store.now() + lasts };
    const box = await sealBytes(store.keys, 'meta', 'person', utf8(JSON.stringify(person)));
    const meta = new Map<string, unknown>([['person', { key: store.keys.newest.id, box } satisfies Sealed]]);
    await store.disk.commit({ expect: new Map(), meta, durability: 'strict' });
    if (before !== undefined) await (await this.#desk.recorder()).writer.forget((await this.#open(before)).id);
    return person.id;
  }
}
