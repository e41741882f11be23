/** Every forbidden thing is tried, on a real server, with the credentials that deploy/ hands out. */
import { jetstream, jetstreamManager } from '@nats-io/jetstream';
import { connect, type NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { natsHere } from '../support/nats.js';
import { type CompanyKeys, credentials, Host, type Seated, streams } from './host.js';

const file = natsHere();
const ALL = ['SAY_SUPPORT', 'SAY_SALES', 'SAY_OFFERS', 'SAY_INBOX', 'SAY_AUDIT', 'SAY_WORKERS'];

describe.skipIf(file === undefined)('on a real server', () => {
  let host: Host;
  let acme: CompanyKeys;
  let other: CompanyKeys;
  let admin: NatsConnection;

  beforeAll(async () => {
    host = await Host.start(file ?? '');
    acme = await host.company('acme');
    other = await host.company('other');
    admin = (await host.seat(acme, 'admin')).connection;
    const [support, gateway] = [await host.seat(acme, 'support', 'ana'), await host.seat(acme, 'gateway')];
    for (const subject of ['say.support.ana.d', 'offer.ana.d', 'audit.ana.d']) await jetstream(support.connection).publish(subject, 'sealed');
    await jetstream((await host.seat(acme, 'intake')).connection).publish('say.sales.intake.d', 'sealed');
    await jetstream(gateway.connection).publish('inbox.d', 'sealed');
  });
  afterAll(() => host.end());

  /** What lies in every stream, by subject. */
  const lies = async (): Promise<unknown> => {
    const manager = await jetstreamManager(admin, { checkAPI: false });
    return Promise.all(ALL.map(async (name) => {
      const { config, state } = await manager.streams.info(name, { subjects_filter: '>' });
      return [config, state.subjects, state.consumer_count];
    }));
  };

  /** What became of a request: the server's answer, or its refusal by name. */
  const tried = (connection: NatsConnection, subject: string, body: unknown = ''): Promise<string> =>
    connection.request(subject, typeof body === 'string' ? body : JSON.stringify(body), { timeout: 2_000, noMux: true }).then(
      (answer) => answer.string(),
      (error: Error) => (error.cause instanceof Error ? error.cause : error).name,
    );

  const create = (stream: string, config: object = {}): [string, unknown] => [`$JS.API.CONSUMER.CREATE.${stream}.c`, { stream_name: stream, config: { name: 'c', ack_policy: 'none', ...config }, action: 'create' }];
  /** Every call by which a stream could be read. */
  const reads = (stream: string): [string, unknown][] => [
    create(stream),
    [`$JS.API.CONSUMER.CREATE.${stream}`, create(stream)[1]],
    [`$JS.API.CONSUMER.CREATE.${stream}.c.say.support.ana.d`, create(stream, { filter_subject: 'say.support.ana.d' })[1]],
    [`$JS.API.CONSUMER.DURABLE.CREATE.${stream}.c`, create(stream, { durable_name: 'c' })[1]],
    [`$JS.API.STREAM.MSG.GET.${stream}`, { seq: 1 }],
    [`$JS.API.DIRECT.GET.${stream}`, { seq: 1 }],
    [`$JS.API.DIRECT.GET.${stream}.say.support.ana.d`, ''],
    [`$JS.API.STREAM.SNAPSHOT.${stream}`, { deliver_subject: '_INBOX.x' }],
  ];
  /** … and by which one could be emptied, changed, or found. */
  const changes = (stream: string): [string, unknown][] => [
    [`$JS.API.STREAM.PURGE.${stream}`, ''],
    [`$JS.API.STREAM.DELETE.${stream}`, ''],
    [`$JS.API.STREAM.UPDATE.${stream}`, { name: stream, subjects: ['>'] }],
    [`$JS.API.STREAM.MSG.DELETE.${stream}`, { seq: 1 }],
    [`$JS.API.STREAM.CREATE.MINE`, { name: 'MINE', subjects: [], sources: [{ name: stream }] }],
    [`$JS.API.STREAM.RESTORE.${stream}`, { config: { name: stream } }],
    [`$JS.API.CONSUMER.LIST.${stream}`, ''],
    [`$JS.API.CONSUMER.NAMES.${stream}`, ''],
    ['$JS.API.STREAM.LIST', ''],
    ['$JS.API.STREAM.NAMES', ''],
  ];
  /** The intake takes out what it told sales before (docs/decisions/0024), where nobody but it writes. The eraser erases. */
  const besides: Record<string, string[]> = { intake: ['$JS.API.STREAM.PURGE.SAY_SALES'], eraser: ['PURGE', 'MSG.DELETE'].map((what) => `$JS.API.STREAM.${what}.SAY_SUPPORT`) };
  const says = (...subjects: string[]): [string, unknown][] => subjects.map((subject) => [subject, 'forged']);
  const own = (author: string): string[] => ['support', 'sales'].map((audience) => `say.${audience}.${author}.d`);

  it.each<[string, string, string[], [string, unknown][]]>([
    ['a rep of support', 'mallory', ['SAY_SUPPORT', 'SAY_OFFERS'], says(...own('ana'), 'say.sales.mallory.d', 'offer.ana.d', 'audit.ana.d', 'audit.mallory', 'inbox.d', 'say.support.mallory.d.more', '$JS.ACK.SAY_INBOX.intake.1.1.1.1.0', 'worker.intake', 'worker.mallory')],
    ['a rep of sales', 'mallory', ['SAY_SALES'], says(...own('ana'), ...own('mallory'), 'offer.mallory.d', 'audit.ana.d', 'inbox.d', 'worker.intake')],
    ['the gateway', 'gateway', [], says(...own('gateway'), ...own('ana'), 'offer.gateway.d', 'audit.gateway.d', 'inbox.d.more', 'worker.intake')],
    ['the auditor', 'auditor', ['SAY_AUDIT'], says(...own('auditor'), 'audit.auditor.d', 'inbox.d')],
    ['the eraser', 'eraser', ['SAY_SUPPORT', 'SAY_WORKERS'], says(...own('ana'), 'say.sales.eraser.d', 'audit.eraser.d', 'inbox.d', 'worker.intake')],
    ['the intake', 'intake', ['SAY_SUPPORT', 'SAY_WORKERS'], says(...own('ana'), 'inbox.d', 'offer.intake.d', 'worker.eraser')],
  ])('%s does nothing but what is theirs', async (seat, author, mayRead, forged) => {
    const role = seat.replace(/^(a rep of|the) /, '');
    const { connection } = await host.seat(acme, role, author);
    const before = await lies();
    // Reading what is theirs goes by a consumer alone; that it does go is tried below.
    const tries = [...ALL.flatMap((stream) => [...(mayRead.includes(stream) ? reads(stream).slice(3) : reads(stream)), ...changes(stream)]), ...forged];
    const went: string[] = [];
    for (const [subject, body] of tries.filter(([one]) => besides[role]?.includes(one) !== true)) {
      const answer = await tried(connection, subject, body);
      if (answer !== 'PermissionViolationError') went.push(`${subject}: ${answer}`);
    }
    expect(went).toEqual([]);
    // The name in the call counts, not the one inside.
    const [stream] = mayRead;
    if (stream !== undefined) expect(await tried(connection, create(stream)[0], create('SAY_INBOX')[1])).toContain('"error"');
    expect(await lies()).toEqual(before);
  });

  it('each does what is theirs', async () => {
    const done = async (role: string, author: string, ...calls: [string, unknown][]): Promise<void> => {
      const { connection } = await host.seat(acme, role, author);
      for (const [subject, body] of calls) expect(await tried(connection, subject, body), subject).not.toMatch(/Error$|"error"/);
    };
    const drop = (stream: string): [string, unknown] => [`$JS.API.CONSUMER.DELETE.${stream}.c`, ''];
    await done('support', 'bo', ...says('say.support.bo.d', 'offer.bo.d', 'audit.bo.d'), create('SAY_SUPPORT'), drop('SAY_SUPPORT'), create('SAY_OFFERS', { filter_subject: 'offer.*.d' }), drop('SAY_OFFERS'));
    await done('sales', 'cy', ...says('audit.cy.d'), create('SAY_SALES'), drop('SAY_SALES'));
    await done('gateway', 'gateway', ...says('inbox.e'));
    await done('auditor', 'auditor', create('SAY_AUDIT'), drop('SAY_AUDIT'));
    await done('intake', 'intake', ...says(...own('intake')), ['$JS.API.CONSUMER.MSG.NEXT.SAY_INBOX.intake', { batch: 1, no_wait: true }]);
    await done('eraser', 'eraser', ...says('say.support.eraser.d', 'worker.eraser'), ['$JS.API.STREAM.PURGE.SAY_SUPPORT', { filter: 'say.support.bo.*' }]);
  });

  it('a public page has no credential, and without one nobody is let in', async () => {
    await expect(connect({ servers: `127.0.0.1:${host.server.port}`, reconnect: false })).rejects.toMatchObject({ name: 'AuthorizationError' });
  });

  it('nobody is given the name of a worker that desks believe', async () => {
    for (const author of ['eraser', 'intake', 'admin']) await expect(host.seat(acme, 'support', author)).rejects.toThrow(/own worker/);
    // … nor a worker another’s.
    await expect(host.seat(acme, 'intake', 'eraser')).rejects.toThrow(/own worker/);
  });

  it('nobody takes anything out of what auditors read, the administrator included', async () => {
    const found = (await lies()) as unknown[];
    expect(await tried(admin, '$JS.API.STREAM.PURGE.SAY_AUDIT')).toContain('"error"');
    expect(await tried(admin, '$JS.API.STREAM.MSG.DELETE.SAY_AUDIT', { seq: 1 })).toContain('"error"');
    expect((await lies() as unknown[])[ALL.indexOf('SAY_AUDIT')]).toEqual(found[ALL.indexOf('SAY_AUDIT')]);
  });

  it('nobody hears another’s replies, or a stream that is not read through a consumer', async () => {
    const { connection } = await host.seat(acme, 'support', 'mallory');
    for (const subject of ['_INBOX.ana.>', '_INBOX.>', '>', 'say.support.>', 'inbox.>', 'audit.>', '$JS.ACK.>', '$SYS.>']) {
      const subscription = connection.subscribe(subject);
      const refused = await subscription.closed.then((error) => (error instanceof Error ? error.name : 'it ended'));
      expect(refused, subject).toBe('PermissionViolationError');
    }
  });

  it('no answer of the server’s can be made to speak as somebody else', async () => {
    const { connection } = await host.seat(acme, 'support', 'mallory');
    const js = jetstream(connection);
    await js.publish('offer.mallory.f', 'as ana');
    const manager = await jetstreamManager(connection, { checkAPI: false });
    await manager.consumers.add('SAY_OFFERS', { name: 'pull', ack_policy: 'none', filter_subject: 'offer.mallory.f' });
    const replyTo = (victim: string) => ({ reply: `say.support.${victim}.f` });
    connection.publish('$JS.API.DIRECT.GET.SAY_OFFERS', JSON.stringify({ last_by_subj: 'offer.mallory.f', no_hdr: true }), replyTo('direct'));
    connection.publish('$JS.API.CONSUMER.MSG.NEXT.SAY_OFFERS.pull', JSON.stringify({ batch: 1 }), replyTo('pulled'));
    await tried(connection, ...create('SAY_OFFERS', { deliver_subject: 'say.support.pushed.f', filter_subject: 'offer.mallory.f' }));
    // Answered after all of them: the server takes a connection's calls in order.
    await js.publish('say.support.mallory.f', 'after');
    const seen: Record<string, string> = {};
    const consumer = await jetstream(admin).consumers.get('SAY_SUPPORT', {});
    const messages = await consumer.fetch({ max_messages: 100, expires: 1_000 });
    for await (const message of messages) seen[message.subject] = message.string();
    // Under the name of who wrote it, whatever reply was asked for.
    expect(Object.entries(seen).filter(([, body]) => body === 'as ana')).toEqual([['offer.mallory.f', 'as ana']]);
    for (const name of ['pull', 'c']) await manager.consumers.delete('SAY_OFFERS', name);
  });

  it('another company sees, hears and writes nothing of this one', async () => {
    const before = await lies();
    const { connection } = await host.seat(other, 'support', 'ana');
    await jetstream(connection).publish('say.support.ana.d', 'of the other company');
    const { connection: all } = await host.seat(other, 'admin');
    const heard: string[] = [];
    all.subscribe('_INBOX.admin.>', { callback: (_, message) => void heard.push(message.subject) });
    const manager = await jetstreamManager(all, { checkAPI: false });
    expect((await manager.streams.info('SAY_SUPPORT')).state.messages).toBe(1);
    expect(heard.filter((subject) => !subject.startsWith('_INBOX.admin.'))).toEqual([]);
    expect(await lies()).toEqual(before);
    // A credential of theirs says that it is of this account, signed with their key.
    await expect(host.seat({ ...other, key: acme.key }, 'support', 'ana')).rejects.toMatchObject({ name: 'AuthorizationError' });
  });

  /** Two whose credentials end after so many seconds; the second was given a newer one in time. Where a busy machine took too long for that, with more time. */
  const brief = async (seconds: number): Promise<[Seated, Seated & { back: Promise<void> }]> => {
    const ends = Math.floor(Date.now() / 1_000 + seconds) * 1_000;
    const [short, renewed] = await Promise.all(['ana', 'bo'].map((author) => host.seat(acme, 'support', author, seconds).catch(() => undefined)));
    await renewed?.renew(600);
    if (short === undefined || renewed === undefined || Date.now() >= ends) return brief(4 * seconds);
    return [short, { ...renewed, back: reconnected(renewed.connection) }];
  };
  const reconnected = async (connection: NatsConnection): Promise<void> => {
    for await (const { type } of connection.status()) if (type === 'reconnect') return;
    throw new Error('it did not come back');
  };

  it('a credential that ends closes its connection; one that was renewed in time comes back', async () => {
    const [short, renewed] = await brief(2);
    expect(await short.connection.closed()).toBeInstanceOf(Error);
    await renewed.back;
    await expect(jetstream(renewed.connection).publish('say.support.bo.g', 'after')).resolves.toMatchObject({ stream: 'SAY_SUPPORT' });
  });

  it('a credential that is revoked closes its connection, and others stay', async () => {
    const [one, two] = [await host.seat(acme, 'support', 'ana'), await host.seat(acme, 'support', 'bo')];
    await host.publish(credentials.revoke(acme, one.user));
    expect(await one.connection.closed()).toBeInstanceOf(Error);
    await expect(jetstream(two.connection).publish('say.support.bo.h', 'after')).resolves.toMatchObject({ stream: 'SAY_SUPPORT' });
    await host.publish(acme);
  });

  it('the streams can be made twice, are brought up to date, and a setting the server did not take is named', async () => {
    expect(Object.values(await streams.ensureStreams(admin))).toEqual(Array.from(ALL, () => 'as it was'));
    const larger = streams.CONFIGS.map((config) => (config.name === 'SAY_OFFERS' ? { ...config, max_msg_size: 9_000 } : config));
    expect(await streams.ensureStreams(admin, { configs: larger })).toMatchObject({ SAY_OFFERS: 'updated', SAY_SUPPORT: 'as it was' });
    const without = streams.CONFIGS.map((config) => ({ ...config, max_msgs: 0 }));
    await expect(streams.ensureStreams(admin, { configs: without })).rejects.toThrow(/SAY_SUPPORT is not as asked for: max_msgs is -1, not 0/);
    await streams.ensureStreams(admin);
  });
});
