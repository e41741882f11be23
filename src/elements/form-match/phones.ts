/** International phone numbers, taken apart as far as that needs no numbering plan. Pure. */

/** ITU-T E.164: the calling codes of one and of two digits; all others have three. */
const SHORT = /^(?:[17]|2[07]|3[0-469]|4[013-9]|5[1-8]|6[0-6]|8[1246]|9[0-58])/;
/** Calling codes of countries where a zero is put before a national number. */
const ZERO: ReadonlySet<string> = new Set('20 27 31 32 33 40 41 43 44 46 49 51 54 55 58 60 61 62 63 64 66 81 82 84 86 90 91 92 93 94 95 98 212 213 233 234 254 255 256 353 355 358 359 380 381 385 386 387 389 421 886 962 966 971 972 977'.split(' '));

export interface Phone {
  /** `+44` */
  code: string;
  /** as it is dialled within the country, digits only */
  national: string;
  /** where numbers have one plan for all (North America), or as it is written: `030` of `+49 30 1234567` */
  area?: string;
  local?: string;
  /** only where there are such: the local number in two */
  exchange?: [string, string];
}

/** Of these, countries in which nobody dials less than the whole number: its first group is no area. */
const CLOSED: ReadonlySet<string> = new Set(['33', '66', '84']);

/** `+44 (0)20 7946 0018`, `0044 …` → its parts; `undefined` for a number that does not say its country. */
export function splitPhone(text: string): Phone | undefined {
  const digits = text.normalize('NFKC').replace(/\(0\)/, '').replace(/[^\d+]/g, '').replace(/^00/, '+');
  const [, all] = /^\+(\d{7,15})$/.exec(digits) ?? [];
  if (all === undefined) return undefined;
  const code = SHORT.exec(all)?.[0] ?? all.slice(0, 3);
  const subscriber = all.slice(code.length);
  if (code === '1') return subscriber.length === 10 ? { code: '+1', national: subscriber, area: subscriber.slice(0, 3), local: subscriber.slice(3), exchange: [subscriber.slice(3, 6), subscriber.slice(6)] } : undefined;
  const national = ZERO.has(code) ? `0${subscriber}` : subscriber;
  const [area, ...others] = ZERO.has(code) && !CLOSED.has(code) ? groupsBehind(text, code) : [];
  return { code: `+${code}`, national, ...(area === undefined || others.length === 0 || area.length > 6 ? {} : { area, local: others.join('') }) };
}

/** What is written apart in an international number, its country left out: `+49 (0)30 123-45` → `030`, `123`, `45`. */
function groupsBehind(text: string, code: string): string[] {
  const [, rest = ''] = new RegExp(String.raw`^\D*(?:00)?\s?${code}(.*)$`, 's').exec(text.normalize('NFKC').replace(/\(0\)/, '')) ?? [];
  const [first, ...others] = rest.match(/\d+/g) ?? [];
  return first === undefined ? [] : [ZERO.has(code) && !first.startsWith('0') ? `0${first}` : first, ...others];
}

/** A number in so many pieces, where it is written so, or one plan says how; else none. Of four the first is its country's code. */
export function phoneGroups(text: string, count: number): string[] {
  const phone = splitPhone(text);
  if (phone === undefined) return text.startsWith('+') ? [] : (text.normalize('NFKC').match(/\d+/g) ?? []);
  const groups = phone.exchange === undefined ? groupsBehind(text, phone.code.slice(1)) : [phone.area ?? '', ...phone.exchange];
  // A mobile number in Japan, or Korea.
  if (groups.length === 1 && /^\+8[12]$/.test(phone.code) && phone.national.length === 11) groups.splice(0, 1, phone.national.slice(0, 3), phone.national.slice(3, 7), phone.national.slice(7));
  return count > 3 ? [phone.code.slice(1), ...groups] : groups;
}

/** The international form of `splitPhone`'s parts. */
export const joinPhone = ({ code, national }: Phone): string => `${code}${ZERO.has(code.slice(1)) ? national.replace(/^0/, '') : national}`;
