/** Loaded with the first number that is recorded or looked up. */
import { parsePhoneNumberFromString } from 'libphonenumber-js/min';
import type { PhoneNormaliser } from '../model/identifier.js';

type Region = NonNullable<Parameters<typeof parsePhoneNumberFromString>[1]>;

/** Reads a phone number in any usual spelling as E.164; one without a country is read as of `region` (ISO 3166-1). */
export const phoneNormaliser =
  (region: string): PhoneNormaliser =>
  (value) => {
    const number = parsePhoneNumberFromString(value.normalize('NFKC').slice(0, 250), region as Region);
    return number?.isPossible() === true ? number.number : undefined;
  };
