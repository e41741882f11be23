/** A support desk that follows a relay whose server is the test itself. */
import { expect, onTestFinished } from 'vitest';
import type { Carrier, Delivery, Take } from '../../src/carry/carrier.js';
import { digest } from '../../src/store/keys.js';
import { randomId } from '../../src/store/bytes.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { Company } from './company.js';

/** A relay without a server: what it delivers is what a test says. */
export class Wire implements Carrier {
  readonly name = 'wire';
  readonly boxes = new Set(['support'] as const);
  take: Take = () => Promise.reject(new Error('nobody follows'));
  publish: Carrier['publish'] = () => Promise.resolve();
  erase = (): Promise<number> => Promise.resolve(0);
  close(): void {}
  async feed(_box: string, _after: unknown, take: Take, signal: AbortSignal): Promise<void> {
    this.take = take;
    await take([]);
    await new Promise<void>((done) => signal.addEventListener('abort', () => done(), { once: true }));
  }
}

export interface Scene {
  acme: Company;
  desk: Touchpoint<'support'>;
  wire: Wire;
  /** Eve's own words about somebody, as Eve's client would never send them. */
  says(...entries: Record<string, unknown>[]): Promise<void>;
  /** … as they lie in the relay. */
  sealed(...entries: Record<string, unknown>[]): Promise<Delivery[]>;
  /** The host's eraser says that this customer's life ended. */
  ended(customer: string, life: number): Promise<void>;
  /** … as it lies in the relay. */
  end(customer: string, life: number, since?: number): Promise<Delivery>;
}

export async function scene(): Promise<Scene> {
  const acme = await Company.make();
  const wire = new Wire();
  const desk = await acme.back({ as: { audience: 'support', id: 'ben' }, carriers: [wire] });
  onTestFinished(() => desk.close());
  await expect.poll(() => desk.state.relay?.behind, { timeout: 10_000 }).toBe(false);
  const { newest } = await acme.keys('support');
  let seq = 0;
  const sealed = (...entries: Record<string, unknown>[]): Promise<Delivery[]> =>
    Promise.all(
      entries.map(async (entry) => {
        const whole = { stamp: acme.stamp(), customer: 'cus_1', at: acme.now(), by: { audience: 'support', id: 'eve' }, ...entry };
        const subject = await digest(newest.subject, `customer:${whole.customer}`);
        return { envelope: { id: randomId(), to: 'support' as const, subject, sealed: await acme.sealed('support', { v: 1, kind: 'shared', entries: [whole] }) }, cursor: `${++seq}`, author: 'eve', at: acme.now() };
      }),
    );
  const end = async (customer: string, life: number, since = acme.now()): Promise<Delivery> => {
    const over = { places: [[newest.id, await digest(newest.look, `customer:${customer}`)]], subjects: [await digest(newest.subject, `customer:${customer}`)], life, since };
    return { envelope: { id: randomId(), to: 'support', subject: 'x', sealed: await acme.sealed('support', { v: 1, kind: 'erased', ends: [over], objections: [] }) }, cursor: `${++seq}`, author: 'eraser', at: acme.now() };
  };
  const says = async (...entries: Record<string, unknown>[]): Promise<void> => void (await wire.take(await sealed(...entries)));
  const ended = async (customer: string, life: number): Promise<void> => void (await wire.take([await end(customer, life)]));
  return { acme, desk, wire, says, sealed, ended, end };
}
