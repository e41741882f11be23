import { BETWEEN, KEEP, LIST, SAME, SHAPES } from './unpack.js';

/** An object with so many names or fewer, and no object in it, is written once: mostly it says who said something. */
const SMALL = 3;

/** Numbers by what leads to them, one after the other. (To join names into a text for each object would take as long as all the rest.) */
interface Branch {
  next: Map<unknown, Branch>;
  number?: number;
}

const branch = (): Branch => ({ next: new Map() });

function follow({ next }: Branch, step: unknown): Branch {
  let there = next.get(step);
  if (there === undefined) next.set(step, (there = branch()));
  return there;
}

/** What JSON can say, as `unpack` reads it. Undefined: it has a name that could not be read back. (Plain loops: every write waits for it.) */
export function pack(value: unknown): { text: string; codes: readonly number[] } | undefined {
  const table: unknown[] = [];
  const places = new Map<unknown, number>();
  const shapes: (readonly string[])[] = [];
  const kept = branch();
  /** objects that were written as a whole: what was unpacked, and a fold left as it was, is the same object again */
  const wholes = new Map<object, number>();
  const codes: number[] = [];
  let count = 0;
  let odd = false;
  const put = (code: number): void => {
    let rest = code;
    for (; rest > 127; rest = Math.floor(rest / 128)) codes.push((rest % 128) + 128);
    codes.push(rest);
  };
  const placeOf = (one: unknown): number => {
    let place = places.get(one);
    if (place === undefined) places.set(one, (place = table.push(one) - 1));
    return place;
  };
  const list = (some: readonly unknown[]): void => {
    codes.push(LIST);
    put(some.length);
    for (let index = 0; index < some.length; index++) write(some[index]);
  };
  const shapeOf = (names: readonly string[]): number => {
    // There are few, and names are compared by where they lie: faster than any map.
    for (let number = 0; number < shapes.length; number++) if (isSame(shapes[number] as readonly string[], names)) return number;
    odd ||= names.some((name) => name === '__proto__' || name.includes(BETWEEN));
    return shapes.push(names) - 1;
  };
  const same = (number: number): void => {
    codes.push(SAME);
    put(number);
  };
  const object = (one: object): void => {
    const known = wholes.get(one);
    if (known !== undefined) return same(known);
    const names = Object.keys(one);
    const parts = Object.values(one) as unknown[];
    if (parts.includes(undefined)) return object(Object.fromEntries(Object.entries(one).filter(([, part]) => part !== undefined)));
    const shape = shapeOf(names);
    if (parts.length > 0 && parts.length <= SMALL && parts.every(isPlain)) {
      let at = follow(kept, shape);
      for (const part of parts) at = follow(at, placeOf(part));
      const before = at.number;
      wholes.set(one, (at.number ??= count++));
      if (before !== undefined) return same(before);
      codes.push(KEEP);
    }
    put(SHAPES + shape * 2);
    for (let index = 0; index < parts.length; index++) write(parts[index]);
  };
  const write = (one: unknown): void => {
    if (isPlain(one)) put(placeOf(one) * 2);
    else if (Array.isArray(one)) list(one);
    else object(one as object);
  };
  write(value);
  return odd ? undefined : { text: JSON.stringify([table, ...shapes.map((names) => [names.length, ...names].join(BETWEEN))]), codes };
}

const isSame = (one: readonly string[], other: readonly string[]): boolean => {
  if (one.length !== other.length) return false;
  for (let index = 0; index < one.length; index++) if (one[index] !== other[index]) return false;
  return true;
};

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;
