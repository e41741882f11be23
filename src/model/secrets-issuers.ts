/** First digits (from … to), then lengths. */
type Range = readonly [from: string, to: string, ...lengths: number[]];

/**
 * Who issues which card numbers. ISO/IEC 7812-1 for the shape; the ranges as the networks publish them, local networks
 * where they are not already inside another's. UATP (1…, 15 digits) is left out: it would cut every tenth 15-digit
 * number from 1 up.
 */
const RANGES: readonly Range[] = [
  ['4', '4', 13, 16, 19], // Visa, with Elo's and mada's ranges in it
  ['51', '55', 16], // Mastercard
  ['2221', '2720', 16],
  ['34', '34', 15], // American Express
  ['37', '37', 15],
  ['300', '305', 14, 15, 16, 17, 18, 19], // Diners Club
  ['3095', '3095', 14, 15, 16, 17, 18, 19],
  ['36', '36', 14, 15, 16, 17, 18, 19],
  ['38', '39', 14, 15, 16, 17, 18, 19],
  ['3528', '3589', 16, 17, 18, 19], // JCB, with RuPay's in it
  ['1800', '1800', 15],
  ['2131', '2131', 15],
  ['6011', '6011', 16, 17, 18, 19], // Discover
  ['644', '649', 16, 17, 18, 19],
  ['65', '65', 16, 17, 18, 19], // with RuPay, Troy, Elo and Verve
  ['62', '62', 16, 17, 18, 19], // UnionPay
  ['81', '82', 16, 17, 18, 19], // UnionPay, RuPay
  ['60', '60', 16], // RuPay, Hipercard, Cabal, UkrCard
  ['2200', '2204', 16, 17, 18, 19], // Mir
  ['2205', '2205', 16], // Borica
  ['5018', '5020', 13, 14, 15, 16, 17, 18, 19], // Maestro; its 12 digits cannot be told from a phone number
  ['5038', '5038', 13, 14, 15, 16, 17, 18, 19],
  ['5893', '5893', 13, 14, 15, 16, 17, 18, 19],
  ['6304', '6304', 13, 14, 15, 16, 17, 18, 19],
  ['67', '67', 13, 14, 15, 16, 17, 18, 19],
  ['50', '50', 16, 18, 19], // Maestro at large, with RuPay, Elo, Verve, Meeza
  ['56', '58', 16, 18, 19], // … UzCard, mada, Naranja
  ['633', '633', 16, 18, 19], // Switch
  ['627780', '627780', 16], // Elo
  ['636297', '636297', 16],
  ['636368', '636368', 16],
  ['637095', '637095', 16], // Hipercard
  ['637568', '637568', 16],
  ['637599', '637612', 16],
  ['636120', '636120', 16], // mada
  ['968201', '968211', 16],
  ['9792', '9792', 16], // Troy
  ['9860', '9860', 16], // Humo
  ['8600', '8600', 16], // UzCard
  ['9704', '9704', 16, 19], // Napas
  ['9891', '9891', 16], // Dina
];

/** By first digit: hostile text asks a hundred thousand times. */
const BY_FIRST = Array.from({ length: 10 }, (_, digit) => RANGES.filter(([from]) => +(from[0] ?? '') === digit));

/** The lengths of numbers that begin with these digits, as a set of bits; 0: nobody issues them. */
export function issuedLengths(digits: string): number {
  let bits = 0;
  for (const [from, to, ...lengths] of BY_FIRST[+digits.slice(0, 1)] ?? []) {
    const start = digits.slice(0, from.length);
    if (start >= from && start <= to) for (const length of lengths) bits |= 1 << length;
  }
  return bits;
}
