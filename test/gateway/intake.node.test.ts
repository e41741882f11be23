/** The whole way of a form that was sent at night: gateway, inbox, intake, and what sales finds in the morning; on a real server. */
import { mkdtempSync, readFileSync, rmSync, truncateSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest';
import type { Carrier, ErasingCarrier } from '../../src/carry/carrier.js';
import { openEnvelope, sealEnvelope } from '../../src/carry/envelope.js';
import type { Held, Released } from '../../src/model/entry.js';
import { nextStamp, nodeName } from '../../src/model/stamp.js';
import { randomBytes, randomId } from '../../src/store/bytes.js';
import { type KeyRing, keysOf } from '../../src/store/keys.js';
import { type Log, openEraser, openIntake } from '../../src/touchpoint/worker.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { type CompanyKeys, Host } from '../deploy/host.js';
import { natsHere } from '../support/nats.js';

const of = <T>(name: string): Promise<T> => import(path.join(fileURLToPath(new URL('../../deploy', import.meta.url)), name)) as Promise<T>;
const { newKeys, ringOf } = await of<{ newKeys(): Promise<object>; ringOf(keys: object): Promise<KeyRing> }>('keys.mjs');
const { fileLog } = await of<{ fileLog(file: string): Promise<Log & { close(): Promise<void> }> }>('log.mjs');
const { inboxCarrier, relayCarrier } = await of<Record<'inboxCarrier' | 'relayCarrier', (connection: NatsConnection, author?: string) => Promise<Carrier>>>('inbox.mjs');
const { publishTo } = await of<{ publishTo(connection: NatsConnection): (message: object) => Promise<void> }>('gateway.mjs');

// Intake and eraser are processes of their own: of one, they would hear each other as tabs of one browser do.
vi.stubGlobal('BroadcastChannel', undefined);

const file = natsHere();
const PROV = (name: string): string => `prov_${name.padEnd(20, '0')}`;
const WORDS = 'Mother died in March and a bill still came';

describe.skipIf(file === undefined)('on a real server', () => {
  let host: Host;
  let admin: NatsConnection;
  let gateway: NatsConnection;
  let keys: KeyRing;
  let folder: string;
  let acme: CompanyKeys;

  beforeAll(async () => {
    host = await Host.start(file ?? '');
    acme = await host.company('acme');
    admin = (await host.seat(acme, 'admin')).connection;
    gateway = (await host.seat(acme, 'gateway')).connection;
    keys = await ringOf(await newKeys());
  });
  afterAll(() => host.end());
  beforeEach(async () => {
    folder = mkdtempSync(path.join(tmpdir(), 'say-once-intake-'));
    onTestFinished(() => rmSync(folder, { recursive: true, force: true }));
    const manager = await jetstreamManager(admin, { checkAPI: false });
    for (const stream of ['SAY_INBOX', 'SAY_SALES', 'SAY_SUPPORT']) await manager.streams.purge(stream);
  });

  async function intake(more: { now?: () => number } = {}): Promise<{ desk: Touchpoint<'support'>; stop(): Promise<void> }> {
    const { connection } = await host.seat(acme, 'intake');
    const log = await fileLog(path.join(folder, 'log'));
    const desk = await openIntake({ name: 'acme', id: 'intake', keys, log, inbox: await inboxCarrier(connection), relay: await relayCarrier(connection), ...more });
    let stopped: Promise<void> | undefined;
    const end = async (): Promise<void> => {
      await desk.close();
      await log.close();
      await connection.close();
    };
    const stop = (): Promise<void> => (stopped ??= end());
    onTestFinished(stop);
    return { desk, stop };
  }

  /** Seals what somebody says now, as their browser does. */
  async function saying(name: string, ...drafts: object[]): Promise<string> {
    const customer = PROV(name);
    const node = nodeName(randomBytes(12));
    let stamp: string | undefined;
    const entries = drafts.map((draft) => ({ stamp: (stamp = nextStamp(stamp, Date.now(), node)), customer, at: Date.now(), by: { audience: 'customer', id: customer }, contact: 'web-1', chain: 'web-1', channel: 'web-form', ...draft }));
    const { id, publicKey } = keys.intake as NonNullable<KeyRing['intake']>;
    return sealEnvelope({ company: 'acme', box: 'intake' }, { id, key: publicKey }, { v: 1, kind: 'said', from: node, customer, entries });
  }

  /** … and posts it. */
  const said = async (name: string, ...drafts: object[]): Promise<() => Promise<void>> => post(await saying(name, ...drafts));

  async function post(sealed: string): Promise<() => Promise<void>> {
    const message = { subject: `inbox.${randomId()}`, id: randomId(), sealed };
    const again = (): Promise<void> => publishTo(gateway)(message);
    await again();
    return again;
  }

  /** What sales finds: every entry in the stream, opened with its keys. */
  async function forSales(): Promise<(Held | Released)[]> {
    const { all } = await keysOf(keys, 'acme', 'sales', Date.now);
    const found: (Held | Released)[] = [];
    const { state } = await (await jetstreamManager(admin, { checkAPI: false })).streams.info('SAY_SALES');
    if (state.messages === 0) return found;
    for await (const message of await (await jetstream(admin).consumers.get('SAY_SALES', {})).fetch({ max_messages: state.messages, expires: 2_000 })) {
      const letter = (await openEnvelope({ company: 'acme', box: 'sales' }, all.map(({ id, envelope }) => ({ id, key: envelope })), message.string())) as { kind: string; entries?: (Held | Released)[] };
      found.push(...(letter.entries ?? []));
    }
    return found;
  }

  const lies = async (stream: string): Promise<number> => (await (await jetstreamManager(admin, { checkAPI: false })).streams.info(stream)).state.messages;
  const emptied = (): Promise<void> => vi.waitFor(async () => expect(await lies('SAY_INBOX')).toBe(0), { timeout: 8_000, interval: 50 });

  it('a form sent at night is an open issue for support and a hold for sales, though no desk is open', async () => {
    await said('ada', { kind: 'told', fact: 'phone', value: '+44 20 7946 0018' }, { kind: 'issue', words: WORDS });
    const { desk } = await intake();
    await emptied();
    expect((await desk.read(PROV('ada'))).issues.map(({ words }) => words)).toEqual([WORDS]);
    const held = await vi.waitFor(async () => {
      const found = await forSales();
      expect(found.map(({ kind }) => kind)).toContain('held');
      return found;
    }, { timeout: 5_000, interval: 50 });
    expect(JSON.stringify(held)).not.toMatch(/Mother|7946 ?0018|prov_/);
    // Neither the streams nor the log tell the host's operators what was said.
    expect(readFileSync(path.join(folder, 'log'), 'latin1')).not.toMatch(/Mother|7946 ?0018|prov_ada/);
  });

  it('what comes twice is there once, and garbage that was posted rightly is taken out and counted', async () => {
    const { desk } = await intake();
    const again = await said('bea', { kind: 'issue', words: WORDS });
    await emptied();
    await again(); // the stream knows it
    const { id, publicKey } = keys.intake as NonNullable<KeyRing['intake']>;
    const sealed = (payload: unknown): Promise<string> => sealEnvelope({ company: 'acme', box: 'intake' }, { id, key: publicKey }, payload);
    for (const payload of [null, 'x', { kind: 'said' }, { kind: 'said', customer: 'cus_1', entries: [] }, { kind: 'said', customer: PROV('cy'), entries: [{ kind: 'resolved' }] }, { v: 9 }]) await post(await sealed(payload));
    await post('eyJhbGciOiJub25lIn0..a.b.c');
    await emptied();
    expect(desk.state.refused?.count).toBeGreaterThanOrEqual(7);
    expect((await desk.read(PROV('bea'))).issues).toHaveLength(1);
    expect(await desk.unlinked()).toHaveLength(1);
  });

  it('begun again it knows what it told sales, and takes back just that', async () => {
    const first = await intake();
    await said('dot', { kind: 'issue', words: WORDS });
    await emptied();
    await first.stop();
    const before = (await forSales()).filter(({ kind }) => kind === 'held');
    const { desk } = await intake();
    const [issue] = (await desk.read(PROV('dot'))).issues;
    await desk.record(PROV('dot'), { kind: 'resolved', answers: [issue?.stamp ?? ''] });
    const released = await vi.waitFor(async () => {
      const found = (await forSales()).filter(({ kind }) => kind === 'released');
      expect(found).toHaveLength(1);
      return found;
    }, { timeout: 5_000, interval: 50 });
    expect(released[0]?.cause).toBe(before[0]?.cause);
  });

  it('a log whose end the power cut off begins where it was whole', async () => {
    const first = await intake();
    await said('eve', { kind: 'issue', words: WORDS });
    await emptied();
    await said('fay', { kind: 'issue', words: WORDS });
    await emptied();
    await first.stop();
    const log = path.join(folder, 'log');
    truncateSync(log, readFileSync(log).length - 3);
    const { desk } = await intake();
    expect((await desk.read(PROV('eve'))).issues).toHaveLength(1);
  });

  it('somebody the eraser forgets is taken back from sales, but for their own wish; begun again, the intake knows that they are gone', async () => {
    const { desk, stop } = await intake();
    await said('jo', { kind: 'told', fact: 'phone', value: '+44 20 7946 0018' }, { kind: 'issue', words: WORDS });
    await emptied();
    await desk.recordAll('cus_wish', [{ kind: 'told', fact: 'phone', value: '+44 20 7946 0099' }, { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }]);
    const held = async (): Promise<number> => new Set((await forSales()).flatMap((entry) => (entry.kind === 'held' ? [entry.cause] : []))).size;
    await vi.waitFor(async () => expect(await held()).toBe(2), { timeout: 8_000, interval: 50 });
    const { connection } = await host.seat(acme, 'eraser');
    const log = await fileLog(path.join(folder, 'eraser.log'));
    const eraser = await openEraser({ name: 'acme', keys, log, relay: (await relayCarrier(connection, 'eraser')) as ErasingCarrier });
    onTestFinished(async () => {
      await eraser.close();
      await log.close();
      await connection.close();
    });
    const late = await saying('jo', { kind: 'issue', words: 'From before' });
    // Asked here as at any desk.
    for (const customer of [PROV('jo'), 'cus_wish']) expect(await desk.forget(customer)).toEqual({ done: false });
    for (const customer of [PROV('jo'), 'cus_wish']) await vi.waitFor(async () => expect((await desk.read(customer)).entries).toBe(0), { timeout: 8_000, interval: 50 });
    // Their wish alone is told sales again, as a hold of nobody's.
    await vi.waitFor(async () => expect(await held()).toBe(1), { timeout: 8_000, interval: 50 });
    await stop();
    const begun = await intake();
    expect((await begun.desk.read(PROV('jo'))).entries).toBe(0);
    await post(late);
    await emptied();
    expect((await begun.desk.read(PROV('jo'))).entries).toBe(0);
  });

  it('what was begun in parts and never ended keeps nobody', async () => {
    const { desk } = await intake();
    for (let part = 1; part <= 30; part++) await publishTo(gateway)({ subject: 'inbox.mallory', id: `${randomId()}/1`, part: '1/2', sealed: 'half' });
    await said('gil', { kind: 'issue', words: `${WORDS}. ${'And so on. '.repeat(100)}` });
    await vi.waitFor(async () => expect((await desk.read(PROV('gil'))).issues).toHaveLength(1), { timeout: 8_000, interval: 50 });
  });

  it('a thousand that no key here opens keep nobody from being heard; so many wait for a reader who has it, and no more', { timeout: 60_000 }, async () => {
    const { publicKey } = keys.intake as NonNullable<KeyRing['intake']>;
    const sealed = await sealEnvelope({ company: 'acme', box: 'intake' }, { id: 'nobody’s', key: publicKey }, null);
    const { desk } = await intake();
    // Of one person twenty.
    await Promise.all(Array.from({ length: 30 }, () => publishTo(gateway)({ subject: 'inbox.mallory', id: randomId(), sealed })));
    await vi.waitFor(async () => expect(await lies('SAY_INBOX')).toBe(20), { timeout: 10_000, interval: 50 });
    for (let sent = 0; sent < 1_200; sent += 100) await Promise.all(Array.from({ length: 100 }, () => post(sealed)));
    await said('hal', { kind: 'issue', words: WORDS });
    await vi.waitFor(async () => expect((await desk.read(PROV('hal'))).issues).toHaveLength(1), { timeout: 20_000, interval: 100 });
    await vi.waitFor(async () => expect(await lies('SAY_INBOX')).toBe(1_000), { timeout: 10_000, interval: 50 });
  });

  it('parts without end that never become whole keep nobody, and are let go of', { timeout: 60_000 }, async () => {
    const { desk } = await intake();
    for (let sent = 0; sent < 100; sent++) {
      const id = randomId();
      await Promise.all(Array.from({ length: 15 }, (_, at) => publishTo(gateway)({ subject: 'inbox.mallory', id: `${id}/${at + 1}`, part: `${at + 1}/16`, sealed: 'half' }).catch(() => {})));
      await Promise.all(Array.from({ length: 15 }, (_, at) => publishTo(gateway)({ subject: `inbox.${id}`, id: `${id}x/${at + 1}`, part: `${at + 1}/16`, sealed: 'half' })));
    }
    await said('ida', { kind: 'issue', words: WORDS });
    await vi.waitFor(async () => expect((await desk.read(PROV('ida'))).issues).toHaveLength(1), { timeout: 20_000, interval: 100 });
  });

  it('without the private key it does not begin', async () => {
    const { intake: _, ...without } = keys;
    await expect(openIntake({ name: 'acme', id: 'intake', keys: without, log: await fileLog(path.join(folder, 'none')), inbox: await inboxCarrier(admin) })).rejects.toMatchObject({ code: 'key-required' });
  });
});
