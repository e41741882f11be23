/** The gateway under what anybody may send it: garbage, floods, other people's pages. */
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { sealEnvelope } from '../../src/carry/envelope.js';
import { gateway, type GatewayOptions, InboxFull, type Inbound, MAX_POST } from '../../src/gateway/gateway.js';
import { randomId } from '../../src/store/bytes.js';

const ORIGIN = 'https://www.acme.example';
const key = await crypto.subtle.generateKey({ name: 'HMAC', hash: 'SHA-256' }, false, ['sign']);
const { publicKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
const sealed = await sealEnvelope({ company: 'acme', box: 'intake' }, { id: 'i1', key: publicKey }, { v: 1, kind: 'said', entries: 'x'.repeat(500) });

/** A gateway, and what it put in the inbox. */
function made(more: Partial<GatewayOptions> = {}): { inbox: Inbound[]; post(body: unknown, init?: RequestInit, address?: string): Promise<Response> } {
  const inbox: Inbound[] = [];
  let from = '';
  const handle = gateway({ company: 'acme', origins: [ORIGIN], key, publish: async (message) => void inbox.push(message), addressOf: () => from, ...more });
  return {
    inbox,
    post: (body, init = {}, address = '192.0.2.1') => {
      from = address;
      return handle(new Request('https://say.acme.example/', { method: 'POST', body: typeof body === 'string' || body instanceof ReadableStream ? body : JSON.stringify(body), headers: { origin: ORIGIN }, ...init }));
    },
  };
}

const envelope = (more: object = {}): Record<string, unknown> => ({ id: randomId(), subject: randomId(), sealed, ...more });

async function refused(answer: Response): Promise<[number, string]> {
  const { code } = (await answer.json()) as { code: string };
  return [answer.status, code];
}

describe('what a public page posts', () => {
  it('lies in the inbox as it was sealed, on a subject that the page did not choose', async () => {
    const { inbox, post } = made();
    const [one, two] = [envelope(), envelope()];
    const answers = [await post(one), await post(one), await post(two)];
    expect(answers.map(({ status }) => status)).toEqual([202, 202, 202]);
    expect(answers[0]?.headers.get('access-control-allow-origin')).toBe(ORIGIN);
    // Of one person always the same, of another another; the stream knows what came before by its id.
    expect(inbox).toEqual([one, one, two].map(({ id }) => ({ id, sealed, subject: expect.stringMatching(/^inbox\.[\w-]{22}$/) as string })));
    expect(inbox[0]?.subject).toBe(inbox[1]?.subject);
    expect(inbox[2]?.subject).not.toBe(inbox[0]?.subject);
    expect(inbox[0]?.subject).not.toContain(one['subject']);
  });

  it('may come in parts, the first of which tells whom it is sealed to', async () => {
    const { inbox, post } = made();
    const [id, subject] = [randomId(), randomId()];
    const cut = sealed.length - 100;
    await post({ id, subject, sealed: sealed.slice(0, cut), part: { number: 1, of: 2 } });
    await post({ id, subject, sealed: sealed.slice(cut), part: { number: 2, of: 2 } });
    expect(inbox.map(({ id: known, part, sealed: text }) => [known, part, text])).toEqual([[`${id}/1`, '1/2', sealed.slice(0, cut)], [`${id}/2`, '2/2', sealed.slice(cut)]]);
  });

  it('is asked about beforehand by a browser, and only a page of the host’s may', async () => {
    const { post } = made();
    const ask = (origin: string): Promise<Response> => post('', { method: 'OPTIONS', body: null, headers: { origin } });
    expect((await ask(ORIGIN)).status).toBe(204);
    const foreign = await ask('https://www.other.example');
    expect(foreign.headers.get('access-control-allow-origin')).toBeNull();
    expect(await refused(foreign)).toEqual([403, 'not-allowed']);
  });
});

describe('what is refused', () => {
  const wrong = (more: object, keep = 0): string => `${Buffer.from(JSON.stringify({ alg: 'ECDH-ES', enc: 'A256GCM', typ: 'say-once+1', cty: 'acme/intake', ...more })).toString('base64url')}..a.b.c${'d'.repeat(keep)}`;

  it.each<[string, unknown, RequestInit, [number, string]]>([
    ['a page of somebody else’s', envelope(), { headers: { origin: 'https://www.acme.example.evil.example' } }, [403, 'not-allowed']],
    ['no page at all', envelope(), { headers: {} }, [403, 'not-allowed']],
    ['a page in a sandbox', envelope(), { headers: { origin: 'null' } }, [403, 'not-allowed']],
    ['a question', '', { method: 'GET', body: null }, [405, 'not-allowed']],
    ['more than 4 kB', 'x'.repeat(MAX_POST + 1), {}, [413, 'too-large']],
    ['more than it says', new ReadableStream({ pull: (controller) => controller.enqueue(new Uint8Array(1_000)) }), { duplex: 'half' } as RequestInit, [413, 'too-large']],
    ['nothing', '', {}, [400, 'bad-envelope']],
    ['no JSON', '{"id":', {}, [400, 'bad-envelope']],
    ['null', 'null', {}, [400, 'bad-envelope']],
    ['a list', [envelope()], {}, [400, 'bad-envelope']],
    ['an id that is none', envelope({ id: 'inbox.>' }), {}, [400, 'bad-envelope']],
    ['a subject with tokens of its own', envelope({ subject: `${randomId().slice(2)}.>` }), {}, [400, 'bad-envelope']],
    ['an envelope for another company', envelope({ sealed: wrong({ cty: 'other/intake' }) }), {}, [400, 'bad-envelope']],
    ['one for support', envelope({ sealed: wrong({ cty: 'acme/support' }) }), {}, [400, 'bad-envelope']],
    ['one that is sealed to nobody', envelope({ sealed: wrong({ alg: 'none' }) }), {}, [400, 'bad-envelope']],
    ['one with a key wrapped in it', envelope({ sealed: wrong({}).replace('..', '.key.') }), {}, [400, 'bad-envelope']],
    ['a text that is no envelope', envelope({ sealed: 'I moved house' }), {}, [400, 'bad-envelope']],
    ['too many parts', envelope({ part: { number: 1, of: 17 } }), {}, [400, 'bad-envelope']],
    ['a part beyond the last', envelope({ part: { number: 3, of: 2 } }), {}, [400, 'bad-envelope']],
    ['half a part', envelope({ part: { number: 1.5, of: 2 } }), {}, [400, 'bad-envelope']],
  ])('%s', async (_, body, init, expected) => {
    const { inbox, post } = made();
    expect(await refused(await post(body, init))).toEqual(expected);
    expect(inbox).toEqual([]);
  });

  it('any garbage, with a status and a code, and nothing of it is kept', async () => {
    const { inbox, post } = made({ limits: { address: { points: 10_000, seconds: 60 } } });
    const text = fc.oneof(fc.string({ unit: 'binary', maxLength: 500 }), fc.json(), fc.record({ id: fc.anything(), subject: fc.anything(), sealed: fc.anything(), part: fc.anything() }).map((value) => JSON.stringify(value) ?? ''));
    await fc.assert(
      fc.asyncProperty(text, async (body) => {
        expect(await refused(await post(body))).toEqual([400, 'bad-envelope']);
      }),
      { numRuns: 200 },
    );
    expect(inbox).toEqual([]);
  });
});

describe('a flood', () => {
  it('from one address stops there; others still come through', async () => {
    const { inbox, post } = made({ limits: { address: { points: 5, seconds: 60 } } });
    const flood = await Promise.all(Array.from({ length: 500 }, () => post(envelope())));
    expect(flood.filter(({ status }) => status === 202)).toHaveLength(5);
    const last = flood.at(-1) as Response;
    expect(Number(last.headers.get('retry-after'))).toBeGreaterThan(0);
    expect(await refused(last)).toEqual([429, 'busy']);
    expect((await post(envelope(), {}, '198.51.100.7')).status).toBe(202);
    expect(inbox).toHaveLength(6);
  });

  it('from one network’s many addresses stops as if they were one', async () => {
    const { inbox, post } = made({ limits: { address: { points: 5, seconds: 60 } } });
    for (let from = 0; from < 500; from++) await post(envelope(), {}, from % 2 === 0 ? `2001:DB8:0:1:${from.toString(16)}::7` : `2001:db8::1:0:0:${from.toString(16)}:7`);
    expect(inbox).toHaveLength(5);
    for (const other of ['2001:db8:0:2::7', '::1', '::ffff:192.0.2.8', '64:ff9b::192.0.2.8', 'fe80::1%eth0', 'of a proxy’s']) expect((await post(envelope(), {}, other)).status, other).toBe(202);
    for (let from = 0; from < 5; from++) await post(envelope(), {}, '192.0.2.8');
    expect(inbox).toHaveLength(5 + 6 + 4);
  });

  it('of garbage uses up its sender’s share, and not everybody’s', async () => {
    const { post } = made({ limits: { address: { points: 5, seconds: 60 }, overall: { points: 10, seconds: 60 } } });
    const garbage = await Promise.all(Array.from({ length: 100 }, () => post('garbage')));
    expect(garbage.filter(({ status }) => status === 400)).toHaveLength(5);
    expect((await post(envelope(), {}, '198.51.100.7')).status).toBe(202);
  });

  it('from many addresses stops at what all together may send', async () => {
    const { inbox, post } = made({ limits: { overall: { points: 50, seconds: 60 } } });
    await Promise.all(Array.from({ length: 500 }, (_, from) => post(envelope(), {}, `2001:db8:0:${from.toString(16)}::1`)));
    expect(inbox).toHaveLength(50);
  });

  it('about one person stops at theirs, wherever it comes from', async () => {
    const { inbox, post } = made({ limits: { person: { points: 3, seconds: 60 } } });
    const subject = randomId();
    for (let from = 0; from < 10; from++) await post(envelope({ subject }), {}, `198.51.100.${from}`);
    expect(inbox).toHaveLength(3);
  });
});

describe('what lies behind', () => {
  it.each<[string, () => Promise<void>, [number, string]]>([
    ['is full', () => Promise.reject(new InboxFull()), [507, 'relay-full']],
    ['is away', () => Promise.reject(new Error('secret-host:4222 refused')), [503, 'unreachable']],
  ])('%s: a status, a code, and nothing of how it is built', async (_, publish, expected) => {
    const answer = await made({ publish }).post(envelope());
    const text = await answer.clone().text();
    expect(await refused(answer)).toEqual(expected);
    expect(text).not.toContain('secret-host');
  });

  it('a shared limiter that cannot be reached lets nobody through', async () => {
    const { inbox, post } = made({ limits: { address: { consume: () => Promise.reject(new Error('redis')) } } });
    expect(await refused(await post(envelope()))).toEqual([503, 'unreachable']);
    expect(inbox).toEqual([]);
  });
});
