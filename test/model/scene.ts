/** Journals written by hand, for the tests that tell one situation. */
import type { AnyEntry, Author, Draft } from '../../src/model/entry.js';
import { fold } from '../../src/model/fold.js';
import type { Folded } from '../../src/model/folded.js';
import { nextStamp, type Stamp } from '../../src/model/stamp.js';

/** Saturday, 21 November 2026, 9:00 UTC. */
export const START = Date.UTC(2026, 10, 21, 9);
export const MINUTE = 60_000;

export const ANA: Author = { audience: 'support', id: 'rep-17', label: 'Ana' };
export const BEN: Author = { audience: 'support', id: 'rep-22', label: 'Ben' };
export const MENU: Author = { audience: 'support', id: 'ivr', label: 'Phone menu' };
export const SAM: Author = { audience: 'sales', id: 'rep-90', label: 'Sam' };
export const VISITOR: Author = { audience: 'customer', id: 'prov_9' };
export const OTHER_VISITOR: Author = { audience: 'customer', id: 'prov_7' };
/** The public as a border names it that knows no more. */
export const SOMEBODY: Author = { audience: 'customer' };

export const NODE = 'node00000001';

export interface Said {
  by?: Author;
  /** minutes after START */
  at?: number;
  customer?: string;
  /** the stamp's own clock, minutes after START; left out: as `at` */
  clock?: number;
}

/** A journal being written. Without `at`, each entry is a minute after the one before. */
export class Scene {
  readonly entries: AnyEntry[] = [];
  #minute = 0;
  #last: Stamp | undefined;

  add(draft: Draft, { by = ANA, at = this.#minute + 1, customer = 'cus_1', clock }: Said = {}): Stamp {
    this.#minute = Math.max(this.#minute, at);
    let stamp: Stamp;
    if (clock === undefined) this.#last = stamp = nextStamp(this.#last, START + at * MINUTE, NODE);
    else stamp = nextStamp(undefined, START + clock * MINUTE, `clock${String(this.entries.length).padStart(7, '0')}`);
    this.entries.push({ ...draft, stamp, customer, by, at: START + at * MINUTE });
    return stamp;
  }

  get folded(): Folded {
    return fold(this.entries, { customer: 'cus_1' });
  }

  get context(): Folded['context'] {
    return this.folded.context;
  }

  /** The values of a fact, newest first. */
  values(fact: string): string[] {
    return this.context.facts.find((one) => one.fact === fact)?.values.map(({ value }) => value) ?? [];
  }

  standings(fact: string): string[] {
    return this.context.facts.find((one) => one.fact === fact)?.values.map(({ standing }) => standing) ?? [];
  }

  get openIssues(): string[] {
    return this.context.issues.map(({ words }) => words);
  }
}

/** A minute of START's day, ms since 1970. */
export const minute = (minutes: number): number => START + minutes * MINUTE;
export const day = (days: number): number => START + days * 1440 * MINUTE;
