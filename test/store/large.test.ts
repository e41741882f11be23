import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/model/entry.js';
import { databaseName } from '../../src/store/early.js';
import { company, open } from '../touchpoint/desks.js';
import { rawRead } from './support.js';

describe('huge text', () => {
  it('a name of 100 kB and words of 200 kB are taken, clipped in the context and said to be, whole in history and export', async () => {
    const desk = await open(company(), 'support');
    const name = `${'Ruth '.repeat(20_000)}Okafor`;
    const words = `${'я'.repeat(199_990)} the end.`;
    expect(await desk.recordAll('cus_1', [{ kind: 'told', fact: 'name', value: name }, { kind: 'issue', words }])).toMatchObject([{ saved: true, cut: [] }, { saved: true, cut: [] }]);
    const context = await desk.read('cus_1');
    const [value] = context.facts[0]?.values ?? [];
    expect(value?.clipped).toBe(true);
    expect(value?.value.length).toBeLessThanOrEqual(300);
    expect(name.startsWith(value?.value ?? '?')).toBe(true);
    expect(context.issues[0]?.clipped).toBe(true);
    expect(context.issues[0]?.words.length).toBeLessThanOrEqual(2_000);
    expect(JSON.stringify(context).length).toBeLessThan(8_000);
    const { entries } = await desk.history('cus_1');
    expect(entries.find(({ kind }) => kind === 'issue')).toMatchObject({ words });
    expect(entries.find(({ kind }) => kind === 'told')).toMatchObject({ value: name });
    expect((await desk.export('cus_1')).entries).toHaveLength(2);
    // Told again in the same words: still one value.
    await desk.record('cus_1', { kind: 'told', fact: 'name', value: name });
    expect((await desk.read('cus_1')).facts[0]?.values).toHaveLength(1);
  });

  it('over the limit: refused by name, and nothing of it is written, nor what was recorded with it', async () => {
    const name = company();
    const desk = await open(name, 'support');
    const long = 'x'.repeat(200_001);
    const drafts: Draft[] = [
      { kind: 'issue', words: long },
      { kind: 'told', fact: 'name', value: long },
      { kind: 'told', fact: 'x'.repeat(201), value: 'y' },
      { kind: 'issue', words: 'a'.repeat(150_000), summary: 'b'.repeat(150_000) },
      { kind: 'issue', words: '"'.repeat(150_000) }, // twice as long as JSON
    ];
    for (const draft of drafts) await expect(desk.recordAll('cus_1', [{ kind: 'felt', felt: 'fine' }, draft])).rejects.toMatchObject({ code: 'too-large' });
    expect(await rawRead(databaseName(name, 'support'), 'contexts')).toEqual([]);
    expect(await rawRead(databaseName(name, 'support'), 'journal')).toEqual([]);
    // Nor from a document.
    await desk.record('cus_1', { kind: 'felt', felt: 'fine' });
    const document = await desk.export('cus_1');
    await expect(desk.import({ ...document, entries: [{ ...document.entries[0], felt: long }] })).rejects.toMatchObject({ code: 'too-large' });
    expect((await desk.read('cus_1')).entries).toBe(1);
  });

  it('what is not text as text should be comes back as it went in: lone surrogates, controls, markup, nothing at all', async () => {
    const desk = await open(company(), 'support');
    const hostile = ['\ud800 lone', 'lone \udfff', '<img src=x onerror=alert(1)>', '\u202Eevil\u2066', '\0\x01\x7f', '𝕽𝖚𝖙𝖍 👩‍👩‍👧‍👦', `${'a'.repeat(299)}😀 cut in the middle`, '__proto__', 'constructor'];
    for (const value of hostile) await desk.record('cus_1', { kind: 'told', fact: 'note to self', value });
    for (const fact of ['__proto__', 'constructor', 'toString', '<b>']) await desk.record('cus_1', { kind: 'told', fact, value: 'x' });
    const { entries } = await desk.history('cus_1', { limit: 500 });
    const values = entries.flatMap((entry) => ('value' in entry ? [entry.value as string] : []));
    for (const value of hostile.slice(2)) expect(values).toContain(value);
    // UTF-8 has no lone surrogates: what comes back is well-formed, and the rest of it is there.
    expect(values.filter((value) => value.includes('lone'))).toHaveLength(2);
    const context = await desk.read('cus_1');
    for (const { values: its } of context.facts) for (const { value } of its) expect(() => encodeURIComponent(value)).not.toThrow();
    expect(context.customer).toBe('cus_1');
  });

  it('ids as a host might have them: long, odd, looking like ours; each finds its own', async () => {
    const desk = await open(company(), 'support');
    const ids = ['a', 'ruth@example.com', 'x'.repeat(500), 'prov_x', ' ', '__proto__', 'customer:a', '"', '😀', 'A', 'a\0', '../a', 'say-once'];
    for (const id of ids) await desk.record(id, { kind: 'told', fact: 'name', value: `I am ${id}` });
    for (const id of ids) {
      const context = await desk.read(id);
      expect([context.customer, context.entries, context.facts[0]?.values[0]?.value.slice(0, 20)]).toEqual([id, 1, `I am ${id}`.slice(0, 20)]);
      expect((await desk.find({ customer: id }))[0]?.customer).toBe(id);
    }
    for (const id of ['', 'x'.repeat(501), '#opaque', 7 as never, null as never]) await expect(desk.record(id, { kind: 'felt', felt: 'x' })).rejects.toMatchObject({ code: 'bad-entry' });
  });
});
