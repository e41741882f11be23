import { SayOnceError } from './errors.js';
import { factName } from './identifier.js';
import { cardCuts, type Setting } from './secrets-cards.js';
import { isSecretFact } from './secrets-facts.js';
import { type Cut, MARKERS, marker, replaceCuts, type SecretKind } from './secrets-kinds.js';
import { mayHoldCard, mayHoldPhrase } from './secrets-may.js';
import { phraseCuts } from './secrets-phrases.js';

export { isSecretFact } from './secrets-facts.js';
export { marker, type SecretKind } from './secrets-kinds.js';

/** Cuts between the markers that are there already: what a marker says is never taken for a name or a value. */
function cutPieces(text: string, cutsOf: (piece: string) => Cut[], kinds: Set<SecretKind>): string {
  return text
    .split(MARKERS)
    .map((piece) => {
      const cuts = cutsOf(piece);
      for (const { kind } of cuts) kinds.add(kind);
      return cuts.length ? replaceCuts(piece, cuts) : piece;
    })
    .join('');
}

const mayHold = (text: string): boolean => mayHoldCard(text) || mayHoldPhrase(text);

function scrubIn(text: string, setting: Setting, kinds: Set<SecretKind>): string {
  // A cut can bring out another («password: PIN 4821» leaves what follows), so until nothing changes; four rounds have always done.
  for (let round = 0; round < 4; round++) {
    const before = text;
    // Each search is for nearly no text, so each is asked for by itself.
    if (mayHoldCard(text)) text = cutPieces(text, (piece) => cardCuts(piece, setting), kinds);
    if (mayHoldPhrase(text)) text = cutPieces(text, phraseCuts, kinds);
    if (text === before) break;
  }
  return text;
}

/** What is left of a text, and which kinds were cut, each named once. */
export interface Scrubbed {
  text: string;
  cut: SecretKind[];
}

/**
 * Prose without the secrets that can be found in it, each replaced by `marker(kind)`.
 * Card numbers are found by check digit and issuer in any grouping and script (`secrets-cards.ts` says what is spared); for
 * what is told in words («my PIN is …») this is best effort, and what slips through is struck. `scrub(scrub(x))` is `scrub(x)`.
 */
export function scrub(text: string): Scrubbed {
  const kinds = new Set<SecretKind>();
  return { text: scrubIn(text, 'prose', kinds), cut: [...kinds] };
}

const settingOf = (fact: string): Setting => (/^(?:tel|fax)(?:-|$)/.test(factName(fact)) ? 'phone' : 'value');

/** A fact's value that may be kept, or the kind of secret for which the whole fact is refused. */
export type ScrubbedFact = { value: string; cut: SecretKind[] } | { refused: SecretKind };

/**
 * Refuses a fact whose name is a secret's. In any other the secrets in its value are cut, a card number without regard to what the fact
 * is called: who types it into the account field has typed a card number. A phone fact keeps what can be a phone number.
 */
export function scrubFact(name: string, value: string): ScrubbedFact {
  const refused = isSecretFact(name);
  if (refused) return { refused };
  const kinds = new Set<SecretKind>();
  return { value: scrubIn(value, settingOf(name), kinds), cut: [...kinds] };
}

/** Keys of an entry that hold ids, digests and times: nothing that anybody said. Objects under them are looked through all the same. */
export const NOT_SAID: ReadonlySet<string> = new Set([
  'stamp', 'customer', 'contact', 'chain', 'answers', 'issue', 'id', 'with', 'offer', 'cause', 'digests', 'digest', 'node',
  'at', 'from', 'until', 'due', 'review', 'life', 'seconds',
]);

const DEEPEST = 100;

/** Whole numbers from here on have as many digits as a card number. */
const LONG = 1e12;

/** Whether there is anything to look through: in nearly no entry there is, and to ask costs a third of looking. */
function maybe(value: unknown, key: string, skip: ReadonlySet<string>, depth: number): boolean {
  if (depth > DEEPEST) return true;
  if (typeof value === 'string') return !skip.has(key) && mayHold(value);
  if (typeof value === 'number') return Math.abs(value) >= LONG && !skip.has(key);
  if (typeof value !== 'object' || value === null) return false;
  if (Array.isArray(value)) return value.some((item) => maybe(item, key, skip, depth + 1));
  for (const name in value) {
    const item = (value as Record<string, unknown>)[name];
    if (!skip.has(name) && isSecretFact(name) !== undefined) return true;
    if (name === 'fact' && typeof item === 'string' && isSecretFact(item) !== undefined) return true;
    if (maybe(item, name, skip, depth + 1)) return true;
  }
  return false;
}

/**
 * A plain JSON value with the secrets cut out of all its strings, out of numbers that are card numbers, and out of whatever stands
 * under a key or beside a `fact` with a secret's name. Keys themselves are left. What it is given is not changed, and is what comes
 * back when nothing was cut.
 *
 * @param skip keys whose strings and numbers are left as they are
 * @throws SayOnceError `too-large` for something nested deeper than 100 levels, or in itself
 */
export function scrubEntry<T>(entry: T, skip: ReadonlySet<string> = NOT_SAID): { entry: T; cut: SecretKind[] } {
  if (!maybe(entry, '', skip, 0)) return { entry, cut: [] };
  const kinds = new Set<SecretKind>();

  const hide = (value: unknown, kind: SecretKind): unknown => {
    if (value === null || value === undefined || value === '' || typeof value === 'boolean' || value === marker(kind)) return value;
    kinds.add(kind);
    return marker(kind);
  };

  const walk = (value: unknown, key: string, depth: number): unknown => {
    if (depth > DEEPEST) throw new SayOnceError('too-large', `An entry may be nested ${DEEPEST} levels deep: beyond that it is not searched for secrets, and not kept.`);
    if (typeof value === 'string') return skip.has(key) ? value : scrubIn(value, 'prose', kinds);
    if (typeof value === 'number') {
      if (skip.has(key) || !Number.isInteger(value)) return value;
      const text = String(value);
      const scrubbed = scrubIn(text, 'value', kinds);
      return scrubbed === text ? value : scrubbed;
    }
    if (Array.isArray(value)) {
      let copy: unknown[] | undefined;
      for (const [index, item] of value.entries()) {
        const next = walk(item, key, depth + 1);
        if (!Object.is(next, item)) (copy ??= [...(value as unknown[])])[index] = next;
      }
      return copy ?? value;
    }
    if (typeof value !== 'object' || value === null) return value;
    const proto: unknown = Object.getPrototypeOf(value);
    if (proto !== Object.prototype && proto !== null) return value;
    const fact = (value as { fact?: unknown }).fact;
    const told = typeof fact === 'string' ? isSecretFact(fact) : undefined;
    let copies: Map<string, unknown> | undefined;
    for (const name of Object.keys(value)) {
      const item = (value as Record<string, unknown>)[name];
      const kind = skip.has(name) ? undefined : name === 'value' ? told : isSecretFact(name);
      const next = kind ? hide(item, kind) : name === 'value' && typeof item === 'string' ? scrubIn(item, typeof fact === 'string' ? settingOf(fact) : 'prose', kinds) : walk(item, name, depth + 1);
      if (!Object.is(next, item)) (copies ??= new Map(Object.entries(value))).set(name, next);
    }
    return copies === undefined ? value : Object.fromEntries(copies);
  };

  return { entry: walk(entry, '', 0) as T, cut: [...kinds] };
}
