import { BETWEEN, KEEP, LIST, SAME, SHAPES } from './unpack.js';

/** An object with so many names or fewer, and no object in it, is written once: mostly it says who said something. */
const SMALL = 3;

const isPlain = (value: unknown): boolean => typeof value !== 'object' || value === null;

/** What JSON can say, as `unpack` reads it. Undefined: it has a name that could not be read back. */
export function pack(value: unknown): { text: string; codes: readonly number[] } | undefined {
  const table: unknown[] = [];
  const places = new Map<unknown, number>();
  const shapes = new Map<string, number>();
  const kept = new Map<string, number>();
  const codes: number[] = [];
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
  const object = (one: Readonly<Record<string, unknown>>): void => {
    const names = Object.keys(one).filter((name) => one[name] !== undefined);
    const name = [names.length, ...names].join(BETWEEN);
    let shape = shapes.get(name);
    if (shape === undefined) {
      shapes.set(name, (shape = shapes.size));
      odd ||= names.some((each) => each === '__proto__' || each.includes(BETWEEN));
    }
    if (names.length > 0 && names.length <= SMALL && names.every((each) => isPlain(one[each]))) {
      let id = String(shape);
      for (const each of names) id += ` ${placeOf(one[each])}`;
      const before = kept.get(id);
      codes.push(before === undefined ? KEEP : SAME);
      if (before !== undefined) return put(before);
      kept.set(id, kept.size);
    }
    put(SHAPES + shape * 2);
    for (const each of names) write(one[each]);
  };
  const write = (one: unknown): void => {
    if (typeof one !== 'object' || one === null) put(placeOf(one) * 2);
    else if (Array.isArray(one)) list(one);
    else object(one as Readonly<Record<string, unknown>>);
  };
  write(value);
  return odd ? undefined : { text: JSON.stringify([table, ...shapes.keys()]), codes };
}
