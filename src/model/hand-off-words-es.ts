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
  sales: {
    who: (customer) => `Cliente ${customer}.`,
    held: (since, until, review) => `No ofrezca nada. Retenido desde el ${since}, hasta ${until === undefined ? 'que soporte lo levante' : `el ${until}`}; vuelva a mirar el ${review}.`,
    say: 'Si tiene que hablar: no ofrezca nada, no pregunte nada. Diga que llamará otro día.',
    clear: 'Puede ofrecer: no hay nada retenido.',
    unchecked: 'Sin comprobar: ahora mismo no se puede saber si una oferta es bienvenida.',
  },
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
