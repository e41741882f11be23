// A company's streams. Can be run twice: what is there is compared and brought up to date, what cannot be is named.
//   node deploy/streams.mjs --servers nats://127.0.0.1:4222 --creds acme-admin.creds [--replicas 3]
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { jetstreamManager } from '@nats-io/jetstream';
import { nuid } from '@nats-io/nats-core';
import { INTAKE_CONSUMER, STREAMS } from './permissions.mjs';
import { connectWorker, need, Said, started, WORKER_OPTIONS } from './worker.mjs';

const SECOND = 1_000_000_000; // streams count in ns
const DAY = 24 * 60 * 60 * SECOND;

/** What all have in common. A publisher may not purge by a header (`allow_rollup_hdrs`), nor choose how long its message lives. */
const common = {
  retention: 'limits',
  storage: 'file',
  discard: 'new', // full is said to who writes; nothing old is lost for it
  duplicate_window: 10 * 60 * SECOND,
  max_msg_size: 8_192,
  allow_direct: false, // see permissions.mjs
  allow_rollup_hdrs: false,
  allow_msg_ttl: false,
  deny_delete: false,
  deny_purge: false,
};

/** The largest journal that a desk is measured with, entries. */
const LARGEST = 100_000;

/** An author's journal about one customer in one audience, were it the largest and said entry by entry; full, it says so (10077). What nobody uses costs nothing. */
const journal = { ...common, max_msgs_per_subject: LARGEST, discard_new_per_subject: true, max_consumers: 20_000 };

/** The streams as they are to be, but for the number of replicas. */
export const CONFIGS = Object.freeze([
  { ...journal, name: STREAMS.support, subjects: ['say.support.*.*'] },
  { ...journal, name: STREAMS.sales, subjects: ['say.sales.*.*'] },
  // What two desks say to each other about a spoken code: of no use to anybody after minutes.
  { ...journal, name: STREAMS.offers, subjects: ['offer.*.*'], max_age: 10 * 60 * SECOND, max_msgs_per_subject: 20 },
  // The public's: small, for a week, and empty as soon as the intake has read it.
  { ...common, name: STREAMS.inbox, subjects: ['inbox.*'], retention: 'workqueue', max_age: 7 * DAY, max_msgs_per_subject: 200, discard_new_per_subject: true, max_bytes: 256 * 1024 * 1024, max_consumers: 1 },
  // What auditors read. Nobody rewrites it, the administrator included.
  { ...common, name: STREAMS.audit, subjects: ['audit.*.*'], deny_delete: true, deny_purge: true, max_consumers: 100 },
  // Whose turn it is: the last word of each worker.
  { ...common, name: STREAMS.workers, subjects: ['worker.*'], max_msgs_per_subject: 1, max_consumers: 100 },
]);

/** What waits unread (for the rest of its parts, for a reader who has the key) is anybody's to post: it must never be what stops the rest (`max_ack_pending`). */
const INTAKE = { durable_name: INTAKE_CONSUMER, ack_policy: 'explicit', ack_wait: 30 * SECOND, max_ack_pending: -1, max_deliver: -1 };

const same = (a, b) => JSON.stringify(a) === JSON.stringify(b);

/** The client hands on what an old server does not know: what it answers is compared with what was asked for. */
function compare(what, wanted, got) {
  const off = Object.entries(wanted).filter(([key, value]) => !same(value, got[key] ?? (value === false ? false : undefined)));
  if (off.length > 0) throw new Said(`${what} is not as asked for: ${off.map(([key, value]) => `${key} is ${JSON.stringify(got[key])}, not ${JSON.stringify(value)}`).join('; ')}. Is the server older than 2.12?`);
}

/** Makes or updates a company's streams and the intake's consumer. Resolves with what was done to each: `made`, `updated`, `as it was`. */
export async function ensureStreams(connection, { replicas = 1, configs = CONFIGS } = {}) {
  const manager = await jetstreamManager(connection, { checkAPI: false, timeout: 10_000 });
  const done = {};
  for (const config of configs) {
    const wanted = { ...config, num_replicas: replicas };
    const found = await manager.streams.info(wanted.name).catch((error) => {
      if (error.code === 10_059 || error.name === 'StreamNotFoundError') return undefined;
      throw error;
    });
    let info = found;
    // Kept with the stream: a cursor into another one of the same name is known by it.
    if (found === undefined) info = await manager.streams.add({ ...wanted, metadata: { epoch: nuid.next() } });
    else if (Object.entries(wanted).some(([key, value]) => !same(value, found.config[key] ?? (value === false ? false : undefined)))) info = await manager.streams.update(wanted.name, wanted);
    compare(wanted.name, wanted, info.config);
    done[wanted.name] = found === undefined ? 'made' : info === found ? 'as it was' : 'updated';
  }
  compare('The intake’s consumer', INTAKE, (await manager.consumers.add(STREAMS.inbox, INTAKE)).config);
  return done;
}

async function main() {
  const { values } = parseArgs({ options: { ...WORKER_OPTIONS, replicas: { type: 'string', default: '1' } } });
  const connection = await connectWorker({ servers: values.servers, creds: need(values, 'creds'), author: 'admin' });
  try {
    for (const [name, what] of Object.entries(await ensureStreams(connection, { replicas: Number(values.replicas) }))) console.log(`${name}: ${what}`);
  } finally {
    await connection.close();
  }
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await started('streams', main);
