/** A real nats-server on loopback for a test: ports that are free, a store that goes with it, stopped and started again at will. */
import { type ChildProcess, spawn } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { connect, createServer, type Socket } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as after } from 'node:timers/promises';

const { findNats, HOW } = (await import(new URL('../../scripts/nats.mjs', import.meta.url).href)) as { findNats: () => string | undefined; HOW: string };

/** The server's file. Undefined: there is none here, which was said; under CI that is a failure. */
export function natsHere(): string | undefined {
  const found = findNats();
  if (found !== undefined) return found;
  if (process.env['CI']) throw new Error(HOW);
  console.warn(`${HOW} The tests that need one are skipped.`);
  return undefined;
}

export const freePort = (): Promise<number> =>
  new Promise((found, failed) => {
    const server = createServer().once('error', failed);
    server.listen(0, '127.0.0.1', () => {
      const at = server.address();
      server.close(() => (typeof at === 'object' && at !== null ? found(at.port) : failed(new Error('no port'))));
    });
  });

async function listens(port: number): Promise<boolean> {
  return new Promise((answer) => {
    const socket = connect(port, '127.0.0.1');
    socket.once('connect', () => (socket.destroy(), answer(true)));
    socket.once('error', () => answer(false));
  });
}

/** What a configuration is made of. */
export interface Place {
  /** for clients over TCP */
  port: number;
  /** for clients over WebSocket */
  ws: number;
  /** where JetStream keeps its files */
  store: string;
}

/** One account without a password, as large as a test needs. */
export const plain = (more = '') => ({ port, ws, store }: Place): string => `
listen: "127.0.0.1:${port}"
jetstream { store_dir: ${JSON.stringify(store)}, max_mem: 64MB, max_file: 1GB }
websocket { listen: "127.0.0.1:${ws}", no_tls: true }
${more}
`;

export class NatsServer implements Place {
  readonly store = mkdtempSync(path.join(tmpdir(), 'say-once-nats-'));
  #file: string;
  readonly #configuration: (place: Place) => string;
  #child: ChildProcess | undefined;
  port = 0;
  ws = 0;

  private constructor(file: string, configuration: (place: Place) => string) {
    this.#file = file;
    this.#configuration = configuration;
  }

  static async start(file: string, configuration = plain()): Promise<NatsServer> {
    const server = new NatsServer(file, configuration);
    [server.port, server.ws] = [await freePort(), await freePort()];
    process.once('exit', () => {
      server.#child?.kill('SIGKILL');
      rmSync(server.store, { recursive: true, force: true });
    });
    await server.start();
    return server;
  }

  get address(): string {
    return `ws://127.0.0.1:${this.ws}`;
  }

  /** Where it stood before, with what it kept. */
  async start(): Promise<void> {
    if (this.#child !== undefined && this.#child.exitCode === null) return;
    const file = path.join(this.store, 'nats.conf');
    writeFileSync(file, this.#configuration(this));
    let said = '';
    const child = spawn(this.#file, ['-c', file], { stdio: ['ignore', 'ignore', 'pipe'] });
    this.#child = child;
    // It must not keep alive whoever started it, and ends with them.
    child.unref();
    (child.stderr as Socket).unref();
    child.stderr.on('data', (data: Buffer) => (said = (said + data.toString()).slice(-4_000)));
    for (let tries = 0; tries < 200; tries++) {
      if (child.exitCode !== null) throw new Error(`nats-server ended: ${said}`);
      if ((await listens(this.port)) && (await listens(this.ws))) return;
      await after(25);
    }
    throw new Error(`nats-server does not listen: ${said}`);
  }

  /** `SIGKILL`: as a power cut would. */
  async stop(signal: 'SIGTERM' | 'SIGKILL' = 'SIGTERM'): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    if (child === undefined || child.exitCode !== null) return;
    const ended = new Promise((done) => child.once('close', done));
    child.kill(signal);
    await ended;
  }

  /** As deploy/README.md says: it hands over what it leads, lets its clients go to others, ends, and is started again as another program. */
  async upgrade(file = this.#file): Promise<void> {
    const child = this.#child;
    this.#child = undefined;
    const ended = new Promise((done) => child?.once('close', done));
    child?.kill('SIGUSR2');
    if (child !== undefined) await ended;
    this.#file = file;
    await this.start();
  }

  /** `SIGSTOP` freezes it as it stands, connections and all; `SIGCONT` lets it go on. */
  signal(signal: 'SIGSTOP' | 'SIGCONT'): void {
    this.#child?.kill(signal);
  }

  async remove(): Promise<void> {
    await this.stop('SIGKILL');
    rmSync(this.store, { recursive: true, force: true });
  }
}
