// What the host's own workers have in common: how they come to the relay, and how they end.
import { readFileSync } from 'node:fs';
import { jetstream } from '@nats-io/jetstream';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { inboxPrefix } from './permissions.mjs';

/** Options on a command line that every worker takes. */
export const WORKER_OPTIONS = Object.freeze({ servers: { type: 'string', default: 'nats://127.0.0.1:4222' }, creds: { type: 'string' }, company: { type: 'string' } });

/** The value of an option that must be there. */
export function need(values, name) {
  if (values[name] === undefined) throw new Said(`Give --${name}: see the top of this file.`);
  return values[name];
}

/** What the person who starts a worker can mend. It is said in a line, without a stack. */
export class Said extends Error {}

/** Runs a worker; where it cannot be, says why in one line, and ends with 1. */
export async function started(name, work) {
  try {
    await work();
  } catch (error) {
    console.error(`${name}: ${lineOf(error)}`);
    process.exit(1);
  }
}

/** Of what is a fault of ours all is said. */
function lineOf(error) {
  if (error.code === 'ENOENT') return `There is no ${error.path}.`;
  if (error.code === 'EEXIST') return `${error.path} is there already, and stays as it is.`;
  if (error.code === 'EADDRINUSE') return `Port ${error.port} is taken: give another with --port, or end what has it.`;
  if (error.name === 'TimeoutError') return 'The server does not answer in time. Try again.';
  const refused = [error, error.cause].find((one) => one?.name === 'PermissionViolationError');
  if (refused !== undefined) return `This credential does not allow it: ${refused.message}`;
  // (A server's own refusals have numbers.)
  return error instanceof Said || error.code !== undefined ? error.message : error.stack;
}

const authorization = (error) => [error, error.cause].some((one) => /Authoriz|Authentic/.test(one?.name ?? ''));

/** How long a worker waits until it connects again, ms; where it was not let in, until somebody may have written a newer credential. */
const AGAIN = { away: 500, refused: 5_000 };

/** Says, once, that it is let in no more, and how long to wait before it is tried again. */
function telling(author, creds) {
  let refusals = 0;
  return {
    wait: () => (refusals > 1 ? AGAIN.refused : AGAIN.away),
    async listen(connection) {
      for await (const { type, error } of connection.status()) {
        if (type === 'reconnect') refusals = 0;
        // The first one is the old credential's end: the next connection is with what the file holds then.
        if (type === 'error' && authorization(error) && ++refusals === 2) console.error(`${author}: the server lets it in no more: has ${creds} ended, or was it revoked? It goes on when a newer one is there.`);
      }
    },
  };
}

/**
 * A connection that stays: the file with the credential is read with every one that is made, so a newer one is taken up
 * when the old one ends. `author`: as in the credential. A server that is not there yet is waited for; one that does not
 * let it in now is no matter of waiting: rejects with `Said`.
 */
export async function connectWorker({ servers, creds, author }) {
  readFileSync(creds);
  const { wait, listen } = telling(author, creds);
  for (let tries = 0; ; tries++) {
    try {
      const connection = await connect({ servers: servers.split(','), authenticator: credsAuthenticator(() => readFileSync(creds)), inboxPrefix: inboxPrefix(author), maxReconnectAttempts: -1, reconnectDelayHandler: wait, ignoreAuthErrorAbort: true });
      void listen(connection);
      return connection;
    } catch (error) {
      if (authorization(error)) throw new Said(`${servers} does not let it in: is ${creds} of this company, and still good? (node company.mjs creds … > ${creds})`, { cause: error });
      if (tries === 3) console.error(`${author}: ${servers} does not answer; is the server there? It goes on trying.`);
      await new Promise((again) => setTimeout(again, 500));
    }
  }
}

/** How long a stream has to answer, ms. Whoever posted waits; what is not answered is posted again. */
const ANSWER = 2_000;

/** Puts one message on a stream. Resolves when it is there, for the first time or again. */
export async function put(connection, { subject, id, part, sealed }, headers) {
  const more = headers();
  if (part !== undefined) more.set('Say-Part', part);
  const { duplicate, seq } = await jetstream(connection).publish(subject, sealed, { msgID: id, headers: more, timeout: ANSWER });
  // A known id without a number is one that is being written: whether it will be is not known.
  if (duplicate && seq === 0) throw new Error('It is being written; whether it will be is not known yet.');
}

/** What was refused is counted; what was refused is nobody's to read, so nothing of it is written here. */
export const sayTrouble = (name, worker) => worker.onState(({ problem, refused }) => (problem ?? refused) === undefined || console.error(`${name}: ${problem ?? ''}${refused === undefined ? '' : ` ${refused.count} refused, the last: ${refused.code}`}`));

/** Ends a worker in good order when it is told to, or another has its turn. */
export function endingWith(end, turn) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end().then(() => process.exit(0)));
  void turn?.lost.then((error) => {
    console.error(`${turn.role}: ${lineOf(error)}`);
    return end().then(() => process.exit(1));
  });
}
