// What the host's own workers have in common: how they come to the relay, and how they end.
import { readFileSync } from 'node:fs';
import { jetstream } from '@nats-io/jetstream';
import { connect, credsAuthenticator } from '@nats-io/transport-node';
import { inboxPrefix } from './permissions.mjs';

/** Options on a command line that every worker takes. */
export const WORKER_OPTIONS = Object.freeze({ servers: { type: 'string', default: 'nats://127.0.0.1:4222' }, creds: { type: 'string' }, company: { type: 'string' } });

/** The value of an option that must be there. */
export function need(values, name) {
  if (values[name] === undefined) throw new Error(`Give --${name}: see the top of this file.`);
  return values[name];
}

/**
 * A connection that stays: the file with the credential is read with every one that is made, so a newer one is taken up
 * when the old one ends. `author`: as in the credential.
 */
export async function connectWorker({ servers, creds, author }) {
  // It waits as long as it must; whoever started it is told what for.
  const patience = setTimeout(() => console.error(`${author}: ${servers} does not let it in yet; is the server there, and ${creds} still good? It goes on trying.`), 3_000);
  try {
    return await connect({ servers: servers.split(','), authenticator: credsAuthenticator(() => readFileSync(creds)), inboxPrefix: inboxPrefix(author), maxReconnectAttempts: -1, reconnectTimeWait: 500, waitOnFirstConnect: true, ignoreAuthErrorAbort: true });
  } finally {
    clearTimeout(patience);
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

/** Ends a worker in good order when it is told to. */
export function endingWith(end) {
  for (const signal of ['SIGINT', 'SIGTERM']) process.once(signal, () => void end().then(() => process.exit(0)));
}
