import { describe, expect, it } from 'vitest';
import type { Audience, Draft } from '../../src/model/entry.js';
import { fold } from '../../src/model/fold.js';
import type { PolicyInput } from '../../src/model/policy.js';
import { POLICY } from '../../src/model/policy-built-in.js';
import { databaseName } from '../../src/store/early.js';
import { expiryDay } from '../../src/store/expiry.js';
import type { Desk } from '../../src/touchpoint/desk.js';
import { sweep } from '../../src/touchpoint/sweep.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { START } from '../model/scene.js';
import { company, open, until } from '../touchpoint/desks.js';
import { rawRead, wordsOf } from './support.js';

const DAY = 86_400_000;
type Support = Touchpoint<'support'>;
const note = (words: string): Draft => ({ kind: 'step', step: 'note', words });
const account: Draft = { kind: 'told', fact: 'account', value: '4821-77' };

/** A desk on a day of its own: so many days after the first. */
const onDay = (name: string, days: number, policy?: PolicyInput): Promise<Support> => open(name, 'support', { now: () => START + days * DAY, ...(policy === undefined ? {} : { policy }) });

/** Sweeps as a desk does in idle time after it was opened, and waits for it. */
const swept = (desk: Touchpoint): Promise<number> => sweep(desk as unknown as Desk<Audience>);

/** Does something at a desk on a day, and closes it. */
async function at<T>(name: string, days: number, what: (desk: Support) => Promise<T>): Promise<T> {
  const desk = await onDay(name, days);
  const result = await what(desk);
  await desk.close();
  return result;
}

const kept = async (desk: Support, customer = 'cus_1'): Promise<string[]> => wordsOf((await desk.history(customer, { limit: 500 })).entries);
const marks = async (name: string, audience = 'support'): Promise<string[][]> => (await rawRead(databaseName(name, audience), 'contexts')).map(({ value }) => (value.marks as string[]).filter((mark) => mark.startsWith('~')));

describe('an entry is kept as long as what it is about', () => {
  it('goes by itself once a desk is opened after its time: first what belongs to an issue, then what is the person’s', async () => {
    const name = company();
    await at(name, 0, (desk) => desk.recordAll('cus_1', [account, note('tried the fuse'), { kind: 'told', fact: 'order', value: '77' }, { kind: 'felt', felt: 'tired' }, { kind: 'told', fact: 'shoe-size', value: '43' }]));
    const before = await onDay(name, 364);
    expect(await swept(before)).toBe(0);
    expect(await kept(before)).toHaveLength(5);
    await before.close();

    const after = await onDay(name, 366);
    await until(async () => (await kept(after)).length === 2);
    expect((await after.read('cus_1')).facts.map(({ fact }) => fact)).toEqual(['account', 'shoe-size']);
    await after.close();

    const last = await onDay(name, 731);
    await until(async () => (await kept(last)).length === 0);
    expect(await last.find({ account: '4821-77' })).toEqual([]);
    expect(await rawRead(databaseName(name, 'support'), 'journal')).toEqual([]);
  });

  it('goes by the host’s policy', async () => {
    const name = company();
    await at(name, 0, (desk) => desk.recordAll('cus_1', [account, note('x'), { kind: 'felt', felt: 'tired' }]));
    const desk = await onDay(name, 31, { retention: { person: 3_000, issue: 30, journal: 10_000 } });
    // The day an entry goes is set when it is written: a policy that keeps less counts for what is swept.
    await desk.record('cus_1', { kind: 'felt', felt: 'better' });
    expect(await swept(await onDay(name, 800, { retention: { person: 3_000, issue: 30, journal: 10_000 } }))).toBe(1);
    expect((await desk.read('cus_1')).facts).toHaveLength(1);
  });

  it('on the customer’s own device everything goes after the days of a device', async () => {
    const name = company();
    const first = await open(name, 'customer', { now: () => START });
    const person = await first.person();
    await first.recordAll(person, [account, { kind: 'issue', words: 'the line is dead' }]);
    await first.close();
    const later = await open(name, 'customer', { now: () => START + 89 * DAY });
    expect(await swept(later)).toBe(0);
    await later.close();
    const last = await open(name, 'customer', { now: () => START + 91 * DAY });
    await until(async () => (await last.read(person)).facts.length === 0);
  });

  it('whatever the clocks say, its day is a day: what was said very long ago goes when what was written today goes', async () => {
    const name = company();
    const desk = await onDay(name, 0);
    expect(await desk.record('cus_1', { ...account, at: 0 })).toMatchObject({ saved: true });
    expect((await marks(name)).flat()).toEqual(['~2028-11-20']);
    expect(await swept(desk)).toBe(0);
    // From another machine, or another time: days are compared as texts, and none is longer than the others.
    for (const said of [Date.UTC(9999, 11, 31), Date.UTC(20_000, 0, 1), 8_640_000_000_000_000]) {
      const entry = { kind: 'felt', felt: 'x', stamp: `zzzzzzzzz${'0'.repeat(15)}`, customer: 'cus_1', at: said, by: { audience: 'support' } } as const;
      for (const audience of ['support', 'customer'] as const) expect(expiryDay(entry, POLICY, audience)).toBe('9999-12-31');
    }
  });
});

describe('what is alive survives its time', () => {
  it('an open issue with what was done about it, a flag that stands, a link', async () => {
    const name = company();
    await at(name, 0, async (desk) => {
      const { stamp } = await desk.record('cus_1', { kind: 'issue', words: 'still waiting' });
      await desk.recordAll('cus_1', [{ kind: 'step', step: 'promised', words: 'a call', issue: stamp }, { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }, note('about nothing')]);
      await desk.record('cus_1', { kind: 'felt', felt: 'tired' });
      await desk.record('cus_2', note('of the other'));
      await desk.link('cus_1', 'cus_2', { because: 'same voice' });
    });
    const desk = await onDay(name, 1_000);
    expect(await swept(desk)).toBe(3);
    const context = await desk.read('cus_2');
    expect(context.issues[0]).toMatchObject({ words: 'still waiting', steps: [{ words: 'a call' }] });
    expect(context.flags).toHaveLength(1);
    expect(context.group).toEqual(['cus_1', 'cus_2']);
    expect((await kept(desk)).toSorted()).toEqual(['a call', 'flag', 'linked', 'still waiting']);
    // It is the fold of what is left.
    const { entries, group } = await desk.export('cus_2');
    const { due: _, ...law } = { ...context };
    expect(law).toEqual(fold(entries, { customer: 'cus_2', group }).context);
  });

  it('what stays is not written anew every time', async () => {
    const name = company();
    await at(name, 0, (desk) => desk.recordAll('cus_1', [{ kind: 'issue', words: 'still waiting' }, { kind: 'felt', felt: 'tired' }]));
    await at(name, 1_000, swept);
    const revisions = async (): Promise<number[]> => (await rawRead(databaseName(name, 'support'), 'contexts')).map(({ value }) => value.rev as number);
    const before = await revisions();
    await at(name, 1_001, swept);
    await at(name, 1_002, swept);
    expect(await revisions()).toEqual(before);
  });

  it('on a sales desk: a hold that stands; one that was lifted goes', async () => {
    const name = company();
    const support = await onDay(name, 0);
    const sales = await open(name, 'sales', { now: () => START });
    await support.recordAll('cus_1', [account, { kind: 'flag', flag: 'do-not-pitch', reason: 'wish' }]);
    const { stamp } = await support.record('cus_2', { kind: 'issue', words: 'x' });
    await support.record('cus_2', { kind: 'told', fact: 'account', value: '9' });
    const pitch = async (desk: Touchpoint<'sales'>, number: string): Promise<string> => (await desk.pitch({ account: number })).pitch;
    await until(async () => (await pitch(sales, '4821-77')) === 'held' && (await pitch(sales, '9')) === 'held');
    await support.record('cus_2', { kind: 'resolved', answers: [stamp] });
    await until(async () => (await pitch(sales, '9')) !== 'held');
    await Promise.all([support.close(), sales.close()]);
    const lies = async (): Promise<number> => (await rawRead(databaseName(name, 'sales'), 'journal')).reduce((sum, { value }) => sum + (value.n as number), 0);
    const before = await lies();
    const later = await open(name, 'sales', { now: () => START + 400 * DAY });
    expect(await swept(later)).toBeGreaterThan(0);
    expect(await lies()).toBeLessThan(before);
    expect(await pitch(later, '4821-77')).toBe('held');
    expect(await pitch(later, '9')).toBe('not-checked');
  });
});

describe('what was over does not come back when the word that ended it is swept', () => {
  it('an issue that was resolved from a linked customer’s side', async () => {
    const name = company();
    const issue = await at(name, 0, async (desk) => {
      const { stamp } = await desk.record('prov_0000000000000000000001', { kind: 'issue', words: 'the line is dead' });
      await desk.link('cus_1', 'prov_0000000000000000000001', { because: 'same voice' });
      return stamp;
    });
    await at(name, 10, (desk) => desk.record('cus_1', { kind: 'resolved', answers: [issue] }));
    for (const day of [200, 366, 370, 376, 380, 800]) {
      await at(name, day, async (desk) => {
        await swept(desk);
        expect((await desk.read('cus_1')).issues, `day ${day}`).toEqual([]);
        expect(await desk.unlinked()).toEqual([]);
      });
    }
    const desk = await onDay(name, 801);
    expect(await kept(desk)).toEqual(['linked']);
  });

  it('a fact that was undone, and one that was corrected: while it is kept, so is what took it back', async () => {
    const name = company();
    const { wrong, old } = await at(name, 0, async (desk) => ({ wrong: (await desk.record('cus_1', account)).stamp, old: (await desk.record('cus_1', { kind: 'told', fact: 'name', value: 'Rut' })).stamp }));
    await at(name, 1, async (desk) => {
      await desk.record('cus_1', { kind: 'undone', answers: [wrong] });
      await desk.record('cus_1', { kind: 'told', fact: 'name', value: 'Ruth', answers: [old] });
    });
    for (const day of [360, 367, 500, 729]) {
      await at(name, day, async (desk) => {
        await swept(desk);
        expect((await desk.read('cus_1')).facts.map(({ fact, values }) => [fact, values.map(({ value }) => value)]), `day ${day}`).toEqual([['name', ['Ruth']]]);
        expect(await desk.find({ account: '4821-77' })).toEqual([]);
      });
    }
    await at(name, 733, async (desk) => {
      await swept(desk);
      expect(await kept(desk)).toEqual([]);
    });
  });

  it('a resolution that was undone: the issue is open, and stays', async () => {
    const name = company();
    const issue = await at(name, 0, async (desk) => (await desk.record('cus_1', { kind: 'issue', words: 'the line is dead' })).stamp);
    const resolved = await at(name, 1, async (desk) => (await desk.record('cus_1', { kind: 'resolved', answers: [issue] })).stamp);
    await at(name, 2, (desk) => desk.record('cus_1', { kind: 'undone', answers: [resolved] }));
    for (const day of [366, 367, 368, 900]) {
      await at(name, day, async (desk) => {
        await swept(desk);
        expect((await desk.read('cus_1')).issues, `day ${day}`).toHaveLength(1);
      });
    }
  });

  it('what the customer withdrew', async () => {
    const name = company();
    const desk = await onDay(name, 0);
    const page = await open(name, 'customer', { now: () => START });
    const person = await page.person();
    const { stamp } = await page.record(person, account);
    await until(async () => (await desk.read(person)).facts.length === 1);
    await page.record(person, { kind: 'withdrawn', answers: [stamp] });
    await until(async () => (await desk.read(person)).facts.length === 0);
    await Promise.all([desk.close(), page.close()]);
    await at(name, 500, async (later) => {
      await swept(later);
      expect((await later.read(person)).facts).toEqual([]);
    });
  });

  it('what was struck: the stub stays as long as the original could come back with an old document', async () => {
    const name = company();
    const { stamp, document } = await at(name, 0, async (desk) => ({ stamp: (await desk.record('cus_1', account)).stamp, document: await desk.export('cus_1') }));
    await at(name, 1, (desk) => desk.strike(stamp, 'cus_1'));
    await at(name, 500, async (desk) => {
      await swept(desk);
      expect(await desk.import(document)).toEqual({ added: 0 });
      expect((await desk.read('cus_1')).facts).toEqual([]);
    });
  });

  it('who was forgotten: the life number is swept by nobody', async () => {
    const name = company();
    const document = await at(name, 0, async (desk) => {
      await desk.record('cus_1', account);
      return desk.export('cus_1');
    });
    await at(name, 1, (desk) => desk.forget('cus_1'));
    await at(name, 3_000, async (desk) => {
      await swept(desk);
      await expect(desk.import(document)).rejects.toMatchObject({ code: 'forgotten' });
    });
  });
});

describe('the days by which a store is swept', () => {
  it('are marked plainly, one a customer, the first that falls due; nobody else is touched', async () => {
    const name = company();
    await at(name, 0, async (desk) => {
      await desk.record('cus_1', account);
      await desk.record('cus_1', note('x'));
      await desk.record('cus_2', account);
    });
    expect((await marks(name)).flat().toSorted()).toEqual(['~2027-11-21', '~2028-11-20']);
    const before = await rawRead(databaseName(name, 'support'), 'contexts');
    await at(name, 400, swept);
    const after = await rawRead(databaseName(name, 'support'), 'contexts');
    expect((await marks(name)).flat()).toEqual(['~2028-11-20', '~2028-11-20']);
    expect(after.filter(({ key, value }) => value.rev === before.find((one) => one.key === key)?.value.rev)).toHaveLength(1);
    // They say a day, and no hour.
    for (const { value } of await rawRead(databaseName(name, 'support'), 'journal')) expect(value.day).toMatch(/^\d{4}-\d{2}-\d{2}$/);
  });

  it('many customers are swept, page after page', { timeout: 60_000 }, async () => {
    const name = company();
    await at(name, 0, async (desk) => {
      for (let i = 0; i < 120; i++) await desk.record(`cus_${i}`, i % 2 === 0 ? note('x') : { kind: 'issue', words: 'still open' });
    });
    await at(name, 400, async (desk) => {
      expect(await swept(desk)).toBe(60);
    });
    expect(await rawRead(databaseName(name, 'support'), 'journal')).toHaveLength(60);
  });
});
