/** One intake a company, whichever log it has and wherever it runs: as the server sees it. */
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import type { NatsConnection } from '@nats-io/transport-node';
import { afterAll, beforeAll, describe, expect, it, onTestFinished, vi } from 'vitest';
import { natsHere } from '../support/nats.js';
import { type CompanyKeys, Host } from './host.js';

interface Turn {
  lost: Promise<Error>;
  leave(): Promise<void>;
}

const { takeTurn } = (await import(path.join(fileURLToPath(new URL('../../deploy', import.meta.url)), 'turn.mjs'))) as { takeTurn(connection: NatsConnection, role: string, how: object): Promise<Turn> };
const file = natsHere();
const SOON = { again: 100, dead: 1_000, answer: 400 };

describe.skipIf(file === undefined)('on a real server', () => {
  let host: Host;
  let acme: CompanyKeys;
  let count = 0;

  beforeAll(async () => {
    host = await Host.start(file ?? '');
    vi.spyOn(console, 'error').mockImplementation(() => {});
  });
  afterAll(async () => {
    vi.restoreAllMocks();
    await host.end();
  });

  /** A process that wants to work, with a connection of its own. */
  const taking = async (role = 'intake'): Promise<{ turn: Promise<Turn>; connection: NatsConnection }> => {
    const { connection } = await host.seat(acme, role);
    onTestFinished(() => connection.close());
    return { turn: takeTurn(connection, role, SOON), connection };
  };
  const company = async (): Promise<void> => void (acme = await host.company(`turns-${++count}`));

  it('a second one does not start, and says in a line who works; the eraser is another’s matter', async () => {
    await company();
    const first = await (await taking()).turn;
    await expect((await taking()).turn).rejects.toThrow(/^process \d+ on .+, since 20.+, is this company’s intake: one at a time\. End that one first\.$/);
    const eraser = await (await taking('eraser')).turn;
    for (const one of [eraser, first]) await one.leave();
    // Where nobody works any more the next one need not wait.
    const began = performance.now();
    await (await (await taking()).turn).leave();
    expect(performance.now() - began).toBeLessThan(SOON.dead);
  });

  it('of two that begin at once one works', async () => {
    await company();
    const both = await Promise.allSettled([(await taking()).turn, (await taking()).turn]);
    expect(both.map(({ status }) => status).toSorted()).toEqual(['fulfilled', 'rejected']);
  });

  it('a dead one’s place is taken; should it come to again, it hears that it is over', async () => {
    await company();
    const frozen = await taking();
    const turn = await frozen.turn;
    const publish = vi.spyOn(frozen.connection, 'request').mockRejectedValue(new Error('frozen'));
    const next = await (await taking()).turn;
    publish.mockRestore();
    expect((await turn.lost).message).toMatch(/is this company’s intake/);
    // … and takes nothing back by that.
    await turn.leave();
    await expect((await taking()).turn).rejects.toThrow(/one at a time/);
    await next.leave();
  });

  it('a server that stops and comes back takes the turn from nobody', async () => {
    await company();
    const turn = await (await taking()).turn;
    let isLost = false;
    void turn.lost.then(() => (isLost = true));
    await host.server.stop('SIGKILL');
    await host.server.start();
    await expect((await taking()).turn).rejects.toThrow(/one at a time/);
    expect(isLost).toBe(false);
    await turn.leave();
  });
});
