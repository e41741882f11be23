import { SayOnceError } from '../model/errors.js';
import { type Change, journalAhead, withKey } from './disk.js';

type StoreName = 'contexts' | 'journal' | 'meta' | 'outbox';

/** The stores that a change touches: others may be read and written meanwhile. */
const storesOf = ({ clear = [], add = [], merge = [], meta, send = [], sealedWith, boundTo }: Change): StoreName[] => [
  'contexts',
  ...(clear.length + add.length + merge.length > 0 ? (['journal'] as const) : []),
  ...(meta !== undefined || sealedWith !== undefined || boundTo !== undefined ? (['meta'] as const) : []),
  ...(send.length > 0 ? (['outbox'] as const) : []),
];

/** Everything between two positions of a journal, both included. */
const between = (place: string, from: number, to: number): IDBKeyRange => IDBKeyRange.bound([place, -to], [place, -from]);

/**
 * Firefox (153) writes what it was told to commit even where one of its requests failed after that, unless it was the last one.
 * There a transaction ends by itself, once every write has answered: a trip more, and all or nothing.
 * (Node 20, where the intake loads this, has no navigator at all.)
 */
const commitsAll = typeof navigator === 'undefined' || !navigator.userAgent.includes('Gecko/');

/**
 * Writes all of a change or nothing, in one trip: what guards it is asked together with the writes, and with the last
 * answer it is committed, without waiting for the answers to the writes. `committing`: that is under way, and may
 * still fail. False: somebody else wrote in between. Throws `wrong-key`, `broken-record` (see `Disk.commit`), DOMException.
 */
export function commitTo(database: IDBDatabase, change: Change, committing?: () => void): Promise<boolean> {
  const { expect, contexts, clear, drop, add, merge, meta, send, sealedWith, boundTo, durability } = change;
  return new Promise((resolve, reject) => {
    const tx = database.transaction(storesOf(change), 'readwrite', { durability });
    let conflict = false;
    let refusal: SayOnceError | undefined;
    let failed: DOMException | undefined;
    let waiting = 1;
    const answered = (): void => {
      waiting -= 1;
      if (waiting > 0) return;
      if (commitsAll) tx.commit();
      committing?.();
    };
    const guard = <T>(request: IDBRequest<T>, holds: (found: T) => boolean): void => {
      waiting += 1;
      request.onsuccess = () => {
        if (holds(request.result)) return answered();
        conflict ||= refusal === undefined;
        tx.abort();
      };
    };
    tx.oncomplete = () => resolve(true);
    tx.onerror = ({ target }) => {
      const { error } = target as IDBRequest;
      if (error !== null && error.name !== 'AbortError') failed ??= error;
    };
    tx.onabort = () => {
      if (conflict) resolve(false);
      // The journal key that this write wanted was taken, though nobody wrote in between.
      else reject(refusal ?? (failed?.name === 'ConstraintError' ? journalAhead() : (tx.error ?? failed ?? new DOMException('The transaction was aborted.', 'AbortError'))));
    };

    const context = tx.objectStore('contexts');
    for (const [place, rev] of expect) guard(context.get(place), (record: { rev?: number } | undefined) => (record?.rev ?? 0) === rev);
    for (const place of clear ?? []) tx.objectStore('journal').delete(IDBKeyRange.bound([place, Number.NEGATIVE_INFINITY], [place, 0]));
    for (const place of drop ?? []) context.delete(place);
    for (const { place, from, to, count } of merge ?? []) {
      guard(tx.objectStore('journal').count(between(place, from, to)), (found) => found === count);
      tx.objectStore('journal').delete(between(place, from, to));
    }
    for (const { place, pos, record } of add ?? []) tx.objectStore('journal').add(record, [place, -pos]);
    for (const [place, record] of contexts ?? []) context.put({ ...record, place }, place);
    for (const [key, value] of meta ?? []) {
      if (value === undefined) tx.objectStore('meta').delete(key);
      else tx.objectStore('meta').put(value, key);
    }
    for (const [list, key] of [['keys', sealedWith], ['bound', boundTo]] as const) {
      if (key === undefined) continue;
      const noted = tx.objectStore('meta');
      guard(noted.get(list), (known: unknown) => {
        const next = withKey(known, key);
        if (next instanceof SayOnceError) refusal = next;
        else if (next !== known) noted.put(next, list);
        return refusal === undefined;
      });
    }
    for (const record of send ?? []) tx.objectStore('outbox').put(record);
    answered();
  });
}
