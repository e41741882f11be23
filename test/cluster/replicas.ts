/** What each node itself has of a stream: it is made the leader, and asked for every message. */
import { setTimeout as after } from 'node:timers/promises';
import { jetstreamManager, type JetStreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { openEnvelope } from '../../src/carry/envelope.js';
import { keysOf } from '../../src/store/keys.js';
import { hostRing } from '../store/support.js';
import { type Name, NAMES } from './nodes.js';

const STREAM = 'SAY_SUPPORT';
/** Asked for at once. */
const TOGETHER = 32;

export interface Replica {
  name: Name;
  /** by number in the stream: the message's id */
  ids: Map<number, string>;
  words: string[];
}

async function lead(admin: NatsConnection, manager: JetStreamManager, name: Name): Promise<void> {
  for (let tries = 0; tries < 60; tries++) {
    const { cluster } = await manager.streams.info(STREAM).catch(() => ({ cluster: undefined }));
    if (cluster?.leader === `say-once-${name}` && (cluster.replicas ?? []).every(({ current, lag }) => current && !lag)) return;
    if (cluster?.leader !== `say-once-${name}`) await admin.request(`$JS.API.STREAM.LEADER.STEPDOWN.${STREAM}`, JSON.stringify({ placement: { preferred: `say-once-${name}` } }), { timeout: 5_000 }).catch(() => {});
    await after(500);
  }
  throw new Error(`${name} does not come to lead ${STREAM}`);
}

export async function replicas(admin: NatsConnection): Promise<Replica[]> {
  const manager = await jetstreamManager(admin, { checkAPI: false, timeout: 5_000 });
  const { all } = await keysOf(await hostRing('support'), 'acme', 'support', Date.now);
  const keys = all.map(({ id, envelope }) => ({ id, key: envelope }));
  const found: Replica[] = [];
  for (const name of NAMES) {
    await lead(admin, manager, name);
    const { state } = await manager.streams.info(STREAM);
    const replica: Replica = { name, ids: new Map(), words: [] };
    let next = state.first_seq;
    const work = async (): Promise<void> => {
      while (next <= state.last_seq) {
        const seq = next++;
        const message = await manager.streams.getMessage(STREAM, { seq });
        if (message === null) continue;
        replica.ids.set(seq, message.header.get('Nats-Msg-Id'));
        const { entries } = (await openEnvelope({ company: 'acme', box: 'support' }, keys, message.string())) as { entries: { words?: string }[] };
        replica.words.push(...entries.flatMap(({ words }) => words ?? []));
      }
    };
    await Promise.all(Array.from({ length: TOGETHER }, work));
    const { cluster } = await manager.streams.info(STREAM);
    if (cluster?.leader !== `say-once-${name}`) throw new Error(`${name} lost the lead while it was read`);
    found.push(replica);
  }
  return found;
}
