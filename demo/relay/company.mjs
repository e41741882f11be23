// One telling of the story: a company of its own on the running server, with its keys, its gateway and its intake. What it
// needs of the library comes with `library`, as Vite reads it from the sources.
import { mkdirSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { connect, jwtAuthenticator } from '@nats-io/transport-node';
import { fmtCreds } from '@nats-io/jwt';
import { fromSeed } from '@nats-io/nkeys';
import { accountJwt, mint, mintPair, mintSystem, newCompany, push } from '../../deploy/credentials.mjs';
import { newKeys, ringOf } from '../../deploy/keys.mjs';
import { fileLog } from '../../deploy/log.mjs';
import { ensureStreams } from '../../deploy/streams.mjs';
import { connectWorker } from '../../deploy/worker.mjs';

const bytes = (seed) => new TextEncoder().encode(seed);
let count = 0;

/** A box that nothing comes out of: who only tells what was known before needs no other. */
const nowhere = {
  name: 'nowhere',
  publish: async () => {},
  async feed(_box, _after, take, signal) {
    await take([]);
    await new Promise((done) => (signal.aborted ? done() : signal.addEventListener('abort', done)));
  },
  erase: async () => 0,
  close() {},
};
const forgetful = () => ({ read: async () => ({ since: (async function* () {})() }), append: async () => {}, restate: async () => {} });

export async function openCompany({ server, folder, origins, library: { openIntake, inboxCarrier, relayCarrier, startGateway, POLICY, known } }) {
  const company = newCompany(`northline-${process.pid.toString(36)}${(count++).toString(36)}${Date.now().toString(36)}`);
  const { name } = company;
  const open = [];
  const connected = async (role, author = role) => {
    const { jwt, seed } = await mintPair(company, { role, author, seconds: 24 * 60 * 60 });
    const file = path.join(folder, `${name}.${author}.creds`);
    writeFileSync(file, fmtCreds(jwt, fromSeed(bytes(seed))), { mode: 0o600 });
    const connection = await connectWorker({ servers: server.servers, creds: file, author });
    open.push(() => connection.close());
    return connection;
  };

  const system = await mintSystem(server.operator);
  const pushing = await connect({ servers: server.servers, authenticator: jwtAuthenticator(system.jwt, bytes(system.seed)), inboxPrefix: '_INBOX' });
  await push(pushing, await accountJwt(server.operator.seed, company));
  await pushing.close();
  const admin = await connected('admin');
  await ensureStreams(admin);

  const keys = await newKeys();
  const ring = await ringOf(keys);
  const told = [];
  for (const id of ['crm', 'ben']) {
    const desk = await openIntake({ name, id, keys: ring, policy: POLICY, log: forgetful(), inbox: nowhere, relay: await relayCarrier(await connected('support', id), id) });
    told.push(desk);
  }
  await known(...told);
  for (const desk of told) {
    while (desk.state.relay?.waiting !== 0) await new Promise((later) => setTimeout(later, 20));
    await desk.close();
  }

  mkdirSync(folder, { recursive: true });
  const file = path.join(folder, `${name}.log`);
  const log = await fileLog(file);
  const worker = await connected('intake');
  const intake = await openIntake({ name, id: 'intake', keys: ring, policy: POLICY, log, inbox: await inboxCarrier(worker), relay: await relayCarrier(worker) });
  const gateway = await startGateway({ company: name, origins, connection: await connected('gateway'), key: crypto.getRandomValues(new Uint8Array(32)), port: 0 });

  return {
    name,
    gateway: `http://127.0.0.1:${gateway.port}/`,
    /** What the host gives a seat after sign-in: each what is its own, and no more. */
    keysFor(audience) {
      const { privateKey: _, ...publicHalf } = keys.intake;
      if (audience === 'support') return { support: keys.support, sales: keys.sales, intake: publicHalf };
      return audience === 'sales' ? { sales: keys.sales, intake: publicHalf } : { intake: publicHalf };
    },
    mint: (seat) => mint(company, seat),
    async end() {
      await gateway.end();
      await intake.close();
      await log.close();
      for (const close of open) await close();
      rmSync(file, { force: true });
    },
  };
}
