import { describe, expect, it } from 'vitest';
import type { ErrorCode } from '../../src/model/errors.js';
import type { KeyRing, RingKey } from '../../src/store/keys.js';
import { openTouchpoint } from '../../src/touchpoint.js';
import type { Touchpoint, TouchpointOptions } from '../../src/touchpoint/types.js';
import { company, open, until } from '../touchpoint/desks.js';
import { hostKey, hostRing, positions, rawRead, rawWrite, wordsOf } from './support.js';

const DAY = 86_400_000;

/** A support desk with these keys and no others: what sales is told is another matter. */
const desk = (name: string, keys: readonly RingKey[], more: Partial<TouchpointOptions<'support'>> = {}): Promise<Touchpoint<'support'>> =>
  open(name, 'support', { keys: { support: keys, erase: true } satisfies KeyRing, ...more });

const refusal = (name: string, keys: KeyRing | undefined, audience: 'support' | 'sales' | 'customer' = 'support'): Promise<ErrorCode> =>
  openTouchpoint({ name, as: { audience }, ...(keys === undefined ? {} : { keys }) }).then(
    () => Promise.reject(new Error('it opened')),
    (error: { code: ErrorCode }) => error.code,
  );

/** Those that something lies under, or may still. */
async function keysNoted(name: string, audience = 'support'): Promise<string[]> {
  const meta = await rawRead(`say-once/${name}/${audience}`, 'meta');
  return [...new Set(meta.flatMap(({ key, value }) => (key === 'keys' || key === 'going' ? Object.keys(value as object) : [])))].sort();
}
const sealedWith = async (name: string, audience = 'support'): Promise<string[]> =>
  [...new Set([...(await rawRead(`say-once/${name}/${audience}`, 'contexts')), ...(await rawRead(`say-once/${name}/${audience}`, 'journal'))].map(({ value }) => value.key as string))].sort();

const note = (words: string) => ({ kind: 'step', step: 'note', words }) as const;

describe('keys are the host’s', () => {
  it('a ring without the audience, and no ring at all, are refused before anything is touched', async () => {
    const name = company();
    expect(await refusal(name, { sales: [await hostKey('k1')] })).toBe('key-required');
    expect(await refusal(name, {})).toBe('key-required');
    expect(await refusal(name, undefined)).toBe('key-required');
    expect(await refusal(name, undefined, 'sales')).toBe('key-required');
    expect((await indexedDB.databases()).filter((one) => one.name?.includes(name))).toEqual([]);
  });

  it('every key ended: refused; one ended and one not: that one seals, and the ended one still opens', async () => {
    const name = company();
    const past = Date.now() - 1;
    expect(await refusal(name, { support: [await hostKey('k1', 'a', past), await hostKey('k2', 'b', past)] })).toBe('key-required');

    const first = await desk(name, [await hostKey('k1')]);
    await first.record('cus_1', note('under the first'));
    const second = await desk(name, [await hostKey('k2'), await hostKey('k1', 'k1', past)]);
    expect(wordsOf((await second.history('cus_1')).entries)).toEqual(['under the first']);
    await second.record('cus_2', note('under the second'));
    await until(async () => (await sealedWith(name)).join() === 'k2');
    // The newest has ended, an older one has not.
    const third = await desk(name, [await hostKey('k2', 'k2', past), await hostKey('k1')]);
    await third.record('cus_3', note('under the older'));
    expect(await sealedWith(name)).toContain('k1');
  });

  it('a key that ends while the page is open seals nothing more: the next one does, and without one what is typed stays in memory, said', async () => {
    const name = company();
    let now = Date.now();
    const clock = (): number => now;
    const two = await desk(name, [await hostKey('k2', 'k2', now + DAY), await hostKey('k1', 'k1', now + 2 * DAY)], { now: clock });
    expect(await two.record('cus_1', note('first day'))).toMatchObject({ saved: true });
    expect(await sealedWith(name)).toEqual(['k2']);
    now += 1.5 * DAY;
    expect(await two.record('cus_2', note('second day'))).toMatchObject({ saved: true });
    expect(await sealedWith(name)).toEqual(['k1', 'k2']);
    expect(wordsOf((await two.history('cus_1')).entries)).toEqual(['first day']);
    now += DAY;
    expect(await two.record('cus_2', note('third day'))).toMatchObject({ saved: false, problem: 'key-required' });
    expect(two.state).toMatchObject({ problem: 'key-required', unsaved: 1 });
    expect((await two.read('cus_2')).entries).toBe(2);
    expect(wordsOf((await two.history('cus_2')).entries)).toEqual(['third day', 'second day']);
    expect((await rawRead(`say-once/${name}/support`, 'journal')).length).toBe(2);
  });

  it('the wrong key, and another key under the same id, are answered by name; nothing is destroyed, and the right one still opens', async () => {
    const name = company();
    const right = [await hostKey('k1', 'right')];
    const first = await desk(name, right);
    await first.record('cus_1', note('kept'));
    await first.close();
    const before = [await rawRead(`say-once/${name}/support`, 'contexts'), await rawRead(`say-once/${name}/support`, 'journal'), await rawRead(`say-once/${name}/support`, 'meta')];
    expect(await refusal(name, { support: [await hostKey('k2')] })).toBe('wrong-key');
    expect(await refusal(name, { support: [await hostKey('k1', 'wrong')] })).toBe('wrong-key');
    expect(await refusal(name, 'device' as never)).toBe('wrong-key');
    expect([await rawRead(`say-once/${name}/support`, 'contexts'), await rawRead(`say-once/${name}/support`, 'journal'), await rawRead(`say-once/${name}/support`, 'meta')]).toEqual(before);
    expect(wordsOf((await (await desk(name, right)).history('cus_1')).entries)).toEqual(['kept']);
  });

  it('two tabs that open an empty store at once with different keys under one id: the second to write is refused, and the first loses nothing', async () => {
    const name = company();
    const [one, two] = [await desk(name, [await hostKey('k1', 'one')]), await desk(name, [await hostKey('k1', 'two')])];
    await one.record('cus_1', note('first'));
    await expect(two.record('cus_1', note('second'))).rejects.toMatchObject({ code: 'wrong-key' });
    await one.record('cus_1', note('third'));
    await Promise.all([one.close(), two.close()]);
    expect(wordsOf((await (await desk(name, [await hostKey('k1', 'one')])).history('cus_1')).entries)).toEqual(['third', 'first']);
  });

  it('a key that is not told apart by the store is told apart by nobody: its id and a check are all that is noted', async () => {
    const name = company();
    await (await desk(name, [await hostKey('k1')])).record('cus_1', note('x'));
    const noted = (await rawRead(`say-once/${name}/support`, 'meta')).find(({ key }) => key === 'keys')?.value;
    expect(Object.keys(noted)).toEqual(['k1']);
    expect(noted.k1).toMatch(/^[\w-]{11}$/); // 64 bits of a derived value
  });
});

describe('the host’s key is exchanged', () => {
  const identifiers = [
    { kind: 'told', fact: 'phone', value: '+44 20 7946 0018' },
    { kind: 'told', fact: 'account', value: '4821-77' },
  ] as const;

  it('an older key in the ring opens, the newest seals, idle time seals all anew, and the customer is found before, during and after', async () => {
    const name = company();
    const [k1, k2] = [await hostKey('k1'), await hostKey('k2')];
    const first = await desk(name, [k1]);
    for (const id of ['cus_1', 'cus_2', 'cus_3']) {
      await first.recordAll(id, [...identifiers, note(`about ${id}`)]);
      await first.record(id, { kind: 'issue', words: `${id} needs help` });
    }
    await first.link('cus_1', 'cus_2', { because: 'same voice' });
    await first.close();

    const second = await desk(name, [k2, k1]);
    // At once, before anything was sealed anew: nothing of it waits for idle time.
    const found = async (one: Touchpoint<'support'>): Promise<string[]> => (await one.find({ phone: '020 7946 0018' })).map(({ customer }) => customer);
    expect(await found(second)).toEqual(['cus_1', 'cus_3']);
    expect((await second.read('cus_2')).issues).toHaveLength(2);
    expect((await second.find({ customer: 'cus_3' }))[0]?.strength).toBe('exact');
    await second.record('cus_3', note('during'));
    expect(await found(second)).toEqual(['cus_1', 'cus_3']);

    await until(async () => (await sealedWith(name)).join() === 'k2' && (await keysNoted(name)).join() === 'k2');
    expect(await found(second)).toEqual(['cus_1', 'cus_3']);
    expect(await rawRead(`say-once/${name}/support`, 'contexts')).toHaveLength(3);
    await second.close();

    // The old key may go.
    const third = await desk(name, [k2]);
    expect(await found(third)).toEqual(['cus_1', 'cus_3']);
    expect(wordsOf((await third.history('cus_3')).entries)).toContain('during');
    expect((await third.read('cus_1')).group).toEqual(['cus_1', 'cus_2']);
    expect(third.state.problem).toBeUndefined();
    const rows = await rawRead(`say-once/${name}/support`, 'journal');
    for (const { key } of await rawRead(`say-once/${name}/support`, 'contexts')) expect(positions(rows, key as string).whole).toBe(true);
  });

  it('the person of a customer’s device comes along', async () => {
    const name = company();
    const [k1, k2] = [await hostKey('k1'), await hostKey('k2')];
    const first = await open(name, 'customer', { keys: { customer: [k1] } });
    const person = await first.person();
    await first.record(person, { kind: 'felt', felt: 'fine' });
    await first.close();
    const second = await open(name, 'customer', { keys: { customer: [k2, k1] } });
    await until(async () => (await keysNoted(name, 'customer')).join() === 'k2');
    await second.close();
    const third = await open(name, 'customer', { keys: { customer: [k2] } });
    expect(await third.person()).toBe(person);
    expect((await third.history(person)).entries).toHaveLength(1);
  });

  it('a device that has a person and nothing else is not opened without the key', async () => {
    const name = company();
    const first = await open(name, 'customer', { keys: { customer: [await hostKey('k1')] } });
    await first.person();
    await first.close();
    expect(await refusal(name, { customer: [await hostKey('k2')] }, 'customer')).toBe('wrong-key');
  });

  it('what was forgotten stays forgotten: its stub is left where it is, and an older life is still refused', async () => {
    const name = company();
    const [k1, k2] = [await hostKey('k1'), await hostKey('k2')];
    const first = await desk(name, [k1]);
    await first.record('cus_1', note('before'));
    const document = await first.export('cus_1');
    await first.forget('cus_1');
    await first.record('cus_2', note('somebody else'));
    await first.close();
    const second = await desk(name, [k2, k1]);
    await until(async () => (await keysNoted(name)).join() === 'k2');
    expect((await second.read('cus_1')).customer).toBe('cus_1');
    await expect(second.import(document)).rejects.toMatchObject({ code: 'forgotten' });
    expect((await second.read('cus_1')).entries).toBe(0);
    expect(await second.record('cus_1', note('a new life'))).toMatchObject({ saved: true });
    expect(await second.read('cus_1')).toMatchObject({ entries: 1, life: 1 });
    // All is sealed anew; the old key must stay in the ring all the same, for those who were forgotten under it.
    await second.close();
    expect((await rawRead(`say-once/${name}/support`, 'contexts')).filter(({ value }) => value.box !== undefined && value.key !== 'k2')).toEqual([]);
    expect(await refusal(name, { support: [k2] })).toBe('wrong-key');
    const third = await desk(name, [k2, k1]);
    await expect(third.import(document)).rejects.toMatchObject({ code: 'forgotten' });
  });

  it('two tabs with different rings write about the same people at once: nothing is lost, and the older one is told', async () => {
    const name = company();
    const [k1, k2] = [await hostKey('k1'), await hostKey('k2')];
    const old = await desk(name, [k1]);
    await old.record('cus_0', note('at first'));
    const wide = await desk(name, [k2, k1]);
    const customers = ['cus_1', 'cus_2', 'cus_3'];
    const wanted: string[] = [];
    const writing = [old, wide].flatMap((one, tab) =>
      customers.map(async (customer) => {
        for (let i = 0; i < 12; i++) {
          wanted.push(`${customer} ${tab} ${i}`);
          await one.record(customer, note(`${customer} ${tab} ${i}`));
        }
      }),
    );
    await Promise.all(writing);
    await until(() => old.state.problem === 'wrong-key');
    expect(wide.state.problem).toBeUndefined();

    // The wide one sees all of it at once; whoever has only the new key sees it once it is sealed anew.
    const all = async (one: Touchpoint<'support'>): Promise<string[]> => (await Promise.all(customers.map(async (id) => wordsOf((await one.history(id, { limit: 500 })).entries)))).flat().sort();
    expect(await all(wide)).toEqual(wanted.toSorted());
    for (const id of customers) expect((await wide.read(id)).entries).toBe(24);
    // The old one goes on while its store is sealed anew under it.
    const third = await desk(name, [k2, k1]);
    for (let i = 0; i < 30; i++) {
      wanted.push(`cus_1 late ${i}`);
      await old.record('cus_1', note(`cus_1 late ${i}`));
    }
    await Promise.all([old.close(), wide.close(), third.close()]);

    const fourth = await desk(name, [k2, k1]);
    await until(async () => (await keysNoted(name)).join() === 'k2');
    await fourth.close();
    const last = await desk(name, [k2]);
    expect(await all(last)).toEqual(wanted.toSorted());
    expect((await last.read('cus_1')).entries).toBe(54);
    expect(wordsOf((await last.history('cus_0')).entries)).toEqual(['at first']);
  });

  it('a tab with an older ring writes about somebody who was forgotten under the newer key: nothing of it is taken for theirs', async () => {
    const name = company();
    const [k1, k2] = [await hostKey('k1'), await hostKey('k2')];
    const old = await desk(name, [k1]);
    await old.record('cus_0', note('at first'));
    const wide = await desk(name, [k2, k1]);
    await wide.record('cus_1', note('before'));
    await wide.forget('cus_1');
    // It cannot know: what lies under the newer key is out of its sight.
    await old.record('cus_1', note('of the life before'));
    expect(await wide.read('cus_1')).toMatchObject({ entries: 0, life: 1 });
    expect((await wide.history('cus_1')).entries).toEqual([]);
    await wide.record('cus_1', note('of the new life'));
    expect(await wide.read('cus_1')).toMatchObject({ entries: 1, life: 1 });
    expect(wordsOf((await wide.export('cus_1')).entries)).toEqual(['of the new life']);
    const lies = (await rawRead(`say-once/${name}/support`, 'contexts')).map(({ value }) => value.life as number);
    expect(lies.filter((life) => life === 1)).toHaveLength(1);
  });

  it('one record that nobody can open does not keep the rest from being sealed anew', async () => {
    const name = company();
    const [k1, k2] = [await hostKey('k1'), await hostKey('k2')];
    const first = await desk(name, [k1]);
    for (const id of ['cus_1', 'cus_2', 'cus_3']) await first.record(id, note(id));
    const [row] = await rawRead(`say-once/${name}/support`, 'contexts');
    if (row === undefined) throw new Error('nothing there');
    await rawWrite(`say-once/${name}/support`, 'contexts', [{ key: row.key, value: { ...row.value, key: 'k9' } }]);
    await first.close();
    const second = await desk(name, [k2, k1]);
    await until(async () => (await keysNoted(name)).join() === 'k2');
    expect(await sealedWith(name)).toContain('k9');
    const readable = await Promise.all(['cus_1', 'cus_2', 'cus_3'].map((id) => second.read(id).then(({ entries }) => entries, (error: { code: string }) => error.code)));
    expect(readable.toSorted((a, b) => String(a).localeCompare(String(b)))).toEqual([1, 1, 'wrong-key']);
  });
});

describe('keys of this device', () => {
  it('are asked for by name, cannot be extracted, and are the same for all tabs: the first to write wins', async () => {
    const name = company();
    const desks = await Promise.all(Array.from({ length: 6 }, () => open(name, 'support')));
    await Promise.all(desks.map((one, index) => one.record('cus_1', note(`tab ${index}`))));
    for (const one of desks) expect((await one.read('cus_1')).entries).toBe(6);
    const keys = await rawRead(`say-once/${name}/keys`, 'keys');
    expect(keys.map(({ key }) => key)).toEqual(['customer', 'intake', 'sales', 'support']);
    for (const { value } of keys) {
      const secret = 'privateKey' in value ? value.privateKey : value;
      expect(secret.extractable).toBe(false);
      for (const format of ['raw', 'pkcs8', 'jwk'] as const) await expect(crypto.subtle.exportKey(format, secret)).rejects.toThrow();
    }
  });

  it('an audience’s seat gets its own and no others', async () => {
    const name = company();
    const { deviceRing } = await import('../../src/store/device.js');
    const [support, sales, customer] = [await deviceRing(name, 'support'), await deviceRing(name, 'sales'), await deviceRing(name, 'customer')];
    expect(Object.keys(support).sort()).toEqual(['erase', 'intake', 'sales', 'support']);
    expect(Object.keys(sales).sort()).toEqual(['intake', 'sales']);
    expect(Object.keys(customer).sort()).toEqual(['customer', 'intake']);
    expect([support, sales, customer].map((ring) => ring.intake?.privateKey !== undefined)).toEqual([true, false, false]);
  });

  it('a customer’s page may leave them out', async () => {
    const name = company();
    const page = await openTouchpoint({ name, as: { audience: 'customer' } });
    const person = await page.person();
    expect(await page.record(person, { kind: 'felt', felt: 'fine' })).toMatchObject({ saved: true });
    await page.close();
  });

  it('record keys are digests: the same customer lies elsewhere in another company, another audience, under another key', async () => {
    const places = new Set<string>();
    const ring = await hostRing('support');
    for (const name of [company(), company()]) {
      for (const keys of [ring.support ?? [], [await hostKey('k2')]]) {
        const one = await desk(`${name}-${keys[0]?.id}`, keys);
        await one.record('ruth@example.com', note('x'));
        const [row] = await rawRead(`say-once/${name}-${keys[0]?.id}/support`, 'contexts');
        expect(row?.key).toMatch(/^[\w-]{22}$/);
        places.add(row?.key as string);
      }
    }
    expect(places.size).toBe(4);
  });
});
