/** Machines of one company without a browser, each with a desk and a log of its own, and nothing between them but a real server. */
import { readdirSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { expect, onTestFinished, vi } from 'vitest';
import type { ErasingCarrier } from '../../src/carry/carrier.js';
import { openEnvelope, sealEnvelope } from '../../src/carry/envelope.js';
import type { AnyEntry } from '../../src/model/entry.js';
import { randomId } from '../../src/store/bytes.js';
import { digest, type KeyRing, keysOf } from '../../src/store/keys.js';
import type { Log, Logged } from '../../src/store/logged-disk.js';
import type { MemoryState } from '../../src/store/memory-disk.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import { openScreenless } from '../../src/touchpoint/screenless.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { type EraserOptions, openEraser } from '../../src/touchpoint/worker.js';
import { type CompanyKeys, type Host, streams } from '../deploy/host.js';

const of = <T>(name: string): Promise<T> => import(path.join(fileURLToPath(new URL('../../deploy', import.meta.url)), name)) as Promise<T>;
const { newKeys, ringOf } = await of<{ newKeys(): Promise<object>; ringOf(keys: object): Promise<KeyRing> }>('keys.mjs');
const { relayCarrier } = await of<{ relayCarrier(connection: NatsConnection, author: string): Promise<ErasingCarrier> }>('inbox.mjs');

// What a desk fetches when it is first needed is there before the first test: on a busy machine that took longer than anything that is waited for.
const sources = fileURLToPath(new URL('../../src', import.meta.url));
const parts = ['carry', 'store', 'touchpoint'].flatMap((room) => readdirSync(path.join(sources, room)).map((file) => path.join(sources, room, file)));
await Promise.all(parts.filter((file) => file.endsWith('.ts') && !file.endsWith('import-worker.ts')).map((file) => import(file)));

// Of one process they would hear each other as tabs of one browser do.
vi.stubGlobal('BroadcastChannel', undefined);

/** What a machine's disk is here: it is there again when the desk is. */
export class Kept implements Log {
  #state: MemoryState | undefined;
  #since: Logged[] = [];

  async read(): ReturnType<Log['read']> {
    const since = structuredClone(this.#since);
    // eslint-disable-next-line @typescript-eslint/require-await
    return { ...(this.#state === undefined ? {} : { state: structuredClone(this.#state) }), since: (async function* () { yield* since; })() };
  }
  async append(what: Logged): Promise<void> {
    this.#since.push(structuredClone(what));
  }
  async restate(state: MemoryState): Promise<void> {
    this.#state = structuredClone(state);
    this.#since = [];
  }
  /** everything that lies there */
  get all(): unknown {
    return [this.#state, this.#since];
  }
}

/** A machine: who sits there, and what it keeps while nobody does. */
export interface Machine {
  author: string;
  log: Kept;
  desk: Desk<'support'>;
}

export class Machines {
  readonly host: Host;
  readonly company: CompanyKeys;
  readonly keys: KeyRing;

  private constructor(host: Host, company: CompanyKeys, keys: KeyRing) {
    this.host = host;
    this.company = company;
    this.keys = keys;
  }

  static async of(host: Host, company: CompanyKeys): Promise<Machines> {
    return new Machines(host, company, await ringOf(await newKeys()));
  }

  async carrier(role: string, author: string): Promise<ErasingCarrier> {
    const { connection } = await this.host.seat(this.company, role, author);
    onTestFinished(() => connection.close());
    return relayCarrier(connection, author);
  }

  /** `away`: nothing leads to the others; what is written waits. `around`: looks at what passes. */
  async desk(author: string, { log = new Kept(), away = false, around = (relay) => relay }: { log?: Kept; away?: boolean; around?: (relay: ErasingCarrier) => ErasingCarrier } = {}): Promise<Machine> {
    const relay = around(away ? await this.#away(author) : await this.carrier('support', author));
    const { support = [], audit } = this.keys;
    const { desk } = await openScreenless({ name: 'acme', id: author, ring: { support, ...(audit === undefined ? {} : { audit }) }, log, relay });
    onTestFinished(() => desk.close());
    return { author, log, desk };
  }

  /** A line that is cut, under the same name. */
  async #away(author: string): Promise<ErasingCarrier> {
    const real = await this.carrier('support', author);
    return { ...real, onState: () => () => {}, publish: () => Promise.reject(Object.assign(new Error('away'), { name: 'SayOnceError', code: 'unreachable' })), feed: (_box, _after, _take, signal) => new Promise((done) => signal.addEventListener('abort', () => done(), { once: true })) };
  }

  async eraser(log = new Kept(), more: Partial<EraserOptions> = {}): Promise<Touchpoint<'support'>> {
    const desk = await openEraser({ name: 'acme', keys: this.keys, log, relay: await this.carrier('eraser', 'eraser'), ...more });
    onTestFinished(() => desk.close());
    return desk;
  }

  /** Says something to the desks that no client of ours would. */
  async says(author: string, customer: string, payload: object): Promise<void> {
    const { newest } = await keysOf(this.keys, 'acme', 'support', Date.now);
    const sealed = await sealEnvelope({ company: 'acme', box: 'support' }, { id: newest.id, key: newest.envelope }, payload);
    await (await this.carrier('support', author)).publish([{ id: randomId(), to: 'support', subject: await digest(newest.subject, `customer:${customer}`), sealed }]);
  }

  /** The stream is gone, and made again. */
  async streamAnew(): Promise<void> {
    const { connection } = await this.host.seat(this.company, 'admin');
    await (await jetstreamManager(connection, { checkAPI: false })).streams.delete('SAY_SUPPORT');
    await streams.ensureStreams(connection);
    await connection.close();
  }

  /** Everything in support's stream that can be opened, by who wrote it. */
  async lies(): Promise<{ author: string; kind: string; entries: AnyEntry[] }[]> {
    const { connection } = await this.host.seat(this.company, 'admin');
    try {
      const keys = (await keysOf(this.keys, 'acme', 'support', Date.now)).all.map(({ id, envelope: key }) => ({ id, key }));
      const consumer = await jetstream(connection).consumers.get('SAY_SUPPORT', {});
      const { num_pending: many } = await consumer.info(true);
      const found: { author: string; kind: string; entries: AnyEntry[] }[] = [];
      if (many === 0) return found;
      for await (const message of await consumer.fetch({ max_messages: many, expires: 10_000 })) {
        const { kind, entries = [] } = (await openEnvelope({ company: 'acme', box: 'support' }, keys, message.string())) as { kind: string; entries?: AnyEntry[] };
        found.push({ author: message.subject.split('.')[2] ?? '', kind, entries });
        // What is erased on the way does not come: then this one is the last.
        if (message.info.pending === 0) break;
      }
      return found;
    } finally {
      await connection.close();
    }
  }
}

export const words = async ({ desk }: Pick<Machine, 'desk'>, customer = 'cus_1'): Promise<string[]> => (await desk.read(customer)).issues.map((issue) => issue.words).toSorted();
export const sees = (one: Pick<Machine, 'desk'>, all: string[], customer = 'cus_1'): Promise<void> => expect.poll(() => words(one, customer), { timeout: 10_000, interval: 20 }).toEqual(all.toSorted());
export const settled = ({ desk }: Pick<Machine, 'desk'>): Promise<void> => expect.poll(() => desk.state.relay, { timeout: 10_000, interval: 20 }).toEqual({ link: 'up', behind: false, waiting: 0 });
