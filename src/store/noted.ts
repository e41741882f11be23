import { lackingKey } from '../model/errors.js';
import type { Disk } from './disk.js';
import type { Keys } from './keys.js';

/** The keys that a ring must hold for a store, by id. */
export const notedKeys = (disk: Pick<Disk, 'meta'>): Promise<readonly unknown[]> => Promise.all([disk.meta('keys'), disk.meta('bound')]);

/** Throws `wrong-key`: without the keys that its records were sealed with, a store is left as it is. */
export function checkNoted({ all }: Keys, noted: readonly unknown[]): void {
  const lacks = noted.flatMap((keys) => Object.entries((keys ?? {}) as Record<string, string>)).find(([id, check]) => !all.some((key) => key.id === id && key.check === check));
  if (lacks !== undefined) throw lackingKey(lacks[0]);
}
