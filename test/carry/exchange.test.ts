import { describe, expect, it, onTestFinished } from 'vitest';
import { ExchangeCarrier } from '../../src/carry/exchange.js';
import { Mailbox } from '../../src/store/mailbox.js';
import { carrierContract } from './contract.js';

let count = 0;
const company = (): string => `carry-${Date.now().toString(36)}-${++count}`;
const end = (name: string): ExchangeCarrier => new ExchangeCarrier(new Mailbox(name), `say-once/${name}/exchange`);

carrierContract('the exchange of one browser', () => {
  const name = company();
  return { end: () => end(name) };
});

const lying = async (name: string): Promise<string[]> => {
  const mailbox = new Mailbox(name);
  const mail = await mailbox.after('intake', 0, 1_000);
  mailbox.close();
  return mail.map(({ envelope }) => envelope.id);
};

describe('the exchange takes out what was read (docs/decisions/0007)', () => {
  it('what was taken in does not lie about; what was not, lies there still', async () => {
    const name = company();
    const carrier = end(name);
    onTestFinished(() => carrier.close());
    await carrier.publish(['a', 'b', 'c'].map((id) => ({ id, to: 'intake', subject: 's', sealed: id })));
    expect(await lying(name)).toEqual(['a', 'b', 'c']);
    const off = new AbortController();
    await carrier.feed(
      'intake',
      undefined,
      async () => {
        off.abort();
        return ['b'];
      },
      off.signal,
    );
    expect(await lying(name)).toEqual(['b']);
  });

  it('a reader that begins after a cursor takes out nothing that stood before it', async () => {
    const name = company();
    const carrier = end(name);
    onTestFinished(() => carrier.close());
    await carrier.publish(['a', 'b', 'c'].map((id) => ({ id, to: 'intake', subject: 's', sealed: id })));
    const cursors: string[] = [];
    await carrier
      .feed(
        'intake',
        undefined,
        async (deliveries) => {
          cursors.push(...deliveries.map(({ cursor }) => cursor));
          throw new Error('not now');
        },
        new AbortController().signal,
      )
      .catch(() => {});
    const off = new AbortController();
    await carrier.feed('intake', cursors[1], async () => off.abort(), off.signal);
    expect(await lying(name)).toEqual(['a', 'b']);
  });

  it('without a bell (no BroadcastChannel rings between two names) the box is looked into by the clock', async () => {
    const name = company();
    const reader = new ExchangeCarrier(new Mailbox(name), 'a bell nobody rings');
    const writer = end(name);
    onTestFinished(() => (reader.close(), writer.close()));
    const off = new AbortController();
    const came = new Promise<void>((resolve) => void reader.feed('intake', undefined, async ({ length }) => (length > 0 ? resolve() : undefined), off.signal));
    await new Promise((resolve) => setTimeout(resolve, 50));
    await writer.publish([{ id: 'late', to: 'intake', subject: 's', sealed: 'x' }]);
    await came;
    off.abort();
  }, 10_000);

  it('closed in the midst of a batch it takes nothing out: the batch comes again', async () => {
    const name = company();
    const carrier = end(name);
    await carrier.publish([{ id: 'a', to: 'intake', subject: 's', sealed: 'x' }]);
    await carrier.feed('intake', undefined, async () => carrier.close(), new AbortController().signal);
    expect(await lying(name)).toEqual(['a']);
  });
});
