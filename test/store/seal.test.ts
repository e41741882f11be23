import { describe, expect, it, onTestFinished } from 'vitest';
import type { Desk } from '../../src/touchpoint/desk.js';
import type { Touchpoint } from '../../src/touchpoint/types.js';
import { company, open, until } from '../touchpoint/desks.js';
import { hostRing, rawRead, rawWrite, type Row, wordsOf } from './support.js';

const support = async (name: string): Promise<Touchpoint<'support'>> => open(name, 'support', { keys: await hostRing('support') });
const database = (name: string): string => `say-once/${name}/support`;

/** Records so many notes, each in a journal record of its own. */
async function notes(desk: Touchpoint<'support'>, customer: string, count: number, from = 1): Promise<string[]> {
  const words = Array.from({ length: count }, (_, index) => `${customer} note ${from + index}`);
  for (const one of words) await desk.record(customer, { kind: 'step', step: 'note', words: one });
  return words;
}

const contexts = (name: string): Promise<Row[]> => rawRead(database(name), 'contexts');
const journal = (name: string): Promise<Row[]> => rawRead(database(name), 'journal');

/** Changes one record behind everybody's back. */
async function damage(name: string, store: string, row: Row, change: (value: Row['value']) => Row['value']): Promise<Row> {
  const damaged = { key: row.key, value: change(structuredClone(row.value)) };
  await rawWrite(database(name), store, [damaged]);
  return damaged;
}

const flip = (at: number) => (value: Row['value']) => {
  const index = at < 0 ? value.box.length + at : at;
  value.box[index] ^= 1;
  return value;
};

const DAMAGES: Record<string, (value: Row['value']) => Row['value']> = {
  'a bit of the nonce flipped': flip(3),
  'a bit in the middle flipped': flip(40),
  'a bit of the tag flipped': flip(-1),
  'cut short by a byte': (value) => ({ ...value, box: value.box.slice(0, -1) }),
  'cut short to less than a nonce': (value) => ({ ...value, box: value.box.slice(0, 5) }),
  'emptied': (value) => ({ ...value, box: new Uint8Array(0) }),
  'made longer': (value) => ({ ...value, box: new Uint8Array([...value.box, 0]) }),
  'a text instead of bytes': (value) => ({ ...value, box: 'not bytes' }),
};

describe('every seal is bound to its place', () => {
  for (const [how, change] of Object.entries(DAMAGES)) {
    it(`a context, ${how}: it is said, the context comes from the journal, and the next write mends it`, async () => {
      const name = company();
      const words = await notes(await support(name), 'cus_1', 3);
      const [row] = await contexts(name);
      if (row === undefined) throw new Error('nothing there');
      await damage(name, 'contexts', row, change);

      const desk = await support(name);
      const context = await desk.read('cus_1');
      expect(context.entries).toBe(3);
      expect(context.customer).toBe('cus_1');
      expect(desk.state.problem).toBe('broken-record');
      expect(wordsOf((await desk.history('cus_1')).entries)).toEqual(words.toReversed());

      expect(await desk.record('cus_1', { kind: 'step', step: 'note', words: 'after' })).toMatchObject({ saved: true });
      const later = await support(name);
      expect((await later.read('cus_1')).entries).toBe(4);
      expect(wordsOf((await later.history('cus_1')).entries)).toEqual(['after', ...words.toReversed()]);
      expect(later.state.problem).toBeUndefined();
    });
  }

  it('the boxes of two customers changed over: each still reads as themselves', async () => {
    const name = company();
    const before = await support(name);
    await notes(before, 'cus_1', 2);
    await notes(before, 'cus_2', 3);
    const [one, two] = (await contexts(name)) as [Row, Row];
    const desk = await support(name);
    await rawWrite(database(name), 'contexts', [{ key: one.key, value: { ...one.value, box: two.value.box } }, { key: two.key, value: { ...two.value, box: one.value.box } }]);
    const [first, second] = [await desk.read('cus_1'), await desk.read('cus_2')];
    expect([first.customer, first.entries]).toEqual(['cus_1', 2]);
    expect([second.customer, second.entries]).toEqual(['cus_2', 3]);
    expect(desk.state.problem).toBe('broken-record');
  });

  it('the whole records of two customers changed over: each still reads as themselves', async () => {
    const name = company();
    const before = await support(name);
    await notes(before, 'cus_1', 2);
    await notes(before, 'cus_2', 3);
    const [one, two] = (await contexts(name)) as [Row, Row];
    const desk = await support(name);
    await rawWrite(database(name), 'contexts', [{ key: one.key, value: two.value }, { key: two.key, value: one.value }]);
    expect((await desk.read('cus_1')).entries).toBe(2);
    expect((await desk.read('cus_2')).entries).toBe(3);
    expect(await desk.record('cus_1', { kind: 'felt', felt: 'fine' })).toMatchObject({ saved: true });
    expect((await desk.read('cus_1')).entries).toBe(3);
  });

  it('a context as it was before, under a newer number: an old truth is not taken for the new one', async () => {
    const name = company();
    const desk = await support(name);
    await notes(desk, 'cus_1', 1);
    const [old] = (await contexts(name)) as [Row];
    await notes(desk, 'cus_1', 2, 2);
    const [now] = (await contexts(name)) as [Row];
    await rawWrite(database(name), 'contexts', [{ key: now.key, value: { ...now.value, box: old.value.box } }]);
    const later = await support(name);
    expect((await later.read('cus_1')).entries).toBe(3);
    expect(later.state.problem).toBe('broken-record');
  });

  for (const [how, change] of Object.entries({ gone: () => undefined, 'as it was before': (old: Row) => old.value as unknown })) {
    it(`a context record that is ${how}, while its journal went on: the next write takes the journal’s word, and loses nothing of it`, async () => {
      const name = company();
      const before = await support(name);
      const words = await notes(before, 'cus_1', 2);
      await notes(before, 'cus_2', 1);
      await before.link('cus_1', 'cus_2', { because: 'same voice' });
      const [place] = await (before as unknown as Desk<'support'>).store.places('cus_1');
      const row = async (): Promise<Row> => (await contexts(name)).find(({ key }) => key === place) as Row;
      const old = await row();
      words.push(...(await notes(before, 'cus_1', 3, 3)));
      const desk = await support(name);
      await rawWrite(database(name), 'contexts', [{ key: place as string, value: change(old) }]);
      const seen: number[] = [];
      onTestFinished(desk.watch('cus_1', ({ entries }) => seen.push(entries)));
      expect(await desk.record('cus_1', { kind: 'step', step: 'note', words: 'after' })).toMatchObject({ saved: true });
      expect(desk.state.problem).toBe('broken-record');
      await until(() => seen.at(-1) === 8);
      const again = await support(name);
      for (const id of ['cus_1', 'cus_2']) {
        expect((await again.read(id)).entries).toBe(8);
        expect(wordsOf((await again.history(id)).entries).toSorted()).toEqual([...words, 'cus_2 note 1', 'linked', 'after'].toSorted());
      }
      expect(await again.record('cus_2', { kind: 'felt', felt: 'fine' })).toMatchObject({ saved: true });
      expect(again.state.problem).toBeUndefined();
    });
  }

  it('a context that had to be folded anew leaves no hold behind at sales, nor at a linked customer’s', async () => {
    const name = company();
    const desk = await support(name);
    const sales = await open(name, 'sales', { keys: await hostRing('sales') });
    const pitch = async (): Promise<string> => (await sales.pitch({ account: '4821-77' })).pitch;
    await desk.record('cus_1', { kind: 'told', fact: 'account', value: '4821-77' });
    await desk.record('cus_2', { kind: 'told', fact: 'account', value: '4821-77' });
    const { stamp } = await desk.record('cus_1', { kind: 'issue', words: 'the line is dead' });
    await desk.link('cus_1', 'cus_2', { because: 'same voice' });
    await until(async () => (await pitch()) === 'held');
    for (const row of await contexts(name)) await damage(name, 'contexts', row, flip(-1));
    await desk.record('cus_1', { kind: 'step', step: 'note', words: 'looked at it' });
    for (const row of (await contexts(name)).slice(0, 1)) await damage(name, 'contexts', row, flip(-1));
    await desk.record('cus_1', { kind: 'step', step: 'note', words: 'looked at it again' });
    await new Promise((later) => setTimeout(later, 200));
    expect(await pitch()).toBe('held');
    await desk.record('cus_2', { kind: 'resolved', answers: [stamp] });
    await until(async () => (await pitch()) === 'clear');
  });

  it('a record carried into another company’s store, or another audience’s, under the same key, does not open there', async () => {
    const [name, other] = [company(), company()];
    const ring = await hostRing('support');
    const desk = await support(name);
    await notes(desk, 'cus_1', 2);
    const stranger = await support(other);
    await notes(stranger, 'cus_1', 1);
    // The same ring key for another audience, as a careless host might.
    const customer = await open(name, 'customer', { keys: { ...ring, customer: ring.support ?? [] } });
    const person = await customer.person();
    await customer.record(person, { kind: 'felt', felt: 'fine' });

    const [box] = (await contexts(name)) as [Row];
    const records = await journal(name);
    for (const [there, audience] of [[other, 'support'], [name, 'customer']] as const) {
      const into = `say-once/${there}/${audience}`;
      const [place] = (await rawRead(into, 'contexts')) as [Row];
      await rawWrite(into, 'contexts', [{ key: place.key, value: box.value }]);
      await rawWrite(into, 'journal', records.map(({ key, value }) => ({ key: [place.key as string, (key as [string, number])[1] - 10], value })));
    }
    const later = await support(other);
    expect((await later.read('cus_1')).entries).toBe(1);
    expect(later.state.problem).toBe('broken-record');
    expect(wordsOf((await later.history('cus_1')).entries)).toEqual(['cus_1 note 1']);
    expect((await customer.read(person)).facts).toEqual([]);
    expect(wordsOf((await customer.history(person)).entries)).toEqual(['felt']);
    expect(customer.state.problem).toBe('broken-record');
  });

  it('journal records changed over, within a customer and between two: nothing of one shows under the other', async () => {
    const name = company();
    const desk = await support(name);
    await notes(desk, 'cus_1', 2);
    await notes(desk, 'cus_2', 2);
    const rows = (await journal(name)) as [Row, Row, Row, Row];
    const [a, b, c, d] = rows;
    await rawWrite(database(name), 'journal', [{ key: a.key, value: c.value }, { key: c.key, value: a.value }, { key: b.key, value: d.value }, { key: d.key, value: b.value }]);
    expect((await desk.history('cus_1')).entries).toEqual([]);
    expect((await desk.history('cus_2')).entries).toEqual([]);
    expect(desk.state.problem).toBe('broken-record');
    // The contexts were not touched: they still stand.
    expect((await desk.read('cus_1')).entries).toBe(2);
    // Put back, everything is there again: nothing was destroyed by looking.
    await rawWrite(database(name), 'journal', rows);
    expect((await desk.history('cus_1')).entries).toHaveLength(2);
  });

  it('the person of this device, damaged: the visitor is somebody new, and the page goes on', async () => {
    const name = company();
    const first = await open(name, 'customer', { keys: await hostRing('customer') });
    const person = await first.person();
    const into = `say-once/${name}/customer`;
    const row = (await rawRead(into, 'meta')).find(({ key }) => key === 'person') as Row;
    row.value.box[20] ^= 1;
    await rawWrite(into, 'meta', [row]);
    const page = await open(name, 'customer', { keys: await hostRing('customer') });
    const other = await page.person();
    expect(other).toMatch(/^prov_/);
    expect(other).not.toBe(person);
    expect(page.state.problem).toBe('broken-record');
    expect(await page.person()).toBe(other);
    expect(await page.record(other, { kind: 'felt', felt: 'fine' })).toMatchObject({ saved: true });
  });
});

/** What a desk may do that writes a journal anew. Each must leave what it cannot open as it is. */
const REWRITES: Record<string, (desk: Touchpoint<'support'>, name: string, stamp: string) => Promise<Touchpoint<'support'>>> = {
  'an entry is struck': async (desk, _name, stamp) => {
    await desk.strike(stamp, 'cus_1');
    return desk;
  },
  'something old comes in late, and the journal is put in order': async (desk) => {
    await desk.record('cus_1', { kind: 'step', step: 'note', words: 'long ago', at: Date.now() - 86_400_000 });
    return desk;
  },
  'they are linked': async (desk) => {
    await desk.record('cus_2', { kind: 'felt', felt: 'fine' });
    await desk.link('cus_1', 'cus_2', { because: 'same voice' });
    return desk;
  },
  'an export document is read in': async (desk, name) => {
    const elsewhere = await support(`${name}-2`);
    await elsewhere.record('cus_1', { kind: 'step', step: 'note', words: 'from elsewhere' });
    await desk.import(await elsewhere.export('cus_1'));
    return desk;
  },
  'a year has gone by and the store is swept': async (desk, name) => {
    await desk.close();
    const later = await open(name, 'support', { keys: await hostRing('support'), now: () => Date.now() + 400 * 86_400_000 });
    await until(async () => (await later.history('cus_1')).entries.length === 0);
    return later;
  },
  'the host has a newer key and the store is sealed anew': async (desk, name) => {
    await desk.close();
    const ring = await hostRing('support');
    const [newest] = (await hostRing('support', 'next')).support ?? [];
    if (newest === undefined) throw new Error('no key');
    const later = await open(name, 'support', { keys: { ...ring, support: [{ ...newest, id: 'k2' }, ...(ring.support ?? [])] } });
    await until(async () => (await contexts(name)).every(({ value }) => value.key === 'k2'));
    return later;
  },
};

describe('a journal record that does not open is left as it is, and said', () => {
  for (const [when, rewrite] of Object.entries(REWRITES)) {
    it(`when ${when}`, async () => {
      const name = company();
      const desk = await support(name);
      await notes(desk, 'cus_1', 4);
      const { entries } = await desk.history('cus_1');
      const broken = await damage(name, 'journal', (await journal(name))[1] as Row, flip(-1)); // note 3
      const left = await rewrite(desk, name, entries.at(-1)?.stamp ?? '');

      // The very bytes are still there.
      const bytes = (await journal(name)).map(({ value }) => String(value.box));
      expect(bytes).toContain(String(broken.value.box));
      // It is said, by whoever reads the history next.
      const after = await open(name, 'support', { keys: (left as unknown as { ring: never }).ring });
      const history = await after.history('cus_1');
      expect(after.state.problem).toBe('broken-record');
      expect(wordsOf(history.entries)).not.toContain('cus_1 note 3');
      // And the customer can still be written about, more than once, and read.
      const { entries: before } = await after.read('cus_1');
      for (const words of ['one more', 'and another']) expect(await after.record('cus_1', { kind: 'step', step: 'note', words })).toMatchObject({ saved: true });
      expect((await after.read('cus_1')).entries).toBe(before + 2);
      expect(wordsOf((await after.history('cus_1')).entries)).toContain('and another');
    });
  }

  it('mended from a backup after a rewrite, it is read again', async () => {
    const name = company();
    const desk = await support(name);
    await notes(desk, 'cus_1', 4);
    const { entries } = await desk.history('cus_1');
    const [, whole] = (await journal(name)) as [Row, Row];
    await damage(name, 'journal', whole, flip(20));
    await desk.strike(entries[3]?.stamp ?? '', 'cus_1');
    expect(wordsOf((await desk.history('cus_1')).entries)).not.toContain('cus_1 note 3');
    await rawWrite(database(name), 'journal', [whole]);
    expect(wordsOf((await desk.history('cus_1')).entries)).toContain('cus_1 note 3');
  });

  it('forgetting takes it too', async () => {
    const name = company();
    const desk = await support(name);
    await notes(desk, 'cus_1', 3);
    await damage(name, 'journal', (await journal(name))[0] as Row, flip(-1));
    await desk.forget('cus_1');
    expect(await journal(name)).toEqual([]);
  });

  it('context and journal both beyond reading: nothing of it is thrown away by upkeep, and the rest of the store works', async () => {
    const name = company();
    const desk = await support(name);
    await notes(desk, 'cus_1', 2);
    for (const row of await journal(name)) await damage(name, 'journal', row, flip(-1));
    await damage(name, 'contexts', (await contexts(name))[0] as Row, flip(-1));
    const lies = [...(await contexts(name)), ...(await journal(name))].map(({ value }) => String(value.box)).sort();
    await notes(desk, 'cus_2', 1);
    await desk.close();

    const later = await open(name, 'support', { keys: await hostRing('support'), now: () => Date.now() + 800 * 86_400_000 });
    await until(async () => (await later.history('cus_2')).entries.length === 0); // swept
    const left = [...(await contexts(name)), ...(await journal(name))].map(({ value }) => String(value.box));
    for (const bytes of lies) expect(left).toContain(bytes);
    await later.close();

    const [newest] = (await hostRing('support', 'next')).support ?? [];
    const ring = await hostRing('support');
    const rotated = await open(name, 'support', { keys: { ...ring, support: [{ ...(newest as NonNullable<typeof newest>), id: 'k2' }, ...(ring.support ?? [])] } });
    await until(async () => ((await rawRead(database(name), 'meta')).find(({ key }) => key === 'keys')?.value ?? {}).k1 === undefined); // sealed anew
    const kept = [...(await contexts(name)), ...(await journal(name))].map(({ value }) => String(value.box));
    for (const bytes of lies) expect(kept).toContain(bytes);
    expect((await rotated.read('cus_2')).entries).toBe(0);
  });
});
