/** What passes plainly right entries as they are passes only what the schema gives back just so, and never under its true size. */
import fc from 'fast-check';
import * as z from 'zod/mini';
import { describe, expect, it } from 'vitest';
import { canonical } from '../../src/model/canonical.js';
import type { AnyEntry } from '../../src/model/entry.js';
import { ASK, quickOf } from '../../src/model/quick.js';
import { entrySchema } from '../../src/model/schema.js';
import { journal } from './generate.js';

const byKind = new Map<string, { schema: z.ZodMiniType; quick: ReturnType<typeof quickOf> }>(entrySchema._zod.def.options.map((schema) => [[...schema.shape.kind._zod.values].join(), { schema, quick: quickOf(schema) }]));

/** What passes is what the schema gives, part by part, and no longer as JSON than it was said to be. */
const same = (entry: unknown): boolean => {
  const { schema, quick } = byKind.get(String((entry as AnyEntry | null)?.kind)) ?? {};
  const room = quick?.(entry) ?? ASK;
  if (schema === undefined || room === ASK) return true;
  const result = z.safeParse(schema, entry);
  return result.success && canonical(result.data) === canonical(entry) && JSON.stringify(entry).length <= room;
};

const hostile = fc.oneof(
  fc.constantFrom<unknown>(undefined, null, '', ' ', 0, -1, 1.5, Number.NaN, Infinity, 2 ** 53, 8_640_000_000_000_001, true, [], {}, [[]], 'x'.repeat(201), 'x'.repeat(501), 'x'.repeat(200_001), '0'.repeat(24), '0'.repeat(25), 'support', new Date(0), () => 1, 5n, ['0'.repeat(24), 5], Array<string>(1), ['0'.repeat(24), ...Array<string>(1)]),
  // A hole that nobody fills reads as nothing, and is something else than a text.
  fc.sparseArray(fc.constant('0'.repeat(24)), { maxLength: 3 }),
  fc.anything({ maxDepth: 2, withSparseArray: true }),
);

describe('quick reading of entries', () => {
  it('is there for all kinds but those with days in them, which come from support alone', () => {
    expect([...byKind].filter(([, { quick }]) => quick === undefined).map(([kind]) => kind)).toEqual(['held']);
  });

  it('passes whole journals, where the schema does', () => {
    fc.assert(
      fc.property(journal({ max: 60 }), (entries) =>
        entries.every((entry) => {
          const quick = byKind.get(entry.kind)?.quick;
          return quick === undefined || (quick(entry) !== ASK) === z.safeParse(entrySchema, entry).success;
        }) && entries.every(same),
      ),
      { numRuns: 60 },
    );
  });

  it('leaves to the schema whatever is not plainly right', () => {
    const places = ['kind', 'stamp', 'customer', 'at', 'by', 'channel', 'contact', 'life', 'answers', 'words', 'value', 'fact', 'seconds', 'until', 'goodFor', 'scope', 'e164', 'level', 'audience', '__proto__', 'later'];
    fc.assert(
      fc.property(journal({ max: 6, min: 1 }), fc.constantFrom(...places), hostile, fc.nat(3), (entries, place, value, how) =>
        entries.every((entry) => {
          const changed = JSON.parse(JSON.stringify(entry)) as Record<string, unknown>;
          const into = how === 0 && typeof changed['by'] === 'object' ? (changed['by'] as Record<string, unknown>) : changed;
          if (how === 1) delete into[place];
          else Object.defineProperty(into, place, { value, enumerable: true, configurable: true, writable: true });
          return same(how === 2 ? Object.assign(Object.create(changed) as object, { kind: entry.kind }) : changed);
        }),
      ),
      { numRuns: 1_500 },
    );
  });
});
