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
let page = new Intl.Locale('en');
let theirs: Words | undefined;

/** A table in the language that is spoken: English, what we have of that language over it, and the host's words over both. */
function laid(table: Table, name: string): Table {
  lay(table, english[name]);
  lay(table, theirs?.[name as keyof Words]);
  for (const { words, language } of replaced) if ((language ?? page.language) === page.language) lay(table, words[name as keyof Words]);
  return table;
}

function fit(name: string): void {
  const table = said.tables[name] as Table;
  english[name] ??= lay({}, table);
  for (const key of Object.keys(table)) delete table[key];
  laid(table, name);
}
said.fit = fit;

/** As `Intl` takes it: with a locale of the host's that is none, no time could be written, and nothing shown. */
function writtenAs(locale: string | undefined): string {
  try {
    return Intl.getCanonicalLocales(locale)[0] ?? 'en-GB';
  } catch {
    return 'en-GB';
  }
}

function fitAll(): void {
  Object.keys(said.tables).forEach(fit);
  const { locale: named, dir = 'ltr' } = laid({}, 'common') as Partial<Words['common']>;
  const locale = writtenAs(named);
  said.locale = page.region !== undefined && locale.startsWith(page.language) ? page.baseName : locale;
  said.dir = dir;
}

/** A page may say anything. */
function localeOf(tag: string): Intl.Locale {
  try {
    return new Intl.Locale(tag);
  } catch {
    return new Intl.Locale('en');
  }
}

/**
 * @param tag the page's language, BCP 47; one that we lack, and the host too, is answered in English
 * @param still whether it is still the one, once its words are here
 */
export async function speak(tag: string, still: () => boolean): Promise<void> {
  const locale = localeOf(tag);
  const words = await OURS[locale.language]?.();
  if (!still()) return;
  page = locale;
  theirs = words;
  fitAll();
}

export function replace(words: SomeWords, language?: string): void {
  replaced.push({ words, language });
  fitAll();
}
