/** What every carrier must do, whatever it is made of: a list in memory, this browser's exchange, a relay. */
import { describe, expect, it, onTestFinished } from 'vitest';
import type { Box, Carrier, Cursor, Delivery, Envelope } from '../../src/carry/carrier.js';
import { isRefusal } from '../../src/model/errors.js';

/** One road with as many ends as a test needs: each end is what another tab, frame or machine has of it. */
export interface Road {
  end(): Carrier;
}

let count = 0;
const envelope = (to: Box, more: Partial<Envelope> = {}): Envelope => ({ id: `id-${++count}`, to, subject: 'nobody', sealed: `sealed ${count}`, ...more });
const envelopes = (to: Box, many: number, more: Partial<Envelope> = {}): Envelope[] => Array.from({ length: many }, () => envelope(to, more));
const ids = (some: readonly { id: string }[]): string[] => some.map(({ id }) => id);

/** A feed that writes down what it is given, until it has enough. */
interface Reading {
  got: Delivery[];
  ids(): string[];
  /** resolves when so many have come */
  have(many: number): Promise<void>;
  /** resolves with how the feed ended */
  ended: Promise<unknown>;
  stop(): Promise<void>;
}

function read(carrier: Carrier, box: Box, { after, take }: { after?: Cursor; take?: (deliveries: readonly Delivery[]) => Promise<readonly string[] | void> } = {}): Reading {
  const off = new AbortController();
  const got: Delivery[] = [];
  const waiting = new Set<() => void>();
  const ended = carrier
    .feed(
      box,
      after,
      async (deliveries) => {
        const left = await take?.(deliveries);
        got.push(...deliveries);
        for (const look of waiting) look();
        return left;
      },
      off.signal,
    )
    .then(
      () => 'fulfilled',
      (reason: unknown) => reason,
    );
  const have = (many: number): Promise<void> =>
    new Promise((resolve, reject) => {
      const timer = setTimeout(() => reject(new Error(`${got.length} of ${many} came`)), 4_000);
      const look = (): void => {
        if (got.length < many) return;
        clearTimeout(timer);
        waiting.delete(look);
        resolve();
      };
      waiting.add(look);
      look();
    });
  const stop = async (): Promise<void> => {
    off.abort();
    await ended;
  };
  onTestFinished(stop);
  return { got, ids: () => ids(got.map((one) => one.envelope)), have, ended, stop };
}

/** Long enough for what must not come to have come. */
const quiet = (): Promise<void> => new Promise((resolve) => setTimeout(resolve, 150));

export function carrierContract(name: string, build: () => Promise<Road> | Road): void {
  const road = async (): Promise<{ end(): Carrier }> => {
    const built = await build();
    return {
      end: () => {
        const carrier = built.end();
        onTestFinished(() => carrier.close());
        return carrier;
      },
    };
  };

  describe(`what every carrier must do: ${name}`, () => {
    it('gives a box in the order in which it was filled, however many batches that takes', async () => {
      const { end } = await road();
      const some = envelopes('intake', 170);
      const carrier = end();
      for (let from = 0; from < some.length; from += 40) await carrier.publish(some.slice(from, from + 40));
      const reading = read(end(), 'intake');
      await reading.have(170);
      expect(reading.ids()).toEqual(ids(some));
      expect(new Set(reading.got.map(({ cursor }) => cursor)).size).toBe(170);
    });

    it('gives an envelope as it was given, byte for byte', async () => {
      const { end } = await road();
      const one = envelope('sales', { subject: 'ünïcödé \u202e <b>', sealed: `${'x'.repeat(1_400_000)}é\u{1F4DE}` });
      await end().publish([one]);
      const reading = read(end(), 'sales');
      await reading.have(1);
      expect(reading.got[0]?.envelope).toEqual(one);
    });

    it('gives to a feed that waits what comes later, from another end', async () => {
      const { end } = await road();
      const reading = read(end(), 'intake');
      await quiet();
      const some = envelopes('intake', 3);
      await end().publish(some);
      await reading.have(3);
      expect(reading.ids()).toEqual(ids(some));
    });

    it('says once, with an empty batch, that all that lay there has been taken', async () => {
      const { end } = await road();
      const carrier = end();
      await carrier.publish(envelopes('intake', 60));
      const batches: number[] = [];
      const reading = read(carrier, 'intake', { take: async (deliveries) => void batches.push(deliveries.length) });
      await reading.have(60);
      await quiet();
      expect(batches.at(-1)).toBe(0);
      await carrier.publish(envelopes('intake', 1));
      await reading.have(61);
      await quiet();
      expect(batches.filter((many) => many === 0)).toHaveLength(1);
      expect(batches.at(-1)).toBe(1);
      const nothing: number[] = [];
      const other = read(end(), 'support', { take: async (deliveries) => void nothing.push(deliveries.length) });
      await expect.poll(() => nothing).toEqual([0]);
      await quiet();
      expect(nothing).toEqual([0]);
      await other.stop();
    });

    it('keeps what nobody reads', async () => {
      const { end } = await road();
      const some = envelopes('intake', 2);
      const first = end();
      await first.publish(some);
      first.close();
      const reading = read(end(), 'intake');
      await reading.have(2);
      expect(reading.ids()).toEqual(ids(some));
    });

    it('gives a box nothing that is for another', async () => {
      const { end } = await road();
      const carrier = end();
      const [a, b, c] = [envelope('intake'), envelope('sales'), envelope('support')];
      await carrier.publish([a, b, c]);
      const reading = read(carrier, 'sales');
      await reading.have(1);
      await quiet();
      expect(reading.ids()).toEqual([b.id]);
    });

    it('takes an empty hand for nothing', async () => {
      const { end } = await road();
      await end().publish([]);
    });

    it('gives one id once, though a sender that was not sure sends it again', async () => {
      const { end } = await road();
      const [a, b] = [envelope('intake'), envelope('intake')];
      const carrier = end();
      await carrier.publish([a]);
      await carrier.publish([a, b]);
      await end().publish([b, a, b]);
      const reading = read(end(), 'intake');
      await reading.have(2);
      await quiet();
      expect(reading.ids()).toEqual([a.id, b.id]);
    });

    it('gives one id once, though it stands twice in one hand, and loses nothing that was beside it', async () => {
      const { end } = await road();
      const [a, b, c] = [envelope('intake'), envelope('intake'), envelope('intake')];
      await end().publish([a, b, a, c]);
      const reading = read(end(), 'intake');
      await reading.have(3);
      await quiet();
      expect(reading.ids()).toEqual([a.id, b.id, c.id]);
    });

    it('goes on after a cursor it gave', async () => {
      const { end } = await road();
      const carrier = end();
      const some = envelopes('intake', 5);
      await carrier.publish(some);
      const first = read(carrier, 'intake');
      await first.have(5);
      await first.stop();
      const more = envelopes('intake', 2);
      await carrier.publish(more);
      const second = read(end(), 'intake', { after: first.got[4]?.cursor ?? '' });
      await second.have(2);
      await quiet();
      expect(second.ids()).toEqual(ids(more));
    });

    it('goes on in the middle of a batch that failed', async () => {
      const { end } = await road();
      const carrier = end();
      const some = envelopes('intake', 5);
      await carrier.publish(some);
      let seen: readonly Delivery[] = [];
      const first = read(carrier, 'intake', {
        take: async (deliveries) => {
          seen = deliveries;
          throw new Error('the third could not be written');
        },
      });
      expect(await first.ended).toMatchObject({ message: 'the third could not be written' });
      const second = read(end(), 'intake', { after: seen[1]?.cursor ?? '' });
      await second.have(3);
      await quiet();
      expect(second.ids()).toEqual(ids(some.slice(2)));
    });

    it('ends a feed whose batch was rejected, with its reason, and gives all of it again', async () => {
      const { end } = await road();
      const carrier = end();
      const some = envelopes('intake', 4);
      await carrier.publish(some);
      const reason = new Error('the disk is full');
      const first = read(carrier, 'intake', {
        take: async () => {
          throw reason;
        },
      });
      expect(await first.ended).toBe(reason);
      const second = read(carrier, 'intake');
      await second.have(4);
      expect(second.ids()).toEqual(ids(some));
    });

    it('gives the next batch only when the last one is done', async () => {
      const { end } = await road();
      const carrier = end();
      await carrier.publish(envelopes('intake', 120));
      let under = 0;
      let most = 0;
      const reading = read(carrier, 'intake', {
        take: async () => {
          most = Math.max(most, ++under);
          await new Promise((resolve) => setTimeout(resolve, 20));
          under--;
        },
      });
      await quiet();
      await carrier.publish(envelopes('intake', 20));
      await reading.have(140);
      expect(most).toBe(1);
    });

    it('keeps what a batch could not take for the next reader, and goes on with the rest', async () => {
      const { end } = await road();
      const carrier = end();
      const some = envelopes('intake', 60);
      const left = [some[3]?.id ?? '', some[55]?.id ?? ''];
      await carrier.publish(some);
      const first = read(carrier, 'intake', { take: async (deliveries) => ids(deliveries.map((one) => one.envelope)).filter((id) => left.includes(id)) });
      await first.have(60);
      await quiet();
      expect(first.ids()).toEqual(ids(some));
      const more = envelope('intake');
      await carrier.publish([more]);
      await first.have(61);
      await first.stop();
      const second = read(end(), 'intake');
      await expect.poll(() => second.ids()).toEqual(expect.arrayContaining(left));
    });

    it('stops a feed that waits when the signal says so', async () => {
      const { end } = await road();
      const carrier = end();
      const reading = read(carrier, 'intake');
      await quiet();
      await reading.stop();
      expect(await reading.ended).toBe('fulfilled');
      await carrier.publish(envelopes('intake', 1));
      await quiet();
      expect(reading.got).toEqual([]);
    });

    it('gives nothing to a feed whose signal had stopped before', async () => {
      const { end } = await road();
      const carrier = end();
      await carrier.publish(envelopes('intake', 1));
      let given = 0;
      await carrier.feed('intake', undefined, async () => void given++, AbortSignal.abort());
      expect(given).toBe(0);
    });

    it('stopped while it looks into the box, it gives nothing of what it finds', async () => {
      const { end } = await road();
      const carrier = end();
      await carrier.publish(envelopes('intake', 3));
      const off = new AbortController();
      let given = 0;
      const feed = carrier.feed('intake', undefined, async () => void given++, off.signal);
      off.abort();
      await feed;
      expect(given).toBe(0);
    });

    it('stopped in the midst of a batch, it lets that one end, counts it as taken, and gives no other', async () => {
      const { end } = await road();
      const carrier = end();
      const some = envelopes('intake', 3);
      await carrier.publish(some);
      let go = (): void => {};
      let began = (): void => {};
      const begun = new Promise<void>((resolve) => (began = resolve));
      const off = new AbortController();
      const batches: string[][] = [];
      const feed = carrier.feed(
        'intake',
        undefined,
        async (deliveries) => {
          batches.push(ids(deliveries.map((one) => one.envelope)));
          began();
          await new Promise<void>((resolve) => (go = resolve));
        },
        off.signal,
      );
      await begun;
      const later = envelopes('intake', 1);
      await carrier.publish(later);
      off.abort();
      go();
      await feed;
      expect(batches).toEqual([ids(some)]);
      const last = batches[0]?.at(-1);
      expect(last).toBe(some[2]?.id);
    });

    it('erases what is about a subject, in that box alone', async () => {
      const { end } = await road();
      const carrier = end();
      const [a, b] = [envelope('intake', { subject: 's1' }), envelope('intake', { subject: 's2' })];
      const [c, d] = [envelope('sales', { subject: 's1' }), envelope('intake', { subject: 's1' })];
      await carrier.publish([a, b, c, d]);
      expect(await end().erase('intake', { subject: 's1' })).toBe(2);
      expect(await carrier.erase('intake', { subject: 's1' })).toBe(0);
      const intake = read(carrier, 'intake');
      const sales = read(carrier, 'sales');
      await Promise.all([intake.have(1), sales.have(1)]);
      await quiet();
      expect([intake.ids(), sales.ids()]).toEqual([[b.id], [c.id]]);
    });

    it('erases the one envelope with an id, in that box alone', async () => {
      const { end } = await road();
      const carrier = end();
      const [a, b] = [envelope('intake', { subject: 's1' }), envelope('intake', { subject: 's1' })];
      await carrier.publish([a, b]);
      expect(await carrier.erase('sales', { id: a.id })).toBe(0);
      expect(await carrier.erase('intake', { id: a.id })).toBe(1);
      expect(await carrier.erase('intake', { id: 'nobody’s' })).toBe(0);
      const reading = read(carrier, 'intake');
      await reading.have(1);
      await quiet();
      expect(reading.ids()).toEqual([b.id]);
    });

    it('read by two at once, it loses nothing', async () => {
      const { end } = await road();
      const some = envelopes('intake', 150);
      const [one, two] = [read(end(), 'intake'), read(end(), 'intake')];
      const writer = end();
      for (const each of some) await writer.publish([each]);
      const all = (): Set<string> => new Set([...one.ids(), ...two.ids()]);
      for (let tries = 0; all().size < 150 && tries < 100; tries++) await new Promise((resolve) => setTimeout(resolve, 30));
      expect(all()).toEqual(new Set(ids(some)));
    });

    it('filled from four ends at once, it loses nothing, and keeps each one’s order', async () => {
      const { end } = await road();
      const hands = Array.from({ length: 4 }, () => envelopes('intake', 40));
      await Promise.all(
        hands.map(async (hand) => {
          const carrier = end();
          for (const one of hand) await carrier.publish([one]);
        }),
      );
      const reading = read(end(), 'intake');
      await reading.have(160);
      for (const hand of hands) expect(reading.ids().filter((id) => ids(hand).includes(id))).toEqual(ids(hand));
    });

    it('closed, it ends its feeds, refuses by name, and leaves the other ends alone', async () => {
      const { end } = await road();
      const [mine, theirs] = [end(), end()];
      const [own, other] = [read(mine, 'intake'), read(theirs, 'intake')];
      await quiet();
      mine.close();
      expect(await own.ended).toBe('fulfilled');
      const refused = await mine.publish(envelopes('intake', 1)).catch((error: unknown) => error);
      expect(isRefusal(refused, 'closed')).toBe(true);
      expect(isRefusal(await mine.erase('intake', { subject: 's' }).catch((error: unknown) => error), 'closed')).toBe(true);
      const more = envelopes('intake', 1);
      await theirs.publish(more);
      await other.have(1);
      expect(other.ids()).toEqual(ids(more));
      mine.close();
    });
  });
}
