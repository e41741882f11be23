import { describe, expect, it } from 'vitest';
import type { Context } from '../../src/model/context.js';
import type { AnyEntry } from '../../src/model/entry.js';
import { Company, emptied, MINUTE, PROV, refusal } from './company.js';
import { until } from './desks.js';

const ADA = PROV('ada');
const BEA = PROV('bea');
const PHONE = '+44 20 7946 0946';

/** What a link and its undoing may leave behind: that there were two entries more, the last of them now. */
const bare = ({ entries: _, last: __, due: ___, ...context }: Context): object => context;

async function three(acme: Company): Promise<Awaited<ReturnType<Company['back']>>> {
  const support = await acme.open('support');
  await support.begin('cus_1', { channel: 'phone' });
  await support.recordAll('cus_1', [{ kind: 'told', fact: 'name', value: 'Ada Okafor' }, { kind: 'told', fact: 'tel', value: PHONE }, { kind: 'issue', words: 'On the phone' }]);
  await support.end('cus_1', 60);
  await acme.said(ADA, { kind: 'told', fact: 'tel', value: '020 7946 0946' }, { kind: 'told', fact: 'email', value: 'ada@mail.example' }, { kind: 'issue', words: 'From the form' });
  await acme.said(BEA, { kind: 'told', fact: 'tel', value: '(020) 79460946' }, { kind: 'told', fact: 'name', value: 'Bea Okafor' });
  await emptied(acme, 'intake');
  return support;
}

describe('invariant 6: nobody is merged by a guess', () => {
  it('one number, three people: found, and nothing of one is with another', async () => {
    const acme = await Company.make();
    const support = await three(acme);
    const found = await support.find({ phone: PHONE });
    expect(found.map(({ customer }) => customer).sort()).toEqual([ADA, BEA, 'cus_1'].sort());
    for (const { customer } of found) expect((await support.read(customer)).group).toEqual([customer]);
    expect((await support.read('cus_1')).issues.map(({ words }) => words)).toEqual(['On the phone']);
    expect((await support.read(BEA)).issues).toEqual([]);
  });

  it('two visitors of one device, one after the other, with one name and number, stay two', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const page = await acme.open('customer');
    const first = await page.person();
    await page.recordAll(first, [{ kind: 'told', fact: 'tel', value: PHONE }, { kind: 'issue', words: 'First' }]);
    const second = await page.notYou();
    await page.recordAll(second, [{ kind: 'told', fact: 'tel', value: PHONE }, { kind: 'issue', words: 'Second' }]);
    await until(() => support.unlinked(), ({ length }) => length === 2);
    expect(second).not.toBe(first);
    for (const id of [first, second]) expect((await support.read(id)).group).toEqual([id]);
    expect((await page.read(second)).issues.map(({ words }) => words)).toEqual(['Second']);
    expect((await page.read(first)).issues).toEqual([]);
  });

  it('a link needs a reason, and two people', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    expect(await refusal(support.link('cus_1', ADA, { because: '' }))).toBe('bad-entry');
    expect(await refusal(support.link('cus_1', 'cus_1', { because: 'x' }))).toBe('bad-entry');
    expect(await refusal(support.link('cus_1', '#digest', { because: 'x' }))).toBe('bad-entry');
    expect(await refusal(support.unlink('cus_1', ADA))).toBe('unknown-stamp');
  });

  it('ids that only look alike to a machine are two people', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const ids = ['cus_1', 'CUS_1', 'cus_1 ', 'cus-1', 'é', 'e\u0301', 'a/b', 'a', '__proto__', 'constructor'];
    for (const id of ids) await support.record(id, { kind: 'issue', words: `Of ${id}` });
    for (const id of ids) expect((await support.read(id)).issues.map(({ words }) => words)).toEqual([`Of ${id}`]);
    for (const id of ['a\ud800', 'a\udc00', '', 'x'.repeat(501), 5, null]) expect(await refusal(support.record(id as string, { kind: 'issue', words: 'x' }))).toBe('bad-entry');
  });
});

describe('every link can be undone with both people restored', () => {
  it('linked and unlinked, each is as before: facts, issues, standings, effort', async () => {
    const acme = await Company.make();
    const support = await three(acme);
    const before = await Promise.all(['cus_1', ADA].map((id) => support.read(id)));
    await support.link('cus_1', ADA, { because: 'same number', matchedOn: ['tel'] });
    const linked = await Promise.all(['cus_1', ADA].map((id) => support.read(id)));
    for (const context of linked) {
      expect(context.group).toEqual(['cus_1', ADA].sort());
      expect(context.issues.map(({ words }) => words)).toEqual(['On the phone', 'From the form']);
      expect(context.issues.map(({ standing }) => standing)).toEqual(['confirmed', 'confirmed']);
      expect(context.links).toMatchObject([{ because: 'same number' }]);
    }
    await support.unlink('cus_1', ADA, { because: 'her sister' });
    const after = await Promise.all(['cus_1', ADA].map((id) => support.read(id)));
    expect(after.map(bare)).toEqual(before.map(bare));
    expect(after.map(({ entries }, index) => entries - (before[index]?.entries ?? 0))).toEqual([2, 2]);
  });

  it('what was said while they were linked stays with whom it was said to', async () => {
    const acme = await Company.make();
    const support = await three(acme);
    await support.link('cus_1', ADA, { because: 'x' });
    await support.record('cus_1', { kind: 'step', step: 'note', words: 'said to cus_1' });
    await acme.said(ADA, { kind: 'issue', words: 'said by Ada' });
    await emptied(acme, 'intake');
    expect((await support.read('cus_1')).issues).toHaveLength(3);
    await support.unlink(ADA, 'cus_1');
    expect((await support.read('cus_1')).issues.map(({ words }) => words)).toEqual(['On the phone']);
    expect((await support.read(ADA)).issues.map(({ words }) => words)).toEqual(['From the form', 'said by Ada']);
  });

  it('a link is not undone as an entry, in one journal alone', async () => {
    const acme = await Company.make();
    const support = await three(acme);
    const { stamp } = await support.link('cus_1', ADA, { because: 'x' });
    expect(await refusal(support.record('cus_1', { kind: 'undone', answers: [stamp] }))).toBe('not-allowed');
    expect((await support.read(ADA)).group).toHaveLength(2);
  });

  it('in a chain of three, undoing one link parts at that place', async () => {
    const acme = await Company.make();
    const support = await three(acme);
    await support.link('cus_1', ADA, { because: 'one' });
    await support.link(ADA, BEA, { because: 'two' });
    expect((await support.read(BEA)).group).toHaveLength(3);
    expect(await refusal(support.unlink('cus_1', BEA))).toBe('unknown-stamp');
    await support.unlink(ADA, BEA);
    expect((await support.read('cus_1')).group).toEqual(['cus_1', ADA].sort());
    expect((await support.read(BEA)).group).toEqual([BEA]);
  });

  it('linked twice, by two reps who did not know of each other, one undoing undoes it', async () => {
    const acme = await Company.make();
    const support = await three(acme);
    const ben = await acme.open('support', { as: { audience: 'support', id: 'rep-22', label: 'Ben' } });
    await Promise.all([support.link('cus_1', ADA, { because: 'Ana' }), ben.link(ADA, 'cus_1', { because: 'Ben' })]);
    expect((await support.read('cus_1')).links).toHaveLength(2);
    await support.unlink('cus_1', ADA);
    for (const id of ['cus_1', ADA]) expect((await ben.read(id)).group).toEqual([id]);
  });

  it('sales: linked, each is held for both; unlinked, each for its own', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '4821-77' }]);
    await acme.said(ADA, { kind: 'told', fact: 'email', value: 'ada@mail.example' }, { kind: 'issue', words: 'Help' });
    const sales = await acme.salesDesk();
    await until(() => sales.pitch({ email: 'ada@mail.example' }), ({ pitch }) => pitch === 'held');
    expect((await sales.pitch({ account: '4821-77' })).pitch).toBe('clear');
    await support.link('cus_1', ADA, { because: 'x' });
    await until(() => sales.pitch({ account: '4821-77' }), ({ pitch }) => pitch === 'held');
    await support.unlink('cus_1', ADA);
    await until(() => sales.pitch({ account: '4821-77' }), ({ pitch }) => pitch === 'clear');
    expect((await sales.pitch({ email: 'ada@mail.example' })).pitch).toBe('held');
  });
});

describe('each id keeps its journal, and every member’s context is the merged one', () => {
  it('history is one, newest first, each thing once, whatever the page', async () => {
    const acme = await Company.make();
    const support = await three(acme);
    await support.link('cus_1', ADA, { because: 'x' });
    acme.now.go(MINUTE);
    for (let i = 0; i < 30; i++) await support.record(i % 2 === 0 ? 'cus_1' : ADA, { kind: 'step', step: 'note', words: `note ${i}` });
    const { entries: whole } = await support.history('cus_1', { limit: 500 });
    expect((await support.history(ADA, { limit: 500 })).entries).toEqual(whole);
    expect(new Set(whole.map(({ stamp }) => stamp)).size).toBe(whole.length);
    expect(whole).toEqual([...whole].sort((a, b) => b.at - a.at || (a.stamp < b.stamp ? 1 : -1)));
    const paged: AnyEntry[] = [];
    let before: string | undefined;
    do {
      const page = await support.history(ADA, { limit: 7, ...(before === undefined ? {} : { before }) });
      paged.push(...page.entries);
      before = page.next;
    } while (before !== undefined);
    expect(paged).toEqual(whole);
    expect(whole.filter(({ kind }) => kind === 'linked')).toHaveLength(1);
  });

  it('what is recorded about one is on the other’s card at once, in another tab too', async () => {
    const acme = await Company.make();
    const support = await three(acme);
    await support.link('cus_1', ADA, { because: 'x' });
    const other = await acme.open('support');
    const seen: string[][] = [];
    const stop = other.watch(ADA, ({ issues }) => void seen.push(issues.map(({ words }) => words)));
    await until(() => seen.length > 0);
    await support.record('cus_1', { kind: 'issue', words: 'A third' });
    await until(() => seen.at(-1)?.includes('A third') === true);
    stop();
  });

  it('the list of what nobody has linked loses it, and has it again when the link is undone', async () => {
    const acme = await Company.make();
    const support = await three(acme);
    const lists: string[][] = [];
    const stop = support.watchUnlinked((contexts) => void lists.push(contexts.map(({ customer }) => customer)));
    await until(() => lists.at(-1)?.includes(ADA) === true);
    expect(lists.at(-1)).toEqual([ADA]); // Bea has no open issue
    await support.link('cus_1', ADA, { because: 'x' });
    await until(() => lists.at(-1)?.length === 0);
    await support.unlink('cus_1', ADA);
    await until(() => lists.at(-1)?.length === 1);
    stop();
  });
});
