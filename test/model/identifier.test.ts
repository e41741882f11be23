import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { digitOf, factName, normalise, sameValue } from '../../src/model/identifier.js';

/** Stands for the kept library: knows that this company's customers live in the UK. */
const british = (value: string): string | undefined => {
  const digits = value.replace(/[^0-9+]/g, '');
  return digits.startsWith('0') ? `+44${digits.slice(1)}` : undefined;
};

describe('a fact has one name, however it is spelled', () => {
  it.each([
    ['phone', 'tel'], ['Phone Number', 'tel'], ['mobilePhone', 'tel'], ['TELEFON', 'tel'], ['Teléfono', 'tel'], ['handynummer', 'tel'], ['هاتف', 'tel'],
    ['e-mail', 'email'], ['eMail', 'email'], ['E_MAIL_ADDRESS', 'email'], ['البريد الإلكتروني', 'email'],
    ['firstname', 'given-name'], ['first_name', 'given-name'], ['Vorname', 'given-name'], ['surname', 'family-name'], ['lastName', 'family-name'], ['اسم العائلة', 'family-name'],
    ['zip', 'postal-code'], ['PLZ', 'postal-code'], ['código postal', 'postal-code'], ['Straße', 'street-address'],
    ['dob', 'bday'], ['Date of birth', 'bday'], ['account-number', 'account'], ['accountNo', 'account'], ['Kontonummer', 'account'],
    ['orderId', 'order'], ['Bestellnummer', 'order'], ['customer number', 'customer'],
  ])('%s → %s', (spelling, name) => {
    expect(factName(spelling)).toBe(name);
  });

  it('a token of HTML autocomplete is its own name', () => {
    for (const token of ['tel-national', 'given-name', 'address-line1', 'address-level2', 'country', 'bday-day', 'cc-number', 'one-time-code']) expect(factName(token)).toBe(token);
  });

  it('any other becomes kebab case', () => {
    expect(factName('Meter reading (kWh)')).toBe('meter-reading-k-wh');
    expect(factName('lastBILLAmount')).toBe('last-bill-amount');
  });

  it('a name that every object has is a name like any other', () => {
    expect(factName('constructor')).toBe('constructor');
    expect(factName('__proto__')).toBe('proto');
  });

  it('a name’s name is itself', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (name) => {
        expect(factName(factName(name))).toBe(factName(name));
      }),
    );
  });
});

describe('a phone number for look-up', () => {
  it.each(['+44 20 7946 0018', '+44 (0)20 7946 0018', '0044 20 7946 0018', 'tel:+44-20-7946-0018', 'TEL:+442079460018;ext=12', '(+44) 20/7946.0018', '\u202A+44 20 7946 0018\u202C', '+٤٤ ٢٠ ٧٩٤٦ ٠٠١٨', '＋44 20 7946 0018', '+44 20 7946 0018 ext. 12', '+44 20 7946 0018,12#'])(
    'is E.164 from %s, with nobody’s help',
    (spelling) => {
      expect(normalise('phone', spelling)).toBe('+442079460018');
    },
  );

  it('in a national spelling needs to be told the country', () => {
    expect(normalise('tel', '020 7946 0018')).toBeUndefined();
    expect(normalise('tel', '020 7946 0018', british)).toBe('+442079460018');
  });

  it('that the library does not know is still looked up by its plain form', () => {
    expect(normalise('tel', '+49 30 123456', british)).toBe('+4930123456');
  });

  it('is none if there are two, none at all, or too many digits', () => {
    for (const value of ['', '+', 'call me', '+44 20 7946 0018 / +44 20 7946 0019', '+1234567890123456']) expect(normalise('tel', value)).toBeUndefined();
  });
});

describe('an e-mail address for look-up', () => {
  it.each([' Ada@Mail.Example ', 'mailto:ada@mail.example', 'MAILTO:ada@mail.example?subject=x', 'Ada Okafor <ada@mail.example>', 'ada＠mail.example', '\u200Bada@mail.example', 'ada @ mail.example'])('from %s', (spelling) => {
    expect(normalise('email', spelling)).toBe('ada@mail.example');
  });

  it('is none without both its sides', () => {
    for (const value of ['', 'ada', '@mail.example', 'ada@']) expect(normalise('email', value)).toBeUndefined();
  });
});

describe('any other identifier for look-up', () => {
  it.each([
    ['4821-77', '482177'], ['4821 77', '482177'], ['٤٨٢١-٧٧', '482177'], ['４８２１−７７', '482177'], ['ab 12/c', 'AB12C'], ['№ 12', 'NO12'], ['Straße 1', 'STRASSE1'],
  ])('%s → %s', (value, form) => {
    expect(normalise('account', value)).toBe(form);
  });

  it('is none without a letter or digit', () => {
    for (const value of ['', ' ', '--/--', '\u200B']) expect(normalise('account', value)).toBeUndefined();
  });
});

it('what is normal stays as it is', () => {
  const value = fc.oneof(fc.string({ unit: 'binary' }), fc.string(), fc.emailAddress());
  fc.assert(
    fc.property(fc.constantFrom('tel', 'email', 'account'), value, (fact, text) => {
      const form = normalise(fact, text);
      fc.pre(form !== undefined);
      expect(normalise(fact, form)).toBe(form);
    }),
    { numRuns: 300 },
  );
});

it('every decimal digit of Unicode has its value', () => {
  const values = ['0', '٣', '۴', '५', '７', '𝟘', '𝟡', '𝟿', '²', '③', 'x', 'Ⅷ', '½'].map(digitOf);
  expect(values).toEqual([0, 3, 4, 5, 7, 0, 9, 9, 2, 3, -1, -1, -1]);
});

describe('told twice, one value', () => {
  it.each([
    ['tel', '+44 20 7946 0018', '0044 (0)20 7946-0018'],
    ['phone', '020 7946 0018', '02079460018'],
    ['email', 'Ada@mail.example', 'mailto:ada@MAIL.example'],
    ['account', '4821-77', '482177'],
    ['postal-code', 'SW1A 1AA', 'sw1a1aa'],
    ['family-name', 'VAN DER  BERG', 'van der Berg'],
    ['family-name', 'O’Neill', "O'Neill"],
    ['given-name', 'José', 'Jose\u0301'],
    ['street-address', '1  High Street', '1 high street '],
    ['bday', '1980-02-03', '١٩٨٠-٠٢-٠٣'],
  ])('%s: %s, %s', (fact, a, b) => {
    expect(sameValue(fact, a, b)).toBe(true);
  });

  it('a national and an international phone number, to who knows the country', () => {
    expect(sameValue('tel', '020 7946 0018', '+44 20 7946 0018')).toBe(false);
    expect(sameValue('tel', '020 7946 0018', '+44 20 7946 0018', british)).toBe(true);
  });
});

describe('told twice, two values', () => {
  it.each([
    ['tel', '+44 20 7946 0018', '+44 20 7946 0019'],
    ['tel', '+44 20 7946 0018', '+44 20 7946 0018 ext 5'],
    ['tel', 'none', 'unknown'],
    ['email', 'ada@mail.example', 'ada+x@mail.example'],
    ['account', '4821-77', '4821-78'],
    ['given-name', 'José', 'Jose'],
    ['family-name', 'Müller', 'Mueller'],
    ['given-name', 'Ada', 'Adam'],
    ['street-address', 'Flat 1, 23 High Street', 'Flat 12, 3 High Street'],
    ['bday', '1980-02-03', '1980-03-02'],
    ['account', '--', '//'],
  ])('%s: %s, %s', (fact, a, b) => {
    expect(sameValue(fact, a, b)).toBe(false);
  });
});

it('sameness has no direction, and a value is the same as itself', () => {
  const value = fc.oneof(fc.constantFrom('Ada', 'ada', ' A d a', '+44 1', '441', '0044 1'), fc.string({ unit: 'binary', maxLength: 6 }));
  fc.assert(
    fc.property(fc.constantFrom('tel', 'email', 'account', 'name', 'note'), value, value, (fact, a, b) => {
      expect(sameValue(fact, a, b)).toBe(sameValue(fact, b, a));
      expect(sameValue(fact, a, a)).toBe(true);
    }),
  );
});
