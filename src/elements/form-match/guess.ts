/** What a control without a usable token asks for, by what it is called. Pure: a description in, a fact out. */
import type { Description } from './describe.js';
import { namedIn, placesIn, plain } from './said.js';
import { isAnothers, isEither, isElsewhere, isEmailAccount, isIfOther } from './whose.js';

/** A label longer than this tells a story, and does not name a field. */
const LONG = 70;

/** What a general name may turn out to be, once the rest of the field is looked at. */
const NARROWER: Record<string, readonly string[]> = {
  name: ['given-name', 'family-name', 'additional-name'],
  nom: ['name', 'given-name', 'family-name', 'additional-name'],
  'given-name': ['family-name'],
  tel: ['tel-country-code', 'tel-area-code', 'tel-extension'],
};

/** Facts that somebody chooses from a list; all others are typed. */
const CHOSEN: ReadonlySet<string> = new Set(['country', 'address-level1', 'address-level2', 'bday-day', 'bday-month', 'bday-year', 'honorific-prefix', 'sex', 'tel-country-code']);
const ADDRESS = /^(street-address|address-.*|postal-code|country)$/;
/** Facts that may be typed into a number field. */
const NUMERIC: ReadonlySet<string> = new Set(['postal-code', 'tel', 'tel-country-code', 'tel-area-code', 'tel-extension', 'address-number', 'bday-day', 'bday-month', 'bday-year']);
const TITLES = /\b(mrs?|ms|miss|mx|herr|frau|sra?|srta|mme?|monsieur|madame|sig|sigra|dhr|mevr|pan|pani)\b/i;
const COUNTRIES = /\b(afghanistan|albania|algeria|andorra|united states|usa|germany|austria|belgium|switzerland|france|deutschland|österreich|oesterreich|schweiz|belgië|nederland|frankreich|alemania|francia|allemagne)\b|Афганистан|Германия|日本|ألمانيا/iu;

const PARTS: Record<string, RegExp> = {
  'bday-day': / (day|dd|tt|tag|dia|jour|jj|giorno|gg|dag|dzien|день|يوم|日|d) /,
  'bday-month': / (month|mm|monat|mes|mois|mese|maand|miesiac|месяц|شهر|月|m) /,
  'bday-year': / (year|yy|yyyy|jahr|jjjj|ano|annee|aaaa|anno|jaar|rok|год|سنة|年|y) /,
};

/** Which part of a date is asked for; `undefined`: all of it. */
function partOfDate({ tag, placeholder, name, id, label, maxLength, options }: Description): string | undefined {
  for (const text of [placeholder, name, id, label, options[0] ?? '']) {
    const parts = Object.keys(PARTS).filter((part) => PARTS[part]?.test(` ${plain(text)} `));
    if (parts.length > 1) return undefined;
    if (parts[0] !== undefined) return parts[0];
  }
  if (tag === 'select') return options.length <= 14 ? 'bday-month' : options.length < 34 ? 'bday-day' : 'bday-year';
  return maxLength === 4 ? 'bday-year' : undefined;
}

/** «Day», «Month» and «Year» that stand together under «Date of birth». */
function partOfBirthday(description: Description): string | undefined {
  const [group = ''] = namedIn(description.group, false).filter((one) => one !== '-');
  return group.startsWith('bday') ? partOfDate(description) : undefined;
}

/** Cards have names and numbers of their own; the address of their owner is an address. */
const ofACard = (description: Description): boolean => / (card|cc|creditcard|cardholder|karte|kreditkarte|tarjeta|carte|carta|karta|карта|карты) /.test(` ${plain([description.label, description.near, description.placeholder, description.name, description.id].join(' '))} `);

const withoutAsides = (text: string): string => text.replace(/\([^)]*\)|（[^）]*）/gu, ' ').trim() || text;

/** «City where you were born (security question)»: a secret is one in an aside too. */
const asideIsSecret = (text: string): boolean => /[(（][^)）]*(security|secret|sicherheitsfrage|geheim|seguridad|secreta|sécurité|sicurezza|segreta|segurança)/iu.test(text);

/**
 * The fact that a control asks for, `undefined` where nobody could tell, or where it is none of ours.
 * `beside`: whether another field of the same form asks for a fact; «Nom» is the family name beside «Prénom».
 */
export function guess(description: Description, beside: (fact: string) => boolean = () => false): string | undefined {
  const fact = asked(description);
  if (fact !== 'nom' && !(fact === 'tel' && beside('tel-area-code'))) return fact;
  if (fact === 'tel') return 'tel-local';
  const [given, family] = [beside('given-name'), beside('family-name')];
  return given === family ? 'name' : family ? 'given-name' : 'family-name';
}

/**
 * As `guess`, of a field alone: `nom` is a name of which only the fields beside it tell whether it is the whole one,
 * `either` an address or a number, whichever an account goes by.
 */
export function asked(description: Description): string | undefined {
  const { tag, type, placeholder, name, id, title, options, after } = description;
  if (type === 'password' || type === 'search' || type === 'url') return undefined;
  const label = withoutAsides(description.label);
  const shown = label === '' ? description.near : label;
  const first = tag === 'select' && shown === '' ? (options[0] ?? '') : '';
  // What stands in a field is surer to be its own than what stands before it.
  const inside: [string, boolean] = [withoutAsides(placeholder), false];
  const beside: [string, boolean] = [shown.length <= (label === '' ? 50 : LONG) ? shown : '', false];
  const sources: [string, boolean][] = [...(label === '' ? [inside, beside] : [beside, inside]), [first, false], [name, true], [id, true], [title, false]];
  const named = sources.map(([text, coded]) => namedIn(text.slice(0, 200), coded));
  if (named.some(([one]) => one === '!') || asideIsSecret(description.label) || asideIsSecret(placeholder)) return undefined;
  const found = narrowed(named.map(([one]) => one).filter((one) => one !== undefined), named, description);
  if (found === '-' && tag === 'input' && isEmailAccount(description.group)) return 'either';
  // «…@mail.example» behind it: a name that somebody makes up.
  if (found === '-' || (tag === 'input' && /^@[\w-]+\.\w/.test(after))) return undefined;
  if (isIfOther(`${description.label} ${placeholder} ${description.near}`)) return undefined;
  const said = [shown, placeholder, name, id].map((text) => ` ${plain(text.slice(0, 200))} `);
  if (found !== undefined && /^(tel|tel-national|email|either)$/.test(found) && said.some((text) => SENT.test(text))) return undefined;
  if (isAnothers(said, ` ${plain(description.heading)} `)) return undefined;
  const part = found === undefined ? partOfBirthday(description) : undefined;
  if (part !== undefined) return part;
  if (found !== undefined && ADDRESS.test(found) && (isElsewhere(said.slice(0, 2)) || (tag !== 'select' && [shown, placeholder].some((text) => isEither(text, placesIn(text)))))) return undefined;
  if (tag === 'select' && placesIn(shown).includes('address-level2') && found === 'address-level1') return 'address-level2';
  if (found !== undefined && fits(found, description)) return kindOf(found, options);
  if (type === 'tel' && named.flat().includes('tel')) return 'tel';
  if (tag === 'input' && named.flat().length === 0 && SAMPLE.test(placeholder) && fits('tel', description)) return 'tel';
  return type === 'email' && label.length <= LONG ? 'email' : undefined;
}

/** What the first source says, made narrower by what the others say. */
function narrowed(said: readonly string[], named: readonly (readonly string[])[], description: Description): string | undefined {
  const [found, ...others] = said;
  if (found === 'name' || found === 'nom' || found === 'given-name') {
    // «Name» over a field that the page itself calls `login`.
    if (others[0] !== found && others.includes('-') && !others.includes(found)) return '-';
    return others.find((one) => NARROWER[found]?.includes(one)) ?? found;
  }
  if (found === 'street-address' || found === 'address-line1') {
    if (others.includes('email')) return 'email';
    const all = named.flat();
    // «Street», `house_number`.
    if (found === 'street-address' && others[0] === 'address-number') return 'address-number';
    const line = ['address-line3', 'address-line2', 'address-line1'].find((one) => all.includes(one));
    return (description.tag === 'textarea' && line === 'address-line1' ? undefined : line) ?? (description.tag === 'input' ? 'address-line1' : 'street-address');
  }
  // «Via e numero civico»: one field for both.
  if (found === 'address-number' && BOTH.test(`${description.label} ${description.near} ${description.placeholder}`) && named.some(([one, ...more]) => one === found && more.some((other) => /^(street-address|address-line1)$/.test(other)))) return description.tag === 'input' ? 'address-line1' : 'street-address';
  if (found === 'bday') return partOfDate(description) ?? found;
  // «Phone number» over «Area code»; a number «with area code» is a whole one.
  const within = / (?:with|incl|including|mit|inkl|con|avec|incluido|y compris|z|met|med) /.test(` ${plain(`${description.label} ${description.near} ${description.placeholder}`)} `);
  if (found === 'tel') return [...others, ...(within ? [] : named.flat())].find((one) => NARROWER['tel']?.includes(one)) ?? found;
  return found;
}

function kindOf(fact: string, options: readonly string[]): string {
  const calling = options.filter((option) => /\+\s?\d/.test(option)).length;
  if (options.length > 1 && calling > options.length / 2) return 'tel-country-code';
  if (fact === 'address-level1' && options.filter((option) => COUNTRIES.test(option)).length > 2) return 'country';
  return fact;
}

/** What was sent to a number or an address, or proves who calls, is neither: «Code sent to your phone», «Telephone banking PIN», `email_code`. A code of a country, an area or a place is none of these. */
const SENT = / (?:passcode|pass code|pin|puk|m?tan|sms ?code|token|otp|kennwort|kundenkennwort|telefonkennwort|passphrase|security number) |(?<! (?:country|area|dial|dialing|calling|city|zip|post|postal|isd|std|prefix)) (?:code|codigo|codice|kode|kod|код|кода) (?!postal|pays|pais|paese|de pais|de area|страны|города)/u;

/** That one thing is asked for and another. */
const BOTH = /[,/&+]|(?<!\p{L})(?:and|und|et|e|y|i|и|та|і|en|og|och|ve|si|ja|a)(?!\p{L})/iu;

/** A number shown as a sample of one: `(555) 555-5555`, `___ ___ ____`. */
const SAMPLE = /^\s*(?:\+\d{1,3}[ -]?)?(?:\([\d_x#]{2,4}\)|[\d_x#]{3,4})[ .-]?[\d_x#]{3,4}[ .-][\d_x#]{2,4}(?:[ .-][\d_x#]{2})?\s*$/i;

/** The fewest characters that a field for it would have. */
const LEAST: Record<string, number> = { email: 10, either: 10, tel: 6, name: 5, nom: 5, 'street-address': 8, 'address-line1': 8, bday: 6, 'postal-code': 3 };

function fits(fact: string, description: Description): boolean {
  const { tag, type, options, maxLength } = description;
  if (!ADDRESS.test(fact) && ofACard(description)) return false;
  if (tag === 'select') {
    if (fact === 'tel') return options.some((option) => /\+\s?\d/.test(option));
    return CHOSEN.has(fact) && (fact !== 'honorific-prefix' || options.some((option) => TITLES.test(option)));
  }
  if (tag === 'textarea') return fact === 'street-address';
  if (fact === 'honorific-prefix' || fact === 'sex') return false;
  if (type === 'number' || type === 'tel') return NUMERIC.has(fact) || (type === 'tel' && /^(bday|tel-|either$)/.test(fact));
  if (type === 'date') return fact === 'bday';
  if (type === 'email') return fact === 'email';
  // Nobody's number, address or mailbox fits into so few characters.
  return maxLength < 0 || maxLength >= (LEAST[fact] ?? 1);
}
