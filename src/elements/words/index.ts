/**
 * Every word that our elements say, in English, in this folder. Another language replaces the tables, or any part.
 * Sentences are whole: a function gets names, values and times as they are to be shown, and no sentence is put
 * together from pieces elsewhere. One file for what is shown together, so that a page downloads only what it says.
 */
import { actionWords } from './action.js';
import { cardWords } from './card.js';
import { checkWords } from './check.js';
import { commonWords } from './common.js';
import { factWords } from './facts.js';
import { flagWords } from './flag.js';
import { formWords } from './form.js';
import { guardWords } from './guard.js';
import { historyWords } from './history.js';
import { inboxWords } from './inbox.js';
import { insteadWords } from './instead.js';
import { othersWords } from './others.js';
import { panelWords } from './panel.js';

const tables = { common: commonWords, card: cardWords, instead: insteadWords, others: othersWords, action: actionWords, check: checkWords, flag: flagWords, history: historyWords, inbox: inboxWords, form: formWords, guard: guardWords, panel: panelWords, facts: factWords };

/** All words, by table. */
export type Words = typeof tables;

/** Puts other words in the place of ours: a whole language, or one sentence. Call it before the elements are shown. */
export function replaceWords(words: { [T in keyof Words]?: Partial<Words[T]> }): void {
  for (const [table, replacement] of Object.entries(words)) Object.assign(tables[table as keyof Words], replacement);
}
