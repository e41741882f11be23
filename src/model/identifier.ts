/** Turns a phone number in any usual spelling into E.164, `undefined` where it is none. The host's kept library, passed in. */
export type PhoneNormaliser = (value: string) => string | undefined;

/** Spellings by canonical name: the HTML autocomplete token wherever one exists. */
const SPELLINGS = `
tel: phone telephone phone-number telephone-number tel-number mobile mobile-number mobile-phone cell cell-phone cellphone handy handynummer telefon telefonnummer rufnummer mobilfunknummer telefono movil celular هاتف الهاتف جوال الجوال رقم-الهاتف رقم-الجوال
email: e-mail email-address e-mail-address mail mail-address correo correo-electronico البريد-الإلكتروني
name: full-name fullname customer-name nombre-completo الاسم-الكامل
given-name: first-name firstname forename fname vorname nombre الاسم-الأول
family-name: last-name lastname surname lname nachname familienname apellido apellidos اسم-العائلة
additional-name: middle-name middlename
honorific-prefix: salutation anrede
postal-code: zip zip-code zipcode postcode post-code postal plz postleitzahl codigo-postal
address-level2: city town ort stadt ciudad
address-level1: state province
street-address: address street strasse straße adresse direccion
address-line1: address1 address-1 address-line-1 street1
address-line2: address2 address-2 address-line-2 street2
country-name: land pais
bday: dob birthday birthdate birth-date date-of-birth geburtsdatum geburtstag fecha-de-nacimiento تاريخ-الميلاد
sex: gender
organization: company company-name organisation firma empresa
organization-title: job-title
language: preferred-language
url: website homepage
account: account-number account-no account-nr account-id acct acct-no acct-number accountnumber konto kontonummer cuenta numero-de-cuenta رقم-الحساب
order: order-number order-no order-nr order-id ordernumber bestellnummer bestellung pedido numero-de-pedido رقم-الطلب
customer: customer-number customer-no customer-nr customer-id customernumber kundennummer numero-de-cliente رقم-العميل`;

let names: Map<string, string> | undefined;
const canonical = (): Map<string, string> =>
  (names ??= new Map(
    SPELLINGS.trim()
      .split('\n')
      .flatMap((line) => {
        const [name = '', spellings = ''] = line.split(': ');
        return spellings.split(' ').map((spelling) => [bare(spelling), name] as const);
      }),
  ));

/** Lower-case words joined by `-`: `phoneNumber`, `Phone number`, `PHONE_NUMBER` → `phone-number`. */
export const kebab = (name: string): string =>
  name
    .normalize('NFKC')
    .replace(/(\p{Ll}|\p{Nd})(?=\p{Lu})|(\p{Lu})(?=\p{Lu}\p{Ll})/gu, '$&-')
    .toLowerCase()
    .replace(/[^\p{L}\p{M}\p{Nd}]+/gu, '-')
    .replace(/^-|-$/g, '');

/** Without the marks above and below its letters, so that one spelling in a table stands for several. */
export const bare = (text: string): string => text.normalize('NFKD').replace(/\p{M}/gu, '').normalize('NFC');

/**
 * A fact's one name: the HTML autocomplete token wherever one exists, else the name in kebab case.
 * `Phone Number` → `tel`, `surname` → `family-name`, `zip` → `postal-code`, `accountNo` → `account`.
 */
export function factName(name: string): string {
  let one = named.get(name);
  if (one === undefined) {
    const plain = /^[a-z]+(?:-[a-z]+)*$/.test(name) ? name : kebab(name);
    one = canonical().get(bare(plain)) ?? plain;
    // A fold asks for every entry, and a host's names are few.
    if (named.size < 1_000 && name.length <= 100) named.set(name, one);
  }
  return one;
}

const named = new Map<string, string>();

const DIGIT = /\p{Nd}/u;
const seen = new Map<string, number>();

/** The value of one digit of any script, also fullwidth, circled or raised; -1 for anything else. */
export function digitOf(char: string): number {
  const code = char.codePointAt(0) ?? 0;
  if (code < 128) return code >= 48 && code <= 57 ? code - 48 : -1;
  let value = seen.get(char);
  if (value === undefined) {
    value = -1;
    const compatible = char.normalize('NFKC');
    if (/^[0-9]$/.test(compatible)) value = +compatible;
    else if (DIGIT.test(char)) {
      // Unicode keeps decimal digits in unbroken rows of ten that begin with zero (UAX #44, Numeric_Type=Decimal).
      let zero = code;
      while (DIGIT.test(String.fromCodePoint(zero - 1))) zero--;
      value = (code - zero) % 10;
    }
    if (seen.size < 2_000) seen.set(char, value);
  }
  return value;
}

/** NFKC, with the digits of every script as ASCII. */
const folded = (text: string): string => text.normalize('NFKC').replace(/\p{Nd}/gu, (digit) => String(digitOf(digit)));

const isPhone = (fact: string): boolean => fact === 'tel' || fact === 'tel-national';
const isName = (fact: string): boolean => /(^|-)(name|nickname|organization)$/.test(fact);
const isNumber = (fact: string): boolean =>
  /^(account|order|customer|postal-code|iban)$|-(number|no|nr|id|code)$/.test(fact);

/** `+`, `00` and `tel:` spellings as E.164 (ITU-T: 15 digits at most); national ones need to know the country: `undefined`. */
function plainPhone(value: string): string | undefined {
  const [, number = ''] = /^\s*(?:tel:)?([^;,#*a-z]*)/iu.exec(folded(value)) ?? [];
  const digits = number.replace(/\(0\)/, '').replace(/[^0-9+]/g, '');
  const [, international] = /^(?:\+|00)([1-9][0-9]{6,14})$/.exec(digits) ?? [];
  return international && `+${international}`;
}

function plainEmail(value: string): string | undefined {
  // RFC 5321 §4.5.3.1 allows 254; what is far longer is no address, and costs time.
  if (value.length > 400) return undefined;
  const address = folded(value).replace(/[\p{Cf}\s]/gu, '').toLowerCase();
  const inner = /<([^<>]*)>$/.exec(address)?.[1] ?? address;
  return /^(?:mailto:)*([^?]+@[^?@]+)/.exec(inner)?.[1];
}

/**
 * The one form of an identifier for look-up, whatever way it was spelled. `undefined`: nothing to look up.
 * - phone facts: E.164, from `phone` or, for `+`, `00` and `tel:` spellings, without it
 * - e-mail: lower case, no `mailto:`
 * - everything else: letters and digits only, upper case, digits as ASCII: `4821-77` and `482177` are one account
 */
export function normalise(fact: string, value: string, phone?: PhoneNormaliser): string | undefined {
  const name = factName(fact);
  if (isPhone(name)) return phone?.(value) ?? plainPhone(value);
  if (name === 'email') return plainEmail(value);
  return folded(folded(value).toUpperCase().replace(/[^\p{L}\p{M}\p{N}]/gu, '')).replace(/[^\p{L}\p{M}\p{Nd}]/gu, '') || undefined;
}

/** What two values of a fact must share to be one. */
function comparable(name: string, value: string, phone: PhoneNormaliser | undefined): string | undefined {
  if (isPhone(name)) return folded(phone?.(value) ?? value).replace(/\(0\)|[^0-9]/g, '').replace(/^00/, '');
  if (name === 'email') return plainEmail(value);
  if (isNumber(name)) return normalise(name, value);
  const text = folded(value).toLowerCase().normalize('NFC').replace(/\p{Cf}/gu, '');
  // A name keeps its letters only («O’Brien», «O'Brien»); elsewhere a gap tells «Flat 1, 23 …» from «Flat 12, 3 …».
  return isName(name) ? text.replace(/[^\p{L}\p{M}\p{Nd}]/gu, '') : text.trim().replace(/\s+/gu, ' ');
}

/**
 * Whether two told values are the same, for counting repeats. Cautious: spelling of phones and numbers, case and spacing
 * do not matter; letters and diacritics do. A national and an international phone number are the same only to `phone`.
 */
export function sameValue(fact: string, a: string, b: string, phone?: PhoneNormaliser): boolean {
  if (a === b) return true;
  const name = factName(fact);
  const one = comparable(name, a, phone);
  return !!one && one === comparable(name, b, phone);
}
