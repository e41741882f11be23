// Between machines, over a real nats-server as deploy/one sets it up: publish → visible on another card; catching up with all of
// a company's journal while a card is on the screen; what that costs in memory. The floor is the plain client in a page of the same browser.
import { spawnSync } from 'node:child_process';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { connect, jwtAuthenticator } from '@nats-io/transport-node';
import { jetstreamManager } from '@nats-io/jetstream';
import { accountJwt, mintPair, mintSystem, newCompany, push } from '../../deploy/credentials.mjs';
import { ensureStreams } from '../../deploy/streams.mjs';
import { findNats, HOW } from '../../scripts/nats.mjs';
import { startServer } from '../../scripts/nats-server.mjs';
import { bundle } from '../harness/build.mjs';

const bytes = (seed) => new TextEncoder().encode(seed);

/** Of whom the two machines speak; nobody of those that are caught up with. */
const SOMEBODY = 900_000;

/** A company on a server of its own. */
async function relay(origins) {
  const file = findNats();
  if (file === undefined) throw new Error(HOW);
  const folder = mkdtempSync(path.join(tmpdir(), 'say-once-bench-nats-'));
  const server = await startServer({ file, folder, origins });
  const company = newCompany('bench');
  const open = async ({ jwt, seed }, inboxPrefix = '_INBOX') => connect({ servers: server.servers, authenticator: jwtAuthenticator(jwt, bytes(seed)), inboxPrefix });
  const system = await open(await mintSystem(server.operator));
  await push(system, await accountJwt(server.operator.seed, company));
  await system.close();
  const admin = await open(await mintPair(company, { role: 'admin', author: 'admin', seconds: 7_200 }), '_INBOX.admin');
  await ensureStreams(admin);
  const { pid } = server;
  return {
    stream: async () => (await (await jetstreamManager(admin, { checkAPI: false })).streams.info('SAY_SUPPORT')).state,
    /** what the server has used, s */
    cpu: () => Number(spawnSync('ps', ['-o', 'times=', '-p', String(pid)], { encoding: 'utf8' }).stdout),
    /** of the server, MB */
    memory: () => Number(spawnSync('ps', ['-o', 'rss=', '-p', String(pid)], { encoding: 'utf8' }).stdout) / 1024,
    async seat(author) {
      const { jwt, seed } = await mintPair(company, { role: 'support', author, seconds: 7_200 });
      return { servers: server.ws, author, credentials: { jwt, seed } };
    },
    async end() {
      await admin.close();
      await server.stop();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}

export default {
  name: 'relay',
  async run(bench) {
    const { session, served } = bench;
    const page = fileURLToPath(new URL('../pages/relay.js', import.meta.url));
    for (const [file, code] of await bundle(bench.root, 'sealed', { relay: page })) served.files.set(file, code);
    served.files.set('sealed/relay', '<!doctype html><meta charset="utf-8"><title>relay</title><link rel="icon" href="data:,"><script type="module" src="relay.js"></script>');
    const rounds = 2;
    const names = ['relay-a', 'relay-b', 'relay-p', ...Array.from({ length: rounds }, (_, round) => `relay-${round}`)];
    const origins = await Promise.all(names.map((name) => served.origin(`sealed/${name}`)));
    const over = await relay(origins);
    const tab = async (name) => {
      const one = await (await session.context()).newPage();
      one.on('pageerror', (error) => console.error(`${name}: ${error.message}`));
      await one.goto(await session.address('sealed', name, 'relay'));
      await one.waitForFunction(() => 'relay' in window);
      one.setDefaultTimeout(0);
      return one;
    };
    try {
      await visible(bench, over, tab);
      await catchUp(bench, over, tab, rounds);
    } finally {
      await over.end();
    }
  },
};

/** From `record` on one machine until the other's card shows it; the plain client with a message of the same length takes turns with it. */
async function visible(bench, over, tab) {
  const [a, b, floor] = [await tab('relay-a'), await tab('relay-b'), await tab('relay-p')];
  await a.evaluate((how) => window.relay.open(...how), [await over.seat('ana'), SOMEBODY]);
  await b.evaluate((how) => window.relay.open(...how), [await over.seat('ben'), SOMEBODY]);
  for (const one of [a, b]) await one.evaluate(() => window.relay.caughtUp(0, 0));
  const other = await tab('relay-p');
  await floor.evaluate((how) => window.relay.plain(how), await over.seat('p'));
  await other.evaluate((how) => window.relay.plain(how), await over.seat('q'));
  const samples = { 'say-once': [[]], 'plain client': [[]] };
  for (let n = -5; n < bench.of(200, 40); n++) {
    const seen = b.evaluate((words) => window.relay.seen(words), `said ${n}.`);
    const said = await a.evaluate(([i, words]) => window.relay.record(i, words), [SOMEBODY, `said ${n}.`]);
    const shown = (await seen) - said;
    const heard = other.evaluate((id) => window.relay.hear(id), `plain ${n}`);
    const put = await floor.evaluate((id) => window.relay.say('p', id, 900), `plain ${n}`);
    const got = (await heard) - put;
    if (n < 0) continue;
    samples['say-once'][0].push(shown);
    samples['plain client'][0].push(got);
  }
  bench.add('relay', 'recorded on one machine → on another’s card', samples, 'plain client');
  for (const one of [a, b]) await one.evaluate(() => window.relay.close());
  for (const one of [a, b, floor, other]) await one.close();
}

/** Everything of a company's journal into a new desk's store, while a card of somebody in it is on the screen. */
async function catchUp(bench, over, tab, rounds) {
  const [customers, per] = bench.of([1_000, 100], [1_000, 5]);
  const before = await over.stream();
  const filling = await tab('relay-p');
  const began = over.cpu();
  await filling.evaluate(([how, many, each]) => window.relay.fill(how, many, each), [await over.seat('crm'), customers, per]);
  const { messages, bytes: stored } = await over.stream();
  bench.note('relay stream', 'an entry in the stream', 'say-once', (stored - before.bytes) / (messages - before.messages), 'B');
  // Counted in whole seconds: of few messages it says nothing.
  if (!bench.quick) bench.note('relay cpu', 'the server’s work for 10,000 messages, each synced to disk', 'nats-server', ((over.cpu() - began) * 10_000) / messages, 's');
  const rates = { 'plain client, storing nothing': [], 'say-once': [] };
  const reads = { idle: [], 'catching up': [] };
  const heaps = [];
  for (let round = 0; round < rounds; round++) {
    const plain = await filling.evaluate((how) => window.relay.receive(how), await over.seat('p'));
    rates['plain client, storing nothing'].push([(plain.count * 1_000) / plain.ms]);
    const desk = await tab(`relay-${round}`);
    await desk.evaluate((how) => window.relay.open(how, 0), await over.seat(`rep-${round}`));
    const reading = desk.evaluate(() => window.relay.read(0, 1e9));
    const ms = await desk.evaluate(([many, each]) => window.relay.caughtUp(many, each), [customers, per]);
    await desk.evaluate(() => (window.reading = false));
    reads['catching up'].push(await reading);
    rates['say-once'].push([(customers * per * 1_000) / ms]);
    await new Promise((later) => setTimeout(later, 1_000));
    reads.idle.push(await desk.evaluate(() => window.relay.read(0, 100)));
    const cdp = await desk.context().newCDPSession(desk);
    for (let times = 0; times < 2; times++) await cdp.send('HeapProfiler.collectGarbage');
    heaps.push((await cdp.send('Runtime.getHeapUsage')).usedSize / 2 ** 20);
    await desk.evaluate(() => window.relay.close());
    await desk.close();
  }
  bench.add('relay catch-up', `catching up with ${(customers * per).toLocaleString('en')} entries, a card on the screen`, rates, 'plain client, storing nothing', { unit: 'entries/s' });
  bench.add('relay read', 'that card read meanwhile', reads, 'idle');
  bench.note('relay heap', `heap of a desk that follows ${customers.toLocaleString('en')} customers`, 'say-once', heaps.toSorted((x, y) => x - y)[heaps.length >> 1], 'MB');
  bench.note('relay server', `memory of the server with ${messages.toLocaleString('en')} messages`, 'nats-server', over.memory(), 'MB');
  bench.figures['relay/catch-up'] = bench.figures['relay catch-up/say-once'];
  bench.figures['relay/read'] = bench.figures['relay read/catching up'];
  await filling.close();
}
