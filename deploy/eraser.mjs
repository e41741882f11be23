// The eraser under Node: executes what desks ask to be forgotten or struck, on the relay and, through it, on every desk.
//   node deploy/eraser.mjs --company acme --creds eraser.creds --keys keys.json --log eraser.log [--servers nats://…] [--policy policy.json] [--asked-by rep-1,rep-2]
// --log: where it keeps what it knows, sealed. --asked-by: whose asking counts, by the ids of their seats; left out: every support desk's.
import { readFile } from 'node:fs/promises';
import { parseArgs } from 'node:util';
import { openEraser } from 'say-once/intake';
import { relayCarrier } from './inbox.mjs';
import { ringOf } from './keys.mjs';
import { fileLog } from './log.mjs';
import { takeTurn } from './turn.mjs';
import { connectWorker, endingWith, need, sayTrouble, started, WORKER_OPTIONS } from './worker.mjs';

const json = async (file) => JSON.parse(await readFile(file, 'utf8'));

async function main() {
  const { values } = parseArgs({ options: { ...WORKER_OPTIONS, keys: { type: 'string' }, log: { type: 'string' }, policy: { type: 'string' }, 'asked-by': { type: 'string' } } });
  const may = values['asked-by']?.split(',');
  const [name, keys, policy] = [need(values, 'company'), await ringOf(await json(need(values, 'keys'))), values.policy === undefined ? {} : { policy: await json(values.policy) }];
  const log = await fileLog(need(values, 'log'));
  const connection = await connectWorker({ servers: values.servers, creds: need(values, 'creds'), author: 'eraser' });
  const turn = await takeTurn(connection, 'eraser');
  const mayAsk = ({ author, what }) => {
    const counts = may === undefined || may.includes(author);
    // Who asked for what is the host's to know; about whom is not written here.
    console.log(`eraser: ${author} asks to ${what}${counts ? '' : ', who may not'}`);
    return counts;
  };
  const eraser = await openEraser({ name, keys, log, relay: await relayCarrier(connection, 'eraser'), mayAsk, ...policy });
  console.log('eraser: reading');
  sayTrouble('eraser', eraser);
  endingWith(async () => {
    await eraser.close();
    await log.close();
    await turn.leave();
    await connection.drain();
  }, turn);
}

await started('eraser', main);
