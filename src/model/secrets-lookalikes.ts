/** Lengths by country, ISO 13616 (the IBAN registry). Any other country's would let a card number hide behind two letters. */
const IBAN_LENGTHS =
  'AD24AE23AL28AT20AZ28BA20BE16BG22BH22BI27BR29BY28CH21CR22CY28CZ24DE22DJ27DK18DO28EE20EG27ES24FI18FK18FO18FR27GB22GE22GI23' +
  'GL18GR27GT28HN28HR21HU28IE22IL23IQ23IS26IT27JO30KW30KZ20LB28LC32LI21LT20LU20LV21LY25MC27MD24ME22MK19MN20MR27MT31MU30NI28' +
  'NL18NO15OM23PK24PL28PS29PT25QA29RO24RS22RU33SA24SC31SD18SE24SI19SK24SM27SO23ST25SV28TL23TN24TR26UA29VA22VG24XK20YE30';
const IBAN_START = /(?<![\p{L}\p{N}])[A-Z]{2}(?=\d{2})/giu;
const UUID = /(?<![\da-z])[\da-f]{8}-(?:[\da-f]{4}-){3}[\da-f]{12}(?![\da-z])/gi;
const HEX = /(?<![\p{L}\p{N}])(?:0x)?[\da-f]{24,128}(?![\p{L}\p{N}])/giu;
const DIGESTS = new Set([24, 32, 40, 48, 56, 64, 96, 128]);
/** A date stands apart: one that is joined on to more digits by such a separator may be a piece of a card number. */
const DAY = ['-', '\\.', '/']
  .map((sep) => String.raw`(?:19|20)\d\d${sep}(?:0?[1-9]|1[0-2])${sep}(?:0?[1-9]|[12]\d|3[01])|(?:(?:0?[1-9]|[12]\d|3[01])${sep}){2}(?:19|20)\d\d`)
  .join('|');
const DATES = new RegExp(String.raw`(?<!\d|\d[-./])(?:${DAY})(?:[-–/](?:${DAY}))?(?!\d|[-./]\d)`, 'g');

/** ISO 7064, MOD 97-10: 1 for a right IBAN. */
export function mod97(iban: string): number {
  let rest = 0;
  for (const sign of iban.slice(4) + iban.slice(0, 4)) {
    const value = Number.parseInt(sign, 36);
    rest = (rest * (value > 9 ? 100 : 10) + value) % 97;
  }
  return rest;
}

/** Where the IBAN ends that begins at `start`; -1 if none does. */
function ibanEnd(text: string, start: number): number {
  const country = text.slice(start, start + 2).toUpperCase();
  const row = IBAN_LENGTHS.search(new RegExp(`${country}\\d`));
  const length = row < 0 ? 0 : +IBAN_LENGTHS.slice(row + 2, row + 4);
  let iban = '';
  let at = start;
  while (iban.length < length) {
    const sign = text[at] ?? '';
    if (/[0-9a-z]/i.test(sign)) iban += sign;
    else if (!/[\s.\-\u2010\u2011]/.test(sign) || !/[0-9a-z]/i.test(text[at + 1] ?? '')) return -1;
    at++;
  }
  return length && !/[0-9a-z]/i.test(text[at] ?? '') && mod97(iban) === 1 ? at : -1;
}

/** What a UTF-16 unit is part of. */
export const PROVEN = 1;
export const DATE = 2;

/** For every UTF-16 unit: whether it is part of an IBAN, UUID or digest (`PROVEN`) or of a `DATE`. */
export function lookalikes(text: string): Uint8Array {
  const marks = new Uint8Array(text.length);
  for (const { index } of text.matchAll(IBAN_START)) {
    const end = ibanEnd(text, index);
    if (end > 0) marks.fill(PROVEN, index, end);
  }
  for (const { index, 0: hex } of text.matchAll(HEX)) {
    const digits = hex.replace(/^0x/i, '');
    if (DIGESTS.has(digits.length) && /[a-f].*[a-f]/i.test(digits)) marks.fill(PROVEN, index, index + hex.length);
  }
  for (const [pattern, mark] of [[UUID, PROVEN], [DATES, DATE]] as const) {
    for (const { index, 0: found } of text.matchAll(pattern)) marks.fill(mark, index, index + found.length);
  }
  return marks;
}

/**
 * Numbers that their own check proves, as they are printed: a Polish account (NRB, an IBAN without `PL`) and a US parcel
 * (USPS IMpb, 22 digits). And two phone numbers of the American plan in a row, known by their shape alone.
 */
export function isOtherNumber(digits: string, groups: string): boolean {
  if (/^(?:26|2 4 4 4 4 4 4)$/.test(groups)) return mod97(`PL${digits}`) === 1;
  if (/^(?:22|4 4 4 4 4 2)$/.test(groups)) {
    const sum = Array.from(digits).reduce((total, digit, index) => total + +digit * (index % 2 ? 1 : 3), 0);
    return /^9[1-5]/.test(digits) && sum % 10 === 0;
  }
  return /^(?:(?:1 )?3 3 4(?: |$)){2,}$/.test(groups);
}

const FILLER = /^(?:n|º|no|nr|nº|num|number|numero|número|nummer|id|code|رقم|is|was|ist|war|lautet|es|era|هو|هي|my|the|our)$/u;
const PHONE_FILLER = /^(?:me|on|at|under|unter|al|en|على)$/u;
const PHONE =
  /^(?:tel|phone|telephone|mobile|mob|cell|call|ring|fax|whatsapp|telefon\p{L}*|handy\p{L}*|ruf\p{L}*|mobil\p{L}*|teléfono|telefono|móvil|movil|celular|(?:ال)?(?:هاتف|جوال|تلفون|موبايل))$/u;
const OTHER =
  /^(?:orders?|ord|account|acct|reference|ref|invoice|inv|tracking|shipment|parcel|consignment|waybill|imei|imeisv|meid|iccid|eid|imsi|serial|sn|ean|gtin|upc|isbn|barcode|ticket|case|claim|customer|contract|policy|booking|transaction|meter|bestell\p{L}*|auftrag\p{L}*|konto(?:nr|nummer)?|referenz\p{L}*|rechnung\p{L}*|sendung\p{L}*|paket\p{L}*|serien\p{L}*|vorgang\p{L}*|kunden(?:nr|nummer)?|vertrag\p{L}*|buchung\p{L}*|zähler\p{L}*|pedido|cuenta|referencia|factura|seguimiento|envío|guía|serie|reclamación|cliente|contrato|póliza|reserva|(?:ال)?(?:طلب|حساب|مرجع|فاتورة|تتبع|شحنة|تذكرة|عميل|عقد|حجز))$/u;
const CARD = /(?:cards?|\p{L}*karten?|tarjetas?|carte|cartão|visa|mastercard|amex|بطاق\p{L}*|البطاقة)[\s-]*$/u;
/** The last word before a number, and what stands between the two. */
const LAST_WORD = /(\p{L}+)([\s:#=()/'"“”„*°.\-–—]*)$/u;

/**
 * What the words directly before a number say it is: «order no. 4…», «IMEI: 3…», «call me on 49…».
 * A sentence's end, a comma or any other word in between undoes it, and so does a card: «credit card account 4…».
 */
export function labelBefore(text: string, index: number): 'phone' | 'other' | undefined {
  let before = text.slice(Math.max(0, index - 60), index).toLowerCase();
  let onlyPhone = false;
  for (let words = 0; words < 6; words++) {
    const [all = '', word = '', between = ''] = LAST_WORD.exec(before) ?? [];
    before = before.slice(0, before.length - all.length);
    if (/\.\s/.test(between) && word.length > 4 && !/n[ro]$/.test(word)) return undefined;
    if (PHONE.test(word)) return 'phone';
    if (OTHER.test(word)) return onlyPhone || CARD.test(before) ? undefined : 'other';
    if (PHONE_FILLER.test(word)) onlyPhone = true;
    else if (!FILLER.test(word)) return undefined;
  }
  return undefined;
}
