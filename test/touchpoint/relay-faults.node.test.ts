/** What goes wrong on one machine and must not reach the others: its clock, its disk, its credential; and a server that is full. */
import { jetstreamManager } from '@nats-io/jetstream';
import { createUser } from '@nats-io/nkeys';
import type { BrowserContext, Page } from 'playwright';
import { describe, expect, it, vi } from 'vitest';
import { credentials, type CompanyKeys, streams } from '../deploy/host.js';
import { browser, host, isMissing, nextCompany, served } from './over-relay.js';

const DAY = 86_400_000;

/** A machine with a desk of its own. */
interface Machine {
  page: Page;
  context: BrowserContext;
  /** the public key that the host minted for last */
  user: string;
  /** the host minds who it lets in */
  isOut: boolean;
}

interface How {
  /** how far its clock is ahead, ms */
  ahead?: number;
  /** how long a credential of it is good for, s */
  seconds?: number;
  /** bytes that its browser has room for */
  room?: number;
}

async function room(one: Machine, quotaSize?: number): Promise<void> {
  const session = await one.context.newCDPSession(one.page);
  await session.send('Storage.overrideQuotaForOrigin', { origin: served.address, ...(quotaSize === undefined ? {} : { quotaSize }) });
}

async function machine(company: CompanyKeys, author: string, { ahead = 0, seconds = 600, room: bytes }: How = {}): Promise<Machine> {
  const context = await browser.newContext();
  const page = await context.newPage();
  const one: Machine = { page, context, user: '', isOut: false };
  await page.exposeFunction('minted', async () => {
    if (one.isOut) return undefined;
    const pair = createUser();
    one.user = pair.getPublicKey();
    return { jwt: await credentials.mint(company, { user: one.user, role: 'support', author, seconds }), seed: new TextDecoder().decode(pair.getSeed()) };
  });
  await page.goto(served.address);
  await page.waitForFunction(() => 'page' in window);
  if (bytes !== undefined) await room(one, bytes);
  await open(one, author, ahead);
  return one;
}

const open = ({ page }: Machine, author: string, ahead = 0): Promise<void> =>
  page.evaluate(async ([id, servers, more]) => {
    // As a host's own: who is let in no more is told so.
    const ask = async (): Promise<{ jwt: string; seed: string }> => {
      const minted = await (window as unknown as { minted(): Promise<{ jwt: string; seed: string } | undefined> }).minted();
      if (minted === undefined) throw new window.page.SayOnceError('not-allowed', 'Signed out.');
      return minted;
    };
    const relay = window.page.natsCarrier({ servers, author: id, credentials: ask });
    window.page.desks['a'] = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support', id }, keys: await window.page.hostRing('support'), carriers: [relay], now: () => Date.now() + more });
  }, [author, host.server.address, ahead] as const);

const close = ({ page }: Machine): Promise<void> => page.evaluate(() => window.page.desks['a']?.close());

const record = ({ page }: Machine, words: string, customer = 'cus_1'): Promise<boolean | undefined> =>
  page.evaluate(async ([text, id]) => (await window.page.desks['a']?.record(id, { kind: 'issue', words: text }))?.saved, [words, customer] as const);

const words = ({ page }: Machine, customer = 'cus_1'): Promise<string[]> => page.evaluate(async (id) => ((await window.page.desks['a']?.export(id))?.entries ?? []).flatMap((entry) => ('words' in entry ? [String(entry.words)] : [])).toSorted(), customer);

const state = ({ page }: Machine): Promise<{ refused?: unknown; relay?: unknown; problem?: unknown } | undefined> => page.evaluate(() => window.page.desks['a']?.state);

/** The card of the first customer, on this machine's screen. */
const card = ({ page }: Machine): Promise<void> =>
  page.evaluate(async () => {
    await window.page.elements('acme-one');
    const around = Object.assign(document.createElement('acme-one'), { touchpoint: window.page.desks['a'] });
    around.innerHTML = '<acme-one-card customer="cus_1"></acme-one-card>';
    document.body.append(around);
  });

/** `expect.poll` knows one test at a time. */
const until = <T>(look: () => Promise<T>, is: (value: T) => void, timeout = 20_000): Promise<void> => vi.waitFor(async () => is(await look()), { timeout, interval: 50 });
const sees = (one: Machine, all: string[], timeout = 20_000): Promise<void> => until(() => words(one), (found) => expect(found).toEqual(all.toSorted()), timeout);
const settled = (one: Machine): Promise<void> => until(async () => (await state(one))?.relay, (found) => expect(found).toEqual({ link: 'up', behind: false, waiting: 0 }));

// Two at a time: each has a company of its own, and mostly waits.
describe.skipIf(isMissing).concurrent('over a relay', { timeout: 90_000 }, () => {
  it('a desk whose clock is a day behind is heard, and hears', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana', { ahead: -DAY }), await machine(company, 'ben')];
    await record(b, 'from now');
    await sees(a, ['from now']);
    await record(a, 'from yesterday');
    for (const one of [a, b]) await sees(one, ['from now', 'from yesterday']);
    expect([(await state(a))?.refused, (await state(b))?.refused]).toEqual([undefined, undefined]);
  });

  it('a desk whose clock is a day ahead is told so; nobody else’s clock goes with it, and once it is right it is heard', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana', { ahead: DAY }), await machine(company, 'ben')];
    expect(await record(a, 'from tomorrow')).toBe(true);
    for (const one of [a, b]) await until(async () => (await state(one))?.refused, (found) => expect(found).toMatchObject({ count: 1, code: 'stamp-ahead' }));
    expect(await words(b)).toEqual([]);
    await record(b, 'from now');
    await sees(a, ['from now', 'from tomorrow']);
    await close(a);
    await open(a, 'ana');
    await record(a, 'about somebody else', 'cus_2');
    await until(() => words(b, 'cus_2'), (found) => expect(found).toEqual(['about somebody else']));
  });

  it('a browser without room takes nothing in, says so, and has all of it, once, when there is room', async () => {
    const company = await nextCompany();
    const a = await machine(company, 'ana');
    const b = await machine(company, 'ben', { room: 300_000 });
    await settled(b);
    const all = await a.page.evaluate(async () => {
      const said = Array.from({ length: 12 }, (_, index) => `${index} ${window.page.noise(60_000)}`);
      for (const text of said) await window.page.desks['a']?.record('cus_1', { kind: 'step', step: 'note', words: text });
      return said;
    });
    await until(async () => (await state(b))?.problem, (found) => expect(found).toBe('storage-full'));
    await room(b);
    await sees(b, all, 20_000);
    await settled(b);
  });

  it('what the server has no room for stays here and is counted; what is about others goes; and all goes when the host has made room', async () => {
    const company = await nextCompany();
    const { connection } = await host.seat(company, 'admin');
    const limited = (more: object): readonly (typeof streams.CONFIGS)[number][] => streams.CONFIGS.map((config) => (config.name === 'SAY_SUPPORT' ? { ...config, ...more } : config));
    await streams.ensureStreams(connection, { configs: limited({ max_msgs_per_subject: 3, max_msgs: 5 }) });
    const [a, b] = [await machine(company, 'ana'), await machine(company, 'ben')];
    const said = ['0', '1', '2', '3', '4'];
    for (const text of said) await record(a, text);
    await record(a, 'somebody else', 'cus_2');
    // The subject is full, the stream is not.
    await until(async () => (await state(a))?.relay, (found) => expect(found).toMatchObject({ link: 'up', waiting: 2, refused: { count: 2, code: 'relay-full' } }));
    await until(() => words(b, 'cus_2'), (found) => expect(found).toEqual(['somebody else']));
    await card(a);
    await a.page.getByText('does not take some of what was recorded here (relay-full)').waitFor();
    await record(a, 'and the fifth', 'cus_3');
    await record(a, 'no more', 'cus_4');
    await until(async () => (await state(a))?.relay, (found) => expect(found).toMatchObject({ waiting: 3, refused: { count: 3, code: 'relay-full' } }));
    expect(await words(b)).toEqual(['0', '1', '2']);
    await streams.ensureStreams(connection, { configs: limited({ max_msgs: -1 }) });
    // It tries again by itself, twice a minute, and with every connection.
    await close(a);
    await open(a, 'ana');
    await sees(b, said, 20_000);
    await until(() => words(b, 'cus_4'), (found) => expect(found).toEqual(['no more']));
    await settled(a);
  });

  it('what comes in another order than it was said is one context all the same', async () => {
    const company = await nextCompany();
    const [b, eve] = [await machine(company, 'ben'), await machine(company, 'eve')];
    await close(eve);
    await eve.page.evaluate(async (servers) => {
      const { natsCarrier, keysOf, sealEnvelope, digest, hostRing, newStamp } = window.page;
      const relay = natsCarrier({ servers, author: 'eve', credentials: () => (window as unknown as { minted(): Promise<{ jwt: string; seed: string }> }).minted() });
      const { newest } = await keysOf(await hostRing('support'), 'acme', 'support', Date.now);
      const subject = await digest(newest.subject, 'customer:cus_1');
      const from = Date.now() - 60_000;
      const entry = (index: number, more: object) => ({ stamp: newStamp(from + index * 1_000), customer: 'cus_1', at: from + index * 1_000, by: { audience: 'support', id: 'eve' }, ...more });
      const issues = Array.from({ length: 6 }, (_, index) => entry(index, { kind: 'issue', words: `issue ${index}` }));
      const resolved = issues.slice(0, 3).map(({ stamp }, index) => entry(10 + index, { kind: 'resolved', answers: [stamp] }));
      // What is resolved comes before what it resolves, the newest first.
      for (const [index, one] of [...issues, ...resolved].toReversed().entries()) {
        const sealed = await sealEnvelope({ company: 'acme', box: 'support' }, { id: newest.id, key: newest.envelope }, { v: 1, kind: 'shared', entries: [one] });
        await relay.publish([{ id: `o${index}`, to: 'support', subject, sealed }]);
      }
      relay.close();
    }, host.server.address);
    await until(() => b.page.evaluate(async () => (await window.page.desks['a']?.read('cus_1'))?.issues.map((issue) => issue.words).toSorted()), (found) => expect(found).toEqual(['issue 3', 'issue 4', 'issue 5']));
    expect((await state(b))?.refused).toBeUndefined();
  });

  it('credentials of two seconds are renewed again and again while entries are written: none is lost, none is there twice', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana', { seconds: 2 }), await machine(company, 'ben', { seconds: 2 })];
    const first = [a.user, b.user];
    const said: string[] = [];
    for (const end = Date.now() + 5_000; Date.now() < end; ) {
      said.push(`a${said.length}`, `b${said.length}`);
      await Promise.all([record(a, said.at(-2) ?? ''), record(b, said.at(-1) ?? '')]);
      await new Promise((later) => setTimeout(later, 40));
    }
    for (const one of [a, b]) await sees(one, said);
    expect([a.user, b.user]).not.toEqual(first);
    const { connection } = await host.seat(company, 'admin');
    // Not even on the server: what was on its way when the connection ended was published again under the same id.
    await until(async () => (await (await jetstreamManager(connection, { checkAPI: false })).streams.info('SAY_SUPPORT')).state.messages, (found) => expect(found).toBe(said.length));
  });

  it.each([['who is revoked', 600], ['whose credential ends, and is not minted anew,', 6]])('%s hears nothing more, and the card says to sign in again; what they write stays with them', async (_who, seconds) => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana'), await machine(company, 'ben', { seconds })];
    await record(a, 'before');
    await sees(b, ['before']);
    await card(b);
    b.isOut = true;
    // In the midst of writing.
    const flying = Array.from({ length: 10 }, (_, index) => `flying ${index}`);
    const flown = Promise.all(flying.map((text) => record(b, text, 'cus_2')));
    if (seconds === 600) await host.publish(credentials.revoke(company, b.user));
    expect(await flown).toEqual(flying.map(() => true));
    await until(async () => (await state(b))?.relay, (found) => expect(found).toMatchObject({ link: 'refused' }));
    await b.page.getByText('The company’s relay does not let this desk in.').waitFor();
    await record(a, 'after');
    await settled(a);
    expect(await record(b, 'alone')).toBe(true);
    expect(await words(b)).toEqual(['alone', 'before']);
    expect(await words(a)).toEqual(['after', 'before']);
    expect((await state(b))?.relay).toMatchObject({ link: 'refused' });
    // Signed in again, nothing is missing.
    b.isOut = false;
    for (const one of [a, b]) {
      await sees(one, ['after', 'alone', 'before'], 40_000);
      await until(() => words(one, 'cus_2'), (found) => expect(found).toEqual(flying));
    }
  });
});
