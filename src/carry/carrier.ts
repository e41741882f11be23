/**
 * What moves sealed envelopes between stores, behind three verbs. Within one browser it is the exchange; a relay
 * between machines implements the same, and passes the same contract suite (`test/carry/contract.ts`).
 */

/** Whose box an envelope goes to. What the public seals goes to `intake`. */
export type Box = 'support' | 'sales' | 'customer' | 'intake';

/** A sealed message. Nobody on the way can read `sealed`; the rest tells nothing about anybody. */
export interface Envelope {
  /** random; a carrier delivers one id once */
  id: string;
  to: Box;
  /** keyed digest of whom it is about, so that it can be erased; the same text for the same person and box */
  subject: string;
  /** JWE in compact form (RFC 7516 §3.1) */
  sealed: string;
}

/** How far a feed has been read. Opaque, and good only for the carrier that gave it. */
export type Cursor = string;

/** An envelope as it comes in, with the cursor that stands after it. */
export interface Delivery {
  envelope: Envelope;
  cursor: Cursor;
}

/**
 * Takes in a batch. Resolves with the ids of those it could not take and that must lie there for another reader (one
 * with another key, say); with nothing: it took them all.
 */
export type Take = (deliveries: readonly Delivery[]) => Promise<readonly string[] | void>;

export interface Carrier {
  readonly name: string;
  /** Resolves when the envelopes will not be lost by this carrier. An id that it holds is accepted and not delivered again. Throws `storage-full`, `storage-lost`, `closed`. */
  publish(envelopes: readonly Envelope[]): Promise<void>;
  /**
   * Gives everything in a box after a cursor, in order, and then what comes, until the signal aborts or the carrier is
   * closed. The next batch comes only when the promise of the last one is fulfilled; if that is rejected, the feed ends
   * with its reason, and all of the batch comes again to the next feed. When all that lay there at the beginning has been
   * taken, an empty batch says so, once.
   */
  feed(box: Box, after: Cursor | undefined, take: Take, signal: AbortSignal): Promise<void>;
  /** Erases what is about a subject, or the one envelope with an id, in this box. Resolves with how many. Throws `closed`. */
  erase(box: Box, what: { subject: string } | { id: string }): Promise<number>;
  close(): void;
}
