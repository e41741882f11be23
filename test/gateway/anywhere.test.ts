/** The gateway is a handler of `Request` and `Response`, and needs nothing of Node: here a browser is its host, as a worker at the network's edge would be. */
import { expect, it } from 'vitest';
import { sealEnvelope } from '../../src/carry/envelope.js';
import { gateway, type Inbound } from '../../src/gateway/gateway.js';
import { randomId } from '../../src/store/bytes.js';

const ORIGIN = 'https://www.acme.example';

/** A browser lets no page write its own origin into a request; a server's request bears it. */
const posted = (body: string): Request => Object.defineProperty(new Request('https://say.acme.example/', { method: 'POST', body }), 'headers', { value: new Headers({ origin: ORIGIN }) });

it('in a host without Node it takes what is right, and refuses the rest with a status and a code', async () => {
  const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
  const inbox: Inbound[] = [];
  const handle = gateway({ company: 'acme', origins: [ORIGIN], key, publish: async (message) => void inbox.push(message), addressOf: () => '192.0.2.1', limits: { address: { points: 3, seconds: 60 } } });
  const sealed = await sealEnvelope({ company: 'acme', box: 'intake' }, { id: 'i1', key: publicKey }, { v: 1, kind: 'said', entries: [] });
  const right = JSON.stringify({ id: randomId(), subject: randomId(), sealed });
  expect((await handle(posted(right))).status).toBe(202);
  for (const [body, status, code] of [['garbage', 400, 'bad-envelope'], ['x'.repeat(100_000), 413, 'too-large'], [right, 429, 'busy']] as const) {
    const answer = await handle(posted(body));
    expect([answer.status, await answer.json()]).toEqual([status, expect.objectContaining({ code })]);
  }
  expect(inbox.map((one) => one.sealed)).toEqual([sealed]);
});
