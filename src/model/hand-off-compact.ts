/** What goes into a compact token: what the next person needs first, and nothing that needs care. */
import { clip } from './clip.js';
import type { Context } from './context.js';
import type { OfferBody } from './hand-off.js';
import { needsCare } from './hand-off-words.js';

const FIRST = ['name', 'given-name', 'family-name', 'account', 'tel', 'order'];

/** As much as fits. What is left out is whole; the note and the words are shortened first. Undefined: not even who and to whom. */
export function compactBody({ note, points: _, group: _group, entries: _entries, ...frame }: OfferBody, context: Context, fits: (body: OfferBody) => boolean): OfferBody | undefined {
  let body: OfferBody = frame;
  if (!fits(body)) return undefined;
  const grow = (...tries: OfferBody[]): void => {
    body = tries.find(fits) ?? body;
  };
  const shorter = (text: string): string[] => [200, 100, 50].map((max) => (text.length <= max ? text : `${clip(text, max - 1)}…`));
  const careful = needsCare(context);
  // A note is free text, and mostly about just that.
  if (note !== undefined && !careful) grow(...shorter(note).map((text) => ({ ...body, note: text })));
  for (const name of FIRST) {
    const [value] = context.facts.find(({ fact }) => fact === name)?.values ?? [];
    if (value !== undefined) grow({ ...body, facts: [...(body.facts ?? []), [value.stamp, name, clip(value.value, 80)]] });
  }
  const issue = context.issues.at(-1);
  if (issue !== undefined && !careful) grow(...shorter(issue.words).map((text): OfferBody => ({ ...body, issue: [issue.stamp, text] })));
  return body;
}
