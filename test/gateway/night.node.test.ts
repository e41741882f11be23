/** Story 2, on four machines: a form sent at night, no desk open, and the call that is not made in the morning. */
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { fileURLToPath } from 'node:url';
import { jetstreamManager } from '@nats-io/jetstream';
import { createUser } from '@nats-io/nkeys';
import type { NatsConnection } from '@nats-io/transport-node';
import { type Browser, chromium, type Page } from 'playwright';
import { afterAll, beforeAll, describe, expect, it, onTestFinished } from 'vitest';
import type { Carrier } from '../../src/carry/carrier.js';
import { randomBytes } from '../../src/store/bytes.js';
import { type Log, openIntake } from '../../src/touchpoint/worker.js';
import { credentials, type CompanyKeys, Host } from '../deploy/host.js';
import { servePage, type Served } from '../store/page/serve.js';
import { hostRing } from '../store/support.js';
import { chromiumOptions } from '../support/chromium.js';
import { natsHere } from '../support/nats.js';

const of = <T>(name: string): Promise<T> => import(path.join(fileURLToPath(new URL('../../deploy', import.meta.url)), name)) as Promise<T>;
const { startGateway } = await of<{ startGateway(options: object): Promise<{ port: number; end(): Promise<void> }> }>('gateway.mjs');
const { fileLog } = await of<{ fileLog(file: string): Promise<Log & { close(): Promise<void> }> }>('log.mjs');
const { inboxCarrier, relayCarrier } = await of<Record<'inboxCarrier' | 'relayCarrier', (connection: NatsConnection) => Promise<Carrier>>>('inbox.mjs');

const file = natsHere();
const WORDS = 'Mother died in March and a bill still came';

describe.skipIf(file === undefined)('on a real server, with real browsers', () => {
  let served: Served;
  let host: Host;
  let browser: Browser;
  let acme: CompanyKeys;

  beforeAll(async () => {
    served = await servePage();
    [host, browser] = await Promise.all([Host.start(file ?? '', new URL(served.address).origin), chromium.launch(chromiumOptions)]);
    acme = await host.company('acme');
  });
  afterAll(async () => {
    await browser.close();
    await host.end();
    served.close();
  });

  /** A machine of its own. `author`: for whom the host mints. */
  async function machine(role: string, author: string): Promise<Page> {
    const context = await browser.newContext();
    onTestFinished(() => context.close());
    const page = await context.newPage();
    await page.exposeFunction('minted', async () => {
      const pair = createUser();
      return { jwt: await credentials.mint(acme, { user: pair.getPublicKey(), role, author }), seed: new TextDecoder().decode(pair.getSeed()) };
    });
    await page.goto(served.address);
    await page.waitForFunction(() => 'page' in window);
    return page;
  }

  /** The server's operator can read who wrote when, and nothing that was said. */
  function tellsNothing(...subjects: string[]): void {
    const bytes = host.kept();
    for (const subject of subjects) expect(bytes.includes(subject), subject).toBe(true);
    for (const word of ['Mother', 'a bill still came', '79460018', '7946 0018', '79460021', 'prov_', 'cus_1', 'line is dead', 'asked us to call', '"held"', '"overridden"', '"label"']) expect(bytes.includes(word), word).toBe(false);
  }

  it('the form goes out though the gateway was away at first; sales is stopped and told nothing, support has the words', { timeout: 180_000 }, async () => {
    const gate = { company: 'acme', origins: [new URL(served.address).origin], connection: (await host.seat(acme, 'gateway')).connection, key: randomBytes(32) };
    const first = await startGateway({ ...gate, port: 0 });
    await first.end();

    const web = await machine('none', 'nobody');
    const write = (port: number): Promise<void> => web.evaluate(async (at) => {
      const form = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'customer' }, keys: await window.page.hostRing('customer'), carriers: [window.page.postCarrier({ to: `http://127.0.0.1:${at}/` })] });
      window.page.forms['a'] = form;
    }, port);
    await write(first.port);
    const saved = await web.evaluate(async (words) => {
      const form = window.page.forms['a'];
      const done = await form?.recordAll(await form.person(), [{ kind: 'told', fact: 'phone', value: '+44 20 7946 0018' }, { kind: 'issue', words }]);
      return done?.map((one) => one.saved);
    }, WORDS);
    expect(saved).toEqual([true, true]);
    // The page goes; what was sealed lies there, and goes with the next page.
    await expect.poll(() => web.evaluate(() => window.page.forms['a']?.state.problem)).toBe('unreachable');
    await web.evaluate(() => window.page.forms['a']?.close());
    const second = await startGateway({ ...gate, port: first.port });
    onTestFinished(() => second.end());
    await write(first.port);
    await expect.poll(() => web.evaluate(async () => window.page.forms['a']?.state.unsent)).toBe(0);
    await web.close();
    tellsNothing('inbox.');

    const folder = mkdtempSync(path.join(tmpdir(), 'say-once-night-'));
    const { connection } = await host.seat(acme, 'intake');
    const log = await fileLog(path.join(folder, 'log'));
    const intake = await openIntake({ name: 'acme', id: 'intake', keys: await hostRing('support'), log, inbox: await inboxCarrier(connection), relay: await relayCarrier(connection) });
    onTestFinished(async () => {
      await intake.close();
      await log.close();
      rmSync(folder, { recursive: true, force: true });
    });

    const sales = await machine('sales', 'sam');
    await sales.evaluate(async (address) => {
      const relay = window.page.natsCarrier({ servers: address, author: 'sam', credentials: () => (window as unknown as { minted(): Promise<{ jwt: string; seed: string }> }).minted() });
      const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
      window.page.sales = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'sales', id: 'sam' }, policy: { sales: { override: true } }, keys: { ...(await window.page.hostRing('sales')), audit: { id: 'a1', publicKey } }, carriers: [relay] });
    }, host.server.address);
    const pitch = (phone: string): Promise<unknown> => sales.evaluate(async (number) => (await window.page.sales?.pitch({ phone: number }))?.pitch, phone);
    await expect.poll(() => pitch('020 7946 0018'), { timeout: 30_000 }).toBe('held');
    // Who calls all the same is heard of where auditors read.
    await sales.evaluate(async () => {
      const [found] = (await window.page.sales?.find({ phone: '020 7946 0018' })) ?? [];
      await window.page.sales?.record(found?.customer ?? '', { kind: 'overridden', because: 'They asked us to call back' });
    });
    const admin = await jetstreamManager((await host.seat(acme, 'admin')).connection, { checkAPI: false });
    const heard = async (): Promise<string[]> => Object.keys((await admin.streams.info('SAY_AUDIT', { subjects_filter: '>' })).state.subjects ?? {});
    await expect.poll(heard, { timeout: 30_000 }).toEqual([expect.stringMatching(/^audit\.sam\.[\w-]+$/)]);
    // Told everything, it knows that of others there is nothing.
    await expect.poll(() => pitch('020 7946 0999'), { timeout: 30_000 }).toBe('clear');

    const desk = await machine('support', 'ana');
    await desk.evaluate(async (address) => {
      const relay = window.page.natsCarrier({ servers: address, author: 'ana', credentials: () => (window as unknown as { minted(): Promise<{ jwt: string; seed: string }> }).minted() });
      window.page.desks['a'] = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support', id: 'ana' }, keys: await window.page.hostRing('support'), carriers: [relay] });
    }, host.server.address);
    const unlinked = (): Promise<string[]> => desk.evaluate(async () => ((await window.page.desks['a']?.unlinked()) ?? []).flatMap(({ issues }) => issues.map(({ words }) => words)));
    await expect.poll(unlinked, { timeout: 30_000 }).toEqual([WORDS]);

    // Resolved at a desk that has no way to sales: the intake hears of it, and lets the call be made.
    await desk.evaluate(async () => {
      const [context] = (await window.page.desks['a']?.unlinked()) ?? [];
      await window.page.desks['a']?.record(context?.customer ?? '', { kind: 'resolved', answers: [context?.issues[0]?.stamp ?? ''] });
    });
    await expect.poll(() => pitch('020 7946 0018'), { timeout: 30_000 }).toBe('clear');

    // So it is with what a desk writes about somebody new: at once, not when the intake looks again (every minute: after one that was lucky the next would wait for longer than that).
    for (const last of ['1', '2', '3']) {
      await desk.evaluate(async (end) => {
        await window.page.desks['a']?.recordAll(`cus_${end}`, [{ kind: 'told', fact: 'phone', value: `+44 20 7946 002${end}` }, { kind: 'issue', words: 'The line is dead.' }]);
      }, last);
      await expect.poll(() => pitch(`020 7946 002${last}`), { timeout: 25_000 }).toBe('held');
    }

    tellsNothing('say.support.ana.', 'say.support.intake.', 'say.sales.intake.', 'audit.sam.');
  });
});
