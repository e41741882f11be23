/**
 * Every word that our elements say, in this folder: English in one file for what is shown together, so that a page
 * downloads only what it says; any other language whole, in a file of its own. Sentences are whole: a function gets
 * names, values and times as they are to be shown, and no sentence is put together from pieces elsewhere.
 */
import type { actionWords } from './action.js';
import type { cardWords } from './card.js';
import type { checkWords } from './check.js';
import type { commonWords } from './common.js';
import type { factWords } from './facts.js';
import type { flagWords } from './flag.js';
import type { formWords } from './form.js';
import type { guardWords } from './guard.js';
import type { historyWords } from './history.js';
import type { inboxWords } from './inbox.js';
import type { insteadWords } from './instead.js';
import type { mineWords } from './mine.js';
import type { othersWords } from './others.js';
import type { panelWords } from './panel.js';
import type { spokenWords } from './spoken.js';
import type { transferWords } from './transfer.js';
import { change } from '../speaking.js';

/** A table as any language fills it: what an English sentence returns is some text, not just that one. */
type Table<T> = T extends (...given: infer Given) => string ? (...given: Given) => string : T extends object ? { [K in keyof T]: Table<T[K]> } : T;

/** All words, by table. A language has every one of them. */
export interface Words {
  /** `locale`: how times, numbers and lists are written (BCP 47) */
  common: Table<typeof commonWords> & { locale: string; dir: 'ltr' | 'rtl' };
  card: Table<typeof cardWords>;
  instead: Table<typeof insteadWords>;
  others: Table<typeof othersWords>;
  action: Table<typeof actionWords>;
  check: Table<typeof checkWords>;
  flag: Table<typeof flagWords>;
  history: Table<typeof historyWords>;
  inbox: Table<typeof inboxWords>;
  form: Table<typeof formWords>;
  guard: Table<typeof guardWords>;
  mine: Table<typeof mineWords>;
  panel: Table<typeof panelWords>;
  transfer: Table<typeof transferWords>;
  spoken: Table<typeof spokenWords>;
  facts: Table<typeof factWords>;
}

/** A part of it. Tables of names (facts, channels, reasons, …) may also get names that we lack. */
type Part<T> = T extends (...given: never[]) => unknown ? T : T extends Record<string, string> ? Record<string, string> : T extends object ? { [K in keyof T]?: Part<T[K]> } : T;
export type SomeWords = { [T in keyof Words]?: Part<Words[T]> };

/**
 * Puts other words in the place of ours: one sentence, or a whole language. What is shown already is said anew, and what
 * is not waits for it.
 *
 * @param words what is to be said instead; all else stays
 * @param language where only for one language: its code (`de`). A language that we lack is spoken once it has words;
 *   what it leaves out stays English
 */
export const replaceWords = (words: SomeWords, language?: string): Promise<void> => change((languages) => languages.replace(words, language));
