// The intake under Node: takes in what public pages sealed, by day and by night.
//   node deploy/intake.mjs --company acme --creds intake.creds --keys keys.json --log intake.log [--servers nats://…] [--policy policy.json]
// --keys: see keys.mjs. --log: where it keeps what it knows, sealed. One intake a company: nothing here keeps a second one from the same log.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openIntake } from 'say-once/intake';
import { inboxCarrier, relayCarrier } from './inbox.mjs';
import { ringOf } from './keys.mjs';
import { fileLog } from './log.mjs';
import { connectWorker, endingWith, need, WORKER_OPTIONS } from './worker.mjs';

const json = async (file) => JSON.parse(await readFile(file, 'utf8'));

const { values } = parseArgs({ options: { ...WORKER_OPTIONS, keys: { type: 'string' }, log: { type: 'string' }, policy: { type: 'string' } } });
const connection = await connectWorker({ servers: values.servers, creds: need(values, 'creds'), author: 'intake' });
const log = await fileLog(need(values, 'log'));
const intake = await openIntake({
  name: need(values, 'company'),
  id: 'intake',
  keys: await ringOf(await json(need(values, 'keys'))),
  log,
  inbox: await inboxCarrier(connection),
  relay: await relayCarrier(connection),
  ...(values.policy === undefined ? {} : { policy: await json(values.policy) }),
});
console.log('intake: reading');
// What was refused is counted; what was refused is nobody's to read, so nothing of it is written here.
intake.onState(({ problem, refused }) => (problem ?? refused) === undefined || console.error(`intake: ${problem ?? ''}${refused === undefined ? '' : ` ${refused.count} refused, the last: ${refused.code}`}`));
endingWith(async () => {
  await intake.close();
  await log.close();
  await connection.drain();
});
