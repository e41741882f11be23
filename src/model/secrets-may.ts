/**
 * Whether a text can hold a secret at all: nearly none can, and to look through one costs far more than to ask. Never says no
 * where `cardCuts` or `phraseCuts` finds something (test/model/secrets-may.test.ts).
 */

/** What a card number is made of: the digits of every script. What is not ASCII counts as one until it is looked at. */
const DIGIT_LIKE = /[0-9\u0080-\uffff]/g;
/** `cardCuts` finds nothing shorter. */
const SHORTEST = 13;

export function mayHoldCard(text: string): boolean {
  if (text.length < SHORTEST) return false;
  let left = SHORTEST;
  DIGIT_LIKE.lastIndex = 0;
  while (DIGIT_LIKE.test(text)) if (--left === 0) return true;
  return false;
}

/**
 * A piece of every name in `secrets-words.ts`: whatever a name's alternatives are, one of these stands in it. Arabic names have no
 * case and few Latin texts have their letters, so any of those will do; and the two signs that are an ASCII letter to a regular
 * expression that ignores case (the long s and the Kelvin sign) might be part of anything.
 */
const PIECES =
  /code|c[oó]dig|codice|wor[dt](?![a-rt-z])|wacht|phrase|passe|passwd|pwd|pin(?![abd-mo-rt-y])|nip(?![a-z])|tan(?![a-mo-z])|otp(?![a-z])|cv[vcn]|csc|verification|digits on|maiden|answer|first pet|memorable|mutter|antwort|soltera|respuesta|mascota|geheim|identification|n[uú]mero|fnummer|fziffer|contrase|clave|senha|[\u0600-\u06ff\u017f\u212a]/i;

export const mayHoldPhrase = (text: string): boolean => PIECES.test(text);
