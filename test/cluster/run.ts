/**
 * `npm run test:cluster`: three nodes with three replicas, twenty desks that write, and what happens to machines. Afterwards
 * every entry that a desk was told is saved must be in every replica and on every desk, none twice.
 */
import { setTimeout as after } from 'node:timers/promises';
import { servePage } from '../store/page/serve.js';
import { natsHere } from '../support/nats.js';
import { Desks } from './desks.js';
import { faultsOf, torment } from './faults.js';
import { Ledger } from './ledger.js';
import { Cluster, NAMES } from './nodes.js';
import { type Replica, replicas } from './replicas.js';

/** Between two entries of one desk, ms on the average. */
const PAUSE = 500;
/** How long all desks may take to have everything, once nothing is done to them any more, ms. */
const PATIENCE = 180_000;

const say = (text: string): void => console.log(`cluster: ${text}`);

/** The texts that stand in a list more than once. */
const twice = (list: readonly string[]): Set<string> => {
  const seen = new Set<string>();
  return new Set(list.filter((one) => seen.has(one) || void seen.add(one)));
};

/** What a node may still play from its log after it was killed, ms: only what stays is a difference. */
const REPLAY = 30_000;

/** How many messages of all there are each node lacks: where that is none, they differ in their numbers alone. */
function lacking(nodes: readonly Replica[]): string {
  const all = new Set(nodes.flatMap(({ ids }) => [...ids.values()]));
  return nodes.map(({ name, ids }) => `${name} lacks ${all.size - new Set(ids.values()).size} of ${all.size}`).join(', ');
}

/** Where the nodes have not the same message under the same number. */
function differences(nodes: readonly Replica[]): string[] {
  const seqs = new Set(nodes.flatMap(({ ids }) => [...ids.keys()]));
  return [...seqs].filter((seq) => new Set(nodes.map(({ ids }) => ids.get(seq))).size > 1).map((seq) => `${seq}: ${nodes.map(({ name, ids }) => `${name} ${ids.get(seq) ?? '-'}`).join(', ')};`);
}

async function settle(desks: Desks): Promise<void> {
  const from = Date.now();
  for (const desk of desks.all) {
    while (!(await desk.isSettled())) {
      if (Date.now() - from > PATIENCE) throw new Error(`${desk.author} does not come to rest: ${JSON.stringify(await desk.state())}`);
      await after(200);
    }
  }
}

/** Resolves with whether nothing was lost and nothing was doubled. */
export async function main({ minutes = 3, writers = 20, next }: { minutes?: number; writers?: number; next?: string | undefined } = {}): Promise<boolean> {
  const file = natsHere();
  if (file === undefined) return false;
  const began = Date.now();
  const ledger = new Ledger();
  const served = await servePage();
  const cluster = await Cluster.start(file, served.address);
  const { company, admin } = await cluster.company('acme');
  const desks = new Desks(served, writers, { company, servers: cluster.addresses, ledger });
  try {
    await desks.open();
    await settle(desks);
    say(`${writers} desks write, ${Math.round((Date.now() - began) / 1_000)} s after the start`);
    await desks.write(PAUSE);
    await after(3_000);
    await torment(faultsOf(cluster, desks, admin, PAUSE, next), Date.now() + minutes * 60_000, (name) => {
      ledger.doing = name;
      say(`${String(Math.round((Date.now() - began) / 1_000)).padStart(4)} s  ${name}`);
    });
    await desks.rest();
    ledger.doing = 'the end';
    await settle(desks);
    // A reader may be told that it has everything before the last of what others wrote is there.
    await after(3_000);
    await settle(desks);
    say('everything has come back; all three are killed once more, and asked one by one for what lies on their disks');
    await Promise.all(NAMES.map((name) => cluster.node(name).stop('SIGKILL')));
    await Promise.all(NAMES.map((name) => cluster.node(name).start()));

    const lost = new Set<string>();
    const doubled = new Set<string>();
    const look = (where: string, has: readonly string[], again: ReadonlySet<string>): void => {
      const here = new Set(has);
      const missing = [...ledger.acknowledged].filter((words) => !here.has(words));
      for (const words of missing) lost.add(words);
      for (const words of again) doubled.add(words);
      if (missing.length > 0 || again.size > 0) say(`${where}: ${missing.length} missing, ${again.size} there twice: ${[...missing, ...again].slice(0, 5).join(' ')}`);
    };
    const nodes = await replicas(admin);
    for (const { name, ids, words } of nodes) look(`node ${name}`, words, twice([...ids.values()]));
    const differ = differences(nodes);
    say(`${nodes.map(({ ids }) => ids.size).join(', ')} messages on the nodes, ${differ.length === 0 ? 'the same on all three' : `WHICH DIFFER in ${differ.length}: ${differ.slice(0, 5).join(' ')}`}; sealed twice: ${twice(nodes[0]?.words ?? []).size}`);
    let still = differ.length;
    if (still > 0) {
      say(lacking(nodes));
      await after(REPLAY);
      still = differences(await replicas(admin)).length;
      say(`half a minute later they differ in ${still}; what they say of themselves lies in ${cluster.keepLogs()}`);
    }
    for (const desk of desks.all) {
      const words = await desk.words();
      look(desk.author, words, twice(words));
    }
    say(`the longest stall of all was during: ${ledger.during}`);
    say(`the longest of one desk, ${(ledger.longestOfOne / 1_000).toFixed(1)} s, was during: ${ledger.duringOfOne}`);
    console.log(`written ${ledger.written.size}, acknowledged ${ledger.acknowledged.size}, lost ${lost.size}, doubled ${doubled.size}, longest stall ${(ledger.longest / 1_000).toFixed(1)} s`);
    return lost.size === 0 && doubled.size === 0 && still === 0 && ledger.acknowledged.size > 0;
  } finally {
    await desks.end();
    await cluster.end();
    served.close();
  }
}
