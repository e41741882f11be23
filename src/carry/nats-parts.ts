/** A message of a relay is short; what is longer goes in several, and is put together again by whoever reads it. */

/** Headers, subject and what the server adds, bytes at most. */
const AROUND = 768;
/** Parts of what never became whole are kept so long, ms by the relay's clock: twice as long as it knows an id again. */
const PATIENCE = 20 * 60_000;

export interface Part {
  /** from 1 */
  number: number;
  of: number;
  text: string;
}

/** `most`: bytes that a message may have. `sealed` is ASCII where we made it; any other text is cut between its characters. */
export function partsOf(sealed: string, most: number): Part[] {
  const room = Math.max(1, most - AROUND);
  // eslint-disable-next-line no-control-regex
  const texts = /^[\x00-\x7f]*$/.test(sealed) ? cut(sealed, room) : cut(sealed, Math.max(2, Math.floor(room / 3)));
  return texts.map((text, index) => ({ number: index + 1, of: texts.length, text }));
}

function cut(text: string, units: number): string[] {
  if (text.length <= units) return [text];
  const pieces: string[] = [];
  for (let from = 0; from < text.length; ) {
    let to = Math.min(text.length, from + units);
    // Never between the two halves of one character.
    if (to < text.length && /[\ud800-\udbff]/.test(text[to - 1] ?? '')) to -= 1;
    pieces.push(text.slice(from, to));
    from = to;
  }
  return pieces;
}

interface Waiting {
  texts: Map<number, string>;
  /** the message that the first of it came with, and when that came: what is never ended holds nobody up for longer */
  first: number;
  at: number;
}

/** Puts parts together, in whatever order and however often they come. */
export class Parts {
  readonly #waiting = new Map<string, Waiting>();

  /** `from`: who sent it about whom, so that nobody completes what another began. Undefined: some of it is missing yet. */
  take(from: string, { number, of, text }: Part, seq: number, at: number): string | undefined {
    if (of === 1) return text;
    const waiting = this.#waiting.get(from) ?? { texts: new Map<number, string>(), first: seq, at };
    this.#waiting.set(from, waiting);
    waiting.texts.set(number, text);
    if (waiting.texts.size < of) return undefined;
    this.#waiting.delete(from);
    return Array.from({ length: of }, (_, index) => waiting.texts.get(index + 1) ?? '').join('');
  }

  /** From which message on a reader that starts anew must read, so that nothing half read is lost; undefined: nothing waits. */
  since(now: number): number | undefined {
    // In the order in which they began, so that the first one that stays is the answer, however many wait.
    for (const [from, { first, at }] of this.#waiting) {
      if (now - at <= PATIENCE) return first;
      this.#waiting.delete(from);
    }
    return undefined;
  }
}
