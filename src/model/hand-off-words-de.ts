/** A hand-off in German. */
import type { HandOffWords } from './hand-off-words.js';

export const words: HandOffWords = {
  locale: 'de-DE',
  quotes: ['„', '“'],
  who: (name, account) => (account === undefined ? `${name ?? 'Name nicht bekannt'}.` : `${name ?? 'Name nicht bekannt'}, Kundennummer ${account}.`),
  unchecked: 'Niemand hat in diesem Kontakt geprüft, wer es ist.',
  checked: (method, until) => `Geprüft (${method}), gültig bis ${until}. Fragen Sie nicht, wer es ist.`,
  said: (words) => `Das Anliegen: „${words}“`,
  done: (what) => `Bisher getan: ${what}`,
  promised: (what, by) => (by === undefined ? `Versprochen: ${what}.` : `Versprochen bis ${by}: ${what}.`),
  methods: {
    'otp-sms': 'Einmalcode',
    'otp-email': 'Einmalcode per E-Mail',
    otp: 'Einmalcode',
    'kba-dynamic': 'Fragen, die nur die Person selbst beantworten kann',
    'kba-static': 'vereinbarte Frage',
    'id-document': 'Ausweis',
    login: 'Anmeldung',
    voice: 'Stimme',
  },
};
