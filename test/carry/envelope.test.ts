import { CompactEncrypt, compactDecrypt, GeneralEncrypt } from 'jose';
import { describe, expect, it } from 'vitest';
import { MAX_SEALED, openEnvelope, sealEnvelope, type SealingKey } from '../../src/carry/envelope.js';
import { isRefusal } from '../../src/model/errors.js';

const encoder = new TextEncoder();
const b64 = (value: string | Uint8Array): string => {
  let text = '';
  for (const byte of typeof value === 'string' ? encoder.encode(value) : value) text += String.fromCharCode(byte);
  return btoa(text).replaceAll('+', '-').replaceAll('/', '_').replaceAll('=', '');
};
const fromB64 = (text: string): Uint8Array<ArrayBuffer> => Uint8Array.from(atob(text.replaceAll('-', '+').replaceAll('_', '/')), (char) => char.charCodeAt(0));

const secret = async (id = 'k1'): Promise<SealingKey> => ({ id, key: await crypto.subtle.generateKey({ name: 'AES-GCM', length: 256 }, false, ['encrypt', 'decrypt']) });
async function pair(id = 'i1'): Promise<{ to: SealingKey; open: SealingKey; raw: CryptoKey }> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, false, ['deriveBits']);
  return { to: { id, key: publicKey }, open: { id, key: privateKey }, raw: publicKey };
}

const SALES = { company: 'acme', box: 'sales' } as const;
const INTAKE = { company: 'acme', box: 'intake' } as const;
const code = async (work: Promise<unknown>): Promise<string> => {
  const error = await work.then(
    () => undefined,
    (reason: unknown) => reason,
  );
  if (error === undefined) return 'it opened';
  return isRefusal(error) ? error.code : `not one of ours: ${(error as Error).message}`;
};

const PAYLOADS: readonly unknown[] = [
  { v: 1, kind: 'said', entries: [{ words: 'My mother has passed away.' }] },
  {},
  null,
  0,
  'text',
  ['\u0000', '\u202e\ufeff', '\ud83d\udcde', '\ud800', '</script>'],
  { deep: { deep: { deep: [[[]]] } }, long: 'é'.repeat(100_000) },
];

describe('what travels is sealed', () => {
  it('under an audience’s key it comes back as it was, and jose takes it for a JWE', async () => {
    const key = await secret();
    for (const payload of PAYLOADS) {
      const sealed = await sealEnvelope(SALES, key, payload);
      expect(await openEnvelope(SALES, [key], sealed)).toEqual(payload);
      const { plaintext, protectedHeader } = await compactDecrypt(sealed, key.key);
      expect(JSON.parse(new TextDecoder().decode(plaintext))).toEqual(payload);
      expect(protectedHeader).toEqual({ alg: 'dir', enc: 'A256GCM', kid: 'k1', typ: 'say-once+1', cty: 'acme/sales' });
    }
  });

  it('to the intake’s public key it comes back as it was, for who has the private one', async () => {
    const { to, open } = await pair();
    for (const payload of PAYLOADS) expect(await openEnvelope(INTAKE, [open], await sealEnvelope(INTAKE, to, payload))).toEqual(payload);
  });

  it('it says nothing of what it holds, and never looks the same twice', async () => {
    const { to } = await pair();
    const payload = { words: 'My mother has passed away', customer: 'cus_1' };
    const [one, two] = [await sealEnvelope(INTAKE, to, payload), await sealEnvelope(INTAKE, to, payload)];
    expect(one).not.toBe(two);
    for (const part of one.split('.')) {
      const plain = new TextDecoder('latin1').decode(fromB64(part));
      for (const word of ['mother', 'passed', 'cus_1', 'words']) expect(plain).not.toContain(word);
    }
    expect(Object.keys(JSON.parse(new TextDecoder().decode(fromB64(one.split('.')[0] ?? ''))) as object).sort()).toEqual(['alg', 'cty', 'enc', 'epk', 'kid', 'typ']);
  });

  it('an older key of the ring still opens', async () => {
    const [older, newer] = [await secret('k1'), await secret('k2')];
    expect(await openEnvelope(SALES, [newer, older], await sealEnvelope(SALES, older, 'still here'))).toBe('still here');
  });
});

describe('every seal binds company, box and key, and refuses by name', () => {
  it('sealed with a key that the ring lacks: wrong-key', async () => {
    const [one, other] = [await secret('k1'), await secret('k2')];
    expect(await code(openEnvelope(SALES, [other], await sealEnvelope(SALES, one, 'x')))).toBe('wrong-key');
    expect(await code(openEnvelope(SALES, [], await sealEnvelope(SALES, one, 'x')))).toBe('wrong-key');
  });

  it('another key under the same id: bad-envelope', async () => {
    const [one, other] = [await secret('k1'), await secret('k1')];
    expect(await code(openEnvelope(SALES, [other], await sealEnvelope(SALES, one, 'x')))).toBe('bad-envelope');
    const [mine, theirs] = [await pair(), await pair()];
    expect(await code(openEnvelope(INTAKE, [mine.open], await sealEnvelope(INTAKE, theirs.to, 'x')))).toBe('bad-envelope');
  });

  it('of another company, or for another box: bad-envelope', async () => {
    const key = await secret();
    const sealed = await sealEnvelope(SALES, key, 'x');
    expect(await code(openEnvelope({ company: 'globex', box: 'sales' }, [key], sealed))).toBe('bad-envelope');
    expect(await code(openEnvelope({ company: 'acme', box: 'support' }, [key], sealed))).toBe('bad-envelope');
  });

  it('readdressed by changing its header, which is no secret: bad-envelope', async () => {
    const key = await secret();
    const [header = '', ...rest] = (await sealEnvelope(SALES, key, 'x')).split('.');
    const named = JSON.parse(new TextDecoder().decode(fromB64(header))) as object;
    for (const change of [{ cty: 'acme/support' }, { typ: 'say-once+2' }, { kid: 'k1 ' }, { more: true }]) {
      const forged = [b64(JSON.stringify({ ...named, ...change })), ...rest].join('.');
      const address = 'cty' in change ? ({ company: 'acme', box: 'support' } as const) : SALES;
      expect(await code(openEnvelope(address, [key, { ...key, id: 'k1 ' }], forged))).toBe('bad-envelope');
    }
  });

  it('longer than the limit it is not even looked at: too-large', async () => {
    const key = await secret();
    expect(await code(openEnvelope(SALES, [key], `${b64('{}')}.${'A'.repeat(MAX_SEALED)}`))).toBe('too-large');
  });

  it('what opens but is no JSON, or no UTF-8: bad-envelope', async () => {
    const key = await secret();
    for (const bytes of [encoder.encode('{"half":'), encoder.encode(''), Uint8Array.of(0xff, 0xfe, 0x22)]) {
      const sealed = await new CompactEncrypt(bytes).setProtectedHeader({ alg: 'dir', enc: 'A256GCM', kid: 'k1', typ: 'say-once+1', cty: 'acme/sales' }).encrypt(key.key);
      expect(await code(openEnvelope(SALES, [key], sealed))).toBe('bad-envelope');
    }
  });
});

describe('a header cannot choose how it is opened', () => {
  const head = { enc: 'A256GCM', kid: 'i1', typ: 'say-once+1', cty: 'acme/intake' };

  it('dir with the intake’s public key, which everybody has, for a secret', async () => {
    const { publicKey, privateKey } = await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-256' }, true, ['deriveBits']);
    const jwk = await crypto.subtle.exportKey('jwk', publicKey);
    for (const raw of [fromB64(jwk.x ?? ''), fromB64(jwk.y ?? ''), await crypto.subtle.digest('SHA-256', await crypto.subtle.exportKey('raw', publicKey))]) {
      const known = await crypto.subtle.importKey('raw', raw, 'AES-GCM', false, ['encrypt', 'decrypt']);
      const sealed = await new CompactEncrypt(encoder.encode('{}')).setProtectedHeader({ alg: 'dir', ...head }).encrypt(known);
      expect(await code(openEnvelope(INTAKE, [{ id: 'i1', key: privateKey }], sealed))).toBe('bad-envelope');
    }
  });

  it('ECDH-ES at the box of an audience, whose key is a secret', async () => {
    const key = await secret();
    const { to } = await pair('k1');
    expect(await code(openEnvelope(SALES, [key], await sealEnvelope(SALES, to, 'x')))).toBe('bad-envelope');
  });

  it.each(['none', 'A256KW', 'A256GCMKW', 'ECDH-ES+A256KW', 'RSA-OAEP-256', 'PBES2-HS512+A256KW', 'DIR', '__proto__', ''])('alg «%s»', async (alg) => {
    const { to, open } = await pair();
    const key = await secret('i1');
    const [, ...rest] = (await sealEnvelope(INTAKE, to, 'x')).split('.');
    const forged = [b64(JSON.stringify({ ...head, alg })), ...rest].join('.');
    expect(await code(openEnvelope(INTAKE, [open], forged))).toBe('bad-envelope');
    expect(await code(openEnvelope(INTAKE, [key], forged))).toBe('bad-envelope');
  });

  it('a key agreement of another kind, rightly sealed to the intake’s own key', async () => {
    const { to, open } = await pair();
    for (const alg of ['ECDH-ES+A128KW', 'ECDH-ES+A256KW']) {
      const sealed = await new CompactEncrypt(encoder.encode('{}')).setProtectedHeader({ ...head, alg }).encrypt(to.key);
      expect(await code(openEnvelope(INTAKE, [open], sealed))).toBe('bad-envelope');
    }
  });

  it('a password’s algorithm with a cost that would keep a desk busy for minutes is not begun', async () => {
    const { open } = await pair();
    const header = { ...head, alg: 'PBES2-HS512+A256KW', p2c: 2_000_000_000, p2s: b64('salt salt salt salt') };
    const began = performance.now();
    expect(await code(openEnvelope(INTAKE, [open], [b64(JSON.stringify(header)), 'AAAA', 'AAAAAAAAAAAAAAAA', 'AAAA', 'AAAAAAAAAAAAAAAAAAAAAA'].join('.')))).toBe('bad-envelope');
    expect(performance.now() - began).toBeLessThan(500);
  });

  it.each(['A128GCM', 'A256CBC-HS512', 'A128CBC-HS256', ''])('enc «%s»', async (enc) => {
    const { to, open } = await pair();
    const own = await new CompactEncrypt(encoder.encode('{}'))
      .setProtectedHeader({ ...head, alg: 'ECDH-ES', enc: enc === '' ? 'A256GCM' : enc })
      .encrypt(to.key);
    const sealed = enc === '' ? [b64(JSON.stringify({ ...head, alg: 'ECDH-ES', enc })), ...own.split('.').slice(1)].join('.') : own;
    expect(await code(openEnvelope(INTAKE, [open], sealed))).toBe('bad-envelope');
  });

  it('zip: what is small and would be large is not unpacked', async () => {
    const key = await secret();
    const plain = new Response(new Blob(['"' + ' '.repeat(5_000_000) + '"']).stream().pipeThrough(new CompressionStream('deflate-raw')));
    const header = { alg: 'dir', enc: 'A256GCM', kid: 'k1', typ: 'say-once+1', cty: 'acme/sales', zip: 'DEF' };
    const protectedHeader = b64(JSON.stringify(header));
    const iv = crypto.getRandomValues(new Uint8Array(12));
    const box = new Uint8Array(await crypto.subtle.encrypt({ name: 'AES-GCM', iv, additionalData: encoder.encode(protectedHeader) }, key.key, await plain.arrayBuffer()));
    const sealed = [protectedHeader, '', b64(iv), b64(box.subarray(0, -16)), b64(box.subarray(-16))].join('.');
    expect(await code(openEnvelope(SALES, [key], sealed))).toBe('bad-envelope');
  });

  it('crit: what must be understood and is not', async () => {
    const key = await secret();
    const header = { alg: 'dir', enc: 'A256GCM', kid: 'k1', typ: 'say-once+1', cty: 'acme/sales', crit: ['expires'], expires: 1 };
    const sealed = await new CompactEncrypt(encoder.encode('{}')).setProtectedHeader(header).encrypt(key.key, { crit: { expires: true } });
    expect(await code(openEnvelope(SALES, [key], sealed))).toBe('bad-envelope');
  });

  it('a sender’s key that is on no curve, on another one, or is no key', async () => {
    const { to, open } = await pair();
    const [header = '', ...rest] = (await sealEnvelope(INTAKE, to, 'x')).split('.');
    const named = JSON.parse(new TextDecoder().decode(fromB64(header))) as { epk: object };
    const other = await crypto.subtle.exportKey('jwk', (await crypto.subtle.generateKey({ name: 'ECDH', namedCurve: 'P-384' }, true, ['deriveBits'])).publicKey);
    for (const epk of [{ ...named.epk, y: (named.epk as { x: string }).x }, other, {}, null, 'epk', [], { kty: 'oct', k: 'AAAA' }]) {
      expect(await code(openEnvelope(INTAKE, [open], [b64(JSON.stringify({ ...named, epk })), ...rest].join('.')))).toBe('bad-envelope');
    }
  });

  it('JWE in another form than the compact one', async () => {
    const key = await secret();
    const jwe = await new GeneralEncrypt(encoder.encode('{}')).setProtectedHeader({ enc: 'A256GCM' }).addRecipient(key.key).setUnprotectedHeader({ alg: 'dir', kid: 'k1' }).encrypt();
    expect(await code(openEnvelope(SALES, [key], JSON.stringify(jwe)))).toBe('bad-envelope');
    expect(await code(openEnvelope(SALES, [key], jwe as unknown as string))).toBe('bad-envelope');
  });
});

/** The same run every time (xorshift32). */
function dice(seed: number): (below: number) => number {
  let x = seed;
  return (below) => {
    x ^= x << 13;
    x ^= x >>> 17;
    x ^= x << 5;
    return (x >>> 0) % below;
  };
}

describe('whatever lies in a box, it is answered by name and at once', () => {
  it('5,000 changed, cut, mixed and random texts', async () => {
    const key = await secret();
    const { to, open } = await pair();
    const good = [await sealEnvelope(SALES, key, PAYLOADS[0]), await sealEnvelope(INTAKE, to, PAYLOADS[0])] as const;
    const roll = dice(20261121);
    const letters = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_.=+/{}[]",: \u0000\ud800é';
    const letter = (): string => letters[roll(letters.length)] ?? '';
    const change = (text: string): string => {
      const at = roll(text.length);
      switch (roll(7)) {
        case 0:
          return text.slice(0, at) + letter() + text.slice(at + 1);
        case 1:
          return text.slice(0, at);
        case 2:
          return text.slice(at);
        case 3:
          return text.slice(0, at) + letter() + text.slice(at);
        case 4: {
          const parts = text.split('.');
          const [one, two] = [roll(5), roll(5)];
          [parts[one], parts[two]] = [parts[two] ?? '', parts[one] ?? ''];
          return parts.join('.');
        }
        case 5: {
          const parts = text.split('.');
          const other = good[roll(2)]?.split('.') ?? [];
          parts[roll(5)] = other[roll(5)] ?? '';
          return parts.join('.');
        }
        default:
          return Array.from({ length: roll(300) }, letter).join('');
      }
    };
    const codes = new Map<string, number>();
    let same = 0;
    const began = performance.now();
    for (let i = 0; i < 5_000; i++) {
      const sealed = good[i % 2] ?? '';
      let text = change(sealed);
      if (roll(4) === 0 && text.length > 0) text = change(text);
      const answer = await code(i % 2 === 0 ? openEnvelope(SALES, [key], text) : openEnvelope(INTAKE, [open], text));
      // The last letter of a part may hold bits that say nothing (RFC 4648 §3.5): such a text is another spelling of the same seal.
      const spelled = (one: string): string => one.split('.').map((part) => { try { return b64(fromB64(part)); } catch { return '?'; } }).join('.');
      if (answer === 'it opened' && spelled(text) === spelled(sealed)) same++;
      else codes.set(answer, (codes.get(answer) ?? 0) + 1);
    }
    expect([...codes.keys()].sort()).toEqual(expect.arrayContaining(['bad-envelope']));
    expect([...codes.keys()].filter((one) => !['bad-envelope', 'wrong-key', 'too-large'].includes(one))).toEqual([]);
    expect(same).toBeLessThan(200);
    expect(performance.now() - began).toBeLessThan(30_000);
  }, 40_000);

  it('what is no text at all', async () => {
    const key = await secret();
    for (const value of [undefined, null, 5, {}, [], new Uint8Array(9)] as never[]) expect(await code(openEnvelope(SALES, [key], value))).toBe('bad-envelope');
  });
});

it('many that are opened at once, long and short, right and changed, are each what they are', async () => {
  const key = await secret();
  const other = await secret();
  const all = await Promise.all(Array.from({ length: 120 }, async (_, index) => {
    const payload = { index, words: 'é'.repeat((index * 7919) % 30_000) };
    const sealed = await sealEnvelope(SALES, index % 5 === 1 ? other : key, payload);
    const at = sealed.lastIndexOf('.') - 2;
    const changed = [sealed, sealed, `${sealed.slice(0, at)}${sealed[at] === 'A' ? 'B' : 'A'}${sealed.slice(at + 1)}`, `${sealed.slice(0, at)}!${sealed.slice(at)}`, sealed.slice(0, -9)][index % 5] as string;
    return { changed, expected: index % 5 === 0 ? JSON.stringify(payload) : 'bad-envelope' };
  }));
  const opened = await Promise.all(all.map(({ changed }) => openEnvelope(SALES, [key], changed).then((payload) => JSON.stringify(payload), (error: unknown) => (isRefusal(error) ? error.code : String(error)))));
  expect(opened.map((one, index) => one === all[index]?.expected)).toEqual(all.map(() => true));
});
