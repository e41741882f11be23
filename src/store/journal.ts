import { settle } from '../model/answers.js';
import type { AnyEntry, Linked } from '../model/entry.js';
import { isRefusal } from '../model/errors.js';
import { byPlace, once } from '../model/fold.js';
import type { Stamp } from '../model/stamp.js';
import type { Placed } from './disk.js';
import { openEntries } from './segment.js';
import type { Loaded, Store } from './store.js';

/** Opens journal records. One that does not open is left out, and said; `closed` gathers them. */
export async function openAll(store: Store, place: string, placed: readonly Placed[], closed: Placed[] = []): Promise<AnyEntry[]> {
  const opened = await Promise.all(
    placed.map((one) =>
      openEntries(store.keys, place, one.pos, one.record).catch((error: unknown) => {
        if (!isRefusal(error)) throw error;
        store.trouble(error.code);
        closed.push(one);
        return [];
      }),
    ),
  );
  return opened.flat();
}

/** All of one customer's own journal, wherever it lies, in the order in which it was written. What a tab that knew of no forgetting wrote elsewhere is not in it. */
export async function readJournal(store: Store, { lies, life: lived }: Loaded, closed: Placed[] = []): Promise<AnyEntry[]> {
  const journals = await Promise.all(lies.map(async ({ place }) => openAll(store, place, (await store.disk.journal(place)).reverse(), closed)));
  return journals.flat().filter(({ life = 0 }) => life >= lived);
}

/** One of a group: what lies there, and its own journal with what is being added. */
export interface Member {
  loaded: Loaded;
  journal: AnyEntry[];
  /** records that did not open: whoever writes the journal anew leaves them as they are */
  closed: Placed[];
}

/** The journals of all who belong together, or did, and how they belong together now. */
export interface Group {
  members: Map<string, Member>;
  parts: string[][];
}

/** Which ids belong together by the links that stand. */
export function partsOf(ids: Iterable<string>, links: readonly (readonly [string, string])[]): string[][] {
  const part = new Map([...ids].map((id) => [id, new Set([id])]));
  for (const [a, b] of links) {
    const one = part.get(a);
    const other = part.get(b);
    if (one === undefined || other === undefined || one === other) continue;
    for (const id of other) part.set(id, one.add(id));
  }
  return [...new Set(part.values())].map((ids) => [...ids].sort());
}

/** Every entry of these journals, each once, in the order of history. */
export const together = (journals: Iterable<readonly AnyEntry[]>): AnyEntry[] => {
  const all: Map<Stamp, AnyEntry> = once([...journals].flat());
  return [...all.values()].sort(byPlace);
};

/**
 * Reads customers' journals and those of every id they were ever linked to, with `added` as if they were written.
 * Links that were undone are followed too, since both sides are folded anew. The revisions are read before the
 * journals: whoever writes in between is noticed by the write. `mend`: a journal is read though its context is gone.
 */
export async function gather(store: Store, customers: readonly string[], added: ReadonlyMap<string, readonly AnyEntry[]> = new Map(), mend = false): Promise<Group> {
  const members = new Map<string, Member>();
  const wanted = [...customers];
  for (let id = wanted.pop(); id !== undefined; id = wanted.pop()) {
    if (members.has(id)) continue;
    const found = await store.peek(id);
    const loaded = mend && found.lies.length === 0 ? { ...found, lies: [{ place: found.place, rev: 0 }] } : found;
    const closed: Placed[] = [];
    const journal = [...(await readJournal(store, loaded, closed)), ...(added.get(id) ?? [])];
    members.set(id, { loaded, journal, closed });
    for (const entry of journal) if (entry.kind === 'linked') wanted.push(entry.customer, (entry as Linked).with);
  }
  return { members, parts: partsOf(members.keys(), standing([...members.values()].map(({ journal }) => journal))) };
}

/** The links that stand, all of them: a context shows only the newest. */
export function standing(journals: Iterable<readonly AnyEntry[]>): [string, string][] {
  return standingLinks(journals).map(({ customer, with: other }) => [customer, other]);
}

function standingLinks(journals: Iterable<readonly AnyEntry[]>): Linked[] {
  const byStamp = once([...journals].flat());
  const { cancelled, closed } = settle(byStamp);
  return [...byStamp.values()].filter((entry): entry is Linked => entry.kind === 'linked' && entry.by.audience === 'support' && !cancelled.has(entry.stamp) && !closed.has(entry.stamp));
}

/** The links that stand between two ids. */
export const linksBetween = (journals: Iterable<readonly AnyEntry[]>, one: string, other: string): Stamp[] =>
  standingLinks(journals).filter(({ customer, with: its }) => (customer === one && its === other) || (customer === other && its === one)).map(({ stamp }) => stamp);
