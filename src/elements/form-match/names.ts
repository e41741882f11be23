/** People's names, put together and taken apart. Pure. */

export interface Name {
  prefix?: string;
  given: string;
  additional?: string;
  family: string;
  suffix?: string;
}

const PREFIX = /^(?:mrs?|ms|miss|mx|dr|prof|herr|frau|sra?|srta|mme|mlle|dott|sig|rev|sir)\.?$/i;
const SUFFIX = /^(?:jr|sr|i{2,3}|i?v|md|do|dds|dvm|phd|rn|esq|cpa|2nd|3rd|4th|(?:\p{L}{1,3}\.){2,3})\.?$/iu;
/** Words that belong to the family name after them. */
const PARTICLE = /^(?:van|von|der|den|de|del|della|di|da|das|dos|do|du|la|le|los|las|ter|ten|zu|zum|zur|af|av|bin|ibn|al|el|st\.?|mac|mc)$/i;
const HAN = /^\p{sc=Han}{2,6}$/u;
const HANGUL = /^\p{sc=Hangul}{2,5}$/u;
const EAST = /[\p{sc=Han}\p{sc=Hangul}\p{sc=Hiragana}\p{sc=Katakana}]/u;
/** Family names of two signs, in Chinese and in Korean. */
const TWO = /^(?:欧阳|歐陽|司马|司馬|上官|诸葛|諸葛|东方|東方|皇甫|尉迟|尉遲|公孙|公孫|慕容|令狐|宇文|长孙|長孫|司徒|夏侯|남궁|황보|제갈|선우|독고|사공|서문)/u;

/** `Okafor, Ada M.` and `Dr. Ada M. Okafor` → its parts; `undefined` where there is more than one way to do it. */
export function splitName(name: string): Name | undefined {
  const whole = name.trim().replace(/\s+/gu, ' ');
  if (EAST.test(whole)) return splitEastern(whole);
  const [before = '', after, more] = whole.split(/\s*,\s*/);
  if (more !== undefined) return undefined;
  if (after !== undefined && !SUFFIX.test(after)) {
    const [given = '', ...additional] = after.split(' ');
    const family = before.split(' ');
    const suffix = family.length > 1 && SUFFIX.test(family.at(-1) ?? '') ? family.pop() : undefined;
    if (given === '' || before === '' || SUFFIX.test(given)) return undefined;
    return { given, ...(additional.length > 0 ? { additional: additional.join(' ') } : {}), family: family.join(' '), ...(suffix === undefined ? {} : { suffix }) };
  }
  let words = before.split(' ');
  const prefix: string[] = [];
  while (words.length > 1 && PREFIX.test(words[0] ?? '')) prefix.push(words.shift() ?? '');
  const suffix = after ?? (words.length > 2 && SUFFIX.test(words.at(-1) ?? '') ? words.pop() : undefined);
  const start = words.findIndex((word, index) => index > 0 && (PARTICLE.test(word) || word === 'y' || word === 'e'));
  let family = words.at(-1) ?? '';
  if (start > 0 && start < words.length - 1) {
    family = words.slice(start).join(' ');
    words = [...words.slice(0, start), family];
  }
  const [given = '', ...rest] = words;
  const middle = rest.slice(0, -1);
  // «Juan Carlos Pérez García»: who is to say where the family begins. One initial is sure.
  if (rest.length === 0 || middle.length > 1 || (middle.length === 1 && !/^\p{L}\.?$/u.test(middle[0] ?? ''))) return undefined;
  return { ...(prefix.length > 0 ? { prefix: prefix.join(' ') } : {}), given, ...(middle.length > 0 ? { additional: middle.join(' ') } : {}), family, ...(suffix === undefined ? {} : { suffix }) };
}

function splitEastern(whole: string): Name | undefined {
  const [family, given, more] = whole.split(/[ 　]/);
  if (more !== undefined || family === undefined) return undefined;
  if (given !== undefined) return { family, given };
  if (TWO.test(whole) && whole.length > 2) return { family: whole.slice(0, 2), given: whole.slice(2) };
  // Chinese and Korean family names are one sign; of a Japanese one without a gap nobody can tell.
  return (HANGUL.test(whole) || (HAN.test(whole) && whole.length <= 3)) && whole.length >= 2 ? { family: whole.slice(0, 1), given: whole.slice(1) } : undefined;
}

/** The family name stands first, without a gap in Chinese and Korean, where it is written in those scripts. */
export function joinName({ prefix, given, additional, family, suffix }: Name): string {
  if (EAST.test(family) && EAST.test(given)) return /[\p{sc=Hiragana}\p{sc=Katakana}]/u.test(family + given) ? `${family} ${given}` : `${family}${given}`;
  return [prefix, given, additional, family, suffix].filter((part) => part !== undefined && part !== '').join(' ');
}
