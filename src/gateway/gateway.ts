/**
 * `say-once/gateway`: where public pages post what was sealed in the customer's browser. A fetch-style handler, for Node
 * and any host that speaks `Request` and `Response`. It can read nothing: it looks at size, shape, origin and number,
 * chooses the subject, and hands over what the intake alone can open.
 */
import { readPosted, type Posted } from './posted.js';
import { countedAs, counting, type Limits, tooMany } from './limits.js';

export type { Limiter, Limits, Rate } from './limits.js';
export type { Posted } from './posted.js';

/** Bytes of one post. */
export const MAX_POST = 4_096;

/** What is put on the inbox stream. */
export interface Inbound {
  /** `inbox.<digest>`, of the gateway's choosing */
  subject: string;
  /** for the stream to know it again (`Nats-Msg-Id`) */
  id: string;
  /** of a long envelope, which part: `2/3` (the header `Say-Part`) */
  part?: string;
  /** JWE, ASCII */
  sealed: string;
}

/** Why a post was refused. Stable; the message beside it says what to do. */
export type GatewayCode =
  | 'not-allowed' // this origin or method may not post here
  | 'bad-envelope' // it is no envelope of this company's public pages
  | 'too-large' // over 4 kB: long ones are posted in parts
  | 'busy' // too many of late: `Retry-After` says how long to wait
  | 'relay-full' // the inbox holds so much of this person's, or of everybody's, that it takes no more
  | 'unreachable'; // what lies behind the gateway does not answer: later

/** `publish` rejects with this where the inbox is full. Whatever else it rejects with means «later». */
export class InboxFull extends Error {
  override readonly name = 'InboxFull';
}

export interface GatewayOptions {
  /** the company's name, as in `openTouchpoint` */
  company: string;
  /** whose pages may post: `https://www.acme.example`, exactly. A request without an origin is none of a page */
  origins: readonly string[];
  /** resolves when the inbox stream has it, whether for the first time or again. Rejects with `InboxFull`, or anything else for «later» */
  publish(message: Inbound): Promise<void>;
  /** HMAC, SHA-256, usage `sign`: from which subjects are made. The same in every gateway of the company */
  key: CryptoKey;
  /** who posts, for counting (of IPv6 by the first 64 bits): the address as the host's own proxy knows it. Never taken from a header that anybody may set */
  addressOf(request: Request): string;
  limits?: Limits;
}

const STATUS: Readonly<Record<GatewayCode, number>> = { 'not-allowed': 403, 'bad-envelope': 400, 'too-large': 413, busy: 429, 'relay-full': 507, unreachable: 503 };

/** A refusal, on its way out. */
class Refused extends Error {
  readonly code: GatewayCode;
  readonly headers: Record<string, string>;
  readonly status: number;

  constructor(code: GatewayCode, message: string, { headers = {}, status = STATUS[code] }: { headers?: Record<string, string>; status?: number } = {}) {
    super(message);
    this.code = code;
    this.headers = headers;
    this.status = status;
  }
}

/** Makes the handler. It answers everything, whatever comes: 202 where the inbox has it, else a status and `{ code, message }`. */
export function gateway(options: GatewayOptions): (request: Request) => Promise<Response> {
  const { company, publish, key } = options;
  const origins = new Set(options.origins);
  const limiters = counting(options.limits);

  const count = async (which: keyof Limits, name: string): Promise<void> => {
    const wait = await tooMany(limiters[which], name);
    if (wait !== undefined) throw new Refused('busy', `Too much came of late. Try again in ${wait} s.`, { headers: { 'retry-after': `${wait}` } });
  };

  const take = async (request: Request, origin: string | null): Promise<void> => {
    if (origin === null || !origins.has(origin)) throw new Refused('not-allowed', 'This page may not post here: the host must name its origin.');
    if (request.method !== 'POST') throw new Refused('not-allowed', 'Envelopes are posted.', { status: 405, headers: { allow: 'POST, OPTIONS' } });
    // By address first: what one sends beyond its share must not use up everybody's.
    await count('address', countedAs(options.addressOf(request)));
    await count('overall', '');
    const posted = readPosted(await bodyOf(request), company);
    if (posted === undefined) throw new Refused('bad-envelope', 'This is no envelope to this company’s intake. Nothing was kept.');
    const who = await digest(key, posted.subject);
    await count('person', who);
    await publish(inboundOf(posted, who));
  };

  return async (request) => {
    const origin = request.headers.get('origin');
    const cors = { vary: 'origin', 'cache-control': 'no-store', ...(origin !== null && origins.has(origin) ? { 'access-control-allow-origin': origin } : {}) };
    try {
      if (request.method === 'OPTIONS' && 'access-control-allow-origin' in cors) return new Response(null, { status: 204, headers: { ...cors, 'access-control-allow-methods': 'POST', 'access-control-allow-headers': 'content-type', 'access-control-max-age': '86400' } });
      await take(request, origin);
      return new Response(null, { status: 202, headers: cors });
    } catch (error) {
      const { code, message, status, headers } = refusalOf(error);
      return Response.json({ code, message }, { status, headers: { ...cors, ...headers } });
    }
  };
}

/** Why the inbox did not take it is nobody's business out there. */
function refusalOf(error: unknown): Refused {
  if (error instanceof Refused) return error;
  if (error instanceof InboxFull) return new Refused('relay-full', 'The inbox takes no more now.');
  return new Refused('unreachable', 'It cannot be taken in now. Try again later.', { headers: { 'retry-after': '5' } });
}

const inboundOf = ({ id, sealed, part }: Posted, who: string): Inbound => ({
  subject: `inbox.${who}`,
  sealed,
  ...(part === undefined ? { id } : { id: `${id}/${part.number}`, part: `${part.number}/${part.of}` }),
});

const tooLarge = (): Refused => new Refused('too-large', `A post is at most ${MAX_POST} bytes: what is longer is posted in parts.`);

/** The text of a body, and never more of it in memory than it may have. */
async function bodyOf(request: Request): Promise<string> {
  if (Number(request.headers.get('content-length') ?? 0) > MAX_POST) throw tooLarge();
  const bytes = new Uint8Array(MAX_POST);
  let length = 0;
  const reader = request.body?.getReader();
  try {
    for (let chunk = await reader?.read(); chunk?.value !== undefined; chunk = await reader?.read()) {
      if (length + chunk.value.length > MAX_POST) throw tooLarge();
      bytes.set(chunk.value, length);
      length += chunk.value.length;
    }
  } finally {
    // Not waited for: whoever sends without end must not keep us.
    reader?.cancel().catch(() => {});
  }
  return new TextDecoder().decode(bytes.subarray(0, length));
}

/** The first 128 bits of a keyed digest, in 22 characters. */
async function digest(key: CryptoKey, text: string): Promise<string> {
  const bytes = new Uint8Array(await crypto.subtle.sign('HMAC', key, new TextEncoder().encode(text)), 0, 16);
  return btoa(String.fromCharCode(...bytes)).replace(/\+/g, '-').replace(/\//g, '_').replace(/=/g, '');
}
