/**
 * One text per value, whatever the order of its keys (RFC 8785's order of keys, JSON's own text of values). Written out by hand:
 * every entry of a document goes through it, and JSON.stringify with sorted copies takes three times as long.
 * Throws TypeError for what JSON cannot say (a bigint), RangeError for what is nested without end. Where JSON.stringify would
 * answer `undefined` (a function), so does this.
 */
export const canonical = (value: unknown): string => textOf(value, '') as string;

/** `key`: where the value stands, for its own `toJSON`. */
function textOf(value: unknown, key: string): string | undefined {
  switch (typeof value) {
    case 'string':
      return JSON.stringify(value);
    case 'number':
      return Number.isFinite(value) ? String(value) : 'null';
    case 'boolean':
      return value ? 'true' : 'false';
    case 'object':
      return value === null ? 'null' : ofObject(value, key);
    default:
      return JSON.stringify(value);
  }
}

function ofObject(value: object, key: string): string | undefined {
  const { toJSON } = value as { toJSON?: unknown };
  if (typeof toJSON === 'function') {
    const said: unknown = toJSON.call(value, key);
    return said !== null && typeof said === 'object' ? ofParts(said) : textOf(said, key);
  }
  return ofParts(value);
}

const ofParts = (value: object): string => (Array.isArray(value) ? ofList(value) : ofKeys(value));

function ofList(list: readonly unknown[]): string {
  let text = '[';
  for (let index = 0; index < list.length; index++) text += `${index > 0 ? ',' : ''}${textOf(list[index], String(index)) ?? 'null'}`;
  return `${text}]`;
}

function ofKeys(value: object): string {
  let text = '';
  for (const key of keysOf(value)) {
    const part = textOf((value as Record<string, unknown>)[key], key);
    if (part !== undefined) text += `${text === '' ? '' : ','}${quoted(key)}:${part}`;
  }
  return `{${text}}`;
}

/** As an object lists the keys that were put in by their order: numbers first, smallest first, then the rest. */
function keysOf(value: object): string[] {
  const keys = Object.keys(value).sort();
  if (keys.length === 0 || !keys.some(isIndex)) return keys;
  return [...keys.filter(isIndex).sort((a, b) => Number(a) - Number(b)), ...keys.filter((key) => !isIndex(key))];
}

/** The keys that an object always lists first, as numbers. */
const isIndex = (key: string): boolean => {
  const first = key.charCodeAt(0);
  return first >= 0x30 && first <= 0x39 && (Number(key) >>> 0) !== 0xffff_ffff && String(Number(key) >>> 0) === key;
};

const names = new Map<string, string>();

/** The same few keys stand in every entry. */
function quoted(key: string): string {
  let text = names.get(key);
  if (text === undefined) {
    text = JSON.stringify(key);
    if (names.size < 1_000 && key.length <= 100) names.set(key, text);
  }
  return text;
}
