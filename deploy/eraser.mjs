// The eraser under Node: executes what desks ask to be forgotten or struck, on the relay and, through it, on every desk.
//   node deploy/eraser.mjs --company acme --creds eraser.creds --keys keys.json --log eraser.log [--servers nats://…] [--policy policy.json] [--asked-by rep-1,rep-2]
// --log: where it keeps what it knows, sealed. --asked-by: whose asking counts, by the ids of their seats; left out: every support desk's.
import { parseArgs } from 'node:util';
import { openEraser } from 'say-once/intake';
import { relayCarrier } from './inbox.mjs';
import { atWork, OPENER_OPTIONS } from './opener.mjs';
import { started } from './worker.mjs';

async function main() {
  const { values } = parseArgs({ options: { ...OPENER_OPTIONS, 'asked-by': { type: 'string' } } });
  const may = values['asked-by']?.split(',');
  const mayAsk = ({ author, what }) => {
    const counts = may === undefined || may.includes(author);
    // Who asked for what is the host's to know; about whom is not written here.
    console.log(`eraser: ${author} asks to ${what}${counts ? '' : ', who may not'}`);
    return counts;
  };
  await atWork('eraser', values, async (common, connection) => openEraser({ ...common, relay: await relayCarrier(connection, 'eraser'), mayAsk }));
}

await started('eraser', main);
