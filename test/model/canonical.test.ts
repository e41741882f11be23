/** The text that proofs are made of must never change: an older document would prove nothing any more. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/model/canonical.js';
import { journal } from './generate.js';

/** As it was defined: JSON's own text, of copies with sorted keys. */
const defined = (value: unknown): string =>
  JSON.stringify(value, (_key, part: unknown) =>
    part !== null && typeof part === 'object' && !Array.isArray(part) ? Object.fromEntries(Object.entries(part).sort(([a], [b]) => (a < b ? -1 : 1))) : part,
  );

describe('canonical: the same text as ever', () => {
  it('of any JSON, keys that are numbers and keys that are traps among them', () => {
    const key = fc.oneof(fc.string({ unit: 'binary' }), fc.nat().map(String), fc.constantFrom('__proto__', 'constructor', 'toString', '01', '-1', '4294967294', '4294967295', '1e3', '0'));
    const { value } = fc.letrec((tie) => ({
      value: fc.oneof({ maxDepth: 4 }, fc.string({ unit: 'binary' }), fc.double(), fc.integer(), fc.boolean(), fc.constant(null), fc.constant(undefined), fc.array(tie('value'), { maxLength: 6 }), tie('object')),
      object: fc.array(fc.tuple(key, tie('value')), { maxLength: 8 }).map((entries) => Object.fromEntries(entries)),
    }));
    fc.assert(fc.property(value, (one) => canonical([one]) === defined([one]) && canonical({ one }) === defined({ one })), { numRuns: 2_000 });
  });

  it('of whole journals', () => {
    fc.assert(fc.property(journal({ max: 60 }), (entries) => canonical(entries) === defined(entries)), { numRuns: 100 });
  });

  it.each([
    ['lone surrogates', ['\ud800', { '\udc00': '\u2028' }]],
    ['what says itself how it is written', { at: new Date(0), own: { toJSON: (key: string) => ({ b: key, a: [1] }) } }],
    ['what JSON leaves out', { a: () => 1, b: Symbol('x'), c: undefined, d: [() => 1, Symbol('x'), undefined] }],
    ['boxed values and other objects', [new String('ab'), new Number(5), new Boolean(true), new Map([[1, 2]]), /x/, new Uint8Array(2)]],
    ['minus zero, infinity, holes', [-0, Infinity, Number.NaN, 1e21, 1e-7, Array(3)]],
  ])('of %s', (_, value) => {
    expect(canonical(value)).toBe(defined(value));
  });

  it('what JSON cannot say throws here too', () => {
    const circle: unknown[] = [];
    circle.push({ circle });
    expect(() => canonical(circle)).toThrow();
    expect(() => canonical([1n])).toThrow(TypeError);
  });
});
