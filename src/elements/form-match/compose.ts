/** What is known for a field from facts of other names: parts put together, a whole taken apart. */
import type { Known } from '../form-known.js';
import { readDay, writeDay } from './dates.js';
import { joinName, splitName } from './names.js';
import { partOf, WHOLE } from './parts.js';
import { joinPhone, splitPhone } from './phones.js';

type Look = (fact: string) => Known | undefined;

/** One value out of several; doubted as soon as one of them is. */
function from(value: string | undefined, ...parts: (Known | undefined)[]): Known | undefined {
  const [first, ...others] = parts.filter((part) => part !== undefined);
  if (value === undefined || value.trim() === '' || first === undefined) return undefined;
  const doubt = first.doubt ?? others.find((part) => part.doubt !== undefined)?.doubt;
  return { value, from: first.from, ...(doubt === undefined ? {} : { doubt }) };
}

const NAME: Record<string, 'prefix' | 'given' | 'additional' | 'family' | 'suffix'> = { 'honorific-prefix': 'prefix', 'given-name': 'given', 'additional-name': 'additional', 'family-name': 'family', 'honorific-suffix': 'suffix' };
const LINES = ['address-line1', 'address-line2', 'address-line3'];

export function composed(fact: string, look: Look): Known | undefined {
  const together = WHOLE[fact];
  if (together !== undefined) {
    const whole = look(together) ?? composed(together, look);
    return from(whole && partOf(fact, whole.value), whole);
  }
  const part = NAME[fact];
  if (part !== undefined) {
    const whole = look('name');
    return from(whole && splitName(whole.value)?.[part], whole);
  }
  if (fact === 'name') {
    const [given, additional, family] = [look('given-name'), look('additional-name'), look('family-name')];
    return given && family && from(joinName({ given: given.value, family: family.value, ...(additional === undefined ? {} : { additional: additional.value }) }), given, family, additional);
  }
  if (fact === 'bday') {
    const [year, month, day] = [look('bday-year'), look('bday-month'), look('bday-day')];
    return year && month && day && from(writeDay({ year: year.value, month: month.value, day: day.value }), year, month, day);
  }
  if (fact.startsWith('bday-')) {
    const whole = look('bday');
    const value = whole && readDay(whole.value)?.[fact.slice(5) as 'day' | 'month' | 'year'];
    return from(value === undefined ? undefined : String(+value), whole);
  }
  if (fact === 'street-address') {
    const lines = LINES.map(look);
    return lines[0] && from(lines.flatMap((line) => line?.value ?? []).join('\n'), ...lines);
  }
  if (LINES.includes(fact)) {
    const whole = look('street-address') ?? look('address');
    const lines = whole?.value.split(/\s*\n\s*/) ?? [];
    return from(lines[LINES.indexOf(fact)], whole);
  }
  if (fact === 'country' || fact === 'country-name') return look(fact === 'country' ? 'country-name' : 'country');
  if (fact === 'tel') {
    const [national, code] = [look('tel-national'), look('tel-country-code')];
    const [digits] = /^\+?[1-9]\d{0,2}$/.exec(code?.value ?? '') ?? [];
    if (national === undefined || digits === undefined || national.value.startsWith('+')) return national;
    return from(joinPhone({ code: `+${digits.replace('+', '')}`, national: national.value.replace(/\D/g, '') }), national, code);
  }
  if (fact.startsWith('tel-')) {
    const whole = look('tel');
    const phone = whole && splitPhone(whole.value);
    const value = phone && { 'tel-country-code': phone.code, 'tel-national': phone.national, 'tel-area-code': phone.area, 'tel-local': phone.local, 'tel-local-prefix': phone.local?.slice(0, 3), 'tel-local-suffix': phone.local?.slice(3) }[fact];
    // A number without its country is a national one already.
    return from(value ?? (fact === 'tel-national' && whole?.value.startsWith('+') === false ? whole.value : undefined), whole);
  }
  return undefined;
}
