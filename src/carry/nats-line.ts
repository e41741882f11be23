/** The connection to a relay: made when it is needed, made anew with fresh credentials when it was lost. */
import type { JetStreamClient, JetStreamManager } from '@nats-io/jetstream';
import type { Authenticator, MsgHdrs, NatsConnection } from '@nats-io/nats-core';
import { isRefusal, SayOnceError } from '../model/errors.js';
import type { CarrierState } from './carrier.js';
import type { Credentials } from './nats-names.js';

export interface LineOptions {
  /** `wss://relay.acme.example`; one is taken, another when it fails */
  servers: string | readonly string[];
  /** asked for with every connection: short-lived ones are renewed so. Left out: none */
  credentials?: Credentials | (() => Promise<Credentials> | Credentials);
  inboxPrefix: string;
  /** how long a server has to answer, ms */
  answer?: number;
  /** how often a reader on the server that has nothing to say says that it is there, ms; one that does not twice is gone, though the connection is not: it lived on another node */
  heartbeat?: number;
}

export interface Live {
  connection: NatsConnection;
  jetstream: JetStreamClient;
  manager: JetStreamManager;
  headers(): MsgHdrs;
}

/** An election takes 4 to 8 s, and what was asked before it may be lost. */
const ANSWER = 4_000;
const HEARTBEAT = 5_000;
/** What was minted for a connection that did not come about is good for another for so long, ms: a relay that is away must not have all desks ask the host all the time. */
const UNUSED = 60_000;

export const closedError = (): SayOnceError => new SayOnceError('closed', 'The relay was closed.');

/** The client's own limit does not hold in Firefox where the server ends the handshake: it would never answer. A connection that comes after all is closed. */
const inTime = (coming: Promise<NatsConnection>, most: number): Promise<NatsConnection> =>
  new Promise((resolve, reject) => {
    let isLate = false;
    const timer = setTimeout(() => {
      isLate = true;
      reject(new Error('The server did not answer.'));
    }, most);
    coming.then((connection) => (isLate ? void connection.close() : resolve(connection)), reject).finally(() => clearTimeout(timer));
  });

/** The host said neither yes nor no to who sits here: its sign-in is away, or has too much to do. */
export class NotMinted extends Error {}

/** Throws `not-allowed`: the host lets this seat in no more; `NotMinted`. */
async function mint(credentials: LineOptions['credentials']): Promise<Credentials | undefined> {
  if (typeof credentials !== 'function') return credentials;
  try {
    return await credentials();
  } catch (cause) {
    if (isRefusal(cause, 'not-allowed')) throw cause;
    throw new NotMinted('The host minted nothing.', { cause });
  }
}

/** Whether the server does not want us. A handshake that took too long, on either side, the client calls by the same name: that is a matter of trying again. */
const isShutOut = (core: typeof import('@nats-io/nats-core'), error: unknown): boolean =>
  error instanceof core.UserAuthenticationExpiredError || (error instanceof core.AuthorizationError && !/timeout/i.test(error.message));

export class Line {
  readonly #options: LineOptions;
  readonly #listeners = new Set<(state: CarrierState) => void>();
  #live: Promise<Live> | undefined;
  /** the one that there is */
  #connection: NatsConnection | undefined;
  #state: CarrierState = { link: 'down' };
  #closed = false;
  #unused: { given: Credentials | undefined; at: number } | undefined;

  constructor(options: LineOptions) {
    this.#options = options;
  }

  get heartbeat(): number {
    return this.#options.heartbeat ?? HEARTBEAT;
  }

  get closed(): boolean {
    return this.#closed;
  }

  onState(callback: (state: CarrierState) => void): () => void {
    this.#listeners.add(callback);
    callback(this.#state);
    return () => void this.#listeners.delete(callback);
  }

  #say(link: CarrierState['link']): void {
    if (this.#closed || link === this.#state.link) return;
    this.#state = { link };
    for (const callback of this.#listeners) callback(this.#state);
  }

  /** Throws `unreachable`, `not-allowed`, `not-loaded`, `closed`. */
  get(): Promise<Live> {
    if (this.#closed) return Promise.reject(closedError());
    this.#live ??= this.#connect().catch((error: unknown) => {
      this.#live = undefined;
      throw error;
    });
    return this.#live;
  }

  async #connect(): Promise<Live> {
    const { servers, credentials, inboxPrefix, answer = ANSWER } = this.#options;
    const [core, { jetstream, jetstreamManager }] = await Promise.all([import('@nats-io/nats-core'), import('@nats-io/jetstream')]).catch((cause: unknown) => {
      throw new SayOnceError('not-loaded', 'The relay’s client could not be loaded. What waits goes out later.', { cause });
    });
    const again = this.#unused !== undefined && Date.now() - this.#unused.at < UNUSED ? this.#unused : undefined;
    this.#unused = undefined;
    let minted = again;
    const authenticator = async (): Promise<Authenticator | undefined> => {
      minted ??= { given: await mint(credentials), at: Date.now() };
      const { given } = minted;
      if (given === undefined) return undefined;
      if ('jwt' in given) return core.jwtAuthenticator(given.jwt, new TextEncoder().encode(given.seed));
      return 'user' in given ? core.usernamePasswordAuthenticator(given.user, given.password) : core.tokenAuthenticator(given.token);
    };
    let connection: NatsConnection;
    try {
      const known = await authenticator();
      // It must not connect by itself: what it knew as credentials may have ended meanwhile.
      connection = await inTime(core.wsconnect({ servers: [servers].flat(), reconnect: false, ignoreClusterUpdates: true, timeout: answer, pingInterval: 20_000, maxPingOut: 2, inboxPrefix, ...(known === undefined ? {} : { authenticator: known }) }), 2 * answer);
    } catch (cause) {
      const refused = isRefusal(cause, 'not-allowed') || isShutOut(core, cause);
      // It may have ended meanwhile.
      if (refused && again !== undefined) return this.#connect();
      if (!refused) this.#unused = minted;
      this.#say(refused ? 'refused' : 'down');
      if (refused) throw new SayOnceError('not-allowed', 'The relay does not let this desk in. Sign in again.', { cause });
      throw new SayOnceError('unreachable', 'The relay cannot be reached. What waits goes out later.', { cause });
    }
    if (this.#closed) {
      await connection.close();
      throw closedError();
    }
    const manager = await jetstreamManager(connection, { checkAPI: false, timeout: answer });
    this.#say('up');
    this.#connection = connection;
    void connection.closed().then((error) => this.#lost(connection, isShutOut(core, error) ? 'refused' : 'down'));
    return { connection, manager, jetstream: jetstream(connection, { timeout: answer }), headers: () => core.headers() };
  }

  #lost(connection: NatsConnection, link: CarrierState['link']): void {
    if (this.#connection !== connection) return;
    this.#connection = this.#live = undefined;
    this.#say(link);
  }

  /** Whoever is connected to a node that is cut off from the others has no answer there; the next connection may be to another. A frozen one does not say goodbye either, and a browser waits for that for a minute. */
  drop({ connection }: Live): void {
    void connection.close();
    this.#lost(connection, 'down');
  }

  close(): void {
    this.#closed = true;
    this.#listeners.clear();
    this.#live?.then(({ connection }) => connection.close(), () => {});
    this.#live = undefined;
  }
}
