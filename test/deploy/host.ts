/** A host with the configuration, the credentials and the streams of deploy/, on a real server. */
import { readdirSync, readFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { createUser } from '@nats-io/nkeys';
import { connect, jwtAuthenticator, type NatsConnection } from '@nats-io/transport-node';
import { NatsServer, type Place } from '../support/nats.js';

const folder = fileURLToPath(new URL('../../deploy', import.meta.url));

/** A company's keys, as company.mjs keeps them. */
export interface CompanyKeys {
  name: string;
  key: string;
  seed: string;
  signing: string;
  revoked: Record<string, number>;
}

interface Operator {
  seed: string;
  system: { seed: string; key: string };
}

interface Credentials {
  newOperator(name: string): Promise<Operator>;
  operatorConfig(operator: Operator): string;
  newCompany(name: string): CompanyKeys;
  accountJwt(seed: string, company: CompanyKeys): Promise<string>;
  mint(company: CompanyKeys, seat: { user: string; role: string; author: string; seconds?: number }): Promise<string>;
  mintSystem(operator: Operator): Promise<{ jwt: string; seed: string }>;
  revoke(company: CompanyKeys, user: string): CompanyKeys;
  push(connection: NatsConnection, jwt: string): Promise<string>;
}

export interface StreamConfig {
  name: string;
  max_msg_size: number;
  allow_direct: boolean;
}

interface Streams {
  CONFIGS: readonly StreamConfig[];
  ensureStreams(connection: NatsConnection, options?: { replicas?: number; configs?: readonly StreamConfig[] }): Promise<Record<string, string>>;
}

const of = <T>(name: string): Promise<T> => import(path.join(folder, name)) as Promise<T>;
export const credentials = await of<Credentials>('credentials.mjs');
export const streams = await of<Streams>('streams.mjs');

/** deploy/one/nats.conf, where this test's server stands. */
const configured = (operator: Operator, origin: string) => ({ port, ws, store }: Place): string => {
  const values: Record<string, string> = { SAY_ONCE_PORT: `${port}`, SAY_ONCE_WS_PORT: `${ws}`, SAY_ONCE_STORE: JSON.stringify(store), SAY_ONCE_ACCOUNTS: JSON.stringify(path.join(store, 'accounts')), SAY_ONCE_ORIGINS: `[ "${origin}" ]` };
  return readFileSync(path.join(folder, 'one/nats.conf'), 'utf8').replace('include operator.conf', credentials.operatorConfig(operator)).replace(/^(?!\s*#)(.*)\$(SAY_ONCE_\w+)/gm, (_, before: string, name: string) => before + values[name]);
};

/** Who is connected, and with what. */
export interface Seated {
  connection: NatsConnection;
  user: string;
  /** a newer credential, for when this one ends */
  renew(seconds: number): Promise<void>;
}

export class Host {
  readonly server: NatsServer;
  readonly #operator: Operator;
  readonly #open: NatsConnection[] = [];

  private constructor(server: NatsServer, operator: Operator) {
    this.server = server;
    this.#operator = operator;
  }

  /** `origin`: of the pages that may come by WebSocket. */
  static async start(file: string, origin = 'http://localhost'): Promise<Host> {
    const operator = await credentials.newOperator('test');
    return new Host(await NatsServer.start(file, configured(operator, origin)), operator);
  }

  /** A company with its account and its streams. */
  async company(name: string): Promise<CompanyKeys> {
    const company = credentials.newCompany(name);
    await this.publish(company);
    await streams.ensureStreams((await this.seat(company, 'admin')).connection);
    return company;
  }

  /** Puts a company's account on the server, as `company.mjs add` does. */
  async publish(company: CompanyKeys): Promise<void> {
    const { jwt, seed } = await credentials.mintSystem(this.#operator);
    const connection = await this.#connect({ authenticator: jwtAuthenticator(jwt, new TextEncoder().encode(seed)) });
    await credentials.push(connection, await credentials.accountJwt(this.#operator.seed, company));
    await connection.close();
  }

  async seat(company: CompanyKeys, role: string, author = role, seconds = 600): Promise<Seated> {
    const pair = createUser();
    const user = pair.getPublicKey();
    let jwt = '';
    const renew = async (more: number): Promise<void> => void (jwt = await credentials.mint(company, { user, role, author, seconds: more }));
    await renew(seconds);
    const connection = await this.#connect({ authenticator: jwtAuthenticator(() => jwt, pair.getSeed()), inboxPrefix: `_INBOX.${author}` });
    return { connection, user, renew };
  }

  async #connect(options: Parameters<typeof connect>[0]): Promise<NatsConnection> {
    const connection = await connect({ servers: `127.0.0.1:${this.server.port}`, reconnectTimeWait: 100, maxReconnectAttempts: -1, ...options });
    this.#open.push(connection);
    return connection;
  }

  /** Every byte that the server keeps: all that its operator can look at. */
  kept(): Buffer {
    const files = readdirSync(this.server.store, { recursive: true, withFileTypes: true }).filter((one) => one.isFile());
    return Buffer.concat(files.map(({ parentPath, name }) => readFileSync(path.join(parentPath, name))));
  }

  async end(): Promise<void> {
    for (const connection of this.#open) await connection.close();
    await this.server.remove();
  }
}
