/** In which language a hand-off speaks: that of whoever hands over. */
import { ENGLISH, type HandOffWords } from '../model/hand-off-words.js';
import { part } from '../store/part.js';

const OTHERS: Readonly<Record<string, () => Promise<{ words: HandOffWords }>>> = {
  de: () => import('../model/hand-off-words-de.js'),
  es: () => import('../model/hand-off-words-es.js'),
  ar: () => import('../model/hand-off-words-ar.js'),
};

/** @param tag BCP 47; left out: the page's. One that we lack, or that is none, is answered in English. Throws `not-loaded`. */
export async function wordsOf(tag = typeof document === 'undefined' ? 'en' : document.documentElement.lang): Promise<HandOffWords> {
  let locale;
  try {
    locale = new Intl.Locale(tag);
  } catch {
    return ENGLISH;
  }
  const load = Object.hasOwn(OTHERS, locale.language) ? OTHERS[locale.language] : undefined;
  const words = load === undefined ? ENGLISH : (await part(load())).words;
  // Times as the country writes them, where the page says which.
  return locale.region !== undefined && words.locale.startsWith(locale.language) ? { ...words, locale: locale.baseName } : words;
}
