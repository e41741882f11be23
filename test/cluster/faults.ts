/** What is done to the nodes and to a browser while desks write: one thing after the other, with time in between to come to again. */
import { setTimeout as after } from 'node:timers/promises';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import type { Desks } from './desks.js';
import { type Cluster, type Name, NAMES } from './nodes.js';

/** Time to come to again, ms. */
const REST = 8_000;

/** Who leads the stream that desks write into; where nobody says so, any. */
async function leaderOf(admin: NatsConnection): Promise<Name> {
  for (let tries = 0; tries < 20; tries++) {
    try {
      const { cluster } = await (await jetstreamManager(admin, { checkAPI: false, timeout: 2_000 })).streams.info('SAY_SUPPORT');
      const name = cluster?.leader?.at(-1) as Name | undefined;
      if (name !== undefined && NAMES.includes(name)) return name;
    } catch {
      await after(250);
    }
  }
  return 'a';
}

/** Until every node has what the others have: before that none may go. */
async function current(admin: NatsConnection): Promise<void> {
  for (let tries = 0; tries < 240; tries++) {
    const found = await Promise.all(['SAY_SUPPORT', 'SAY_WORKERS'].map(async (name) => (await jetstreamManager(admin, { checkAPI: false, timeout: 2_000 })).streams.info(name))).catch(() => []);
    if (found.length > 0 && found.every(({ cluster }) => cluster?.leader !== undefined && cluster.replicas?.length === NAMES.length - 1 && cluster.replicas.every((one) => one.current && !one.offline))) return;
    await after(250);
  }
  throw new Error('a node does not come to have what the others have');
}

interface Fault {
  name: string;
  work(): Promise<void>;
}

/** `pause`: between two entries of the desk that begins again, ms. `next`: the server's file after an upgrade. */
export function faultsOf(cluster: Cluster, desks: Desks, admin: NatsConnection, pause: number, next?: string): Fault[] {
  return [
    {
      name: 'an upgrade: one node after the other ends as a lame duck (SIGUSR2) and is started anew',
      async work() {
        for (const name of NAMES) {
          await current(admin);
          await cluster.node(name).upgrade(next);
        }
        await current(admin);
      },
    },
    {
      name: 'the leader killed (SIGKILL)',
      async work() {
        const node = cluster.node(await leaderOf(admin));
        await node.stop('SIGKILL');
        await after(5_000);
        await node.start();
      },
    },
    {
      name: 'the leader frozen for 10 s (SIGSTOP)',
      async work() {
        const node = cluster.node(await leaderOf(admin));
        node.signal('SIGSTOP');
        await after(10_000);
        node.signal('SIGCONT');
      },
    },
    {
      name: 'a browser killed in the midst of a publication (SIGKILL)',
      async work() {
        await desks.kill();
        await after(2_000);
        await desks.again(pause);
      },
    },
    {
      name: 'the leader cut off from both others for 40 s (every route shut; desks can still reach it)',
      async work() {
        const name = await leaderOf(admin);
        cluster.cut(name, true);
        await after(40_000);
        cluster.cut(name, false);
      },
    },
    {
      name: 'all three killed at once (SIGKILL)',
      async work() {
        await Promise.all(NAMES.map((name) => cluster.node(name).stop('SIGKILL')));
        await after(2_000);
        await Promise.all(NAMES.map((name) => cluster.node(name).start()));
      },
    },
  ];
}

/** One after the other, each at least once, and again until the time is over. */
export async function torment(faults: readonly Fault[], until: number, begins: (name: string) => void): Promise<void> {
  for (let round = 0; round === 0 || Date.now() < until; round++) {
    for (const { name, work } of faults) {
      if (round > 0 && Date.now() >= until) return;
      begins(name);
      await work();
      await after(REST);
    }
  }
}
