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

/** What JSON can say, as `unpack` reads it. Undefined: it has a name that could not be read back. */
export function pack(value: unknown): { text: string; codes: readonly number[] } | undefined {
  const table: unknown[] = [];
  const places = new Map<unknown, number>();
  const shapes: string[] = [];
  const shaped = branch();
  const kept = branch();
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
    for (const one of some) write(one);
  };
  const shapeOf = (names: readonly string[]): number => {
    let at = shaped;
    for (const name of names) at = follow(at, name);
    if (at.number === undefined) {
      at.number = shapes.push([names.length, ...names].join(BETWEEN)) - 1;
      odd ||= names.some((name) => name === '__proto__' || name.includes(BETWEEN));
    }
    return at.number;
  };
  /** Whether it was written before, as a whole. */
  const again = (shape: number, parts: readonly unknown[]): boolean => {
    let at = follow(kept, shape);
    for (const part of parts) at = follow(at, placeOf(part));
    codes.push(at.number === undefined ? KEEP : SAME);
    if (at.number === undefined) {
      at.number = count++;
      return false;
    }
    put(at.number);
    return true;
  };
  const object = (one: object): void => {
    const names = Object.keys(one);
    const parts = Object.values(one) as unknown[];
    if (parts.includes(undefined)) return object(Object.fromEntries(Object.entries(one).filter(([, part]) => part !== undefined)));
    const shape = shapeOf(names);
    if (parts.length > 0 && parts.length <= SMALL && parts.every(isPlain) && again(shape, parts)) return;
    put(SHAPES + shape * 2);
    for (const part of parts) write(part);
  };
  const write = (one: unknown): void => {
    if (isPlain(one)) put(placeOf(one) * 2);
    else if (Array.isArray(one)) list(one);
    else object(one as object);
  };
  write(value);
  return odd ? undefined : { text: JSON.stringify([table, ...shapes]), codes };
}

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;
