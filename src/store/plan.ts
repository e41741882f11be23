/** Works out what a write is to leave behind; `seal.ts` seals it, `write.ts` writes it. */
import type { AnyEntry } from '../model/entry.js';
import { SayOnceError } from '../model/errors.js';
import { admit, byPlace, extend, fold, once, unseen } from '../model/fold.js';
import { type Folded, foldNothing } from '../model/folded.js';
import { stampTime } from '../model/stamp.js';
import type { Placed } from './disk.js';
import { gather, type Member, partsOf, standing, together } from './journal.js';
import type { Memo } from './memo.js';
import type { Loaded, Store } from './store.js';

/** Journals up to this many entries are put in order whenever something old comes in late. */
const REORDER = 500;
/** What came of a write: the context as it is now, and which of the entries were new. */
export interface Written {
  folded: Folded;
  added: readonly AnyEntry[];
  /** how many messages to others went into the outbox with it */
  sent: number;
}

export interface Plan extends Omit<Written, 'sent'> {
  next: readonly Next[];
}

/** What a write is about to leave behind for one customer. */
export interface Next {
  loaded: Loaded;
  memo: Memo;
  add: readonly AnyEntry[];
  /** the whole journal, where it is written anew */
  journal?: readonly AnyEntry[];
  /** what did not open of a journal that is written anew */
  closed?: readonly Placed[];
}

/** Gets a member's own entries in order, and those of all who are linked now; says what stays of the own. */
export type Rewrite = (entries: AnyEntry[], customer: string, group: readonly AnyEntry[]) => AnyEntry[];

/** What `Store.recall` would find of several, with one look at the disk. `undefined`: it cannot be used, and whoever asks about it alone hears why. */
export async function recallAll(store: Store, customers: readonly string[]): Promise<(Loaded | undefined)[]> {
  const places = (await Promise.all(customers.map((customer) => store.places(customer)))).flat();
  // Under several keys somebody may lie in several places.
  if (customers.length < 2 || places.length > customers.length) return Promise.all(customers.map((customer) => store.recall(customer).catch(() => undefined)));
  const records = await store.disk.contexts(places);
  return Promise.all(places.map(async (place, index) => {
    const record = records[index];
    return record === undefined ? stranger(place, customers[index] ?? '') : store.open(place, record).catch(() => undefined);
  }));
}

/** The usual case: the entries come after everything, and nobody's journal is needed. `found`: who they are about, where that was read already. */
export async function planExtension(store: Store, customer: string, entries: readonly AnyEntry[], foreign: boolean, shared = false, found?: Loaded): Promise<Plan | undefined> {
  const loaded = found ?? (await store.recall(customer));
  notForgotten(entries, loaded, shared);
  if (loaded.anew || inMotion(loaded)) return undefined;
  const fresh = unseen(loaded.memo.folded, entries);
  if (fresh === undefined || (foreign && fresh.length < entries.length)) return undefined;
  if (fresh.length === 0) return { next: [], added: [], folded: loaded.memo.folded };
  const folded = extend(loaded.memo.folded, fresh) ?? (loaded.lies.length === 0 && !fresh.some(joins) ? fold(fresh, { customer }) : undefined);
  if (folded === undefined) return undefined;
  const next: Next[] = [{ loaded, memo: { ...loaded.memo, folded }, add: fresh.sort(byPlace) }];
  for (const member of folded.context.group) {
    if (member === customer) continue;
    const other = await store.recall(member);
    if (other.anew || inMotion(other)) return undefined;
    next.push({ loaded: other, memo: { ...other.memo, folded: { ...folded, context: { ...folded.context, customer: member, life: other.life } } }, add: [] });
  }
  return { next, added: fresh, folded };
}

/** Everything folded anew: the journals of all who belong together, or did. `mend`: they are written anew as well, whatever their contexts say. */
export async function planAnew(store: Store, entries: ReadonlyMap<string, readonly AnyEntry[]>, foreign: boolean, mend = false, shared = false): Promise<Plan> {
  const { members, parts } = await gather(store, [...entries.keys()], entries, mend);
  const added = new Map<string, AnyEntry>();
  for (const [customer, some] of entries) {
    const member = members.get(customer);
    if (member === undefined) continue;
    notForgotten(some, member.loaded, shared);
    const { known, fresh } = split(member.journal, some, foreign);
    for (const entry of fresh) added.set(entry.stamp, entry);
    member.journal = [...known.values(), ...fresh];
  }
  const next: Next[] = [];
  const [first] = entries.keys();
  const stays = added.size === 0 && !mend && [...members.values()].every(({ loaded }) => !loaded.anew && !inMotion(loaded));
  // Nothing is new, and everything lies as it should: what was read in before costs no write.
  if (stays) return { next, added: [], folded: members.get(first ?? '')?.loaded.memo.folded ?? foldNothing({ customer: first ?? '' }) };
  for (const group of parts) {
    for (const id of group) {
      const { loaded, journal, closed } = members.get(id) as Member;
      const add = (entries.get(id) ?? []).filter(({ stamp }) => added.has(stamp));
      const inOrder = isOrdered(journal);
      const whole = mend || inMotion(loaded) || (!inOrder && journal.length <= REORDER);
      const memo = { ...loaded.memo, folded: foldGroup(members, group, id), ordered: whole || inOrder, epoch: loaded.memo.epoch + (whole ? 1 : 0) };
      next.push({ loaded, memo, add: whole ? [] : add, ...(whole ? { journal: together([journal]), closed } : {}) });
    }
  }
  return { next, added: [...added.values()], folded: ofCustomer(next, first) };
}

/**
 * Journals written anew: `change` gets each member's own entries in order, and those of all who are linked now, and says
 * what stays of the own. Where it gives back all that it got, nothing is written.
 */
export async function planRewrite(store: Store, customer: string, change: Rewrite): Promise<Plan> {
  const { members, parts: before } = await gather(store, [customer]);
  let changed = false;
  for (const ids of before) {
    const group = together(ids.map((id) => members.get(id)?.journal ?? []));
    for (const id of ids) {
      const member = members.get(id) as Member;
      const own = together([member.journal]);
      member.journal = change(own, id, group);
      changed ||= member.journal !== own;
    }
  }
  if (!changed) return { next: [], added: [], folded: (members.get(customer) as Member).loaded.memo.folded };
  // Links may have gone with what was taken out.
  const parts = partsOf(members.keys(), standing([...members.values()].map(({ journal }) => journal)));
  const next = parts.flatMap((group) =>
    group.map((id) => {
      const { loaded, journal, closed } = members.get(id) as Member;
      return { loaded, memo: { ...loaded.memo, folded: foldGroup(members, group, id), ordered: true, epoch: loaded.memo.epoch + 1 }, add: [], journal, closed };
    }),
  );
  return { next, added: [], folded: ofCustomer(next, customer) };
}

/** A context as it is, written once more: what others are to be told of it may have changed by itself. */
export async function planTouch(store: Store, customer: string): Promise<Plan> {
  const loaded = await store.peek(customer);
  if (loaded.anew || inMotion(loaded)) return planAnew(store, new Map([[customer, []]]), false);
  return { next: loaded.lies.length === 0 ? [] : [{ loaded, memo: loaded.memo, add: [] }], added: [], folded: loaded.memo.folded };
}

/** Of whom there is nothing. */
export const stranger = (place: string, customer: string): Loaded => ({ place, lies: [], seq: 0, life: 0, since: -1, marks: [], loose: 0, memo: { folded: foldNothing({ customer }), ordered: true, epoch: 0 }, anew: false });

/** It stands in two journals. */
export const joins = ({ kind }: AnyEntry): boolean => kind === 'linked' || kind === 'unlinked';

/** Nobody in particular. */
export const planNothing = (): Plan => ({ next: [], added: [], folded: foldNothing({ customer: '' }) });

/** It is not where it is to be written: sealed with an older key, or lying twice. */
const inMotion = ({ place, lies }: Loaded): boolean => lies.some((one) => one.place !== place);

const foldGroup = (members: ReadonlyMap<string, Member>, group: readonly string[], customer: string): Folded =>
  fold(together(group.map((id) => members.get(id)?.journal ?? [])), { customer, group, life: members.get(customer)?.loaded.life ?? 0 });

const ofCustomer = (next: readonly Next[], customer = ''): Folded => next.find(({ memo }) => memo.folded.context.customer === customer)?.memo.folded ?? foldNothing({ customer });

/** Tells what a journal had from what comes new to it. Throws `stamp-reused`. */
function split(journal: readonly AnyEntry[], entries: readonly AnyEntry[], foreign: boolean): { known: Map<string, AnyEntry>; fresh: AnyEntry[] } {
  const own = journal.slice(0, journal.length - entries.length);
  const known = once(own);
  return { known, fresh: foreign ? admit(known, entries) : [...once(entries).values()].filter(({ stamp }) => !known.has(stamp)) };
}

const isOrdered = (journal: readonly AnyEntry[]): boolean => journal.every((entry, index) => index === 0 || byPlace(journal[index - 1] as AnyEntry, entry) < 0);

/**
 * Whether an entry belongs to a life that was forgotten. `shared`: another machine names the life, which forgot them more often, or
 * lies; so what was said before they were forgotten here is over too. (An objection that outlives it is nobody's.)
 */
export function isOver(entry: AnyEntry, { life, since }: Pick<Loaded, 'life' | 'since'>, shared: boolean): boolean {
  return (entry.life ?? 0) < life || (shared && stampTime(entry.stamp) <= since && !(entry.kind === 'flag' && entry.by.id === undefined));
}

/** Every door refuses them. */
function notForgotten(entries: readonly AnyEntry[], loaded: Loaded, shared: boolean): void {
  if (entries.some((entry) => isOver(entry, loaded, shared))) throw new SayOnceError('forgotten', 'This customer was forgotten; what belongs to that time is not taken in again. Nothing was written.');
}
