import type { Carrier } from '../carry/carrier.js';
import type { Context, HandOffState } from '../model/context.js';
import type { AnyEntry, Audience, Author, Correction, Draft } from '../model/entry.js';
import type { ErrorCode } from '../model/errors.js';
import type { Asking, Guide } from '../model/guidance.js';
import type { Policy, PolicyInput } from '../model/policy.js';
import type { Stamp } from '../model/stamp.js';
import type { CustomerContext, SalesContext } from '../model/views.js';
import type { HistoryPage } from '../store/history.js';
import type { KeyRing, TeamKey } from '../store/keys.js';

export type { HistoryPage };

/** Who sits at this touchpoint. */
export interface Seat<A extends Audience = Audience> {
  audience: A;
  /** the host's id of the rep or machine (`rep-17`, `ivr`) */
  id?: string;
  /** a name to show (`Ana`) */
  label?: string;
  teams?: string[];
}

export interface TouchpointOptions<A extends Audience = Audience> {
  /** the database; one per company. Letters, digits, `-`, `_`, `.`; at most 64 */
  name: string;
  as: Seat<A>;
  /** the host's key ring after sign-in, or `device`: keys made in this browser, beside its data. A customer's page may leave it out, which means `device` */
  keys?: KeyRing | 'device';
  policy?: PolicyInput;
  /** beside this browser's own exchange, which is always there */
  carriers?: Carrier[];
  /** the clock, ms since 1970; for tests */
  now?: () => number;
}

/** What each audience reads. */
export interface Views {
  support: Context;
  sales: SalesContext;
  customer: CustomerContext;
}

/** An identifier in any usual spelling: `{ phone: '020 7946 0018' }`, `{ account: '4821-77' }`, `{ customer: 'cus_1' }`. Several: any of them. */
export type Query = Readonly<Record<string, string>>;

/** A customer that an identifier points to. Nothing is joined by a match. */
export interface Match {
  /** the host's id, a provisional one, or, on a sales desk, an opaque one */
  customer: string;
  /** names of the facts that matched */
  matchedOn: string[];
  /** `exact`: the host's id or a confirmed identifier; `unproven`: somebody claimed it; `shared`: several people use it */
  strength: 'exact' | 'unproven' | 'shared';
}

/** What became of something recorded. */
export interface Recorded {
  stamp: Stamp;
  /** false: it is in this page's memory only, for the reason in `problem` */
  saved: boolean;
  problem?: ErrorCode;
  /** what was cut out before it was written: `card-number`, `pin`, … */
  cut: string[];
}

export interface RecordOptions {
  /** `strict` (left out): answered once it is on the disk. `relaxed`: a little sooner, once the browser has it: a power cut may lose it. Flags, receipts and hand-offs are always strict */
  durability?: 'strict' | 'relaxed';
}

/** How the touchpoint is doing. */
export interface TouchpointState {
  /** `memory`: nothing is kept beyond this page, for the reason in `problem` */
  storage: 'disk' | 'memory';
  problem?: ErrorCode;
  /** recorded, but only in this page's memory so far */
  unsaved: number;
  /** sealed for others, and not sent yet */
  unsent: number;
  /** of a sales desk: what it has is fresh and whole. Else «unknown» means «not checked» */
  fresh: boolean;
  /** what came from others and was not taken in: how many, and why the last was not */
  refused?: { count: number; code: ErrorCode };
  /** of a support desk with a relay: how that is doing */
  relay?: RelayState;
}

/** How a desk's relay to other machines is doing. */
export interface RelayState {
  /** `refused`: it is there, and lets nobody in with these credentials */
  link: 'down' | 'up' | 'refused';
  /** what lay there has not all been read yet */
  behind: boolean;
  /** messages that have not come back from it yet: nobody else may know of them */
  waiting: number;
  /** how many of these it will not take as they are, and why the last one not */
  refused?: { count: number; code: ErrorCode };
}

/** To whom a hand-off goes, and until when. */
export interface HandOffOptions {
  /** one of a team, or one rep; `label`: their name to show. `audience`: a team of sales, which gets what sales may know and nothing else, and does not report back. `key`: the token is sealed to this public key instead of the company's own */
  to: ({ team: string; audience?: 'sales' } | { rep: string; audience?: never }) & { label?: string; key?: TeamKey };
  /** a line of the rep's own */
  note?: string;
  /** until when it can be taken, ms since 1970; left out: the policy's minutes */
  expires?: number;
  /** what the other side reads back, in the host's own words; left out: made of the context */
  points?: string[];
  /** in which language the points and the summary are (BCP 47: English, German, Spanish or Arabic); left out: the page's */
  language?: string;
  /** the page that a link opens; left out: this one */
  page?: string;
}

/** A hand-off that was made. */
export interface Offer {
  offer: string;
  customer: string;
  /** ASCII, under 60 bytes, says nothing by itself. Another desk finds the hand-off by it, as far as `reaches` says */
  reference: string;
  /** The reference as twelve words, to be read aloud; `receive` takes them too. Throws `not-loaded`. */
  aloud(): Promise<string>;
  /** A code of nine digits to be told on the phone, good once and for some minutes, as long as this page is open; a new one ends the one before. Left out where no carrier leads to another desk. Throws `key-required`, `not-loaded`. */
  code?(): Promise<SpokenCode>;
  /** `browser`: desks of this company in this browser. `company`: on every machine that the relay leads to. False: no carrier brings it to another desk, and the token must travel itself */
  reaches: 'browser' | 'company' | false;
  /** what the next rep needs first, sealed; at most 1,000 characters. Left out where even who and to whom do not fit */
  compact?: string;
  /** all that fits of what is known, sealed; at most 32,000 characters */
  full: string;
  /** entries that did not fit into `full` */
  left: number;
  /** what to say to the colleague in fifteen seconds */
  summary: string;
  points: string[];
  /** the page, with the full token after the #, which no server sees */
  link: string;
  /** the same with the compact token, for a QR code; left out where there is none */
  compactLink?: string;
  until: number;
  /** false: the offer is in this page's memory only, and nobody else sees it */
  saved: boolean;
  /** At once, then whenever it is opened, taken, declined, or ends. Of a customer's own page: never. */
  onState(callback: (state: HandOffState) => void): Stop;
}

/** How far a spoken code has come. `used`: `by` has the reference. `burnt`: it was tried wrongly too often, lastly `by` them. `ended`: its time is over */
export interface SpokenState {
  state: 'open' | 'used' | 'burnt' | 'ended';
  /** tries that are left */
  left: number;
  /** who tried it last; where desks do not sign, who they say they are */
  by?: Author;
}

/** A code that stands for a hand-off as long as this desk is there to answer for it. */
export interface SpokenCode {
  /** in threes, as it is said: `412 271 905` */
  code: string;
  /** ms since 1970 */
  until: number;
  /** At once, then whenever it is tried or ends. */
  onState(callback: (state: SpokenState) => void): Stop;
  /** Ends it now. */
  stop(): void;
}

/** A hand-off to this desk that nobody has taken yet. */
export interface Offered extends HandOffState {
  customer: string;
  reference: string;
}

/** A hand-off that came. Looking at it changes nothing. */
export interface Received<A extends Audience = 'support'> {
  offer: string;
  customer: string;
  /** who hands over; where it is not `signed`, who they say they are */
  from: Author;
  /** false: nothing proves who made it. What it carries is a claim, and its checks do not count */
  signed: boolean;
  /** it was made in this browser's store: who offered it sees what becomes of it */
  here: boolean;
  to?: string;
  /** when it was offered, ms since 1970; sales is not told */
  at: A extends 'sales' ? undefined : number;
  /** until when it can be taken, ms since 1970 */
  until: number;
  note?: string;
  /** what to read back */
  points: string[];
  summary: string;
  /** what would be known if it were accepted; of a sales desk: whether one may pitch, by what came and by what this desk knows */
  context: Views[A];
  /** Says that somebody is looking at it. Resolves with whether the other side hears of it. */
  open(): Promise<boolean>;
  /** Takes the customer over: what came is written down, and a contact of the same chain begins; on a sales desk, that it was used, and nothing else. Throws `taken` (a `TakenError`: by whom), `expired`, `forgotten`, `closed`. */
  accept(answer?: { confirmed?: readonly string[]; corrected?: readonly Correction[]; readBack?: string }): Promise<{ told: boolean }>;
  /** Leaves it to others. Resolves with whether the other side hears of it. */
  decline(because: string): Promise<{ told: boolean }>;
}

/** One stay with one person or machine; `chain` runs through its transfers. */
export interface ContactIds {
  contact: string;
  chain: string;
  channel?: string;
}

/** Undoes a `watch`. */
export type Stop = () => void;

/** One JSON document: a customer's journal, with those of linked ids. */
export interface ExportDocument {
  format: 'say-once/export';
  version: 1;
  audience: Audience;
  customer: string;
  group: string[];
  entries: AnyEntry[];
  /** a keyed digest of the rest: with it, the entries' authors are believed when it is read back */
  proof: string;
}

export interface ImportOptions {
  /** a name of the dump. An import that broke off goes on where it stopped when it is called again with the same name and the same documents in the same order */
  source?: string;
  /** stops it: what was written stays */
  signal?: AbortSignal;
  /** some times a second */
  onProgress?: (progress: { customers: number; entries: number; added: number }) => void;
}

/** A document that was not taken in. */
export interface Refused {
  /** its number among those given, from 0 */
  index: number;
  /** whom it is about, where that could be read */
  customer?: string;
  code: ErrorCode;
}

/** What an import has done. What an earlier one of the same source had done is not counted again. */
export interface Imported {
  /** documents taken in */
  customers: number;
  /** entries that were new */
  added: number;
  refused: Refused[];
}

export interface Touchpoint<A extends Audience = Audience> {
  readonly name: string;
  readonly as: Readonly<Seat<A>>;
  readonly policy: Policy;
  /** who this touchpoint records as */
  readonly author: Author;
  readonly state: TouchpointState;
  /** At once, then on every change of `state`. */
  onState(callback: (state: TouchpointState) => void): Stop;

  /** Records one thing. Resolves when it is saved (`saved`), or when it is sure that it is not. Throws `bad-entry`, `too-large`, `secret-refused`, `not-allowed`, `unknown-stamp`, `closed`. */
  record(customer: string, draft: Draft, options?: RecordOptions): Promise<Recorded>;
  /** Records several things about one customer in one transaction. */
  recordAll(customer: string, drafts: readonly Draft[], options?: RecordOptions): Promise<Recorded[]>;
  /** Begins a contact with this customer: what is recorded next belongs to it. Give `chain` to continue a transfer. */
  begin(customer: string, contact?: Partial<ContactIds>): Promise<ContactIds>;
  /** Ends the contact. */
  end(customer: string, seconds?: number): Promise<void>;
  /** The contact that is on with this customer, if one was begun here. */
  contactOf(customer: string): ContactIds | undefined;

  /** This audience's view, frozen. Somebody unknown has an empty one. Throws `wrong-key`, `broken-record`, `closed`. */
  read(customer: string): Promise<Views[A]>;
  /** At once, then on every change, and when something falls due. An error goes to `onError`. */
  watch(customer: string, callback: (view: Views[A]) => void, onError?: (error: unknown) => void): Stop;
  find(query: Query): Promise<Match[]>;
  history(customer: string, options?: { limit?: number; before?: string }): Promise<HistoryPage>;
  /** Derived for the rep. Support only; a sales context already is its guidance. */
  guide(context: Context, asking?: Partial<Asking>): Guide;

  /** May this number or account be pitched to? If any candidate is held, the call is held. */
  pitch(query: Query): Promise<SalesContext>;
  /** The same of a whole list, in one pass over the store; the answers are in its order. */
  pitch(queries: readonly Query[]): Promise<readonly SalesContext[]>;
  /** The same, at once, then on every change. */
  watchPitch(query: Query, callback: (view: SalesContext) => void): Stop;
  /** The same of a whole list, all of it each time: who is as they were has the very view as before. */
  watchPitch(queries: readonly Query[], callback: (views: readonly SalesContext[]) => void): Stop;

  /** Support: provisional customers with open issues that nobody has linked, oldest first. */
  unlinked(): Promise<Context[]>;
  /** The same, at once, then on every change. */
  watchUnlinked(callback: (contexts: Context[]) => void, onError?: (error: unknown) => void): Stop;
  /** Support: two ids are one person, for a reason. Each keeps its journal; `unlink` restores both. */
  link(customer: string, other: string, why: { because: string; matchedOn?: string[] }): Promise<Recorded>;
  unlink(customer: string, other: string, why?: { because?: string }): Promise<Recorded>;
  /** Support: rewrites the journal without this entry; a stub stays. For what must not have been written at all. */
  strike(stamp: Stamp, customer: string, why?: { because?: string }): Promise<void>;
  /** Executes where the key ring has the erase right; else records that it was asked for. Covers every linked id. */
  forget(customer: string): Promise<{ done: boolean }>;
  export(customer: string): Promise<ExportDocument>;
  /** Reads an export document. Importing twice is importing once. Resolves with how many entries were new. */
  import(document: unknown): Promise<{ added: number }>;
  /**
   * Reads export documents by the thousand, as objects or as their JSON, in a worker where one can be had. One that is refused
   * is listed, and the others are taken in. Throws `not-allowed`, `bad-option`, `closed`, `storage-full`, `storage-lost`, and the signal's
   * reason; what was written before stays.
   */
  importAll(documents: Iterable<unknown> | AsyncIterable<unknown>, options?: ImportOptions): Promise<Imported>;

  /**
   * Support: offers this customer to a team or a rep. A customer's own page: seals what was told on it to a team's public key; it
   * must travel by itself, claims, and nobody tells what becomes of it. Throws `not-allowed`, `bad-entry`, `bad-option`, `key-required`.
   */
  handOff(customer: string, options: HandOffOptions): Promise<Offer>;
  /** Support: what an offer would say now, to be read before it is made. */
  handOffSummary(customer: string, note?: string, language?: string, audience?: 'sales'): Promise<Pick<Offer, 'summary' | 'points'>>;
  /** Support and sales: looks at a hand-off, given its token, its reference (or its words), a link, or a spoken code; sales by token or link alone. Throws `not-a-token`, `too-large`, `unknown-version`, `wrong-audience`, `wrong-key`, `altered`, `not-yet-valid`, `expired`, `taken`, `forgotten`, `not-reached`; of a spoken code also `wrong-code` (a `WrongCodeError`), `code-burnt`, `no-answer`, `unreachable`, `not-allowed`, `key-required`. */
  receive(token: string): Promise<Received<A>>;
  /** Support: the hand-offs to this desk's teams and rep in this browser, oldest first; at once, then on every change. */
  watchOffers(callback: (offers: Offered[]) => void, onError?: (error: unknown) => void): Stop;

  /** Customer: the provisional customer of this device, made on first use. */
  person(): Promise<string>;
  /** Customer: «Not you?». The next `person()` is somebody else; nothing is joined. */
  notYou(): Promise<string>;

  /** Fetches what records and sends, so that what is said next is saved and gone at once. Not needed: whatever records fetches it too. */
  prepare(): Promise<void>;
  /** Drops the keys. With `wipe` this audience's store on this machine is emptied; throws `unsent` unless forced. */
  close(options?: { wipe?: boolean; force?: boolean }): Promise<void>;
}
