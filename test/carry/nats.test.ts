import { jetstreamManager } from '@nats-io/jetstream';
import { wsconnect } from '@nats-io/nats-core';
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { commands } from 'vitest/browser';
import type { Delivery, Envelope } from '../../src/carry/carrier.js';
import { NatsCarrier } from '../../src/carry/nats.js';
import { lyingAbout } from '../../src/carry/nats-erase.js';
import { Feed } from '../../src/carry/nats-feed.js';
import { Line, type Live } from '../../src/carry/nats-line.js';
import { textOf, tokenOf } from '../../src/carry/nats-names.js';
import { messagesOf, publishAll } from '../../src/carry/nats-publish.js';
import { carrierContract } from './contract.js';
import { admin, server, stream, type Streams, streams } from './streams.js';

describe.skipIf(server === undefined)('over a real nats-server', () => {
  carrierContract('NATS JetStream', streams);
});

describe.skipIf(server === undefined)('a relay of its own kind', () => {
  const envelope = (id: string, more: Partial<Envelope> = {}): Envelope => ({ id, to: 'support', subject: 'nobody', sealed: `sealed ${id}`, ...more });

  /** Reads until so many have come, and stops. */
  const some = async (carrier: NatsCarrier, many: number, after?: string): Promise<{ got: Delivery[]; anew: boolean }> => {
    const got: Delivery[] = [];
    let isAnew = false;
    const off = new AbortController();
    await carrier.feed('support', after, async (deliveries, anew) => {
      isAnew ||= anew === true;
      got.push(...deliveries);
      if (got.length >= many) off.abort();
    }, off.signal);
    return { got, anew: isAnew };
  };

  const open = async (): Promise<Streams & { carrier: NatsCarrier }> => {
    const road = await streams();
    const carrier = road.end();
    onTestFinished(() => carrier.close());
    return { ...road, carrier };
  };

  it('names the author by the subject, and the time by the server’s clock', async () => {
    const { end, carrier } = await open();
    const other = end({ author: 'ana@acme.example' });
    onTestFinished(() => other.close());
    const before = Date.now();
    await carrier.publish([envelope('a')]);
    await other.publish([envelope('b')]);
    const { got } = await some(carrier, 2);
    expect(got.map(({ author }) => author)).toEqual(['rep-17', 'ana@acme.example']);
    for (const { at = 0 } of got) expect(Math.abs(at - before)).toBeLessThan(60_000);
  });

  it('a stream that was made anew is read from its beginning, and that is said', async () => {
    const { tag, carrier } = await open();
    await carrier.publish([envelope('a'), envelope('b')]);
    const first = await some(carrier, 2);
    expect(first.anew).toBe(false);
    await admin(async (manager) => {
      await manager.streams.delete(stream(tag, 'support').name);
      await manager.streams.add(stream(tag, 'support'));
    });
    await carrier.publish([envelope('c')]);
    const second = await some(carrier, 1, first.got[1]?.cursor);
    expect([second.anew, second.got.map((one) => one.envelope.id)]).toEqual([true, ['c']]);
  });

  it('a stream that was put back from an older copy has others under the same numbers: it is read from its beginning', async () => {
    const { carrier } = await open();
    await carrier.publish([envelope('a'), envelope('b'), envelope('c')]);
    const { got } = await some(carrier, 3);
    const [created, seq] = JSON.parse(got[1]?.cursor ?? '') as [string, number];
    const known = await some(carrier, 1, got[1]?.cursor);
    expect([known.anew, known.got.map((one) => one.envelope.id)]).toEqual([false, ['c']]);
    const other = await some(carrier, 3, JSON.stringify([created, seq, 'another']));
    expect([other.anew, other.got.map((one) => one.envelope.id)]).toEqual([true, ['a', 'b', 'c']]);
  });

  it('a stream made anew while it is read is noticed too', { timeout: 15_000 }, async () => {
    const { tag, carrier } = await open();
    await carrier.publish([envelope('a')]);
    const ids: string[] = [];
    const off = new AbortController();
    const feed = carrier.feed('support', undefined, async (deliveries) => void ids.push(...deliveries.map((one) => one.envelope.id)), off.signal);
    await expect.poll(() => ids).toEqual(['a']);
    await admin(async (manager) => {
      await manager.streams.delete(stream(tag, 'support').name);
      await manager.streams.add(stream(tag, 'support'));
    });
    await carrier.publish([envelope('b')]);
    await expect.poll(() => ids, { timeout: 12_000 }).toEqual(['a', 'b']);
    off.abort();
    await feed;
  });

  it('what is full, too long or forbidden is refused by name, once and for all; what was beside it goes', async () => {
    const { tag, carrier } = await open();
    await admin((manager) => manager.streams.update(stream(tag, 'support').name, { ...stream(tag, 'support'), max_msgs_per_subject: 1 }));
    await carrier.publish([envelope('a', { subject: 's1' })]);
    const refused = await carrier.publish([envelope('b', { subject: 's1' }), envelope('c', { subject: 's2' })]).catch((error: unknown) => error);
    expect(refused).toMatchObject({ code: 'relay-full', ids: ['b'] });
    expect((await some(carrier, 2)).got.map((one) => one.envelope.id)).toEqual(['a', 'c']);
    const long = new NatsCarrier({ servers: server ?? '', author: 'rep-17', maxMessage: 100_000, journals: { support: { stream: stream(tag, 'support').name, subject: `t${tag}.support` } } });
    onTestFinished(() => long.close());
    expect(await long.publish([envelope('d', { subject: 's3', sealed: 'x'.repeat(20_000) })]).catch((error: unknown) => error)).toMatchObject({ code: 'too-large', ids: ['d'] });
  });

  it('a reader that stops between the parts of a long one reads all of it later', async () => {
    const { journals, carrier } = await open();
    const long = envelope('long', { sealed: 'y'.repeat(30_000) });
    const [first] = messagesOf(long, journals.support ?? { stream: '', subject: '' }, 'rep-17', 8_192);
    if (first === undefined) throw new Error('no part');
    const line = new Line({ servers: server ?? '', inboxPrefix: '_INBOX.x' });
    onTestFinished(() => line.close());
    // As if the sender had been cut off after the first part, and somebody else had written meanwhile.
    await publishAll(line, [first]);
    await carrier.publish([envelope('between')]);
    const before = await some(carrier, 1);
    expect(before.got.map((one) => one.envelope.id)).toEqual(['between']);
    await carrier.publish([long]);
    const after = await some(carrier, 2, before.got[0]?.cursor);
    expect(after.got.map((one) => one.envelope)).toEqual([envelope('between'), long]);
  });

  it('what is erased between being counted and being read keeps nobody waiting', async () => {
    const { tag, journals, carrier } = await open();
    await carrier.publish([envelope('a'), envelope('b')]);
    const line = new Line({ servers: server ?? '', inboxPrefix: '_INBOX.x' });
    onTestFinished(() => line.close());
    const live = await line.get();
    const get: Live['jetstream']['consumers']['get'] = async (...which) => {
      const consumer = await live.jetstream.consumers.get(...which);
      await admin((manager) => manager.streams.purge(stream(tag, 'support').name));
      return consumer;
    };
    const late = { ...live, jetstream: { consumers: { get } } } as unknown as Live;
    const journal = journals.support ?? { stream: '', subject: '' };
    expect(await lyingAbout(late, 'support', journal, 'nobody')).toEqual([]);
    // Nor a reader, who sends nothing before it has read.
    await carrier.publish([envelope('c')]);
    const off = new AbortController();
    const got: number[] = [];
    const take = async (deliveries: readonly Delivery[]): Promise<void> => {
      got.push(deliveries.length);
      off.abort();
    };
    await new Feed({ closed: false, get: async () => late, drop: () => {} } as unknown as Line, 'support', journal, undefined, take, off.signal).run();
    expect(got).toEqual([0]);
  });

  it('a server that is too busy to let anybody in in time has not shut this desk out', async () => {
    const name = 'too busy';
    onTestFinished(() => commands.natsRemove(name));
    const servers = (await commands.natsStart(name, 'authorization { user: "a", password: "b", timeout: 0.000001 }')) ?? '';
    const line = new Line({ servers, inboxPrefix: '_INBOX.x', credentials: { user: 'a', password: 'b' } });
    const states: string[] = [];
    line.onState(({ link }) => states.push(link));
    await expect(line.get()).rejects.toMatchObject({ code: 'unreachable' });
    expect(states).toEqual(['down']);
  });

  it('while the relay is away the host mints once; what ended meanwhile is minted anew before anybody is told to sign in', async () => {
    const name = 'away';
    onTestFinished(() => commands.natsRemove(name));
    const servers = (await commands.natsStart(name, 'authorization { user: "a", password: "new" }')) ?? '';
    await commands.natsStop(name);
    const minted: string[] = [];
    let password = 'old';
    const line = new Line({ servers, inboxPrefix: '_INBOX.x', credentials: () => (minted.push(password), { user: 'a', password }) });
    onTestFinished(() => line.close());
    const states: string[] = [];
    line.onState(({ link }) => states.push(link));
    for (let tries = 0; tries < 3; tries++) await expect(line.get()).rejects.toMatchObject({ code: 'unreachable' });
    expect(minted).toEqual(['old']);
    await commands.natsStart(name);
    password = 'new';
    await line.get();
    expect([minted, states]).toEqual([['old', 'new'], ['down', 'up']]);
  });

  it('a server that falls silent is noticed though the connection stands, left after four questions that it did not answer, and found again', { timeout: 30_000 }, async () => {
    const name = 'silent';
    onTestFinished(() => commands.natsRemove(name));
    const servers = (await commands.natsStart(name)) ?? '';
    const manager = await jetstreamManager(await wsconnect({ servers }));
    await manager.streams.add({ name: 'SILENT', subjects: ['silent.*.*'] });
    const line = new Line({ servers, inboxPrefix: '_INBOX.x', answer: 600, heartbeat: 500 });
    onTestFinished(() => line.close());
    const states: string[] = [];
    line.onState(({ link }) => states.push(link));
    const journal = { stream: 'SILENT', subject: 'silent' };
    const asked = vi.spyOn(line, 'get');
    const off = new AbortController();
    const got: string[] = [];
    const take = async (deliveries: readonly Delivery[]): Promise<void> => void got.push(...deliveries.map((one) => one.envelope.id));
    const feed = new Feed(line, 'support', journal, undefined, take, off.signal).run();
    await publishAll(line, messagesOf(envelope('a'), journal, 'rep-17', 8_192));
    await expect.poll(() => got).toEqual(['a']);
    asked.mockClear();
    await commands.natsSignal(name, 'SIGSTOP');
    onTestFinished(() => commands.natsSignal(name, 'SIGCONT'));
    await expect.poll(() => states.at(-1), { timeout: 15_000 }).toBe('down');
    // The client's own pings would take forty seconds, and the browser waits for a minute for a frozen server's goodbye.
    expect(asked).toHaveBeenCalledTimes(4);
    await commands.natsSignal(name, 'SIGCONT');
    await publishAll(line, messagesOf(envelope('b'), journal, 'rep-17', 8_192));
    await expect.poll(() => got, { timeout: 15_000 }).toEqual(['a', 'b']);
    off.abort();
    await feed;
  });

  it('refuses to send in the clear to anywhere but this machine', () => {
    for (const servers of ['ws://relay.acme.example', 'ws://127.0.0.1.evil.example', 'nats://relay', ['wss://a.example', 'ws://b.example']]) expect(() => new NatsCarrier({ servers, author: 'rep-17' })).toThrow(/wss/);
    for (const servers of ['wss://relay.acme.example', 'ws://127.0.0.1:9222', 'ws://localhost', 'ws://[::1]:9222']) new NatsCarrier({ servers, author: 'rep-17' }).close();
  });
});

it('any text is one token of a subject, and comes back', () => {
  for (const text of ['rep-17', 'ana@acme.example', '', '_x', 'a.b', '*', '>', 'ünïcödé \u202e', 'x'.repeat(100)]) {
    expect(tokenOf(text)).toMatch(/^[\w-]+$/);
    expect(textOf(tokenOf(text))).toBe(text);
  }
});

it.each(['eraser', 'rep-17'])('nobody’s name comes in a second spelling: %s', (name) => {
  expect(() => textOf(`_${btoa(name).replaceAll('=', '')}`)).toThrow();
});
