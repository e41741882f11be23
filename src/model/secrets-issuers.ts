/**
 * Who issues which card numbers: first digits (a range, or one beginning) and lengths.
 * ISO/IEC 7812-1 for the shape; the ranges as the networks publish them. Local networks stand here by the ranges that are not
 * already inside another's. UATP (1…, 15 digits) is left out: every tenth 15-digit number from 1 up would be cut.
 */
const ISSUERS: readonly (readonly [from: string, to: string, ...lengths: number[]])[] = [
  ['4', '4', 13, 16, 19], // Visa, with Elo's and mada's ranges in it
  ['51', '55', 16], // Mastercard
  ['2221', '2720', 16],
  ['34', '34', 15], // American Express
  ['37', '37', 15],
  ['300', '305', 14, 15, 16, 17, 18, 19], // Diners Club
  ['3095', '3095', 14, 15, 16, 17, 18, 19],
  ['36', '36', 14, 15, 16, 17, 18, 19],
  ['38', '39', 14, 15, 16, 17, 18, 19],
  ['6011', '6011', 16, 17, 18, 19], // Discover
  ['644', '649', 16, 17, 18, 19],
  ['65', '65', 16, 17, 18, 19], // with RuPay, Troy, Elo and Verve
  ['3528', '3589', 16, 17, 18, 19], // JCB
  ['1800', '1800', 15],
  ['2131', '2131', 15],
  ['62', '62', 16, 17, 18, 19], // UnionPay
  ['81', '82', 16, 17, 18, 19], // UnionPay and RuPay
  ['60', '60', 16], // RuPay, UkrCard, Hipercard, Cabal
  ['508', '508', 16], // RuPay
  ['353', '353', 16], // RuPay with JCB
  ['356', '356', 16],
  ['2200', '2204', 16, 17, 18, 19], // Mir
  ['2205', '2205', 16], // Borica
  ['9792', '9792', 16], // Troy
  ['5018', '5018', 13, 14, 15, 16, 17, 18, 19], // Maestro; its 12 digits are not told from a phone number
  ['5019', '5020', 13, 14, 15, 16, 17, 18, 19],
  ['5038', '5038', 13, 14, 15, 16, 17, 18, 19],
  ['5893', '5893', 13, 14, 15, 16, 17, 18, 19],
  ['6304', '6304', 13, 14, 15, 16, 17, 18, 19],
  ['6333', '6333', 16, 18, 19],
  ['67', '67', 13, 14, 15, 16, 17, 18, 19],
  ['50', '50', 16, 18, 19], // Maestro at large, with Elo, Verve, Meeza and Iran's banks
  ['56', '58', 16, 18, 19], // … and UzCard, mada, Naranja
  ['627780', '627780', 16], // Elo
  ['636297', '636297', 16],
  ['636368', '636368', 16],
  ['637095', '637095', 16], // Hipercard
  ['637568', '637568', 16],
  ['637599', '637599', 16],
  ['637609', '637612', 16],
  ['633110', '633110', 16, 18, 19], // Switch
  ['636120', '636120', 16], // mada
  ['968201', '968211', 16],
  ['8600', '8600', 16], // UzCard
  ['9860', '9860', 16], // Humo
  ['9704', '9704', 16, 19], // Napas
  ['9891', '9891', 16], // Dina
];

/** Whether an issuer gives out numbers that begin so, at this length. The check digit is another question. */
export const isIssued = (digits: string): boolean =>
  ISSUERS.some(([from, to, ...lengths]) => {
    const start = digits.slice(0, from.length);
    return start >= from && start <= to && lengths.includes(digits.length);
  });
