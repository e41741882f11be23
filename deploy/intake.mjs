// The intake under Node: takes in what public pages sealed, by day and by night.
//   node deploy/intake.mjs --company acme --creds intake.creds --keys keys.json --log intake.log [--servers nats://…] [--policy policy.json]
// --keys: see keys.mjs. --log: where it keeps what it knows, sealed. One intake a company: a second one does not start (turn.mjs).
import { parseArgs } from 'node:util';
import { openIntake } from 'say-once/intake';
import { inboxCarrier, relayCarrier } from './inbox.mjs';
import { atWork, OPENER_OPTIONS } from './opener.mjs';
import { started } from './worker.mjs';

async function main() {
  const { values } = parseArgs({ options: OPENER_OPTIONS });
  await atWork('intake', values, async (common, connection) => openIntake({ ...common, id: 'intake', inbox: await inboxCarrier(connection), relay: await relayCarrier(connection) }));
}

await started('intake', main);
