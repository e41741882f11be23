// The intake under Node: takes in what public pages sealed, by day and by night.
//   node deploy/intake.mjs --company acme --creds intake.creds --keys keys.json --log intake.log [--servers nats://…] [--policy policy.json]
// --keys: see keys.mjs. --log: where it keeps what it knows, sealed. One intake a company: a second one does not start (turn.mjs).
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openIntake } from 'say-once/intake';
import { inboxCarrier, relayCarrier } from './inbox.mjs';
import { ringOf } from './keys.mjs';
import { fileLog } from './log.mjs';
import { takeTurn } from './turn.mjs';
import { connectWorker, endingWith, need, sayTrouble, started, WORKER_OPTIONS } from './worker.mjs';

const json = async (file) => JSON.parse(await readFile(file, 'utf8'));

async function main() {
  const { values } = parseArgs({ options: { ...WORKER_OPTIONS, keys: { type: 'string' }, log: { type: 'string' }, policy: { type: 'string' } } });
  const [name, keys, policy] = [need(values, 'company'), await ringOf(await json(need(values, 'keys'))), values.policy === undefined ? {} : { policy: await json(values.policy) }];
  const log = await fileLog(need(values, 'log'));
  const connection = await connectWorker({ servers: values.servers, creds: need(values, 'creds'), author: 'intake' });
  const turn = await takeTurn(connection, 'intake');
  const intake = await openIntake({ name, id: 'intake', keys, log, inbox: await inboxCarrier(connection), relay: await relayCarrier(connection), ...policy });
  console.log('intake: reading');
  sayTrouble('intake', intake);
  endingWith(async () => {
    await intake.close();
    await log.close();
    await turn.leave();
    await connection.drain();
  }, turn);
}

await started('intake', main);
