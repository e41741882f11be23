import fc from 'fast-check';
import { wordlist } from '@scure/bip39/wordlists/english.js';
import { expect, it } from 'vitest';
import { heard, aloud } from '../../src/carry/spoken.js';
import { base64url } from '../../src/store/bytes.js';

const offers = fc.uint8Array({ minLength: 16, maxLength: 16 }).map((bytes) => base64url(Uint8Array.from(bytes)));

it('every reference is twelve words, and comes back from them', () => {
  fc.assert(fc.property(offers, (offer) => {
    const words = aloud(offer);
    expect(words.split(' ')).toHaveLength(12);
    expect(heard(words)).toBe(offer);
  }));
});

it('as people write down what they hear', () => {
  const offer = 'AbCdEfGhIjKlMnOpQrStUg';
  const words = aloud(offer);
  const list = words.split(' ');
  for (const text of [words.toUpperCase(), list.join(', '), list.map((word, n) => `${n + 1}. ${word}`).join('\n'), list.map((word) => word.slice(0, 4)).join('-'), list.map((word) => (word.length > 4 ? `${word}s` : word)).join('  ')]) expect(heard(text)).toBe(offer);
});

it('a word that was misheard is noticed fifteen times of sixteen, and never thrown at anybody', () => {
  let noticed = 0;
  let tried = 0;
  fc.assert(fc.property(offers, fc.nat(11), fc.nat(2_047), (offer, at, n) => {
    const word = wordlist[n] ?? '';
    const list = aloud(offer).split(' ');
    if (list[at] === word) return;
    tried += 1;
    const found = heard(list.with(at, word).join(' '));
    if (found === undefined) noticed += 1;
    expect(found).not.toBe(offer);
  }), { numRuns: 300 });
  expect(noticed / tried).toBeGreaterThan(0.8);
});

it('anything else is none', () => {
  fc.assert(fc.property(fc.string({ unit: 'binary-ascii' }), (text) => {
    expect(heard(text)).toBeUndefined();
  }), { numRuns: 50 });
  for (const text of ['', 'abandon '.repeat(11), 'abandon '.repeat(13), 'abandon '.repeat(11) + 'abandonware', 'xyzzy '.repeat(12)]) expect(heard(text)).toBeUndefined();
});
