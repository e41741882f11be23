// What the workers that open what was sealed have in common: the company's keys, a log of their own, the company's policy.
import { readFile } from 'node:fs/promises';
import { ringOf } from './keys.mjs';
import { fileLog } from './log.mjs';
import { takeTurn } from './turn.mjs';
import { connectWorker, endingWith, need, sayTrouble, WORKER_OPTIONS } from './worker.mjs';

/** Options on a command line that each of them takes. */
export const OPENER_OPTIONS = Object.freeze({ ...WORKER_OPTIONS, keys: { type: 'string' }, log: { type: 'string' }, policy: { type: 'string' } });

const json = async (file) => JSON.parse(await readFile(file, 'utf8'));

/** Keeps one at work until it is told to end. `author`: as in the credential. `open`: from the options that all of them take, and a connection. */
export async function atWork(author, values, open) {
  const [name, keys, policy] = [need(values, 'company'), await ringOf(await json(need(values, 'keys'))), values.policy === undefined ? {} : { policy: await json(values.policy) }];
  const log = await fileLog(need(values, 'log'));
  const connection = await connectWorker({ servers: values.servers, creds: need(values, 'creds'), author });
  const turn = await takeTurn(connection, author);
  const worker = await open({ name, keys, log, ...policy }, connection);
  console.log(`${author}: reading`);
  sayTrouble(author, worker);
  endingWith(async () => {
    await worker.close();
    await log.close();
    await turn.leave();
    await connection.drain();
  }, turn);
}
