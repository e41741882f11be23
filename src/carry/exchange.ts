import { SayOnceError } from '../model/errors.js';
import type { Box, Carrier, Cursor, Envelope, Erasable, Take } from './carrier.js';

/** Where the envelopes lie: a database that all audiences of this browser share. */
export interface Mail {
  put(envelopes: readonly Envelope[]): Promise<void>;
  after(box: string, seq: number, limit: number): Promise<{ seq: number; envelope: { id: string; to: string; subject: string; sealed: string } }[]>;
  remove(box: string, what: { subject: string } | { id: string } | { seqs: readonly number[] }): Promise<number>;
  close(): void;
}

const BATCH = 50;
/** Where no bell rings (a BroadcastChannel may be missing, a frame may sleep), the box is looked into by the clock, ms. */
const LOOK = 5_000;

/**
 * The carrier that is always there: this browser's own. A BroadcastChannel is its bell, a database its boxes. A box has
 * one reader at a time here, so what was taken is taken out: sealed or not, it need not lie about. What a reader leaves
 * lies there for the next.
 */
export class ExchangeCarrier implements Carrier {
  readonly name = 'exchange';
  readonly #mail: Mail;
  readonly #bell: BroadcastChannel | undefined;
  readonly #waiting = new Set<() => void>();
  #closed = false;

  constructor(mail: Mail, bell: string) {
    this.#mail = mail;
    this.#bell = typeof BroadcastChannel === 'undefined' ? undefined : new BroadcastChannel(bell);
    this.#bell?.addEventListener('message', () => this.#ring());
  }

  #ring(): void {
    for (const wake of this.#waiting) wake();
  }

  #check(): void {
    if (this.#closed) throw new SayOnceError('closed', 'The exchange was closed.');
  }

  async publish(envelopes: readonly Envelope[]): Promise<void> {
    this.#check();
    if (envelopes.length === 0) return;
    await this.#mail.put(envelopes);
    if (this.#closed) return;
    this.#bell?.postMessage('mail');
    this.#ring();
  }

  async feed(box: Box, after: Cursor | undefined, take: Take, signal: AbortSignal): Promise<void> {
    const done = (): boolean => signal.aborted || this.#closed;
    let seq = Number(after ?? 0);
    let behind = true;
    while (!done()) {
      const bell = this.#nextBell(signal);
      const mail = await this.#mail.after(box, seq, BATCH);
      if (done()) return;
      const last = mail.at(-1);
      if (last === undefined) {
        if (behind) await take([]);
        behind = false;
        await bell;
        continue;
      }
      const some = (await take(mail.map(({ seq: number, envelope }) => ({ envelope: { ...envelope, to: box }, cursor: String(number) })))) as readonly string[] | undefined;
      const left = new Set(some);
      // Closed meanwhile: it comes again. Whoever takes it in knows it by its stamps.
      if (this.#closed) return;
      await this.#mail.remove(box, { seqs: mail.filter(({ envelope }) => !left.has(envelope.id)).map((one) => one.seq) });
      seq = last.seq;
    }
  }

  /** Resolves with the next ring, or when it is time to look, or to stop. Asked for before looking, so that none is missed. */
  #nextBell(signal: AbortSignal): Promise<void> {
    return new Promise((resolve) => {
      const wake = (): void => {
        this.#waiting.delete(wake);
        signal.removeEventListener('abort', wake);
        clearTimeout(timer);
        resolve();
      };
      const timer = setTimeout(wake, LOOK);
      this.#waiting.add(wake);
      signal.addEventListener('abort', wake);
    });
  }

  async erase(box: Box, what: Erasable): Promise<number> {
    this.#check();
    return this.#mail.remove(box, 'id' in what ? { id: what.id } : what);
  }

  close(): void {
    this.#closed = true;
    this.#ring();
    this.#bell?.close();
    this.#mail.close();
  }
}
