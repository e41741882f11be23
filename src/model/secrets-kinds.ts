/** What is never kept, by kind. */
export type SecretKind =
  | 'card-number'
  | 'card-expiry'
  | 'security-code'
  | 'pin'
  | 'password'
  | 'one-time-code'
  | 'security-answer';

const WORDS: Record<SecretKind, string> = {
  'card-number': 'card number',
  'card-expiry': 'card expiry date',
  'security-code': 'security code',
  pin: 'PIN',
  password: 'password',
  'one-time-code': 'one-time code',
  'security-answer': 'security answer',
};

/** What stands where a secret was cut out: `[removed: card number]`. The same in every language, so that it is known again. */
export const marker = (kind: SecretKind): string => `[removed: ${WORDS[kind]}]`;

/** Splits a text at its markers, which stay in the result at the odd places. */
export const MARKERS = new RegExp(`(\\[removed: (?:${Object.values(WORDS).join('|')})\\])`);

/** A stretch of a text, in UTF-16 units, that is to be cut. */
export interface Cut {
  from: number;
  to: number;
  kind: SecretKind;
}

/** A text with each cut replaced by its marker. The cuts are in order and do not overlap. */
export function replaceCuts(text: string, cuts: readonly Cut[]): string {
  let out = '';
  let done = 0;
  for (const { from, to, kind } of cuts) {
    out += text.slice(done, from) + marker(kind);
    done = to;
  }
  return out + text.slice(done);
}
