/** What lies far behind goes to a worker, so that the page stays free and opens while the worker writes. */
import type { Delivery } from '../carry/carrier.js';
import type { Audience } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import type { Desk } from './desk.js';
import { type Done, type Hired, hireFor } from './hired.js';
import type { Taking } from './relay-take.js';

/** Batches under way to the worker. */
const UNDER_WAY = 2;

export class Backlog {
  readonly #hired: Hired;
  readonly #taking: Taking;
  readonly #underWay: Promise<void>[] = [];

  private constructor(hired: Hired, taking: Taking) {
    this.#hired = hired;
    this.#taking = taking;
  }

  /** `undefined`: no worker can be had here. Throws why it was halted. */
  static async open(desk: Desk<Audience>, taking: Taking, halt: AbortSignal): Promise<Backlog | undefined> {
    // Without a disk of its own there is nothing that a worker could write to.
    if (!desk.store.disk.lasting || typeof Worker === 'undefined' || taking.took !== undefined) return undefined;
    const hired = await hireFor(desk, { mark: taking.mark }, halt, {
      execute: (told) => taking.execute(told),
      wrote: (contexts) => {
        const { store } = desk;
        if (store.closed) return;
        // What this page remembers of them is old.
        for (const place of contexts.keys()) store.merged(place);
        store.spread(contexts);
      },
    });
    return hired && new Backlog(hired, taking);
  }

  /** Resolves when there is room for more; with the last of it, when all is written. Throws what the worker says, for this or for what it was given before. */
  async take(deliveries: readonly Delivery[], isAll: boolean): Promise<void> {
    const taken = this.#hired.ask({ do: 'deliver', deliveries, isAll }).then((done) => this.#hear(done));
    taken.catch(() => {}); // whoever waits for it sees the error
    this.#underWay.push(taken);
    while (this.#underWay.length > (isAll ? 0 : UNDER_WAY)) await this.#underWay.shift();
  }

  #hear({ heard }: Done): void {
    for (const code of heard?.refused ?? []) this.#taking.refused(new SayOnceError(code, 'Something that came from another desk was not taken in.'));
    if (heard?.sent === true) this.#taking.sent();
  }

  /** Resolves when nothing more will be written. */
  async stop(): Promise<void> {
    await this.#hired.ask({ do: 'stop' }).then((done) => this.#hear(done)).catch(() => {});
    this.#hired.dismiss();
  }
}
