import type { Audience } from '../model/entry.js';
import { isRefusal } from '../model/errors.js';
import { alone } from '../store/alone.js';
import { fromUtf8 } from '../store/text.js';
import { openBytes } from '../store/keys.js';
import { partOnce } from '../store/part.js';
import type { Sealed } from '../store/seal-bytes.js';
import type { Desk } from './desk.js';

/** Who comes to be known, and who leaves: a visitor who was here lately needs none of it. */
const change = partOnce(() => import('./persons-change.js'));

/** A provisional customer. */
export interface Person {
  id: string;
  until: number;
}

/** Who uses this device: a provisional customer, random, one at a time. Two people on one device are never joined. */
export class Persons {
  readonly #desk: Desk<Audience>;

  constructor(desk: Desk<Audience>) {
    this.#desk = desk;
  }

  /** The current one; a new one where there is none, or the last has not been here for long. */
  current(): Promise<string> {
    return oneAtATime(this.#desk, async () => {
      const person = await known(this.#desk);
      return person === undefined || person.until < this.#desk.store.now() ? (await change()).next(this.#desk, person) : person.id;
    });
  }

  /** Somebody else. What the one before had said here is let go; what is sealed for support still goes out. */
  another(): Promise<string> {
    return oneAtATime(this.#desk, async () => (await change()).next(this.#desk, await known(this.#desk)));
  }
}

/** Two tabs that open at once are one visitor. */
export const oneAtATime = <T>(desk: Desk<Audience>, work: () => Promise<T>): Promise<T> => alone(`say-once/${desk.name}/person`, work);

/** One that does not open is said, and counts as none: the page goes on. Throws `wrong-key`. */
export async function known({ store }: Desk<Audience>): Promise<Person | undefined> {
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
