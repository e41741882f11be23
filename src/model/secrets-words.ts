/**
 * The words that secrets are told with, in English, German, Spanish and Arabic. A list of sources of regular expressions,
 * each for whole words. Best effort: what is missing here is struck by hand, and may be added.
 */
import type { SecretKind } from './secrets-kinds.js';

/** What secrets are called; where two fit, the first counts. With the commonest French, Italian, Portuguese and Dutch. */
export const NAMES: readonly (readonly [SecretKind, string])[] = [
  ['one-time-code', String.raw`one[\s-]?time[\s-]?(?:pass)?(?:code|word|pin)s?|(?:m|sms-?|push-?|chip-?|photo-?|i)?tan(?:[\s-]?(?:code|nummer))?|[th]?otp(?: code)?|(?:verification|authentication|authenticator|auth|2fa|mfa|two[\s-]?factor|sms|text|log-?in)[\s-]code|einmal-?(?:code|passwort|kennwort|pin)|(?:bestätigungs|freigabe|verifizierungs|sms-?)code|código de (?:verificación|confirmación|un solo uso|acceso)|clave (?:dinámica|de un solo uso)|code de vérification|(?:رمز|كود) (?:ال)?(?:تحقق|تأكيد|تفعيل)`],
  ['security-code', String.raw`(?:cvv|cvc|cvn|csc)[12]?(?:[\s-](?:code|number|nummer))?|(?:card )?security code|card verification (?:code|value|number)|digits on the back|(?:karten)?prüf(?:nummer|ziffer)|(?:karten)?sicherheitscode|código de segur(?:idad|ança)|code de sécurité|codice di sicurezza|رمز (?:(?:ال)?[أا]مان|الحماية)`],
  ['security-answer', String.raw`mother['’ʼ]?s['’]? maiden name|maiden name of my mother|(?:security|secret) answer|answer to (?:my|the|your) (?:security|secret) question|(?:name of )?my first pet(?:['’]?s name)?|first pet['’]?s name|(?<=(?:security|secret) question[^\n]{0,80})answer|memorable (?:word|information|answer)|(?:mädchen|geburts)name (?:meiner|der) mutter|sicherheitsantwort|antwort auf (?:die|meine) sicherheitsfrage|apellido de soltera(?: de (?:mi|su) madre)?|respuesta (?:secreta|de seguridad)|nombre de mi primera mascota|اسم عائلة (?:أمي|الأم|والدتي)(?: قبل الزواج)?|(?:إجابة|جواب) سؤال (?:الأمان|السرية)`],
  ['pin', String.raw`(?:m|t|card-?|karten-?|atm-?)?pin(?:[\s-]?(?:code|number|nummer|zahl))?|geheim(?:zahl|nummer)|(?:mi|tu|su|el) nip|personal identification number|número (?:de identificación personal|secreto)|(?:ال)?رقم السري|رقمي السري|الرمز السري|رمزي السري`],
  ['password', String.raw`passwords?|pass-?phrase|pass-?code|passwd|pwd|code-?word|passwor[dt]|kennwort|losungswort|contrase[ñn]a|(?:mi|tu|su) clave|clave (?:secreta|de acceso|personal)|mot de passe|palavra-passe|senha|wachtwoord|كلمة (?:ال)?(?:مرور|سر|مروري)|باسوورد`],
];

/** A code whose name alone says nothing: «the code is 481203», never «the error code is …». */
export const ANY_CODE = String.raw`(?<=(?<!\p{L})(?:the|your|my|this|der|dieser|mein|el|mi|su) )(?:code|c[oó]digo)|الرمز|الكود`;

/** May stand between the name and its value: «PIN *for my card* is …». */
export const FILLERS = String.raw`(?:account|card|ending|konto|karte|cuenta|tarjeta)(?: (?:in|number|no|nummer))? [\p{Nd}-]{2,14}|number|no|nr|code|for|on|wifi|wlan|router|login|profile?|website|site|portal|shop|e-?mail|of|at|my|the|this|that|which|your|her|his|our|card|account|bank|phone|online|app|banking|debit|credit|i|we|you|think|use|used|have|had|chose|set|changed|geändert|reset|back|side|just|got|received|sent|texted|gave|me|by|sms|text|in|from|here|it|fürs?|beim|im|am|meine[nrm]?|mein|die|der|das|den|dem|zu[mr]?|vo[nm]|auf|karte|konto|nummer|ich|habe|benutze|per|bekommen|erhalten|steht|rückseite|hinten|de|del|la|el|mi|su|para|tarjeta|cuenta|que|número|banco|uso|recibí|por|me|llegó|atrás|(?:ال)?خاص(?:ة)?|بي|ل?بطاقتي|لحسابي|حسابي|البطاقة|الذي|وصلني`;
export const VERBS = String.raw`is|was|are|were|equals|becomes|to|from|a|ist|war|lautet|lautete|heißt|hieß|sind|es|era|son|هو|هي|كان|كانت`;
export const ADVERBS = String.raw`now|still|currently|always|jetzt|noch|immer|ahora|todavía|siempre|الآن`;

/** Digits as they are spoken. */
export const SPOKEN = String.raw`zero|oh|one|two|three|four|five|six|seven|eight|nine|double|triple|null|eins|zwei|zwo|drei|vier|fünf|sechs|sieben|acht|neun|cero|uno|dos|tres|cuatro|cinco|seis|siete|ocho|nueve|صفر|واحد|اثن(?:ان|ين)|ثلاثة|[أا]ربعة|خمسة|ستة|سبعة|ثمانية|تسعة`;

/** What follows «my password is …» when no password does. */
export const NOT_A_VALUE = new Set(
  `a able about accepted again all already also always an and any asked asking at back bad because being blank blocked broken but by can cannot changed
changing compromised correct correctly could declined denied different disabled do does done dont easy empty ever exactly expired expiring fail failed
failing fine for forgotten from going gone good hacked hard have he help here hidden how i if in incorrect invalid is it its just known leaked like
locked long lost missing my needed never new no none not nothing now of off ok okay old on only or out please private problem protected recorded
refused rejected required reset right safe same saved secret secure sent set she short so something still stolen stored strong such sure that the
their then there they this to too two unknown unsafe until up updated useless valid very was we weak what when where which who why will with
working would wrong yes you your
abgelaufen aber alt auch auf bei bekannt bitte das dass dem den der die ein eine einem einen einfach er es falsch für geändert gehackt gesperrt
gestohlen gleich gut hat ich ihr im immer in ist jetzt kann kein keine leer leider mein meine mir mit neu nicht nichts noch nur oder richtig schlecht
schon sehr sicher sie so ungültig unbekannt und unsicher vergessen verloren von weg wie wir wurde zu zurückgesetzt zurücksetzen
al algo asi aún bloqueada caducada cambiada como con correcta cuando de débil el ella en es esta está estaba falsa fue ha incorrecta inválida la las
lo los mala más mi muy nada necesaria ni nueva nula olvidada otra para pero perdida por porque que robada segura si siempre sin su también tan un una
vieja y ya
لا لم لن ليس ليست غير خاطئة خطأ صحيحة منتهية في من على إلى أن التي الذي هذا هذه قد ما مع عن كل جديدة قديمة ضعيفة قوية مقفلة محظورة مفقودة منسية`.split(/\s+/),
);
