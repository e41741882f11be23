// What a relay costs its host: a real nats-server as deploy/one sets it up, each message synced to disk, a customer and a subject
// for every message. Measures what the server used, and reckons from that for a million customers. Linux: it reads /proc.
//   node bench/cost.mjs [--messages 100000] [--readers 3] [--customers 1000000] [--entries 10] [--desks 100]
import { spawnSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseArgs } from 'node:util';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { headers } from '@nats-io/nats-core';
import { connect, jwtAuthenticator } from '@nats-io/transport-node';
import { createServer } from 'vite';
import { accountJwt, mintPair, mintSystem, newCompany, push } from '../deploy/credentials.mjs';
import { newKeys, ringOf } from '../deploy/keys.mjs';
import { ensureStreams } from '../deploy/streams.mjs';
import { findNats, HOW } from '../scripts/nats.mjs';
import { startServer } from '../scripts/nats-server.mjs';

const { values } = parseArgs({ options: Object.fromEntries(Object.entries({ messages: '100000', readers: '3', customers: '1000000', entries: '10', desks: '100' }).map(([name, value]) => [name, { type: 'string', default: value }])) });
const [messages, readers, customers, entries, desks] = ['messages', 'readers', 'customers', 'entries', 'desks'].map((name) => Number(values[name]));

/** On their way at once. */
const AT_ONCE = 128;
const STREAM = 'SAY_SUPPORT';
const MB = 2 ** 20;
const plain = (number, digits = 0) => number.toLocaleString('en', { maximumFractionDigits: digits, minimumFractionDigits: digits });

const root = path.dirname(path.dirname(fileURLToPath(import.meta.url)));
const file = findNats();
if (file === undefined) throw new Error(HOW);
// It serves nobody: it only lets Node read what is written in TypeScript.
const vite = await createServer({ root, configFile: false, logLevel: 'error', appType: 'custom', server: { middlewareMode: true, hmr: false, ws: false, watch: null }, optimizeDeps: { noDiscovery: true } });
const [{ sealEnvelope }, { digest, keysOf }, { messagesOf }, { JOURNALS }] = await Promise.all(['carry/envelope', 'store/keys', 'carry/nats-publish', 'carry/nats-names'].map((name) => vite.ssrLoadModule(`/src/${name}.ts`)));
const folder = mkdtempSync(path.join(tmpdir(), 'say-once-cost-'));
const server = await startServer({ file, folder, origins: [] });

const ticks = Number(spawnSync('getconf', ['CLK_TCK'], { encoding: 'utf8' }).stdout);
/** What the server has used of processors until now, s. */
function cpu() {
  const [, rest] = readFileSync(`/proc/${server.pid}/stat`, 'utf8').split(') ');
  const [user, system] = rest.split(' ').slice(11, 13).map(Number);
  return (user + system) / ticks;
}
/** What of it is in memory, MB. */
const memory = () => Number(/VmRSS:\s+(\d+)/.exec(readFileSync(`/proc/${server.pid}/status`, 'utf8'))[1]) / 1_024;
const onDisk = () => Number(spawnSync('du', ['-s', '--block-size=1', path.join(folder, 'store')], { encoding: 'utf8' }).stdout.split('\t')[0]);

const company = newCompany('cost');
const open = async ({ jwt, seed }, inboxPrefix = '_INBOX') => connect({ servers: server.servers, authenticator: jwtAuthenticator(jwt, new TextEncoder().encode(seed)), inboxPrefix });
const system = await open(await mintSystem(server.operator));
await push(system, await accountJwt(server.operator.seed, company));
await system.close();
const admin = await open(await mintPair(company, { role: 'admin', author: 'admin', seconds: 7_200 }), '_INBOX.admin');
await ensureStreams(admin);
const desk = await open(await mintPair(company, { role: 'support', author: 'rep-17', seconds: 7_200 }), '_INBOX.rep-17');

const { newest } = await keysOf(await ringOf(await newKeys()), 'cost', 'support', Date.now);
const js = jetstream(desk, { timeout: 60_000 });

/** One entry of two sentences, as a desk seals it. */
async function message(index) {
  const customer = `cus_${index}`;
  const at = Date.now();
  const entry = { kind: 'issue', words: `She was billed again on the ${index}th, after she had cancelled it. She would like to hear from us before the end of the week.`, topic: 'billing', stamp: `${at.toString(36)}000${String(index).padStart(12, '0')}`, customer, at, by: { audience: 'support', id: 'rep-17', label: 'Ana' }, contact: `call-${index}`, chain: `call-${index}`, channel: 'phone' };
  const sealed = await sealEnvelope({ company: 'cost', box: 'support' }, { id: newest.id, key: newest.envelope }, { v: 1, kind: 'shared', entries: [entry] });
  return messagesOf({ id: `m-${String(index).padStart(20, '0')}`, to: 'support', subject: await digest(newest.subject, `customer:${customer}`), sealed }, JOURNALS.support, 'rep-17', 8_192)[0];
}

async function write() {
  let next = 0;
  const work = async () => {
    while (next < messages) {
      const { subject, id, text } = await message(next++);
      await js.publish(subject, text, { msgID: id, headers: headers() });
    }
  };
  await Promise.all(Array.from({ length: AT_ONCE }, work));
}

async function read() {
  const consumer = await js.consumers.get(STREAM, {});
  for await (const { info } of await consumer.consume({ max_messages: 500 })) if (info.pending === 0) break;
}

/** What something costs the server: s of processors, and s by the clock. */
async function cost(work) {
  const [before, from] = [cpu(), performance.now()];
  await work();
  return { cpu: cpu() - before, s: (performance.now() - from) / 1_000 };
}

try {
  const empty = { memory: memory(), disk: onDisk() };
  const written = await cost(write);
  const full = { memory: memory(), disk: onDisk() };
  const { state } = await (await jetstreamManager(admin, { checkAPI: false })).streams.info(STREAM);
  const given = await cost(() => Promise.all(Array.from({ length: readers }, read)));
  const after = memory();
  await Promise.all([admin.close(), desk.close()]);
  await server.stop();
  const from = performance.now();
  await server.start();
  const again = { s: (performance.now() - from) / 1_000, cpu: cpu(), memory: memory() };

  const per = { write: written.cpu / messages, give: given.cpu / (messages * readers), disk: (full.disk - empty.disk) / messages, memory: (full.memory - empty.memory) / messages };
  console.log(`\nMeasured, one node, ${plain(messages)} messages of one entry, a subject each (${spawnSync(file, ['--version'], { encoding: 'utf8' }).stdout.trim()}):`);
  console.log(`  written and synced    ${plain(written.cpu, 1)} s of processors in ${plain(written.s)} s by the clock`);
  console.log(`  given to ${readers} readers    ${plain(given.cpu, 1)} s of processors in ${plain(given.s)} s by the clock`);
  console.log(`  on disk               ${plain((full.disk - empty.disk) / MB)} MB, ${plain(per.disk)} B a message (${plain(state.bytes / state.messages)} B as the stream counts)`);
  console.log(`  in memory             ${plain(empty.memory)} MB when empty, ${plain(full.memory)} when written, ${plain(after)} when read, ${plain(again.memory)} after a restart`);
  console.log(`  a restart             ${plain(again.s, 1)} s by the clock, ${plain(again.cpu, 1)} s of processors`);
  const all = customers * entries;
  console.log(`\nReckoned, each node: ${plain(customers)} customers with ${plain(entries)} entries each, a message an entry, ${plain(desks)} desks that follow:`);
  console.log(`  on disk               ${plain((all * per.disk) / 1e9, 1)} GB`);
  console.log(`  in memory             ${plain(empty.memory + customers * per.memory)} MB, if it is the subjects that fill it`);
  console.log(`  to write all of it    ${plain((all * per.write) / 3_600, 1)} hours of one processor`);
  console.log(`  to give it to a desk  ${plain((all * per.give) / 60, 1)} minutes of one processor, once`);
  const day = all / 365;
  console.log(`  a day, if it is written in a year: ${plain(day)} messages: ${plain(day * per.write)} s to write, ${plain(day * desks * per.give)} s to give to all desks`);
} finally {
  await server.stop();
  await vite.close();
  rmSync(folder, { recursive: true, force: true });
}
