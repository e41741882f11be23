/** What is looked through for words that must not be there. */

/** Stamps, digests, proofs and ids: they are drawn by lot, and hold any three letters or four digits once in a while. */
const DRAWN = /^(?:[0-9a-z]{24}|[\w-]{22}|[\w-]{43}|prov_[\w-]+)$/;

/** What somebody could have said in it, as JSON: without what is drawn, and without numbers, of which most are times. */
export const saidIn = (value: unknown): string =>
  JSON.stringify(value, (_, part: unknown) => (typeof part === 'number' ? 0 : typeof part === 'string' && DRAWN.test(part) ? '…' : part));
