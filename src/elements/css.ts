/** Style sheets, as text until an element is shown. */

/** A style sheet, or a part of one. The tag also tells editors, and the build, what is inside. */
export const css = (pieces: TemplateStringsArray, ...values: readonly string[]): string => pieces.reduce((text, piece, index) => text + (values[index - 1] ?? '') + piece);

/** One for every text: a list of ten thousand guards has one sheet. */
const sheets = new Map<string, CSSStyleSheet>();

function sheetOf(text: string): CSSStyleSheet {
  let sheet = sheets.get(text);
  if (sheet === undefined) {
    sheets.set(text, (sheet = new CSSStyleSheet()));
    sheet.replaceSync(text);
  }
  return sheet;
}

/** Adds style sheets to those of a shadow root, or of the page, each once. */
export function adopt(root: DocumentOrShadowRoot, texts: readonly string[]): void {
  root.adoptedStyleSheets.push(...texts.map(sheetOf).filter((sheet) => !root.adoptedStyleSheets.includes(sheet)));
}
