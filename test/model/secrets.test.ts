import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isSecretFact, marker, scrub, scrubEntry, scrubFact } from '../../src/model/secrets.js';

const CARD = marker('card-number');

/** A number of this length that begins so, with the check digit that makes it right. */
function luhn(start: string, length: number, filling: readonly number[] = []): string {
  const body = start + Array.from({ length: length - 1 - start.length }, (_, index) => filling[index] ?? 0).join('');
  const sum = Array.from(body).reverse().reduce((total, digit, index) => {
    const doubled = +digit * (index % 2 ? 1 : 2);
    return total + (doubled > 9 ? doubled - 9 : doubled);
  }, 0);
  return body + ((10 - (sum % 10)) % 10);
}

const asciiDigits = (text: string): string =>
  text.replace(/[٠-٩۰-۹०-९０-９]/g, (digit) => String((digit.charCodeAt(0) - (/[٠-٩]/.test(digit) ? 0x660 : /[۰-۹]/.test(digit) ? 0x6f0 : /[०-९]/.test(digit) ? 0x966 : 0xff10)) % 10)).replace(/[^0-9]/g, '');

describe('a card number is cut, whoever issued it', () => {
  it.each([
    ['Visa', '4', 16], ['Visa, the old short one', '4', 13], ['Visa, long', '4', 19], ['Mastercard', '51', 16], ['Mastercard', '55', 16], ['Mastercard, new', '2221', 16], ['Mastercard, new', '2720', 16],
    ['American Express', '34', 15], ['American Express', '37', 15], ['Discover', '6011', 16], ['Discover', '649', 16], ['Discover', '65', 19], ['Diners Club', '305', 14], ['Diners Club', '36', 14], ['Diners Club', '39', 16],
    ['JCB', '3528', 16], ['JCB', '3589', 19], ['UnionPay', '62', 16], ['UnionPay', '62', 19], ['UnionPay', '81', 17], ['Maestro', '6759', 16], ['Maestro', '5018', 13], ['Maestro', '6304', 19], ['RuPay', '508', 16], ['RuPay', '82', 16],
    ['Mir', '2200', 16], ['Mir', '2204', 19], ['Troy', '9792', 16], ['Elo', '5067', 16], ['Elo', '636297', 16], ['Hipercard', '606282', 16], ['Hipercard', '637568', 16], ['mada', '968205', 16],
  ])('%s %s, %i digits', (_, start, length) => {
    expect(scrub(`it is ${luhn(start, length, [1, 3, 5, 7])}, thanks`)).toEqual({ text: `it is ${CARD}, thanks`, cut: ['card-number'] });
  });
});

describe('a number that is none is kept', () => {
  it.each([
    ['with a wrong check digit', '4111111111111112'],
    ['that nobody issues: 1', luhn('1234', 16)], ['that nobody issues: 7', luhn('7', 16)], ['that nobody issues: 0', '0000000000000000'],
    ['just below Mastercard', luhn('2220', 16, [9])], ['just above Mastercard', luhn('2721', 16)], ['just below JCB', luhn('3527', 16)], ['just above JCB', luhn('3590', 16)],
    ['of a length Visa has not', luhn('4', 15)], ['of a length American Express has not', luhn('37', 16)],
    ['with more digits right before', `12${luhn('4', 16)}`],
    ['with more digits right after', `${luhn('4', 16)}34`],
    ['in columns far apart', '4111      1111      1111      1111'],
  ])('%s', (_, number) => {
    expect(scrub(`it is ${number}.`)).toEqual({ text: `it is ${number}.`, cut: [] });
  });
});

describe('a card number is cut in any spelling', () => {
  it.each([
    '4111 1111 1111 1111', '4111-1111-1111-1111', '4111.1111.1111.1111', '4111\u00A01111\u00A01111\u00A01111', '4111–1111–1111–1111', '4111\u20111111\u20111111\u20111111', '4111\u2009\u20091111  1111 1111',
    '4 1 1 1 1 1 1 1 1 1 1 1 1 1 1 1', '41 1111 111111 1111', '4 0 0 0 0 0 0 0 0 1-1-2000 7', '4111 - 1111 - 1111 - 1111', '4111, 1111, 1111, 1111', '4111/1111/1111/1111', '4111_1111_1111_1111', '4111\n1111\n1111\n1111',
    '４１１１ １１１１ １１１１ １１１１', '٤١١١ ١١١١ ١١١١ ١١١١', '४१११११११११११११११', '4\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1\u200B1', '4\u202E111 1111 1111 1111', '𝟜𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙𝟙',
    '3782 822463 10005', '3056 930902 5904', '4000 0000 0000 0000 006',
  ])('%s', (spelling) => {
    expect(scrub(`card: ${spelling}!`).text).toBe(`card: ${CARD}!`);
  });
});

describe('a card number is cut in any company', () => {
  it.each([
    ['its expiry and code', '4111 1111 1111 1111 12/26 123', `${CARD} 12/26 123`],
    ['numbers before it', 'exp 12 26 4111 1111 1111 1111', `exp 12 26 ${CARD}`],
    ['a date', '2024-11-21 4111-1111-1111-1111', `2024-11-21 ${CARD}`],
    ['a phone number', '+44 20 7946 0018 4111 1111 1111 1111', `+44 20 7946 0018 ${CARD}`],
    ['an IBAN', 'GB29 NWBK 6016 1331 9268 19 4111111111111111', `GB29 NWBK 6016 1331 9268 19 ${CARD}`],
    ['another', '4111111111111111 5555555555554444', `${CARD} ${CARD}`],
    ['letters', 'card4111111111111111x', `card${CARD}x`],
    ['a plus that no phone number can have', '+4111111111111111 +378282246310005', `+${CARD} +${CARD}`],
    ['a number with which another could begin', '360 4111 1111 1111 1111', `360 ${CARD}`],
    ['an IBAN’s beginning', 'DE00 4111 1111 1111 1111 11', `DE00 ${CARD} 11`],
    ['two letters that make no IBAN', 'AB12 4111 1111 1111 1111', `AB12 ${CARD}`],
  ])('%s', (_, text, scrubbed) => {
    expect(scrub(text).text).toBe(scrubbed);
  });
});

describe('what is keyed into a menu without a break', () => {
  it.each([
    ['4111111111111111', '1227'], ['4111111111111111', '122027'], ['4111111111111111', '1227123'], ['378282246310005', '0130'], ['378282246310005', '01301234'],
  ].map(([number = '', more = '']) => [number + more]))('%s: the card goes, and its expiry and code with it', (keyed) => {
    expect(scrubEntry({ kind: 'told', fact: 'account', value: keyed }).entry).toMatchObject({ value: CARD });
  });
  it.each(['41111111111111111327', '4111111111111111122', '41111111111111121227', '12345678901234561227'])('%s is another number', (keyed) => {
    expect(scrubEntry({ kind: 'told', fact: 'account', value: keyed }).entry).toMatchObject({ value: keyed });
  });
});

describe('a label decides, where it stands right before the number', () => {
  const number = '4111111111111111';
  it.each([`order no. ${number}`, `Order number: ${number}`, `my account number is ${number}`, `IMEI: ${luhn('37', 15)}`, `Bestellnr. ${number}`, `Auftragsnummer ${number}`, `pedido n.º ${number}`, `رقم الطلب ${number}`, `tracking #${number}`])('kept: %s', (text) => {
    expect(scrub(text).text).toBe(text);
  });

  it.each([
    ['no label', `it is ${number}`], ['a card’s own grouping', 'order no. 4111 1111 1111 1111'], ['a card before the label', `credit card account ${number}`], ['a word between', `order paid by ${number}`], ['a sentence between', `I placed an order. ${number}`],
    ['a word that phone numbers have', `order on ${number}`],
    ['a comma between', `my order, ${number}`], ['a phone label, on what can be no phone number', `Tel. ${number}`],
  ])('cut: %s', (_, text) => {
    expect(scrub(text).text).toBe(text.replace(/4111[ 1]*$/, CARD));
  });
});

describe('what passes for a card number and is none', () => {
  it.each([
    ['two dates', '23.11.2024 02.12.2024'],
    ['a span of dates', '23.11.2024-24.12.2028'],
    ['a time and a number', `22:23:45 ${luhn('222345', 16, [1, 2, 3]).slice(6)}`],
    ['a UUID of nothing but digits', '41111111-1111-1111-4111-111111111111'],
    ['a digest', `a${luhn('4', 16)}bc${luhn('4', 13)}`],
    ['a Polish account', '58 1090 1014 4111 0000 0005 5433'],
    ['an American parcel', '9400 4112 3410 0054 6411 00'],
    ['two American phone numbers', '415-555-0107 415-555-0199'],
  ])('%s', (_, text) => {
    expect(scrub(text)).toEqual({ text, cut: [] });
  });

  it('while any other number in their place is one', () => {
    expect(scrub('58 1090 1014 4111 0000 0005 5434').text).not.toBe('58 1090 1014 4111 0000 0005 5434');
    expect(scrub(luhn('23112024', 16, [0, 2, 1, 2, 2, 0, 2])).text).toBe(CARD);
  });
});

it('everyday numbers are left alone', () => {
  const text = 'Account 4821-77, IMEI 35-209900-176148-1, parcel 1Z999AA10123456784 or RR123456785GB, ISBN 978-3-16-148410-0, 2024-11-21T22:13:45.123456Z, 40000000-0000-4000-8000-000000000002, £1,234.56';
  expect(scrub(text)).toEqual({ text, cut: [] });
});

/** ISO 7064: a right IBAN for this account. */
function iban(country: string, account: string): string {
  const digits = Array.from(`${account}${country}00`, (sign) => Number.parseInt(sign, 36)).join('');
  return `${country}${String(98n - (BigInt(digits) % 97n)).padStart(2, '0')}${account}`;
}

it('every IBAN survives, also one with a whole card number in it, in any spelling', () => {
  const account = fc.oneof(
    fc.stringMatching(/^[0-9]{2}$/).map((tail) => iban('DE', luhn('4', 16, [1, 2, 3]) + tail)),
    fc.stringMatching(/^[0-9]{12}$/).map((tail) => iban('AT', luhn('4', 16, Array.from(tail, Number)))),
    fc.stringMatching(/^[0-9]{14}$/).map((tail) => iban('GB', `VISA${tail}`)),
    fc.stringMatching(/^4[0-9]{23}$/).map((tail) => iban('HU', tail)),
  );
  const spelling = fc.constantFrom(
    (one: string) => one,
    (one: string) => one.toLowerCase(),
    (one: string) => one.replace(/.{4}(?=.)/g, '$& '),
    (one: string) => one.replace(/.{4}(?=.)/g, '$&\u00A0'),
    (one: string) => one.replace(/.{4}(?=.)/g, '$&-'),
  );
  fc.assert(
    fc.property(account, spelling, (one, spell) => {
      const text = `Pay to ${spell(one)}, please`;
      expect(scrub(text).text).toBe(text);
      expect(scrubFact('iban', spell(one))).toEqual({ value: spell(one), cut: [] });
    }),
    { numRuns: 500 },
  );
});

it('every phone number survives, also one of 13 digits that a Visa card could have', () => {
  const national = fc.constantFrom(['49', '151', 8], ['49', '30', 8], ['43', '664', 8], ['46', '70', 9], ['44', '20', 8], ['1', '415', 7], ['55', '11', 9], ['39', '347', 9], ['7', '495', 7], ['62', '812', 9] as const);
  const phone = fc.tuple(national, fc.stringMatching(/^[0-9]{9}$/)).map(([[code, area, length], rest]) => [code, area, rest.slice(0, length)] as const);
  const spelling = fc.constantFrom(
    (code: string, area: string, rest: string) => `+${code}${area}${rest}`,
    (code: string, area: string, rest: string) => `+${code} ${area} ${rest}`,
    (code: string, area: string, rest: string) => `+${code} (0)${area}/${rest.slice(0, 4)}-${rest.slice(4)}`,
    (code: string, area: string, rest: string) => `(+${code}) ${area} ${rest.slice(0, 3)} ${rest.slice(3)}`,
    (code: string, area: string, rest: string) => `00${code}${area}${rest}`,
    (code: string, area: string, rest: string) => `00 ${code} ${area} ${rest}`,
    (code: string, area: string, rest: string) => `011 ${code} ${area} ${rest}`,
    (code: string, area: string, rest: string) => `tel:+${code}-${area}-${rest}`,
    (code: string, area: string, rest: string) => `phone ${code}${area}${rest}`,
    (_: string, area: string, rest: string) => `0${area} ${rest}`,
  );
  fc.assert(
    fc.property(phone, spelling, ([code, area, rest], spell) => {
      const text = `Ring ${spell(code, area, rest)} please`;
      expect(scrub(text).text).toBe(text);
      expect(scrubFact('tel', spell(code, area, rest))).toEqual({ value: spell(code, area, rest), cut: [] });
    }),
    { numRuns: 2_000 },
  );
});

const ISSUED: [string, number][] = [['4', 13], ['4', 16], ['4', 19], ['51', 16], ['2221', 16], ['37', 15], ['6011', 16], ['36', 14], ['3589', 17], ['62', 18], ['6759', 19], ['2202', 16], ['9792', 16], ['65', 16], ['81', 16]];
const anyCard = fc.tuple(fc.constantFrom(...ISSUED), fc.array(fc.integer({ min: 0, max: 9 }), { minLength: 18, maxLength: 18 })).map(([[start, length], filling]) => luhn(start, length, filling));
const grouped = fc
  .tuple(anyCard, fc.array(fc.boolean(), { minLength: 19, maxLength: 19 }), fc.constantFrom('', ' ', '-', '.', '  ', ' - ', '\u00A0', '\u202F', '\u3000', '\u2011', '–', '−', '\u200B', '\u2060'), fc.constantFrom(0x30, 0x660, 0x6f0, 0x966, 0xff10))
  .map(([card, gaps, gap, zero]) => ({ card, spelling: Array.from(card, (digit, index) => (index && gaps[index] ? gap : '') + String.fromCharCode(zero + +digit)).join('') }));
const company = {
  before: fc.oneof(fc.constantFrom('', 'card ', '(', '"', 'x', ' 7 ', '12/26 ', 'PIN 4821 ', '+44 20 7946 0018 ', '23.11.2024 ', '\n'), fc.string({ unit: 'binary', maxLength: 8 }).map((text) => `${text.replace(/[\p{N}+＋]/gu, '')}; `)),
  after: fc.oneof(fc.constantFrom('', '.', ' 123', ' 12/26', ' exp 12 26', 'x', ' 5555555555554444'), fc.string({ unit: 'binary', maxLength: 8 }).map((text) => text.replace(/^\p{N}+/u, ''))),
};

describe('laws', () => {
  it('no card number is left whole, in any grouping, script and company', () => {
    fc.assert(
      fc.property(company.before, grouped, company.after, (before, { card, spelling }, after) => {
        expect(asciiDigits(scrub(before + spelling + after).text)).not.toContain(card);
        expect(asciiDigits((scrubFact('account', before + spelling + after) as { value: string }).value)).not.toContain(card);
      }),
      { numRuns: 2_000 },
    );
  });

  it('scrubbed twice is scrubbed once', () => {
    const piece = fc.constantFrom('my PIN', 'PIN', ' is ', 'password', ': ', 'hunter2', '4821', ' ', 'one-time code', '481 203', 'CVV', '123', '"', '4111', '-', '.', ', ', '+', 'order ', 'mother’s maiden name', 'Smith', ' was ', ' from ', 'is my ', 'the code', 'wrong', 'كلمة المرور', 'رمز التحقق هو', '٤', '4111111111111111', '+49', 'DE89370400440532013000', '2024-11-21', '\n', 'Passwort', CARD, marker('pin'));
    const text = fc.oneof(fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join('')), fc.array(piece, { maxLength: 25 }).map((pieces) => pieces.join(' ')), fc.string({ unit: 'binary' }));
    fc.assert(
      fc.property(text, (one) => {
        const { text: once } = scrub(one);
        expect(scrub(once)).toEqual({ text: once, cut: [] });
      }),
      { numRuns: 2_000 },
    );
  });
});

describe('what is told under a secret’s name is cut', () => {
  it.each([
    ['my PIN is |4821|, thanks', 'pin'], ['PIN |4821|', 'pin'], ['PIN=|4821|', 'pin'], ['my pin is |4 8 2 1|', 'pin'], ['my pin’s |4821|', 'pin'], ['my PIN is |four eight two one|', 'pin'], ['the PIN for my card ending 0946 is |4821|', 'pin'], ['|4821| is my PIN', 'pin'], ['meine PIN lautet |4821|', 'pin'],
    ['Geheimzahl: |4821|', 'pin'], ['el PIN de mi tarjeta es |4821|', 'pin'], ['الرقم السري: |٤٨٢١|', 'pin'], ['رقمي السري هو |4821|', 'pin'],
    ['CVV |123|', 'security-code'], ['security code is |123|', 'security-code'], ['security code is |1 2 3 4|', 'security-code'], ['the three digits on the back are |123|', 'security-code'], ['Kartenprüfnummer: |123|', 'security-code'], ['código de seguridad |123|', 'security-code'], ['رمز الأمان هو |١٢٣|', 'security-code'],
    ['one-time code |481 203|', 'one-time-code'], ['OTP: |481203|', 'one-time-code'], ['the code you texted me is |481203|', 'one-time-code'], ['|G-481203| is your Acme verification code', 'one-time-code'], ['TAN |481203|', 'one-time-code'], ['die mTAN lautet |481203|', 'one-time-code'], ['el código de verificación es |481203|', 'one-time-code'], ['ورمز التحقق هو |٤٨١٢٠٣|', 'one-time-code'],
    ['password: |hunter2|', 'password'], ['My password is |sunshine|.', 'password'], ['{"password":"|hunter2|"}', 'password'], ['my password’s |sunshine|.', 'password'], ['I changed my password to |hunter2| today', 'password'], ['Kundenkennwort: |Blumentopf|', 'password'], ['Mein Passwort lautet „|Blaue Blume|“', 'password'], ['mi contraseña es |gato123|', 'password'], ['كلمة المرور هي |hunter2|', 'password'], ['كلمة السر: |قطة|', 'password'],
    ['mother’s maiden name is |Smith|', 'security-answer'], ['My mothers maiden name was |Van der Berg|.', 'security-answer'], ['security answer: |Fluffy|', 'security-answer'], ['Mädchenname meiner Mutter ist |Schmidt|', 'security-answer'], ['apellido de soltera de mi madre es |García|', 'security-answer'], ['اسم عائلة أمي هو |حداد|', 'security-answer'],
  ] as const)('%s', (told, kind) => {
    expect(scrub(told.replaceAll('|', ''))).toEqual({ text: told.replace(/\|.*\|/, marker(kind)), cut: [kind] });
  });

  it('several in one breath, each by its name', () => {
    expect(scrub('4111 1111 1111 1111, CVC 123, PIN 4821, changed from it')).toEqual({
      text: `${CARD}, CVC ${marker('security-code')}, PIN ${marker('pin')}, changed from it`,
      cut: ['card-number', 'security-code', 'pin'],
    });
    expect(scrub('I changed my PIN from 4821 to 9932').text).toBe(`I changed my PIN from ${marker('pin')} to ${marker('pin')}`);
  });
});

describe('the customer’s words are left as they are', () => {
  it.each([
    'My mother has passed away. I want to be sure her service was disconnected. She was billed after I cancelled it.',
    'I forgot my password: can you help?', 'my password is wrong', 'My password is expired, and it was changed in 2024', 'the "password" field is empty', 'password-protected file 2024', 'my password is apparently broken', 'The PIN letter never arrived', 'My PIN does not work and my account number is 4821-77',
    'The code I got is too late', 'The error code is 500345', 'promo code: SAVE20', 'send the OTP to 07946001800', 'confirmation number 481203', 'shipping 1234, opinion 4821, company 9999', 'I got a tan in 2019', 'my tan 2019 has faded', 'the PIN on my phone 07946001800 is blocked', 'see example.com/password/reset2024', 'my code is 5003 and the light is red', 'Tan Smith, 481203', 'The security code on my door is broken', 'What is your mother’s maiden name?', 'mother’s maiden name was never recorded',
    'Mein Passwort ist leider falsch', 'Meine PIN ist seit 2019 gesperrt', 'TAN-Liste 2024', 'mi contraseña es incorrecta', 'la clave es la paciencia', 'نسيت كلمة المرور', 'كلمة المرور غير صحيحة',
  ])('%s', (words) => {
    expect(scrub(words)).toEqual({ text: words, cut: [] });
  });
});

describe('a fact of class once is known by its name', () => {
  it.each([
    ['card-number', ['cc-number', 'billing cc-number', 'cardNumber', 'card_number', 'Kreditkartennummer', 'número de tarjeta', 'رقم البطاقة']],
    ['card-expiry', ['cc-exp', 'cc-exp-month', 'cardExpirationYear', 'expiry', 'exp-date']],
    ['security-code', ['cc-csc', 'cvv', 'CVC2', 'txtCVV', 'security_code', 'Prüfziffer', 'código de seguridad', 'رمز الأمان']],
    ['pin', ['pin', 'PIN', 'memberPin', 'pin-code', 'Geheimzahl', 'الرقم السري']],
    ['password', ['current-password', 'new-password', 'user[password]', 'passwordcreateaccount', 'login_pass', 'Passwort', 'Kennwort', 'contraseña', 'clave', 'كلمة المرور']],
    ['one-time-code', ['one-time-code', 'otp', 'otpCode-3', 'mTAN', 'tan', 'one_time_password', 'verification code', 'رمز التحقق']],
    ['security-answer', ['security-answer', 'securityQuestion1Answer', 'mother’s maiden name', 'What is your mother’s maiden name?', 'memorable word', 'respuesta secreta']],
  ] as const)('%s', (kind, names) => {
    for (const name of names) expect([name, isSecretFact(name)]).toEqual([name, kind]);
  });

  it('and not by letters inside of another', () => {
    const names = ['shipping', 'opinion', 'spinning', 'company', 'titan', 'standard', 'passport-number', 'boarding-pass', 'compass', 'experience', 'account', 'tel', 'answers', 'security-question', 'password-hint', 'pin-location', 'loyalty-card-number', 'cc-name', 'country-code', 'promo-code', 'Pinterest', 'Cardiff', 'contract-expiry', 'constructor'];
    for (const name of names) expect([name, isSecretFact(name)]).toEqual([name, undefined]);
  });
});

describe('a told fact', () => {
  it('with a secret’s name is refused, whatever its value', () => {
    expect(scrubFact('PIN', 'none')).toEqual({ refused: 'pin' });
  });

  it('with a card number in the wrong field loses it, labelled or not', () => {
    expect(scrubFact('account', '4111111111111111')).toEqual({ value: CARD, cut: ['card-number'] });
    expect(scrubFact('order', 'order 4111111111111111')).toEqual({ value: `order ${CARD}`, cut: ['card-number'] });
    expect(scrubFact('tel', '4111 1111 1111 1111')).toEqual({ value: CARD, cut: ['card-number'] });
    expect(scrubFact('tel', luhn('37', 15))).toEqual({ value: CARD, cut: ['card-number'] });
  });

  it('that is a phone number keeps all its digits, but only as a phone', () => {
    const number = luhn('49151', 13);
    expect(scrubFact('phone', number)).toEqual({ value: number, cut: [] });
    expect(scrubFact('account', number)).toEqual({ value: CARD, cut: ['card-number'] });
  });
});

describe('an entry', () => {
  it('without secrets comes back as itself', () => {
    const entry = { kind: 'told', stamp: '0m3kq4111111111111111abc', customer: 'cus_1', at: 1_732_227_193_123, by: { audience: 'support', id: '4111111111111111' }, fact: 'account', value: '4821-77', answers: ['4111111111111111'], none: null, nan: NaN };
    const scrubbed = scrubEntry(entry);
    expect(scrubbed.entry).toBe(entry);
    expect(scrubbed.cut).toEqual([]);
  });

  it('with one loses it at any depth, and the given one is not changed', () => {
    const entry = { kind: 'poll', said: ['x', { words: 'my PIN is 4821' }], by: { label: 'Ana' }, card: 4_111_111_111_111_111, count: 12 };
    const before = structuredClone(entry);
    const { entry: after, cut } = scrubEntry(entry);
    expect(after).toEqual({ kind: 'poll', said: ['x', { words: `my PIN is ${marker('pin')}` }], by: { label: 'Ana' }, card: CARD, count: 12 });
    expect(cut).toEqual(['pin', 'card-number']);
    expect(entry).toEqual(before);
    expect(after.by).toBe(entry.by);
    expect(scrubEntry(after).entry).toBe(after);
  });

  it('loses what stands under a secret’s name, or beside it', () => {
    const { entry, cut } = scrubEntry({ form: { cvv: 123, userPin: '4821', pin: true } });
    expect(entry).toEqual({ form: { cvv: marker('security-code'), userPin: marker('pin'), pin: true } });
    expect(cut).toEqual(['security-code', 'pin']);
    expect(scrubEntry(entry)).toEqual({ entry, cut: [] });
    expect(scrubEntry({ kind: 'told', fact: 'password', value: 'sunshine' }).entry.value).toBe(marker('password'));
    expect(scrubEntry({ kind: 'told', fact: 'order', value: 'order 4111111111111111' }).entry.value).toBe(`order ${CARD}`);
  });

  it('is searched below a key that holds an id, and leaves what it is told to skip', () => {
    expect(scrubEntry({ contact: { note: 'PIN 4821' } }).entry.contact.note).toBe(`PIN ${marker('pin')}`);
    expect(scrubEntry({ ref: '4111111111111111', id: '4111111111111111' }, new Set(['ref'])).entry).toEqual({ ref: '4111111111111111', id: CARD });
  });

  it('keeps a key that is every object’s', () => {
    const entry = JSON.parse('{"__proto__":{"note":"PIN 4821"}}') as object;
    expect(JSON.stringify(scrubEntry(entry).entry)).toBe(`{"__proto__":{"note":"PIN ${marker('pin')}"}}`);
  });

  it('nested without end is refused', () => {
    const endless: { again?: unknown } = {};
    endless.again = endless;
    expect(() => scrubEntry(endless)).toThrow(expect.objectContaining({ code: 'too-large' }));
  });
});
