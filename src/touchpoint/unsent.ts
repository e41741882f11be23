import { SayOnceError } from '../model/errors.js';
import type { Store } from '../store/store.js';

/** Throws `unsent`: a store that is emptied would lose what is nowhere else. */
export async function requireSent({ disk, unsaved }: Store): Promise<void> {
  const unsent = (await disk.outbox()).length;
  if (unsent > 0 || unsaved.size > 0) throw new SayOnceError('unsent', `Closing with a wipe would lose ${unsent} sealed messages and ${unsaved.size} customers' unsaved entries. Wait, or force it.`);
}
