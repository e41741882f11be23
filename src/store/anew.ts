import type { AnyEntry } from '../model/entry.js';
import { isRefusal } from '../model/errors.js';
import { extend, fold, unseen } from '../model/fold.js';
import { gather, readJournal, together } from './journal.js';
import type { Memo } from './memo.js';
import { type Loaded, OPAQUE, type Store } from './store.js';

/** Whose journal lies at a place, when all one has is the place. */
async function whose(store: Store, loaded: Loaded): Promise<string> {
  const { place } = loaded;
  for (const { customer } of await readJournal(store, loaded)) if ((await store.places(customer)).includes(place)) return customer;
  return OPAQUE + place;
}

/** Folds a customer's context from the journal, where the materialised one cannot be used. Writes nothing. */
export async function foldAnew(store: Store, loaded: Loaded): Promise<Memo> {
  const { customer } = loaded.memo.folded.context;
  const id = customer === OPAQUE + loaded.place && store.audience !== 'sales' ? await whose(store, loaded) : customer;
  const { members, parts } = await gather(store, [id]);
  const group = parts.find((ids) => ids.includes(id)) ?? [id];
  const entries = together(group.map((member) => members.get(member)?.journal ?? []));
  return { ...loaded.memo, folded: fold(entries, { customer: id, group, life: loaded.life }), ordered: false };
}

/** A customer's context with what could not be saved; where nothing can be read at all, of that alone. */
export async function withUnsaved(store: Store, customer: string, unsaved: readonly AnyEntry[]): Promise<Loaded> {
  try {
    const loaded = await store.peek(customer);
    const fresh = unseen(loaded.memo.folded, unsaved) ?? unsaved;
    const folded = loaded.anew ? undefined : extend(loaded.memo.folded, fresh);
    if (folded !== undefined) return { ...loaded, memo: { ...loaded.memo, folded } };
    const { members, parts } = await gather(store, [customer], new Map([[customer, unsaved]]));
    const group = parts.find((ids) => ids.includes(customer)) ?? [customer];
    return { ...loaded, anew: false, memo: { ...loaded.memo, folded: fold(together(group.map((id) => members.get(id)?.journal ?? [])), { customer, group, life: loaded.life }) } };
  } catch (error) {
    if (!isRefusal(error) || error.code === 'wrong-key') throw error;
    return { place: '', lies: [], seq: 0, loose: 0, life: 0, since: -1, marks: [], anew: false, memo: { folded: fold(unsaved, { customer }), ordered: true, epoch: 0 } };
  }
}
