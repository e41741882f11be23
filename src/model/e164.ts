/** What can be said of an identifier without reading it closely: most numbers stand in a page as they are looked up. */

/** A number or an address for home, work or on the move is looked up like any other of theirs: `mobile-tel` → `tel`. */
export const plainFact = (fact: string): string => fact.replace(/^(?:home|work|mobile)-(?=(?:tel|email)$)/, '');

/**
 * International numbers of countries where nothing may be left out or put in after the country's code (North America,
 * and most of Europe without a zero there): they are E.164 as they stand, and the library would say the same.
 */
const E164 = /^(?:tel:)?(\+(?:1[2-9][0-9]{9}|(?:3[0-4]|4[134-9])[1-9][0-9]{5,12}))$/;

/** A number that needs no library to be read. */
export const asE164 = (value: string): string | undefined => E164.exec(value)?.[1];
