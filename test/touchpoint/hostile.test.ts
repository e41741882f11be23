import { describe, expect, it } from 'vitest';
import type { Draft } from '../../src/model/entry.js';
import { Company, emptied, PROV, refusal } from './company.js';
import { until } from './desks.js';

const NASTY: Record<string, string> = {
  markup: '<img src=x onerror=alert(1)><script>alert(2)</script>&lt;b&gt;',
  'bidirectional controls': 'invoice\u202egnp.exe\u2066\u2069\u200f',
  'a lone high surrogate': 'before \ud83d after',
  'a lone low surrogate': '\udcde',
  'NUL and other controls': 'a\u0000b\u0007c\u001b[31m',
  'line separators': 'one\u2028two\u2029three\r\nfour',
  'a template': '${alert(1)} {{constructor.constructor("x")()}} `x`',
  'a key of the prototype': '__proto__',
  quotes: `"'\\"\\u0022</textarea>`,
  'a joined emoji': '👩‍👩‍👧‍👦🏳️‍🌈',
  zalgo: `a${'\u0301'.repeat(500)}`,
  'a byte order mark': '\ufefftext',
};

describe('invariant 12: hostile text is text, from the first border to the last', () => {
  it.each(Object.entries(NASTY))('%s comes out as it went in: record, read, history, export, import, envelope', async (_, text) => {
    const acme = await Company.make();
    const support = await acme.open('support');
    const short = text.slice(0, 200);
    const drafts: Draft[] = [
      { kind: 'told', fact: 'name', value: text },
      { kind: 'told', fact: `field ${short.slice(0, 150)}`, value: text },
      { kind: 'issue', words: text, topic: short, product: short, summary: text },
      { kind: 'step', step: 'note', words: text },
      { kind: 'felt', felt: text },
    ];
    await support.recordAll('cus_1', drafts);
    const context = await support.read('cus_1');
    expect(context.issues[0]).toMatchObject({ words: text, topic: short, summary: text.slice(0, 300) });
    expect(context.facts.find(({ fact }) => fact === 'name')?.values[0]?.value).toBe(text.length > 300 ? text.slice(0, 300) : text);
    const document = await support.export('cus_1');
    expect(JSON.parse(JSON.stringify(document))).toEqual(document);
    expect(await support.import(JSON.parse(JSON.stringify(document)))).toEqual({ added: 0 });
    await support.close({ wipe: true, force: true });
    const again = await acme.open('support');
    await again.import(JSON.parse(JSON.stringify(document)));
    expect(await again.export('cus_1')).toEqual(document);
    expect(await again.read('cus_1')).toEqual(context);
    const page = await acme.open('customer');
    const person = await page.person();
    await page.begin(person, { channel: short });
    await page.record(person, { kind: 'issue', words: text });
    const taken = await until(() => again.read(person), ({ issues }) => issues.length === 1);
    expect(taken.issues[0]).toMatchObject({ words: text, channel: 'web-form' });
  });

  it('as an id, a contact, a chain, a label and a reason', async () => {
    const acme = await Company.make();
    for (const [name, text] of Object.entries(NASTY)) {
      const formed = !/\p{Cs}/u.test(text);
      const desk = await acme.open('support', { as: { audience: 'support', id: text.slice(0, 200), label: text.slice(0, 200) } });
      if (!formed) {
        expect(await refusal(desk.record(text, { kind: 'issue', words: 'x' })), name).toBe('bad-entry');
        await desk.close();
        continue;
      }
      const id = text.slice(0, 200);
      await desk.begin(id, { contact: id, chain: id, channel: id });
      await desk.record(id, { kind: 'issue', words: 'x' });
      await desk.link(id, 'cus_2', { because: text });
      expect(await desk.read(id)).toMatchObject({ customer: id, issues: [{ words: 'x', contact: id, chain: id }], links: [{ because: text.slice(0, 300) }] });
      expect(await desk.find({ customer: id })).toMatchObject([{ strength: 'exact' }]);
      await desk.unlink(id, 'cus_2');
      await desk.forget(id);
      expect((await desk.read(id)).entries).toBe(0);
      await desk.close();
    }
  });

  it('100 kB names are kept whole in the journal and shortened, visibly, in a context', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const long = 'ع'.repeat(100_000);
    await desk.recordAll('cus_1', [{ kind: 'told', fact: 'name', value: long }, { kind: 'issue', words: long }]);
    const context = await desk.read('cus_1');
    expect(context.facts[0]?.values[0]).toMatchObject({ clipped: true });
    expect(context.issues[0]).toMatchObject({ clipped: true });
    expect(JSON.stringify(context).length).toBeLessThan(20_000);
    expect((await desk.history('cus_1')).entries.map((entry) => ((entry as { words?: string; value?: string }).words ?? (entry as { value?: string }).value)?.length)).toEqual([100_000, 100_000]);
  });

  it('larger than any text is refused by name, and nothing is written', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const huge = 'x'.repeat(200_001);
    for (const draft of [{ kind: 'told', fact: 'name', value: huge }, { kind: 'issue', words: huge }, { kind: 'felt', felt: huge }, { kind: 'step', step: 'note', words: huge }] as const) expect(await refusal(desk.record('cus_1', draft))).toBe('too-large');
    expect(await refusal(desk.recordAll('cus_1', [{ kind: 'felt', felt: 'fine' }, { kind: 'felt', felt: huge }]))).toBe('too-large');
    expect((await desk.read('cus_1')).entries).toBe(0);
  });

  it('a phone number longer than a novel finds nobody and keeps nobody waiting', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    const began = performance.now();
    for (const number of ['+44'.repeat(60_000), '0'.repeat(180_000), '(020) '.repeat(30_000), `+${'٤'.repeat(100_000)}`, ';ext='.repeat(20_000)]) {
      expect(await desk.find({ phone: number })).toEqual([]);
      await desk.record('cus_1', { kind: 'told', fact: 'tel', value: number });
    }
    expect(performance.now() - began).toBeLessThan(5_000);
  });

  it.each([
    ['nothing', undefined], ['null', null], ['a text', 'issue'], ['no kind', {}], ['an unknown kind', { kind: 'spell' }], ['a kind of the prototype’s', { kind: 'toString' }], ['a field too many', { kind: 'issue', words: 'x', standing: 'confirmed' }], ['an author', { kind: 'issue', words: 'x', by: { audience: 'support' } }],
    ['a stamp', { kind: 'issue', words: 'x', stamp: '0'.repeat(24) }], ['a life', { kind: 'issue', words: 'x', life: 9 }], ['a number for words', { kind: 'issue', words: 5 }], ['no words', { kind: 'issue', words: '' }], ['an answer to no stamp', { kind: 'resolved', answers: ['x'] }], ['no answers', { kind: 'resolved', answers: [] }], ['an object for a value', { kind: 'told', fact: 'name', value: {} }],
    ['a fact whose name has no letter', { kind: 'told', fact: '[]', value: 'x' }], ['a fact whose name is longer than it looks', { kind: 'told', fact: '\ufdfd'.repeat(60), value: 'x' }], ['a fact without a name', { kind: 'asked', fact: '\udcde' }],
    ['a time that is none', { kind: 'issue', words: 'x', at: Number.NaN }], ['an empty contact', { kind: 'issue', words: 'x', contact: '' }],
  ])('what a host hands over as a draft, and is none (%s): bad-entry', async (_, draft) => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    expect(await refusal(desk.record('cus_1', draft as unknown as Draft))).toBe('bad-entry');
    expect((await desk.read('cus_1')).entries).toBe(0);
  });

  it('a form of nothing but traps neither harms nor stops the intake', async () => {
    const acme = await Company.make();
    const desk = await acme.open('support');
    for (const text of Object.values(NASTY)) await acme.said(PROV('ada'), { kind: 'felt', felt: text, contact: text.slice(0, 400), chain: text.slice(0, 400), channel: text.slice(0, 200) }, { kind: 'told', fact: text.slice(0, 200), value: text });
    await acme.said(PROV('bea'), { kind: 'issue', words: 'x', contact: 'c'.repeat(500), chain: 'd'.repeat(500) });
    await emptied(acme, 'intake');
    expect(desk.state.refused).toBeUndefined();
    expect((await desk.history(PROV('ada'), { limit: 100 })).entries.filter(({ kind }) => kind === 'felt')).toHaveLength(Object.keys(NASTY).length);
    const all = await desk.export(PROV('ada'));
    const document = await desk.export(PROV('bea'));
    await desk.close({ wipe: true, force: true });
    const again = await acme.open('support');
    expect(await again.import(document)).toEqual({ added: 1 });
    expect(await again.import(all)).toEqual({ added: all.entries.length });
  });
});
