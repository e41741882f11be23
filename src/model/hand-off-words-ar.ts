/** A hand-off in Arabic. */
import type { HandOffWords } from './hand-off-words.js';

/** What is put in may run the other way, and a number with a hyphen would be turned around (UAX #9, isolates). */
const apart = (text: string): string => `\u2068${text}\u2069`;

export const words: HandOffWords = {
  locale: 'ar',
  quotes: ['«', '»'],
  who: (name, account) => (account === undefined ? `${apart(name ?? 'الاسم غير معروف')}.` : `${apart(name ?? 'الاسم غير معروف')}، رقم العميل ${apart(account)}.`),
  unchecked: 'لم يتحقق أحد من الهوية في هذا التواصل.',
  checked: (method, until) => `الهوية متحقق منها (${apart(method)}) حتى ${until}. لا تسأل عنها.`,
  said: (words) => `بكلمات العميل: «${apart(words)}»`,
  done: (what) => `ما تم: ${apart(what)}`,
  promised: (what, by) => (by === undefined ? `وعد: ${apart(what)}.` : `وعد حتى ${by}: ${apart(what)}.`),
  methods: {
    'otp-sms': 'رمز لمرة واحدة',
    'otp-email': 'رمز لمرة واحدة بالبريد الإلكتروني',
    otp: 'رمز لمرة واحدة',
    'kba-dynamic': 'أسئلة لا يجيب عنها سواه',
    'kba-static': 'سؤال متفق عليه',
    'id-document': 'وثيقة هوية',
    login: 'تسجيل الدخول',
    voice: 'الصوت',
  },
};
