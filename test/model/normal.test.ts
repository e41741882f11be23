/** A number that is read without the library is read just as the library would. */
import fc from 'fast-check';
import { getCountries, getExampleNumber } from 'libphonenumber-js/min';
import examples from 'libphonenumber-js/mobile/examples';
import { describe, expect, it } from 'vitest';
import { asE164 } from '../../src/model/e164.js';
import { normaliseNamed } from '../../src/model/normal.js';
import { phoneNormaliser } from '../../src/store/phone.js';

const REGIONS = ['GB', 'US', 'DE', 'IT', 'HU', 'FR', 'GG', 'AG', 'KZ', 'SM'].map((region) => phoneNormaliser(region));

/** What both ways make of a number, wherever the host is. */
const differs = (value: string): string[] => {
  const plain = asE164(value);
  return plain === undefined ? [] : [...new Set(REGIONS.map((library) => normaliseNamed('tel', value, library)))].filter((one) => one !== plain).map((one) => `${value}: ${plain}, the library: ${one}`);
};

describe('a phone number that needs no library', () => {
  it('of every country’s example is what the library makes of it, and plain texts are found', () => {
    let quick = 0;
    for (const country of getCountries()) {
      const number = getExampleNumber(country, examples)?.number ?? '';
      for (const value of [number, `tel:${number}`]) {
        expect(differs(value)).toEqual([]);
        quick += asE164(value) === undefined ? 0 : 1;
      }
    }
    expect(quick).toBeGreaterThan(50);
  });

  it('of any digits is what the library makes of it', () => {
    const code = fc.constantFrom('1', '30', '31', '32', '33', '34', '36', '39', '40', '41', '43', '44', '45', '46', '47', '48', '49', '1242', '1268', '441481', '441534', '441624', '4779');
    const value = fc.tuple(fc.constantFrom('+', 'tel:+'), code, fc.stringMatching(/^[0-9]{4,14}$/)).map((parts) => parts.join(''));
    fc.assert(fc.property(value, (one) => differs(one).length === 0), { numRuns: 20_000 });
  });
});
