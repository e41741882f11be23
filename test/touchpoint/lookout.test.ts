/** A lookout answers as the desk would in whose place it sits, in every state that a sales store can be in; what is not plain it leaves to the desk. */
import { describe, expect, it, onTestFinished, vi } from 'vitest';
import { SayOnceError } from '../../src/model/errors.js';
import type { SalesContext } from '../../src/model/views.js';
import type { ContextRecord } from '../../src/store/database.js';
import { databaseName } from '../../src/store/early.js';
import { openMemo } from '../../src/store/memo.js';
import { sealMemo } from '../../src/store/seal-memo.js';
import { openTouchpoint } from '../../src/touchpoint.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import { openDoor } from '../../src/touchpoint/door.js';
import { Lookout } from '../../src/touchpoint/lookout.js';
import type { Query, Touchpoint, TouchpointOptions } from '../../src/touchpoint/types.js';
import { Company, DAY, emptied, HOUR, ringKey } from './company.js';
import { until } from './desks.js';

const ADA = '+442079460018';
const told = { kind: 'told', fact: 'tel', value: ADA } as const;
const issue = { kind: 'issue', words: 'The line is dead.' } as const;

type Open = (options: TouchpointOptions) => Promise<Touchpoint>;
type More = Partial<TouchpointOptions>;

/** What a watch of a number says, until it has said nothing new for a while. */
async function said(open: Open, acme: Company, query: Query, more: More): Promise<SalesContext[]> {
  const views: SalesContext[] = [];
  const desk = await open({ name: acme.name, as: { audience: 'sales', id: 'sales-1' }, keys: acme.ring('sales'), now: acme.now, ...more });
  const stop = desk.watchPitch(query, (view) => void views.push(view));
  let [seen, since] = [0, performance.now()];
  await until(() => {
    if (seen !== views.length) [seen, since] = [views.length, performance.now()];
    return seen > 0 && performance.now() - since > 90;
  });
  stop();
  await desk.close();
  return views;
}

/** What both say in the end, and whether the lookout called the desk. The lookout comes first: a desk may mend what it finds. */
async function both(acme: Company, query: Query, more: More = {}): Promise<{ pitch: SalesContext['pitch']; called: boolean }> {
  const calls = vi.spyOn(Lookout.prototype, 'office');
  const seen = await said(openDoor, acme, query, more);
  const called = calls.mock.calls.length > 0;
  calls.mockRestore();
  const view = (await said(openTouchpoint, acme, query, more)).at(-1) as SalesContext;
  expect(seen.at(-1)).toEqual(view);
  if (view.pitch !== 'clear') expect(seen.filter(({ pitch }) => pitch === 'clear')).toEqual([]);
  return { pitch: view.pitch, called };
}

/** A sales store that was told everything of what was recorded, and nobody at it. */
async function company(work: (support: Touchpoint<'support'>) => Promise<unknown>, held: 'held' | 'clear' = 'held'): Promise<Company> {
  const acme = await Company.make();
  const support = await acme.open('support');
  await support.record('cus_1', told);
  await work(support);
  const sales = await acme.salesDesk();
  await until(() => sales.pitch({ tel: ADA }), ({ pitch }) => pitch === held);
  await emptied(acme, 'sales');
  await Promise.all([support.close(), sales.close()]);
  return acme;
}

/** Changes what lies in the sales store, as no touchpoint would. */
async function alter(acme: Company, store: 'contexts' | 'meta', how: (value: never, key: string) => unknown): Promise<void> {
  const all = (await acme.rows('sales'))[store] ?? [];
  const changed = await Promise.all(all.map(async ({ key, value }) => [key, await how(value as never, key as string)] as const));
  const request = indexedDB.open(databaseName(acme.name, 'sales'));
  await until(() => request.readyState === 'done');
  const transaction = request.result.transaction(store, 'readwrite');
  for (const [key, value] of changed) transaction.objectStore(store).put(value, key);
  await new Promise((resolve) => (transaction.oncomplete = resolve));
  request.result.close();
}

const heard = (change: (heard: { at: number; whole: boolean }) => object) => (value: { at: number; whole: boolean }, key: string): unknown => (key === 'heard' ? { ...value, ...change(value) } : value);

describe('says what the desk would say, and does not need it', () => {
  it.each<[string, (support: Touchpoint<'support'>) => Promise<unknown>, 'held' | 'clear', Query?]>([
    ['nobody is held', async () => {}, 'clear'],
    ['of a number that nobody knows', async () => {}, 'clear', { tel: '+442079460999' }],
    ['there is an open issue', (support) => support.record('cus_1', issue), 'held'],
    ['what was open is resolved', async (support) => support.record('cus_1', { kind: 'resolved', answers: [(await support.record('cus_1', issue)).stamp] }), 'clear'],
    ['they were forgotten', async (support) => (await support.record('cus_1', issue), support.forget('cus_1')), 'clear'],
    ['it is held from tomorrow on', (support) => support.record('cus_1', { kind: 'flag', flag: 'do-not-pitch', reason: 'other', from: Date.UTC(2026, 10, 22) }), 'clear'],
    ['somebody else with this number is held', (support) => support.recordAll('cus_2', [told, issue]), 'held'],
    ['for two reasons, one of them in one channel alone', (support) => support.recordAll('cus_1', [issue, { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: { channels: ['sms'] } }]), 'held'],
  ])('%s', async (_, work, pitch, query = { tel: ADA }) => {
    expect(await both(await company(work, query['tel'] === ADA ? pitch : 'clear'), query)).toEqual({ pitch, called: false });
  });
});

describe('leaves it to the desk, and is never open before it has come', () => {
  const held = (): Promise<Company> => company((support) => support.record('cus_1', issue));
  const clear = (): Promise<Company> => company(async () => {}, 'clear');

  it.each<[string, () => Promise<{ acme: Company; query?: Query; more?: More }>, SalesContext['pitch']]>([
    ['a hold lies in the box', async () => {
      const acme = await clear();
      const support = await acme.open('support');
      await support.record('cus_1', issue);
      await until(async () => (await acme.mail('sales')).length > 0);
      await support.close();
      return { acme };
    }, 'held'],
    ['a message is missing', async () => {
      const acme = await clear();
      await alter(acme, 'meta', heard(() => ({ whole: false })));
      return { acme };
    }, 'not-checked'],
    ['nothing was ever heard', async () => ({ acme: await Company.make() }), 'not-checked'],
    ['its record was changed: the journal says what it was', async () => {
      const acme = await held();
      await alter(acme, 'contexts', (record: ContextRecord) => ({ ...record, box: record.box?.map((byte, at) => (at === 20 ? byte ^ 1 : byte)) }));
      return { acme };
    }, 'held'],
    ['its record lies in another version', async () => {
      const acme = await held();
      const keys = await acme.keys('sales');
      await alter(acme, 'contexts', async (record: ContextRecord, place) => {
        if (record.box === undefined) return record;
        const { folded, ...memo } = await openMemo(keys, place, record, record.box);
        const { seen, place: last, pending, loose } = folded;
        return { ...record, ...(await sealMemo(keys, place, record.rev, { ...memo, folded: { version: 1, context: { ...folded.context, held: [] }, seen, place: last, pending, loose } })) };
      });
      return { acme };
    }, 'held'],
    ['its record lies under a key that nobody here has', async () => {
      const acme = await held();
      await alter(acme, 'contexts', (record: ContextRecord) => ({ ...record, key: 'another' }));
      return { acme };
    }, 'not-checked'],
    ['a number as people write it', async () => ({ acme: await held(), query: { tel: '020 7946 0018' } }), 'held'],
    ['a customer', async () => ({ acme: await held(), query: { customer: 'cus_9' } }), 'clear'],
    ['what is no number', async () => ({ acme: await clear(), query: { tel: '' } }), 'not-checked'],
    ['a number for one product', async () => ({ acme: await held(), query: { tel: ADA, product: 'broadband' } }), 'held'],
  ])('%s', async (_, make, pitch) => {
    const { acme, query = { tel: ADA }, more } = await make();
    expect(await both(acme, query, more)).toEqual({ pitch, called: true });
  });

  it('under two keys the desk sits there from the beginning', async () => {
    const acme = await held();
    acme.sales.unshift(await ringKey('v2'));
    expect(await both(acme, { tel: ADA })).toEqual({ pitch: 'held', called: false });
  });
});

describe('without a desk, not checked', () => {
  it.each<[string, (acme: Company) => unknown, More?]>([
    ['where nothing was heard for a day', (acme) => acme.now.go(DAY + HOUR)],
    ['where nothing was heard for as long as the host’s policy says', (acme) => acme.now.go(3 * HOUR), { policy: { sales: { freshHours: 2 } } }],
    ['where it was heard in a time to come', (acme) => alter(acme, 'meta', heard(({ at }) => ({ at: at + HOUR })))],
  ])('%s', async (_, work, more) => {
    const acme = await company(async () => {}, 'clear');
    await work(acme);
    expect(await both(acme, { tel: ADA }, more)).toEqual({ pitch: 'not-checked', called: false });
  });

  it('once what was heard is old, without a word from anybody', async () => {
    const acme = await company(async () => {}, 'clear');
    acme.now.go(DAY - 1_500);
    expect((await said(openDoor, acme, { tel: ADA }, {})).at(-1)?.pitch).toBe('clear');
    const views: SalesContext[] = [];
    const desk = await openDoor({ name: acme.name, as: { audience: 'sales' }, keys: acme.ring('sales'), now: acme.now });
    onTestFinished(() => desk.close());
    desk.watchPitch({ tel: ADA }, (view) => void views.push(view));
    await until(() => views.at(-1)?.pitch === 'not-checked' && !desk.state.fresh && views.some(({ pitch }) => pitch === 'clear'));
  });
});

describe('while it looks out', () => {
  async function looking(pitch: 'held' | 'clear'): Promise<{ acme: Company; desk: Touchpoint; views: SalesContext[] }> {
    const acme = await company(async (support) => pitch === 'held' && support.record('cus_1', issue), pitch);
    const views: SalesContext[] = [];
    const desk = await openDoor({ name: acme.name, as: { audience: 'sales', id: 'sales-1' }, keys: acme.ring('sales'), now: acme.now });
    onTestFinished(() => desk.close());
    desk.watchPitch({ tel: ADA }, (view) => void views.push(view));
    await until(() => views.at(-1)?.pitch === pitch);
    return { acme, desk, views };
  }

  it('what another tab writes is read at once, though the desk cannot be fetched', async () => {
    const { acme, views } = await looking('held');
    const lost = vi.spyOn(Lookout.prototype, 'office').mockRejectedValue(new SayOnceError('not-loaded', 'The network is gone.'));
    onTestFinished(() => lost.mockRestore());
    await alter(acme, 'contexts', (record: ContextRecord) => ({ ...record, key: 'another' }));
    expect(views.at(-1)?.pitch).toBe('held');
    const tab = new BroadcastChannel(databaseName(acme.name, 'sales'));
    tab.postMessage('here');
    await until(() => views.at(-1)?.pitch === 'not-checked');
    tab.close();
  });

  it('another tab seals with a key that this one’s ring lacks: what it holds is out of sight here, which is said', async () => {
    const { acme, desk, views } = await looking('clear');
    acme.sales.unshift(await ringKey('v2'));
    const [other, support] = [await acme.salesDesk(), await acme.open('support')];
    // Of two tabs one reads what comes for sales: here the one that can.
    await (other as Desk<'sales'>).office();
    await support.record('cus_1', issue);
    await until(() => other.pitch({ tel: ADA }), ({ pitch }) => pitch === 'held');
    await until(() => [desk.state.problem, views.at(-1)?.pitch].join(), (both) => both === 'wrong-key,not-checked');
  });

  it('what the desk is asked for, it does, and nobody who watches sees it come', async () => {
    const { acme, desk, views } = await looking('clear');
    expect(await desk.read('cus_1')).toMatchObject({ pitch: 'clear' });
    await new Promise((later) => setTimeout(later, 200));
    expect([...new Set(views.slice(views.findIndex(({ pitch }) => pitch === 'clear')).map(({ pitch }) => pitch))]).toEqual(['clear']);
    expect(desk.state).toMatchObject({ fresh: true, storage: 'disk', unsent: 0 });
    const support = await acme.open('support');
    await support.record('cus_1', issue);
    await until(() => views.at(-1)?.pitch === 'held');
  });

  it('what sales may not do, it refuses as the desk does, and closed it answers nothing', async () => {
    const { desk } = await looking('clear');
    expect(() => desk.guide({} as never)).toThrow(expect.objectContaining({ code: 'not-allowed' }));
    const errors: unknown[] = [];
    desk.watchUnlinked(() => {}, (error) => void errors.push(error));
    await until(() => errors.length === 1);
    expect(errors).toMatchObject([{ code: 'not-allowed' }]);
    await desk.close();
    await expect(desk.read('cus_1')).rejects.toMatchObject({ code: 'closed' });
  });
});
