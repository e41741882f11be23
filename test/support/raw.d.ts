/** A file as its text, as vite brings it. */
declare module '*?raw' {
  const text: string;
  export default text;
}

interface ImportMeta {
  /** Vite's: the files of a pattern, by path. */
  glob(pattern: string, options: { query: '?raw'; import: 'default'; eager: true }): Record<string, string>;
}
