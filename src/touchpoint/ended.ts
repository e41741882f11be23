/** What the eraser tells the desks of a company, and what each of them reads out of it. Digests and numbers: nobody's name. */
import { SayOnceError } from '../model/errors.js';
import { digest } from '../store/keys.js';
import type { Store } from '../store/store.js';
import type { Ending } from '../store/write.js';
import { sharedSubject } from './sharing.js';
import type { Objections } from './suppressed.js';

/** The name under which the host's eraser writes. It alone is believed when it says that a life ended; nobody else is given that name (deploy/permissions.mjs). */
export const ERASER = 'eraser';

/** One life that ended. */
export interface End {
  /** where their records lie: under each key, its id and the place */
  places: (readonly [key: string, place: string])[];
  /** by which messages about them are found */
  subjects: string[];
  /** the number of the life that begins */
  life: number;
  /** when the last one ended, ms since 1970 */
  since: number;
}

/** A group was forgotten. */
export interface Erased {
  v: 1;
  kind: 'erased';
  ends: End[];
  /** what outlives it */
  objections: [string, unknown][];
}

/** Machines that forgot somebody each for themselves have numbered their lives each for themselves: the second in which one ends is after all of them. */
export const nextLife = (now: number) => (before: number): number => Math.max(before + 1, Math.floor(now / 1_000));

/** By what messages about a customer are found. */
export const subjectsOf = ({ keys }: Store, customer: string): Promise<string[]> => Promise.all(keys.all.map(({ subject }) => digest(subject, sharedSubject(customer))));

export async function endOf(store: Store, { id = '', life, since }: Ending): Promise<End> {
  const places = await Promise.all(store.keys.all.map(async (key) => [key.id, await digest(key.look, `customer:${id}`)] as const));
  return { places, subjects: await subjectsOf(store, id), life, since };
}

export const erasedOf = (ends: End[], objections: Objections): Erased => ({ v: 1, kind: 'erased', ends, objections: [...objections] });

/** Throws `bad-envelope`. */
export function readErased(payload: unknown): Erased {
  const { ends, objections } = payload as Partial<Erased>;
  const right = Array.isArray(ends) && ends.every(isEnd) && Array.isArray(objections) && objections.every((one: unknown) => Array.isArray(one) && typeof one[0] === 'string' && one[0].startsWith('suppress/') && Array.isArray(one[1]));
  if (!right) throw new SayOnceError('bad-envelope', 'What the eraser says is not a message of ours.');
  return payload as Erased;
}

function isEnd(value: unknown): boolean {
  const { places, subjects, life, since } = (value ?? {}) as Partial<End>;
  const texts = (list: unknown): boolean => Array.isArray(list) && list.length > 0 && list.every((one) => typeof one === 'string');
  return Array.isArray(places) && places.length > 0 && places.every((one) => texts(one) && one.length === 2) && texts(subjects) && Number.isSafeInteger(life) && Number.isSafeInteger(since);
}

/** Whose record it is here, and where; undefined: that life ended here already. */
export async function endingHere({ disk, keys }: Store, { places, life, since }: End): Promise<Ending | undefined> {
  const all = places.map(([, place]) => place);
  const records = await disk.contexts(all);
  if (records.some((record) => (record?.life ?? 0) >= life)) return undefined;
  const lies = all.flatMap((place, index) => (records[index] === undefined ? [] : [{ place, rev: records[index].rev }]));
  return { place: places.find(([key]) => key === keys.newest.id)?.[1] ?? all[0] ?? '', lies, life, since };
}
