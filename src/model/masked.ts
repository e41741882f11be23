const HIDDEN = '•••';

/** Long numbers that name a person to others, so that showing all of one is worth a click. The host's own numbers are shown. */
const IDENTIFIERS =
  /(^|-)(tel|fax|iban|bic|ssn|nin|nino|passport|licence|license|driving|national|tax|vat|social|insurance|medicare|imei|iccid)(-|$)/;

const graphemes = (text: string): string[] => Array.from(new Intl.Segmenter().segment(text), ({ segment }) => segment);

/** The last four letters or digits; of a short value fewer, so that more stays hidden than is shown. */
function tail(value: string): string {
  const signs = graphemes(value.slice(-64)).filter((sign) => /^[\p{L}\p{Nd}]/u.test(sign));
  const shown = signs.length >= 8 ? 4 : signs.length >= 5 ? 2 : 0;
  return shown ? `${HIDDEN} ${signs.slice(-shown).join('')}` : HIDDEN;
}

/**
 * How a value is shown until somebody reveals it: phones and other identifiers `••• 0946`, e-mail `a•••@mail.example`,
 * a birthday `••••`. The host's own numbers (account, order, customer), names and addresses are shown whole.
 * The fact goes by its one name, as in every context.
 */
export function masked(name: string, value: string): string {
  if (value === '') return '';
  if (/^bday(-|$)/.test(name)) return '••••';
  if (/(^|-)email$/.test(name)) {
    const at = value.lastIndexOf('@');
    if (at < 1) return tail(value);
    const [first = '', second] = graphemes(value.slice(0, Math.min(at, 64)));
    // One sign alone would be the whole of it; a very long one is not a letter but a trick.
    return `${second === undefined || first.length > 16 ? '' : first}${HIDDEN}${value.slice(at)}`;
  }
  return IDENTIFIERS.test(name) ? tail(value) : value;
}
