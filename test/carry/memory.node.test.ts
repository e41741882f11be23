/** The least that a carrier can be: a list in memory. It shows that the contract asks for nothing that only storage or a network has. */
import type { Box, Carrier, Cursor, Envelope, Erasable, Take } from '../../src/carry/carrier.js';
import { SayOnceError } from '../../src/model/errors.js';
import { carrierContract } from './contract.js';

/** What all ends of one road share. */
class Shared {
  lies: { seq: number; envelope: Envelope }[] = [];
  readonly known = new Set<string>();
  readonly waiting = new Set<() => void>();
  seq = 0;

  wake(): void {
    for (const wake of this.waiting) wake();
    this.waiting.clear();
  }
}

/** Envelopes handed over at a time. */
const MOST = 50;

class MemoryCarrier implements Carrier {
  readonly name = 'memory';
  readonly #shared: Shared;
  #closed = false;

  constructor(shared: Shared) {
    this.#shared = shared;
  }

  #check(): void {
    if (this.#closed) throw new SayOnceError('closed', 'It was closed.');
  }

  async publish(envelopes: readonly Envelope[]): Promise<void> {
    this.#check();
    const shared = this.#shared;
    for (const envelope of envelopes) {
      const name = `${envelope.to} ${envelope.id}`;
      if (!shared.known.has(name)) shared.lies.push({ seq: ++shared.seq, envelope });
      shared.known.add(name);
    }
    shared.wake();
  }

  async feed(box: Box, after: Cursor | undefined, take: Take, signal: AbortSignal): Promise<void> {
    let at = Number(after ?? 0);
    let isSaid = false;
    signal.addEventListener('abort', () => this.#shared.wake());
    // To look takes a moment, as with any other.
    const isOver = async (): Promise<boolean> => Promise.resolve().then(() => signal.aborted || this.#closed);
    while (!(await isOver())) {
      const batch = this.#shared.lies.filter(({ seq, envelope }) => seq > at && envelope.to === box).slice(0, MOST);
      if (batch.length === 0 && isSaid) await new Promise<void>((wake) => this.#shared.waiting.add(wake));
      else await take(batch.map(({ seq, envelope }) => ({ envelope, cursor: String(seq) })));
      isSaid ||= batch.length === 0;
      at = batch.at(-1)?.seq ?? at;
    }
  }

  async erase(box: Box, what: Erasable): Promise<number> {
    this.#check();
    const shared = this.#shared;
    const before = shared.lies.length;
    shared.lies = shared.lies.filter(({ envelope }) => envelope.to !== box || ('id' in what ? envelope.id !== what.id : envelope.subject !== what.subject));
    return before - shared.lies.length;
  }

  close(): void {
    this.#closed = true;
    this.#shared.wake();
  }
}

carrierContract('a list in memory', () => {
  const shared = new Shared();
  return { end: () => new MemoryCarrier(shared) };
});
