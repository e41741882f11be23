/** What auditors read, on a real server: a reveal is recorded before it takes effect, goes where nobody takes it out, and opens for auditors alone. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import { RefusedEnvelopes } from '../../src/carry/refused.js';
import { SayOnceError } from '../../src/model/errors.js';
import type { AnyEntry } from '../../src/model/entry.js';
import type { AuditKeys } from '../../src/store/keys.js';
import { Trail } from '../../src/touchpoint/audit.js';
import { Host } from '../deploy/host.js';
import { natsHere } from '../support/nats.js';
import { Machines } from './machines.js';

const of = <T>(name: string): Promise<T> => import(path.join(fileURLToPath(new URL('../../deploy', import.meta.url)), name)) as Promise<T>;
const { newPair, pairOf } = await of<{ newPair(): Promise<{ privateKey?: object }>; pairOf(pair: object): Promise<AuditKeys> }>('keys.mjs');
interface Line {
  author: string;
  entry?: AnyEntry;
  refused?: string;
}
const { audited } = await of<{ audited(connection: NatsConnection, company: string, pair: AuditKeys): AsyncIterable<Line> }>('audit.mjs');

const file = natsHere();

it('what was not acknowledged stays, though it went beside what the relay will never take', async () => {
  const gone: number[] = [];
  const outbox = [1, 2].map((seq) => ({ seq, id: `id-${seq}`, to: 'audit', via: 'wire/audit', subject: 'x', sealed: 'x' }));
  const rounds: string[][] = [];
  const publish = async (some: readonly { id: string }[]): Promise<void> => {
    rounds.push(some.map(({ id }) => id));
    if (some.some(({ id }) => id === 'id-1')) throw new RefusedEnvelopes('too-large', 'Too long.', ['id-1']);
    throw new SayOnceError('unreachable', 'Nobody answers.');
  };
  const desk = { store: { disk: { outbox: () => Promise.resolve(outbox), sent: (seqs: number[]) => Promise.resolve(void gone.push(...seqs)) } }, refused: () => {} };
  const trail = new Trail(desk as unknown as ConstructorParameters<typeof Trail>[0], { name: 'wire', publish } as unknown as ConstructorParameters<typeof Trail>[1], 0);
  for (let round = 0; round < 3; round++) await trail.send();
  expect(gone).toEqual([]);
  // … and is not held up by it.
  expect(rounds.filter((ids) => ids.join() === 'id-2')).toHaveLength(3);
});

describe.skipIf(file === undefined)('on a real server', () => {
  let host: Host;
  let acme: Machines;
  let auditors: AuditKeys;
  beforeAll(async () => {
    host = await Host.start(file ?? '');
    acme = await Machines.of(host, await host.company('acme'));
    const pair = await newPair();
    auditors = await pairOf(pair);
    const { privateKey: _, ...seals } = pair;
    acme.keys.audit = await pairOf(seals);
  });
  afterAll(() => host.end());

  const lines = async (): Promise<Line[]> => {
    const { connection } = await host.seat(acme.company, 'auditor');
    onTestFinished(() => connection.close());
    const all: Line[] = [];
    for await (const line of audited(connection, 'acme', auditors)) all.push(line);
    return all;
  };

  it('a reveal lies in the outbox with the write, goes out when the relay is there, and stays until the server has said twice that it has it', async () => {
    const away = await acme.desk('ana', { away: true });
    await away.desk.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    expect(await away.desk.record('cus_1', { kind: 'revealed', fact: 'account' })).toMatchObject({ saved: true });
    expect((await away.desk.store.disk.outbox()).filter(({ to }) => to === 'audit')).toHaveLength(1);
    expect(await lines()).toEqual([]);
    await away.desk.close();

    const back = await acme.desk('ana', { log: away.log });
    await expect.poll(lines, { timeout: 10_000 }).toMatchObject([{ author: 'ana', entry: { kind: 'revealed', fact: 'account', customer: 'cus_1', by: { audience: 'support', id: 'ana' } } }]);
    const waits = async (): Promise<number> => (await back.desk.store.disk.outbox()).filter(({ to }) => to === 'audit').length;
    expect(await waits()).toBe(1);
    const trail = new Trail(back.desk, await acme.carrier('support', 'ana'), 0);
    // (Its name in the outbox is the carrier's.)
    await trail.send();
    expect(await waits()).toBe(1);
    await trail.send();
    expect(await waits()).toBe(0);
    expect(await lines()).toHaveLength(1);
  });

  it('what nobody but auditors can open is told by who sent it; a desk’s own keys open nothing of it', async () => {
    const { connection } = await host.seat(acme.company, 'support', 'eve');
    onTestFinished(() => connection.close());
    connection.publish('audit.eve.d', 'not sealed at all');
    await connection.flush();
    await expect.poll(async () => (await lines()).at(-1), { timeout: 10_000 }).toMatchObject({ author: 'eve', refused: 'bad-envelope' });
    const { privateKey: _, ...seals } = auditors;
    const all: Line[] = [];
    const { connection: reading } = await host.seat(acme.company, 'auditor');
    onTestFinished(() => reading.close());
    for await (const line of audited(reading, 'acme', seals)) all.push(line);
    expect(all.every(({ entry }) => entry === undefined)).toBe(true);
    // Forgetting leaves it: who looked is not the customer's to take back.
    const a = await acme.desk('ana');
    await acme.eraser();
    await a.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    const before = await lines();
    await a.desk.forget('cus_1');
    await expect.poll(async () => (await a.desk.read('cus_1')).entries, { timeout: 10_000 }).toBe(0);
    expect(await lines()).toEqual(before);
  });
});
