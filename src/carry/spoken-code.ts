/** A spoken code: some digits by which the desk is found that gives it, and some that only who was told can know. */
export interface Code {
  place: string;
  secret: string;
}

const PLACE = 3;
const SECRET = 6;

/** As they are typed: western, Arabic-Indic, Persian, full-width. */
const ZEROS = [0x30, 0x660, 0x6f0, 0xff10];

function digits(count: number): string {
  let text = '';
  // Of 256 values the last six would make some digits likelier.
  while (text.length < count) for (const byte of crypto.getRandomValues(new Uint8Array(count))) if (byte < 250 && text.length < count) text += byte % 10;
  return text;
}

export const newCode = (): Code => ({ place: digits(PLACE), secret: digits(SECRET) });

/** In threes, as it is said: `412 271 905`. */
export const spelled = ({ place, secret }: Code): string => (place + secret).replace(/\d{3}(?=\d)/g, '$& ');

/** The code in a text of digits, whatever stands between them. Undefined: it has more of them, or fewer. */
export function codeIn(text: string): Code | undefined {
  let all = '';
  for (const [sign] of text.matchAll(/\p{Nd}/gu)) {
    const point = sign.codePointAt(0) ?? 0;
    const zero = ZEROS.find((first) => point >= first && point < first + 10);
    if (zero === undefined) return undefined;
    all += point - zero;
  }
  return all.length === PLACE + SECRET ? { place: all.slice(0, PLACE), secret: all.slice(PLACE) } : undefined;
}

/** Takes as long wherever the two differ. */
export function isSame(one: string, other: string): boolean {
  let different = one.length ^ other.length;
  for (let index = 0; index < one.length; index++) different |= one.charCodeAt(index) ^ other.charCodeAt(index);
  return different === 0;
}
