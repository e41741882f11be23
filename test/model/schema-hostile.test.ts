import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { AnyEntry } from '../../src/model/entry.js';
import { SayOnceError } from '../../src/model/errors.js';
import { extend, fold } from '../../src/model/fold.js';
import { guide } from '../../src/model/guidance.js';
import { policyOf } from '../../src/model/policy-of.js';
import { POLICY } from '../../src/model/policy-built-in.js';
import { parseDraft, parseEntry, parsePolicy } from '../../src/model/schema.js';
import { customerView, holdsForSales, salesView } from '../../src/model/views.js';
import { WHOSE } from './generate.js';
import { DRAFTS, SAMPLES } from './samples.js';
import { minute, START } from './scene.js';

const GATES = { parseEntry, parseDraft, parsePolicy } as const;

/** What a gate lets in; `undefined` where it refuses. Anything thrown but a refusal fails the test. */
function through<T>(gate: (value: unknown) => T, value: unknown): T | undefined {
  try {
    return gate(value);
  } catch (error) {
    if (error instanceof SayOnceError) return undefined;
    throw error;
  }
}

const anything = fc.anything({ maxDepth: 3, withBigInt: true, withDate: true, withMap: true, withSet: true, withNullPrototype: true, withObjectString: true, withSparseArray: true, withTypedArray: true });
const key = fc.oneof(fc.constantFrom('kind', 'stamp', 'at', 'by', 'answers', 'scope', 'until', 'from', '__proto__', 'constructor', 'toJSON', 'prototype', 'hasOwnProperty', 'toString'), fc.string());

describe('hostile input is refused by name, and never by accident', () => {
  it('whatever it is', () => {
    fc.assert(
      fc.property(anything, (value) => {
        for (const gate of Object.values(GATES)) through<unknown>(gate, value);
      }),
      { numRuns: 500 },
    );
  });

  it('also where only one field of an entry, a draft or a policy is hostile', () => {
    fc.assert(
      fc.property(fc.constantFrom(...SAMPLES), fc.constantFrom(...DRAFTS), key, anything, fc.boolean(), (entry, draft, name, value, dreamt) => {
        const spoil = (body: object): object => Object.fromEntries([...Object.entries(body), [name, value]]);
        through<unknown>(parseEntry, spoil(dreamt ? { ...entry, kind: 'dreamt' } : entry));
        through<unknown>(parseDraft, spoil(draft));
        through<unknown>(parsePolicy, spoil(POLICY));
      }),
      { numRuns: 1000 },
    );
  });

  it('and what is let in can be folded, shown and folded on, whatever it holds', () => {
    const admitted = fc.tuple(fc.constantFrom(...SAMPLES), key, fc.oneof(anything, fc.maxSafeNat(), fc.constantFrom(8_640_000_000_000_000, 0)), fc.boolean()).map(([entry, name, value, dreamt]) => {
      const spoilt: unknown = Object.fromEntries([...Object.entries(dreamt ? { ...entry, kind: 'dreamt' } : entry), [name, value]]);
      return through(parseEntry, spoilt) ?? entry;
    });
    fc.assert(
      fc.property(fc.array(admitted, { minLength: 1, maxLength: 6 }), (entries: AnyEntry[]) => {
        const apart = entries.map((entry, n) => ({ ...entry, stamp: entry.stamp.slice(0, 20) + String(1000 + n) }));
        const folded = fold(apart, WHOSE);
        extend(folded, apart);
        guide(folded.context, POLICY, { now: START, action: 'refund', chain: 'chain-1' });
        customerView(folded.context);
        salesView('x', folded.context.held, true, START);
        for (const { from, review } of holdsForSales(folded.context, POLICY, minute(1))) expect(`${from} ${review}`).toMatch(/^\d{4}-\d\d-\d\d \d{4}-\d\d-\d\d$/);
        expect(() => JSON.stringify(folded)).not.toThrow();
      }),
      { numRuns: 500 },
    );
  });

  it.each<[string, (body: object) => unknown]>([
    ['a circle', (body) => { const round: Record<string, unknown> = { ...body }; round['self'] = round; return round; }],
    ['a depth without end', (body) => { let deep: object = {}; for (let n = 0; n < 50_000; n++) deep = { deep }; return { ...body, deep }; }],
    ['a number that JSON does not know', (body) => ({ ...body, big: 1n })],
    ['a getter that throws', (body) => ({ ...body, get kind() { throw new TypeError('trap'); } })],
    ['a proxy', () => new Proxy({}, { get: () => { throw new TypeError('trap'); }, ownKeys: () => { throw new TypeError('trap'); } })],
    ['a toJSON that throws', (body) => ({ ...body, toJSON: () => { throw new TypeError('trap'); } })],
    ['a million answers', (body) => ({ ...body, answers: Array.from({ length: 1_000_000 }, () => 'x') })],
    ['a list', () => Array.from({ length: 100_000 }, () => ({}))],
    ['nothing', () => null],
  ])('%s', (_, make) => {
    expect(through(parseEntry, make(SAMPLES[0] ?? {}))).toBeUndefined();
    expect(through(parseDraft, make(DRAFTS[0] ?? {}))).toBeUndefined();
    expect(through(parsePolicy, make({ facts: 7 }))).toBeUndefined();
  });

  it('keys that would reach into a prototype reach nothing', () => {
    const told = JSON.stringify(SAMPLES.find(({ kind }) => kind === 'asked'));
    for (const kind of ['asked', 'dreamt']) {
      const text = told.replace('"asked"', `"${kind}"`).replace('{', '{"__proto__":{"answers":["x"],"life":"9","polluted":true},').replace('"by":{', '"by":{"__proto__":{"polluted":true},');
      const entry = parseEntry(JSON.parse(text)) as Record<string, unknown>;
      expect([entry['answers'], entry['polluted'], (entry['by'] as Record<string, unknown>)['polluted']]).toEqual([undefined, undefined, undefined]);
    }
    const policy = policyOf(parsePolicy(JSON.parse('{"facts":{"__proto__":{"identity":true},"constructor":{"identity":true}},"actions":{"__proto__":{"level":"none"}}}')));
    expect([policy.facts['toString'], ({} as Record<string, unknown>)['identity'], ({} as Record<string, unknown>)['level']]).toEqual([Object.prototype.toString, undefined, undefined]);
    expect(Object.getPrototypeOf(policy.facts)).toBe(Object.prototype);
  });
});
