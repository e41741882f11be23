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
