import { describe, expect, it } from 'vitest';
import type { ExportDocument } from '../../src/touchpoint/types.js';
import { Company, DAY, emptied, HOUR, MINUTE, PROV, quiet, refusal } from './company.js';
import { until } from './desks.js';

const ADA = PROV('ada');
const WORDS = 'My mother has passed away';
const PHONE = '+44 20 7946 0946';

/** Somebody about whom all kinds of things are known, linked to a visitor of the web form. */
async function known(acme: Company): Promise<{ support: Awaited<ReturnType<Company['back']>>; document: ExportDocument }> {
  const support = await acme.open('support');
  await support.begin('cus_1', { channel: 'phone' });
  await support.recordAll('cus_1', [
    { kind: 'told', fact: 'name', value: 'Ada Okafor' },
    { kind: 'told', fact: 'tel', value: PHONE },
    { kind: 'told', fact: 'account', value: '4821-77' },
    { kind: 'issue', words: WORDS },
    { kind: 'step', step: 'note', words: 'cried' },
    { kind: 'felt', felt: 'Nobody listened' },
    { kind: 'flag', flag: 'bereavement', reason: 'bereavement', words: 'her mother' },
    { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: { channels: ['phone'] } },
  ]);
  await acme.said(ADA, { kind: 'told', fact: 'email', value: 'ada@mail.example' }, { kind: 'issue', words: 'And a bill came' });
  await emptied(acme, 'intake');
  await support.link('cus_1', ADA, { because: 'she said so' });
  return { support, document: await support.export('cus_1') };
}

describe('invariant 10: forgetting is complete', () => {
  it('entries, contexts and digests of the whole linked group are gone, and nobody finds them', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    expect(await support.forget('cus_1')).toEqual({ done: true });
    for (const id of ['cus_1', ADA]) {
      const context = await support.read(id);
      expect(context).toMatchObject({ entries: 0, facts: [], issues: [], flags: [], group: [id], life: 1 });
      expect((await support.history(id)).entries).toEqual([]);
      expect((await support.export(id)).entries).toEqual([]);
    }
    for (const query of [{ phone: PHONE }, { account: '4821-77' }, { email: 'ada@mail.example' }, { customer: 'cus_1' }, { customer: ADA }]) expect(await support.find(query as Record<string, string>)).toEqual([]);
    expect(await support.unlinked()).toEqual([]);
    const { contexts, entries, outbox, meta } = await acme.opened('support');
    expect(entries).toEqual([]);
    expect(contexts.map(({ record: { marks, box, seq } }) => ({ marks, box, seq }))).toEqual([{ marks: [], seq: 0 }, { marks: [], seq: 0 }]);
    expect(outbox).toEqual([]);
    expect(JSON.stringify(meta)).not.toMatch(/Okafor|7946 ?0018|79460018|4821-?77|mother|ada@|cus_1|cried/);
  });

  it('sales lets go of the holds, but for the one that stands by the customer’s own wish', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    const sales = await acme.salesDesk();
    expect((await sales.pitch({ phone: PHONE, channel: 'email' })).pitch).toBe('held');
    await support.forget('cus_1');
    await until(() => sales.pitch({ phone: PHONE, channel: 'email' }), ({ pitch }) => pitch === 'clear');
    for (const query of [{ phone: PHONE }, { account: '4821 77' }, { customer: 'cus_1' }, { email: 'ada@mail.example' }]) {
      expect(await sales.pitch({ ...query, channel: 'phone' })).toMatchObject({ pitch: 'held', hold: { from: '2026-11-21', scope: { channels: ['phone'] } } });
    }
    const { entries } = await acme.opened('sales');
    // One for each of the two linked ids.
    expect(entries.map(({ kind }) => kind)).toEqual(['held', 'held']);
  });

  it('what lies in the exchange for a sales desk that is not there is erased too, and when it comes it is told everything', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    await support.record('cus_2', { kind: 'issue', words: 'Another customer' });
    await until(async () => (await acme.opened('support')).outbox.length === 0);
    const before = await acme.mail('sales');
    await support.forget('cus_1');
    const left = (await acme.letters('sales')) as { kind: string; entries?: { kind: string; scope?: unknown }[] }[];
    const stays = new Set((await acme.mail('sales')).map(({ id }) => id));
    expect(before.filter(({ id }) => stays.has(id))).toHaveLength(1);
    const held = left.flatMap(({ entries = [] }) => entries).filter(({ kind }) => kind === 'held');
    expect(held.filter(({ scope }) => JSON.stringify(scope) === '{}')).toHaveLength(2); // cus_2, and cus_2 again
    const sales = await acme.open('sales');
    await until(() => sales.state.fresh);
    expect((await sales.pitch({ customer: 'cus_2' })).pitch).toBe('held');
    expect((await sales.pitch({ phone: PHONE })).pitch).toBe('held');
    expect((await sales.pitch({ phone: PHONE, channel: 'email' })).pitch).toBe('clear');
  });

  it('a document exported before comes back by no door; nor does one into which another life was written, whose authors it loses', async () => {
    const acme = await Company.make();
    const { support, document } = await known(acme);
    await support.forget('cus_1');
    expect(await refusal(support.import(document))).toBe('forgotten');
    expect(await refusal(support.import({ ...document, entries: document.entries.filter(({ customer }) => customer === ADA) }))).toBe('forgotten');
    const { stamp } = await support.record('cus_1', { kind: 'told', fact: 'name', value: 'Ada' });
    expect(await refusal(support.import(document))).toBe('forgotten');
    expect((await support.history('cus_1')).entries.filter(({ kind }) => kind !== 'flag').map((one) => one.stamp)).toEqual([stamp]);
  });

  it('what a tab held of the earlier life does not come back with it', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    const other = await acme.open('support', { as: { audience: 'support', id: 'rep-22', label: 'Ben' } });
    const context = await other.read('cus_1');
    await support.forget('cus_1');
    expect(await refusal(other.record('cus_1', { kind: 'resolved', answers: [context.issues[0]?.stamp ?? ''] }))).toBe('unknown-stamp');
    await other.record('cus_1', { kind: 'step', step: 'note', words: 'new life' });
    const { entries } = await support.history('cus_1');
    expect(entries.map(({ life }) => life)).toEqual(entries.map(() => 1));
    expect(JSON.stringify(entries)).not.toMatch(/mother|Okafor/);
  });

  it('other tabs see it at once', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    const other = await acme.open('support');
    const seen: number[] = [];
    const stop = other.watch('cus_1', ({ entries }) => void seen.push(entries));
    await until(() => (seen.at(-1) ?? 0) > 0);
    await support.forget(ADA);
    await until(() => seen.at(-1) === 0);
    stop();
  });

  it('a form said before, that comes in after, is refused as forgotten, to the second; one said after is a new life', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    const before = await acme.sealed('intake', { v: 1, kind: 'said', customer: ADA, entries: [acme.raw(ADA, { kind: 'issue', words: 'Said before' })] });
    const forged = await acme.sealed('intake', { v: 1, kind: 'said', customer: ADA, entries: [acme.raw(ADA, { kind: 'issue', words: 'Said before', life: 99 })] });
    acme.now.go(2_000);
    await support.forget('cus_1');
    acme.now.go(2_000);
    const after = await acme.sealed('intake', { v: 1, kind: 'said', customer: ADA, entries: [acme.raw(ADA, { kind: 'issue', words: 'Said after' })] });
    await acme.post('intake', before);
    await acme.post('intake', forged);
    await until(() => support.state.refused, (refused) => refused?.count === 2 && refused.code === 'forgotten');
    acme.now.go(2 * HOUR);
    await acme.post('intake', after);
    const context = await until(() => support.read(ADA), ({ issues }) => issues.length > 0);
    expect(context.issues.map(({ words }) => words)).toEqual(['Said after']);
    acme.now.go(3 * DAY);
    await acme.post('intake', before);
    await until(() => support.state.refused?.count === 3);
    expect((await support.read(ADA)).entries).toBe(1);
  });

  it('a life number that the public wrote opens no door after the next forgetting', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const stamp = acme.stamp();
    const letter = await acme.sealed('intake', { v: 1, kind: 'said', customer: ADA, entries: [acme.raw(ADA, { kind: 'issue', words: 'Life 7', life: 7, stamp })] });
    await acme.post('intake', letter);
    const document = await until(() => support.export(ADA), ({ entries }) => entries.length === 1);
    acme.now.go(1_000);
    await support.forget(ADA);
    await acme.post('intake', letter);
    await until(() => support.state.refused?.code === 'forgotten');
    expect(await refusal(support.import(document))).toBe('forgotten');
    expect((await support.read(ADA)).entries).toBe(0);
  });

  it('linking somebody forgotten with somebody new brings nothing back', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    await support.forget('cus_1');
    await acme.said(PROV('bea'), { kind: 'issue', words: 'New' });
    await emptied(acme, 'intake');
    await support.link('cus_1', PROV('bea'), { because: 'same person' });
    await support.link('cus_1', ADA, { because: 'same person' });
    expect((await support.read('cus_1')).issues.map(({ words }) => words)).toEqual(['New']);
    expect(JSON.stringify(await support.export('cus_1'))).not.toMatch(/mother|Okafor|bill came/);
    // And a link of the new life opens the door of no older one.
    const document = await support.export(PROV('bea'));
    await support.forget('cus_1');
    expect(await refusal(support.import(document))).toBe('forgotten');
    for (const id of ['cus_1', ADA, PROV('bea')]) expect((await support.read(id)).entries).toBe(0);
  });

  it('a desk without the right to erase writes down that it was asked for, and nothing goes', async () => {
    const acme = await Company.make();
    await known(acme);
    const { erase: _, ...keys } = acme.ring('support');
    const clerk = await acme.open('support', { keys });
    expect(await clerk.forget('cus_1')).toEqual({ done: false });
    const context = await clerk.read('cus_1');
    expect(context.forget).toBeGreaterThan(0);
    expect(context.facts.length).toBeGreaterThan(0);
  });

  it('the customer’s own device forgets at once, erases what was on its way, and takes back what had come', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    const person = await page.person();
    await page.recordAll(person, [{ kind: 'told', fact: 'name', value: 'Ada' }, { kind: 'issue', words: WORDS }]);
    const support = await acme.open('support');
    await until(() => support.read(person), ({ issues }) => issues.length === 1);
    await support.close();
    await page.record(person, { kind: 'issue', words: 'On its way' });
    await until(async () => (await acme.mail('intake')).length === 1);
    expect(await page.forget(person)).toEqual({ done: true });
    expect(await page.person()).not.toBe(person);
    expect(await page.read(person)).toMatchObject({ facts: [], issues: [] });
    const letters = await until(() => acme.letters('intake'), (all) => JSON.stringify(all).includes('withdrawn'));
    expect(JSON.stringify(letters)).not.toContain('On its way');
    expect(letters).toHaveLength(1);
    const { entries } = await acme.opened('customer');
    expect(entries).toEqual([]);
    const again = await acme.open('support');
    const context = await until(() => again.read(person), ({ forget }) => forget !== undefined);
    expect(context).toMatchObject({ facts: [], issues: [] });
  });

  it('what another visitor of this device has on its way is not erased with it', async () => {
    const acme = await Company.make();
    const page = await acme.open('customer');
    const first = await page.person();
    await page.record(first, { kind: 'issue', words: 'Of the first' });
    const second = await page.notYou();
    await page.record(second, { kind: 'issue', words: 'Of the second' });
    await until(async () => (await acme.mail('intake')).length === 2);
    await page.forget(second);
    await until(async () => JSON.stringify(await acme.letters('intake')).includes('withdrawn'));
    const letters = JSON.stringify(await acme.letters('intake'));
    expect(letters).toContain('Of the first');
    expect(letters).not.toContain('Of the second');
  });
});

describe('a do-not-pitch wish survives forgetting as a keyed hash with its scope and date', () => {
  it('the same number in a new life has the wish again, with its scope and its date', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    const { from } = (await support.read('cus_1')).flags.find(({ reason }) => reason === 'wish') ?? { from: 0 };
    await support.forget('cus_1');
    acme.now.go(40 * DAY);
    await support.record('cus_77', { kind: 'told', fact: 'mobile', value: '020 7946 0946' });
    expect((await support.read('cus_77')).flags).toMatchObject([{ flag: 'do-not-pitch', reason: 'wish', from, scope: { channels: ['phone'] } }]);
    await support.record('cus_78', { kind: 'told', fact: 'tel', value: '+44 20 7946 0000' });
    expect((await support.read('cus_78')).flags).toEqual([]);
  });

  it.each([
    ['something is told', async (desk, id) => void (await desk.record(id, { kind: 'told', fact: 'name', value: 'Ada' }))],
    ['a contact begins', async (desk, id) => void (await desk.begin(id))],
    ['they are linked with somebody first', async (desk, id) => {
      await desk.link(id, PROV('new'), { because: 'x' });
      await desk.begin(id);
    }],
  ] as [string, (desk: Awaited<ReturnType<Company['back']>>, id: string) => Promise<void>][])('the same id in a new life has it again, when %s', async (_, begin) => {
    const acme = await Company.make();
    const { support } = await known(acme);
    await support.forget('cus_1');
    await begin(support, 'cus_1');
    expect((await support.read('cus_1')).flags).toMatchObject([{ reason: 'wish', scope: { channels: ['phone'] } }]);
  });

  it('every one of several wishes survives', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.recordAll('cus_1', [
      { kind: 'told', fact: 'account', value: '4821-77' },
      { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: { channels: ['phone'] } },
      { kind: 'flag', flag: 'do-not-pitch', reason: 'wish', scope: { channels: ['email'] } },
    ]);
    await support.forget('cus_1');
    await support.record('cus_2', { kind: 'told', fact: 'account', value: '4821 77' });
    expect((await support.read('cus_2')).flags.map(({ scope }) => scope)).toEqual([{ channels: ['phone'] }, { channels: ['email'] }]);
  });

  it('nothing but the wish survives: no other flag, and without a wish nothing at all', async () => {
    const acme = await Company.make();
    const support = await acme.open('support');
    await support.recordAll('cus_1', [{ kind: 'told', fact: 'account', value: '4821-77' }, { kind: 'flag', flag: 'bereavement', reason: 'bereavement' }]);
    await support.forget('cus_1');
    expect(Object.keys((await acme.opened('support')).meta).filter((key) => key.startsWith('suppress'))).toEqual([]);
    await support.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    expect((await support.read('cus_1')).flags).toEqual([]);
  });

  it('a wiped sales store, told everything again, still holds the calls of who was forgotten', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    const sales = await acme.salesDesk();
    await support.forget('cus_1');
    await until(() => sales.pitch({ phone: PHONE, channel: 'email' }), ({ pitch }) => pitch === 'clear');
    await sales.close({ wipe: true });
    const empty = await acme.salesDesk();
    expect((await empty.pitch({ phone: PHONE, channel: 'phone' })).pitch).toBe('held');
    expect((await empty.pitch({ phone: PHONE, channel: 'email' })).pitch).toBe('clear');
  });

  it('forgotten twice, the wish of the first life stands', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    const sales = await acme.salesDesk();
    await support.forget('cus_1');
    await acme.said(ADA, { kind: 'issue', words: 'Hello again' });
    await emptied(acme, 'intake');
    await support.forget(ADA);
    await support.forget('cus_1');
    await emptied(acme, 'sales');
    await until(() => sales.pitch({ phone: PHONE, channel: 'email' }), ({ pitch }) => pitch === 'clear');
    expect((await sales.pitch({ phone: PHONE, channel: 'phone' })).pitch).toBe('held');
  });

  it('lowered in a new life it is over for good: for sales, and for who tells the number next', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    const sales = await acme.salesDesk();
    await support.forget('cus_1');
    await support.record('cus_1', { kind: 'told', fact: 'tel', value: PHONE });
    const [flag] = (await support.read('cus_1')).flags;
    expect((await sales.pitch({ phone: PHONE })).pitch).toBe('held');
    await support.record('cus_1', { kind: 'lowered', answers: [flag?.stamp ?? ''], because: 'she asked for our offers' });
    await until(() => sales.pitch({ phone: PHONE }), ({ pitch }) => pitch === 'clear');
    await support.record('cus_1', { kind: 'told', fact: 'tel', value: PHONE });
    await support.record('cus_2', { kind: 'told', fact: 'tel', value: PHONE });
    for (const id of ['cus_1', 'cus_2']) expect((await support.read(id)).flags).toEqual([]);
    await sales.close({ wipe: true });
    const empty = await acme.salesDesk();
    expect((await empty.pitch({ phone: PHONE })).pitch).toBe('clear');
  });

  it('a newer key does not let go of it, nor of who was forgotten: the older one stays in the ring, or the store does not open', async () => {
    const acme = await Company.make();
    const { support, document } = await known(acme);
    await support.forget('cus_1');
    await support.close();
    const [older] = acme.support;
    const fresh = { id: 's2', key: ((await Company.make()).support[0] ?? { key: undefined as never }).key };
    acme.support.unshift(fresh);
    const rotated = await acme.open('support');
    await quiet(800); // sealed anew in idle time
    await rotated.record('cus_9', { kind: 'told', fact: 'tel', value: PHONE });
    expect((await rotated.read('cus_9')).flags).toMatchObject([{ reason: 'wish' }]);
    expect(await refusal(rotated.import(document))).toBe('forgotten');
    await rotated.close();
    acme.support.splice(0, 2, fresh);
    expect(await refusal(acme.open('support'))).toBe('wrong-key');
    acme.support.push(older as never);
    expect((await (await acme.open('support')).read('cus_9')).flags).toHaveLength(1);
  });

  it('the keyed hash is no number: not in plain, not as a common digest of it', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    await support.forget('cus_1');
    const text = JSON.stringify((await acme.opened('support')).meta);
    for (const plain of [PHONE, '+442079460946', 'tel:+442079460946', 'cus_1', 'customer:cus_1']) {
      const hash = new Uint8Array(await crypto.subtle.digest('SHA-256', new TextEncoder().encode(plain)));
      expect(text).not.toContain(plain);
      expect(text).not.toContain(btoa(String.fromCharCode(...hash.subarray(0, 15))).replaceAll('+', '-').replaceAll('/', '_'));
    }
  });
});

describe('forgetting on the way of others', () => {
  it('while a form of theirs is being taken in, and while a rep writes: nothing of the earlier life is left, whoever came first', async () => {
    const acme = await Company.make();
    const { support } = await known(acme);
    const other = await acme.open('support');
    for (let i = 0; i < 5; i++) await acme.said(ADA, { kind: 'felt', felt: `earlier ${i}` });
    acme.now.go(1_000);
    const writes = Array.from({ length: 10 }, (_, n) => other.record('cus_1', { kind: 'step', step: 'note', words: `note ${n}` }).catch((error: unknown) => error));
    await support.forget('cus_1');
    await Promise.all(writes);
    await emptied(acme, 'intake');
    await quiet();
    for (const id of ['cus_1', ADA]) {
      const { entries } = await support.history(id);
      expect(entries.every(({ life }) => life === 1)).toBe(true);
      expect(JSON.stringify(entries)).not.toMatch(/earlier|mother|Okafor/);
    }
  });

  it('a clock that goes back a little lets nothing of the earlier life in', async () => {
    const acme = await Company.make();
    const { support, document } = await known(acme);
    await support.forget('cus_1');
    acme.now.go(-2 * MINUTE);
    expect(await refusal(support.import(document))).toBe('forgotten');
    await support.record('cus_1', { kind: 'step', step: 'note', words: 'after' });
    expect((await support.read('cus_1')).life).toBe(1);
  });
});
