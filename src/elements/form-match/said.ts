/** What a text names, by the phrases of `phrases.ts`. Pure. */
import { bare, kebab } from '../../model/fact-name.js';
import { PHRASES } from './phrases.js';
import { isOfSomething, isOwnName } from './whose.js';

interface Phrase {
  fact: string;
  words: string;
  /** without gaps, for names like `firstnamecreateaccount`; `''` where it is too short to be told from chance */
  squeezed: string;
  weight: number;
}

/** Words that mean a name only where no other follows: «last» is not «last visit». */
const HALF: ReadonlySet<string> = new Set(['first', 'last', 'middle', 'c p']);

/** Words of which a page’s code makes something else: `TextCell`. */
const ONLY_SAID: ReadonlySet<string> = new Set(['cell']);

/** Scripts that are written without gaps between words. */
const GAPLESS = /[\p{sc=Han}\p{sc=Hiragana}\p{sc=Katakana}\p{sc=Hangul}\p{sc=Thai}]/u;

/** Letters whose mark is no part that could be taken off. */
const MARKED: Record<string, string> = { đ: 'd', ł: 'l', ø: 'o', ı: 'i', ß: 'ss', æ: 'ae', œ: 'oe' };

export const plain = (text: string): string =>
  bare(kebab(text.replace(/\S+@\S+\.\S+/g, ' email ').replace(/['’]/g, ' ').replace(/(\p{L})(?=\p{Nd})/gu, '$1 ')))
    .replaceAll('-', ' ')
    // «and the street» is one word in Arabic.
    .replace(/(?<=^| )و(?=ال)/gu, '')
    .replace(/[đłøıßæœ]/g, (letter) => MARKED[letter] ?? letter);

const PHRASE_LIST: readonly Phrase[] = PHRASES.trim()
  .split('\n')
  .flatMap((line) => {
    const colon = line.indexOf(':');
    const fact = line.slice(0, colon);
    return line
      .slice(colon + 1)
      .split('|')
      .map((one) => {
        const words = plain(one);
        const squeezed = words.replaceAll(' ', '');
        const gapless = GAPLESS.test(words);
        return { fact, words, squeezed: /^[a-z0-9]{5,}$/.test(squeezed) || (gapless && squeezed.length > 1) ? squeezed : '', weight: squeezed.length * (gapless ? 4 : 1) };
      });
  })
  .toSorted((a, b) => b.weight - a.weight);

/**
 * What a text names, the longest phrase first. `coded`: a name of the page's code, where words may stand without gaps,
 * where `name` alone may be that of anything, and where the last word says what it is: `shipping_address_city`.
 */
export function namedIn(text: string, coded: boolean): readonly string[] {
  const key = `${coded ? 1 : 0}${text}`;
  let found = known.get(key);
  if (found === undefined) {
    found = lookUp(text, coded);
    // A field is asked for again by each that stands beside it.
    if (known.size < 1_000) known.set(key, found);
  }
  return found;
}

const known = new Map<string, readonly string[]>();

function lookUp(text: string, coded: boolean): string[] {
  const said = ` ${plain(text)} `;
  const tight = said.replaceAll(' ', '');
  if (tight === '') return [];
  const found: { fact: string; end: number }[] = [];
  for (const { fact, words, squeezed } of PHRASE_LIST) {
    const notTheirs = fact === 'nom' && (words === 'name' ? !isOwnName(said, coded) : isOfSomething(said, words));
    const partly = HALF.has(words) && !(coded ? said.endsWith(` ${words} `) : said === ` ${words} `);
    const at = notTheirs || partly || (coded && ONLY_SAID.has(words)) ? -1 : said.lastIndexOf(` ${words} `);
    if (at < 0 && !(squeezed !== '' && (coded || GAPLESS.test(squeezed)) && tight.includes(squeezed))) continue;
    if (fact === '!') return ['!'];
    found.push({ fact, end: at < 0 || !coded ? -1 : at + words.length });
  }
  return [...new Set(found.toSorted((a, b) => b.end - a.end).map(({ fact }) => fact))];
}

const PLACE: ReadonlySet<string> = new Set(['address-level1', 'address-level2', 'postal-code', 'country']);

/** The places that a text names, none inside another: «country/region» is one. */
export function placesIn(text: string): string[] {
  let left = ` ${plain(text)} `;
  const found = new Set<string>();
  for (const { fact, words } of PHRASE_LIST) {
    if (!left.includes(` ${words} `)) continue;
    left = left.replaceAll(` ${words} `, '  ');
    if (PLACE.has(fact)) found.add(fact);
  }
  return [...found];
}
