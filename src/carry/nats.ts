/**
 * `say-once/nats`: a carrier between a company's machines over NATS JetStream. The official client is fetched with the
 * first connection, and not before.
 */
import { SayOnceError } from '../model/errors.js';
import type { Box, Carrier, CarrierState, Cursor, Envelope, Erasable, Take } from './carrier.js';
import { closedError, Line } from './nats-line.js';
import { type Credentials, type Journal, JOURNALS, tokenOf } from './nats-names.js';
import { nudge } from './nats-wait.js';

export type { Credentials };
export { tokenOf };

export interface NatsOptions {
  /** `wss://relay.acme.example`, or several of one cluster. Without TLS on loopback only */
  servers: string | readonly string[];
  /** who writes: the seat's own `as.id`. The credentials must allow just this author's subjects */
  author: string;
  /** what the host minted for this seat; a function is asked again with every connection, so that short-lived ones are renewed. It throws `not-allowed` where the host lets this seat in no more */
  credentials?: Credentials | (() => Promise<Credentials> | Credentials);
  /** bytes of a message that the streams take, as in `deploy/`; what is longer goes in parts */
  maxMessage?: number;
  /** streams and subjects, where they are not those of `deploy/` */
  journals?: Partial<Record<Box, Journal>>;
}

const LOOPBACK = /^(?:wss:\/\/|ws:\/\/(?:localhost|127\.0\.0\.1|\[::1\])(?:[:/]|$))/;

/** What reads and what writes comes with the first of either: a page that shows a card first has the card first. Throws `not-loaded`. */
const later = <T>(part: Promise<T>): Promise<T> =>
  part.catch((cause: unknown) => {
    throw new SayOnceError('not-loaded', 'A part of the relay could not be loaded. What waits goes out later.', { cause });
  });

export class NatsCarrier implements Carrier {
  readonly name: string;
  readonly boxes: ReadonlySet<Box>;
  readonly #line: Line;
  readonly #author: string;
  readonly #most: number;
  readonly #journals: Partial<Record<Box, Journal>>;

  /** Throws `bad-option`. */
  constructor({ servers, author, credentials, maxMessage = 8_192, journals = JOURNALS }: NatsOptions) {
    if ([servers].flat().length === 0 || ![servers].flat().every((server) => LOOPBACK.test(server))) throw new SayOnceError('bad-option', '`servers` of the relay begin with wss://; without TLS (ws://) only this machine itself.');
    if (typeof author !== 'string' || author === '') throw new SayOnceError('bad-option', '`author` of the relay is the id of who sits here.');
    this.#line = new Line({ servers, inboxPrefix: `_INBOX.${tokenOf(author)}`, ...(credentials === undefined ? {} : { credentials }) });
    // What one seat left waiting must not go out under another's name.
    this.name = `relay/${tokenOf(author)}`;
    this.#author = author;
    this.#most = maxMessage;
    this.#journals = journals;
    this.boxes = new Set(Object.keys(journals) as Box[]);
  }

  onState(callback: (state: CarrierState) => void): () => void {
    return this.#line.onState(callback);
  }

  nudge(): void {
    nudge();
  }

  /** Throws `not-allowed`: it does not lead there. */
  #journal(box: Box): Journal {
    if (this.#line.closed) throw closedError();
    const journal = this.#journals[box];
    if (journal === undefined) throw new SayOnceError('not-allowed', `The relay does not lead to ${box}.`);
    return journal;
  }

  async publish(envelopes: readonly Envelope[]): Promise<void> {
    if (this.#line.closed) throw closedError();
    const { messagesOf, publishAll } = await later(import('./nats-publish.js'));
    // One hand may hold one twice.
    const each = [...new Map(envelopes.map((one) => [`${one.to} ${one.id}`, one])).values()];
    await publishAll(this.#line, each.flatMap((envelope) => messagesOf(envelope, this.#journal(envelope.to), this.#author, this.#most)));
  }

  async feed(box: Box, after: Cursor | undefined, take: Take, signal: AbortSignal): Promise<void> {
    const journal = this.#journal(box);
    const { Feed } = await later(import('./nats-feed.js'));
    await new Feed(this.#line, box, journal, after, take, signal).run();
  }

  /** Needs the right to erase, which desks do not have: they ask for it. */
  async erase(box: Box, what: Erasable): Promise<number> {
    const journal = this.#journal(box);
    const { eraseFrom } = await later(import('./nats-erase.js'));
    return eraseFrom(await this.#line.get(), journal, what);
  }

  close(): void {
    this.#line.close();
  }
}

/** A carrier to a company's other machines, for `openTouchpoint({ carriers: [natsCarrier({ … })] })`. Throws `bad-option`. */
export const natsCarrier = (options: NatsOptions): Carrier => new NatsCarrier(options);
