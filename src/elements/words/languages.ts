/** Puts the words of a language in the place of ours. Fetched by a page that is not English, or brings its own words. */
import type { SomeWords, Words } from './index.js';
import { said } from './table.js';

const OURS: Record<string, () => Promise<Words>> = {
  de: async () => (await import('./de.js')).words,
  es: async () => (await import('./es.js')).words,
  ar: async () => (await import('./ar.js')).words,
};

type Table = Record<string, unknown>;
const isTable = (value: unknown): value is Table => typeof value === 'object' && value !== null;

/** Lays one table over another, tables in it too. */
function lay(under: Table, over: object = {}): Table {
  for (const [key, value] of Object.entries(over)) under[key] = isTable(value) ? lay(lay({}, under[key] as object | undefined), value) : value;
  return under;
}

const english: Record<string, Table> = {};
const replaced: { words: SomeWords; language: string | undefined }[] = [];
let spoken = 'en';
let theirs: Words | undefined;

function fit(name: string): void {
  const table = said.tables[name] as Table;
  english[name] ??= lay({}, table);
  for (const key of Object.keys(table)) delete table[key];
  const among = (words: SomeWords | undefined): object | undefined => words?.[name as keyof Words];
  lay(lay(table, english[name]), among(theirs));
  for (const { words, language } of replaced) if ((language ?? spoken) === spoken) lay(table, among(words));
}

said.fit = fit;
const fitAll = (): void => Object.keys(said.tables).forEach(fit);

/** @param tag the page's language, BCP 47; one that we lack, and the host too, is answered in English */
export async function speak(tag: string): Promise<void> {
  const language = tag === '' ? 'en' : new Intl.Locale(tag).language;
  const words = await OURS[language]?.();
  if (said.tag !== tag) return; // meanwhile another was asked for
  spoken = language;
  theirs = words;
  fitAll();
}

export function replace(words: SomeWords, language?: string): void {
  replaced.push({ words, language });
  fitAll();
}
