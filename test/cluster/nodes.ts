/** Three nodes as deploy/three sets them up, on loopback. What passes between them goes through doors that can be shut. */
import { readFileSync } from 'node:fs';
import { connect as dial, createServer, type Server, type Socket } from 'node:net';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createUser } from '@nats-io/nkeys';
import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { credentials, type CompanyKeys, streams } from '../deploy/host.js';
import { freePort, NatsServer, type Place } from '../support/nats.js';

const folder = fileURLToPath(new URL('../../deploy/three', import.meta.url));

/** In a node's folder: what it says of itself. */
const LOG = 'server.log';

export const NAMES = ['a', 'b', 'c'] as const;
export type Name = (typeof NAMES)[number];

/** A way from one node to another: a port that passes on what comes, or, shut, cuts off what is there and takes nothing in. */
class Door {
  readonly #server: Server;
  readonly #passing = new Set<Socket>();
  #isOpen = true;

  private constructor(server: Server) {
    this.#server = server;
  }

  static async to(port: number): Promise<Door> {
    const door = new Door(createServer((from) => door.#pass(from, port)));
    await new Promise<void>((listening) => door.#server.listen(0, '127.0.0.1', listening));
    return door;
  }

  get port(): number {
    const at = this.#server.address();
    return typeof at === 'object' && at !== null ? at.port : 0;
  }

  #pass(from: Socket, port: number): void {
    if (!this.#isOpen) return void from.destroy();
    const to = dial(port, '127.0.0.1');
    for (const [one, other] of [[from, to], [to, from]] as const) {
      this.#passing.add(one);
      one.pipe(other);
      one.on('error', () => other.destroy());
      one.on('close', () => (this.#passing.delete(one), other.destroy()));
    }
  }

  set isOpen(is: boolean) {
    this.#isOpen = is;
    if (!is) for (const socket of this.#passing) socket.destroy();
  }

  close(): void {
    this.isOpen = false;
    this.#server.close();
  }
}

/** deploy/three/<name>.conf with what it includes. */
function configured(name: Name, operator: string, values: Record<string, string>): string {
  const read = (file: string): string => readFileSync(path.join(folder, file), 'utf8');
  return (
    read(`${name}.conf`)
      .replace('include shared.conf', read('shared.conf'))
      .replace('include operator.conf', operator)
      // Nodes tell each other where the others are. Here the doors are the only way: what they tell leads nowhere.
      .replace('no_advertise: true', 'no_advertise: true\n  advertise: "127.0.0.1:1"')
      .replace(/^(?!\s*#)(.*)\$(SAY_ONCE_\w+)/gm, (_, before: string, value: string) => before + values[value])
  );
}

export class Cluster {
  readonly nodes = new Map<Name, NatsServer>();
  readonly #doors: { from: Name; to: Name; door: Door }[] = [];
  readonly #operator: Awaited<ReturnType<typeof credentials.newOperator>>;
  readonly #open: NatsConnection[] = [];

  private constructor(operator: Awaited<ReturnType<typeof credentials.newOperator>>) {
    this.#operator = operator;
  }

  /** `origin`: of the pages that may come. */
  static async start(file: string, origin: string): Promise<Cluster> {
    const cluster = new Cluster(await credentials.newOperator('test'));
    const ports = new Map<Name, number>();
    for (const name of NAMES) ports.set(name, await freePort());
    for (const from of NAMES) for (const to of NAMES) if (from !== to) cluster.#doors.push({ from, to, door: await Door.to(ports.get(to) ?? 0) });
    const configuration = (name: Name) => ({ port, ws, store }: Place): string =>
      configured(name, credentials.operatorConfig(cluster.#operator), {
        SAY_ONCE_PORT: `${port}`,
        SAY_ONCE_WS_PORT: `${ws}`,
        SAY_ONCE_CLUSTER_PORT: `${ports.get(name)}`,
        SAY_ONCE_ROUTES: `[ ${cluster.#doors.filter(({ from }) => from === name).map(({ door }) => `"nats-route://127.0.0.1:${door.port}"`).join(', ')} ]`,
        SAY_ONCE_STORE: JSON.stringify(store),
        SAY_ONCE_ACCOUNTS: JSON.stringify(path.join(store, 'accounts')),
        SAY_ONCE_ORIGINS: `[ "${origin}" ]`,
      }) + `\nlog_file: ${JSON.stringify(path.join(store, LOG))}\ndebug: true\n`;
    for (const name of NAMES) cluster.nodes.set(name, await NatsServer.start(file, configuration(name)));
    return cluster;
  }

  node(name: Name): NatsServer {
    return this.nodes.get(name) as NatsServer;
  }

  get addresses(): string[] {
    return [...this.nodes.values()].map(({ address }) => address);
  }

  /** Shuts every way between one node and the others, or opens it again. Who is connected to it stays so. */
  cut(name: Name, is: boolean): void {
    for (const { from, to, door } of this.#doors) if (from === name || to === name) door.isOpen = !is;
  }

  /** A company with its account and streams of three replicas. */
  async company(name: string): Promise<{ company: CompanyKeys; admin: NatsConnection }> {
    const company = credentials.newCompany(name);
    const { jwt, seed } = await credentials.mintSystem(this.#operator);
    const system = await this.#connect(() => jwt, new TextEncoder().encode(seed));
    await credentials.push(system, await credentials.accountJwt(this.#operator.seed, company));
    const pair = createUser();
    const minted = await credentials.mint(company, { user: pair.getPublicKey(), role: 'admin', author: 'admin', seconds: 6 * 60 * 60 });
    const admin = await this.#connect(() => minted, pair.getSeed(), '_INBOX.admin');
    // They find each other first.
    for (let tries = 0; ; tries++) {
      try {
        await streams.ensureStreams(admin, { replicas: 3 });
        return { company, admin };
      } catch (error) {
        if (tries > 20) throw error;
        await new Promise((later) => setTimeout(later, 500));
      }
    }
  }

  async #connect(jwt: () => string, seed: Uint8Array, inboxPrefix = '_INBOX'): Promise<NatsConnection> {
    const servers = [...this.nodes.values()].map(({ port }) => `127.0.0.1:${port}`);
    const connection = await connect({ servers, authenticator: jwtAuthenticator(jwt, seed), inboxPrefix, reconnectTimeWait: 200, maxReconnectAttempts: -1, waitOnFirstConnect: true, ignoreAuthErrorAbort: true, pingInterval: 2_000, ignoreClusterUpdates: true });
    this.#open.push(connection);
    return connection;
  }

  async end(): Promise<void> {
    for (const connection of this.#open) await connection.close();
    for (const node of this.nodes.values()) await node.remove();
    for (const { door } of this.#doors) door.close();
  }
}
