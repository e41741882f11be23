/** Seals what a plan leaves behind, outside of any transaction: one ends at the first foreign await. */
import type { Context } from '../model/context.js';
import type { AnyEntry } from '../model/entry.js';
import { allHolds } from '../model/holds.js';
import { dayOf, startOf } from '../model/time.js';
import type { ContextRecord, OutboxRecord } from './database.js';
import type { Change, Placed } from './disk.js';
import { earliest, expiryDay } from './expiry.js';
import { identifiersOf } from './identifiers.js';
import type { Memo, Posted } from './memo.js';
import type { Next } from './plan.js';
import type { Sealed } from './seal-bytes.js';
import { sealMemo } from './seal-memo.js';
import { SEGMENT, SMALL, sealEntries } from './segment.js';
import { EXPIRES, LOOSE_MARK } from './due.js';
import { isOpen, isUnlinked, OFFERED, offerMark, POSTED, UNLINKED } from './marks.js';
import type { Loaded, Store } from './store.js';

/** So many of them are enough to merge. */
export const LOOSE = 50;

/** A context that is being written. */
export interface Telling {
  context: Context;
  /** what was told of it before; undefined: that is not known any more */
  told: readonly Posted[] | undefined;
}

/** Who works out what another audience is to be told, and seals it, in the same breath as a write. */
export interface Post {
  /** a write is being tried, perhaps again: whatever was numbered for a try that failed never happened */
  start(): void;
  /** what is to be told of what is written together, and what was told of each by then */
  of(written: readonly Telling[]): Promise<{ posted: readonly (readonly Posted[])[]; send: readonly Promise<OutboxRecord>[] }>;
  /** what is to be told to other machines of this audience; left out: there is no way to them */
  share?(added: readonly AnyEntry[]): Promise<readonly OutboxRecord[]>;
  /** the write is on the disk */
  done(): void;
}

export interface WriteOptions {
  durability?: Change['durability'];
  /** sealed in the same breath: goes into the outbox in the same transaction */
  send?: readonly OutboxRecord[] | (() => Promise<readonly OutboxRecord[]>);
  meta?: ReadonlyMap<string, unknown>;
  /** they come from outside: two bodies under one stamp are refused */
  foreign?: boolean;
  /** they come from another machine of this audience, which told the others */
  shared?: boolean;
  /** nobody is told what was written but this: whoever writes by the thousand tells it later, see `Store.spread` */
  quietly?: (contexts: ReadonlyMap<string, ContextRecord>) => void;
}

/** What is to be written, and what it will be once it is. */
export interface SealedPlan {
  change: Change;
  made: Loaded[];
}

/** Seals a plan: what is to be told to others is worked out in the same breath. */
export async function sealPlan(store: Store, next: readonly Next[], post: Post | undefined, { durability = 'strict', send = [], meta }: WriteOptions, shared: readonly OutboxRecord[] = []): Promise<SealedPlan> {
  const expect = new Map<string, number>();
  const contexts = new Map<string, ContextRecord>();
  const clear: string[] = [];
  const drop: string[] = [];
  const add: (Placed & { place: string })[] = [];
  const made: Loaded[] = [];
  const { newest } = store.keys;
  const sending = [...shared, ...(typeof send === 'function' ? await send() : send)];
  const telling = await post?.of(next.map(({ loaded, memo }) => ({ context: memo.folded.context, told: loaded.lost ? undefined : (memo.posted ?? []) })));
  for (const one of telling?.send ?? []) one.catch(() => {}); // whoever waits for all of them sees the error
  const memos = next.map(({ memo }, index): Memo => ({ ...memo, ...(telling === undefined ? {} : { posted: [...(telling.posted[index] ?? [])] }) }));
  const [sealedAll, told] = await Promise.all([Promise.all(next.map((one, index) => sealOne(store, one, memos[index] as Memo))), Promise.all(telling?.send ?? [])]);
  sending.push(...told);
  for (const [index, { rev, seq, kept, sealed, box, marks }] of sealedAll.entries()) {
    const { loaded, add: entries, journal } = next[index] as Next;
    const memo = memos[index] as Memo;
    const { place, lies, life, since } = loaded;
    const days = sealed.map(({ record }) => record.day);
    if (journal === undefined) days.push(...loaded.marks.filter((mark) => mark.startsWith(EXPIRES)).map((mark) => mark.slice(1)));
    else clear.push(...lies.map((one) => one.place));
    expect.set(place, 0);
    for (const one of lies) {
      expect.set(one.place, one.rev);
      if (one.place !== place) drop.push(one.place);
    }
    add.push(...[...kept, ...sealed].map((record) => ({ ...record, place })));
    if (days.length > 0) marks.push(EXPIRES + earliest(days));
    const loose = (journal === undefined ? loaded.loose : 0) + sealed.filter(({ record }) => record.n < SMALL).length;
    if (loose >= LOOSE) marks.push(LOOSE_MARK);
    const after = { marks, loose, seq: seq + (journal ?? entries).length, life };
    contexts.set(place, { ...after, rev, ...(since < 0 ? {} : { since }), ...box });
    made.push({ ...after, place, lies: [{ place, rev }], key: box.key, since, memo, anew: false });
  }
  // Where each is written over a record that opened with this very key, the key is noted already: the revision says that it is that record.
  const noted = next.every(({ loaded: { key } }) => key === newest.id);
  return { change: { expect, contexts, clear, drop, add, ...(meta === undefined ? {} : { meta }), send: sending, ...(noted ? {} : { sealedWith: newest }), durability }, made };
}

/** What is sealed of one customer: all of it at once, and with that of the others. */
async function sealOne(store: Store, { loaded, add, journal, closed = [] }: Next, memo: Memo): Promise<{ rev: number; seq: number; kept: Placed[]; sealed: Placed[]; box: Sealed; marks: string[] }> {
  const { place } = loaded;
  // In sales' store the hour at which a hold came would tell.
  const rev = nextRev(loaded, store.audience === 'sales' ? startOf(dayOf(store.now())) : store.now());
  const kept = inTheirPlaces(closed);
  const seq = journal === undefined ? loaded.seq : (kept.at(-1)?.pos ?? 0);
  const [sealed, box, marks] = await Promise.all([records(store, place, seq, journal ?? add), sealMemo(store.keys, place, rev, memo), marksOf(store, memo)]);
  return { rev, seq, kept, sealed, box, marks };
}

async function records(store: Store, place: string, seq: number, entries: readonly AnyEntry[]): Promise<Placed[]> {
  const { keys, policy, audience } = store;
  const sealed: Promise<Placed>[] = [];
  for (let from = 0; from < entries.length; from += SEGMENT) {
    const some = entries.slice(from, from + SEGMENT);
    const pos = seq + from + 1;
    const day = earliest(some.map((entry) => expiryDay(entry, policy, audience)));
    sealed.push(sealEntries(keys, place, pos, some, day).then((record) => ({ pos, record })));
  }
  return Promise.all(sealed);
}

/** The digests that find a context: identifiers, hand-offs, and the lists that support keeps. */
async function marksOf(store: Store, { folded: { context }, posted }: Memo): Promise<string[]> {
  const texts = await identifiersOf(store, context);
  if (store.audience === 'support' && isUnlinked(context)) texts.push(UNLINKED);
  texts.push(...context.handoffs.map(({ offer }) => offerMark(offer)));
  if (context.handoffs.some(isOpen)) texts.push(OFFERED);
  // Also what sales could not be told (a ring without sales' key): a desk that can will find it.
  if ((posted ?? []).length > 0 || (store.audience === 'support' && allHolds(context, store.policy).length > 0)) texts.push(POSTED);
  const own = await Promise.all(texts.map((text) => store.digest(text)));
  return [...new Set([...own, ...context.held.flatMap(({ digests }) => digests)])];
}

/** Revisions go on from the clock where there are none: a database that was deleted under a page never seems to go backwards. */
export function nextRev({ lies }: Pick<Loaded, 'lies'>, now: number): number {
  const last = Math.max(0, ...lies.map(({ rev }) => rev));
  return last === 0 ? now : last + 1;
}

/** Records that do not open keep their positions; what is written anew comes after them. */
function inTheirPlaces(closed: readonly Placed[]): Placed[] {
  let last = 0;
  return [...closed].sort((a, b) => a.pos - b.pos).map(({ pos, record }) => ({ pos: (last = Math.max(pos, last + 1)), record }));
}
