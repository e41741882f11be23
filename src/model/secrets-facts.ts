import { bare, kebab } from './identifier.js';
import type { SecretKind } from './secrets-kinds.js';

/** By the words of a name, folded to plain letters; where two fit, the first counts. Sources of regular expressions for whole words. */
const NAMES: readonly (readonly [SecretKind, string])[] = [
  ['one-time-code', String.raw`one time (?:code|password|passcode|pin)|onetime(?:code|password)|[ht]?otp|otpcode|(?:[mi]|sms|push|chip)?tan(?: code| nummer)?|(?:verification|authentication|authenticator|auth|sms|login|mfa|2fa|2 factor|two factor) code|verificationcode|[2m]fa|einmal ?(?:code|passwort|kennwort|pin)|bestatigungscode|codigo (?:de )?verificacion|clave dinamica|رمز (?:ال)?تحقق`],
  ['security-answer', String.raw`(?:security|secret)(?: question)?(?: \d+)? answer|answer (?:to )?(?:my )?(?:security|secret)|(?:security|secret)answer|mothers?(?: s)? (?:\p{L}+ )?maiden|maiden name (?:of )?(?:my )?mother|memorable (?:word|information|answer)|first pet|sicherheitsantwort|(?:madchen|geburts)name (?:meiner |der )?mutter|respuesta (?:secreta|de seguridad)|apellido (?:de )?soltera|اسم عايله الام`],
  ['security-code', String.raw`(?:cc |card )?(?:csc|cvv|cvc|cvn|cvv2|cvc2)(?: \d)?|(?:\p{L}*)(?:cvv|cvc)(?:code|number)?|(?:card )?security ?code|card security number|sec code|(?:card )?verification (?:value|number)|card verification(?: code)?|card ?code|(?:karten)?pruf(?:nummer|ziffer)|(?:karten)?pruefnummer|(?:karten)?sicherheitscode|codigo (?:de )?seguridad|رمز (?:ال)?امان`],
  ['card-expiry', String.raw`(?:cc|card|karten?) ?(?:form )?exp\p{L}*|exp(?:ir\p{L}+)? (?:date )?(?:card|cc)|karte gultig bis|tarjeta caducidad`],
  ['card-number', String.raw`cc (?:number|num|no)|cc(?:number|num|no)|card(?:number|num|no)|kartennummer|kreditkarte(?:nnummer|n nummer)?|(?:credit|debit) ?card(?: (?:number|num|no)|(?= $))|numero (?:de )?(?:la )?tarjeta|tarjeta numero|رقم (?:ال)?بطاق[ةه]`],
  ['pin', String.raw`(?:[mtu]|card)?pin(?: ?(?:code|number|nummer|no))?|geheim(?:zahl|nummer)|(?:ال)?رقم السري`],
  ['password', String.raw`pass ?(?:phrase|code)|pwd?|psw|kenn ?wort|losungswort|code ?word|clave(?: (?:secreta|acceso|de acceso))?|mot de passe|motdepasse|senha|parola|haslo|пароль|client secret|secret|(?:ال)?كلم[ةه] (?:ال)?(?:مرور|سر)`],
];
const PATTERNS = NAMES.map(([kind, names]) => [kind, new RegExp(` (?:${names}) `, 'u')] as const);

/** Parts of words that stand in no other word, so that `passwordcreateaccount` and `neuespasswort` are found. */
const INSIDE = /passw|kennwort|contrase[nñ]|wachtwoord/;
/** `pass` alone may be a boarding pass; behind these, or by itself, it is a password. */
const PASS = / (?:login|log in|user|new|old|conf|confirm|repeat|re|current|edit|my|txt|auth|web|account|secure|f) pass | pass (?:verify|confirm|repeat) |^ pass(?: \d+)? $/;
/** `card number` is a payment card's unless it says whose else. */
const CARD = / card (?:number|num|no|nr) /;
const OTHER_CARDS = / (?:loyalty|library|member|membership|sim|id|identity|health|insurance|customer|green|medicare|bahn|fuel|travel|student) /;
/** Said of the thing, not the thing: the question, the day it was set. */
const ABOUT = / (?:question|hint|reset|forgot|forgotten|changed|updated|date|location|color|colour|map|drop) $/;
/** A whole name that says expiry and nothing of what: in a payment form, the card. */
const EXPIRY = /^ exp(?:iry|iration)?(?: ?(?:date|month|year|mm|yy|yyyy))? $|^ ablaufdatum $|^ caducidad $/;

/**
 * Whether a fact or form field is of class `once`, by its name: the autocomplete tokens `cc-*`, `one-time-code`,
 * `current-password`, `new-password`, and the usual spellings in English, German, Spanish and Arabic. Whole words only:
 * `shipping`, `opinion`, `company` and `titan` are none.
 */
export function isSecretFact(name: string): SecretKind | undefined {
  // Every key of every entry is asked for, and they are few.
  if (known.has(name)) return known.get(name);
  const kind = secretOf(name.length > 200 ? name.slice(-200) : name);
  if (known.size < 1_000 && name.length <= 100) known.set(name, kind);
  return kind;
}

const known = new Map<string, SecretKind | undefined>();

function secretOf(name: string): SecretKind | undefined {
  const words = ` ${bare(kebab(name)).replace(/(\p{L})(?=\p{Nd})/gu, '$1-').replaceAll('-', ' ')} `;
  if (EXPIRY.test(words)) return 'card-expiry';
  const about = ABOUT.test(words);
  for (const [kind, pattern] of PATTERNS) if (pattern.test(words) && (!about || kind === 'card-expiry')) return kind;
  if (about) return undefined;
  if ((INSIDE.test(words) || PASS.test(words)) && !/ forgot(?:ten)? | (?:user ?name|e ?mail) $/.test(words)) return 'password';
  return CARD.test(words) && !OTHER_CARDS.test(words) ? 'card-number' : undefined;
}
