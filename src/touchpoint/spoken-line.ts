/** How two desks of a company speak about a spoken code: in this browser, and over a carrier that leads to the others'. Nothing of it is kept here. */
import { openEnvelope, sealEnvelope, type SealingKey } from '../carry/envelope.js';
import { signed, signerOf } from '../carry/token.js';
import type { Audience, Author } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { base64url, randomId } from '../store/bytes.js';
import { digest } from '../store/keys.js';
import type { Desk } from './desk.js';

/**
 * What is said, in this order: who takes calls a code's first digits; who gives it answers with a key; who takes tries the rest,
 * sealed to that key; who gives answers, sealed to the key that called.
 */
export interface Said {
  step: 'call' | 'here' | 'try' | 'answer';
  /** of the one who takes; a new one for each try */
  call: string;
  /** of the caller in a call, else of the one who gives: raw, in base64url */
  key: string;
  /** of a call */
  place?: string;
  /** of a try and its answer */
  sealed?: string;
}

/** A try, as only the one who gives can read it. */
export interface Try {
  secret: string;
  /** only who opened the try can answer with it */
  nonce: string;
  id?: string;
  label?: string;
  teams: string[];
}

/** What became of a try, as only the one who tried can read it. */
export interface Answer {
  nonce: string;
  reference?: string;
  refused?: 'wrong-code' | 'code-burnt' | 'expired' | 'wrong-audience';
  /** tries */
  left?: number;
}

const NEWS = '!spoken:';
/** So many messages are known again: what comes by two roads is heard once. */
const KNOWN = 200;

const curve = { name: 'ECDH', namedCurve: 'P-256' };

/** A pair for one code, or for one try. */
export interface Pair {
  /** as it is told to others */
  told: string;
  open(company: string, sealed: string): Promise<unknown>;
}

export async function newPair(): Promise<Pair> {
  const { publicKey, privateKey } = await crypto.subtle.generateKey(curve, false, ['deriveBits']);
  const told = base64url(new Uint8Array(await crypto.subtle.exportKey('raw', publicKey)));
  return { told, open: (company, sealed) => openEnvelope({ company, box: 'offers' }, [{ id: told, key: privateKey }], sealed) };
}

/** Seals to a key that was told. Throws TypeError, DOMException: it is none. */
export async function sealTo(company: string, told: string, payload: Try | Answer): Promise<string> {
  const raw = Uint8Array.from(atob(told.replaceAll('-', '+').replaceAll('_', '/')), (sign) => sign.charCodeAt(0));
  return sealEnvelope({ company, box: 'offers' }, { id: told, key: await crypto.subtle.importKey('raw', raw, curve, true, []) }, payload);
}

const STEPS: ReadonlySet<unknown> = new Set(['call', 'here', 'try', 'answer']);
const isText = (value: unknown): value is string => typeof value === 'string' && value.length > 0 && value.length < 4_000;

/** Throws TypeError: it is not one. */
function saidIn(payload: string): Said {
  const said = JSON.parse(payload) as Said;
  if (!STEPS.has(said.step) || !isText(said.call) || !isText(said.key) || (said.step === 'call' ? !isText(said.place) : said.step !== 'here' && !isText(said.sealed))) throw new TypeError('not what desks say');
  return said;
}

/** Throws TypeError: it is none. */
export function tryIn(value: unknown): Try {
  const { secret, nonce, id, label, teams } = (value ?? {}) as Record<keyof Try, unknown>;
  if (!isText(secret) || !isText(nonce) || !Array.isArray(teams)) throw new TypeError('not a try');
  return { secret, nonce, teams: teams.filter(isText), ...(isText(id) ? { id } : {}), ...(isText(label) ? { label } : {}) };
}

/** Where desks do not only seal but sign, one that cannot is not heard. Throws `key-required`. */
export function maySpeak({ ring: { session } }: Desk<Audience>): void {
  if (session !== undefined && session.own === undefined) throw new SayOnceError('key-required', 'Other desks hear of a spoken code from certified sessions only, and this one has no certificate.');
}

/** Whether anything leads to other machines by which desks can speak. */
export const leadsFar = ({ far }: Desk<Audience>): boolean => far?.boxes?.has('offers') === true;

/** Hears until the signal. `say` throws `unreachable`, `not-allowed`, and whatever else keeps a carrier from taking it; desks of this browser have heard it all the same. */
export function openLine(desk: Desk<Audience>, hear: (said: Said, by: Author | undefined) => void, signal: AbortSignal): { say(said: Said): Promise<void> } {
  const { store, name, ring, far } = desk;
  const { newest, all } = store.keys;
  const keys: SealingKey[] = all.map(({ id, envelope }) => ({ id, key: envelope }));
  const known = new Set<string>();

  const heard = async (sealed: string): Promise<void> => {
    if (known.has(sealed)) return;
    known.add(sealed);
    if (known.size > KNOWN) known.delete([...known][0] ?? '');
    try {
      const { signature, payload } = ((await openEnvelope({ company: name, box: 'offers' }, keys, sealed)) ?? {}) as { signature?: unknown; payload?: unknown };
      if (typeof signature !== 'string' || typeof payload !== 'string') return;
      const by = await signerOf(ring.session, name, { signature, payload }, store.now());
      if (signal.aborted || (ring.session !== undefined && by === undefined)) return;
      hear(saidIn(payload), by);
    } catch {
      // Any script of the origin can post here: what is not ours is nothing.
    }
  };

  const stop = store.listen(({ place }) => {
    if (place.startsWith(NEWS)) void heard(place.slice(NEWS.length));
  });
  signal.addEventListener('abort', stop);
  if (far !== undefined && leadsFar(desk)) {
    const listening = far.feed('offers', undefined, async (deliveries) => {
      for (const { envelope } of deliveries) await heard(envelope.sealed);
    }, signal);
    listening.catch(() => {}); // closed
  }

  return {
    async say(said) {
      const payload = JSON.stringify(said);
      const sealed = await sealEnvelope({ company: name, box: 'offers' }, { id: newest.id, key: newest.envelope }, { signature: await signed(ring.session, payload), payload });
      if (signal.aborted || store.closed) return;
      store.say(NEWS + sealed);
      if (far === undefined || !leadsFar(desk)) return;
      await far.publish([{ id: randomId(), to: 'offers', subject: await digest(newest.subject, `spoken:${said.call}`), sealed }]);
    },
  };
}
