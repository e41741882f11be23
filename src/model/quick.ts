/**
 * Most entries that come to a border are right, and for those the schema's full machinery is most of what reading them costs. A
 * reader made from a schema's own description passes what is plainly right, giving just what the schema would, and leaves
 * everything else to the schema: it never refuses, and it never lets pass what the schema would not (test/model/quick.test.ts).
 */

/** Asks for the schema itself. */
export const ASK = Symbol('ask the schema');

/** Gives the value as the schema would, or `ASK`. */
export type Quick = (value: unknown) => unknown;

/** What a zod schema tells of itself, as far as it is used here. */
interface Schema {
  _zod: { def: object };
}

interface Def {
  type: string;
  format?: string;
  checks?: readonly Schema[];
  shape?: Readonly<Record<string, Schema>>;
  catchall?: Schema;
  innerType?: Schema;
  element?: Schema;
  values?: readonly unknown[];
  entries?: Readonly<Record<string, unknown>>;
}

interface Check {
  check: string;
  format?: string;
  maximum?: number;
  minimum?: number;
  value?: number;
  inclusive?: boolean;
  pattern?: RegExp;
}

type Test = (value: unknown) => boolean;

const lengthOf = (value: unknown): number => (value as { length: number }).length;

/** `undefined`: a check that is not known here. */
function testOf(schema: Schema): Test | undefined {
  const { check, format, maximum = 0, minimum = 0, value: limit = 0, inclusive = false, pattern } = schema._zod.def as Check;
  if (check === 'max_length') return (value) => lengthOf(value) <= maximum;
  if (check === 'min_length') return (value) => lengthOf(value) >= minimum;
  if (check === 'less_than') return (value) => (inclusive ? (value as number) <= limit : (value as number) < limit);
  if (check === 'greater_than') return (value) => (inclusive ? (value as number) >= limit : (value as number) > limit);
  if (check === 'string_format' && format === 'regex' && pattern !== undefined && !pattern.global && !pattern.sticky) return (value) => pattern.test(value as string);
  return undefined;
}

const passing = (test: Test): Quick => (value) => (test(value) ? value : ASK);

/** A schema's reader; `undefined`: it says something that is not known here. */
export function quickOf(schema: Schema): Quick | undefined {
  const def = schema._zod.def as Def;
  const checks = (def.checks ?? []).map(testOf);
  if (checks.includes(undefined)) return undefined;
  const right: Test = (value) => (checks as Test[]).every((test) => test(value));
  switch (def.type) {
    case 'string':
      return def.format === undefined ? passing((value) => typeof value === 'string' && right(value)) : undefined;
    case 'number':
      return def.format === undefined || def.format === 'safeint' ? passing((value) => (def.format === undefined ? Number.isFinite(value) : Number.isSafeInteger(value)) && right(value)) : undefined;
    case 'boolean':
      return passing((value) => typeof value === 'boolean');
    case 'literal':
    case 'enum': {
      const values = new Set(def.values ?? Object.values(def.entries ?? {}));
      return passing((value) => values.has(value));
    }
    case 'optional':
      // Whether it is left out is seen where it stands.
      return def.innerType === undefined ? undefined : quickOf(def.innerType);
    case 'array':
      return arrayOf(def, right);
    case 'object':
      return objectOf(def);
    default:
      return undefined;
  }
}

function arrayOf({ element }: Def, right: Test): Quick | undefined {
  const quick = element === undefined ? undefined : quickOf(element);
  if (quick === undefined) return undefined;
  return (value) => {
    if (!Array.isArray(value) || !right(value)) return ASK;
    // Not `map`, which passes over holes.
    const copy = Array.from(value as unknown[], (one) => quick(one));
    return copy.includes(ASK) ? ASK : copy;
  };
}

function objectOf({ shape = {}, catchall }: Def): Quick | undefined {
  const parts: [name: string, quick: Quick, optional: boolean][] = [];
  for (const [name, part] of Object.entries(shape)) {
    const quick = quickOf(part);
    if (quick === undefined) return undefined;
    parts.push([name, quick, (part._zod.def as Def).type === 'optional']);
  }
  const known = new Set(Object.keys(shape));
  const loose = (catchall?._zod.def as Def | undefined)?.type === 'unknown';
  return (value) => {
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return ASK;
    const given = value as Record<string, unknown>;
    const copy: Record<string, unknown> = {};
    for (const [name, quick, optional] of parts) {
      const part = given[name];
      // Left out is right where it may be; there and `undefined` is something else.
      if (part === undefined) {
        if (!optional || name in given) return ASK;
        continue;
      }
      if ((copy[name] = quick(part)) === ASK) return ASK;
    }
    for (const name of Object.keys(given)) {
      if (known.has(name)) continue;
      if (!loose || name === '__proto__') return ASK;
      copy[name] = given[name];
    }
    return copy;
  };
}
