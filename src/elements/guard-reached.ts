/** Everybody whom an address calls or writes to. Loaded where one is more than a plain number (`tel:+442079460018`). */
import type { Query } from '../touchpoint/types.js';
import { UNREAD } from './guard-whom.js';

/** So many digits after a comma are a number of their own, which a switchboard then calls, and not an extension. */
const WHOLE = 7;

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

const pieces = (text: string): string[] => decoded(text).split(/[,;]/).map((piece) => piece.trim()).filter(Boolean);
const digits = (text: string): number => text.match(/\p{Nd}/gu)?.length ?? 0;

/** RFC 6068: whoever stands before the question mark, and in `to`, `cc` and `bcc` behind it. */
function written(path: string, fields: readonly string[]): Query[] {
  const others = fields.flatMap((field) => {
    const [, name = '', value = ''] = /^([^=]*)=?(.*)$/s.exec(field) ?? [];
    return /^b?cc$|^to$/i.test(decoded(name).trim()) ? [value] : [];
  });
  return [path, ...others].flatMap(pieces).map((piece) => (/^[^@]+@[^@]+$/.test(piece) ? { email: piece } : UNREAD));
}

/** RFC 3966 (`tel`), RFC 5724 (`sms`, several of them), and whoever writes numbers as these do. */
function called(scheme: string, texts: readonly string[]): Query[] {
  const all = texts.flatMap(pieces);
  const [, context] = all.map((piece) => /^phone-context=(.*)$/is.exec(piece)).find(Boolean) ?? [];
  const numbers = all.filter((piece) => !piece.includes('=')).filter((piece, index) => index === 0 || /^[sm]ms/.test(scheme) || digits(piece) >= WHOLE);
  return numbers.flatMap((piece) => {
    // `sip:+442079460018:…@sip.example`: who somebody is there, nobody here can know.
    const number = piece.replace(/[:@].*$/s, '');
    if (/[*#]/.test(number)) return [UNREAD];
    // Some dial it as it stands, and some with its context before it.
    return context === undefined ? [{ tel: number }] : [{ tel: number }, context.startsWith('+') ? { tel: context + number } : UNREAD];
  });
}

/** @param address - as `addressOf` gives it, of something that `isCall` */
export function reached(address: string): Query[] {
  const [, scheme = '', all = ''] = /^([^:]*):(?:\/\/)?(.*)$/s.exec(address) ?? [];
  if (scheme === 'javascript') return []; // as a button: what it does, only the page knows
  const [path = '', ...fields] = all.split(/[?&]/);
  const found = scheme === 'mailto' ? written(path.replace(/#.*$/s, ''), fields) : /^(tel|callto|sips?|smsto|sms|mmsto|mms)$/.test(scheme) ? called(scheme, [path, ...fields.filter((field) => !field.includes('='))]) : [];
  return found.length > 0 ? found : [UNREAD];
}
