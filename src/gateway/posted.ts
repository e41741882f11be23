/** What a public page posts, and whether it has the shape of one. Nothing of what is sealed in it can be read here. */

/** One envelope to the intake, or a part of a long one. */
export interface Posted {
  /** the envelope's id: what was posted twice is kept once */
  id: string;
  /** keyed digest of who says it, by a key of their own device */
  subject: string;
  sealed: string;
  /** of a long envelope, which part: from 1, at most `MOST_PARTS` */
  part?: { number: number; of: number };
}

/** Parts of one envelope. With 4 kB each that is more than the intake takes in of one person at a time. */
const MOST_PARTS = 16;

const isText = (value: unknown, form: RegExp): value is string => typeof value === 'string' && form.test(value);

/** The text of a post, or undefined where it is none. `company`: whose intake it must be sealed to. */
export function readPosted(text: string, company: string): Posted | undefined {
  let body: unknown;
  try {
    body = JSON.parse(text);
  } catch {
    return undefined;
  }
  const { id, subject, sealed, part } = (body ?? {}) as Partial<Record<keyof Posted, unknown>>;
  if (!isText(id, /^[\w-]{16,64}$/) || !isText(subject, /^[\w-]{22}$/) || !isText(sealed, /^[\w.-]+$/)) return undefined;
  if (part !== undefined && !isPart(part)) return undefined;
  if ((part === undefined || part.number === 1) && !isSealedTo(company, sealed, part === undefined)) return undefined;
  return { id, subject, sealed, ...(part === undefined ? {} : { part: { number: part.number, of: part.of } }) };
}

function isPart(value: unknown): value is NonNullable<Posted['part']> {
  const { number, of } = (value ?? {}) as Partial<Record<'number' | 'of', unknown>>;
  return Number.isInteger(number) && Number.isInteger(of) && (number as number) >= 1 && (number as number) <= (of as number) && (of as number) >= 2 && (of as number) <= MOST_PARTS;
}

/** A JWE in compact form (RFC 7516 §3.1) to an intake's public key, as `carry/envelope.ts` makes them; of the first part, its beginning. */
function isSealedTo(company: string, sealed: string, whole: boolean): boolean {
  if (!(whole ? /^[\w-]+\.\.[\w-]+\.[\w-]+\.[\w-]+$/ : /^[\w-]+\.\.[\w-]+\.[\w-]+$/).test(sealed)) return false;
  try {
    const header = JSON.parse(atob(sealed.slice(0, sealed.indexOf('.')).replace(/-/g, '+').replace(/_/g, '/'))) as Record<string, unknown>;
    return header['typ'] === 'say-once+1' && header['cty'] === `${company}/intake` && header['alg'] === 'ECDH-ES' && header['enc'] === 'A256GCM';
  } catch {
    return false;
  }
}
