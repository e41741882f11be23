import { SayOnceError } from '../model/errors.js';

/** What signs and verifies, fetched when something is signed. Throws `not-loaded`. */
export const signing = (): Promise<typeof import('./vcon-sign.js')> =>
  import('./vcon-sign.js').catch((cause: unknown) => {
    throw new SayOnceError('not-loaded', 'What signs vCons could not be fetched, and nothing was done. Try again when the network is back.', { cause });
  });
