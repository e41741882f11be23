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
  sales: {
    who: (customer) => `Kunde ${customer}.`,
    held: (since, until, review) => `Nichts anbieten. Gesperrt seit ${since}, ${until === undefined ? 'bis der Support es aufhebt' : `bis ${until}`}; sehen Sie am ${review} wieder nach.`,
    say: 'Wenn Sie doch sprechen müssen: Nichts anbieten, nichts fragen. Sagen Sie, dass Sie ein andermal anrufen.',
    clear: 'Sie dürfen anbieten: Nichts ist gesperrt.',
    unchecked: 'Nicht geprüft: Gerade lässt sich nicht sagen, ob ein Angebot willkommen ist.',
  },
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
