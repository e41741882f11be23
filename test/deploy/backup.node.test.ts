/** deploy/README.md: «Back up and restore», as it says, on a real server with desks that went on meanwhile. */
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readdirSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NatsConnection } from '@nats-io/transport-node';
import { expect, it, onTestFinished, vi } from 'vitest';
import type { Carrier } from '../../src/carry/carrier.js';
import type { KeyRing } from '../../src/store/keys.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { type Log, openIntake } from '../../src/touchpoint/worker.js';
import { natsHere } from '../support/nats.js';
import { Host } from './host.js';

const of = <T>(name: string): Promise<T> => import(path.join(fileURLToPath(new URL('../../deploy', import.meta.url)), name)) as Promise<T>;
const { newKeys, ringOf } = await of<{ newKeys(): Promise<object>; ringOf(keys: object): Promise<KeyRing> }>('keys.mjs');
const { relayCarrier } = await of<{ relayCarrier(connection: NatsConnection, author: string): Promise<Carrier> }>('inbox.mjs');

const file = natsHere();

/** No box, and nothing that is kept: these desks end with the test. */
const nowhere: Carrier = {
  name: 'nowhere',
  publish: async () => {},
  async feed(_box, _after, take, signal) {
    await take([]);
    await new Promise<void>((done) => signal.addEventListener('abort', () => done()));
  },
  erase: async () => 0,
  close: () => {},
};
const forgetful = (): Log => ({ read: async () => ({ since: (async function* none() {})() }), append: async () => {}, restate: async () => {} });

it.skipIf(file === undefined)('a backup is put back: desks read it from its beginning, and bring what it lacks; nothing is there twice', { timeout: 60_000 }, async () => {
  const host = await Host.start(file ?? '');
  const backup = path.join(mkdtempSync(path.join(tmpdir(), 'say-once-backup-')), 'backup.tgz');
  const open: Touchpoint<'support'>[] = [];
  onTestFinished(async () => {
    for (const desk of open) await desk.close();
    await host.end();
    rmSync(path.dirname(backup), { recursive: true, force: true });
  });
  const acme = await host.company('acme');
  const keys = await ringOf(await newKeys());
  const desk = async (id: string): Promise<Touchpoint<'support'>> => {
    const { connection } = await host.seat(acme, 'support', id);
    const made = await openIntake({ name: 'acme', id, keys, log: forgetful(), inbox: nowhere, relay: await relayCarrier(connection, id) });
    open.push(made);
    return made;
  };
  const words = async (one: Touchpoint<'support'>): Promise<string[]> => (await one.export('cus_1')).entries.flatMap((entry) => ('words' in entry ? [String(entry.words)] : []));
  const sees = (one: Touchpoint<'support'>, all: string[]): Promise<void> => vi.waitFor(async () => expect(await words(one)).toEqual(all), { timeout: 25_000, interval: 50 });
  const { server } = host;

  const [ana, ben] = [await desk('ana'), await desk('ben')];
  await ana.record('cus_1', { kind: 'issue', words: 'before' });
  await sees(ben, ['before']);

  await server.stop();
  execFileSync('tar', ['czf', backup, '-C', server.store, '.']);
  await server.start();
  await ana.record('cus_1', { kind: 'issue', words: 'after' });
  await sees(ben, ['before', 'after']);

  await server.stop('SIGKILL');
  for (const name of readdirSync(server.store)) rmSync(path.join(server.store, name), { recursive: true });
  execFileSync('tar', ['xzf', backup, '-C', server.store]);
  await server.start();
  // Somebody new finds on the server what the backup never held.
  await sees(await desk('cy'), ['before', 'after']);
  for (const one of [ana, ben]) expect(await words(one)).toEqual(['before', 'after']);
});
