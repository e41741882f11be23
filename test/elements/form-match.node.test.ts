/** Which field is what, and how a value is put into a field's own terms: pure, so in Node. The fields are invented. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { choose, spellings } from '../../src/elements/form-match/choose.js';
import { inFormat, readDay, writeDay } from '../../src/elements/form-match/dates.js';
import type { Description } from '../../src/elements/form-match/describe.js';
import { guess } from '../../src/elements/form-match/guess.js';
import { joinName, splitName } from '../../src/elements/form-match/names.js';
import { joined, partOf, splitStreet } from '../../src/elements/form-match/parts.js';
import { joinPhone, splitPhone } from '../../src/elements/form-match/phones.js';
import { countryOf } from '../../src/elements/form-match/regions.js';

const field = (some: Partial<Description>): Description => ({ tag: 'input', type: 'text', autocomplete: '', name: '', id: '', label: '', placeholder: '', title: '', near: '', group: '', after: '', heading: '', maxLength: -1, options: [], ...some });
const guessed = (some: Partial<Description>): string | undefined => guess(field(some));

describe('a field is known by its label, in many languages', () => {
  it.each([
    ['First name *', 'given-name'], ['Vorname', 'given-name'], ['Prénom', 'given-name'], ['Imię', 'given-name'], ['Имя', 'given-name'], ['الاسم الأول', 'given-name'],
    ['Nachname', 'family-name'], ['Apellidos', 'family-name'], ['Cognoms', 'family-name'], ['Фамилия', 'family-name'], ['Отчество', 'additional-name'],
    ['Imię i nazwisko', 'name'], ['氏名', 'name'], ['Họ và tên', 'name'], ['Name', 'name'],
    ['E-Mail-Adresse', 'email'], ['Correo electrónico (obligatorio)', 'email'], ['メールアドレス', 'email'], ['البريد الإلكتروني', 'email'], ['電子郵件', 'email'],
    ['Telefonnummer', 'tel'], ['Número de teléfono', 'tel'], ['電話番号', 'tel'], ['Số điện thoại', 'tel'], ['Mobile No. (a code will be sent)', 'tel'],
    ['Straße und Hausnummer', 'address-line1'], ['Dirección', 'address-line1'], ['Apartment, suite, etc.', 'address-line2'], ['Adresszusatz', 'address-line2'],
    ['Vejnavn', 'address-line1'], ['Huisnr.', 'address-number'], ['Via e numero civico', 'address-line1'], ['Улица и номер дома', 'address-line1'], ['Numéro de voie', 'address-number'], ['House name or number', 'address-number'], ['Segundo apellido', 'family-second'], ['Ort', 'address-level2'], ['Woonplaats', 'address-level2'], ['Miasto', 'address-level2'], ['市区町村', 'address-level2'],
    ['PLZ', 'postal-code'], ['CAP', 'postal-code'], ['郵便番号', 'postal-code'], ['Kod pocztowy', 'postal-code'], ['Date de naissance', 'bday'],
  ])('%s → %s', (label, fact) => expect(guessed({ label })).toBe(fact));

  it.each([
    [{ name: 'ctl00$Main$txtFirstName' }, 'given-name'], [{ id: 'lName' }, 'family-name'], [{ name: 'firstnamecreateaccount' }, 'given-name'], [{ name: 'shipping_address2' }, 'address-line2'],
    [{ name: 'checkout[shipping_address][zip]' }, 'postal-code'], [{ type: 'email', name: 'x1' }, 'email'], [{ type: 'email' }, 'email'], [{ placeholder: 'name@example.com' }, 'email'], [{ near: 'Town/City' }, 'address-level2'], [{ placeholder: '(555) 555-5555' }, 'tel'], [{ placeholder: '12345' }, undefined],
    [{ id: 'billing_address_city' }, 'address-level2'], [{ label: 'Name', name: 'last_name' }, 'family-name'], [{ label: 'Address', name: 'address_line2' }, 'address-line2'], [{ label: 'Phone Number', id: 'form-field-email' }, 'tel'],
    [{ label: 'Birthday', placeholder: 'Day' }, 'bday-day'], [{ label: 'Date of birth', placeholder: 'MM/DD/YYYY', maxLength: 10 }, 'bday'],
    [{ label: 'Year', group: 'Date of birth Day Month Year' }, 'bday-year'],
    [{ tag: 'select', type: 'select-one', label: 'Region', options: ['Albania', 'Algeria', 'Andorra', 'France'] }, 'country'],
    [{ tag: 'select', type: 'select-one', label: 'Country', options: ['+93 (Afghanistan)', '+355 (Albania)'] }, 'tel-country-code'],
    [{ tag: 'select', type: 'select-one', label: 'Anrede', options: ['Bitte wählen', 'Frau', 'Herr'] }, 'honorific-prefix'],
    [{ near: 'Rückrufnummer' }, 'tel'], [{ near: 'Jméno', placeholder: 'E-mail' }, 'email'], [{ label: 'الحي والشارع' }, 'address-line1'], [{ label: 'Name', near: '', id: 'mat-input-4' }, 'name'], [{ label: 'Please enter your full legal name' }, 'name'],
  ] as const)('%j → %s', (some, fact) => expect(guessed(some as unknown as Partial<Description>)).toBe(fact));
});

describe('never guessed', () => {
  it.each([
    { type: 'password', label: 'First name' }, { label: 'Username or email' }, { label: 'Benutzername', name: 'name' }, { label: 'Card number', name: 'phone' }, { label: 'Name on card' },
    { label: 'Verification code', name: 'email_code' }, { name: 'cvv' }, { label: 'Expiration month', tag: 'select', type: 'select-one' }, { label: 'Search by city' }, { type: 'search', label: 'City' },
    { label: 'Please leave this field empty', type: 'email', name: 'email' }, { label: 'Subject', name: 'emailSubject' }, { label: 'Amount' }, { label: 'IBAN' }, { label: 'Promo code' },
    { label: 'Fax' }, { name: 'filename' }, { label: 'Company name' , name: 'x', type: 'number' }, { tag: 'textarea', type: 'textarea', label: 'Your message, name and phone' },
    { label: 'Network name' }, { label: 'Name of your insurer' }, { label: 'Nombre del perro' }, { label: 'Name des Händlers' }, { label: '商品名' }, { label: 'Date of last visit' }, { label: 'Friend’s email' }, { label: 'Telefon Arbeitgeber' }, { label: 'Email', heading: 'Gift recipient' },
    { label: 'Second driver’s name' }, { label: 'Passenger 2: last name' }, { label: 'Vorname Gast 2' }, { label: 'Nombre del segundo pasajero' }, { label: 'City of purchase' }, { label: 'Country of issue' }, { label: 'Geburtsland' }, { label: 'City or ZIP code' }, { placeholder: 'PLZ, Ort' }, { label: 'Email (if different)' },
    { label: 'Telefon (falls abweichend)' }, { label: 'City where you were born (security question)' }, { label: 'Your new address', after: '@mail.example' }, { label: 'Alternate phone' }, { label: 'Code postal du chantier' }, { label: 'Adres Başlığı' }, { label: 'Toevoeging' }, { label: 'フリガナ' }, { label: 'Your age' }, { name: 'TextCell' },
    { label: 'Enter the code we sent to your phone' }, { label: 'Code aus der E-Mail' }, { label: 'Código enviado al teléfono' }, { label: 'Code reçu par e-mail' }, { label: 'mTAN per Handy' }, { label: 'Telephone banking PIN' }, { label: 'Kundenkennwort Telefon' }, { label: 'Code', name: 'email_code' }, { name: 'mobileCode' }, { name: 'phone_token', label: 'Code' },
    { label: 'Deceased’s date of birth' }, { label: 'First name', heading: 'The deceased' }, { label: 'Vorname', heading: 'Verstorbene Person' }, { label: 'Nombre del difunto' }, { label: 'Son’s first name' }, { label: 'Baby’s date of birth' }, { label: 'Pet’s date of birth' }, { label: 'Manager’s email' }, { label: 'Roommate email' },
    { label: 'Lawyer phone' }, { label: 'E-Mail des Empfängers' }, { label: 'Email addresses to invite' }, { label: 'Street you grew up on' }, { label: 'Town where your parents met' }, { label: 'Favourite city' }, { label: 'Accident address' },
    { label: 'Phone', maxLength: 3 }, { label: 'Name', name: 'login' }, { label: 'Mother’s maiden name' },
  ] as Partial<Description>[])('%j', (some) => expect(guessed(some)).toBeUndefined());

  it('whatever a page says, a guess ends, and a secret word in any of its texts ends it', () => {
    fc.assert(fc.property(fc.string(), fc.string(), fc.string(), (label, name, placeholder) => {
      guessed({ label, name, placeholder });
      expect(guessed({ label: `card number ${label.slice(0, 20)}`, name: 'email' })).toBeUndefined();
    }));
  });
});

describe('one thing in several fields', () => {
  it.each([
    ['12 Hill Road', { number: '12', street: 'Hill Road' }], ['Hauptstraße 5a', { street: 'Hauptstraße', number: '5a' }], ['Calle de Alcalá, 12-14', { street: 'Calle de Alcalá', number: '12-14' }], ['221B Baker Street', { number: '221B', street: 'Baker Street' }],
    ['12 Rue du 8 Mai 5', undefined], ['Rose Cottage', undefined], ['Flat 4, 12 Hill Road', undefined],
  ])('%s', (line, parts) => expect(splitStreet(line)).toEqual(parts));

  it('what cannot be taken apart stands in the first field, and what was put together has its order from the page’s language', () => {
    expect([partOf('address-street', 'Rose Cottage'), partOf('address-number', 'Rose Cottage'), partOf('family-first', 'García Márquez'), partOf('family-second', 'García Márquez'), partOf('family-first', 'de la Cruz Ruiz'), partOf('family-second', 'Okafor')]).toEqual(['Rose Cottage', undefined, 'García', 'Márquez', 'de la Cruz Ruiz', undefined]);
    expect([joined('address-line1', { 'address-street': 'Hill Road', 'address-number': '12' }, 'en-GB'), joined('address-line1', { 'address-street': 'Hauptstraße', 'address-number': '5a' }, 'de'), joined('family-name', { 'family-first': 'García', 'family-second': '' }, 'es')]).toEqual(['12 Hill Road', 'Hauptstraße 5a', 'García']);
  });
});

describe('names', () => {
  const word = fc.stringMatching(/^[A-Z][a-zéñü]{3,9}$/);
  it('what was put together comes apart as it was', () => {
    fc.assert(fc.property(word, word, (given, family) => {
      expect(splitName(joinName({ given, family }))).toEqual({ given, family });
    }));
  });

  it.each([
    ['Ada Okafor', { given: 'Ada', family: 'Okafor' }], ['Okafor, Ada', { given: 'Ada', family: 'Okafor' }], ['Dr. Ada M. Okafor Jr.', { prefix: 'Dr.', given: 'Ada', additional: 'M.', family: 'Okafor', suffix: 'Jr.' }],
    ['Ludwig van Beethoven', { given: 'Ludwig', family: 'van Beethoven' }], ['王小明', { family: '王', given: '小明' }], ['欧阳娜娜', { family: '欧阳', given: '娜娜' }], ['山田 太郎', { family: '山田', given: '太郎' }], ['김민수', { family: '김', given: '민수' }],
    ['OKAFOR JR, ADA M', { given: 'ADA', additional: 'M', family: 'OKAFOR', suffix: 'JR' }], ['Ada E Okafor', { given: 'Ada', additional: 'E', family: 'Okafor' }], ['Ada Okafor, M.D.', { given: 'Ada', family: 'Okafor', suffix: 'M.D.' }],
    ['Juan Carlos Pérez García', undefined], ['Ada', undefined], ['山田太郎', undefined],
  ])('%s', (name, parts) => expect(splitName(name)).toEqual(parts));

  it('the family name stands first where it is written so', () => expect([joinName({ given: '小明', family: '王' }), joinName({ given: 'たろう', family: '山田' })]).toEqual(['王小明', '山田 たろう']));
});

describe('phones', () => {
  it('what was taken apart goes together again', () => {
    const number = fc.stringMatching(/^\+(?:44[1-9]\d{9}|49[1-9]\d{8}|34[6-9]\d{8}|1[2-9]\d{9}|358[1-9]\d{7})$/);
    fc.assert(fc.property(number, (tel) => {
      const phone = splitPhone(tel);
      expect(phone && joinPhone(phone)).toBe(tel);
    }));
  });
  it('a national number has its zero where the country has one', () => {
    expect(splitPhone('+44 (0)20 7946 0018')).toEqual({ code: '+44', national: '02079460018', area: '020', local: '79460018' });
    expect(splitPhone('+34 612 345 678')).toEqual({ code: '+34', national: '612345678' });
    expect(splitPhone('+1 503 555 0142')).toEqual({ code: '+1', national: '5035550142', area: '503', local: '5550142', exchange: ['555', '0142'] });
    expect(splitPhone('020 7946 0018')).toBeUndefined();
  });
  it('an Italian number keeps the zero that is part of it', () => expect(spellings('tel', '+39 06 698 1234', { type: 'tel', maxLength: 13, placeholder: '', label: '' })).toContain('+39066981234'));
});

describe('dates', () => {
  it('what was written is read', () => {
    fc.assert(fc.property(fc.date({ min: new Date('1900-01-01T00:00:00Z'), max: new Date('2030-12-31T00:00:00Z'), noInvalidDate: true }), (date) => {
      const iso = date.toISOString().slice(0, 10);
      const day = readDay(iso);
      expect(day && writeDay(day)).toBe(iso);
      for (const format of ['DD.MM.YYYY', 'TT.MM.JJJJ', 'd.m.yyyy']) expect(day && readDay(inFormat(day, format) ?? '')).toEqual(day);
    }));
  });
  it('as the field shows it', () => {
    const day = { year: '1984', month: '03', day: '07' };
    expect(['MM/DD/YYYY', 'GG.AA.YYYY', 'jj/mm/aaaa', 'gg-mm-aaaa', 'D.M.YYYY', 'YYYY-MM-DD', 'Your birthday'].map((shown) => inFormat(day, shown))).toEqual(['03/07/1984', '07.03.1984', '07/03/1984', '07-03-1984', '7.3.1984', '1984-03-07', undefined]);
  });
  it('what can be read in two ways is not read', () => expect([readDay('03/04/1984'), readDay('27/03/1984'), readDay('31.02.1984')]).toEqual([undefined, { year: '1984', month: '03', day: '27' }, undefined]));
});

describe('options are chosen by what they mean', () => {
  const texts = (...all: string[]): { value: string; text: string }[] => all.map((text, index) => ({ value: String(index), text }));
  it.each([
    ['country-name', 'Germany', ['', 'Francia', 'Alemania'], 'Alemania'], ['country', 'DE', ['', 'Österreich', 'Deutschland'], 'Deutschland'], ['country-name', 'USA', ['United Kingdom', 'United States of America'], 'United States of America'],
    ['country', 'DEU', ['ドイツ', 'フランス'], 'ドイツ'], ['country-name', 'United Kingdom', ['GBR', 'USA'], 'GBR'],
    ['address-level1', 'Oregon', ['OH', 'OR'], 'OR'], ['address-level1', 'NY', ['New York', 'New Jersey'], 'New York'],
    ['bday-month', '3', ['Mês', 'fevereiro', 'março'], 'março'], ['bday-month', '3', ['Monat', 'Jän', 'März'], 'März'], ['bday-month', '3', ['MM', '02', '03', '13'], '03'], ['bday-month', '12', ['一月', '十二月', '12月'], '12月'],
    ['bday-day', '7', ['Tag', '06', '07', '17'], '07'], ['honorific-prefix', 'Mr', ['Frau', 'Herr'], 'Herr'], ['honorific-prefix', 'Ms', ['Monsieur', 'Madame'], 'Madame'], ['sex', 'female', ['Mann', 'Frau'], 'Frau'],
    ['address-level2', 'Portland', ['Portland, OR', 'Salem, OR'], 'Portland, OR'],
    ['tel-country-code', '+44', ['+1 US', '+44 UK', '+441 X'], '+44 UK'],
  ])('%s %s among %j', (fact, value, options, wanted) => expect(choose(fact, value, texts(...options))?.text).toBe(wanted));

  it('one calling code of several countries is the customer’s own country', () => expect(choose('tel-country-code', '+1', texts('+1 (Canada)', '+1 (United States)'), 'United States')?.text).toBe('+1 (United States)'));
  it('and without a country, nobody can tell', () => expect(choose('tel-country-code', '+1', texts('+1 (Canada)', '+1 (United States)'))).toBeUndefined());
  it('a state of that name in another country is not chosen', () => expect(choose('address-level1', 'WA', texts('Western Australia', 'Victoria'), 'US')).toBeUndefined());
  it('nothing is chosen where nothing means it', () => expect(choose('country', 'DE', texts('France', 'Spain'))).toBeUndefined());
  it('a country has names in every script', () => expect(['Deutschland', 'Германия', 'ألمانيا', '德国', 'Niemcy', 'deu'].map(countryOf)).toEqual(Array.from({ length: 6 }, () => 'DE')));
});
