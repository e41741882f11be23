import { SayOnceError } from '../model/errors.js';

/**
 * A part of the library that is fetched when it is needed. Throws `not-loaded` where it cannot be (the network is gone,
 * and this page never had it): whatever wanted it has not begun.
 */
export const part = <T>(loading: Promise<T>): Promise<T> =>
  loading.catch((cause: unknown) => {
    throw new SayOnceError('not-loaded', 'A part of say-once could not be fetched. Nothing was done.', { cause });
  });

/**
 * A part that is asked for again and again. A browser answers import() of what it has already in another task; what was
 * loaded once is here at once. What could not be fetched is tried anew.
 */
export function partOnce<T>(load: () => Promise<T>): () => Promise<T> {
  let loaded: Promise<T> | undefined;
  return () =>
    (loaded ??= part(load()).catch((error: unknown) => {
      loaded = undefined;
      throw error;
    }));
}
