/**
 * What moves sealed envelopes between stores, behind three verbs. Within one browser it is the exchange; a relay
 * between machines implements the same, and passes the same contract suite (`test/carry/contract.ts`).
 */

/** Whose box an envelope goes to. What the public seals goes to `intake`; what auditors alone read, to `audit`; in `offers` support desks speak about hand-offs, and it is kept for minutes. */
export type Box = 'support' | 'sales' | 'customer' | 'intake' | 'audit' | 'offers';

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
  /** who put it in, by the carrier's own border; left out: it knows nobody by name */
  author?: string;
  /** when, by the carrier's own clock, ms since 1970; left out: it has none */
  at?: number;
}

/** How a carrier to other machines is doing. */
export interface CarrierState {
  /** `refused`: it was reached, and lets nobody in with these credentials */
  link: 'down' | 'up' | 'refused';
}

/**
 * Takes in a batch. Resolves with the ids of those it could not take and that must lie there for another reader (one
 * with another key, say); with nothing: it took them all. `anew`: where the cursor stood is not there any more, and everything comes from the beginning.
 * `more`: about so many messages are known to wait behind these.
 */
export type Take = (deliveries: readonly Delivery[], anew?: boolean, more?: number) => Promise<readonly string[] | void>;

export interface Carrier {
  readonly name: string;
  /**
   * Left out: within this browser, to every box, and what was read is taken out. Else it leads to other machines, to these
   * boxes: everybody who may reads all of it, nothing is taken out by reading, and a reader keeps its own cursor.
   */
  readonly boxes?: ReadonlySet<Box>;
  /** At once, then whenever it changes. Returns its undo. */
  onState?(callback: (state: CarrierState) => void): () => void;
  /** Something waits to be sent: where it is to be tried again after a while, it is tried soon. */
  nudge?(): void;
  /** Resolves when the envelopes will not be lost by this carrier. An id that it holds is accepted and not delivered again. Throws `storage-full`, `storage-lost`, `unreachable`, `relay-full`, `too-large`, `not-allowed`, `closed`; what is not named in a `RefusedEnvelopes` may come through all the same. */
  publish(envelopes: readonly Envelope[]): Promise<void>;
  /**
   * Gives everything in a box after a cursor, in order, and then what comes, until the signal aborts or the carrier is
   * closed. The next batch comes only when the promise of the last one is fulfilled; if that is rejected, the feed ends
   * with its reason, and all of the batch comes again to the next feed. When all that lay there at the beginning has been
   * taken, an empty batch says so, once; and once more after each break, in which anything may have come.
   */
  feed(box: Box, after: Cursor | undefined, take: Take, signal: AbortSignal): Promise<void>;
  /** Erases what is about a subject, or the one envelope with an id, in this box; with the subject beside it, it is found sooner, and with the author nobody else's is meant, who chose the same id. Resolves with how many. Throws `closed`. */
  erase(box: Box, what: Erasable): Promise<number>;
  close(): void;
}

export type Erasable = { subject: string } | { id: string; subject?: string; author?: string };

/** … of who has the right to erase between machines. */
export interface ErasingCarrier extends Carrier {
  /** All that lies there now about a subject. */
  about(box: Box, subject: string): Promise<Omit<Delivery, 'cursor'>[]>;
}
