/** Countries and their states, under the names and codes that lists of options use. */
import { bare } from '../../model/fact-name.js';

/** ISO 3166-1: two letters, then three. */
const CODES = 'ADAND AEARE AFAFG AGATG AIAIA ALALB AMARM AOAGO AQATA ARARG ASASM ATAUT AUAUS AWABW AXALA AZAZE BABIH BBBRB BDBGD BEBEL BFBFA BGBGR BHBHR BIBDI BJBEN BLBLM BMBMU BNBRN BOBOL BQBES BRBRA BSBHS BTBTN BVBVT BWBWA BYBLR BZBLZ CACAN CCCCK CDCOD CFCAF CGCOG CHCHE CICIV CKCOK CLCHL CMCMR CNCHN COCOL CRCRI CUCUB CVCPV CWCUW CXCXR CYCYP CZCZE DEDEU DJDJI DKDNK DMDMA DODOM DZDZA ECECU EEEST EGEGY EHESH ERERI ESESP ETETH FIFIN FJFJI FKFLK FMFSM FOFRO FRFRA GAGAB GBGBR GDGRD GEGEO GFGUF GGGGY GHGHA GIGIB GLGRL GMGMB GNGIN GPGLP GQGNQ GRGRC GSSGS GTGTM GUGUM GWGNB GYGUY HKHKG HMHMD HNHND HRHRV HTHTI HUHUN IDIDN IEIRL ILISR IMIMN ININD IOIOT IQIRQ IRIRN ISISL ITITA JEJEY JMJAM JOJOR JPJPN KEKEN KGKGZ KHKHM KIKIR KMCOM KNKNA KPPRK KRKOR KWKWT KYCYM KZKAZ LALAO LBLBN LCLCA LILIE LKLKA LRLBR LSLSO LTLTU LULUX LVLVA LYLBY MAMAR MCMCO MDMDA MEMNE MFMAF MGMDG MHMHL MKMKD MLMLI MMMMR MNMNG MOMAC MPMNP MQMTQ MRMRT MSMSR MTMLT MUMUS MVMDV MWMWI MXMEX MYMYS MZMOZ NANAM NCNCL NENER NFNFK NGNGA NINIC NLNLD NONOR NPNPL NRNRU NUNIU NZNZL OMOMN PAPAN PEPER PFPYF PGPNG PHPHL PKPAK PLPOL PMSPM PNPCN PRPRI PSPSE PTPRT PWPLW PYPRY QAQAT REREU ROROU RSSRB RURUS RWRWA SASAU SBSLB SCSYC SDSDN SESWE SGSGP SHSHN SISVN SJSJM SKSVK SLSLE SMSMR SNSEN SOSOM SRSUR SSSSD STSTP SVSLV SXSXM SYSYR SZSWZ TCTCA TDTCD TFATF TGTGO THTHA TJTJK TKTKL TLTLS TMTKM TNTUN TOTON TRTUR TTTTO TVTUV TWTWN TZTZA UAUKR UGUGA UMUMI USUSA UYURY UZUZB VAVAT VCVCT VEVEN VGVGB VIVIR VNVNM VUVUT WFWLF WSWSM YEYEM YTMYT ZAZAF ZMZMB ZWZWE';

const STATES: Record<string, string> = {
  US: 'AL Alabama|AK Alaska|AZ Arizona|AR Arkansas|CA California|CO Colorado|CT Connecticut|DE Delaware|DC District of Columbia|FL Florida|GA Georgia|HI Hawaii|ID Idaho|IL Illinois|IN Indiana|IA Iowa|KS Kansas|KY Kentucky|LA Louisiana|ME Maine|MD Maryland|MA Massachusetts|MI Michigan|MN Minnesota|MS Mississippi|MO Missouri|MT Montana|NE Nebraska|NV Nevada|NH New Hampshire|NJ New Jersey|NM New Mexico|NY New York|NC North Carolina|ND North Dakota|OH Ohio|OK Oklahoma|OR Oregon|PA Pennsylvania|PR Puerto Rico|RI Rhode Island|SC South Carolina|SD South Dakota|TN Tennessee|TX Texas|UT Utah|VT Vermont|VA Virginia|WA Washington|WV West Virginia|WI Wisconsin|WY Wyoming',
  CA: 'AB Alberta|BC British Columbia|MB Manitoba|NB New Brunswick|NL Newfoundland and Labrador|NS Nova Scotia|NT Northwest Territories|NU Nunavut|ON Ontario|PE Prince Edward Island|QC Quebec|SK Saskatchewan|YT Yukon',
  AU: 'ACT Australian Capital Territory|NSW New South Wales|NT Northern Territory|QLD Queensland|SA South Australia|TAS Tasmania|VIC Victoria|WA Western Australia',
};

/** Names that no list of the browser's has. */
const ALSO: Record<string, string[]> = {
  US: ['usa', 'united states of america', 'u s a', 'estados unidos de america', 'estados unidos', 'vereinigte staaten von amerika'],
  GB: ['uk', 'great britain', 'united kingdom of great britain and northern ireland', 'grossbritannien', 'england'],
  NL: ['holland', 'the netherlands'],
  CZ: ['czech republic', 'ceska republika'],
  RU: ['russian federation', 'российская федерация'],
  KR: ['korea republic of', 'republic of korea', 'south korea'],
  TR: ['turkey'],
  MK: ['macedonia'],
  CI: ['ivory coast'],
};

const LANGUAGES = ['en', 'de', 'fr', 'es', 'it', 'nl', 'pt', 'pl', 'ru', 'uk', 'ar', 'zh', 'zh-Hant', 'ja', 'ko', 'vi', 'ca', 'tr', 'cs', 'hu', 'sv', 'da', 'nb', 'fi', 'el', 'ro', 'th', 'he'];

/** Letters and digits only, in lower case. */
export const letters = (text: string): string => bare(text.normalize('NFKC').toLowerCase()).replace(/ß/g, 'ss').replace(/[^\p{L}\p{Nd}]/gu, '');

let names: Map<string, string> | undefined;

/** Every name and code of every country → its two letters. */
function countries(): Map<string, string> {
  if (names !== undefined) return names;
  names = new Map();
  const displays = LANGUAGES.map((language) => new Intl.DisplayNames([language], { type: 'region', fallback: 'none' }));
  for (const pair of CODES.split(' ')) {
    const two = pair.slice(0, 2);
    for (const name of [two, pair.slice(2), ...(ALSO[two] ?? []), ...displays.map((display) => display.of(two) ?? '')]) if (name !== '' && !names.has(letters(name))) names.set(letters(name), two);
  }
  return names;
}

/** `Deutschland`, `DEU`, `de` → `DE` */
export const countryOf = (text: string): string | undefined => countries().get(letters(text)) ?? countries().get(letters(text.replace(/[([].*/s, '')));

export interface State {
  code: string;
  name: string;
}

/** States that go by this name or code; of several countries, where the country is not known. */
export function statesOf(text: string, country?: string): State[] {
  const wanted = letters(text);
  return Object.entries(STATES)
    .filter(([code]) => country === undefined || code === country)
    .flatMap(([, list]) => list.split('|').map((one) => ({ code: one.slice(0, one.indexOf(' ')), name: one.slice(one.indexOf(' ') + 1) })))
    .filter(({ code, name }) => letters(code) === wanted || letters(name) === wanted);
}
