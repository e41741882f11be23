/** The tables of words that have been loaded, so that another language can be put into them, and into those that come later. */
export const said: {
  tables: Record<string, object>;
  /** the page's language around our elements (BCP 47); empty: ours */
  tag: string;
  /** puts the language that is spoken into a table that has just been loaded */
  fit?: (table: string) => void;
} = { tables: {}, tag: '' };

/** Our words in English, under their name in `Words`. What stands in them changes in place: read them when they are said. */
export function table<T extends object>(name: string, words: T): T {
  said.tables[name] = words;
  said.fit?.(name);
  return words;
}
