import { SayOnceError } from '../model/errors.js';

/**
 * A part of the library that is fetched when it is needed. Throws `not-loaded` where it cannot be (the network is gone,
 * and this page never had it): whatever wanted it has not begun.
 */
export const part = <T>(loading: Promise<T>): Promise<T> =>
  loading.catch((cause: unknown) => {
    throw new SayOnceError('not-loaded', 'A part of say-once could not be fetched, and nothing was done. Try again when the network is back.', { cause });
  });
