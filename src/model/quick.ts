/**
 * Most entries that come to a border are right, and for those the schema's full machinery is most of what reading them costs. A
 * reader made from a schema's own description passes what is plainly right as it is, without a copy, and leaves everything else to
 * the schema: it never refuses, and it never lets pass what the schema would not (test/model/quick.test.ts).
 */

/** Asks for the schema itself. */
export const ASK = Number.POSITIVE_INFINITY;

/** How many characters JSON takes for the value at most, or `ASK`. (For one of a text it takes six at most.) */
export type Quick = (value: unknown) => number;

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

/** One test of all. (In a loop, as `every` would, they take twice as long.) */
const together = ([test, ...others]: readonly Test[]): Test => {
  if (test === undefined) return () => true;
  const rest = together(others);
  return others.length === 0 ? test : (value) => test(value) && rest(value);
};

const NUMBER = 28;
const ofText = (text: string): number => text.length * 6 + 3;
const ofName = (name: string): number => name.length * 6 + 4;

/** A schema's reader; `undefined`: it says something that is not known here. */
export function quickOf(schema: Schema): Quick | undefined {
  const def = schema._zod.def as Def;
  const checks = (def.checks ?? []).map(testOf);
  if (checks.includes(undefined)) return undefined;
  const right = together(checks as Test[]);
  switch (def.type) {
    case 'string':
      return def.format === undefined ? (value) => (typeof value === 'string' && right(value) ? ofText(value) : ASK) : undefined;
    case 'number':
      if (def.format === undefined) return (value) => (Number.isFinite(value) && right(value) ? NUMBER : ASK);
      return def.format === 'safeint' ? (value) => (Number.isSafeInteger(value) && right(value) ? NUMBER : ASK) : undefined;
    case 'boolean':
      return (value) => (typeof value === 'boolean' ? NUMBER : ASK);
    case 'literal':
    case 'enum': {
      const values = new Set(def.values ?? Object.values(def.entries ?? {}));
      return (value) => (values.has(value) ? roomOf(value) : ASK);
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
    let room = 2;
    // Not `reduce`, which passes over holes.
    for (let index = 0; index < value.length; index++) room += quick(value[index]);
    return room;
  };
}

function objectOf({ shape = {}, catchall }: Def): Quick | undefined {
  const parts = new Map<string, { quick: Quick; room: number; needed: number }>();
  let needed = 0;
  for (const [name, part] of Object.entries(shape)) {
    const quick = quickOf(part);
    if (quick === undefined) return undefined;
    const must = (part._zod.def as Def).type === 'optional' ? 0 : 1;
    needed += must;
    parts.set(name, { quick, room: ofName(name), needed: must });
  }
  const others: Quick = (catchall?._zod.def as Def | undefined)?.type === 'unknown' ? roomOf : () => ASK;
  return (value) => {
    if (typeof value !== 'object' || value === null || Object.getPrototypeOf(value) !== Object.prototype) return ASK;
    let room = 2;
    let there = 0;
    for (const name in value) {
      const one = (value as Record<string, unknown>)[name];
      const part = parts.get(name);
      if (part === undefined) room += name === '__proto__' ? ASK : ofName(name) + others(one);
      else {
        there += part.needed;
        room += part.room + part.quick(one);
      }
    }
    return there === needed ? room : ASK;
  };
}

/** Of anything that is plain JSON. */
function roomOf(value: unknown): number {
  if (typeof value === 'string') return ofText(value);
  if (typeof value === 'number' || typeof value === 'boolean' || value === null) return NUMBER;
  if (typeof value !== 'object' || 'toJSON' in value) return ASK;
  let room = 2;
  for (const name of Object.keys(value)) room += ofName(name) + roomOf((value as Record<string, unknown>)[name]);
  return room;
}
