import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { inert } from '../../src/model/inert.js';

/** What hostile names are made of, so that chance finds the seams between them. */
const hostile = fc
  .array(
    fc.oneof(
      fc.constantFrom('\u202E', '\u2066', '\u200F', '\u061C', '\u0085', '\r', '\u2028', '\uD83D', '\uDE00', '\u0301', '\u0E47', '\u064E', '👩', '\u200D', '💻', '🇩', '🇪', 'ש', 'ق', '…'),
      fc.string({ unit: 'binary', maxLength: 4 }),
    ),
    { maxLength: 40 },
  )
  .map((parts) => parts.join(''));

describe('hostile text', () => {
  it('loses what turns its direction', () => {
    expect(inert('Ada \u202Egnp.exe\u202C \u2066x\u2069 \u200E\u200F\u061C!')).toBe('Ada gnp.exe x !');
  });

  it('loses controls, but keeps its lines and tabs', () => {
    expect(inert('a\0b\x07c\x1B[31m\x7F\x85\n\td')).toBe('abc[31m\n\td');
    expect(inert('one\r\ntwo\rthree\u2028four')).toBe('one\ntwo\nthree\nfour');
  });

  it('gets a sign in place of each lone surrogate', () => {
    expect(inert('a\uD83Db\uDE00c😀')).toBe('a\uFFFDb\uFFFDc😀');
  });

  it('keeps four marks of a zalgo tower', () => {
    expect(inert(`Z${'\u0301'.repeat(60)}a`)).toBe(`Z${'\u0301'.repeat(4)}a`);
    expect(inert(`ก${'\u0E47'.repeat(60)}`)).toBe(`ก${'\u0E47'.repeat(8)}`);
  });

  it('stays markup that nobody runs: as it was typed', () => {
    expect(inert('<img src=x onerror=alert(1)>')).toBe('<img src=x onerror=alert(1)>');
  });
});

describe('honest text stays whole', () => {
  it.each([
    ['Arabic with vowel marks', 'مُحَمَّدٌ الْعَرَبِيُّ'],
    ['Hebrew with points', 'שָׁלוֹם בְּרֵאשִׁ֖ית'],
    ['a family and a flag', '👩‍👩‍👧‍👦 🏳️‍🌈 🏴󠁧󠁢󠁥󠁮󠁧󠁿 1️⃣'],
    ['Hindi, Thai, Burmese', 'क्षत्रिय ที่นี่ ကြောင့် မြွှော်'],
    ['Vietnamese, decomposed', 'Nguyễn Thị Ái'.normalize('NFD')],
    ['Persian with a joiner that parts', 'می\u200Cخواهم'],
  ])('%s', (_, text) => {
    expect(inert(text)).toBe(text);
  });
});

describe('text that is too long', () => {
  it('ends in an ellipsis, within the limit', () => {
    expect(inert('abcdef', 6)).toBe('abcdef');
    expect(inert('abcdefg', 6)).toBe('abcde…');
    expect(inert('abc', 1)).toBe('…');
    expect(inert('abc', 0)).toBe('');
  });

  it('is never cut inside an emoji, a family or an accented letter', () => {
    expect(inert('ab😀cd', 4)).toBe('ab…');
    expect(inert('a👩‍👩‍👧bcdefgh', 6)).toBe('a…');
    expect(inert('ae\u0301bcd', 3)).toBe('a…');
  });

  it('is measured after the hostile part of it has gone', () => {
    expect(inert(`${'\u202E'.repeat(100)}abc`, 3)).toBe('abc');
  });
});

describe('laws', () => {
  it('twice is once, with and without a limit', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 0, max: 30 }), (text, max) => {
        expect(inert(inert(text))).toBe(inert(text));
        expect(inert(inert(text, max), max)).toBe(inert(text, max));
      }),
    );
  });

  it('what comes out is within the limit, well-formed and turns nothing', () => {
    fc.assert(
      fc.property(hostile, fc.integer({ min: 0, max: 30 }), (text, max) => {
        const out = inert(text, max);
        expect(out.length).toBeLessThanOrEqual(max);
        expect(out).not.toMatch(/[\p{Cs}\u061C\u200E\u200F\u202A-\u202E\u2066-\u2069]/u);
        expect(out).not.toMatch(/(?![\n\t])\p{Cc}/u);
      }),
    );
  });
});
