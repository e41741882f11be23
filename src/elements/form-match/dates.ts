/** Dates of birth, as `YYYY-MM-DD`, and the ways in which fields want them. Pure. */

export interface Day {
  year: string;
  month: string;
  day: string;
}

const two = (number: string): string => number.padStart(2, '0');

/** `1984-03-07`, `7.3.1984` and, where only one reading is possible, `03/27/1984`. */
export function readDay(text: string): Day | undefined {
  const iso = /^\s*(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})\s*$/.exec(text);
  if (iso !== null) return valid(iso[1], iso[2], iso[3]);
  const [, first = '', gap, second = '', year] = /^\s*(\d{1,2})\s*([./-])\s*(\d{1,2})\s*[./-]\s*(\d{4})\s*$/.exec(text) ?? [];
  if (year === undefined) return undefined;
  if (gap === '.' || +first > 12) return valid(year, second, first);
  return +second > 12 ? valid(year, first, second) : undefined;
}

function valid(year = '', month = '', day = ''): Day | undefined {
  const date = new Date(Date.UTC(+year, +month - 1, +day));
  return date.getUTCMonth() === +month - 1 && date.getUTCDate() === +day ? { year, month: two(month), day: two(day) } : undefined;
}

export const writeDay = ({ year, month, day }: Day): string => `${year}-${two(month)}-${two(day)}`;

/** As a placeholder shows it: `MM/DD/YYYY`, `TT.MM.JJJJ`, `jj/mm/aaaa`; `undefined` where it shows no format. */
export function inFormat({ year, month, day }: Day, shown: string): string | undefined {
  const [found] = /(?:\b|^)(?:d{1,2}|t{1,2}|j{3,4}|j{1,2}|g{1,2}|m{1,2}|y{4}|a{4}|г{4}|д{2}|м{2})(?:\s?[./-]\s?(?:d{1,2}|t{1,2}|j{3,4}|j{1,2}|g{1,2}|m{1,2}|y{2,4}|a{2,4}|г{4}|д{2}|м{2})){2}/iu.exec(shown) ?? [];
  if (found === undefined) return undefined;
  const parts = found.split(/(\s?[./-]\s?)/);
  let days = 0;
  const written = parts.map((part, index) => {
    if (index % 2 === 1) return part;
    // A year of four letters of its own: in Turkish «aa» is the month.
    if (/^a/i.test(part) && /y/i.test(found)) return part.length === 1 ? String(+month) : month;
    if (/^(y|a|г|j{3,4})/iu.test(part)) return part.length === 2 ? year.slice(-2) : year;
    if (/^[mм]/iu.test(part)) return part.length === 1 ? String(+month) : month;
    days += 1;
    return part.length === 1 ? String(+day) : day;
  });
  return days === 1 ? written.join('') : undefined;
}
