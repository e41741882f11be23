import { connect } from 'node:net';
import { expect, it, onTestFinished } from 'vitest';
import { natsHere, NatsServer } from '../support/nats.js';

const file = natsHere();

/** What a server says first to whoever connects: `INFO {…}`. */
const info = (port: number): Promise<{ version: string; jetstream: boolean }> =>
  new Promise((said, failed) => {
    const socket = connect(port, '127.0.0.1').once('error', failed);
    socket.once('data', (data) => {
      socket.destroy();
      said(JSON.parse(data.toString().slice(4)) as { version: string; jetstream: boolean });
    });
  });

it.skipIf(file === undefined)('a server that is new enough is found or got, and stands where it stood when it is started again', async () => {
  const server = await NatsServer.start(file ?? '');
  onTestFinished(() => server.remove());
  const { version, jetstream } = await info(server.port);
  const [major = 0, minor = 0] = version.split('.').map(Number);
  expect(major * 100 + minor).toBeGreaterThanOrEqual(212);
  expect(jetstream).toBe(true);
  await server.stop();
  await expect(info(server.port)).rejects.toThrow();
  await server.start();
  expect((await info(server.port)).version).toBe(version);
});
