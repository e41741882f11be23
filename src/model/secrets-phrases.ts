import { digitOf } from './identifier.js';
import type { Cut, SecretKind } from './secrets-kinds.js';
import { ADVERBS, ANY_CODE, FILLERS, NAMES, NOT_A_VALUE, SPOKEN, VERBS } from './secrets-words.js';

/** How a value is told: `PIN: 4821`, `PIN is 4821`, `PIN 4821`. */
type Manner = 'mark' | 'verb' | 'bare';

const END = String.raw`(?![\p{L}\p{M}\p{N}])`;
const NAME = new RegExp(
  // German and code join the name to what comes before it: Kundenkennwort, userPassword.
  String.raw`(?=[\p{L}2])(?:(?<![\p{L}\p{N}])و?(?:${[...NAMES.map(([, names]) => names), ANY_CODE].map((names) => `(${names})`).join('|')})|(?<=\p{L})(passwor[dt]|kennwort))${END}(?!-\p{L})`,
  'giu',
);
const KINDS: readonly SecretKind[] = [...NAMES.map(([kind]) => kind), 'one-time-code', 'password'];
const ANY = NAMES.length;

const AFTER = new RegExp(
  String.raw`(['’]s(?=\s))?((?:[\s,(]{1,3}(?:${FILLERS})${END}){0,7})[\s,)"'”’*_]{0,3}(?:(${VERBS})${END}(?!['’])(?:\s{1,3}(?:${ADVERBS})${END})?)?\s{0,3}([:=：＝#]|[-–=]>|→|\p{Pd}(?=\s))?\s{0,3}`,
  'iuy',
);
/** «… is my», «… ist meine», and the value before that. */
const IS_MY =
  /\s(?:is|was|ist|war|es|era|هو|هي)\s+(?:my|your|the|our|meine?|die|das|der|mi|tu|su|la|el)\s+(?:(?!(?:and|or|und|oder|y|o|not|nicht|account|konto)\s)\p{L}+\s+){0,2}$/iu;
const VALUE = /(\p{Nd}(?:[\p{Nd}\s-]{0,10}\p{Nd})?|[^\s\p{Nd}]{0,30}\p{Nd}\S{0,30})["'”’]?\s*$/u;
const SPOKEN_DIGITS = new RegExp(String.raw`(?:${SPOKEN})${END}(?:[\s,.-]{1,3}(?:${SPOKEN})${END}){2,11}`, 'iuy');
const MIXED = /(?=\p{L}*[-\p{L}]*\p{Nd})[\p{L}\p{Nd}-]{4,16}(?![\p{L}\p{Nd}])/uy;
const BETWEEN = /[\s\p{Pd}.,·\p{Cf}]{1,2}(?=\p{Nd})/uy;
const CLOSING: Record<string, string> = { '"': '"', "'": "'", '“': '”', '„': '“', '‘': '’', '‚': '‘', '«': '»', '»': '«', '`': '`' };

/** Digits at least, and how many there are when a value that is told in groups is complete. */
const SIZES: Partial<Record<SecretKind, readonly [least: number, full: number]>> = {
  'security-code': [3, 3],
  pin: [4, 4],
  'one-time-code': [4, 6],
};

const stick = (pattern: RegExp, text: string, at: number): RegExpExecArray | null => {
  pattern.lastIndex = at;
  return pattern.exec(text);
};

/** Where the digits end that begin at `at`, and how many they are. Not past a group of which nobody knows whether it belongs. */
function digitsEnd(text: string, at: number, full: number): [end: number, count: number] {
  let end = at;
  let count = 0;
  let singles = true;
  for (let next = at; ; ) {
    const begin = next;
    let size = 0;
    for (let char = text[next]; char !== undefined; char = text[next]) {
      const sign = String.fromCodePoint(text.codePointAt(next) ?? 0);
      if (digitOf(sign) < 0) break;
      next += sign.length;
      size++;
    }
    if (size === 0 || (begin > at && count >= full && !(singles && size === 1))) return [end, count];
    singles &&= size === 1;
    count += size;
    end = next;
    next += stick(BETWEEN, text, next)?.[0].length ?? 0;
    if (next === end) return [end, count];
  }
}

function codeEnd(text: string, at: number, kind: SecretKind, manner: Manner, verb: string, anyCode: boolean): number {
  const [least = 4, full = 4] = SIZES[kind] ?? [];
  const begin = /["'“„«(]/.test(text[at] ?? '') ? at + 1 : at;
  const [end, count] = digitsEnd(text, begin, full);
  // «send the code to 0151 …» names where, «changed the PIN to 4821» what.
  if (/^(?:to|from|a|auf|von|de)$/i.test(verb) && (kind !== 'pin' || count > 8)) return -1;
  if (anyCode) return manner !== 'bare' && count === 6 ? end : -1;
  if (count) {
    if (manner !== 'bare') return count >= Math.min(least, kind === 'pin' ? 3 : least) ? end : -1;
    return count >= least && count <= 12 && !/^(?:[:/.,]\p{Nd}|\s?[%€$£])/u.test(text.slice(end, end + 2)) ? end : -1;
  }
  const spoken = stick(SPOKEN_DIGITS, text, begin) ?? (manner === 'bare' ? null : stick(MIXED, text, begin));
  return spoken ? begin + spoken[0].length : -1;
}

/** A word or a quotation. A plain word may be no password at all («is wrong»), so it must end its clause to count. */
function wordEnd(text: string, at: number, kind: SecretKind, manner: Manner): [begin: number, end: number] {
  const none: [number, number] = [-1, -1];
  const close = CLOSING[text[at] ?? ''];
  if (close) {
    const end = text.indexOf(close, at + 1);
    const inside = text.slice(at + 1, Math.min(end, at + 65));
    const said = manner === 'bare' ? !/\s/.test(inside) && !NOT_A_VALUE.has(inside.toLowerCase()) : !inside.includes('\n');
    if (end > at + 1 && end <= at + 65 && said) return [at + 1, end];
  }
  const begin = close || text[at] === '(' ? at + 1 : at;
  const token = /^\S{0,128}/u.exec(text.slice(begin, begin + 128))?.[0] ?? '';
  const value = token.replace(/[.,;:!?)\]}"'”’»،؛؟…]+$/u, '');
  if (!value) return none;
  let end = begin + value.length;
  if (/^[\p{L}\p{M}'’-]+$/u.test(value)) {
    const capital = /^\p{Lu}/u.test(value);
    if (NOT_A_VALUE.has(value.toLowerCase()) || (kind === 'password' && manner === 'bare')) return none;
    const rest = text.slice(end, end + 12);
    const ends = /^(?:\s*$|\s*[.,;:!?)\]"”»،؛؟…\n]|\s+(?:and|but|so|or|und|aber|oder|y|pero|o)\s|\s+و)/iu.test(rest);
    if (manner !== 'mark' && !ends && !(kind === 'security-answer' && capital)) return none;
    if (kind === 'security-answer') {
      // Van der Berg, O’Neill-Smith, Smith Jones.
      const more = /^(?: (?:van|von|de[rnl]?|la|bin|al|\p{Lu}[\p{L}'’-]+)){1,3}/u.exec(text.slice(end, end + 60))?.[0] ?? '';
      if (!more.split(' ').some((word) => NOT_A_VALUE.has(word.toLowerCase()) && !/^(?:de|der|la)$/.test(word))) end += more.length;
    }
    return [begin, end];
  }
  if (value.length < (manner === 'mark' ? 3 : 4) || !/[\p{L}\p{N}]/u.test(value) || (manner === 'bare' && !/\p{Nd}/u.test(value))) return none;
  while (begin + token.length === end && end < text.length && /\S/.test(text[end] ?? '')) end++;
  return [begin, end];
}

/**
 * Values told under a secret's name: «my PIN is 4821», «password: hunter2», «481203 is your code». Best effort: words
 * are in English, German, Spanish and Arabic, a value directly follows its name or comes right before it, and an
 * unquoted password of plain letters counts only behind a colon or at the end of its clause.
 */
export function phraseCuts(text: string): Cut[] {
  const cuts: Cut[] = [];
  let done = 0;
  NAME.lastIndex = 0;
  for (let match = NAME.exec(text); match; match = NAME.exec(text)) {
    const group = match.findIndex((found, index) => index > 0 && found !== undefined) - 1;
    const kind = KINDS[group] ?? 'password';
    const anyCode = group === ANY;
    const isWord = kind === 'password' || kind === 'security-answer';
    const said = text.slice(Math.max(done, match.index - 60), match.index);
    const isMy = IS_MY.exec(said);
    const told = isMy && VALUE.exec(said.slice(0, isMy.index));
    if (told) {
      const [, value = ''] = told;
      const from = match.index - said.length + told.index;
      const count = value.replace(/\P{Nd}/gu, '').length;
      if (count >= (anyCode ? 6 : isWord ? 1 : 3) && (isWord ? value.length > 3 : count <= 10)) {
        cuts.push({ from, to: (done = from + value.length), kind });
      }
    }
    const name = match.index + match[0].length;
    const [after = '', short, fillers = '', is, mark = ''] = stick(AFTER, text, name) ?? [];
    const verb = is ?? short ?? /(?<=\s)(?:from|von|de|auf)$/i.exec(fillers)?.[0] ?? '';
    const manner: Manner = mark ? 'mark' : verb ? 'verb' : 'bare';
    const at = name + after.length;
    if ((manner === 'bare' && (fillers || at === name)) || (match[0] === 'tan' && manner === 'bare')) continue;
    let [from, to] = isWord ? wordEnd(text, at, kind, manner) : [at, codeEnd(text, at, kind, manner, verb, anyCode)];
    if (to <= from) continue;
    if (!isWord && !/\p{N}|\p{L}/u.test(text[from] ?? '')) from++;
    cuts.push({ from, to, kind });
    done = to;
    const second = /^(?:from|von|de)$/i.test(verb) ? /^\s+(?:to|auf|zu|a)\s+/iu.exec(text.slice(to, to + 12)) : null;
    if (second) {
      const again = to + second[0].length;
      const end = codeEnd(text, again, kind, 'bare', '', false);
      if (end > again) cuts.push({ from: again, to: (done = end), kind });
    }
    NAME.lastIndex = Math.max(NAME.lastIndex, done);
  }
  return cuts;
}
