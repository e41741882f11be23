/** Reads a vendor's attributes as they come in the wild: whoever put them there, in whatever form the vendor hands them out. Never throws. */

export type Attributes = Record<string, string>;

/** What came with a call. */
export interface Came {
  /** a hand-off's, for `desk.receive` */
  reference?: string;
  /** the vendor's id of the call: the same after every transfer */
  contact?: string;
  /** the number called from, where the vendor knows it: it proves nothing */
  caller?: string;
  /** all that is a text or a number, as texts */
  attributes: Attributes;
}

export type Loose = Record<string, unknown>;

/** UTF-16 units of a JSON text that is parsed at all: many times what any vendor keeps. */
const LONGEST = 1_000_000;
/** Attributes of one call, at most; what comes after is not looked at. */
const MANY = 500;
/** UTF-16 units of one value: Amazon Connect's limit for all of them. */
const LONG = 32_768;

export const isLoose = (value: unknown): value is Loose => typeof value === 'object' && value !== null && !Array.isArray(value);

/** An object, also out of its JSON. */
export function loose(value: unknown): Loose {
  if (isLoose(value)) return value;
  if (typeof value !== 'string' || value.length > LONGEST) return {};
  try {
    const parsed: unknown = JSON.parse(value);
    return isLoose(parsed) ? parsed : {};
  } catch {
    return {};
  }
}

/** A value as it stands, or in the boxes of Amazon Connect: Streams has `{ name, value }`, segment attributes `{ ValueString }`. */
function textOf(value: unknown): string | undefined {
  const plain = isLoose(value) ? (value['value'] ?? value['ValueString'] ?? value['ValueInteger']) : value;
  const text = typeof plain === 'number' && Number.isFinite(plain) ? String(plain) : plain;
  return typeof text === 'string' && text.length <= LONG ? text : undefined;
}

/** Of several maps, the later ones count. */
export function textsIn(...maps: readonly Loose[]): Attributes {
  const found = maps.flatMap((map) => Object.keys(map).slice(0, MANY).flatMap((key) => {
    const text = textOf(map[key]);
    return text === undefined ? [] : [[key, text] as const];
  }));
  return Object.fromEntries(found.slice(-MANY));
}

/** An id as a vendor gives it. */
export const idIn = (...values: readonly unknown[]): string | undefined => values.find((value): value is string => typeof value === 'string' && /^[!-~]{1,200}$/.test(value));

const letters = (name: string): string => name.toLowerCase().replace(/[^a-z0-9]/g, '');

/** The reference under its name; where nothing stands there, under one that differs only in case and marks. */
export function referenceIn(found: Attributes, name: string): string | undefined {
  const own = Object.hasOwn(found, name) ? reference(found[name]) : undefined;
  return own ?? Object.keys(found).filter((key) => letters(key) === letters(name)).map((key) => reference(found[key])).find((one) => one !== undefined);
}

/** Bare, quoted, escaped once, or behind the word by which Genesys Cloud is told how to show it (`identifier:`). */
const reference = (text = ''): string | undefined => /^\s*(?:[a-z]+:)?\s*"?(so\d{1,3}(?::|%3a)[\w-]{1,54})"?\s*$/i.exec(text)?.[1]?.replace(/%3a/i, ':').replace(/^so/i, 'so');

/** Spelled on a keypad by networks in place of a number that is withheld: anonymous, restricted, unavailable, unknown, blocked. */
const WITHHELD = new Set(['266696687', '7378742833', '86282452253', '8656696', '2562533']);

/** A number that somebody calls from: out of `tel:` or `sip:`; none where it is withheld, an extension, or a name. */
export function callerIn(...values: readonly unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value !== 'string' || value.length > 300) continue;
    const [, number = ''] = /^\s*(?:tel:|sips?:)?([^;@<>]*)(?:[;@].*)?$/is.exec(value) ?? [];
    const plain = number.trim();
    const digits = plain.replace(/\D/g, '');
    if (/^\+?[\d ().-]+$/.test(plain) && digits.length >= 7 && digits.length <= 15 && !WITHHELD.has(digits)) return plain;
  }
  return undefined;
}
