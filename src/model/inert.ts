/** Controls without a shape, and marks that turn the direction of what follows; tab and line feed stay. */
// oxlint-disable-next-line no-control-regex
const CONTROLS = /[\0-\x08\x0B-\x1F\x7F-\x9F\u061C\u200E\u200F\u202A-\u202E\u2066-\u206F\uFFF9-\uFFFB]/g;
/** Marks of no script of their own, the stuff of zalgo. A written language may stack more of its own marks: Burmese up to six. */
const STACKED = /((?:(?=\p{Script=Inherited})\p{M}){4})(?:(?=\p{Script=Inherited})\p{M})+/gu;
const PILED = /(\p{M}{8})\p{M}+/gu;

let segmenter: Intl.Segmenter | undefined;

/** Where the grapheme that holds the UTF-16 unit `at` begins. */
const graphemeStart = (text: string, at: number): number =>
  (segmenter ??= new Intl.Segmenter()).segment(text).containing(at)?.index ?? at;

/**
 * Text that is safe to show as text: no bidirectional or other controls (UAX #9, but line feed and tab stay), no lone
 * surrogates, no towers of marks, at most `max` UTF-16 units with `…` where it was clipped, never inside a grapheme.
 * Arabic, Hebrew and joined emoji stay whole. `inert(inert(x)) === inert(x)`.
 */
export function inert(text: string, max = Infinity): string {
  const calm = text
    .replace(/\r\n?|[\u2028\u2029]/g, '\n')
    .replace(CONTROLS, '')
    .replace(/\p{Cs}/gu, '\uFFFD')
    .replace(PILED, '$1')
    .replace(STACKED, '$1');
  if (calm.length <= max) return calm;
  // Cut before looking for the grapheme: a segmenter need not walk through 100 kB for one boundary.
  return max < 1 ? '' : `${calm.slice(0, graphemeStart(calm.slice(0, max + 64), Math.floor(max) - 1))}…`;
}
