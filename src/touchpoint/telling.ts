/** What a support desk tells sales: that it is there, which holds stand, which have ended. */
import type { Audience, Held } from '../model/entry.js';
import { allHolds } from '../model/holds.js';
import { POSTED } from '../store/marks.js';
import { part } from '../store/part.js';
import type { Desk } from './desk.js';
import type { Poster } from './poster.js';
import type { Recorder } from './recorder.js';

/** Causes that one message may name: beyond, what a sales desk has and should not have stays held. */
const MOST_CAUSES = 30_000;

/** Whether sales is to be told everything, since something was taken back and it was not told anew yet. */
export const OWED = 'owed-to-sales';

/** How what was told goes out: the outbox, and what in it or on the way is taken back. */
interface Outbox {
  flush(): Promise<void>;
  erase(box: 'sales', subjects: readonly string[]): Promise<number>;
}

export class Telling {
  readonly #desk: Desk<Audience>;
  readonly #outbox: Outbox;
  readonly #signal: AbortSignal;
  readonly #trouble: (error: unknown) => void;

  constructor(desk: Desk<Audience>, outbox: Outbox, signal: AbortSignal, trouble: (error: unknown) => void) {
    this.#desk = desk;
    this.#outbox = outbox;
    this.#signal = signal;
    this.#trouble = trouble;
  }

  /** Says to sales that support is there. */
  async heard(): Promise<void> {
    const recorder = await this.#desk.recorder();
    const poster = await recorder.poster;
    if (poster === undefined || this.#signal.aborted) return;
    await this.#whatChanged(recorder, poster);
    // Where no sales desk reads them, they would pile up.
    await this.#outbox.erase('sales', await poster.beats());
    await recorder.writer.send(async () => [await poster.beat()]).catch(this.#trouble);
    await this.#outbox.flush();
  }

  /** Tells a sales store (or every one, `EVERYBODY`) all holds that stand, those of forgotten people's objections too. */
  async all(store: string): Promise<void> {
    const recorder = await this.#desk.recorder();
    const poster = await recorder.poster;
    if (poster === undefined) return;
    await this.#whatChanged(recorder, poster);
    const { keptWishes } = await part(import('./suppressed.js'));
    await recorder.writer.send(async () => {
      const held: Held[] = [...(await keptWishes(this.#desk.store))];
      for (const { memo } of await this.#desk.store.marked([POSTED])) held.push(...(await poster.again(memo.folded.context, memo.posted ?? [])));
      const send = await Promise.all(poster.pages(held));
      const causes = held.length > MOST_CAUSES ? {} : { causes: held.map(({ cause }) => cause) };
      return [...send, await poster.seal({ kind: 'heard', at: this.#desk.store.now(), whole: store, pages: send.length, ...causes })];
    });
    await this.#outbox.flush();
  }

  /** A hold that ends by itself ends for sales too: support says so when it is due. */
  async ended(): Promise<void> {
    const { store } = this.#desk;
    const now = store.now();
    for (const { memo } of await store.marked([POSTED])) {
      const { context } = memo.folded;
      const standing = allHolds(context, store.policy).filter(({ until }) => until === null || until > now).length;
      if (standing === (memo.posted ?? []).length) continue;
      const { poster, writer } = await this.#desk.recorder();
      if ((await (await poster)?.isTold(context, memo.posted ?? [])) === false) await writer.touch(context.customer);
    }
    await this.#outbox.flush();
  }

  /** What sales was told under an older key, or by an older policy, is told anew. */
  async #whatChanged({ writer }: Recorder, poster: Poster): Promise<void> {
    for (const { memo } of await this.#desk.store.marked([POSTED])) {
      if (!(await poster.isTold(memo.folded.context, memo.posted ?? []))) await writer.touch(memo.folded.context.customer);
    }
  }
}
