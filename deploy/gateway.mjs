// The gateway under Node: public pages post here, and what they sealed goes to the inbox stream.
//   node deploy/gateway.mjs --company acme --origins https://www.acme.example --creds gateway.creds --key gateway.key
//     [--servers nats://…] [--port 8787] [--host 127.0.0.1] [--address-header x-real-ip]
// --key: a file of 32 random bytes, the same for every gateway of the company (head -c 32 /dev/urandom > gateway.key).
// --address-header: where the company's own proxy writes who came. Left out: the address that connects.
import { readFile } from 'node:fs/promises';
import { pathToFileURL } from 'node:url';
import { parseArgs } from 'node:util';
import { serve } from '@hono/node-server';
import { headers } from '@nats-io/nats-core';
import { gateway, InboxFull } from 'say-once/gateway';
import { connectWorker, endingWith, need, put, started, WORKER_OPTIONS } from './worker.mjs';

/** Answers of the server that mean: no room, about this person or at all. */
const FULL = new Set([10_077, 10_047]);

/** What a gateway does with a message. */
export const publishTo = (connection) => async (message) => {
  try {
    await put(connection, message, headers);
  } catch (error) {
    throw FULL.has(error.code) ? new InboxFull() : error;
  }
};

/** Starts one; resolves with its port and how to end it. */
export async function startGateway({ company, origins, connection, key, port = 8787, host = '127.0.0.1', addressHeader, limits }) {
  const addresses = new WeakMap();
  const handle = gateway({
    company,
    origins,
    key: await crypto.subtle.importKey('raw', key, { name: 'HMAC', hash: 'SHA-256' }, false, ['sign']),
    publish: publishTo(connection),
    addressOf: (request) => (addressHeader === undefined ? undefined : request.headers.get(addressHeader)) ?? addresses.get(request) ?? '',
    limits,
  });
  const fetch = (request, { incoming }) => {
    addresses.set(request, incoming.socket.remoteAddress ?? '');
    return handle(request);
  };
  return new Promise((started, failed) => {
    const server = serve({ fetch, port, hostname: host, serverOptions: { requestTimeout: 10_000, headersTimeout: 5_000, maxHeaderSize: 8_192 } }, ({ port: at }) => started({ port: at, end: () => new Promise((done) => { server.close(done); server.closeAllConnections(); }) }));
    server.once('error', failed);
  });
}

async function main() {
  const { values } = parseArgs({ options: { ...WORKER_OPTIONS, origins: { type: 'string' }, key: { type: 'string' }, port: { type: 'string', default: '8787' }, host: { type: 'string', default: '127.0.0.1' }, 'address-header': { type: 'string' } } });
  const host = String(values.host);
  const connection = await connectWorker({ servers: values.servers, creds: need(values, 'creds'), author: 'gateway' });
  const { port, end } = await startGateway({ company: need(values, 'company'), origins: need(values, 'origins').split(','), connection, key: await readFile(need(values, 'key')), port: Number(values.port), host, addressHeader: values['address-header'] });
  console.log(`gateway: http://${host}:${port}`);
  endingWith(async () => {
    await end();
    await connection.drain();
  });
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) await started('gateway', main);
