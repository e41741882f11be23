/**
 * `say-once/post`: the way from a public page to the intake, through the company's gateway. What is posted is sealed to
 * the intake's public key already. It leads one way: nothing comes back.
 */
import { type ErrorCode, SayOnceError } from '../model/errors.js';
import type { Box, Carrier, Cursor, Envelope, Take } from './carrier.js';
import { partsOf } from './nats-parts.js';
import { RefusedEnvelopes } from './refused.js';

export interface PostOptions {
  /** the gateway: `https://say.acme.example/`. Without TLS on loopback only */
  to: string;
  /** how long it has to answer, ms; left out: 10 s */
  patience?: number;
}

/** What the gateway takes in one post, bytes. */
const MOST = 4_096;

/** Answers that mean: never, as it is. All else means: later. */
const FINAL: ReadonlySet<string> = new Set<ErrorCode>(['bad-envelope', 'too-large', 'not-allowed']);

class PostCarrier implements Carrier {
  readonly name = 'post';
  readonly #to: string;
  readonly #patience: number;
  readonly #stop = new AbortController();

  constructor({ to, patience = 10_000 }: PostOptions) {
    const { protocol, hostname } = new URL(to);
    if (protocol !== 'https:' && !/^(?:localhost|127\.0\.0\.1|\[::1\])$/.test(hostname)) throw new SayOnceError('bad-option', '`to` is the gateway’s https:// address; without TLS only one on this machine itself.');
    this.#to = to;
    this.#patience = patience;
  }

  /** Resolves when the gateway has them all; those it will never take are named in a `RefusedEnvelopes`. Throws `unreachable`, `relay-full`, `closed`. */
  async publish(envelopes: readonly Envelope[]): Promise<void> {
    const refused: string[] = [];
    let why: SayOnceError | undefined;
    for (const { id, to, subject, sealed } of envelopes) {
      if (to !== 'intake') throw new SayOnceError('not-allowed', `The gateway does not lead to ${to}.`);
      try {
        for (const { number, of, text } of partsOf(sealed, MOST)) await this.#post({ id, subject, sealed: text, ...(of === 1 ? {} : { part: { number, of } }) });
      } catch (error) {
        if (!(error instanceof SayOnceError) || !FINAL.has(error.code)) throw error;
        refused.push(id);
        why ??= error;
      }
    }
    if (why !== undefined) throw new RefusedEnvelopes(why.code, why.message, refused, { cause: why });
  }

  async #post(body: object): Promise<void> {
    if (this.#stop.signal.aborted) throw closed();
    let answer: Response;
    try {
      // As text, so that no question goes before it, and kept alive: the form beside it may be leaving this page.
      answer = await fetch(this.#to, { method: 'POST', body: JSON.stringify(body), headers: { 'content-type': 'text/plain' }, keepalive: true, credentials: 'omit', referrerPolicy: 'no-referrer', signal: AbortSignal.any([this.#stop.signal, AbortSignal.timeout(this.#patience)]) });
    } catch (cause) {
      throw this.#stop.signal.aborted ? closed() : new SayOnceError('unreachable', 'The gateway cannot be reached. What waits goes out later.', { cause });
    }
    if (answer.ok) return;
    const { code } = (await answer.json().catch(() => ({}))) as { code?: unknown };
    if (typeof code === 'string' && FINAL.has(code)) throw new SayOnceError(code as ErrorCode, `The gateway does not take this (${answer.status}). It stays here.`);
    throw code === 'relay-full' ? new SayOnceError('relay-full', 'The inbox takes no more now. What waits goes out later.') : new SayOnceError('unreachable', `The gateway takes nothing now (${answer.status}). What waits goes out later.`);
  }

  /** Nothing comes this way. */
  async feed(_box: Box, _after: Cursor | undefined, take: Take, signal: AbortSignal): Promise<void> {
    await take([]);
    const end = AbortSignal.any([signal, this.#stop.signal]);
    if (!end.aborted) await new Promise<void>((done) => end.addEventListener('abort', () => done(), { once: true }));
  }

  /** What was posted is the intake's to forget: the page asks for that in a message. */
  async erase(): Promise<number> {
    if (this.#stop.signal.aborted) throw closed();
    return 0;
  }

  close(): void {
    this.#stop.abort();
  }
}

const closed = (): SayOnceError => new SayOnceError('closed', 'The way to the gateway was closed.');

/** A carrier from a public page to the company's gateway. Throws `bad-option`. */
export function postCarrier(options: PostOptions): Carrier {
  try {
    return new PostCarrier(options);
  } catch (cause) {
    if (cause instanceof SayOnceError) throw cause;
    throw new SayOnceError('bad-option', '`to` is the gateway’s https:// address.', { cause });
  }
}
