/** May each of a whole list be pitched to? All are looked up in one pass over the store; after that, whom news concern. */
import type { Audience } from '../model/entry.js';
import type { SalesContext } from '../model/view-sales.js';
import type { Loaded, News } from '../store/store.js';
import type { Desk } from './desk.js';
import { earlier, live, type Look } from './live.js';
import { together } from './pass.js';
import { candidates, isAny, isOfDesk, pitchOf, type Sought, soughtBy } from './pitch.js';
import type { Query, Stop } from './types.js';

/** So many numbers are read and digested before the page gets its turn: to read one takes longer than all else. */
const BREATH = 100;

interface Row {
  readonly query: Query;
  sought: Sought;
  loaded: readonly Loaded[];
  view?: SalesContext;
}

export class PitchList {
  readonly #desk: Desk<Audience>;
  readonly #rows: readonly Row[];
  /** by mark, and by where somebody may lie */
  readonly #at = new Map<string, Set<Row>>();
  #ready = false;
  /** whom something was heard about since they were looked up */
  #stale: Set<Row>;
  #fresh = false;

  constructor(desk: Desk<Audience>, queries: readonly Query[]) {
    this.#desk = desk;
    this.#rows = queries.map((query) => ({ query, sought: { marks: [], ids: [], lie: [] }, loaded: [] }));
    this.#stale = new Set(this.#rows);
  }

  #index(key: string, row: Row): void {
    const rows = this.#at.get(key);
    if (rows === undefined) this.#at.set(key, new Set([row]));
    else rows.add(row);
  }

  async #prepare(): Promise<void> {
    for (let from = 0; from < this.#rows.length; from += BREATH) {
      const some = this.#rows.slice(from, from + BREATH);
      // Digests are made elsewhere: whoever waits for them lets the page draw.
      const sought = await Promise.all(some.map(({ query }) => soughtBy(this.#desk, query)));
      for (const [index, row] of some.entries()) {
        row.sought = sought[index] as Sought;
        for (const key of [...row.sought.marks, ...row.sought.lie.flat()]) this.#index(key, row);
      }
    }
  }

  /** Whether they may be, in the order of the list; who is as they were has the same view as before. */
  async look(): Promise<Look<readonly SalesContext[]>> {
    if (!this.#ready) await this.#prepare();
    this.#ready = true;
    const stale = this.#stale;
    this.#stale = new Set();
    const { store } = this.#desk;
    try {
      const asked = [...stale].map(({ sought }) => sought);
      const found = await together(this.#desk, asked.flatMap(({ marks }) => marks), asked.flatMap(({ lie }) => lie.flat()));
      const isKnown = ({ marks, ids, lie }: Sought): boolean => marks.some((mark) => found.marked.has(mark)) || lie.flat().some((place) => found.places.has(place)) || ids.some((id) => store.unsaved.has(id));
      for (const row of stale) {
        row.loaded = isKnown(row.sought) ? await candidates(this.#desk, row.sought, found) : [];
        delete row.view;
        for (const { place } of row.loaded) this.#index(place, row);
      }
      return this.#views(found.fresh);
    } catch (error) {
      for (const row of stale) this.#stale.add(row);
      throw error;
    }
  }

  #views({ fresh, due: until }: { fresh: boolean; due?: number }): Look<readonly SalesContext[]> {
    const now = this.#desk.store.now();
    const same = fresh === this.#fresh;
    this.#fresh = fresh;
    let due = until;
    // Most are known to nobody, and one answer is theirs.
    const nobody = pitchOf(this.#desk, [], {}, fresh);
    const view = this.#rows.map((row) => {
      if (!same || row.view === undefined || (row.view.due ?? Infinity) <= now) {
        const known = row.view;
        row.view = row.loaded.length === 0 && row.sought.ids.length === 0 && isAny(row.sought) ? nobody : pitchOf(this.#desk, row.loaded, row.query, fresh && isAny(row.sought));
        if (known?.pitch === row.view.pitch && row.view.hold === undefined && row.view.due === known.due) row.view = known;
      }
      due = earlier(due, row.view.due);
      return row.view;
    });
    return { view, due };
  }

  /** Whether what was heard changes anything here. */
  concerns(news: News): boolean {
    if (isOfDesk(news)) return true;
    const { place, record } = news;
    const rows = record === undefined ? [this.#rows] : [place, ...record.marks].map((key) => this.#at.get(key) ?? []);
    let any = false;
    for (const some of rows) {
      for (const row of some) {
        this.#stale.add(row);
        any = true;
      }
    }
    return any;
  }
}

export function watchList(desk: Desk<Audience>, queries: readonly Query[], callback: (views: readonly SalesContext[]) => void, fail: () => void): Stop {
  const list = new PitchList(desk, queries);
  return live(desk.store, () => list.look(), (news) => list.concerns(news), callback, fail);
}
