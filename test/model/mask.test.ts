import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { mask } from '../../src/model/mask.js';

describe('what is shown until somebody reveals it', () => {
  it.each([
    ['a phone number: its last four digits', 'tel', '+44 20 7946 0946', '••• 0946'],
    ['… under another name', 'Mobile number', '(555) 010-0199', '••• 0199'],
    ['… in Arabic digits', 'tel', '+٤٤ ٢٠ ٧٩٤٦ ٠٩٤٦', '••• ٠٩٤٦'],
    ['an e-mail address: its first letter and where it is', 'email', 'ada@mail.example', 'a•••@mail.example'],
    ['… with an @ in quotes', 'email', '"a@b"@mail.example', '"•••@mail.example'],
    ['a birthday: nothing', 'bday', '1980-02-03', '••••'],
    ['… nor its year', 'bday-year', '1980', '••••'],
    ['a bank account: its end', 'iban', 'DE89 3704 0044 0532 0130 00', '••• 3000'],
    ['a passport: its end', 'passport-number', 'C01X00T47', '••• 0T47'],
    ['the host’s own account number: all of it', 'account', '4821-77', '4821-77'],
    ['an order number: all of it', 'order', '4711', '4711'],
    ['a name: all of it', 'given-name', 'Ada', 'Ada'],
    ['an address: all of it', 'street-address', '1 High Street', '1 High Street'],
    ['nothing: nothing', 'tel', '', ''],
  ])('%s', (_, fact, value, shown) => {
    expect(mask(fact, value)).toBe(shown);
  });
});

describe('a short value shows less, never all', () => {
  it.each([
    ['tel', '0946', '•••'],
    ['tel', '60946', '••• 46'],
    ['tel', '5550946', '••• 46'],
    ['email', 'a@mail.example', '•••@mail.example'],
    ['email', '@mail.example', '••• mple'],
    ['email', 'no address', '••• ress'],
    ['iban', '--', '•••'],
  ])('%s %s', (fact, value, shown) => {
    expect(mask(fact, value)).toBe(shown);
  });
});

describe('an e-mail address that begins with more than a letter', () => {
  it('keeps an emoji whole', () => {
    expect(mask('email', '👩‍💻da@mail.example')).toBe('👩‍💻•••@mail.example');
    expect(mask('email', 'e\u0301va@mail.example')).toBe('e\u0301•••@mail.example');
  });

  it('hides a tower of marks', () => {
    for (const height of [30, 500]) expect(mask('email', `a${'\u0301'.repeat(height)}b@mail.example`)).toBe('•••@mail.example');
  });
});

it('a masked phone number never tells more than four of its digits, nor half of them', () => {
  fc.assert(
    fc.property(fc.stringMatching(/^\+?[0-9 ()-]{1,24}$/), (value) => {
      const digits = value.replace(/[^0-9]/g, '');
      const shown = mask('tel', value).replace(/[^0-9]/g, '');
      expect(digits.endsWith(shown)).toBe(true);
      expect(shown.length).toBeLessThanOrEqual(Math.min(4, digits.length / 2));
    }),
  );
});

it('well-formed stays well-formed', () => {
  fc.assert(
    fc.property(fc.constantFrom('tel', 'email', 'iban', 'bday', 'account'), fc.string({ unit: 'grapheme', maxLength: 90 }), (fact, value) => {
      expect(mask(fact, value)).not.toMatch(/\p{Cs}/u);
    }),
  );
});
