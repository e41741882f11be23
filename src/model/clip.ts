/** The first `max` UTF-16 units of a text, never half of a surrogate pair. */
export function clip(text: string, max: number): string {
  if (text.length <= max) return text;
  const end = text.charCodeAt(max - 1) >= 0xd8_00 && text.charCodeAt(max - 1) <= 0xdb_ff ? max - 1 : max;
  return text.slice(0, end);
}

/** A list's newest `max`, and how many were let go. The list is newest last. */
export function keepLast(list: unknown[], max: number): number {
  const over = Math.max(0, list.length - max);
  if (over > 0) list.splice(0, over);
  return over;
}
