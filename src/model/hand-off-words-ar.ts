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
  sales: {
    who: (customer) => `العميل ${apart(customer)}.`,
    held: (since, until, review) => `لا تعرض شيئًا. موقوف منذ ${since} إلى ${until ?? 'أن يرفعه الدعم'}؛ راجع مرة أخرى في ${review}.`,
    say: 'إن اضطررت إلى الكلام: لا تعرض شيئًا ولا تسأل عن شيء. قل إنك ستتصل في يوم آخر.',
    clear: 'يمكنك العرض: لا شيء موقوف.',
    unchecked: 'لم يُتحقق: لا يمكن الآن معرفة ما إذا كان العرض مرحبًا به.',
  },
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
