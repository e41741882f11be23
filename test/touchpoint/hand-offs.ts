/** Two reps, a customer who has said a lot, and a host that certifies sessions: for the tests of hand-offs. */
import { base64url, exportJWK, SignJWT } from 'jose';
import type { KeyRing, SessionKeys } from '../../src/store/keys.js';
import type { Touchpoint, TouchpointOptions } from '../../src/touchpoint/types.js';
import { Company, HOUR } from './company.js';

export type Support = Touchpoint<'support'>;
type More = Partial<TouchpointOptions<'support'>>;

export const ANA = { audience: 'support', id: 'rep-17', label: 'Ana', teams: ['care'] } as const;
export const BEN = { audience: 'support', id: 'rep-4', label: 'Ben', teams: ['billing'] } as const;
export const CARA = { audience: 'support', id: 'rep-5', label: 'Cara', teams: ['billing'] } as const;

export const seat = (acme: Company, as: typeof ANA | typeof BEN | typeof CARA, more: More = {}): Promise<Support> => acme.back({ as: { ...as, teams: [...as.teams] }, ...more });

/** Somebody billed after cancelling, checked, with a promise. */
export async function ada(desk: Support, customer = 'cus_1'): Promise<void> {
  await desk.begin(customer, { channel: 'phone' });
  await desk.recordAll(customer, [
    { kind: 'told', fact: 'name', value: 'Ada Okafor' },
    { kind: 'told', fact: 'account', value: '4821-77' },
    { kind: 'told', fact: 'tel', value: '+442079460018' },
    { kind: 'checked', method: 'one-time code', level: 'verified', goodFor: ['billing', 'refund'], until: desk.policy.receiptMinutes * 60_000 + Date.UTC(2026, 10, 21, 9) },
    { kind: 'issue', words: 'She was billed after I cancelled it.' },
    { kind: 'step', step: 'found', words: 'The cancellation of 2 November' },
    { kind: 'step', step: 'promised', words: 'A refund answer', due: Date.UTC(2026, 10, 21, 15) },
  ]);
}

/** A host's signing key, and what it gives each session. */
export async function host(acme: Company): Promise<(as: { id: string; label: string }, more?: object) => Promise<SessionKeys>> {
  const pair = (): Promise<CryptoKeyPair> => crypto.subtle.generateKey({ name: 'ECDSA', namedCurve: 'P-256' }, true, ['sign', 'verify']);
  const own = await pair();
  return async ({ id, label }, more = {}) => {
    const session = await pair();
    const certificate = await new SignJWT({ company: acme.name, audience: 'support', id, label, jwk: await exportJWK(session.publicKey), ...more })
      .setProtectedHeader({ alg: 'ES256', typ: 'say-once-session+1', kid: 'host-1' })
      .setExpirationTime(Math.floor((acme.now() + HOUR) / 1000))
      .sign(own.privateKey);
    return { hosts: [{ id: 'host-1', key: own.publicKey }], own: { key: session.privateKey, certificate } };
  };
}

/** The ring of a support desk that is no intake. */
export const ring = (acme: Company, session?: SessionKeys): KeyRing => {
  const { intake: _, ...keys } = acme.ring('support');
  return { ...keys, ...(session === undefined ? {} : { session }) };
};

/** What a token's header says. */
export const headerOf = (token: string): Record<string, unknown> => JSON.parse(new TextDecoder().decode(base64url.decode(token.split('.')[0] ?? ''))) as Record<string, unknown>;

/** The same disk is another machine's once it was wiped. */
export async function elsewhere(desk: Support): Promise<void> {
  await desk.close({ wipe: true, force: true });
}
