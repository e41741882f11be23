/** What desks ask the host's eraser for, on a real server: nobody is left who knows, and nobody brings it back. */
import { afterAll, beforeAll, beforeEach, describe, expect, it, vi } from 'vitest';
import { jetstreamManager } from '@nats-io/jetstream';
import type { ErasingCarrier } from '../../src/carry/carrier.js';
import { digest, keysOf } from '../../src/store/keys.js';
import { Host } from '../deploy/host.js';
import { natsHere } from '../support/nats.js';
import { Kept, Machines, sees, settled, words } from './machines.js';

const file = natsHere();
const PROV = 'prov_12345678901234567890';
let count = 0;

/** What is left of anybody in an eraser's log. */
function tellsOf(kept: Kept): { journals: unknown[]; since: unknown } {
  const [state, since] = kept.all as [{ journal: Map<string, Map<number, unknown>> } | undefined, unknown];
  return { journals: [...(state?.journal.values() ?? [])].flatMap((journal) => [...journal]), since };
}

function signal(): { given: Promise<void>; give(): void } {
  let give = (): void => {};
  const given = new Promise<void>((done) => (give = done));
  return { given, give };
}

describe.skipIf(file === undefined)('on a real server', () => {
  let host: Host;
  let acme: Machines;

  beforeAll(async () => {
    host = await Host.start(file ?? '');
  });
  afterAll(() => host.end());
  beforeEach(async () => {
    acme = await Machines.of(host, await host.company(`acme-${++count}`));
  });

  it('a desk asks, and says so until it is done; then nobody knows the group any more, and the stream does not either', async () => {
    const [a, b] = [await acme.desk('ana'), await acme.desk('ben')];
    await a.desk.recordAll('cus_1', [{ kind: 'told', fact: 'phone', value: '+44 20 7946 0018' }, { kind: 'issue', words: 'The line is dead' }, { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }]);
    await a.desk.record(PROV, { kind: 'issue', words: 'And a bill came' });
    await a.desk.link('cus_1', PROV, { because: 'same voice' });
    await a.desk.record('cus_2', { kind: 'issue', words: 'Somebody else' });
    await sees(b, ['And a bill came', 'The line is dead']);
    await sees(b, ['Somebody else'], 'cus_2');
    expect(await b.desk.forget('cus_1')).toEqual({ done: false });
    for (const one of [a, b]) await expect.poll(async () => (await one.desk.read('cus_1')).forget, { timeout: 10_000 }).toBeTypeOf('number');
    await sees(b, ['And a bill came', 'The line is dead']);

    const eraser = await acme.eraser();
    for (const one of [a, b, { desk: eraser }]) {
      for (const id of ['cus_1', PROV]) await expect.poll(async () => (await one.desk.read(id)).entries, { timeout: 10_000, interval: 20 }).toBe(0);
      expect(await one.desk.find({ phone: '020 7946 0018' })).toEqual([]);
      expect((await one.desk.read('cus_1')).forget).toBeUndefined();
      expect(await words(one as typeof a, 'cus_2')).toEqual(['Somebody else']);
    }
    for (const one of [a, b]) await settled(one);
    await expect.poll(async () => (await acme.lies()).map(({ author, kind, entries }) => [author, kind, entries.map(({ customer }) => customer)])).toEqual([['ana', 'shared', ['cus_2']], ['eraser', 'erased', []]]);

    // The next life begins: it goes from desk to desk, and the objection outlives the last one, also at a desk that never knew them.
    const c = await acme.desk('cy');
    await settled(c);
    await c.desk.recordAll('cus_1', [{ kind: 'told', fact: 'phone', value: '+44 20 7946 0018' }, { kind: 'issue', words: 'A new beginning' }]);
    for (const one of [a, b, c]) await sees(one, ['A new beginning']);
    expect((await a.desk.read('cus_1')).flags.map(({ flag, reason }) => [flag, reason])).toEqual([['do-not-pitch', 'wish']]);
  });

  it('a rep who was away for weeks brings nobody back: not with what waited, nor with what was kept', async () => {
    const a = await acme.desk('ana');
    await a.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    const first = await acme.desk('ben');
    await sees(first, ['The line is dead']);
    const kept = await first.desk.export('cus_1');
    await first.desk.close();
    const away = await acme.desk('ben', { log: first.log, away: true });
    await away.desk.record('cus_1', { kind: 'step', step: 'note', words: 'Called back, nobody there' });
    await away.desk.link('cus_9', 'cus_1', { because: 'same street' });
    await away.desk.record('cus_9', { kind: 'issue', words: 'Of somebody who stays' });
    await away.desk.close();

    const eraser = await acme.eraser();
    await a.desk.forget('cus_1');
    await expect.poll(async () => (await a.desk.read('cus_1')).entries, { timeout: 10_000, interval: 20 }).toBe(0);

    const b = await acme.desk('ben', { log: first.log });
    await settled(b);
    await sees(b, ['Of somebody who stays'], 'cus_9');
    expect((await b.desk.read('cus_1')).entries).toBe(0);
    expect((await b.desk.read('cus_9')).group).toEqual(['cus_9']);
    await expect(b.desk.import(kept)).rejects.toMatchObject({ code: 'forgotten' });
    await sees(a, ['Of somebody who stays'], 'cus_9');
    for (const desk of [a.desk, eraser]) expect((await desk.read('cus_1')).entries).toBe(0);
    await expect.poll(async () => (await acme.lies()).flatMap(({ entries }) => entries).filter(({ customer, kind }) => customer === 'cus_1' || kind === 'linked'), { timeout: 10_000 }).toEqual([]);
    // Neither does who reads it all for the first time.
    const c = await acme.desk('cy');
    await settled(c);
    expect((await c.desk.read('cus_1')).entries).toBe(0);
  });

  it('after a break, too, what waits goes out when what came meanwhile was read', async () => {
    const passed: string[] = [];
    const nudge = vi.fn();
    const b = await acme.desk('ben', {
      around: (relay) => ({
        ...relay,
        nudge,
        onState: (callback) => relay.onState?.((state) => (passed.push(state.link), callback(state))) ?? (() => {}),
        publish: (envelopes) => (passed.push('sends'), relay.publish(envelopes)),
        feed: (box, after, take, signal) => relay.feed(box, after, (deliveries, anew) => {
          if (deliveries.length === 0) passed.push('has read');
          return take(deliveries, anew);
        }, signal),
      }),
    });
    await settled(b);
    await host.server.stop('SIGKILL');
    await expect.poll(() => b.desk.state.relay?.link, { timeout: 10_000 }).toBe('down');
    nudge.mockClear();
    await b.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    // Whoever waits to try again tries soon.
    await expect.poll(() => nudge.mock.calls.length).toBeGreaterThan(0);
    await host.server.start();
    await settled(b);
    expect(passed).toEqual(['up', 'has read', 'down', 'up', 'has read', 'sends']);
  });

  it('what came too late is taken out of the stream; what is right beside it stays', async () => {
    const [a, b] = [await acme.desk('ana'), await acme.desk('ben')];
    await a.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    await sees(b, ['The line is dead']);
    const eraser = await acme.eraser();
    await expect.poll(async () => (await eraser.read('cus_1')).entries).toBe(1);
    await b.desk.forget('cus_1');
    await expect.poll(async () => (await eraser.read('cus_1')).entries, { timeout: 10_000, interval: 5 }).toBe(0);
    // A desk that had not heard of it yet, as seen from the server.
    const late = await acme.carrier('support', 'cy');
    const stray = await acme.desk('cy', { log: new Kept(), away: true });
    await stray.desk.record('cus_1', { kind: 'issue', words: 'From the life before' });
    const [waiting] = await stray.desk.store.disk.outbox();
    await late.publish([{ id: waiting?.id ?? '', to: 'support', subject: waiting?.subject ?? '', sealed: waiting?.sealed ?? '' }]);
    await expect.poll(async () => (await acme.lies()).map(({ author, kind }) => [author, kind]), { timeout: 10_000 }).toEqual([['eraser', 'erased']]);
    for (const desk of [a.desk, b.desk, eraser]) expect((await desk.read('cus_1')).entries).toBe(0);
  });

  it('a stream that was put back from an older copy brings nobody back: the eraser says it all again', async () => {
    const a = await acme.desk('ana');
    const kept = new Kept();
    const eraser = await acme.eraser(kept);
    await a.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    await expect.poll(async () => (await eraser.read('cus_1')).entries, { timeout: 10_000 }).toBe(1);
    const before = (await acme.lies()).length;
    expect(before).toBe(1);
    await a.desk.forget('cus_1');
    await expect.poll(async () => (await a.desk.read('cus_1')).entries, { timeout: 10_000, interval: 20 }).toBe(0);
    await settled(a);
    await eraser.close();
    await acme.streamAnew();
    await acme.eraser(kept);
    await expect.poll(async () => (await acme.lies()).map(({ author, kind }) => [author, kind]), { timeout: 10_000 }).toEqual([['eraser', 'erased']]);
  });

  it('what is struck at one desk is struck at all, in the stream as well; who was away sends it no more', async () => {
    const [a, b] = [await acme.desk('ana'), await acme.desk('ben')];
    const [told] = await a.desk.recordAll('cus_1', [{ kind: 'step', step: 'note', words: 'Her PIN is the year she married' }, { kind: 'issue', words: 'The line is dead' }]);
    await sees(b, ['The line is dead']);
    const eraser = await acme.eraser();
    await expect.poll(async () => (await eraser.read('cus_1')).entries, { timeout: 10_000 }).toBe(2);
    await b.desk.strike(told?.stamp ?? '', 'cus_1', { because: 'a secret' });
    for (const desk of [a.desk, b.desk, eraser]) await expect.poll(async () => JSON.stringify(await desk.export('cus_1')), { timeout: 10_000, interval: 20 }).not.toContain('married');
    await expect.poll(async () => JSON.stringify(await acme.lies()), { timeout: 10_000 }).not.toContain('married');
    expect(await words(a)).toEqual(['The line is dead']);
    // Who reads it all for the first time has the rest, and the stub.
    const c = await acme.desk('cy');
    await sees(c, ['The line is dead']);
    expect((await c.desk.export('cus_1')).entries.map(({ kind }) => kind).toSorted()).toEqual(['issue', 'struck', 'struck']);
    // The copy that somebody kept does not bring it back.
    await expect.poll(async () => (await b.desk.export('cus_1')).entries.length).toBe(3);
  });

  it('of what lay beside, only what desks had taken in goes on: nobody puts words into another’s mouth by striking their own', async () => {
    const a = await acme.desk('ana');
    await a.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    const eve = await acme.desk('eve');
    await sees(eve, ['The line is dead']);
    const at = Date.now();
    const node = (await a.desk.export('cus_1')).entries[0]?.stamp.slice(-12) ?? '';
    const stamp = (count: number): string => `${at.toString(36).padStart(9, '0')}${count.toString(36).padStart(3, '0')}${node.slice(0, -1)}z`;
    const common = { customer: 'cus_1', at };
    await acme.says('eve', 'cus_1', {
      v: 1,
      kind: 'shared',
      entries: [
        { ...common, kind: 'issue', words: 'Forged', stamp: stamp(1), by: { audience: 'support', id: 'ana', label: 'Ana' } },
        { ...common, kind: 'issue', words: 'Of Eve herself', stamp: stamp(2), by: { audience: 'support', id: 'eve', label: 'Ana' } },
        { ...common, kind: 'step', step: 'note', words: 'Bait', stamp: stamp(3), by: { audience: 'support', id: 'eve' } },
      ],
    });
    await sees(a, ['Of Eve herself', 'The line is dead']);
    await sees(eve, ['Of Eve herself', 'The line is dead']);
    const eraser = await acme.eraser();
    await expect.poll(async () => (await eraser.read('cus_1')).entries, { timeout: 10_000 }).toBe(3);
    await eve.desk.strike(stamp(3), 'cus_1');
    await expect.poll(async () => (await acme.lies()).map(({ kind }) => kind), { timeout: 10_000 }).toContain('kept');
    expect(JSON.stringify(await acme.lies())).not.toContain('Bait');
    const c = await acme.desk('cy');
    await settled(c);
    for (const one of [a, c]) await sees(one, ['Of Eve herself', 'The line is dead']);
    expect((await c.desk.read('cus_1')).issues.find((issue) => issue.words.startsWith('Of Eve'))?.by).toEqual({ audience: 'support', id: 'eve', label: 'Ana (eve)' });
  });

  it.each([['one after the other', false], ['while the eraser is away', true]])('two are struck that lay in one message, %s: both are gone everywhere, and the third stays', async (_when, late) => {
    const [a, b] = [await acme.desk('ana'), await acme.desk('ben')];
    const told = await a.desk.recordAll('cus_1', [{ kind: 'step', step: 'note', words: 'Her PIN is the year she married' }, { kind: 'step', step: 'note', words: 'Her password is her dog’s name' }, { kind: 'issue', words: 'The line is dead' }]);
    await sees(b, ['The line is dead']);
    const kept = new Kept();
    const eraser = await acme.eraser(kept);
    await expect.poll(async () => (await eraser.read('cus_1')).entries, { timeout: 10_000 }).toBe(3);
    if (late) await eraser.close();
    const lies = async (): Promise<string> => JSON.stringify(await acme.lies());
    await b.desk.strike(told[0]?.stamp ?? '', 'cus_1');
    if (!late) await expect.poll(lies, { timeout: 10_000 }).not.toContain('married');
    await b.desk.strike(told[1]?.stamp ?? '', 'cus_1');
    await settled(b);
    if (late) await acme.eraser(kept);
    await expect.poll(lies, { timeout: 10_000 }).not.toMatch(/married|dog’s/);
    for (const { desk } of [a, b]) await expect.poll(async () => JSON.stringify(await desk.export('cus_1')), { timeout: 10_000, interval: 20 }).not.toMatch(/married|dog’s/);
    const c = await acme.desk('cy');
    await settled(c);
    await sees(c, ['The line is dead']);
    expect(JSON.stringify(await c.desk.export('cus_1'))).not.toMatch(/married|dog’s/);
  });

  it('a message of another’s that bears the same id stays where it is', async () => {
    const { connection } = await host.seat(acme.company, 'admin');
    const manager = await jetstreamManager(connection, { checkAPI: false });
    await manager.streams.update('SAY_SUPPORT', { duplicate_window: 100_000_000 });
    const a = await acme.desk('ana');
    await a.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    await settled(a);
    const eraser = await acme.carrier('eraser', 'eraser');
    const { newest } = await keysOf(acme.keys, 'acme', 'support', Date.now);
    const subject = await digest(newest.subject, 'customer:cus_1');
    const [{ envelope } = { envelope: { id: '' } }] = await eraser.about('support', subject);
    await new Promise((gone) => setTimeout(gone, 500));
    await (await acme.carrier('support', 'eve')).publish([{ id: envelope.id, to: 'support', subject, sealed: 'x' }]);
    expect(await eraser.about('support', subject)).toHaveLength(2);
    expect(await eraser.erase('support', { id: envelope.id, subject, author: 'eve' })).toBe(1);
    expect((await eraser.about('support', subject)).map(({ author }) => author)).toEqual(['ana']);
    await connection.close();
  });

  it('what was struck before it ever came is taken out when it comes', async () => {
    const first = await acme.desk('ben', { away: true });
    const told = await first.desk.record('cus_1', { kind: 'step', step: 'note', words: 'Her PIN is the year she married' });
    await first.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    await first.desk.strike(told.stamp, 'cus_1');
    await first.desk.close();
    const b = await acme.desk('ben', { log: first.log });
    const eraser = await acme.eraser();
    for (const desk of [b.desk, eraser]) await expect.poll(async () => (await desk.read('cus_1')).issues.length, { timeout: 10_000 }).toBe(1);
    await settled(b);
    expect(JSON.stringify(await acme.lies())).not.toContain('married');
  });

  it('whose asking does not count is not heard; nobody but the eraser says that it was done', async () => {
    const [a, eve] = [await acme.desk('ana'), await acme.desk('eve')];
    const told = await a.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    await sees(eve, ['The line is dead']);
    const eraser = await acme.eraser(new Kept(), { mayAsk: ({ author }) => author === 'ana' });
    await eve.desk.forget('cus_1');
    await expect.poll(async () => (await eraser.read('cus_1')).forget, { timeout: 10_000 }).toBeTypeOf('number');
    expect((await eraser.read('cus_1')).issues).toHaveLength(1);
    await acme.says('eve', 'cus_1', { v: 1, kind: 'erased', ends: [], objections: [] });
    await acme.says('eve', 'cus_1', { v: 1, kind: 'kept', entries: [{ kind: 'struck', was: 'issue', answers: [], stamp: told.stamp, customer: 'cus_1', at: Date.now(), by: { audience: 'support', id: 'ana' } }] });
    await expect.poll(() => a.desk.state.refused, { timeout: 10_000 }).toEqual({ count: 2, code: 'not-allowed' });
    expect(await words(a)).toEqual(['The line is dead']);
    await a.desk.forget('cus_1');
    await expect.poll(async () => (await a.desk.read('cus_1')).entries, { timeout: 10_000, interval: 20 }).toBe(0);
  });

  it('what is read in by the thousand reaches the others once, and what was forgotten does not come back by it', async () => {
    const [a, b] = [await acme.desk('ana'), await acme.desk('ben')];
    const old = await acme.desk('old', { away: true });
    for (const id of ['cus_1', 'cus_2', 'cus_3']) await old.desk.record(id, { kind: 'issue', words: `Of ${id}` });
    const documents = await Promise.all(['cus_1', 'cus_2', 'cus_3'].map(async (id) => ({ ...(await old.desk.export(id)), proof: '' })));
    expect(await a.desk.importAll(documents)).toMatchObject({ customers: 3, added: 3, refused: [] });
    for (const id of ['cus_1', 'cus_2', 'cus_3']) await sees(b, [`Of ${id}`], id);
    await settled(a);
    const once = await acme.lies();
    expect(once.flatMap(({ entries }) => entries)).toHaveLength(3);
    expect(await a.desk.importAll(documents)).toMatchObject({ added: 0 });
    await settled(a);
    expect(await acme.lies()).toEqual(once);
    await acme.eraser();
    await b.desk.forget('cus_2');
    await expect.poll(async () => (await a.desk.read('cus_2')).entries, { timeout: 10_000, interval: 20 }).toBe(0);
    for (const { desk } of [a, b]) expect((await desk.importAll(documents)).refused).toEqual([{ index: 1, customer: 'cus_2', code: 'forgotten' }]);
  });

  it('the eraser’s own log tells nothing of it after a while, and it goes on from there', async () => {
    const kept = new Kept();
    const a = await acme.desk('ana');
    await a.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    const eraser = await acme.eraser(kept);
    await expect.poll(async () => (await eraser.read('cus_1')).entries, { timeout: 10_000 }).toBe(1);
    await a.desk.forget('cus_1');
    await expect.poll(async () => (await eraser.read('cus_1')).entries, { timeout: 10_000, interval: 20 }).toBe(0);
    await eraser.close();
    expect(tellsOf(kept)).toEqual({ journals: [], since: [] });
    const again = await acme.eraser(kept);
    // What is said before this desk has heard of it would still be of the life before.
    await expect.poll(async () => (await a.desk.read('cus_1')).entries, { timeout: 10_000, interval: 20 }).toBe(0);
    await a.desk.record('cus_1', { kind: 'issue', words: 'A new beginning' });
    await expect.poll(async () => (await again.read('cus_1')).issues.map((issue) => issue.words), { timeout: 10_000 }).toEqual(['A new beginning']);
  });

  it('an eraser that is told to end in the middle of it does it first, and its log tells nothing of it either', async () => {
    const kept = new Kept();
    const a = await acme.desk('ana');
    await a.desk.record('cus_1', { kind: 'issue', words: 'The line is dead' });
    const relay = await acme.carrier('eraser', 'eraser');
    const [purging, purge] = [signal(), signal()];
    const slow: ErasingCarrier = {
      ...relay,
      erase: async (...what) => {
        purging.give();
        await purge.given;
        return relay.erase(...what);
      },
    };
    const eraser = await acme.eraser(kept, { relay: slow });
    await a.desk.forget('cus_1');
    await purging.given;
    const closed = eraser.close();
    await new Promise((turn) => setTimeout(turn));
    purge.give();
    await closed;
    expect(tellsOf(kept)).toEqual({ journals: [], since: [] });
  });
});
