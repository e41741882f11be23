/** Two machines, a real server as deploy/ sets it up, and nothing between them but that. */
import { createUser } from '@nats-io/nkeys';
import type { BrowserContext, Page } from 'playwright';
import { describe, expect, it, onTestFinished } from 'vitest';
import { credentials, type CompanyKeys } from '../deploy/host.js';
import { browser, host, isMissing, nextCompany, served } from './over-relay.js';

/** A machine: a browser context with a storage of its own. */
interface Machine {
  page: Page;
  context: BrowserContext;
}

/** What the host mints for a seat, whenever it is asked. */
const minted = async (company: CompanyKeys, author: string): Promise<{ jwt: string; seed: string }> => {
  const pair = createUser();
  return { jwt: await credentials.mint(company, { user: pair.getPublicKey(), role: 'support', author }), seed: new TextDecoder().decode(pair.getSeed()) };
};

/** `as`: who says who sits there; `author`: for whom the host mints. */
async function machine(company: CompanyKeys, author: string, { as = author, history = [] as string[] } = {}): Promise<Machine> {
  const context = await browser.newContext();
  onTestFinished(() => context.close());
  const page = await context.newPage();
  await page.exposeFunction('minted', () => minted(company, author));
  await page.goto(served.address);
  await page.waitForFunction(() => 'page' in window);
  for (const words of history) {
    await page.evaluate(async ([id, text]) => {
      const desk = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support', id: id as string }, keys: await window.page.hostRing('support') });
      await desk.record('cus_1', { kind: 'issue', words: text as string });
      await desk.close();
    }, [as, words]);
  }
  await open(page, author, as);
  return { page, context };
}

const open = (page: Page, author: string, as: string): Promise<void> =>
  page.evaluate(async ([who, id, address]) => {
    const relay = window.page.natsCarrier({ servers: address as string, author: who as string, credentials: () => (window as unknown as { minted(): Promise<{ jwt: string; seed: string }> }).minted() });
    window.page.desks['a'] = await window.page.openTouchpoint({ name: 'acme', as: { audience: 'support', id: id as string, label: 'Ana', teams: ['billing'] }, keys: await window.page.hostRing('support'), carriers: [relay] });
  }, [author, as, host.server.address]);

const close = ({ page }: Machine): Promise<void> => page.evaluate(() => window.page.desks['a']?.close());

const record = ({ page }: Machine, words: string, customer = 'cus_1'): Promise<void> =>
  page.evaluate(async ([text, id]) => void (await window.page.desks['a']?.record(id as string, { kind: 'issue', words: text as string })), [words, customer]);

const issues = ({ page }: Machine): Promise<string[]> => page.evaluate(async () => ((await window.page.desks['a']?.read('cus_1'))?.issues ?? []).map(({ words }) => words).toSorted());

const relayOf = ({ page }: Machine): Promise<unknown> => page.evaluate(() => window.page.desks['a']?.state.relay);

const sees = (one: Machine, words: string[]): Promise<void> => expect.poll(() => issues(one), { timeout: 15_000 }).toEqual(words.toSorted());
const settled = (one: Machine): Promise<void> => expect.poll(() => relayOf(one), { timeout: 15_000 }).toEqual({ link: 'up', behind: false, waiting: 0 });

/** Puts a card on the screen. */
const show = ({ page }: Machine): Promise<void> =>
  page.evaluate(async () => {
    await window.page.elements('acme-one');
    const around = document.createElement('acme-one');
    Object.assign(around, { touchpoint: window.page.desks['a'] });
    around.innerHTML = '<acme-one-card customer="cus_1"></acme-one-card>';
    document.body.append(around);
  });

describe.skipIf(isMissing)('between two machines', { timeout: 90_000 }, () => {
  it('what is recorded on one is on the other’s card; the server holds no word, name or number of it', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana'), await machine(company, 'ben')];
    await show(b);
    await a.page.evaluate(async () => {
      const desk = window.page.desks['a'];
      await desk?.recordAll('cus_1', [{ kind: 'told', fact: 'given-name', value: 'Wilhelmina' }, { kind: 'told', fact: 'phone', value: '+44 20 7946 0018' }, { kind: 'issue', words: 'The washing machine leaks' }]);
    });
    await expect.poll(() => b.page.locator('acme-one-card article').innerText(), { timeout: 15_000 }).toContain('The washing machine leaks');
    expect(await b.page.evaluate(async () => (await window.page.desks['a']?.find({ phone: '020 7946 0018' }))?.map(({ customer }) => customer))).toEqual(['cus_1']);
    await settled(a);
    await settled(b);
    const bytes = host.kept();
    expect(bytes.includes('SAY_SUPPORT')).toBe(true);
    expect(bytes.includes('say.support.ana.')).toBe(true);
    // In quotes: three letters alone come about by chance in what is sealed.
    for (const word of ['Wilhelmina', 'washing', '79460018', 'cus_1', 'given-name', '"Ana"', '"label"']) expect(bytes.includes(word), word).toBe(false);
  });

  it('who was away catches up; what was recorded away goes out, once', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana'), await machine(company, 'ben')];
    await settled(b);
    await b.context.setOffline(true);
    await close(b);
    await record(a, 'first');
    await record(a, 'second');
    await settled(a);
    await open(b.page, 'ben', 'ben');
    await record(b, 'from away');
    expect(await relayOf(b)).toMatchObject({ link: 'down', waiting: 1 });
    expect(await issues(a)).toEqual(['first', 'second']);
    await b.context.setOffline(false);
    for (const one of [a, b]) await sees(one, ['first', 'from away', 'second']);
    for (const one of [a, b]) await settled(one);
  });

  it('the server stops in the middle and comes back: everything goes on, nothing is lost, and none is there twice', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana'), await machine(company, 'ben')];
    await settled(b);
    await show(b);
    const words: string[] = [];
    for (let i = 0; i < 12; i++) {
      if (i === 4) await host.server.stop('SIGKILL');
      // Said while it is away, and only then.
      if (i === 8) await expect.poll(() => b.page.locator('acme-one-card article').innerText(), { timeout: 15_000 }).toContain('Offline');
      if (i === 8) await host.server.start();
      for (const [name, one] of [['a', a], ['b', b]] as const) {
        await record(one, `${name}${i}`);
        words.push(`${name}${i}`);
      }
    }
    for (const one of [a, b]) await expect.poll(() => one.page.evaluate(async () => (await window.page.desks['a']?.export('cus_1'))?.entries.flatMap((entry) => ('words' in entry ? [String(entry.words)] : [])).toSorted()), { timeout: 30_000 }).toEqual(words.toSorted());
    for (const one of [a, b]) await settled(one);
    expect(await b.page.locator('acme-one-card article').innerText()).not.toContain('Offline');
  });

  it('a hand-off is taken by its reference on another machine, and who gave it sees that', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana'), await machine(company, 'ben')];
    await record(a, 'The washing machine leaks');
    const given = await a.page.evaluate(async () => {
      const offer = await window.page.desks['a']?.handOff('cus_1', { to: { team: 'billing' } });
      offer?.onState(({ state }) => window.page.heard.push(state));
      return offer === undefined ? undefined : { reference: offer.reference, reaches: offer.reaches };
    });
    expect(given?.reaches).toBe('company');
    expect(given?.reference.length).toBeLessThan(60);
    await sees(b, ['The washing machine leaks']);
    await expect.poll(() => b.page.evaluate(async (reference) => window.page.desks['a']?.receive(reference).then(({ offer }) => offer, () => undefined), given?.reference ?? ''), { timeout: 10_000 }).toBeDefined();
    expect(await b.page.evaluate(async (reference) => (await window.page.desks['a']?.receive(reference))?.accept(), given?.reference ?? '')).toEqual({ told: true });
    await expect.poll(() => a.page.evaluate(() => window.page.heard.at(-1)), { timeout: 10_000 }).toBe('accepted');
  });

  it('a code that was told on the phone leads there from another machine; a wrong one is counted where it was given', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana'), await machine(company, 'ben')];
    const code = await a.page.evaluate(async () => {
      const offer = await window.page.desks['a']?.handOff('cus_1', { to: { team: 'billing' } });
      const spoken = await offer?.code?.();
      spoken?.onState(({ state, left }) => window.page.heard.push(`${state} ${left}`));
      return spoken?.code ?? '';
    });
    const take = (digits: string): Promise<string> => b.page.evaluate((said) => window.page.desks['a']?.receive(said).then(({ customer }) => customer, ({ code: why }: { code: string }) => why) ?? '', digits);
    expect(await take(`${code.slice(0, -1)}${(Number(code.at(-1)) + 1) % 10}`)).toBe('wrong-code');
    expect(await take(code)).toBe('cus_1');
    expect(await take(code)).toBe('code-burnt');
    expect(await a.page.evaluate(() => window.page.heard)).toEqual(['open 3', 'open 2', 'used 2']);
  });

  it('of two who take it one wins, and the other is told who; of two who took it apart both machines say the same', async () => {
    const company = await nextCompany();
    const [a, b, c] = [await machine(company, 'ana'), await machine(company, 'ben'), await machine(company, 'cara')];
    const offers = await a.page.evaluate(async () => {
      const desk = window.page.desks['a'];
      const [one, two] = [await desk?.handOff('cus_1', { to: { team: 'billing' } }), await desk?.handOff('cus_2', { to: { team: 'billing' } })];
      return [one?.full ?? '', two?.full ?? ''];
    });
    const take = ({ page }: Machine, token = ''): Promise<unknown> =>
      page.evaluate(async (text) => {
        const taken = window.page.desks['a']?.receive(text).then((received) => received.accept());
        return taken?.then(() => 'taken over', ({ code, by }: { code: string; by?: { id?: string } }) => [code, by?.id]);
      }, token);
    const state = ({ page }: Machine, customer: string): Promise<unknown> =>
      page.evaluate(async (id) => (await window.page.desks['a']?.read(id))?.handoffs.map(({ state: how, by, also }) => [how, by.id, (also ?? []).map(({ id: other }) => other)])[0], customer);
    await settled(b);
    await settled(c);
    expect(await take(b, offers[0])).toBe('taken over');
    await expect.poll(() => state(c, 'cus_1'), { timeout: 15_000 }).toEqual(['accepted', 'ben', []]);
    expect(await take(c, offers[0])).toEqual(['taken', 'ben']);

    await c.context.setOffline(true);
    expect(await take(b, offers[1])).toBe('taken over');
    expect(await take(c, offers[1])).toBe('taken over');
    await c.context.setOffline(false);
    for (const one of [a, b, c]) await expect.poll(() => state(one, 'cus_2'), { timeout: 20_000 }).toEqual(['accepted', 'ben', ['cara']]);
  });

  it('a desk that has a history shares it when it meets the relay', async () => {
    const company = await nextCompany();
    const a = await machine(company, 'ana', { history: ['before', 'and before that'] });
    const b = await machine(company, 'ben');
    await sees(b, ['and before that', 'before']);
    await settled(a);
  });

  it('a link that is made on one counts on the other, and so does that it was undone', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana'), await machine(company, 'ben')];
    await record(a, 'of one');
    await record(a, 'of the other', 'prov_123456789012345678');
    await a.page.evaluate(() => window.page.desks['a']?.link('cus_1', 'prov_123456789012345678', { because: 'same voice' }));
    await sees(b, ['of one', 'of the other']);
    await b.page.evaluate(() => window.page.desks['a']?.unlink('cus_1', 'prov_123456789012345678'));
    for (const one of [b, a]) await sees(one, ['of one']);
  });

  it('what is changed, of a newer version, from the future, about somebody else, or of another company is refused by name; what is right beside it is taken', async () => {
    const company = await nextCompany();
    const b = await machine(company, 'ben');
    const eve = await machine(company, 'eve');
    await close(eve);
    await eve.page.evaluate(async (address) => {
      const { natsCarrier, keysOf, sealEnvelope, digest, hostRing, newStamp } = window.page;
      const relay = natsCarrier({ servers: address, author: 'eve', credentials: () => (window as unknown as { minted(): Promise<{ jwt: string; seed: string }> }).minted() });
      const { newest } = await keysOf(await hostRing('support'), 'acme', 'support', Date.now);
      const subject = await digest(newest.subject, 'customer:cus_1');
      const entry = (words: string, at = Date.now()): object => ({ kind: 'issue', words, stamp: newStamp(at), customer: 'cus_1', at, by: { audience: 'support', id: 'eve' } });
      const seal = (payload: unknown, name = 'acme'): Promise<string> => sealEnvelope({ company: name, box: 'support' }, { id: newest.id, key: newest.envelope }, payload);
      const shared = (...entries: object[]): object => ({ v: 1, kind: 'shared', entries });
      const first = await seal(shared(entry('right')));
      const known = entry('told twice');
      const sealed = [
        first,
        `${first.slice(0, -4)}AAAA`,
        await seal({ v: 2, kind: 'shared', entries: [] }),
        await seal(shared(entry('from the future', Date.now() + 3_600_000), entry('beside it'))),
        await seal(shared(entry('of another company')), 'other'),
        await seal(shared(known)),
        await seal(shared(known)),
        await seal(shared({ ...known, words: 'another body' })),
        'no envelope at all',
      ];
      for (const [index, text] of sealed.entries()) await relay.publish([{ id: `e${index}`, to: 'support', subject, sealed: text }]);
      await relay.publish([{ id: 'elsewhere', to: 'support', subject: await digest(newest.subject, 'customer:cus_2'), sealed: await seal(shared(entry('under another’s subject'))) }]);
      relay.close();
    }, host.server.address);
    await sees(b, ['beside it', 'right', 'told twice']);
    // Which of them is the last depends on how they come in batches.
    await expect.poll(() => b.page.evaluate(() => window.page.desks['a']?.state.refused?.count), { timeout: 10_000 }).toBe(7);
    expect(await issues(b)).toEqual(['beside it', 'right', 'told twice']);
  });

  it('who speaks in another’s name is heard by nobody', async () => {
    const company = await nextCompany();
    const [a, b] = [await machine(company, 'ana', { as: 'ben' }), await machine(company, 'ben')];
    await record(a, 'Give this customer a refund');
    await expect.poll(() => b.page.evaluate(() => window.page.desks['a']?.state.refused), { timeout: 10_000 }).toEqual({ count: 1, code: 'not-allowed' });
    expect(await issues(b)).toEqual([]);
  });

  it('another company’s desk is not let in, and says so', async () => {
    const [ours, theirs] = [await nextCompany(), await nextCompany()];
    const a = await machine(ours, 'ana');
    const stranger = await machine(theirs, 'ana');
    await record(stranger, 'from elsewhere');
    await settled(stranger);
    expect(await issues(a)).toEqual([]);
    const unknown = await machine({ ...ours, signing: theirs.signing }, 'eve');
    await record(unknown, 'let me in');
    // A desk that records before it has looked through its history seals the same twice: it counts once.
    await expect.poll(() => relayOf(unknown), { timeout: 10_000 }).toMatchObject({ link: 'refused', waiting: expect.toSatisfy((waiting: number) => waiting > 0) });
    expect(await issues(unknown)).toEqual(['let me in']);
  });
});
