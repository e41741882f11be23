/** What a message of a relay's stream is: whose, about whom, and which part of what. */
import type { JsMsg } from '@nats-io/jetstream';
import type { Box, Delivery } from './carrier.js';
import { textOf } from './nats-names.js';
import type { Parts } from './nats-parts.js';
import { PART } from './nats-publish.js';

export interface Read {
  /** of this message, as the stream knows it */
  id: string;
  /** when it came, by the server's clock, ms since 1970 */
  at: number;
  /** left out: parts are missing yet */
  delivery?: Omit<Delivery, 'cursor'>;
}

/** Reads one message; `parts` keeps what is not whole yet. */
export function readMessage(message: JsMsg, box: Box, parts: Parts): Read {
  const at = Math.floor(message.info.timestampNanos / 1e6);
  const { author, subject } = namesIn(message.subject);
  const id = message.headers?.get('Nats-Msg-Id') ?? '';
  const [, number, of] = /^(\d{1,6})\/(\d{1,6})$/.exec(message.headers?.get(PART) ?? '') ?? ['', '1', '1'];
  const whole = of === '1' ? id : id.slice(0, Math.max(0, id.lastIndexOf('/')));
  const sealed = parts.take(`${message.subject} ${whole} ${of}`, { number: Number(number), of: Number(of), text: message.string() }, message.seq, at);
  return { id, at, ...(sealed === undefined ? {} : { delivery: { envelope: { id: whole, to: box, subject, sealed }, author, at } }) };
}

/** The last two tokens. What is none of ours has no name, and is not opened either. */
function namesIn(whole: string): { author: string; subject: string } {
  const [author = '', subject = ''] = whole.split('.').slice(-2);
  try {
    return { author: textOf(author), subject: textOf(subject) };
  } catch {
    return { author: '', subject: '' };
  }
}
