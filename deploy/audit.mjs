// What auditors read: every reveal of a masked value and every override of a hold, one a line, as JSON.
//   node deploy/audit.mjs --company acme --creds auditor.creds --auditors auditors.json [--servers nats://…]
// `author` is who sent it, by the server; `by` inside is what they say. Nobody can take anything out of that stream.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { pathToFileURL } from 'node:url';
import { jetstream } from '@nats-io/jetstream';
import { JOURNALS, openAudited, textOf } from 'say-once/intake';
import { pairOf } from './keys.mjs';
import { connectWorker, need, started, WORKER_OPTIONS } from './worker.mjs';

/** All that lies there now, in order. What does not open is listed with why: `refused`. */
export async function* audited(connection, company, pair) {
  const consumer = await jetstream(connection).consumers.get(JOURNALS.audit.stream, {});
  if ((await consumer.info(true)).num_pending === 0) return;
  for await (const message of await consumer.consume({ max_messages: 500 })) {
    const about = { seq: message.seq, at: new Date(Math.floor(message.info.timestampNanos / 1e6)).toISOString(), author: textOf(message.subject.split('.')[1] ?? '') };
    yield await openAudited(company, pair, message.string()).then(
      ({ entry }) => ({ ...about, entry }),
      ({ code = 'bad-envelope' }) => ({ ...about, refused: code }),
    );
    if (message.info.pending === 0) return;
  }
}

async function main() {
  const { values } = parseArgs({ options: { ...WORKER_OPTIONS, auditors: { type: 'string' } } });
  const [company, pair] = [need(values, 'company'), await pairOf(JSON.parse(await readFile(need(values, 'auditors'), 'utf8')))];
  const connection = await connectWorker({ servers: values.servers, creds: need(values, 'creds'), author: 'auditor' });
  for await (const line of audited(connection, company, pair)) console.log(JSON.stringify(line));
  await connection.drain();
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await started('audit', main);
