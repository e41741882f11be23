import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { isRefusal } from '../../src/model/errors.js';
import { decodeUui, encodeUui, referTo, type UserToUser } from '../../src/wire/uui.js';

const REFERENCE = 'so1:7f3K2p9QxV';
const HEX = '736f313a3766334b327039517856';

/** The code of the refusal, or what was answered instead. */
const codeOf = (run: () => unknown): unknown => {
  try {
    return run();
  } catch (error) {
    return isRefusal(error) ? error.code : error;
  }
};
const texts = (header: string | string[]): (string | undefined)[] => decodeUui(header).map(({ text }) => text);

describe('writing', () => {
  it('a reference is hex, with whose it is', () => {
    expect(encodeUui(REFERENCE)).toBe(`${HEX};encoding=hex;purpose=say-once`);
  });

  it('for ISDN and for Genesys an octet comes first, and the package is theirs', () => {
    expect(encodeUui(REFERENCE, { discriminator: 0 })).toBe(`00${HEX};encoding=hex;purpose=isdn-uui;content=isdn-uui`);
  });

  it.each<[string, () => string, string]>([
    ['129 octets', () => encodeUui('x'.repeat(129)), 'too-large'],
    ['128 octets and a discriminator', () => encodeUui('x'.repeat(128), { discriminator: 4 }), 'too-large'],
    ['17 letters of two octets, for a network of 32', () => encodeUui('é'.repeat(17), { limit: 32 }), 'too-large'],
    ['nothing', () => encodeUui(''), 'bad-header'],
    ['half a character', () => encodeUui('\uD800'), 'bad-header'],
    ['a purpose that would end the value', () => encodeUui('x', { purpose: 'a;b' }), 'bad-header'],
    ['a line break as content', () => encodeUui('x', { content: 'a\r\nVia: evil' }), 'bad-header'],
    ['a discriminator that is a letter', () => encodeUui('x', { discriminator: 0x41 }), 'bad-header'],
    ['a discriminator that is no octet', () => encodeUui('x', { discriminator: 256 }), 'bad-header'],
    ['a Refer-To to no SIP address', () => referTo('https://example.com', encodeUui('x')), 'bad-header'],
    ['a Refer-To whose address breaks out', () => referTo('sip:c@example.com>\r\nVia: evil', encodeUui('x')), 'bad-header'],
    ['a Refer-To with a value of two lines', () => referTo('sip:c@example.com', 'a\r\nb'), 'bad-header'],
  ])('refuses %s', (_, write, code) => {
    expect(codeOf(write)).toBe(code);
  });

  it('128 octets pass', () => {
    expect(decodeUui(encodeUui('x'.repeat(128)))[0]?.octets).toHaveLength(128);
  });
});

describe('reading what the world sends', () => {
  it.each<[string, string | string[]]>([
    ['upper case', `${HEX.toUpperCase()};ENCODING=HEX;Purpose=say-once`],
    ['no encoding', HEX],
    ['blanks around the marks', ` ${HEX} ; encoding = hex `],
    ['the whole line, folded', `User-To-User: ${HEX}\r\n ;encoding=hex`],
    ['quoted', `"${HEX}";encoding="hex"`],
    ['a text that is no hex', REFERENCE],
    ['a quoted text with marks and quotes in it', `"so1:7f3K2p9QxV";encoding=ascii;note="a\\",b"`],
    ['as AudioCodes names it', `x-User-To-User: ${HEX}`],
    ['ISDN, with its first octet', `00${HEX};encoding=hex;purpose=isdn-uui;content=isdn-uui`],
    ['a gateway of ISDN’s', `04${HEX};encoding=hex;purpose=isdn-interwork;content=isdn-uui`],
    ['ISDN’s first octet, and nothing said of it', `04${HEX};encoding=hex`],
    ['ISDN’s package, without its octet', `${HEX};encoding=hex;purpose=isdn-uui`],
    ['Genesys’s discriminator, as a parameter', `${HEX};encoding=hex;pd=00`],
    ['still escaped, as a SIP library hands it over', `${HEX}%3Bencoding%3Dhex`],
    ['inside a Refer-To', `Refer-To: ${referTo('sip:c@example.com', encodeUui(REFERENCE))}`],
    ['inside a Refer-To with more in it', `<sip:c@example.com;user=phone?Replaces=1%402%3Bto-tag%3D3&user-to-user=${HEX}%3Bencoding%3Dhex&X-Y=1>;method=INVITE`],
    ['inside an address without brackets', `sip:c@example.com?User%2Dto%2DUser=${HEX}`],
    ['in an address in upper case', `<SIP:c@example.com?USER-TO-USER=${HEX}>`],
    ['another value that nobody can read', `open;encoding=hex, 123;encoding=hex,${HEX};encoding=hex`],
  ])('%s', (_, header) => {
    expect(texts(header)).toEqual([REFERENCE]);
  });

  it('several values, in one line and in several', () => {
    expect(texts(`${HEX};encoding=hex, "a,b";encoding=ascii`)).toEqual([REFERENCE, 'a,b']);
    expect(texts([`User-to-User: ${HEX}`, 'User-to-User: 6162'])).toEqual([REFERENCE, 'ab']);
  });

  it('says whose it is, and which octet came first', () => {
    expect(decodeUui('0061;purpose=ISDN-uui;content=isdn-uui')[0]).toMatchObject({ purpose: 'isdn-uui', content: 'isdn-uui', discriminator: 0, text: 'a' });
  });

  it('what belongs to another package keeps its first octet', () => {
    expect([...(decodeUui('0061;purpose=other')[0]?.octets ?? [])]).toEqual([0, 0x61]);
  });

  it('octets that are no text have none', () => {
    expect(decodeUui('ff80;purpose=other')[0]).not.toHaveProperty('text');
  });

  it.each<[string, unknown]>([
    ['an empty header', ''],
    ['nothing but marks', ' ;, ;'],
    ['half an octet', '736;encoding=hex'],
    ['hex that is none', 'zz;encoding=hex'],
    ['an encoding that nobody knows', 'NzM2Zg;encoding=base64'],
    ['quotes that do not end', '"736f'],
    ['a Refer-To that takes nothing along', 'Refer-To: <sip:c@example.com>'],
    ['an address that takes something else along', '<sip:c@example.com?Replaces=1>'],
    ['no text at all', 7],
    ['a list of no texts', [null]],
  ])('refuses %s', (_, header) => {
    expect(codeOf(() => decodeUui(header as string))).toBe('bad-header');
  });

  it('refuses what is longer than any header', () => {
    expect(codeOf(() => decodeUui('61'.repeat(10_000)))).toBe('too-large');
  });
});

describe('properties', () => {
  const token = fc.stringMatching(/^[-A-Za-z0-9.!%*_+`'~]{1,20}$/);
  const discriminator = fc.integer({ min: 0, max: 255 }).filter((octet) => octet < 32 || octet > 126);

  it('what was encoded is decoded, with what was said of it', () => {
    fc.assert(
      fc.property(fc.uint8Array({ minLength: 1, maxLength: 128 }), token, fc.option(token, { nil: undefined }), (octets, purpose, content) => {
        fc.pre(!/^isdn-/i.test(purpose));
        const [read, ...more] = decodeUui(encodeUui(octets, { purpose, ...(content === undefined ? {} : { content }) }));
        expect(more).toEqual([]);
        expect(read).toMatchObject({ octets, purpose: purpose.toLowerCase(), ...(content === undefined ? {} : { content: content.toLowerCase() }) });
      }),
    );
  });

  it('so is a text, with a discriminator, and by way of a Refer-To', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }), discriminator, (text, first) => {
        const value = encodeUui(text, { discriminator: first, limit: 1000 });
        const same: Partial<UserToUser> = { text, discriminator: first };
        expect(decodeUui(value)).toMatchObject([same]);
        expect(decodeUui(`Refer-To: ${referTo('sip:c@example.com', value)}`)).toMatchObject([same]);
      }),
    );
  });

  it('30,000 random and broken headers: read, or refused with a code', () => {
    const whole = fc.tuple(fc.uint8Array({ minLength: 1, maxLength: 60 }), discriminator).map(([octets, first]) => encodeUui(octets, { discriminator: first }));
    const marks = fc.array(fc.constantFrom('"', '\\', ';', ',', '=', '%', '%3B', '<', '>', '?', '&', 'sip:', 'User-to-User', ':', ' ', '\r\n ', 'encoding=hex', 'pd=00', '00', '7f', 'é', '\uD800'), { maxLength: 30 }).map((parts) => parts.join(''));
    const cutAt = fc.tuple(whole, fc.nat(200), marks).map(([text, at, more]) => text.slice(0, at) + more + text.slice(at + 1));
    fc.assert(
      fc.property(fc.oneof(fc.string({ unit: 'binary', maxLength: 300 }), marks, cutAt, cutAt.map((text) => `Refer-To: <sip:a@b?${text}>`)), (header) => {
        const answer = codeOf(() => decodeUui(header));
        if (answer === 'bad-header' || answer === 'too-large') return;
        expect(Array.isArray(answer), String(answer)).toBe(true);
      }),
      { numRuns: 30_000 },
    );
  });
});
