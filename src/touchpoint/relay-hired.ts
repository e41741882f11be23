/** What lies far behind goes to a worker, so that the page stays free and opens while the worker writes. */
import type { Cursor, Delivery } from '../carry/carrier.js';
import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import type { Desk } from './desk.js';
import { type Hired, hireFor } from './hired.js';
import type { News } from './relay-far.js';
import { parcelOf } from './relay-parcel.js';
import type { Taking } from './relay-take.js';

/** Batches under way to the worker. */
const UNDER_WAY = 2;

export class Backlog {
  readonly #hired: Hired;
  readonly #underWay: Promise<unknown>[] = [];

  private constructor(hired: Hired) {
    this.#hired = hired;
  }

  /** `undefined`: no worker can be had here. Throws why it was halted. */
  static async open(desk: Desk<Audience>, taking: Taking, halt: AbortSignal): Promise<Backlog | undefined> {
    // Without a disk of its own there is nothing that a worker could write to.
    if (!desk.store.disk.lasting || typeof Worker === 'undefined' || taking.took !== undefined) return undefined;
    const hired = await hireFor(desk, { mark: taking.mark }, halt, { execute: (told) => taking.execute(told), hear: (news) => hear(taking, news) });
    return hired && new Backlog(hired);
  }

  /** `cursor`: stands after all of them. `more`: about so many messages lie there behind these. Resolves when there is room for more; with the last of it, when all is written. Throws what the worker says, for this or for what it was given before. */
  async take(deliveries: readonly Delivery[], cursor: Cursor | undefined, more: number): Promise<void> {
    const taken = this.#hired.ask({ do: 'deliver', parcel: parcelOf(deliveries, cursor), more });
    taken.catch(() => {}); // whoever waits for it sees the error
    this.#underWay.push(taken);
    while (this.#underWay.length > (more === 0 ? 0 : UNDER_WAY)) await this.#underWay.shift();
  }

  /** Resolves when nothing more will be written. */
  async stop(): Promise<void> {
    await this.#hired.ask({ do: 'stop' }).catch(() => {});
    this.#hired.dismiss();
  }
}

/** On the port on which it says «done»: what was written is known here before anybody is told that all of it is. */
function hear({ store, refused, sent }: Taking, news: News): void {
  if (store.closed) return;
  // What this page remembers of them is old.
  for (const place of news.contexts.keys()) store.merged(place);
  if (news.contexts.size > 0) store.spread(news.contexts);
  for (const code of news.refused) refused(new SayOnceError(code, 'Something that came from another desk was not taken in.'));
  if (news.sent) sent();
}
