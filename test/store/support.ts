/** For every test of the store: a host's keys, and the databases as they lie. */
import type { Audience, AnyEntry } from '../../src/model/entry.js';
import type { KeyRing, RingKey } from '../../src/store/keys.js';

/** A host's key: the same word gives the same key. Not extractable, as a ring wants it. */
export async function hostKey(id: string, word = id, until?: number): Promise<RingKey> {
  const bits = await crypto.subtle.digest('SHA-256', new TextEncoder().encode(word));
  const key = await crypto.subtle.importKey('raw', bits, 'HKDF', false, ['deriveKey', 'deriveBits']);
  return { id, key, ...(until === undefined ? {} : { until }) };
}

/** A P-256 pair that is the same in every page of every run: it lies in the open, and guards nothing. */
const PAIR: JsonWebKey = {
  kty: 'EC',
  crv: 'P-256',
  x: 'MKBCTNIcKUSDii11ySs3526iDZ8AiTo7Tu6KPAqv7D4',
  y: '4Etl6SRW2YiLUrN5vfvVHuhp7x8PxltmWWlbbM4IFyM',
  d: '870MB6gfuTJ4HtUnUvYMyJpr5eUZNP4Bk43bVdj3eAE',
};
const ECDH = { name: 'ECDH', namedCurve: 'P-256' };

/** A host's ring after sign-in, as a seat of this audience gets it: support writes for sales, and opens what the public sealed. */
export async function hostRing(audience: Audience, word = 'acme'): Promise<KeyRing> {
  const { d, ...open } = PAIR;
  const publicKey = await crypto.subtle.importKey('jwk', open, ECDH, false, []);
  const privateKey = await crypto.subtle.importKey('jwk', { ...open, ...(d === undefined ? {} : { d }) }, ECDH, false, ['deriveBits']);
  const own = [await hostKey('k1', `${word}/${audience}`)];
  const intake = { id: 'i1', publicKey };
  if (audience !== 'support') return { [audience]: own, intake };
  return { support: own, sales: [await hostKey('k1', `${word}/sales`)], intake: { ...intake, privateKey }, erase: true };
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error ?? new Error('IndexedDB said no'));
  });

/** A connection of a stranger's to a database: gets out of nobody's way, and is closed again at once. */
export async function raw<T>(name: string, work: (database: IDBDatabase) => Promise<T> | T): Promise<T> {
  const request = indexedDB.open(name);
  request.onupgradeneeded = () => request.transaction?.abort(); // there is none, and this makes none
  const database = await done(request);
  try {
    return await work(database);
  } finally {
    database.close();
  }
}

/** Keys and values of a store, in the order of the keys. */
export interface Row {
  key: IDBValidKey;
  // What lies there is whatever somebody wrote: tests look into it freely.
  // oxlint-disable-next-line typescript/no-explicit-any
  value: any;
}

export const rawRead = async (name: string, store: string): Promise<Row[]> =>
  !(await indexedDB.databases()).some((one) => one.name === name) ? [] : raw(name, async (database) => {
    const from = database.transaction(store).objectStore(store);
    const [keys, values] = await Promise.all([done(from.getAllKeys()), done(from.getAll())]);
    return keys.map((key, index) => ({ key, value: values[index] as unknown }));
  });

/** Puts records as they are, behind everybody's back. `undefined` takes one out. */
export const rawWrite = (name: string, store: string, rows: readonly Row[]): Promise<void> =>
  raw(name, async (database) => {
    const tx = database.transaction(store, 'readwrite');
    const into = tx.objectStore(store);
    for (const { key, value } of rows) {
      if (value === undefined) into.delete(key);
      else if (into.keyPath === null) into.put(value, key);
      else into.put(value);
    }
    await new Promise((resolve, reject) => {
      tx.oncomplete = resolve;
      tx.onabort = () => reject(tx.error ?? new Error('aborted'));
    });
  });

/** The positions a customer's journal records cover, first to last, and whether none is missing or there twice. */
export function positions(rows: readonly Row[], place: string): { count: number; whole: boolean } {
  const covered = rows
    .filter(({ key }) => (key as [string, number])[0] === place)
    .flatMap(({ key, value }) => Array.from({ length: value.n as number }, (_, index) => -(key as [string, number])[1] + index))
    .sort((a, b) => a - b);
  return { count: covered.length, whole: covered.every((position, index) => position === index + 1) };
}

/** The words of some entries, to compare what came through. */
export const wordsOf = (entries: readonly AnyEntry[]): string[] => entries.map((entry) => (entry as { words?: string }).words ?? (entry as { value?: string }).value ?? entry.kind);
