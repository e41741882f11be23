/** What auditors read: reveals and overrides, on the relay, where nobody takes anything out, sealed to the auditors' public key. */
import type { Carrier } from '../carry/carrier.js';
import { sealEnvelope } from '../carry/envelope.js';
import { RefusedEnvelopes } from '../carry/refused.js';
import type { AnyEntry, Audience } from '../model/entry.js';
import { randomId } from '../store/bytes.js';
import type { OutboxRecord } from '../store/database.js';
import { digest } from '../store/keys.js';
import type { Desk } from './desk.js';
import { sharedSubject } from './sharing.js';

/** One thing that auditors are to know of. Who sent it the subject says. */
export interface Audited {
  v: 1;
  kind: 'audited';
  entry: AnyEntry;
}

const AUDITED: ReadonlySet<string> = new Set(['revealed', 'overridden']);

/** What was acknowledged is published once more after so long, ms: whoever writes there cannot read whether it stayed. */
const AGAIN = 30_000;

/** Under which name it waits in the outbox. */
const viaOf = ({ name }: Carrier): string => `${name}/audit`;

/** Seals what this desk did; goes into the outbox in the transaction of the write, so before it takes effect. */
export async function sealAudited({ name, author, auditing, ring: { audit }, store }: Desk<Audience>, entries: readonly AnyEntry[]): Promise<OutboxRecord[]> {
  if (auditing === undefined || audit === undefined) return [];
  const own = entries.filter(({ kind, by }) => AUDITED.has(kind) && by.audience === author.audience && by.id === author.id);
  return Promise.all(
    own.map(async (entry) => ({
      id: randomId(),
      to: 'audit',
      via: viaOf(auditing),
      subject: await digest(store.keys.newest.subject, sharedSubject(entry.customer)),
      sealed: await sealEnvelope({ company: name, box: 'audit' }, { id: audit.id, key: audit.publicKey }, { v: 1, kind: 'audited', entry } satisfies Audited),
    })),
  );
}

/** Sends it. Works in one tab of the audience. */
export class Trail {
  readonly #desk: Desk<Audience>;
  readonly #carrier: Carrier;
  readonly #again: number;
  /** when the server first said that it has it, by `performance.now()` */
  readonly #there = new Map<string, number>();
  #turn: Promise<void> = Promise.resolve();

  constructor(desk: Desk<Audience>, carrier: Carrier, again = AGAIN) {
    this.#desk = desk;
    this.#carrier = carrier;
    this.#again = again;
  }

  /** Until the signal. */
  async work(signal: AbortSignal): Promise<void> {
    const timer = setInterval(() => void this.send(), this.#again);
    const undo = this.#carrier.onState?.(({ link }) => link === 'up' && void this.send());
    void this.send();
    await new Promise<void>((done) => (signal.aborted ? done() : signal.addEventListener('abort', () => done(), { once: true })));
    clearInterval(timer);
    undo?.();
    await this.#turn;
  }

  /** One after the other. */
  send(): Promise<void> {
    this.#turn = this.#turn.then(() => this.#round()).catch(() => {}); // it lies there, and goes with the next
    return this.#turn;
  }

  async #round(): Promise<void> {
    const { disk } = this.#desk.store;
    const now = performance.now();
    const isDue = ({ id }: OutboxRecord): boolean => now - (this.#there.get(id) ?? Number.NEGATIVE_INFINITY) >= this.#again;
    let there = (await disk.outbox()).filter((one) => one.via === viaOf(this.#carrier) && isDue(one));
    // What stood beside what is refused may be there or not, so it is published once more, without that.
    for (let isSure = false; !isSure && there.length > 0; ) {
      try {
        await this.#carrier.publish(there.map(({ id, subject, sealed }) => ({ id, to: 'audit', subject, sealed })));
        isSure = true;
      } catch (error) {
        if (!(error instanceof RefusedEnvelopes) || !there.some(({ id }) => error.ids.includes(id))) throw error;
        this.#desk.refused(error);
        there = there.filter(({ id }) => !error.ids.includes(id));
      }
    }
    const twice = there.filter(({ id }) => this.#there.has(id));
    for (const { id } of there) this.#there.set(id, now);
    if (twice.length > 0) await disk.sent(twice.map(({ seq = 0 }) => seq));
  }
}
