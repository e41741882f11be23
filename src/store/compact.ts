import type { AnyEntry } from '../model/entry.js';
import { alone } from './alone.js';
import type { Change, Placed } from './disk.js';
import { earliest } from './expiry.js';
import { idle } from './idle.js';
import { openEntries, SEGMENT, SMALL, sealEntries } from './segment.js';
import { LOOSE_MARK } from './due.js';
import type { Store } from './store.js';

/** Journal records looked at, and merged, in one transaction. */
const MOST = 250;
/** Customers looked after in one go. */
const PAGE = 50;

/** Some journal records that follow each other, and what is in them. */
interface Run {
  placed: Placed[];
  entries: AnyEntry[];
}

/** Small records without a gap between them, up to a segment at a time; `opened`: one that does not open is left where it is. */
function runsOf(placed: readonly Placed[], opened: readonly (readonly AnyEntry[] | undefined)[]): Run[] {
  const runs: Run[] = [];
  let run: Run = { placed: [], entries: [] };
  let next = -1;
  const end = (): void => {
    if (run.placed.length > 1 && run.entries.length >= SMALL) runs.push(run);
    run = { placed: [], entries: [] };
  };
  for (const [index, one] of placed.entries()) {
    const entries = opened[index];
    if (entries === undefined || one.pos !== next || run.entries.length + entries.length > SEGMENT) end();
    if (entries !== undefined) {
      run.placed.push(one);
      run.entries.push(...entries);
    }
    next = one.pos + one.record.n;
  }
  end();
  return runs;
}

/** One page of a journal, newest first. Resolves with where the next begins; `undefined`: there is nothing more to merge, or somebody wrote, and it is left for later. */
async function compactPage(store: Store, place: string, upTo: number | undefined): Promise<number | undefined> {
  const { disk, keys } = store;
  const [record] = await disk.contexts([place]);
  // Under an older key it is about to be sealed anew, in segments.
  if (record?.box === undefined || record.key !== keys.newest.id) return undefined;
  const placed = (await disk.journal(place, { limit: MOST, ...(upTo === undefined ? {} : { upTo }) })).reverse();
  const opened = await Promise.all(placed.map(async (one) => (one.record.n < SMALL ? openEntries(keys, place, one.pos, one.record).catch(() => undefined) : undefined)));
  const runs = runsOf(placed, opened);
  const add = await Promise.all(
    runs.map(async ({ placed: some, entries }) => {
      const pos = some[0]?.pos ?? 0;
      return { place, pos, record: await sealEntries(keys, place, pos, entries, earliest(some.map((one) => one.record.day))) };
    }),
  );
  const merge = runs.map(({ placed: some }) => ({ place, from: some[0]?.pos ?? 0, to: some.at(-1)?.pos ?? 0, count: some.length }));
  const left = opened.filter((entries) => entries !== undefined).length - runs.reduce((sum, run) => sum + run.placed.length, 0);
  // The same record under the same revision: only what says that there is something to merge goes.
  const contexts = upTo === undefined ? new Map([[place, { ...record, loose: Math.min(left, SMALL), marks: record.marks.filter((mark) => mark !== LOOSE_MARK) }]]) : new Map<never, never>();
  const change: Change = { expect: new Map([[place, record.rev]]), contexts, merge, add, durability: 'relaxed' };
  if (!(await disk.commit(change)) || runs.length === 0 || placed.length < MOST) return undefined;
  return (placed[0]?.pos ?? 0) - 1;
}

/**
 * Merges the small records of a journal into segments, in idle time and never in the way of a write. Nothing is said to
 * other tabs: nothing has changed but where it lies, and a position in a cursor of theirs still says from where to read.
 */
export async function compact(store: Store, place: string): Promise<void> {
  await alone(`say-once/${store.company}/${store.audience}/compact`, async () => {
    let upTo: number | undefined;
    do {
      await idle();
      if (store.closed) return;
      upTo = await compactPage(store, place, upTo);
    } while (upTo !== undefined && upTo > 0);
  });
  store.merged(place);
}

/** Every journal that has enough to merge. */
export async function compactAll(store: Store): Promise<void> {
  const done = new Set<string>();
  for (;;) {
    const places = (await store.disk.markedBetween(LOOSE_MARK, LOOSE_MARK, PAGE + done.size)).filter((place) => !done.has(place));
    if (places.length === 0 || store.closed) return;
    for (const place of places) {
      done.add(place);
      await compact(store, place);
    }
  }
}
