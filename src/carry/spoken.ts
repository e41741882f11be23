/** A reference as twelve words that can be read aloud: its 128 bits, and four by which a word that was misheard is mostly noticed (BIP-0039, English). */
import { entropyToMnemonic, mnemonicToEntropy } from '@scure/bip39';
import { wordlist } from '@scure/bip39/wordlists/english.js';

/** Of the list's words, no two begin with the same four letters: what follows them may be misspelled. */
const byBeginning = new Map(wordlist.map((word) => [word.slice(0, 4), word]));

/** @param offer the hand-off's id: 16 bytes in base64url */
export const aloud = (offer: string): string =>
  entropyToMnemonic(Uint8Array.from(atob(offer.replaceAll('-', '+').replaceAll('_', '/')), (byte) => byte.charCodeAt(0)), wordlist);

/** The hand-off's id that twelve words stand for, whatever stands between them. Undefined: they are none, or one of them is wrong. */
export function heard(text: string): string | undefined {
  const words = (text.toLowerCase().match(/[a-z]+/g) ?? []).map((word) => byBeginning.get(word.slice(0, 4)));
  if (words.length !== 12 || words.includes(undefined)) return undefined;
  try {
    return btoa(String.fromCharCode(...mnemonicToEntropy(words.join(' '), wordlist))).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
  } catch {
    return undefined;
  }
}
