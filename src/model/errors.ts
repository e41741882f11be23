/**
 * Every way say-once can refuse, as one closed union. A code is stable across versions; the message beside it
 * says what to do and may change.
 */
export type ErrorCode =
  | 'key-required' // the key ring has no key for this audience
  | 'wrong-key' // a record was sealed with a key this ring does not hold, or was changed
  | 'broken-record' // a record opens, but is not what it should be
  | 'no-storage' // IndexedDB is missing or refused (private mode): what is recorded lives in this page only
  | 'storage-full' // the browser's quota is used up: what is recorded lives in this page until there is room
  | 'storage-lost' // the database was deleted or closed under an open page
  | 'outdated' // a newer version of say-once owns this database: reload the page
  | 'blocked' // an older version of say-once holds the database open in another tab
  | 'not-loaded' // a part of the library could not be fetched (the network is gone): nothing was done
  | 'closed' // the touchpoint was closed
  | 'unsent' // closing with a wipe would lose what has not been sent
  | 'bad-option' // openTouchpoint() was called with something it cannot use
  | 'bad-entry' // an entry has not the shape of its kind
  | 'bad-policy' // a policy has not the shape of one
  | 'bad-document' // an export document cannot be read
  | 'bad-header' // a User-to-User header cannot be read, or not be written like this
  | 'bad-attribute' // something cannot be kept as an attribute of a call
  | 'bad-vcon' // a vCon cannot be read, or something cannot be said in one
  | 'bad-signature' // what was signed was changed, or somebody else signed it than it says
  | 'not-supported' // it needs something that this version does not know
  | 'bad-envelope' // something from a carrier is not one of ours, or was changed
  | 'secret-refused' // a fact of class `once`: it is never kept
  | 'not-allowed' // this audience may not do that
  | 'too-large' // over the limit named in the message
  | 'stamp-ahead' // a stamp over five minutes in the future
  | 'stamp-reused' // a known stamp with another body
  | 'forgotten' // an entry of a life that was forgotten
  | 'unknown-stamp' // it answers something that is not in the journal
  | 'not-a-token' // what was given to receive() is no hand-off of ours
  | 'unknown-version' // a hand-off of a newer version of say-once
  | 'altered' // a hand-off was changed on its way
  | 'wrong-audience' // a hand-off is for another company, team or rep
  | 'not-yet-valid' // a hand-off was made by a clock over five minutes ahead
  | 'expired' // a hand-off was not taken in time
  | 'taken' // a hand-off was taken by somebody else
  | 'not-reached' // no carrier of this touchpoint leads to where a reference was made
  | 'no-answer' // no desk answers to a spoken code: it was misheard or has ended, or the desk that gave it is closed
  | 'wrong-code' // a spoken code is not right; it may be tried again
  | 'code-burnt' // a spoken code was used, or tried wrongly too often: it is good no more
  | 'unreachable' // a relay cannot be reached now: what waits for it goes out later
  | 'relay-full' // a relay takes no more about this customer, or none at all: the host must make room
  | 'busy'; // other tabs kept winning; nothing was written

/** What every refusal of say-once is. `code` is stable, `message` says what to do. */
export class SayOnceError extends Error {
  override readonly name = 'SayOnceError';
  readonly code: ErrorCode;

  constructor(code: ErrorCode, message: string, options?: ErrorOptions) {
    super(message, options);
    this.code = code;
  }
}

/** Whether something thrown is a refusal of ours with this code; without a code, whether it is ours at all. */
export const isRefusal = (error: unknown, code?: ErrorCode): error is SayOnceError =>
  error instanceof SayOnceError && (code === undefined || error.code === code);

// What several places refuse in the same words.
export const closedError = (): SayOnceError => new SayOnceError('closed', 'This touchpoint was closed.');
export const outdatedError = (cause?: unknown): SayOnceError => new SayOnceError('outdated', 'A newer version of say-once owns this database. Reload the page.', { cause });
export const lackingKey = (id: string): SayOnceError => new SayOnceError('wrong-key', `A record lies under the key ${id}, which the ring does not hold. It was left as it is.`);
