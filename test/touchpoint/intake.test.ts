import { describe, expect, it } from 'vitest';
import { ExchangeCarrier } from '../../src/carry/exchange.js';
import { Mailbox } from '../../src/store/mailbox.js';
import { Company, emptied, PROV, quiet } from './company.js';
import { until } from './desks.js';

const many = { quota: { entriesPerDay: 10_000, openIssues: 1_000 } };

describe('what the public sealed waits for the intake', () => {
  it('what was said before they were forgotten does not outlast it by a clock that ran ahead', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    // Its clock is four minutes ahead.
    await acme.said(PROV('ada'), { kind: 'issue', words: 'Help', stamp: acme.stamp(acme.now() + 4 * 60_000) });
    await until(async () => (await support.read(PROV('ada'))).entries > 0);
    await support.forget(PROV('ada'));
    await acme.said(PROV('ada'), { kind: 'issue', words: 'Said before, stamped after', stamp: acme.stamp(acme.now() + 3 * 60_000) });
    await emptied(acme, 'intake');
    await until(() => support.state.refused?.code === 'forgotten');
    expect((await support.read(PROV('ada'))).entries).toBe(0);
  });

  it('sent while no desk is open it lies there sealed, and is taken in when one opens', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    const person = await page.person();
    await page.recordAll(person, [{ kind: 'told', fact: 'name', value: 'Ada Okafor' }, { kind: 'issue', words: 'My mother has passed away' }]);
    await until(async () => (await acme.mail('intake')).length === 1);
    expect(page.state.unsent).toBe(0);
    const lies = JSON.stringify(await acme.rows('exchange'));
    // None shorter than six letters: sealed text is random, and held «Ada» now and then.
    for (const plain of ['mother', 'Okafor', person, 'web-form']) expect(lies).not.toContain(plain);
    await page.close();
    const support = await acme.open('support');
    const [waiting] = await until(() => support.unlinked(), ({ length }) => length === 1);
    expect(waiting?.issues[0]?.words).toBe('My mother has passed away');
    await emptied(acme, 'intake');
  });

  it('what is sealed while something is on its way counts as unsent until it is gone too', async () => {
    const acme = await Company.make();
    const gone: number[] = [];
    let arrive = (): void => {};
    const slow = { name: 'slow', publish: (envelopes: readonly unknown[]) => (gone.push(envelopes.length), new Promise<void>((resolve) => (arrive = resolve))), feed: () => new Promise<void>(() => {}), erase: () => Promise.resolve(0), close: () => {} };
    const page = await acme.open('customer', { carriers: [slow] });
    const person = await page.person();
    await page.record(person, { kind: 'told', fact: 'name', value: 'Ada' });
    await until(() => gone.length === 1);
    await page.record(person, { kind: 'issue', words: 'Sealed meanwhile' });
    const said: number[] = [];
    page.onState(({ unsent }) => said.push(unsent));
    arrive();
    await until(() => gone.length === 2);
    expect(said).not.toContain(0);
    arrive();
    await until(() => page.state.unsent === 0);
  });

  it('a desk without the intake’s private key leaves it alone', async () => {
    const acme = await Company.make();
    const desk = await acme.back();
    await acme.said(PROV('ada'), { kind: 'issue', words: 'Help' });
    await quiet();
    expect(await acme.mail('intake')).toHaveLength(1);
    expect(desk.state.refused).toBeUndefined();
    expect(await desk.unlinked()).toEqual([]);
  });

  it('the public cannot open what it sealed: its page has the public key alone', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    const person = await page.person();
    await page.record(person, { kind: 'issue', words: 'Help' });
    expect(acme.ring('customer').intake?.privateKey).toBeUndefined();
    const device = await (await import('../../src/store/device.js')).deviceRing(acme.name, 'customer');
    expect(device.intake?.privateKey).toBeUndefined();
    expect(Object.keys(device)).toEqual(['customer', 'intake']);
  });

  it('without the intake’s key nothing leaves the device, and nothing fails', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer', { keys: { customer: acme.customer } });
    const person = await page.person();
    const [recorded] = await page.recordAll(person, [{ kind: 'issue', words: 'Stays here' }, { kind: 'told', fact: 'name', value: 'Ada' }]);
    expect(recorded).toMatchObject({ saved: true });
    await page.record(person, { kind: 'withdrawn', answers: [recorded?.stamp ?? ''] });
    await page.forget(person);
    await quiet();
    expect(await acme.mail('intake')).toEqual([]);
    expect((await acme.opened('customer')).outbox).toEqual([]);
    expect(page.state).toMatchObject({ unsent: 0, unsaved: 0 });
    expect(page.state.problem).toBeUndefined();
  });
});

describe('taken in once, though two desks are open (invariant 9, for the exchange)', () => {
  it('eight pages send at once to three desks: each thing is there once, and nothing is missing', async () => {
    const acme = await Company.make();
    const desks = await Promise.all([1, 2, 3].map(() => acme.open('support', { policy: many })));
    const people = Array.from({ length: 8 }, (_, n) => PROV(`n${n}x`));
    await Promise.all(people.map(async (person) => {
      for (let i = 0; i < 6; i++) await acme.said(person, { kind: 'issue', words: `${person} ${i}` });
    }));
    await emptied(acme, 'intake');
    for (const person of people) {
      const context = await until(() => desks[2]?.read(person), (one) => one?.entries === 6);
      expect(context?.issues.map(({ words }) => words)).toEqual(Array.from({ length: 6 }, (_, i) => `${person} ${i}`));
      expect((await desks[1]?.history(person))?.entries).toHaveLength(6);
    }
    expect(desks.map(({ state }) => [state.refused, state.problem])).toEqual(desks.map(() => [undefined, undefined]));
  });

  it('the desk that takes in closes in the middle: the next goes on, nothing is lost, nothing is there twice', async () => {
    const acme = await Company.make();
    const leading = await acme.open('support', { policy: many });
    await acme.said(PROV('first'), { kind: 'issue', words: 'So that it leads' });
    await emptied(acme, 'intake');
    const next = await acme.open('support', { policy: many });
    for (let i = 0; i < 90; i++) await acme.post('intake', await acme.sealed('intake', { v: 1, kind: 'said', customer: PROV(`n${i % 9}x`), entries: [acme.raw(PROV(`n${i % 9}x`), { kind: 'issue', words: `${i}` })] }), `id-${i}`);
    await until(async () => (await next.unlinked()).length > 2);
    await leading.close();
    await emptied(acme, 'intake');
    const words: string[] = [];
    for (let n = 0; n < 9; n++) words.push(...(await next.history(PROV(`n${n}x`))).entries.map((entry) => (entry as { words: string }).words));
    expect(words.map(Number).sort((a, b) => a - b)).toEqual(Array.from({ length: 90 }, (_, i) => i));
    expect(next.state.refused).toBeUndefined();
  });

  it('a page that is closed at once after it was answered «saved» has sent it, or sends it when it is opened again', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    const person = await page.person();
    expect(await page.record(person, { kind: 'issue', words: 'Gone at once' })).toMatchObject({ saved: true });
    await page.close();
    await acme.open('customer');
    const support = await acme.open('support');
    await until(() => support.read(person), ({ issues }) => issues.length === 1);
  });

  it('two carriers bring the same message: it is taken in once, from either if the other is down', async () => {
    const acme = await Company.make();
    // A second road between the same two ends, with boxes of its own.
    const road = (): ExchangeCarrier => new ExchangeCarrier(new Mailbox(`${acme.name}-2`), `bell-${acme.name}`);
    const support = await acme.open('support', { carriers: [road()] });
    const sales = await acme.open('sales', { carriers: [road()] });
    await until(() => sales.state.fresh);
    const page = await acme.open('customer', { carriers: [road()] });
    const person = await page.person();
    for (let i = 0; i < 5; i++) await page.record(person, { kind: 'issue', words: `${i}` });
    await until(() => support.read(person), ({ entries }) => entries === 5);
    await until(() => sales.read(person), ({ pitch }) => pitch === 'held');
    await quiet();
    expect((await support.history(person)).entries).toHaveLength(5);
    expect([support.state.refused, sales.state.refused, sales.state.fresh]).toEqual([undefined, undefined, true]);
    expect((await acme.opened('sales')).entries).toHaveLength(5);
  });

  it('a carrier whose feed fails is tried again, and the other goes on meanwhile', { timeout: 15_000 }, async () => {
    const acme = await Company.make();
    const second = `${acme.name}-2`;
    const mailbox = new Mailbox(second);
    const box = new ExchangeCarrier(mailbox, 'a bell');
    let fails = 1;
    // The road is real; that it breaks once is what this test is about.
    const road = Object.assign(Object.create(box) as ExchangeCarrier, {
      publish: (envelopes: Parameters<ExchangeCarrier['publish']>[0]) => box.publish(envelopes),
      feed: (...args: Parameters<ExchangeCarrier['feed']>) => (fails-- > 0 ? Promise.reject(new TypeError('network')) : box.feed(...args)),
      close: () => box.close(),
    });
    const support = await acme.open('support', { carriers: [road] });
    await acme.said(PROV('ada'), { kind: 'issue', words: 'By the exchange' });
    await until(() => support.unlinked(), ({ length }) => length === 1);
    await until(() => support.state.problem !== undefined);
    await box.publish([{ id: 'x', to: 'intake', subject: 's', sealed: await acme.sealed('intake', { v: 1, kind: 'said', customer: PROV('bea'), entries: [acme.raw(PROV('bea'), { kind: 'issue', words: 'By the road' })] }) }]);
    await until(() => support.unlinked(), ({ length }) => length === 2);
    await until(() => support.state.problem === undefined);
  });
});
