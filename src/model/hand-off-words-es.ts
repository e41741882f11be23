/** A hand-off in Spanish. */
import type { HandOffWords } from './hand-off-words.js';

export const words: HandOffWords = {
  locale: 'es-ES',
  quotes: ['«', '»'],
  who: (name, account) => (account === undefined ? `${name ?? 'Nombre desconocido'}.` : `${name ?? 'Nombre desconocido'}, número de cliente ${account}.`),
  unchecked: 'Nadie ha comprobado quién es en este contacto.',
  checked: (method, until) => `Comprobado (${method}) hasta las ${until}. No pregunte quién es.`,
  said: (words) => `Lo que dijo: «${words}»`,
  done: (what) => `Hecho: ${what}`,
  promised: (what, by) => (by === undefined ? `Prometido: ${what}.` : `Prometido para las ${by}: ${what}.`),
  methods: {
    'otp-sms': 'código de un solo uso',
    'otp-email': 'código de un solo uso por correo',
    otp: 'código de un solo uso',
    'kba-dynamic': 'preguntas que solo esa persona puede responder',
    'kba-static': 'pregunta acordada',
    'id-document': 'documento de identidad',
    login: 'sesión iniciada',
    voice: 'voz',
  },
};
