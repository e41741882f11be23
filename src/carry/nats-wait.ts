/** How whoever waits for a relay waits: longer each time, not as long as anybody else, and no longer than somebody who looks at the page would. */

/** The longest, ms. Where nobody looks at the page, the relay and who mints for it are spared. */
const LONGEST = { seen: 5_000, unseen: 30_000 };
/** Who is nudged again and again tries about so often, ms. */
const SOON = 1_000;

const waiting = new Set<() => void>();

/** Something is to be sent or seen: whoever waits tries soon. */
export function nudge(): void {
  for (const hurry of waiting) hurry();
}

const isUnseen = (): boolean => globalThis.document?.visibilityState === 'hidden';

/** After these a relay that was away may be there again, or is looked for. In a worker, and outside of browsers, there are none. */
const SIGNS: readonly (readonly [EventTarget | undefined, string])[] = [
  [globalThis.window, 'online'],
  [globalThis.window, 'pageshow'],
  [globalThis.document, 'visibilitychange'],
];

/** Resolves after a time that grows with `tries`; soon after a nudge or a sign; at once when the signal aborts. `isOut`: it was not let in, and somebody must sign in first, or whoever signs in is away: no nudge helps. */
export const wait = (tries: number, signal?: AbortSignal, isOut = false): Promise<void> =>
  new Promise((resolve) => {
    const began = Date.now();
    // Many lose one server at once, and one network comes back to all of them.
    const share = 0.5 + Math.random() / 2;
    let due = Math.min(isOut || isUnseen() ? LONGEST.unseen : LONGEST.seen, 200 * 2 ** Math.min(tries, 8)) * share;
    let timer = setTimeout(done, due);
    const hurry = (): void => {
      if (due <= SOON) return;
      due = SOON * share;
      clearTimeout(timer);
      timer = setTimeout(done, began + due - Date.now());
    };
    const look = (): void => void (isUnseen() || hurry());
    function done(): void {
      clearTimeout(timer);
      waiting.delete(hurry);
      for (const [target, type] of SIGNS) target?.removeEventListener(type, look);
      signal?.removeEventListener('abort', done);
      resolve();
    }
    // What is written signs nobody in.
    if (!isOut) waiting.add(hurry);
    for (const [target, type] of SIGNS) target?.addEventListener(type, look);
    signal?.addEventListener('abort', done);
    if (signal?.aborted === true) done();
  });
