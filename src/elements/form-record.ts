/** Records what was said in a form when it is sent: in one contact, and nothing twice. */
import type { Draft } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { Recorded, Touchpoint } from '../touchpoint/types.js';
import { SayOnceRecordedEvent } from './events.js';

/** Refusals of one entry that must not take the others with it. */
const ONE: ReadonlySet<unknown> = new Set<ErrorCode>(['secret-refused', 'too-large', 'bad-entry']);

export class FormRecord {
  /** what this page has recorded already: a page that stops a submission may let the next one pass */
  readonly #known = new Set<string>();
  readonly #form: HTMLElement;
  readonly #tell: (error: unknown) => void;
  readonly #learn: (touchpoint: Touchpoint, person: string) => Promise<void>;

  /** `learn`: it is recorded, and the next step of the form need not ask for it. */
  constructor(form: HTMLElement, tell: (error: unknown) => void, learn: (touchpoint: Touchpoint, person: string) => Promise<void>) {
    this.#form = form;
    this.#tell = tell;
    this.#learn = learn;
  }

  /** Somebody else begins. */
  clear(): void {
    this.#known.clear();
  }

  /** `undefined` where nothing of it is new. Never rejects. */
  add(touchpoint: Touchpoint, person: Promise<string>, said: readonly Draft[]): Promise<unknown> | undefined {
    const fresh = said.filter((draft) => !this.#known.has(JSON.stringify(draft)));
    if (fresh.length === 0) return undefined;
    for (const draft of fresh) this.#known.add(JSON.stringify(draft));
    return this.#write(touchpoint, person, fresh).catch((error: unknown) => {
      for (const draft of fresh) this.#known.delete(JSON.stringify(draft));
      this.#tell(error);
    });
  }

  async #write(touchpoint: Touchpoint, who: Promise<string>, drafts: Draft[]): Promise<void> {
    const person = await who;
    await touchpoint.begin(person, { channel: 'web-form' });
    const recorded = await touchpoint.recordAll(person, drafts).catch(async (error: unknown) => {
      if (!ONE.has((error as { code?: ErrorCode } | undefined)?.code)) throw error;
      this.#tell(error);
      const saved: Recorded[] = [];
      for (const draft of drafts) await touchpoint.record(person, draft).then((one) => saved.push(one), (why: unknown) => this.#tell(why));
      return saved;
    });
    this.#form.dispatchEvent(new SayOnceRecordedEvent(person, drafts.map(({ kind }) => kind), recorded.map(({ stamp }) => stamp), recorded.every(({ saved }) => saved)));
    await touchpoint.end(person);
    await this.#learn(touchpoint, person);
    await sent(touchpoint);
  }
}

/** Once nothing waits to be sent: a page that is left takes what waits with it, until somebody comes back. */
const sent = (touchpoint: Touchpoint): Promise<void> =>
  new Promise((resolve) => {
    const stop = touchpoint.onState(({ unsent }) => {
      if (unsent > 0) return;
      resolve();
      queueMicrotask(() => stop());
    });
  });
