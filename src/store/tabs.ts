/** Whoever hears this answers. */
const HERE = 'here';
const ANSWER = 'too';

/** The line on which the tabs of one audience tell each other what they write. What is made of it is in `lately.ts`: a page that is alone needs none of that. */
export class Tabs {
  #channel: BroadcastChannel | undefined;
  /** somebody was heard */
  others = false;

  /** `missed`: something came that could not be read. */
  constructor(name: string, hear: (message: unknown) => void, missed: () => void) {
    this.#channel = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(name);
    this.#channel?.addEventListener('message', ({ data }: MessageEvent<unknown>) => {
      if (data === HERE) this.post(ANSWER);
      this.others = true;
      hear(data);
    });
    this.#channel?.addEventListener('messageerror', missed);
    // Not on the way to the first card.
    setTimeout(() => this.post(HERE));
  }

  /** Whether what other tabs write is heard of. */
  get open(): boolean {
    return this.#channel !== undefined;
  }

  post(message: unknown): void {
    this.#channel?.postMessage(message);
  }

  close(): void {
    this.#channel?.close();
    this.#channel = undefined;
  }
}
