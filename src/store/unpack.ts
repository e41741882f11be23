/**
 * How a context lies in its record. Who said something, when and in which contact stands in every part of it: so each text and number
 * is written once, in a table, and each list of an object's names too. What is left of the tree is codes into these, mostly a byte each.
 */

/** An even code is a place in the table, doubled. An odd one is one of these; from `SHAPES` on, an object with the names of so many-th shape. */
export const LIST = 1;
export const SAME = 3;
export const KEEP = 5;
export const SHAPES = 7;

/** Between how many names a shape has, and each of them. */
export const BETWEEN = ',';

/** By shape. There are few, and the same ones in every record: all their names are ours. */
const known = new Map<string, readonly string[]>();

function namesOf(shape: string): readonly string[] {
  let names = known.get(shape);
  if (names === undefined) known.set(shape, (names = shape.split(BETWEEN).slice(1)));
  return names;
}

/** `text`: the table, then the shapes. All that it makes is frozen. Throws where it is not what `pack` made. (Plain loops: they are twice as fast.) */
export function unpack(text: string, codes: Uint8Array): unknown {
  const [table, ...shapes] = JSON.parse(text) as [readonly unknown[], ...string[]];
  const names = shapes.map(namesOf);
  const kept: unknown[] = [];
  let at = 0;
  /** LEB128: seven bits a byte, the lowest first. */
  const next = (): number => {
    let byte = codes[at++] as number;
    let code = byte & 127;
    for (let unit = 128; byte > 127; unit *= 128) code += ((byte = codes[at++] as number) & 127) * unit;
    return code;
  };
  const read = (): unknown => {
    const code = next();
    if (code % 2 === 0) return table[code / 2];
    if (code === SAME) return kept[next()];
    if (code === KEEP) return kept[kept.push(read()) - 1];
    if (code === LIST) {
      const list: unknown[] = [];
      for (let left = next(); left > 0; left--) list.push(read());
      return Object.freeze(list);
    }
    const shape = names[(code - SHAPES) / 2] as readonly string[];
    const value: Record<string, unknown> = {};
    for (let index = 0; index < shape.length; index++) value[shape[index] as string] = read();
    return Object.freeze(value);
  };
  return read();
}
