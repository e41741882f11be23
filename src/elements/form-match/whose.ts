/** Whether a field asks for what is not the customer's own: another person's, or that of a thing. Pure, in words made plain. */

/** People whom somebody names in a form beside themselves. In English only as owners («guest's name»): the guest may be who types. */
const OTHERS = new RegExp(
  ` (?:${[
    'friends? s|friend|friends|guest s|spouse|spouse s|husband|wife|partner s|emergency|emergency contact|next of kin|beneficiary|referrer|referred by|referee|recipient s? ?e ?mail|employer|employer s|supervisor|landlord|child|child s|children|co applicant|joint applicant|co signer|colleague|previous owner|deceased|deceased s|decedent|decedent s|son s|daughter s|daughter|baby s|pet s|dog s|cat s|manager s|roommate|roommate s|flatmate|lawyer|lawyer s|attorney|attorney s|solicitor|to invite|invitee|invitees|doctor s|physician|insurer|witness|pharmacy|dentist|dealer|vendor|supplier',
    'verstorbene|verstorbenen|verstorbener|sohnes|tochter|haustiers|anwalt|anwalts|vorgesetzten|mitbewohner|mitbewohners|e ?mail des empfangers|empfanger e ?mail|freund|freundin|freundes|ehepartner|ehepartners|ehefrau|ehemann|notfall|notfallkontakt|kindes|arbeitgeber|arbeitgebers|beschenkte|beschenkten|begleitperson|mitreisende|mitreisenden|vermieter|hausarzt|handlers|apotheke',
    'difunto|difunta|fallecido|fallecida|abogado|mascota|defunt|defunte|avocat|defunto|defunta|avvocato|falecido|falecida|advogado|amigo|amiga|conyuge|esposo|esposa|emergencia|hijo|hija|beneficiario|empleador|acompanante|ami|amie|conjoint|conjointe|urgence|enfant|employeur|beneficiaire|accompagnant|amico|amica|coniuge|emergenza|figlio|figlia|datore|filho|filha|empregador|madre|padre|mae|pai|mere|pere|mother|father|mutter|vater',
    'overledene|advocaat|zmarlego|zmarlej|умершего|умершей|покойного|vriend|vriendin|noodgeval|werkgever|referent|huisarts|znajomego|malzonka|dziecka|pracodawca|pracodawcy|друга|подруги|супруга|супруги|ребенка|работодатель|работодателя|матери|отца',
    'المتوفى|المتوفاة|صديق|صديقك|صديقتك|الطوارئ|الزوج|الزوجة|الطفل|صاحب العمل',
  ].join('|')}) `,
  'u',
);
const GAPLESS_OTHERS = /故人|死亡者|逝者|고인|緊急連絡|お子様|配偶者|友達|友人|勤務先|贈り先|紧急联系|緊急聯絡|朋友|配偶|孩子|雇主|비상연락|배우자|자녀|친구/u;

/** The second of several people: «Passenger 2», «second driver». */
const SECOND = / (?:(?:guest|passenger|travell?er|attendee|adult|person|applicant|driver|owner|player|participant|contact|gast|reisender?|teilnehmer|fahrer|pasajero|persona|viajero|asistente|conductor|passager|voyageur|personne|participante?|ospite|passeggero|reiziger|passageiro|пассажир|гость) (?:0?[2-9]|[1-9]\d|two|three|second|zwei|dos|deux|due)|(?:second|2nd|third|additional|another|other|zweiter?|weiterer?|segund[oa]|otr[oa]|deuxieme|autre|second[oa]|altr[oa]|tweede|andere) (?:guest|passenger|travell?er|attendee|adult|person|applicant|driver|owner|player|participant|gast|reisender?|teilnehmer|fahrer|pasajero|persona|viajero|conductor|passager|voyageur|personne|conducteur|ospite|passeggero|bestuurder)) /u;

/** «Your name», also under «Tell a friend». */
const OURS = / (?:your|ihr|ihre|dein|deine|votre|uw|seu|sua) (?:own |eigene[rn]? )?(?:name|nom|naam|nome|e ?mail|phone|telefon|vorname|nachname|first name|last name) /u;

/** Whether somebody else's is asked for. `heading` may end a page's whole pitch: only a short one says whose the fields are. */
export function isAnothers(texts: readonly string[], heading: string): boolean {
  const other = (text: string): boolean => OTHERS.test(text) || SECOND.test(text) || GAPLESS_OTHERS.test(text);
  if (texts.some((text) => OURS.test(text))) return false;
  return texts.some(other) || (heading.trim().split(' ').length <= 4 && (other(heading) || / (?:gift|recipient|geschenk|regalo|cadeau) /.test(heading)));
}

/** Words that may stand beside «name» and still mean who types. */
const OWN = new Set(
  `name surname first last given middle family full complete legal real true your my our the a an and or of for on in to at as is are it what whats s we you us i how should call this use with
  please enter fill out valid correct field type write provide tell print here required optional must input form contact customer client billing shipping delivery invoice edit lead person personal individual private
  address parent guardian applicant buyer purchaser passenger traveler traveller attendee participant patient owner holder guest visitor reporter requester sender from member subscriber author student renter tenant
  borrower insured policyholder recipient receiver consignee addressee appears appear shown id passport document certificate badge order booking account ihr dein bitte eingeben vor nach nachname vorname und su tu y votre et uw en e`.split(/\s+/),
);
/** The same for names of a page's code, where nearly anything may have one. */
const OWN_NAME_CODED = /^ (?:(?:form|field|fields|your|my|txt|input|contact|customer|billing|shipping|edit|the|lead|person|address|parent|\d+|[a-z]) )*name (?:(?:\d+|field|input) )*$/;

export const isOwnName = (said: string, coded: boolean): boolean => (coded ? OWN_NAME_CODED.test(said) : said.trim().split(' ').every((word) => OWN.has(word) || /^(\d+|[a-z])$/.test(word)));

/** «Name of the insurer», «nom du chien», «Name des Hundes». */
export const isOfSomething = (said: string, word: string): boolean => new RegExp(` ${word} (?:of|de|del|della|dell|du|des|der|d|di|do|da|van|von) (?!the (?:applicant|customer|client|buyer|contact|guest|passenger|patient)|applicant|customer|contact|buyer|pila|familia|guerre|contacto|cliente|solicitante|familie) ?`, 'u').test(said);

/** Places that somebody is not at home in: where they were born, bought something, go to. */
const ELSEWHERE = / (?:grew up|parents met|favou?rite|chantier|travaux|baustelle|building site|job site|accident|incident|unfall|unfallort|accidente|born|purchase|purchased|issue|issued|issuing|issuer|registration|incorporation|departure|departing|arrival|arriving|destination|travelling|traveling|citizenship|tax residence|event|venue|project|router|ip|server|mac|wallet|geboren|geburt|geburtsort|geburtsland|ausstellung|ausgestellt|reiseziel|abflug|zielort|nacimiento|expedicion|destino|salida|llegada|naissance|delivrance|destination|depart|arrivee|nascita|rilascio|destinazione|partenza|arrivo|nascimento|emissao|geboorte|geboorteplaats|afgifte|urodzenia|рождения|выдачи|прибытия|отправления|الميلاد|الولادة|الوصول|المغادرة) /u;

export const isElsewhere = (texts: readonly string[]): boolean => texts.some((text) => ELSEWHERE.test(text));

/** «Your e-mail address is your user name.» */
export const isEmailAccount = (text: string): boolean => /e-?mail.{0,30}\b(is|as|ist|als|será|es|como|est|comme|sarà|è|come)\b.{0,14}\b(account|user|login|benutzer|konto|usuario|cuenta|identifiant|compte|utente)/iu.test(text);

/** Where only another one is wanted than what is known already: «(if different)». */
export const isIfOther = (text: string): boolean => /\b(if|falls|wenn|si|se|indien) (it is |est |è |es |is )?(different|other|abweichend|anders|diferente|distinto|otra?|différente?|autre|diversa?|altr[ao]|afwijkend)\b/iu.test(text);

/** Several things for one field, whichever somebody likes: «City or ZIP code», «City, country». */
export const isEither = (text: string, facts: readonly string[]): boolean => facts.length > 1 && /,|\/|\bor\b|\band\b|\boder\b|\bund\b|\bou?\b|\by\b|\be\b|\bof\b|\ben\b|или|\bأو\b/iu.test(text);
