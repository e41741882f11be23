import type { ContextRecord } from './database.js';

/** So many are kept. */
const MOST = 50;
/** What is kept longer than this is read again, ms: news may have been missed by a page that was stopped without being told. */
const TRUST = 60_000;

/** What is known of one place: the record as it lies, and what was made of it. */
interface Known<T> {
  rev: number;
  /** by `performance.now()` */
  at: number;
  /** left out: heard of from another tab, and not opened yet */
  made?: T;
  record?: ContextRecord;
}

/** A read or a write under way: what it found or wrote counts only if nothing newer was heard meanwhile. */
export interface Reading {
  life: number;
}

/** All in this page that are about the same store: what one writes, the others must not overlook until the channel says it. */
const here = new Map<string, Set<Shown<unknown>>>();

/**
 * The contexts this page showed lately, for as long as it is sure that they are what lies on the disk: each was read,
 * written or heard of here, and every later write is heard of. News of a newer record replaces one; whatever makes it
 * possible that news was missed drops all. A write with a stale one does no harm: its revision is checked.
 */
export class Shown<T> {
  readonly #name: string;
  readonly #known = new Map<string, Known<T>>();
  /** while something is under way: the newest revision heard of each place; `Infinity`: dropped */
  readonly #meanwhile = new Map<string, number>();
  #underWay = 0;
  #life = 0;
  readonly #clear = (): void => this.clear();

  constructor(name: string) {
    this.#name = name;
    here.set(name, (here.get(name) ?? new Set()).add(this));
    for (const [target, type] of MISSED) target?.addEventListener(type, this.#clear);
  }

  get size(): number {
    return this.#known.size;
  }

  /** What is surely at this place now. */
  at(place: string): Known<T> | undefined {
    const known = this.#known.get(place);
    if (known === undefined) return undefined;
    if (performance.now() - known.at > TRUST) {
      this.drop(place);
      return undefined;
    }
    this.#known.delete(place);
    this.#known.set(place, known);
    return known;
  }

  /** Before something is read or written. */
  begin(): Reading {
    this.#underWay += 1;
    return { life: this.#life };
  }

  end(): void {
    this.#underWay -= 1;
    if (this.#underWay === 0) this.#meanwhile.clear();
  }

  /** Keeps what was read or written. */
  found(place: string, rev: number, made: T, { life }: Reading): void {
    if (life === this.#life && rev >= (this.#meanwhile.get(place) ?? 0)) this.#put(place, { rev, at: performance.now(), made });
  }

  /** This page has written there: what else is in it hears of it at once. */
  wrote(place: string, record?: ContextRecord): void {
    for (const other of here.get(this.#name) ?? []) {
      if (other === this) continue;
      if (record === undefined) other.drop(place);
      else other.heard(place, record);
    }
  }

  /** Somebody else has written this. Believed once it has opened, see `Store`; where nothing is sealed, there is nothing to believe. */
  heard(place: string, record: ContextRecord): void {
    if (record.box === undefined) return this.drop(place);
    this.#newer(place, record.rev);
    const known = this.#known.get(place);
    if (known !== undefined && known.rev < record.rev) this.#put(place, { rev: record.rev, at: performance.now(), record });
  }

  #newer(place: string, rev: number): void {
    if (this.#underWay > 0 && !(rev < (this.#meanwhile.get(place) ?? 0))) this.#meanwhile.set(place, rev);
  }

  #put(place: string, known: Known<T>): void {
    const { rev = -1 } = this.#known.get(place) ?? {};
    if (known.rev < rev) return;
    this.#known.delete(place);
    this.#known.set(place, known);
    const [oldest] = this.#known.keys();
    if (this.#known.size > MOST && oldest !== undefined) this.#known.delete(oldest);
  }

  /** Keeps what was made of a record that was heard of. */
  opened(place: string, rev: number, made: T): void {
    const known = this.#known.get(place);
    if (known?.rev === rev) known.made = made;
  }

  drop(place: string): void {
    this.#known.delete(place);
    if (this.#underWay > 0) this.#meanwhile.set(place, Number.POSITIVE_INFINITY);
  }

  clear(): void {
    this.#life += 1;
    this.#known.clear();
  }

  /** The store was emptied. */
  emptied(): void {
    for (const one of here.get(this.#name) ?? []) one.clear();
  }

  close(): void {
    this.clear();
    const others = here.get(this.#name);
    others?.delete(this);
    if (others?.size === 0) here.delete(this.#name);
    for (const [target, type] of MISSED) target?.removeEventListener(type, this.#clear);
  }
}

/** After these a page may have missed what other tabs said. In a worker, and outside of browsers, there are none. */
const MISSED: readonly (readonly [EventTarget | undefined, string])[] = [
  [globalThis.document, 'freeze'],
  [globalThis.document, 'resume'],
  [globalThis.document, 'visibilitychange'],
  [globalThis.window, 'pageshow'],
];
