/** From a public page's carrier over HTTP, through the gateway as it is deployed, into the inbox of a real server. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Envelope } from '../../src/carry/carrier.js';
import { sealEnvelope } from '../../src/carry/envelope.js';
import { postCarrier } from '../../src/carry/post.js';
import { RefusedEnvelopes } from '../../src/carry/refused.js';
import { randomBytes, randomId } from '../../src/store/bytes.js';
import { Host, streams } from '../deploy/host.js';
import { natsHere } from '../support/nats.js';

interface Deployed {
  startGateway(options: object): Promise<{ port: number; end(): Promise<void> }>;
}

const { startGateway } = (await import(path.join(fileURLToPath(new URL('../../deploy', import.meta.url)), 'gateway.mjs'))) as Deployed;
const file = natsHere();
const ORIGIN = 'https://www.acme.example';

describe.skipIf(file === undefined)('on a real server', () => {
  let host: Host;
  let admin: NatsConnection;
  let seat: NatsConnection;
  let gate: Awaited<ReturnType<Deployed['startGateway']>>;
  let publicKey: CryptoKey;

  beforeAll(async () => {
    host = await Host.start(file ?? '');
    const acme = await host.company('acme');
    admin = (await host.seat(acme, 'admin')).connection;
    seat = (await host.seat(acme, 'gateway')).connection;
    gate = await startGateway({ company: 'acme', origins: [ORIGIN], connection: seat, key: randomBytes(32), port: 0, limits: { address: { points: 1_000, seconds: 60 } } });
    ({ publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']));
    // Node names no page of its own.
    const real = fetch;
    vi.stubGlobal('fetch', (to: string, init: RequestInit) => real(to, { ...init, headers: { ...(init.headers as Record<string, string>), origin: ORIGIN } }));
  });
  afterAll(async () => {
    vi.unstubAllGlobals();
    await gate.end();
    await host.end();
  });

  const envelope = async (words = 'I moved house', subject = randomId()): Promise<Envelope> => ({ id: randomId(), to: 'intake', subject, sealed: await sealEnvelope({ company: 'acme', box: 'intake' }, { id: 'i1', key: publicKey }, { words }) });
  const posting = (): ReturnType<typeof postCarrier> => {
    const carrier = postCarrier({ to: `http://127.0.0.1:${gate.port}/` });
    onTestFinished(() => carrier.close());
    return carrier;
  };
  const count = async (): Promise<number> => (await (await jetstreamManager(admin, { checkAPI: false })).streams.info('SAY_INBOX')).state.messages;

  it('what was posted twice lies there once', async () => {
    const before = await count();
    const [one, two] = [await envelope(), await envelope()];
    await posting().publish([one, two]);
    await posting().publish([one, two]);
    expect((await count()) - before).toBe(2);
  });

  it('a long one goes in parts, each within 4 kB', async () => {
    const before = await count();
    await posting().publish([await envelope('And then they said. '.repeat(400))]);
    expect((await count()) - before).toBeGreaterThan(2);
  });

  it('what the gateway will never take is named, and what was beside it went', async () => {
    const before = await count();
    const [good, bad] = [await envelope(), { ...(await envelope()), sealed: 'not sealed at all' }];
    const refused = await posting().publish([bad, good]).catch((error: unknown) => error);
    expect(refused).toBeInstanceOf(RefusedEnvelopes);
    expect(refused).toMatchObject({ code: 'bad-envelope', ids: [bad.id] });
    expect((await count()) - before).toBe(1);
  });

  it('garbage, floods and posts without an end are refused with a status, a right one between them goes through, and nothing else is kept', async () => {
    const flooded = await startGateway({ company: 'acme', origins: [ORIGIN], connection: seat, key: randomBytes(32), port: 0, addressHeader: 'x-real-ip', limits: { address: { points: 20, seconds: 60 } } });
    onTestFinished(() => flooded.end());
    const before = await count();
    const post = async (body: BodyInit, from: string): Promise<number> => {
      const init: RequestInit & { duplex: 'half' } = { method: 'POST', body, headers: { 'x-real-ip': from }, duplex: 'half', signal: AbortSignal.timeout(10_000) };
      // A socket that the gateway closes in the midst of a post is an answer as well.
      return fetch(`http://127.0.0.1:${flooded.port}/`, init).then(({ status }) => status, () => 413);
    };
    const endless = (): ReadableStream => new ReadableStream({ pull: (to) => to.enqueue(new Uint8Array(65_536)) });
    const { id, subject, sealed } = await envelope();
    const [garbage, others, long, right] = await Promise.all([
      Promise.all(Array.from({ length: 300 }, (_, n) => post(n % 2 === 0 ? randomBytes(1_000) as BufferSource : '{"id":{}', '192.0.2.1'))),
      Promise.all(Array.from({ length: 300 }, (_, n) => post('[]', `198.51.100.${n % 250}`))),
      Promise.all(Array.from({ length: 10 }, () => post(endless(), '192.0.2.2'))),
      post(JSON.stringify({ id, subject, sealed }), '192.0.2.3'),
    ]);
    expect([garbage.filter((status) => status === 400).length, garbage.filter((status) => status === 429).length]).toEqual([20, 280]);
    expect([new Set(others), new Set(long), right]).toEqual([new Set([400]), new Set([413]), 202]);
    expect(await count()).toBe(before + 1);
  });

  it('one person fills what one person may, and nobody else’s room', async () => {
    const small = streams.CONFIGS.map((config) => (config.name === 'SAY_INBOX' ? { ...config, max_msgs_per_subject: 2 } : config));
    await streams.ensureStreams(admin, { configs: small });
    const subject = randomId();
    const carrier = posting();
    await carrier.publish([await envelope('1', subject), await envelope('2', subject)]);
    await expect(carrier.publish([await envelope('3', subject)])).rejects.toMatchObject({ code: 'relay-full' });
    await carrier.publish([await envelope('4')]);
    await streams.ensureStreams(admin);
  });

  it('with the relay away it waits, and goes out after', async () => {
    const [before, waiting] = [await count(), await envelope()];
    await host.server.stop();
    await expect(posting().publish([waiting])).rejects.toMatchObject({ code: 'unreachable' });
    await host.server.start();
    await vi.waitFor(() => posting().publish([waiting]), { timeout: 10_000, interval: 200 });
    expect((await count()) - before).toBe(1);
  });

  it('a gateway that is not there is said to be away', async () => {
    await expect(postCarrier({ to: 'http://127.0.0.1:9/' }).publish([await envelope()])).rejects.toMatchObject({ code: 'unreachable' });
    expect(() => postCarrier({ to: 'http://say.acme.example/' })).toThrow(/https/);
  });
});
