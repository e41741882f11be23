/** What is spoken on this page, and the tables of words that have been loaded: another language is put into them, and into those that come later. */
export const said: {
  tables: Record<string, object>;
  /** how times, numbers and lists are written (BCP 47): in the page's own spelling of the language, where it has one */
  locale: string;
  dir: string;
  /** puts the language that is spoken into a table that has just been loaded */
  fit?: (table: string) => void;
} = { tables: {}, locale: 'en-GB', dir: 'ltr' };

/** Our words in English, under their name in `Words`. What stands in them changes in place: read them when they are said. */
export function table<T extends object>(name: string, words: T): T {
  said.tables[name] = words;
  said.fit?.(name);
  return words;
}
