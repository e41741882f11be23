/** A file as its text, as vite brings it. */
declare module '*?raw' {
  const text: string;
  export default text;
}

interface ImportMeta {
  /** Vite's: what imports the files of patterns, by path; with options their text. */
  glob(patterns: readonly string[]): Record<string, () => Promise<unknown>>;
  glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, string>;
}
