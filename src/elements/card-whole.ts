import type { Touchpoint } from '../touchpoint/types.js';

/** All of an issue's words, as the journal has them. Undefined: it is not there any more. */
export async function wordsIn(desk: Touchpoint<'support'>, customer: string, stamp: string, before?: string): Promise<string | undefined> {
  const { entries, next } = await desk.history(customer, { limit: 500, ...(before === undefined ? {} : { before }) });
  const entry = entries.find((one) => one.stamp === stamp);
  if (entry !== undefined) return 'words' in entry && typeof entry.words === 'string' ? entry.words : undefined;
  return next === undefined ? undefined : wordsIn(desk, customer, stamp, next);
}
