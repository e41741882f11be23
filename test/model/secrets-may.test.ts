/** The quick question before the search must never say no where the search finds something. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { cardCuts } from '../../src/model/secrets-cards.js';
import { mayHoldCard, mayHoldPhrase } from '../../src/model/secrets-may.js';
import { phraseCuts } from '../../src/model/secrets-phrases.js';
import { ANY_CODE, FILLERS, NAMES, VERBS } from '../../src/model/secrets-words.js';

/** Texts that a source of ours matches: each part of an alternation, with and without what is optional. Looking around is left out. */
function spellings(source: string): string[] {
  let at = 0;
  const all = (): string[] => {
    const found = new Set<string>();
    let now = [''];
    const add = (more: readonly string[]): void => void (now = now.flatMap((a) => more.map((b) => a + b)).slice(0, 400));
    while (at < source.length && source[at] !== ')') {
      const char = source[at] ?? '';
      let part: string[];
      if (char === '|') {
        for (const one of now) found.add(one);
        now = [''];
        at++;
        continue;
      }
      if (char === '(') {
        const kind = /^\((\?:|\?<?[=!])?/.exec(source.slice(at)) ?? ['('];
        at += kind[0].length;
        part = all();
        at++;
        if (kind[1] !== undefined && kind[1] !== '?:') part = [''];
      } else if (char === '[') {
        const set = source.slice(at + 1, source.indexOf(']', at));
        at += set.length + 2;
        part = Array.from(set.replace('\\s', ' ').replace(/\\/g, ''));
      } else if (char === '\\') {
        part = [source.slice(at, at + 2) === '\\s' ? ' ' : source.slice(at, at + 2) === '\\p' ? '4821' : ''];
        at += source.slice(at, at + 2) === '\\p' ? source.slice(at).indexOf('}') + 1 : 2;
      } else {
        part = [char];
        at++;
      }
      if (source[at] === '?') {
        part = [...part, ''];
        at++;
      } else if (source[at] === '{') at = source.indexOf('}', at) + 1;
      add(part);
    }
    for (const one of now) found.add(one);
    return [...found];
  };
  return all();
}

const NAMES_TOLD = [...NAMES.map(([, source]) => source), ANY_CODE].flatMap(spellings);
const BETWEEN = [...spellings(FILLERS).slice(0, 60), ...spellings(VERBS)];
const WORDS = ['my', 'the', 'your', 'mein', 'mi', 'هي', 'security question', 'Kunden', 'user', 'shipping', 'opinion', 'tan', 'important', '[removed: PIN]', '\u017f', '\u212a', '’', '“', '(', ':', '=', '→', '\n', 'و', '4111 1111 1111 1111', '٤١١١', '1111', '0151 2345678', '4821', 'hunter2', 'zero one two three'];

const cased = (text: string, how: number): string => (how === 0 ? text : how === 1 ? text.toUpperCase() : how === 2 ? text.slice(0, 1).toUpperCase() + text.slice(1) : text.replaceAll('s', '\u017f').replaceAll('k', '\u212a'));

describe('a text that may hold nothing holds nothing', () => {
  it('every name of a secret is known by a piece of it, however it is written', () => {
    expect(NAMES_TOLD.length).toBeGreaterThan(200);
    for (const name of NAMES_TOLD) for (const how of [0, 1, 2, 3]) expect(mayHoldPhrase(cased(name, how)), cased(name, how)).toBe(true);
  });

  it('of sentences put together from what the search looks for', () => {
    const word = fc.oneof(fc.constantFrom(...NAMES_TOLD), fc.constantFrom(...BETWEEN), fc.constantFrom(...WORDS), fc.string({ unit: 'binary', maxLength: 4 }), fc.stringMatching(/^[0-9٠-٩０-９ .-]{1,22}$/));
    const text = fc.array(fc.tuple(word, fc.nat(3), fc.constantFrom(' ', ' ', ' ', '', '-', ': ')), { maxLength: 9 }).map((parts) => parts.map(([one, how, gap]) => cased(one, how) + gap).join(''));
    let found = 0;
    fc.assert(
      fc.property(text, (one) => {
        const [cards, phrases] = [cardCuts(one).length > 0, phraseCuts(one).length > 0];
        found += cards || phrases ? 1 : 0;
        return (!cards || mayHoldCard(one)) && (!phrases || mayHoldPhrase(one));
      }),
      { numRuns: 4_000 },
    );
    expect(found).toBeGreaterThan(300);
  });

  it.each(['4111111111111111', '４１１１１１１１１１１１１１１１', '4111\u200b1111\u200b1111\u200b1111', '٤١١١١١١١١١١١١١١١', '4222222222222', '𝟒𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏𝟏'])('a card number in any digits: %s', (text) => {
    expect(cardCuts(text).length).toBe(1);
    expect(mayHoldCard(text)).toBe(true);
  });

  it('is not asked of nearly any ordinary text', () => {
    for (const text of ['The router blinks red since the storm; we tried a restart and swapped the cable.', 'Please ship it to Sprite Street 12, opinion of the important customer', '+44 20 7946 0946', 'Wir haben den Anschluss geprüft, es bleibt dabei.']) {
      expect(mayHoldCard(text) || mayHoldPhrase(text), text).toBe(false);
    }
  });
});
