/** What many guards ask at once is read from the store in one pass: a list of ten thousand calls asks ten thousand times. */
import type { Audience } from '../model/entry.js';
import type { Loaded } from '../store/store.js';
import type { Desk } from './desk.js';
import type { Freshness } from './fresh.js';

/** What one pass found. */
export interface Found {
  /** by mark */
  marked: ReadonlyMap<string, readonly Loaded[]>;
  /** the places asked for at which something lies */
  places: ReadonlySet<string>;
  fresh: Freshness;
}

interface Pass {
  marks: Set<string>;
  places: Set<string>;
}

interface Passes {
  /** it has not begun: whoever asks now goes along */
  next?: (Pass & { found: Promise<Found> }) | undefined;
  /** settles when the one under way is over */
  last: Promise<unknown>;
}

const passes = new WeakMap<Desk<Audience>, Passes>();

async function read(desk: Desk<Audience>, { marks, places }: Pass): Promise<Found> {
  const asked = [...places];
  const [loaded, records, fresh] = await Promise.all([desk.store.under([...marks]), asked.length === 0 ? [] : desk.store.disk.contexts(asked), desk.fresh()]);
  const marked = new Map<string, Loaded[]>();
  for (const one of loaded) for (const mark of one.marks) marked.set(mark, [...(marked.get(mark) ?? []), one]);
  return { marked, places: new Set(asked.filter((_, index) => records[index] !== undefined)), fresh };
}

/** Reads with all who ask before the next pass begins; one begins when the last is over, and never before it was asked for. */
export function together(desk: Desk<Audience>, marks: readonly string[], places: readonly string[]): Promise<Found> {
  const all = passes.get(desk) ?? { last: Promise.resolve() };
  passes.set(desk, all);
  if (all.next === undefined) {
    const pass: Pass = { marks: new Set(), places: new Set() };
    const found = all.last.then(() => {
      all.next = undefined;
      return read(desk, pass);
    });
    all.next = { ...pass, found };
    all.last = found.catch(() => {}); // each who asked hears of it
  }
  const { next } = all;
  for (const mark of marks) next.marks.add(mark);
  for (const place of places) next.places.add(place);
  return next.found;
}
